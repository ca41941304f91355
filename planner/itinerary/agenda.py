"""The agenda: the starred events by day, with each day's budgets and gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from planner.itinerary.board import BoardKey, board_key
from planner.itinerary.budget import DEMO_MINUTES, POSTER_MINUTES, Budget, budgets, interval_of
from planner.itinerary.effective import apart
from planner.model import Attendance, Commitment, Event, Star


@dataclass(frozen=True, slots=True)
class Gap:
    """Free time between two fixed events or commitments of a day, in whole minutes."""

    start: datetime
    end: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day at the venue.

    ``items`` are the starred events in time order, and after them those of
    which only the day is known (their ``start`` is None). ``away`` are those
    that lie wholly in time away from the conference, apart from the others.
    ``commitments`` are those of which at least a part lies in this day.
    """

    date: date
    items: tuple[Event, ...]
    budgets: tuple[Budget, ...]
    gaps: tuple[Gap, ...]
    commitments: tuple[Commitment, ...] = ()
    away: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The days that hold something, and the starred events without slot or day."""

    days: tuple[Day, ...]
    unscheduled: tuple[Event, ...]


def agenda(
    stars: Mapping[str, Star],
    events: Mapping[str, Event],
    zone: tzinfo,
    poster_minutes: int = POSTER_MINUTES,
    demo_minutes: int = DEMO_MINUTES,
    commitments: Iterable[Commitment] = (),
    mine: Collection[str] = (),
    days: Collection[date] | None = None,
    gone: Collection[str] = (),
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
        commitments: Time of the attendee's own.
        mine: The ids of the events that the attendee presents.
        days: The days on which a commitment alone makes a day of the agenda;
            any day unless given.
        gone: The ids of events that were cancelled: they stand in their days,
            but take no time.
    """
    own = sorted(commitments, key=lambda each: (each.start.astimezone(UTC), each.title, each.id))
    met = [events.get(event_id, star.snapshot) for event_id, star in stars.items()]
    parted = apart(met, own, mine, events)
    by_day: defaultdict[date, list[Event]] = defaultdict(list)
    away_by_day: defaultdict[date, list[Event]] = defaultdict(list)
    unscheduled = []
    for held, where in ((parted.met, by_day), (parted.away, away_by_day)):
        for event in held:
            day = day_of(event, zone) or day_of(events.get(event.parent or ""), zone)
            if day:
                where[day].append(event)
            else:
                unscheduled.append(event)
    taken = {day: [event for event in held if event.id not in gone] for day, held in by_day.items()}
    found = [event for held in taken.values() for event in held]
    by_slot: defaultdict[date, list[Budget]] = defaultdict(list)
    for budget in budgets(found, poster_minutes, demo_minutes, own):
        by_slot[day_of(budget.events[0], zone) or budget.start.date()].append(budget)
    own_by_day: defaultdict[date, list[Commitment]] = defaultdict(list)
    for each in own:
        first, last = _first_and_last_day(each, zone)
        # Only days that are shown anyway: a commitment may last for years.
        shown = {*by_day, *away_by_day, *(days if days is not None else _from(first, last))}
        for day in shown:
            if first <= day <= last:
                own_by_day[day].append(each)
    return Agenda(
        tuple(
            Day(
                day,
                tuple(sorted(by_day[day], key=time_order)),
                tuple(by_slot[day]),
                tuple(gaps(taken.get(day, ()), own_by_day[day])),
                tuple(own_by_day[day]),
                tuple(sorted(away_by_day[day], key=time_order)),
            )
            for day in sorted({*by_day, *away_by_day, *own_by_day})
        ),
        tuple(sorted(unscheduled, key=time_order)),
    )


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


def gaps(events: Iterable[Event], commitments: Iterable[Commitment] = ()) -> list[Gap]:
    """Return the free time between the fixed ones of a day's events, and the commitments.

    No gap begins after an event whose end is unknown: how long it takes is
    never guessed.
    """
    taken = [
        (event.start, slot[1] if (slot := interval_of(event)) else None)
        for event in events
        if event.start and event.attended is Attendance.FIXED
    ]
    taken += [(each.start, each.end.astimezone(UTC)) for each in commitments]
    found: list[Gap] = []
    free_from: datetime | None = None
    # Of two that start together, the one without a known end is the last word.
    for start, end in sorted(taken, key=lambda pair: (pair[0].astimezone(UTC), pair[1] is None)):
        starts = start.astimezone(UTC)
        if free_from and free_from < starts:
            minutes = (starts - free_from) // timedelta(minutes=1)
            found.append(Gap(free_from.astimezone(start.tzinfo), start, minutes))
        if end is None:
            free_from = None
        elif free_from is None or end > free_from:
            free_from = end
    return found


def _first_and_last_day(commitment: Commitment, zone: tzinfo) -> tuple[date, date]:
    """Return the days at the venue in which a commitment begins and ends, before its end."""
    last = (commitment.end.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).date()
    return commitment.start.astimezone(zone).date(), last


def _from(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
