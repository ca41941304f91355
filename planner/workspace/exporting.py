"""What is exported, as bytes, and what had to be left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from planner.export.rows import row_record
from planner.itinerary.agenda import time_order
from planner.model import Level
from planner.schedule.papers import PAPER_KINDS, Paper, paper_key
from planner.schedule.query import Qualifier, Query, QueryError
from planner.schedule.search import NotReady, View
from planner.workspace.rows import Row
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from planner.export.calendar_values import Entries
    from planner.workspace.session import Session

_SEEN = Qualifier("is", ("visited",))
_SORTED_BY_TOPIC = Qualifier("sort", ("topic",))


@dataclass(frozen=True, slots=True)
class CalendarOptions:
    """How a calendar file is made.

    ``posters`` is one entry for each slot's starred posters, or one ``each``;
    ``unscheduled`` adds an entry that lists what has no time; ``utc`` writes
    times in UTC; ``alarm`` is in minutes before the start, None for none;
    ``blocks`` adds the commitments that were typed (those of a calendar file
    are in a calendar already).
    """

    posters: Literal["slot", "each"] = "slot"
    unscheduled: bool = False
    utc: bool = False
    alarm: int | None = None
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """A file's content, how many events it holds, and how many it had to leave out.

    ``entries`` are a calendar's; the posters of a slot share one.
    ``no_papers`` were left out of references. ``unit`` is what is counted.
    """

    content: bytes
    written: int
    without_time: int
    entries: int
    no_papers: int = 0
    unit: str = "event"

    @property
    def words(self) -> str:
        """What the file holds, as a sentence's part: ``9 events in 5 entries``."""
        events = counted(self.written, self.unit)
        if self.entries == self.written:
            return events
        return f"{events} in {counted(self.entries, 'entry', 'entries')}"


def starred_rows(session: Session) -> list[Row]:
    """Return the starred events in time order, those without a time last.

    What lies in time away from the conference is among them: it is starred all
    the same.
    """
    plan = session.reading.agenda()
    events = [
        event for day in plan.days for event in sorted((*day.items, *day.away), key=time_order)
    ]
    return session.reading.rows_of([*events, *plan.unscheduled])


def seen_rows(session: Session) -> list[Row]:
    """Return what was marked as seen, in time order, what has no time last."""
    query = Query(qualifiers=(_SEEN,))
    result = session.reading.search(query, View(order="time", merged=False))
    return [] if isinstance(result, NotReady) else session.reading.rows(result.whole())


def papers_among(rows: Sequence[Row]) -> int:
    """Return how many papers rows show, each counted once."""
    return len({paper_key(row.event) for row in rows if row.event.kind in PAPER_KINDS})


def calendar(session: Session, rows: Sequence[Row], options: CalendarOptions) -> Exported:
    """Return rows as an iCalendar file; SEQUENCE rises where an entry moved since last time."""
    from planner.export.ical import calendar_bytes

    found, blocks = calendar_entries(session, rows, options)
    content = calendar_bytes(
        session.schedule.conference,
        found.entries,
        entry_sequences(session, found, keep=True),
        dated=session.schedule.dated,
        utc=options.utc,
        alarm=options.alarm,
    )
    # The entry that lists what has no time holds those events too.
    written = len(rows) + blocks - (0 if options.unscheduled else found.without_time)
    return Exported(content, written, found.without_time, len(found.entries))


def entry_sequences(session: Session, found: Entries, *, keep: bool) -> dict[str, int]:
    """Return the SEQUENCE of each entry by its UID.

    Args:
        session: The conference in use.
        found: The entries.
        keep: Whether they are given away now, so that the next change counts on.
    """
    return session.store.sequences(found.fingerprints, keep=keep and session.store.refusal is None)


def calendar_entries(
    session: Session, rows: Sequence[Row], options: CalendarOptions
) -> tuple[Entries, int]:
    """Return the calendar entries of rows, and how many commitments are among them."""
    from planner.export.calendar_entries import entries
    from planner.export.calendar_values import StarredEvent

    itinerary, schedule = session.itinerary(), session.schedule
    starred = []
    for row in rows:
        star = itinerary.stars.get(row.event.id)
        note = itinerary.notes.get(row.event.id)
        own = itinerary.own_times.get(row.event.id)
        leaving = itinerary.leaving.get(row.event.id)
        given = (star, note, own, leaving)
        decided = [schedule.dated, *(each.at for each in given if each is not None)]
        decided += [itinerary.mine[row.event.id]] if row.mine else []
        starred.append(
            StarredEvent(
                row.event,
                star.level if star else Level.MUST if row.mine else Level.WANT,
                note.text if note else None,
                max(decided),
                row.own_time,
                row.mine,
                row.leaves,
            )
        )
    parents = [schedule.parent(row.event) for row in rows]
    blocks = session.reading.chosen.commitments if options.blocks else []
    blocks = [each for each in blocks if each.calendar is None]
    found = entries(
        schedule.conference,
        starred,
        posters=options.posters,
        unscheduled=options.unscheduled,
        parents={parent.id: parent for parent in parents if parent is not None},
        commitments=blocks,
        dated=schedule.dated,
    )
    return found, len(blocks)


def json_rows(rows: Sequence[Row]) -> Exported:
    """Return rows as the JSON that ``planner search --json`` prints."""
    records = [row_record(row.event, row.own_level) for row in rows]
    content = json.dumps(records, ensure_ascii=False, indent=1).encode() + b"\n"
    return Exported(content, len(rows), 0, len(rows))


def markdown(session: Session, rows: Sequence[Row], text: str = "") -> Exported:
    """Return rows as a page of Markdown, a paper's talk and poster told once.

    Days go by time, as the agenda does; those of a trip report by topic, and
    those of a query that asks for that order.

    Args:
        session: The conference in use.
        rows: What to tell.
        text: The query that found the rows; empty where they are what is starred.
    """
    from planner.workspace.printed.trip_report import page

    query = session.reading.parse(text)
    asked = () if isinstance(query, QueryError) else query.qualifiers
    by_topic = any(qualifier in (_SEEN, _SORTED_BY_TOPIC) for qualifier in asked)
    content = page(session, rows, _what(session, text), by_topic=by_topic).encode()
    return Exported(content, len(rows), 0, len(rows))


def html_page(session: Session, rows: Sequence[Row], text: str = "") -> Exported:
    """Return rows as one page of HTML by day, for the phone and for paper.

    Args:
        session: The conference in use.
        rows: What to tell.
        text: The query that found the rows; empty where they are what is
            starred, which the page then tells with all of the plan.
    """
    from planner.export.html import html_page
    from planner.workspace.printed.page import page_of

    page = page_of(session, rows, _what(session, text), whole_plan=not text)
    return Exported(html_page(page).encode(), len(rows), 0, len(rows))


def csv_table(session: Session, rows: Sequence[Row]) -> Exported:
    """Return rows as a table of comma-separated values, in the order given."""
    from planner.export.csv import CsvEvent, csv_table

    notes = {event_id: note.text for event_id, note in session.itinerary().notes.items()}
    content = csv_table(CsvEvent(row.event, row.own_level, notes.get(row.event.id)) for row in rows)
    return Exported(content, len(rows), 0, len(rows))


def _what(session: Session, text: str) -> str:
    """Return what a query finds, as a title says it: what was visited makes a trip report."""
    query = session.reading.parse(text)
    if isinstance(query, QueryError):
        return text
    if _SEEN not in query.qualifiers:
        return str(query) or "my plan"
    others = [qualifier for qualifier in query.qualifiers if qualifier != _SEEN]
    return ": ".join(filter(None, ("trip report", str(Query(query.terms, tuple(others))))))


def bibtex(session: Session, rows: Sequence[Row]) -> Exported:
    """Return the papers among rows as BibTeX, each once; ``no_papers`` counts the other rows.

    Citation keys are those of the whole schedule, so that a paper has the same
    in every export.
    """
    from planner.export.bibtex import bibtex, citation_keys
    from planner.schedule.papers import papers

    schedule = session.schedule
    shown = [row.event for row in rows if row.event.kind in PAPER_KINDS]
    known = papers(schedule)
    chosen = {}
    for event in shown:
        key = paper_key(event)
        # A starred paper that has left the schedule is known by its star.
        people = event.people[0].name if event.people else None
        paper = known.setdefault(key, Paper(key, event.id, people, event.title))
        standing = schedule.event(paper.event_id) or event
        links = (
            *standing.links,
            *(link for each in schedule.twins(standing) for link in each.links),
        )
        chosen[key] = replace(standing, links=links)
    keys = citation_keys(schedule.conference, known.values())
    content = bibtex(schedule.conference, list(chosen.values()), keys).encode()
    return Exported(
        content, len(chosen), 0, len(chosen), no_papers=len(rows) - len(shown), unit="paper"
    )
