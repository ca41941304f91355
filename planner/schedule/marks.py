"""What the attendee decided, as sets of ids that a search can ask: frozen, and bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Level
from planner.schedule.store import ScheduleStore

if TYPE_CHECKING:
    from planner.schedule.own_order import OwnOrder


class OwnSlot(NamedTuple):
    """A start, and an end where it is known, aware and in the venue's zone.

    ``board`` is the event's as the attendee meets it, whoever knows it.
    """

    start: datetime
    end: datetime | None = None
    board: str | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Stars with their levels, and the ids of events of which something else is known.

    Hidden, visited, declined and noted is what the attendee decided; ``notes``
    are the texts of the notes, in which words are looked for; clashing
    is what is starred at the same time as something else, changed what an
    update moved and the attendee has not acknowledged. ``times`` are the slots
    that are the attendee's own and count in place of the schedule's. ``version`` differs
    whenever anything else in it does.
    """

    stars: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    hidden: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    clashing: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    times: Mapping[str, OwnSlot] = field(default_factory=lambda: MappingProxyType({}))
    version: int = 0


class Bound(NamedTuple):
    """Marks that stand in a store's temporary tables.

    ``hidden`` is how many events of the schedule are hidden; ``hides_talk``
    tells whether one of them is the oral of a poster. ``notes`` are those of
    the schedule's events, by number. ``own`` is where the own times stand in
    the orders by time, None where there are none.
    """

    marks: Marks
    hidden: int
    hides_talk: bool
    notes: tuple[tuple[int, str], ...] = ()
    own: OwnOrder | None = None


_TABLES = """
    DROP TABLE IF EXISTS temp.mark;
    DROP TABLE IF EXISTS temp.hidden;
    CREATE TEMP TABLE mark (
        number INTEGER PRIMARY KEY, level TEXT, decided INTEGER NOT NULL,
        hidden INTEGER NOT NULL DEFAULT 0, visited INTEGER NOT NULL DEFAULT 0,
        noted INTEGER NOT NULL DEFAULT 0, clashing INTEGER NOT NULL DEFAULT 0,
        changed INTEGER NOT NULL DEFAULT 0, paper_decided INTEGER NOT NULL,
        paper_visited INTEGER NOT NULL DEFAULT 0);
    CREATE TEMP TABLE hidden (number INTEGER PRIMARY KEY);
"""
# The ranks are those among the compiled ones of the same names, null until they are asked for.
_OWN_TABLE = """
    DROP TABLE IF EXISTS temp.own;
    CREATE TEMP TABLE own (
        number INTEGER PRIMARY KEY, start INTEGER, end INTEGER, minute INTEGER, day INTEGER,
        by_time REAL, plain REAL);
"""


def bind(store: ScheduleStore, marks: Marks) -> Bound:
    """Put ``marks`` into the store's temporary tables, unless they stand there already.

    ``decided`` is an event with a star or a no, hidden or visited;
    ``paper_decided`` one that is so itself or by a twin, as ``paper_visited`` is.
    """
    bound = store.bound
    if isinstance(bound, Bound) and (bound.marks is marks or bound.marks == marks):
        return bound
    connection = store.connection
    # Whoever asks beside the event loop may be interrupted here.
    store.bound = None
    connection.executescript(_TABLES)
    rows = []
    notes = []
    sets = (marks.hidden, marks.visited, marks.noted, marks.clashing, marks.changed)
    for id_ in frozenset(marks.stars).union(marks.declined, marks.notes, *sets):
        number = store.number(id_)
        if number is not None and id_ in marks.notes:
            notes.append((number, marks.notes[id_]))
        if number is not None:
            level = marks.stars.get(id_)
            decided = (
                level is not None
                or id_ in marks.declined
                or id_ in marks.hidden
                or id_ in marks.visited
            )
            rows.append((number, level, decided, decided, *(id_ in each for each in sets)))
    connection.executemany(
        "INSERT INTO temp.mark (number, level, decided, paper_decided, hidden, visited, noted, "
        "clashing, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    connection.execute("INSERT INTO temp.hidden SELECT number FROM temp.mark WHERE hidden")
    connection.execute(
        """INSERT INTO temp.mark (number, decided, paper_decided)
           SELECT DISTINCT twin.number, 0, 1
           FROM temp.mark AS mark
           CROSS JOIN event AS own ON own.number = mark.number AND mark.decided
           CROSS JOIN event AS twin ON twin.paper = own.paper AND twin.number <> own.number
           WHERE true ON CONFLICT (number) DO UPDATE SET paper_decided = 1"""
    )
    if marks.visited:
        # What was seen was decided, so that its twins stand in the table by now.
        connection.execute(
            """UPDATE temp.mark SET paper_visited = 1 WHERE visited OR number IN (
                   SELECT twin.number FROM temp.mark AS mark
                   CROSS JOIN event AS own ON own.number = mark.number AND mark.visited
                   CROSS JOIN event AS twin ON twin.paper = own.paper)"""
        )
    hidden_rows, talks = connection.execute(
        """SELECT count(*), total(EXISTS (
               SELECT 1 FROM event WHERE event.oral = hidden.number)) FROM temp.hidden"""
    ).fetchone()
    # An interrupted statement rolls its whole transaction back, and the marks must stay.
    connection.commit()
    own = _bind_own(store, marks, bound if isinstance(bound, Bound) else None)
    bound = Bound(marks, hidden_rows, talks > 0, tuple(notes), own)
    store.bound = bound
    return bound


def _bind_own(store: ScheduleStore, marks: Marks, before: Bound | None) -> OwnOrder | None:
    """Put the own times into ``temp.own``, which exists only where there are any."""
    if not marks.times:
        return None
    if before and before.own and before.marks.times == marks.times:
        return before.own
    # Most attendees search before they know a time that the schedule doesn't.
    from planner.schedule.own_order import OwnOrder, OwnTime

    times: dict[int, OwnTime] = {}
    rows = []
    for id_, (start, end, board) in marks.times.items():
        number = store.number(id_)
        if number is not None:
            last = int(end.timestamp()) if end else None
            time = OwnTime(number, int(start.timestamp()), last, start.toordinal(), board)
            times[number] = time
            rows.append((number, time.start, last, start.hour * 60 + start.minute, time.day))
    connection = store.connection
    connection.executescript(_OWN_TABLE)
    connection.executemany("INSERT INTO temp.own VALUES (?, ?, ?, ?, ?, NULL, NULL)", rows)
    connection.commit()
    return OwnOrder(store, times, before.own if before else None) if times else None
