"""From what one types to name an event to the event: an id, a link, or ``-`` for stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from planner.cli.arguments import readable
from planner.cli.output import CommandFailed
from planner.model import Event
from planner.workspace.session import Session

#: More than any schedule holds: whoever names more sends something else than ids.
_MOST_NAMED = 250_000


def named(words: Sequence[str], usage: str) -> list[str]:
    """Return the names that ``words`` stand for, each once, in the order given.

    Args:
        words: Ids, links of the conference, OpenReview or PMLR, or ``-``, which
            reads them from standard input, one a line, up to a tab. A lone
            ``--`` ends options.
        usage: How to call the command, for when nothing is named.

    Raises:
        CommandFailed: Nothing is named, or a word is an option that there is not.
    """
    names: dict[str, None] = {}
    for name in _expanded(words, usage):
        names[name] = None
        if len(names) > _MOST_NAMED:
            raise CommandFailed(f"more than {_MOST_NAMED:,} events were named; no schedule has so.")
    if not names:
        raise CommandFailed(f"no event was named. usage: planner {usage}", code=2)
    return list(names)


def named_events(session: Session, names: Sequence[str]) -> list[Event]:
    """Return the events that ``names`` mean, each once, in the order given.

    Raises:
        CommandFailed: A name means nothing in the schedule.
    """
    events = {event.id: event for event in (named_event(session, name) for name in names)}
    return list(events.values())


def named_event(session: Session, name: str) -> Event:
    """Return the event with the id or the link ``name``.

    Raises:
        CommandFailed: The schedule holds none.
    """
    schedule = session.schedule
    event = schedule.event(name)
    if event is None and "/" in name:
        linked = schedule.linked(name)
        event = schedule.event(linked[0]) if linked else None
    if event is None:
        near = _nearest(name, schedule.all_ids())
        meant = f" Did you mean {near}?" if near else ""
        raise CommandFailed(
            f"{schedule.conference.name} has no event {name!r}.{meant} planner search finds ids."
        )
    return event


def _nearest(name: str, ids: Iterable[str]) -> str | None:
    """Return the event id most like ``name``, None if none is."""
    from rapidfuzz import fuzz, process

    wanted, ordered = name.strip().casefold(), sorted(ids)
    begun = next((each for each in ordered if wanted and each.startswith(wanted)), None)
    if begun is not None:
        return begun
    found = process.extractOne(wanted, ordered, scorer=fuzz.ratio, score_cutoff=70)
    return str(found[0]) if found else None


def _expanded(words: Sequence[str], usage: str) -> Iterator[str]:
    options_end = False
    for word in map(readable, words):
        if word == "-":
            lines = (line.split("\t", 1)[0].strip() for line in sys.stdin)
            yield from (line for line in lines if line)
        elif word == "--" and not options_end:
            options_end = True
        elif word.startswith("-") and not options_end:
            raise CommandFailed(f"{word!r} is not known here. usage: planner {usage}", code=2)
        else:
            yield word
