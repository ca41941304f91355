"""Events as the Markdown page tells them.

A paper is told once, whichever of its showings was starred, noted or seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from planner.export.links import best_first
from planner.export.markdown import MarkdownEvent, markdown
from planner.itinerary.agenda import day_of
from planner.model import Certainty, Itinerary, Level
from planner.schedule.papers import paper_key
from planner.workspace.seen import keys_of_decided
from planner.workspace.wording import (
    clock,
    counted,
    dates_words,
    day_words,
    place_words,
    span,
    time_words,
)

if TYPE_CHECKING:
    from planner.workspace.rows import Row
    from planner.workspace.session import Session

_WEIGHTS = tuple(Level)


def page(session: Session, rows: Sequence[Row], what: str, *, by_topic: bool = False) -> str:
    """Return rows as a page of Markdown by day, in a day as the agenda goes.

    Args:
        session: The conference in use, for what belongs to the rows.
        rows: The rows to tell; what begins together keeps their order.
        what: What they are, for the title: ``trip report``, or a query's text.
        by_topic: Whether a day goes by topic instead, notes first, as a trip
            report does; inside a topic the rows keep their order.
    """
    conference, itinerary = session.schedule.conference, session.itinerary()
    about = [conference.title, f"{dates_words(conference)}, {conference.venue or ''}".rstrip(", ")]
    over = session.today > conference.end
    if over:
        seen, missed = session.reading.seen_and_missed
        about.append(f"{seen:,} seen, {missed:,} missed")
    events = _Telling(session, itinerary, over, by_topic).events(rows)
    about.append(counted(len(events), "event"))
    title = f"{conference.name}: {what}"
    return markdown(title, about, events, _heading, by_topic=by_topic)


def _heading(day: date) -> str:
    return f"{day_words(day)} {day.year}"


class _Telling:
    """Tells events at one moment; what is known of a paper is looked up once for all of them."""

    def __init__(self, session: Session, itinerary: Itinerary, over: bool, by_topic: bool) -> None:
        self._session = session
        self._itinerary = itinerary
        self._over = over
        self._by_topic = by_topic
        notes, stars = itinerary.notes, itinerary.stars
        keys = keys_of_decided(session.schedule, itinerary)
        self._notes: dict[str, list[str]] = {}
        for note in sorted(notes.values(), key=lambda note: (note.at, note.event_id)):
            self._notes.setdefault(keys[note.event_id], []).append(note.text)
        self._levels: dict[str, Level] = {}
        for star in stars.values():
            key = keys[star.event_id]
            levels = (star.level, self._levels.get(key, star.level))
            self._levels[key] = min(levels, key=_WEIGHTS.index)
        self._seen = {keys[event_id] for event_id in itinerary.visited}

    def events(self, rows: Iterable[Row]) -> list[MarkdownEvent]:
        """Return the rows, the showings of a paper together where its first one stands."""
        held: dict[str, list[Row]] = {}
        for row in rows:
            held.setdefault(paper_key(row.event), []).append(row)
        if not self._by_topic:
            for showings in held.values():
                showings.sort(key=self._moment)
        # What was seen of a paper tells its day, whatever else there was.
        marked = self._itinerary.visited
        for showings in held.values():
            showings.sort(key=lambda row: row.event.id not in marked)
        papers = list(held.items())
        if not self._by_topic:
            papers.sort(key=lambda paper: self._moment(self._telling(paper[1])))
        return [self._event(key, showings) for key, showings in papers]

    def _telling(self, showings: list[Row]) -> Row:
        """Return the showing under whose day, and whose time, a paper stands."""
        return next(filter(self._day, showings), showings[0])

    def _event(self, key: str, showings: list[Row]) -> MarkdownEvent:
        first, telling = showings[0].event, self._telling(showings)
        topic = next((topic for row in showings for topic in row.event.topics), None)
        day = self._day(telling)
        return MarkdownEvent(
            title=first.title,
            day=day,
            topic=topic.replace("->", " / ") if topic else None,
            asides=tuple(self._asides(key)),
            people=tuple(person.name for person in first.people),
            showings=tuple(self._showing(row, day) for row in showings),
            notes=tuple(self._notes.get(key, ())),
            links=tuple(best_first([link for row in showings for link in row.event.links])),
            clock="" if self._by_topic else self._clock(telling, day),
        )

    def _asides(self, key: str) -> list[str]:
        level = self._levels.get(key)
        seen = "seen" if key in self._seen else "missed" if self._over and level else ""
        return [word for word in (level.value if level else "", seen) if word]

    def _day(self, row: Row) -> date | None:
        """Return the day of a showing, else the day of the conference on which it was seen."""
        zone = self._session.schedule.zone
        marked = self._marked(row)
        known = day_of(row.event, zone) or day_of(row.parent, zone)
        return known or (marked.date() if marked else None)

    def _marked(self, row: Row) -> datetime | None:
        """Return when a showing was marked as seen; a mark made at home tells nothing."""
        conference = self._session.schedule.conference
        at = self._itinerary.visited.get(row.event.id)
        marked = at.astimezone(self._session.schedule.zone) if at else None
        held = marked and conference.start <= marked.date() <= conference.end
        return marked if held else None

    def _moment(self, row: Row) -> datetime:
        """Return when a showing begins, else its session; what nobody knows comes last."""
        parent = row.parent
        start = row.event.start or (parent.start if parent else None)
        return start.astimezone(UTC) if start else datetime.max.replace(tzinfo=UTC)

    def _clock(self, row: Row, day: date | None) -> str:
        """Return a showing's time on its day, empty where only the day is known, or nothing."""
        is_timed = row.event.start or (row.parent and row.parent.start)
        return self._when(row, day) if is_timed else ""

    def _showing(self, row: Row, day: date | None) -> str:
        """Return when and where a showing is, the day left out where the page's heading says it."""
        event, parent = row.event, row.parent
        words = [event.kind.label.capitalize(), self._when(row, day), place_words(event)]
        if parent is None and event.parent:
            parent = self._session.schedule.event(event.parent)
        words.append(f"in {parent.title}" if parent else "")
        doubts = []
        if row.own_time:
            doubts.append("the time is your own")
        elif event.start and event.certainty.slot is Certainty.INFERRED:
            doubts.append("the time is inferred")
        if event.board and event.certainty.board is Certainty.INFERRED:
            doubts.append("the board is inferred")
        said = ", ".join(filter(None, words))
        return f"{said} ({'; '.join(doubts)})" if doubts else said

    def _when(self, row: Row, day: date | None) -> str:
        event, parent, marked = row.event, row.parent, self._marked(row)
        zone = self._session.schedule.zone
        if event.start is not None:
            start = event.start.astimezone(zone)
            end = event.end.astimezone(zone) if event.end else None
            return span(start, end) if start.date() == day else time_words(start, end)
        if parent is not None and parent.start is not None:
            start = parent.start.astimezone(zone)
            within = span(start, parent.end.astimezone(zone) if parent.end else None)
            return f"{'' if start.date() == day else day_words(start.date()) + ' '}in {within}"
        if event.day is not None:
            return "" if event.day == day else day_words(event.day)
        if marked is not None:
            on = "" if marked.date() == day else f"{day_words(marked.date())} "
            return f"marked as seen {on}{clock(marked)}"
        return "" if row.visited else self._session.reading.possible_slot(event)
