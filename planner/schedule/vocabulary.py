"""What a query may name in one schedule: its days, topics, rooms, tracks, sessions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from planner.schedule.words import as_needle


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The values of one schedule that a query is checked against.

    ``days`` are the venue's dates, ascending: the conference's and those of any
    event outside of them. The mappings lead from a name as the schedule has it
    to its words as :func:`planner.schedule.words.as_needle` gives them.
    """

    days: tuple[date, ...] = ()
    topics: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rooms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tracks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sessions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def names(self, qualifier: str) -> Mapping[str, str]:
        """Return the names that ``topic``, ``room``, ``track`` or ``session`` can have."""
        return {
            "topic": self.topics,
            "room": self.rooms,
            "track": self.tracks,
            "session": self.sessions,
        }[qualifier]


def read_vocabulary(connection: sqlite3.Connection, days: Iterable[date]) -> Vocabulary:
    """Return what a query may name in a compiled schedule.

    Args:
        connection: To the compiled schedule.
        days: Those of the conference.
    """
    ordinals = {day.toordinal() for day in days}
    rows = connection.execute("SELECT DISTINCT day FROM section WHERE axis = 'time'")
    ordinals.update(row[0] for row in rows if row[0] is not None)

    def needles(select: str) -> dict[str, str]:
        return {name: as_needle(name) for (name,) in connection.execute(select)}

    return Vocabulary(
        days=tuple(date.fromordinal(ordinal) for ordinal in sorted(ordinals)),
        topics=needles("SELECT name FROM topic"),
        rooms=needles("SELECT name FROM room"),
        tracks=needles("SELECT name FROM track"),
        sessions=needles(
            "SELECT json_extract(json, '$.title') FROM record JOIN event USING (number) "
            "WHERE kind = 'session'"
        ),
    )
