"""What the attendee decided, as sets of ids that a search can ask: frozen, and bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from planner.model import Level
from planner.schedule.store import ScheduleStore


@dataclass(frozen=True, slots=True)
class Marks:
    """Stars with their levels, and the ids of hidden, visited and noted events.

    ``version`` differs whenever anything else in it does.
    """

    stars: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    hidden: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()
    version: int = 0


class Bound(NamedTuple):
    """Marks that stand in a store's temporary tables.

    ``hidden`` is how many events of the schedule are hidden; ``hides_talk``
    tells whether one of them is the oral of a poster.
    """

    marks: Marks
    hidden: int
    hides_talk: bool


_TABLES = """
    DROP TABLE IF EXISTS temp.mark;
    DROP TABLE IF EXISTS temp.hidden;
    CREATE TEMP TABLE mark (
        number INTEGER PRIMARY KEY, level TEXT, hidden INTEGER NOT NULL, visited INTEGER NOT NULL,
        noted INTEGER NOT NULL, decided INTEGER NOT NULL, paper_decided INTEGER NOT NULL);
    CREATE TEMP TABLE hidden (number INTEGER PRIMARY KEY);
"""


def bind(store: ScheduleStore, marks: Marks) -> Bound:
    """Put ``marks`` into the store's temporary tables, unless they stand there already.

    ``decided`` is an event with a star, hidden or visited; ``paper_decided`` one
    that is so itself or by a twin.
    """
    bound = store.bound
    if isinstance(bound, Bound) and (bound.marks is marks or bound.marks == marks):
        return bound
    connection = store.connection
    connection.executescript(_TABLES)
    rows = []
    for id_ in {*marks.stars, *marks.hidden, *marks.visited, *marks.noted}:
        number = store.number(id_)
        if number is None:
            continue
        level = marks.stars.get(id_)
        hidden, visited = id_ in marks.hidden, id_ in marks.visited
        decided = bool(level) or hidden or visited
        rows.append((number, level, hidden, visited, id_ in marks.noted, decided, decided))
    connection.executemany("INSERT INTO temp.mark VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("INSERT INTO temp.hidden SELECT number FROM temp.mark WHERE hidden")
    connection.execute(
        """INSERT INTO temp.mark
           SELECT DISTINCT twin.number, NULL, 0, 0, 0, 0, 1
           FROM temp.mark AS mark
           CROSS JOIN event AS own ON own.number = mark.number AND mark.decided
           CROSS JOIN event AS twin ON twin.paper = own.paper AND twin.number <> own.number
           WHERE true ON CONFLICT (number) DO UPDATE SET paper_decided = 1"""
    )
    hidden_rows, talks = connection.execute(
        """SELECT count(*), total(EXISTS (
               SELECT 1 FROM event WHERE event.oral = hidden.number)) FROM temp.hidden"""
    ).fetchone()
    bound = Bound(marks, hidden_rows, talks > 0)
    store.bound = bound
    return bound
