"""What the shells show, as values: rows, one event's detail, the agenda, the search.

Everything here reads and nothing writes. Rows are made for what is visible
only, so their cost does not grow with the schedule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Attendance, Event, Kind, Level, Star
from planner.schedule import facets, search
from planner.schedule.facets import Facets
from planner.schedule.query import Query, QueryError, parse
from planner.schedule.search import NotReady, Result, View
from planner.workspace.wording import (
    clock,
    phase_words,
    possible_sessions_words,
    slot_words,
    until_words,
)

if TYPE_CHECKING:
    from planner.itinerary.agenda import Agenda
    from planner.workspace.session import Session


class Row(NamedTuple):
    """An event as a list shows it.

    ``star`` may be on the event or on its twin, since a paper's two showings
    are one row. ``parent`` is looked up only where the event's own start is
    unknown.
    """

    number: int
    event: Event
    star: Star | None
    hidden: bool
    visited: bool
    parent: Event | None

    @property
    def level(self) -> Level | None:
        """The level of the row's star, if it has one."""
        return self.star.level if self.star else None

    @property
    def own_level(self) -> Level | None:
        """The level of the star that is on this very event, not on its twin."""
        return self.star.level if self.star and self.star.event_id == self.event.id else None


class Detail(NamedTuple):
    """An event with all that belongs to it.

    ``possible`` says in words when the paper's poster may hang, if it has no time; ``children``
    are the event's own items in time order.
    """

    row: Row
    twins: tuple[Event, ...]
    parent: Event | None
    children: tuple[Event, ...]
    note: str | None
    possible: str


class Reading:
    """Reads one session's stores."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._starred_papers: tuple[int, dict[str, Star]] = (-1, {})

    @cached_property
    def poster_sessions(self) -> tuple[Event, ...]:
        """The sessions that hold posters, in time order."""
        return tuple(self._session.schedule.poster_sessions())

    @property
    def possible_slot_words(self) -> str:
        """When a poster without any time may hang: ``one of six poster sessions, Tue-Thu``."""
        return possible_sessions_words(self.poster_sessions)

    def parse(self, text: str) -> Query | QueryError:
        """Return the query that ``text`` says, or where and why it says none."""
        # The vocabulary is read from the store, which a start without a search need not do.
        if not text.strip():
            return Query()
        return parse(text, self._session.schedule.vocabulary())

    def search(self, query: Query, view: View) -> Result | NotReady:
        """Return the events that ``query`` finds, by number and in order."""
        session = self._session
        return search.run(session.schedule, query, session.marks(), view, session.now)

    def kinds(self, query: Query, view: View) -> dict[Kind, int]:
        """Return how many events of each kind ``query`` finds, whatever kinds it names."""
        session = self._session
        return facets.kinds(session.schedule, query, session.marks(), view, session.now)

    def facets(self, query: Query, view: View) -> Facets:
        """Return how many events ``query`` finds by kind, by day and by topic."""
        session = self._session
        return facets.facets(session.schedule, query, session.marks(), view, session.now)

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """Return the rows of event numbers, in their order."""
        events = self._session.schedule.events(numbers)
        return [self._row(number, event) for number, event in zip(numbers, events, strict=True)]

    def row(self, event_id: str) -> Row | None:
        """Return the row of an event, None if the schedule does not hold it."""
        number = self._session.schedule.number(event_id)
        return None if number is None else self.rows([number])[0]

    def detail(self, row: Row) -> Detail:
        """Return all that belongs to a row's event."""
        schedule, event = self._session.schedule, row.event
        note = self._session.itinerary().notes.get(event.id)
        twins = tuple(schedule.twins(event))
        possible = (self.possible_slot(showing) for showing in (event, *twins))
        return Detail(
            row,
            twins=twins,
            parent=schedule.event(event.parent) if event.parent else None,
            children=tuple(schedule.children(event.id)),
            note=note.text if note else None,
            possible=next(filter(None, possible), ""),
        )

    def possible_slot(self, event: Event) -> str:
        """Return when a poster without any time may hang, in words; else nothing."""
        if event.kind not in (Kind.POSTER, Kind.SPOTLIGHT) or slot_words(event):
            return ""
        return self.possible_slot_words

    def nearest_id(self, name: str) -> str | None:
        """Return the event id most like ``name``, None if none is."""
        from rapidfuzz import fuzz, process

        wanted = name.strip().casefold()
        ids = sorted(self._session.schedule.all_ids())
        begun = next((each for each in ids if wanted and each.startswith(wanted)), None)
        if begun is not None:
            return begun
        found = process.extractOne(wanted, ids, scorer=fuzz.ratio, score_cutoff=70)
        return str(found[0]) if found else None

    def line_of_now(self) -> tuple[str, str]:
        """Return where the present stands to the conference, and what comes next.

        Before it the days to go; during it also the next starred event that
        one attends from its start, with place, time left and title; after it
        what was seen and missed.
        """
        session = self._session
        conference, now, itinerary = session.schedule.conference, session.now, session.itinerary()
        phase = phase_words(conference, now.date())
        if now.date() > conference.end and itinerary.visited:
            missed = sum(event_id not in itinerary.visited for event_id in itinerary.stars)
            return f"{phase}: {len(itinerary.visited)} seen, {missed} missed", ""
        if not conference.start <= now.date() <= conference.end:
            return phase, ""
        starred = (
            session.schedule.event(star.event_id) or star.snapshot
            for star in itinerary.stars.values()
        )
        ahead = [
            (event.start, event)
            for event in starred
            if event.start is not None
            and event.attended is Attendance.FIXED
            and now < event.start < now + timedelta(hours=24)
        ]
        if not ahead:
            return phase, ""
        start, event = min(ahead, key=lambda pair: pair[0])
        where = f" {event.room}" if event.room else ""
        return phase, f"next {clock(start)}{where} in {until_words(start, now)}: {event.title}"

    def agenda(self) -> Agenda:
        """Return the starred events by day, those without any time apart."""
        from planner.itinerary.agenda import agenda

        session = self._session
        stars = session.itinerary().stars
        events: dict[str, Event] = {}
        for event_id, star in stars.items():
            event = session.schedule.event(event_id) or star.snapshot
            events[event_id] = event
            parent = session.schedule.parent(event)
            if parent is not None:
                events[parent.id] = parent
        return agenda(stars, events, session.schedule.zone)

    def rows_of(self, events: Sequence[Event]) -> list[Row]:
        """Return the rows of events, even of those that have left the schedule."""
        numbers = (self._session.schedule.number(event.id) for event in events)
        return [
            self._row(number if number is not None else 0, event)
            for number, event in zip(numbers, events, strict=True)
        ]

    def _row(self, number: int, event: Event) -> Row:
        session = self._session
        itinerary = session.itinerary()
        star = itinerary.stars.get(event.id)
        if star is None and event.paper is not None and itinerary.stars:
            star = self._papers().get(event.paper)
        parent = None
        if event.start is None and event.parent is not None:
            parent = session.schedule.event(event.parent)
        return Row(
            number,
            event,
            star,
            event.id in itinerary.hidden,
            event.id in itinerary.visited,
            parent,
        )

    def _papers(self) -> dict[str, Star]:
        """Return the stars by paper, made anew only when the itinerary moved."""
        itinerary = self._session.itinerary()
        if self._starred_papers[0] != itinerary.version:
            stars = itinerary.stars.values()
            papers = {star.snapshot.paper: star for star in stars if star.snapshot.paper}
            self._starred_papers = (itinerary.version, papers)
        return self._starred_papers[1]
