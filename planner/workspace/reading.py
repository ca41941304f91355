"""What the shells show, as values: rows, one event's detail, the agenda, the search.

Everything here reads and nothing writes. Rows are made for what is visible
only, so their cost does not grow with the schedule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from planner.model import Attendance, Event, Itinerary, Kind, Star
from planner.schedule import search
from planner.schedule.query import Query, QueryError, parse, without_unfinished
from planner.schedule.search import NotReady, OwnSlot, Result, View
from planner.workspace.rows import Detail, Row
from planner.workspace.wording import (
    clock,
    phase_words,
    possible_sessions_words,
    slot_words,
    until_words,
)

if TYPE_CHECKING:
    from planner.itinerary.agenda import Agenda
    from planner.itinerary.clashes import Clash, MayClash
    from planner.workspace.chosen import Chosen
    from planner.workspace.seen import SeenAndMissed
    from planner.workspace.session import Session


class Reading:
    """Reads one session's stores."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._chosen: Chosen | None = None
        self._seen_and_missed: tuple[Itinerary, SeenAndMissed] | None = None
        self._starred_papers: tuple[int, dict[str, Star]] = (-1, {})
        self._seen_papers: tuple[int, frozenset[str | None]] = (-1, frozenset())

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

    def parse_bar(self, text: str) -> Query | QueryError:
        """Return the query of a search bar's text, what is unfinished at its end left out."""
        return self.parse(without_unfinished(text))

    def search(self, query: Query, view: View) -> Result | NotReady:
        """Return the events that ``query`` finds, by number and in order."""
        session = self._session
        return search.run(session.schedule, query, session.marks(), view, session.now)

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """Return the rows of event numbers, in their order."""
        events = self._session.schedule.events(numbers)
        itinerary = self._session.itinerary()
        return [
            self._row(number, event, itinerary)
            for number, event in zip(numbers, events, strict=True)
        ]

    def row(self, event_id: str) -> Row | None:
        """Return the row of an event, None if the schedule does not hold it."""
        number = self._session.schedule.number(event_id)
        return None if number is None else self.rows([number])[0]

    def detail(self, row: Row) -> Detail:
        """Return all that belongs to a row's event."""
        schedule, event = self._session.schedule, row.event
        twins = tuple(schedule.twins(event))
        notes = self._session.itinerary().notes
        # What was written about one showing is about the paper.
        note = next((notes[each.id] for each in (event, *twins) if each.id in notes), None)
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

    def line_of_now(self) -> tuple[str, str]:
        """Return where the present stands to the conference, and what comes next.

        Before it the days to go; during it also the next starred event that
        one attends from its start, or commitment, with place, time left and
        title; after it what was seen and missed.
        """
        session = self._session
        conference, now, itinerary = session.schedule.conference, session.now, session.itinerary()
        phase = phase_words(conference, now.date())
        if now.date() > conference.end and itinerary.visited:
            seen, missed = self.seen_and_missed
            return f"{phase}: {seen} seen, {missed} missed", ""
        if not conference.start <= now.date() <= conference.end:
            return phase, ""
        ahead = [
            (event.start, event.room, event.title)
            for event in self.chosen.attended
            if event.start is not None and event.attended is Attendance.FIXED
        ]
        own = [each for each in self.chosen.commitments if not each.away]
        ahead += [(each.start.astimezone(now.tzinfo), None, each.title) for each in own]
        coming = [each for each in ahead if now < each[0] < now + timedelta(hours=24)]
        if not coming:
            return phase, ""
        start, room, title = min(coming, key=lambda each: each[0])
        where = f" {room}" if room else ""
        return phase, f"next {clock(start)}{where} in {until_words(start, now)}: {title}"

    @property
    def seen_and_missed(self) -> SeenAndMissed:
        """How many events or papers were seen and missed, counted anew after a decision only."""
        itinerary = self._session.itinerary()
        if self._seen_and_missed is None or self._seen_and_missed[0] is not itinerary:
            from planner.workspace.seen import seen_and_missed

            counts = seen_and_missed(self._session.schedule, itinerary)
            self._seen_and_missed = (itinerary, counts)
        return self._seen_and_missed[1]

    @property
    def chosen(self) -> Chosen:
        """What the attendee chose and as they meet it, the same value until a decision."""
        itinerary = self._session.itinerary()
        if self._chosen is None or self._chosen.itinerary is not itinerary:
            from planner.workspace.chosen import Chosen

            session = self._session
            self._chosen = Chosen(
                session.schedule, itinerary, lambda: self.poster_sessions, session.settings
            )
        return self._chosen

    def starred_events(self) -> list[Event]:
        """Return the starred events, and those the attendee presents, as they are met.

        A time of the attendee's own stands where the schedule knows none; what
        left the schedule is as its star remembers it.
        """
        return self.chosen.events

    def agenda(self) -> Agenda:
        """Return the starred events by day with the commitments, those without any time apart."""
        return self.chosen.agenda()

    def clashes(self) -> list[Clash]:
        """Return the starred events that collide, and those too close for the way between."""
        return self.chosen.clashes

    def may_clash(self) -> list[MayClash]:
        """Return the talks somewhere within their session's slot that may collide."""
        return self.chosen.may_clash

    def clashing(self) -> frozenset[str]:
        """Return the ids of the starred events that clash with another one or a commitment."""
        itinerary = self._session.itinerary()
        if not (itinerary.stars or itinerary.mine):
            return frozenset()
        pairs = (clash for clash in self.clashes() if clash.kind == "clash")
        held = (each.id for clash in pairs for each in (clash.a, clash.b))
        return frozenset(held) - itinerary.commitments.keys()

    def own_slots(self) -> dict[str, OwnSlot]:
        """Return the slots that are the attendee's own, by event id, in the venue's zone."""
        if not self._session.itinerary().own_times:
            return {}
        schedule, chosen = self._session.schedule, self.chosen
        events = (schedule.event(event_id) for event_id in chosen.own_times)
        met = (chosen.as_met(event) for event in events if event is not None)
        return {
            event.id: OwnSlot(event.start, event.end, event.board)
            for event in met
            if event.start is not None
        }

    def rows_of(self, events: Sequence[Event]) -> list[Row]:
        """Return the rows of events, even of those that have left the schedule."""
        numbers = (self._session.schedule.number(event.id) for event in events)
        itinerary = self._session.itinerary()
        return [
            self._row(number, event, itinerary)
            if number is not None
            else self._row(0, event, itinerary)._replace(cancelled=True)
            for number, event in zip(numbers, events, strict=True)
        ]

    def _row(self, number: int, event: Event, itinerary: Itinerary) -> Row:
        star = itinerary.stars.get(event.id)
        if star is None and event.paper is not None and itinerary.stars:
            star = self._papers(itinerary).get(event.paper)
        parent = None
        own_time, mine = event.id in itinerary.own_times, event.id in itinerary.mine
        leaving = itinerary.leaving.get(event.id)
        if own_time or mine or leaving:
            own_time = event.id in self.chosen.own_times
            event = self.chosen.as_met(event)
        leaves = leaving.until if leaving and event.end == leaving.until and not mine else None
        if event.start is None and event.parent is not None:
            parent = self._session.schedule.event(event.parent)
        return Row(
            number,
            event,
            star,
            event.id in itinerary.hidden,
            event.id in itinerary.visited or event.paper in self._papers_seen(itinerary),
            parent,
            star is None and event.id in itinerary.declined,
            own_time,
            mine,
            leaves,
        )

    def _papers_seen(self, itinerary: Itinerary) -> frozenset[str | None]:
        """Return the papers of which a showing was seen, made anew when the itinerary moved."""
        if self._seen_papers[0] != itinerary.version:
            papers: frozenset[str | None] = frozenset()
            if itinerary.visited:
                from planner.schedule.papers import paper_keys

                keys = paper_keys(self._session.schedule, itinerary.visited)
                papers = frozenset(keys.values())
            self._seen_papers = (itinerary.version, papers)
        return self._seen_papers[1]

    def _papers(self, itinerary: Itinerary) -> dict[str, Star]:
        """Return the stars by paper, made anew only when the itinerary moved."""
        if self._starred_papers[0] != itinerary.version:
            stars = itinerary.stars.values()
            papers = {star.snapshot.paper: star for star in stars if star.snapshot.paper}
            self._starred_papers = (itinerary.version, papers)
        return self._starred_papers[1]
