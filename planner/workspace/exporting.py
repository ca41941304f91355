"""What is exported, as bytes, and what had to be left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planner.export.rows import row_record
from planner.model import Level
from planner.workspace.reading import Row
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from planner.workspace.session import Session


@dataclass(frozen=True, slots=True)
class CalendarOptions:
    """How a calendar file is made.

    ``posters`` is one entry for each slot's starred posters, or one ``each``;
    ``unscheduled`` adds an entry that lists what has no time; ``utc`` writes
    times in UTC; ``alarm`` is in minutes before the start, None for none.
    """

    posters: Literal["slot", "each"] = "slot"
    unscheduled: bool = False
    utc: bool = False
    alarm: int | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A file's content, how many events it holds, and how many it had to leave out.

    ``entries`` are a calendar's; the posters of a slot share one.
    """

    content: bytes
    written: int
    without_time: int
    entries: int

    @property
    def words(self) -> str:
        """What the file holds, as a sentence's part: ``9 events in 5 entries``."""
        events = counted(self.written, "event")
        if self.entries == self.written:
            return events
        return f"{events} in {counted(self.entries, 'entry', 'entries')}"


def starred_rows(session: Session) -> list[Row]:
    """Return the starred events in time order, those without a time last."""
    plan = session.reading.agenda()
    events = [event for day in plan.days for event in day.items]
    return session.reading.rows_of([*events, *plan.unscheduled])


def calendar(session: Session, rows: Sequence[Row], options: CalendarOptions) -> Exported:
    """Return rows as an iCalendar file; SEQUENCE rises where an entry moved since last time."""
    from planner.export.calendar_entries import StarredEvent, entries
    from planner.export.ical import calendar_bytes

    itinerary, schedule = session.itinerary(), session.schedule
    starred = []
    for row in rows:
        star = itinerary.stars.get(row.event.id)
        note = itinerary.notes.get(row.event.id)
        decided = [schedule.dated, *(each.at for each in (star, note) if each is not None)]
        starred.append(
            StarredEvent(
                row.event,
                star.level if star else Level.WANT,
                note.text if note else None,
                max(decided),
            )
        )
    parents = [schedule.parent(row.event) for row in rows]
    found = entries(
        schedule.conference,
        starred,
        posters=options.posters,
        unscheduled=options.unscheduled,
        parents={parent.id: parent for parent in parents if parent is not None},
    )
    keep = session.store.refusal is None
    sequences = session.store.sequences(
        {entry.uid: entry.fingerprint for entry in found.entries}, keep=keep
    )
    content = calendar_bytes(
        schedule.conference,
        found.entries,
        sequences,
        dated=schedule.dated,
        utc=options.utc,
        alarm=options.alarm,
    )
    # The entry that lists what has no time holds those events too.
    written = len(rows) - (0 if options.unscheduled else found.without_time)
    return Exported(content, written, found.without_time, len(found.entries))


def json_rows(rows: Sequence[Row]) -> Exported:
    """Return rows as the JSON that ``planner search --json`` prints."""
    records = [row_record(row.event, row.own_level) for row in rows]
    content = json.dumps(records, ensure_ascii=False, indent=1).encode() + b"\n"
    return Exported(content, len(rows), 0, len(rows))
