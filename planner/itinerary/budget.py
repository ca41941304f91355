"""Budgets: how many minutes the drop-in events of a slot want, and how many are free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from planner.model import Attendance, Commitment, Event, Kind

#: A stretch of time, half-open: what ends at 11:30 does not touch what starts then.
Interval = tuple[datetime, datetime]

POSTER_MINUTES = 5
DEMO_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Budget:
    """What the starred drop-in events of one slot ask of its time.

    ``start`` and ``end`` bound the slot; ``session`` is the id of the session
    that most of ``events`` belong to, None when none is known. Minutes are
    whole and rounded down.
    """

    start: datetime
    end: datetime
    session: str | None
    events: tuple[Event, ...]
    wanted_minutes: int
    free_minutes: int

    @property
    def missing_minutes(self) -> int:
        """By how many minutes the wishes exceed what is free; 0 when all fit."""
        return max(self.wanted_minutes - self.free_minutes, 0)


def budgets(
    starred: Iterable[Event],
    poster_minutes: int = POSTER_MINUTES,
    demo_minutes: int = DEMO_MINUTES,
    commitments: Iterable[Commitment] = (),
) -> list[Budget]:
    """Return the budget of every slot that holds starred drop-in events, in time order.

    Events with the same start and end share a slot. Free is the slot less the
    starred fixed events and the commitments inside it, each minute counted once. A social is as
    long as one likes, so it has no budget; nor has what has no known end.

    Args:
        starred: The starred events, of any kind.
        poster_minutes: Minutes that a poster or spotlight wants.
        demo_minutes: Minutes that any other drop-in event wants.
        commitments: Time of the attendee's own.
    """
    events = list(starred)
    taken = [*fixed_intervals(events), *committed_intervals(commitments)]
    slots: defaultdict[Interval, list[Event]] = defaultdict(list)
    for event in events:
        slot = interval_of(event)
        if slot and event.attended is Attendance.DROP_IN and event.kind is not Kind.SOCIAL:
            slots[slot].append(event)
    found = []
    for slot, held in sorted(slots.items(), key=lambda item: item[0]):
        wanted = sum(
            poster_minutes if event.kind in (Kind.POSTER, Kind.SPOTLIGHT) else demo_minutes
            for event in held
        )
        start, end = held[0].start, held[0].end
        assert start is not None  # noqa: S101 - for the type checker, by interval_of
        assert end is not None  # noqa: S101
        found.append(
            Budget(start, end, _session(held), tuple(held), wanted, free_minutes(slot, taken))
        )
    return found


def fixed_intervals(events: Iterable[Event]) -> list[Interval]:
    """Return when the fixed events with a known start and end take place, in UTC."""
    return [
        interval
        for event in events
        if event.attended is Attendance.FIXED and (interval := interval_of(event))
    ]


def committed_intervals(commitments: Iterable[Commitment]) -> list[Interval]:
    """Return when the attendee is not free for reasons of their own, in UTC."""
    return [(each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in commitments]


def interval_of(event: Event) -> Interval | None:
    """Return an event's slot in UTC, or None unless it has a start and a later end.

    In UTC, because the difference of two times in one zone is that of the
    clocks on the wall, which are moved twice a year.
    """
    if event.start is None or event.end is None or event.end <= event.start:
        return None
    return event.start.astimezone(UTC), event.end.astimezone(UTC)


def free_minutes(slot: Interval, taken: Sequence[Interval]) -> int:
    """Return the whole minutes of ``slot`` that no interval of ``taken`` covers."""
    start, end = slot
    free = timedelta(0)
    reached = start
    for busy_from, busy_to in sorted(taken):
        if busy_from >= end:
            break
        if busy_from > reached:
            free += busy_from - reached
        reached = max(reached, busy_to)
    if reached < end:
        free += end - reached
    return free // timedelta(minutes=1)


def _session(events: Sequence[Event]) -> str | None:
    counts: defaultdict[str, int] = defaultdict(int)
    for event in events:
        if event.parent:
            counts[event.parent] += 1
    return min(counts, key=lambda parent: (-counts[parent], parent), default=None)
