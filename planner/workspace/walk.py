"""The poster slots that one walks through, read from the schedule and the itinerary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from planner.itinerary.agenda import day_of
from planner.itinerary.budget import (
    Budget,
    Interval,
    budgets,
    committed_intervals,
    fixed_intervals,
    free_minutes,
    interval_of,
)
from planner.itinerary.walk import Stop, hangs
from planner.model import Attendance, Event, Itinerary, Kind
from planner.schedule.query import QueryError
from planner.schedule.words import as_needle, holds
from planner.workspace.chosen import Chosen
from planner.workspace.poster_slot import PosterSlot, slot_of
from planner.workspace.session import Session


class Slots(NamedTuple):
    """All slots in time order, and the starred posters without a known time, not seen yet."""

    slots: tuple[PosterSlot, ...] = ()
    without_time: tuple[Stop, ...] = ()


class Coming(NamedTuple):
    """An event that one attends from its start, and that start, aware.

    ``exact`` is False where only the session in which it comes is known to
    begin then.
    """

    event: Event
    start: datetime
    exact: bool


class Walks:
    """Reads the slots of one session; what the schedule says is remembered by id."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._events: dict[str, Event | None] = {}
        self._twins: dict[str, tuple[Event, ...]] = {}
        self._read: tuple[Itinerary | None, Slots] = (None, Slots())

    def slots(self) -> Slots:
        """Return the slots that hold stops, or may hold a starred poster without a time."""
        itinerary = self._session.itinerary()
        if self._read[0] is not itinerary:
            self._read = (itinerary, self._slots(self._session.reading.chosen))
        return self._read[1]

    def missed(self, now: datetime) -> int:
        """Return how many starred stops were not seen although their slots are over.

        One whose talk was heard was not missed.
        """
        seen = self._session.itinerary().visited
        return sum(
            stop.level is not None
            and not stop.visited
            and not any(twin.id in seen for twin in self._others(stop.event))
            for slot in self.slots().slots
            if slot.end <= now
            for stop in slot.stops
        )

    def next_fixed(self, now: datetime) -> Coming | None:
        """Return the next starred event that one attends from its start, within a day."""
        coming = (
            self._coming(event)
            for event in self._session.reading.chosen.attended
            if event.attended is Attendance.FIXED
        )
        ahead = [each for each in coming if each and now < each.start < now + timedelta(hours=24)]
        return min(ahead, key=lambda each: (each.start, each.event.id), default=None)

    def named(self, text: str) -> list[PosterSlot]:
        """Return the slots that ``text`` names: part of a title, ``tue 13:30``, or an ISO time.

        Poster sessions without a star are named as well. A time without an
        offset is the venue's.
        """
        found = {slot.interval: slot for slot in map(slot_of, self._sessions())}
        found.update((slot.interval, slot) for slot in self.slots().slots)
        slots = [found[interval] for interval in sorted(found)]
        needle = as_needle(text)
        titled = [slot for slot in slots if holds(needle, as_needle(slot.name))]
        return titled or [
            slot for slot in slots if any(slot.is_on(at) for at in self._moments(text, slot))
        ]

    def _moments(self, text: str, slot: PosterSlot) -> Iterator[datetime]:
        """Yield the moments that a text may mean, one without a day on the slot's own."""
        zone = self._session.schedule.zone
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            pass
        else:
            yield moment if moment.tzinfo else moment.replace(tzinfo=zone)
            return
        query = self._session.reading.parse(f'at:"{text.strip()}"')
        if isinstance(query, QueryError):
            return
        for value in (value for each in query.qualifiers for value in each.values):
            day, _, clock = value.rpartition("T")
            if clock == "now":
                yield self._session.now
                continue
            on = {"": slot.start.date(), "today": self._session.today}.get(day)
            moment = datetime.fromisoformat(f"{on or day}T{clock}")
            yield moment.replace(tzinfo=zone)

    def _coming(self, event: Event) -> Coming | None:
        if event.start is not None:
            return Coming(event, event.start, exact=True)
        session = self._event(event.parent) if event.parent else None
        if session is None or session.start is None:
            return None
        return Coming(replace(event, room=event.room or session.room), session.start, exact=False)

    def _slots(self, chosen: Chosen) -> Slots:
        itinerary = chosen.itinerary
        taken = (*fixed_intervals(chosen.attended), *committed_intervals(chosen.commitments))
        placed: list[Event] = []
        held: defaultdict[Interval, list[Stop]] = defaultdict(list)
        hanging: list[Stop] = []
        for stop in self._stops(chosen):
            event = self._placed(stop.event)
            interval = interval_of(event)
            if interval is not None:
                placed.append(event)
                held[interval].append(stop)
            elif stop.event.start is None and hangs(stop.event):
                met = self._met_at(itinerary.visited.get(stop.event.id))
                if met is not None:
                    held[met].append(stop)
                elif not stop.visited:
                    hanging.append(stop)
        found: dict[Interval, PosterSlot] = {}
        if hanging or len(placed) < sum(map(len, held.values())):
            found = {slot.interval: slot for slot in map(slot_of, self._sessions())}
        for slot in map(self._slot_of_budget, budgets(placed)):
            found[slot.interval] = slot
        slots = [
            found[interval]._replace(
                free_minutes=free_minutes(interval, taken),
                taken=taken,
                stops=tuple(held.get(interval, ())),
                hanging=self._may_hang(hanging, found[interval]),
                poster_minutes=self._session.settings.poster_minutes,
                demo_minutes=self._session.settings.demo_minutes,
            )
            for interval in sorted(found)
        ]
        return Slots(tuple(slot for slot in slots if slot.stops or slot.hanging), tuple(hanging))

    def _slot_of_budget(self, budget: Budget) -> PosterSlot:
        session = self._event(budget.session) if budget.session else None
        name = session.title if session else _name_of(budget.events)
        room = (session.room if session else None) or _room_of(budget.events)
        return PosterSlot(budget.start, budget.end, budget.session, name, room, budget.free_minutes)

    def _stops(self, chosen: Chosen) -> list[Stop]:
        """Return what is starred, itself or by its talk, and what was seen without a star.

        What the attendee presents is no stop: they stand there themselves.
        """
        mine, seen = chosen.itinerary.mine, chosen.itinerary.visited
        found: dict[str, Stop] = {}
        talks: list[Event] = []
        for event in chosen.attended:
            if event.attended is not Attendance.DROP_IN:
                talks.append(event)
            elif event.kind is not Kind.SOCIAL:
                found[event.id] = Stop(event, chosen.stars[event.id].level, event.id in seen)
        for talk in talks:
            level = chosen.stars[talk.id].level
            for poster in filter(hangs, () if talk.id in mine else self._others(talk)):
                if poster.id not in found and poster.id not in mine:
                    met = chosen.as_met(poster)
                    found[poster.id] = Stop(met, level, poster.id in seen, by_talk=True)
        for event_id in seen:
            by_chance = self._event(event_id) if event_id not in found else None
            if by_chance is not None and hangs(by_chance) and event_id not in mine:
                found[event_id] = Stop(chosen.as_met(by_chance), None, visited=True)
        return list(found.values())

    def _placed(self, event: Event) -> Event:
        """Return a poster of which only the session is known in its session's slot."""
        session = self._event(event.parent) if event.parent else None
        if interval_of(event) or session is None or interval_of(session) is None:
            return event
        slot = slot_of(session)
        if event.start is not None and not slot.is_on(event.start):
            return event
        return replace(event, start=slot.start, end=slot.end)

    def _met_at(self, at: datetime | None) -> Interval | None:
        """Return the session in which a poster without a time was seen, hence hung."""
        if at is None:
            return None
        slots = map(slot_of, self._sessions())
        return next((slot.interval for slot in slots if slot.is_on(at)), None)

    def _may_hang(self, stops: list[Stop], slot: PosterSlot) -> tuple[Stop, ...]:
        """Return the posters without a time that may hang in a slot, if it is a session's."""
        if not stops or all(session.id != slot.session for session in self._sessions()):
            return ()
        zone, days = self._session.schedule.zone, (None, slot.start.date())
        return tuple(stop for stop in stops if day_of(stop.event, zone) in days)

    def _sessions(self) -> list[Event]:
        """Return the poster sessions whose start and end are known."""
        return [each for each in self._session.reading.poster_sessions if interval_of(each)]

    def _event(self, event_id: str) -> Event | None:
        if event_id not in self._events:
            self._events[event_id] = self._session.schedule.event(event_id)
        return self._events[event_id]

    def _others(self, event: Event) -> tuple[Event, ...]:
        if event.paper is None:
            return ()
        if event.id not in self._twins:
            self._twins[event.id] = tuple(self._session.schedule.twins(event))
        return self._twins[event.id]


def _name_of(events: Iterable[Event]) -> str:
    return "Posters" if any(map(hangs, events)) else "Demos"


def _room_of(events: Iterable[Event]) -> str:
    rooms = {event.room for event in events}
    return (rooms.pop() or "") if len(rooms) == 1 else ""
