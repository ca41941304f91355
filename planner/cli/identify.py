"""From what one types to name an event to the event: an id, a link, or ``-`` for stdin."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from planner.cli.output import CommandFailed
from planner.model import Event
from planner.workspace.session import Session

_MOST_NAMED = 100_000


def named_events(session: Session, words: Sequence[str], usage: str) -> list[Event]:
    """Return the events that ``words`` name, each once, in the order given.

    Args:
        session: The session whose schedule is asked.
        words: Ids, links of the conference, OpenReview or PMLR, or ``-``, which
            reads them from standard input, one a line, up to a tab.
        usage: How to call the command, for when nothing is named.

    Raises:
        CommandFailed: Nothing is named, or something that is not in the schedule.
    """
    names = list(dict.fromkeys(_expanded(words)))
    if not names:
        raise CommandFailed(f"no event was named. usage: planner {usage}", code=2)
    return [named_event(session, name) for name in names]


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
        near = session.reading.nearest_id(name)
        meant = f" Did you mean {near}?" if near else ""
        raise CommandFailed(
            f"{schedule.conference.name} has no event {name!r}.{meant} planner search finds ids."
        )
    return event


def _expanded(words: Sequence[str]) -> list[str]:
    names: list[str] = []
    for word in words:
        if word == "-":
            lines = (line.split("\t", 1)[0].strip() for line in sys.stdin)
            names += [name for name in lines if name][:_MOST_NAMED]
        else:
            names.append(word)
    return names
