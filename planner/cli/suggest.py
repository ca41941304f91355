"""``planner suggest``: which of the starred events to attend, and why not the others."""

from __future__ import annotations

from collections.abc import Sequence

from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, print_rows, say
from planner.workspace.session import Session
from planner.workspace.suggesting import Proposal, propose, take
from planner.workspace.wording import counted

_USAGE = "suggest [--apply] [--json]"


def suggest(arguments: Sequence[str]) -> int:
    """``planner suggest [--apply] [--json]``: the events to attend on standard output.

    What is left out and what cannot be planned is told on standard error, each
    with why. ``--apply`` takes the suggestion in one decision.
    """
    for word in arguments:
        if word not in ("--apply", "--json"):
            raise CommandFailed(f"{word!r} is not known here. usage: planner {_USAGE}", code=2)
    with opened() as session:
        proposal = propose(session.schedule, session.itinerary(), session.settings)
        if "--json" in arguments:
            found = proposal.suggestion
            print_json(
                {
                    "attend": list(found.attend),
                    "drop": [{"id": each.id, "why": each.why} for each in proposal.drop],
                    "unplanned": [{"id": each.id, "why": each.why} for each in found.unplanned],
                    "worth": found.worth,
                }
            )
        else:
            _print(session, proposal)
        if "--apply" in arguments:
            say(f"{take(session, proposal).sentence}.")
    return 0


def _print(session: Session, proposal: Proposal) -> None:
    events = proposal.events
    print_rows(session.reading.rows_of([events[name] for name in proposal.suggestion.attend]))
    for heading, left in (
        ("left out", proposal.drop),
        ("cannot be planned", proposal.suggestion.unplanned),
    ):
        if left:
            say(f"\n{counted(len(left), 'event')} {heading}:")
        for each in left:
            title = events[each.id].title if each.id in events else each.id
            say(f"  {each.id}  {title}\n    {each.why}")
