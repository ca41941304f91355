"""The ways out of a problem in the plan: what the attendee can decide about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from planner.itinerary.agenda import time_order
from planner.itinerary.clashes import WALK_MINUTES, Clash, are_rooms_apart
from planner.model import Attendance, Commitment, Event, Level

#: From the most to the least that a star weighs.
_WEIGHT = {Level.MUST: 2, Level.WANT: 1, Level.MAYBE: 0}

#: Gives the other showings of an event's paper, as the attendee meets them.
Showings = Callable[[Event], Sequence[Event]]


class WayOut(NamedTuple):
    """One way out of a clash or a tight walk.

    ``what`` is ``showing`` (see ``event`` at its other showing ``instead``),
    ``leave`` (leave ``event`` in time for the other, at ``until``), ``maybe``
    (make ``event`` a maybe) or ``drop`` (give ``event`` up for the other; it may
    be a commitment).
    """

    what: Literal["showing", "leave", "maybe", "drop"]
    event: Event | Commitment
    instead: Event | None = None
    until: datetime | None = None


def ways_out(
    clash: Clash,
    levels: Mapping[str, Level],
    showings: Showings,
    walk_minutes: int = WALK_MINUTES,
) -> list[WayOut]:
    """Return what can be decided about a clash, what costs least first.

    Another showing costs nothing, leaving early a part of an event, and of two
    events the one that weighs less is given up first.

    Args:
        clash: The clash or tight walk.
        levels: The levels of the stars by event id.
        showings: The other showings of an event's paper.
        walk_minutes: Minutes from one room to another.
    """
    sides = sorted((clash.a, clash.b), key=lambda side: _weight(side, levels))
    found: list[WayOut] = []
    for side in sides:
        other = clash.b if side is clash.a else clash.a
        if isinstance(side, Event):
            found += [
                WayOut("showing", side, instead=showing)
                for showing in sorted(showings(side), key=time_order)
                if _is_free_of(showing, other)
            ]
    until = _leaving(clash, walk_minutes)
    if until is not None:
        found.append(WayOut("leave", clash.a, until=until))
    for side in sides:
        level = levels.get(side.id)
        if isinstance(side, Event) and level is not None and level is not Level.MAYBE:
            found.append(WayOut("maybe", side))
            break
    return found + [WayOut("drop", side) for side in sides]


def best_that_fit(
    events: Iterable[Event],
    levels: Mapping[str, Level],
    minutes_of: Callable[[Event], int],
    free_minutes: int,
) -> tuple[list[Event], list[Event]]:
    """Return which of a slot's drop-in events to keep and which not, each in the order given.

    The heavier star first; of equal ones those with the smaller board, then the
    title, so that the same choice comes out whenever it is made.
    """
    given = list(events)
    ranked = sorted(
        given,
        key=lambda event: (-_WEIGHT.get(levels.get(event.id, Level.WANT), 1), time_order(event)),
    )
    kept: set[str] = set()
    left = free_minutes
    for event in ranked:
        if minutes_of(event) <= left:
            kept.add(event.id)
            left -= minutes_of(event)
    return [e for e in given if e.id in kept], [e for e in given if e.id not in kept]


def _weight(side: Event | Commitment, levels: Mapping[str, Level]) -> int:
    """Return how much it weighs; a commitment is given up last."""
    if isinstance(side, Commitment):
        return len(_WEIGHT)
    return _WEIGHT.get(levels.get(side.id, Level.MUST), 0)


def _is_free_of(showing: Event, other: Event | Commitment) -> bool:
    """Whether a showing can be seen all the same: it is dropped into, or does not overlap."""
    if showing.start is None or other.start is None:
        return True
    start, end = _span(showing)
    begins, ends = _span(other)
    if showing.attended is Attendance.DROP_IN:
        # A few minutes before or after the other are enough.
        return start < begins or ends < end
    return end <= begins or ends <= start


def _leaving(clash: Clash, walk_minutes: int) -> datetime | None:
    """Return when the first of the two must be left to be at the second; None if it cannot be."""
    one, other = clash.a, clash.b
    if not isinstance(one, Event) or one.start is None:
        return None
    if other.start is None or one.attended is not Attendance.FIXED:
        return None
    walk = timedelta(minutes=walk_minutes if are_rooms_apart(one, other) else 0)
    until = other.start.astimezone(UTC) - walk
    return until.astimezone(one.start.tzinfo) if one.start.astimezone(UTC) < until else None


def _span(held: Event | Commitment) -> tuple[datetime, datetime]:
    assert held.start is not None  # noqa: S101 - for the type checker, asked before
    start = held.start.astimezone(UTC)
    return start, max(start, held.end.astimezone(UTC)) if held.end else start
