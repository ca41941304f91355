"""What fits into free time: fixed events whole and with the walk, posters by their minutes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from planner.itinerary.agenda import Gap
from planner.itinerary.budget import Budget, Interval, free_minutes, interval_of
from planner.model import Attendance, Event, Kind


class Fit(NamedTuple):
    """An event that fits into free time, and how many minutes of it that takes."""

    event: Event
    minutes: int


class Around(NamedTuple):
    """The rooms in which one is before free time and must be after it, where they are known."""

    before: frozenset[str]
    after: frozenset[str]


def around(gap: Gap, attended: Iterable[Event]) -> Around:
    """Return where one comes from and goes to: the fixed events that bound free time.

    Args:
        gap: The free time.
        attended: The starred events as they are met.
    """
    start, end = _instants(gap)
    before: set[str] = set()
    after: set[str] = set()
    for event in attended:
        slot = interval_of(event)
        if event.room is None or event.attended is not Attendance.FIXED:
            continue
        if slot is not None and slot[1] == start:
            before.add(event.room)
        if event.start is not None and event.start.astimezone(UTC) == end:
            after.add(event.room)
    return Around(frozenset(before), frozenset(after))


def fitting(
    gap: Gap,
    candidates: Iterable[Event],
    rooms: Around,
    budgets: Sequence[Budget],
    minutes_of: Callable[[Event], int],
    walk_minutes: int,
) -> list[Fit]:
    """Return which events fit into free time, each for itself, in the order given.

    A fixed event fits if it lies in the gap with the walk from and to other
    known rooms. One that is dropped into fits if what is left of its slot within
    the gap, less what is starred in that slot already, holds its minutes. What
    has no known start or end fits nowhere; nor does what holds others.

    Args:
        gap: The free time.
        candidates: Events that are not starred, as they are met.
        rooms: Where one comes from and goes to; see :func:`around`.
        budgets: What the starred events of slots ask of them.
        minutes_of: How many minutes an event takes that one drops into.
        walk_minutes: Minutes from one room to another.
    """
    spare = {_slot(each): each.free_minutes - each.wanted_minutes for each in budgets}
    found = []
    for event in candidates:
        slot = interval_of(event)
        if slot is None:
            continue
        start, end = _reachable(gap, event, rooms, walk_minutes)
        if event.attended is Attendance.FIXED:
            if start <= slot[0] and slot[1] <= end:
                found.append(Fit(event, (slot[1] - slot[0]) // timedelta(minutes=1)))
        elif event.attended is Attendance.DROP_IN:
            within = (max(start, slot[0]), min(end, slot[1]))
            left = free_minutes(within, ()) if within[0] < within[1] else 0
            # A social is as long as one likes, so it has no budget.
            needed = (
                min(left, minutes_of(event)) if event.kind is Kind.SOCIAL else minutes_of(event)
            )
            if 0 < needed <= min(left, spare.get(slot, left)):
                found.append(Fit(event, needed))
    return found


def _reachable(gap: Gap, event: Event, rooms: Around, walk_minutes: int) -> Interval:
    """Return the part of free time in which one can be at an event's room."""
    start, end = _instants(gap)
    walk = timedelta(minutes=walk_minutes)
    if _are_apart(event.room, rooms.before):
        start += walk
    if _are_apart(event.room, rooms.after):
        end -= walk
    return start, end


def _are_apart(room: str | None, others: Collection[str]) -> bool:
    return room is not None and any(each != room for each in others)


def _instants(gap: Gap) -> tuple[datetime, datetime]:
    return gap.start.astimezone(UTC), gap.end.astimezone(UTC)


def _slot(budget: Budget) -> Interval:
    return budget.start.astimezone(UTC), budget.end.astimezone(UTC)
