"""An event as the printable page tells it: its time as far as known, notes, doubts, clashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from planner.export.links import best_first
from planner.export.page_values import Meant, PageEvent, PageProblem
from planner.itinerary.walk import hangs
from planner.model import Attendance, Certainty, Event, Kind
from planner.schedule.papers import paper_key
from planner.workspace.problems import Problems, Sentence
from planner.workspace.seen import keys_of_decided
from planner.workspace.wording import clock, day_words

if TYPE_CHECKING:
    from planner.itinerary.budget import Budget
    from planner.workspace.rows import Row
    from planner.workspace.session import Session


class EventTelling:
    """Tells events at one moment; what belongs to several of them is looked up once.

    Args:
        session: The conference in use.
        found: What collides in the plan.
    """

    def __init__(self, session: Session, found: Problems) -> None:
        self._session = session
        self._found = found
        itinerary = session.itinerary()
        self._keys = keys_of_decided(session.schedule, itinerary)
        self._notes: dict[str, list[str]] = defaultdict(list)
        for note in sorted(itinerary.notes.values(), key=lambda each: (each.at, each.event_id)):
            # What was written about one showing is about the paper.
            self._notes[self._keys[note.event_id]].append(note.text)
        self._parents: dict[str, Event | None] = {}

    def event(self, row: Row, crowded: Budget | None = None) -> PageEvent:
        """Return a row as a line of the page; ``crowded`` is its slot if too little is free."""
        event = row.event
        start, end, meant = self._when(row)
        about = [event.kind.label]
        parent = row.parent or self.parent(event.parent)
        if parent is not None and not hangs(event):
            about.append(f"in {parent.title}")
        if event.start is None and event.day is not None:
            about.append(day_words(event.day))
        return PageEvent(
            id=event.id,
            title=event.title,
            level=row.level,
            start=start,
            end=end,
            meant=meant,
            about=tuple(about),
            room=event.room or "",
            board=event.board or "",
            people=tuple(person.name for person in event.people),
            note="\n\n".join(self._notes.get(self._keys.get(event.id, paper_key(event)), ())),
            links=tuple(best_first(event.links)),
            remarks=tuple(self._remarks(row, meant)),
            problems=tuple(self._problems(event, crowded)),
            tickable=_is_tickable(event),
            seen=row.visited,
        )

    def stop(self, row: Row, room: str, *, by_talk: bool = False) -> PageEvent:
        """Return a poster under its slot, which has told the time, and the room if it is this.

        Args:
            row: The poster.
            room: The slot's room.
            by_talk: Whether not the poster is starred but its paper's talk.
        """
        told = self.event(row)
        about = told.about if row.event.kind is not Kind.POSTER else ()
        elsewhere = "" if told.room == room else told.room
        remarks = (
            ("its talk is starred, not the poster", *told.remarks) if by_talk else told.remarks
        )
        return told._replace(start=None, end=None, about=about, room=elsewhere, remarks=remarks)

    def parent(self, event_id: str | None) -> Event | None:
        """Return the event that others belong to, by its id."""
        if not event_id:
            return None
        if event_id not in self._parents:
            self._parents[event_id] = self._session.schedule.event(event_id)
        return self._parents[event_id]

    def _when(self, row: Row) -> tuple[datetime | None, datetime | None, Meant]:
        """Return what is known of a time; of half-known talks it is the session's."""
        event, parent, zone = row.event, row.parent, self._session.schedule.zone
        meant: Meant = ""
        timed = event
        if event.start is None and parent is not None and parent.start is not None:
            timed, meant = parent, "within"
        elif event.certainty.slot is Certainty.INFERRED and not row.own_time:
            meant = "inferred"
        start, end = timed.start, timed.end
        if start is None:
            return None, None, ""
        ends = end.astimezone(zone) if end and end > start else None
        return start.astimezone(zone), ends, meant

    def _remarks(self, row: Row, meant: Meant) -> Iterator[str]:
        event, zone = row.event, self._session.schedule.zone
        if row.mine:
            yield "you present this"
        if row.leaves is not None:
            yield f"you leave at {clock(row.leaves.astimezone(zone))}"
        if self._session.schedule.number(event.id) is None:
            yield "cancelled, shown as it was last known"
        if row.own_time:
            yield "the time is your own, not the programme's"
        if meant == "inferred":
            yield "the time is inferred, not announced"
        if meant == "within":
            yield "at which time in its session is not known"
        if event.board and event.certainty.board is Certainty.INFERRED:
            yield "the board is inferred"
        if row.visited and not _is_tickable(event):
            yield "seen"

    def _problems(self, event: Event, crowded: Budget | None) -> Iterator[PageProblem]:
        sentence = self._found.clash_sentence(event.id)
        may = self._found.may_sentence(event.id)
        if sentence is not None:
            yield told_problem(sentence)
        elif crowded is not None:
            yield PageProblem(f"only {crowded.free_minutes} min of its time are free")
        elif may is not None:
            yield told_problem(may, sure=False)


def told_problem(sentence: Sentence, *, sure: bool = True) -> PageProblem:
    """Return what does not work as the page tells it, the way out apart."""
    words = f"{sentence.before}{sentence.title}{sentence.after}"
    return PageProblem(words, sentence.way.lstrip(". "), sure)


def _is_tickable(event: Event) -> bool:
    """Whether one stops by for a few minutes, so that it is marked off on the way."""
    return event.attended is Attendance.DROP_IN and event.kind is not Kind.SOCIAL
