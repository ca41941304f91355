"""What begins next in one short line, for a shell's prompt or the status line of tmux."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from planner.cli.shell_line import one_line
from planner.model import Commitment, Event, Kind
from planner.workspace.wording import DAYS, MONTHS, clock

#: Characters of a line unless asked otherwise, and the fewest that say anything.
WIDTH = 60
LEAST_WIDTH = 12
#: A title shorter than that says less than no place does.
_LEAST_TITLE = 12
_HANGING = (Kind.POSTER, Kind.SPOTLIGHT)


def prompt_line(
    items: Sequence[Event | Commitment], at: datetime, width: int = WIDTH, cut: str = "…"
) -> str:
    """Return the line, such as ``10:30 Hall A1: Honey for bears``, empty without an item.

    Posters that begin together are counted; of other things the first is named and the
    rest counted, ``+2``. A time that is inferred has ``~`` before it. The day is said unless
    it is today's, with its date where the weekday alone could be another week's.

    Args:
        items: What begins together, at a known start.
        at: The present moment, aware, in the venue's zone.
        width: The most characters, at least ``LEAST_WIDTH``.
        cut: What stands for the end of a title that is too long.
    """
    if not items:
        return ""
    posters = [each for each in items if isinstance(each, Event) and each.kind in _HANGING]
    if len(posters) == len(items) > 1:
        title, rest = f"{len(items)} posters", ""
    else:
        title, rest = one_line(items[0].title), f" +{len(items) - 1}" if items[1:] else ""
    when, place = _when(items, at), _place(items)
    head = f"{when} {place}: " if place else f"{when} "
    if len(head) + min(len(title), _LEAST_TITLE) + len(rest) > width:
        head = f"{when} "
    room = width - len(head) - len(rest)
    if len(title) > room:
        title = title[: max(0, room - len(cut))].rstrip() + cut
    return f"{head}{title}{rest}"[:width]


def _when(items: Sequence[Event | Commitment], at: datetime) -> str:
    start = items[0].start
    assert start is not None  # noqa: S101 - what comes next has a start
    start = start.astimezone(at.tzinfo)
    sign = (
        "~" if any(isinstance(e, Event) and e.certainty.slot == "inferred" for e in items) else ""
    )
    if start.date() == at.date():
        return f"{sign}{clock(start)}"
    if start.date() - at.date() < timedelta(days=7):
        return f"{sign}{DAYS[start.weekday()]} {clock(start)}"
    return f"{sign}{start.day} {MONTHS[start.month - 1]} {clock(start)}"


def _place(items: Sequence[Event | Commitment]) -> str:
    """Return the room of all items, or of the first where another is named."""
    rooms = {each.room for each in items if isinstance(each, Event)}
    first = items[0]
    return one_line(first.room or "") if isinstance(first, Event) and len(rooms) == 1 else ""
