"""The agenda: the starred events by day, with each day's budgets and gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from planner.itinerary.board import BoardKey, board_key
from planner.itinerary.budget import DEMO_MINUTES, POSTER_MINUTES, Budget, budgets, interval_of
from planner.model import Attendance, Event, Star


@dataclass(frozen=True, slots=True)
class Gap:
    """Free time between two fixed events of a day, in whole minutes."""

    start: datetime
    end: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day at the venue.

    ``items`` are the starred events in time order, and after them those of
    which only the day is known (their ``start`` is None).
    """

    date: date
    items: tuple[Event, ...]
    budgets: tuple[Budget, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The days that hold starred events, and the starred events without slot or day."""

    days: tuple[Day, ...]
    unscheduled: tuple[Event, ...]


def agenda(
    stars: Mapping[str, Star],
    events: Mapping[str, Event],
    zone: tzinfo,
    poster_minutes: int = POSTER_MINUTES,
    demo_minutes: int = DEMO_MINUTES,
) -> Agenda:
    """Return the starred events as an agenda.

    Args:
        stars: The stars by event id.
        events: The schedule's events by id, at least the starred ones; one
            that is missing has left the schedule, and its star's snapshot
            stands in. Where a parent is given too, an event without a day of
            its own is put on the parent's.
        zone: The venue's zone.
        poster_minutes: Minutes that a poster wants, for the budgets.
        demo_minutes: Minutes that a demo wants.
    """
    by_day: defaultdict[date, list[Event]] = defaultdict(list)
    unscheduled = []
    for event_id, star in stars.items():
        event = events.get(event_id, star.snapshot)
        day = day_of(event, zone) or day_of(events.get(event.parent or ""), zone)
        if day:
            by_day[day].append(event)
        else:
            unscheduled.append(event)
    found = [event for held in by_day.values() for event in held]
    by_slot: defaultdict[date, list[Budget]] = defaultdict(list)
    for budget in budgets(found, poster_minutes, demo_minutes):
        by_slot[day_of(budget.events[0], zone) or budget.start.date()].append(budget)
    days = tuple(
        Day(
            day,
            tuple(sorted(held, key=time_order)),
            tuple(by_slot[day]),
            tuple(gaps(held)),
        )
        for day, held in sorted(by_day.items())
    )
    return Agenda(days, tuple(sorted(unscheduled, key=time_order)))


def day_of(event: Event | None, zone: tzinfo) -> date | None:
    """Return the day at the venue that an event belongs to, None when it is not known.

    The source's day goes first: what happens after midnight can belong to the
    day before.
    """
    if event is None:
        return None
    return event.day or (event.start.astimezone(zone).date() if event.start else None)


def time_order(event: Event) -> tuple[bool, datetime, BoardKey, str, str]:
    """Return a key that sorts by start, board, title and id; unknown starts come last."""
    start = event.start.astimezone(UTC) if event.start else datetime.max.replace(tzinfo=UTC)
    return (event.start is None, start, board_key(event.board), event.title.casefold(), event.id)


def gaps(events: Iterable[Event]) -> list[Gap]:
    """Return the free time between the fixed ones of a day's events.

    No gap begins after an event whose end is unknown: how long it takes is
    never guessed.
    """
    fixed = [event for event in events if event.start and event.attended is Attendance.FIXED]
    found: list[Gap] = []
    free_from: datetime | None = None
    for event in sorted(fixed, key=time_order):
        assert event.start is not None  # noqa: S101 - for the type checker, chosen above
        slot = interval_of(event)
        starts = event.start.astimezone(UTC)
        if free_from and free_from < starts:
            minutes = (starts - free_from) // timedelta(minutes=1)
            zone = event.start.tzinfo
            found.append(Gap(free_from.astimezone(zone), event.start, minutes))
        if slot is None:
            free_from = None
        elif free_from is None or slot[1] > free_from:
            free_from = slot[1]
    return found
