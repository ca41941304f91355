"""What the attendee chose, as they meet it: the schedule's word, and their own where it has none.

A value of one moment, made from both stores; whoever shows the plan begins here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planner.model import Attendance, Commitment, Event, Itinerary, Kind, Level, OwnTime, Star
from planner.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from planner.itinerary.agenda import Agenda
    from planner.itinerary.clashes import Clash, MayClash
    from planner.itinerary.effective import Disagreement
    from planner.schedule.store import ScheduleStore

_HANGING = frozenset({Kind.POSTER, Kind.SPOTLIGHT})


class Chosen:
    """The starred events and those that the attendee presents, at one moment.

    Args:
        schedule: The schedule, which must stay open as long as this is used.
        itinerary: What is decided at that moment.
        poster_sessions: Gives the sessions that hold posters, if they are
            known already; the schedule is asked unless given.
        settings: The minutes that a walk, a poster and a demo take.
    """

    def __init__(
        self,
        schedule: ScheduleStore,
        itinerary: Itinerary,
        poster_sessions: Callable[[], Sequence[Event]] | None = None,
        settings: Settings = DEFAULTS,
    ) -> None:
        self._schedule = schedule
        self.itinerary = itinerary
        self.settings = settings
        self._poster_sessions = poster_sessions or schedule.poster_sessions

    @cached_property
    def stars(self) -> Mapping[str, Star]:
        """The stars by event id; what the attendee presents counts as a must without one."""
        found = dict(self.itinerary.stars)
        for event_id, at in self.itinerary.mine.items():
            event = None if event_id in found else self._schedule.event(event_id)
            if event is not None:
                found[event_id] = Star(event_id, Level.MUST, at, event)
        return found

    @cached_property
    def events(self) -> list[Event]:
        """All chosen events as they are met, those that left the schedule by their snapshots."""
        return [self._met(star) for star in self.stars.values()]

    @cached_property
    def commitments(self) -> list[Commitment]:
        """Time of the attendee's own, in the order of the starts."""
        return sorted(self.itinerary.commitments.values(), key=lambda each: (each.start, each.id))

    def as_met(self, event: Event) -> Event:
        """Return an event of the schedule as the attendee meets it."""
        own = self.itinerary.own_times.get(event.id)
        mine = event.id in self.itinerary.mine
        leaving = self.itinerary.leaving.get(event.id)
        if own is None and not mine and leaving is None:
            return event
        from planner.itinerary.effective import as_met

        session = self._session_at(event, own) if own else None
        return as_met(event, own, mine, session, leaving.until if leaving else None)

    @cached_property
    def own_times(self) -> frozenset[str]:
        """The ids of the events whose time is the attendee's own, for no other is known."""
        given = self.itinerary.own_times
        from planner.itinerary.effective import gives_time

        return frozenset(
            event_id
            for event_id, own in given.items()
            if (event := self._event(event_id)) is not None and gives_time(event, own)
        )

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        """The events of which the schedule says another time or board than the attendee did."""
        from planner.itinerary.effective import disagreement

        found = (
            disagreement(event, own)
            for event_id, own in sorted(self.itinerary.own_times.items())
            if (event := self._event(event_id)) is not None
        )
        return [each for each in found if each is not None]

    @cached_property
    def above(self) -> Mapping[str, Event]:
        """By id the events that chosen ones belong to, and those that these belong to."""
        return self._above(self.events)

    @cached_property
    def attended(self) -> tuple[Event, ...]:
        """The chosen events that take place, but for those in time away from the conference."""
        met = [event for event in self.events if self._takes_place(event.id)]
        if not any(each.away for each in self.commitments):
            return tuple(met)
        from planner.itinerary.effective import apart

        return apart(met, self.commitments, self.itinerary.mine, self.above).met

    def agenda(self) -> Agenda:
        """Return what is chosen by day, what is without any time apart."""
        from planner.itinerary.agenda import agenda

        events = {event.id: event for event in self.events}
        return agenda(
            self.stars,
            {**self.above, **events},
            self._schedule.zone,
            self.settings.poster_minutes,
            self.settings.demo_minutes,
            commitments=self.commitments,
            mine=self.itinerary.mine,
            days=self._schedule.days(),
            gone={id_ for id_ in events if not self._takes_place(id_)},
        )

    @cached_property
    def clashes(self) -> list[Clash]:
        """What collides, and what is too close for the way between, in time order."""
        fixed, above = self._fixed()
        if not fixed:
            return []
        from planner.itinerary.clashes import clashes

        return clashes(fixed, above, self.settings.walk_minutes, self.commitments)

    @cached_property
    def may_clash(self) -> list[MayClash]:
        """The talks somewhere in their session's slot that may collide, and with what."""
        fixed, above = self._fixed()
        if not any(event.start is None for event in fixed):
            return []
        from planner.itinerary.clashes import may_clash

        return may_clash(fixed, above, self.commitments)

    def _fixed(self) -> tuple[list[Event], Mapping[str, Event]]:
        """Return the attended fixed events, and what lies above them.

        Hundreds of starred posters need not be read for it: a kind hardly ever
        changes, so the star's snapshot tells which to read.
        """
        from planner.itinerary.effective import apart

        mine = self.itinerary.mine
        fixed = [
            self._met(star)
            for star in self.stars.values()
            if (star.snapshot.attended is Attendance.FIXED or star.event_id in mine)
            and self._takes_place(star.event_id)
        ]
        above = self._above(fixed)
        return list(apart(fixed, self.commitments, mine, above).met), above

    def _takes_place(self, event_id: str) -> bool:
        """Whether the schedule still holds an event; what was cancelled collides with nothing."""
        return self._schedule.number(event_id) is not None

    def _met(self, star: Star) -> Event:
        return self.as_met(self._schedule.event(star.event_id) or star.snapshot)

    def _event(self, event_id: str) -> Event | None:
        star = self.itinerary.stars.get(event_id)
        return self._schedule.event(event_id) or (star.snapshot if star else None)

    def _above(self, events: Iterable[Event]) -> dict[str, Event]:
        found: dict[str, Event] = {}
        waiting = [event.parent for event in events if event.parent]
        while waiting:
            holder = self._schedule.event(waiting.pop())
            if holder is not None and holder.id not in found:
                found[holder.id] = holder
                waiting += [holder.parent] if holder.parent else []
        return found

    @cached_property
    def _sessions(self) -> Sequence[Event]:
        return self._poster_sessions()

    def _session_at(self, event: Event, own: OwnTime) -> Event | None:
        """Return the poster session that takes place at a poster's own time."""
        if event.kind not in _HANGING:
            return None
        for session in self._sessions:
            if session.start == own.start and own.end in (None, session.end):
                return session
        return None
