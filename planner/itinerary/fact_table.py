"""The table of facts: what is decided now, read as an itinerary, and written fact by fact."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from types import MappingProxyType
from typing import Any, TypeVar

from planner.itinerary.facts import (
    COMMITMENT,
    DECLINED,
    HIDDEN,
    LEAVING,
    MINE,
    NOTE,
    PIN,
    SEARCH,
    STAR,
    TIME,
    VISITED,
    JsonObject,
    commitment_of,
    json_text,
    leaving_of,
    mark_of,
    note_of,
    own_time_of,
    search_of,
    star_of,
)
from planner.model import Itinerary

_T = TypeVar("_T")


class FactReader:
    """Reads one conference's facts as an itinerary; only those whose text is new are parsed.

    Args:
        conference_id: The conference.
        zone: The venue's zone, for the times of snapshots.

    Attributes:
        unreadable: By field, how many facts the last reading had to leave out
            because their bytes were changed by something other than planner.
    """

    def __init__(self, conference_id: str, zone: tzinfo) -> None:
        self.unreadable: dict[str, int] = {}
        self._conference_id = conference_id
        self._zone = zone
        self._parsed: dict[str, dict[str, tuple[str, Any]]] = {}

    def itinerary(self, connection: sqlite3.Connection, version: int) -> Itinerary:
        """Return all facts at one moment as an itinerary of the version given.

        Raises:
            sqlite3.Error: The table cannot be read.
        """
        zone = self._zone

        def facts(field: str, parse: Callable[[str, JsonObject], _T]) -> Mapping[str, _T]:
            return self._facts(connection, field, parse)

        connection.execute("BEGIN")
        try:
            return Itinerary(
                self._conference_id,
                stars=facts(STAR, lambda key, value: star_of(key, value, zone)),
                notes=facts(NOTE, note_of),
                visited=facts(VISITED, mark_of),
                hidden=facts(HIDDEN, mark_of),
                version=version,
                declined=facts(DECLINED, mark_of),
                searches=facts(SEARCH, search_of),
                commitments=facts(COMMITMENT, lambda key, value: commitment_of(key, value, zone)),
                own_times=facts(TIME, lambda key, value: own_time_of(key, value, zone)),
                mine=facts(MINE, mark_of),
                pins=facts(PIN, mark_of),
                leaving=facts(LEAVING, lambda key, value: leaving_of(key, value, zone)),
            )
        finally:
            connection.rollback()

    def _facts(
        self, connection: sqlite3.Connection, field: str, parse: Callable[[str, JsonObject], _T]
    ) -> Mapping[str, _T]:
        before: dict[str, tuple[str, _T]] = self._parsed.get(field, {})
        now: dict[str, tuple[str, _T]] = {}
        unreadable = 0
        for key, text in connection.execute(
            "SELECT key, value FROM fact WHERE field = ?", (field,)
        ):
            known = before.get(key)
            if known and known[0] == text:
                now[key] = known
                continue
            try:
                now[key] = (text, parse(key, _json_object(text)))
            except (KeyError, TypeError, ValueError):
                unreadable += 1
        self._parsed[field] = now
        self.unreadable[field] = unreadable
        return MappingProxyType({key: value for key, (_, value) in now.items()})


def all_values(connection: sqlite3.Connection) -> dict[tuple[str, str], JsonObject]:
    """Return the values of all facts by field and key, in that order."""
    rows = connection.execute("SELECT field, key, value FROM fact ORDER BY field, key")
    return {(field, key): _json_object(text) for field, key, text in rows}


def value_of(connection: sqlite3.Connection, field: str, key: str) -> JsonObject | None:
    """Return the value of a fact, None if it is not decided."""
    row = connection.execute(
        "SELECT value FROM fact WHERE field = ? AND key = ?", (field, key)
    ).fetchone()
    return _json_object(row[0]) if row else None


def write(
    connection: sqlite3.Connection, facts: Iterable[tuple[str, str, JsonObject | None]]
) -> None:
    """Write facts, each a field, a key and its value; None takes the fact off."""
    for field, key, value in facts:
        if value is None:
            connection.execute("DELETE FROM fact WHERE field = ? AND key = ?", (field, key))
        else:
            connection.execute("REPLACE INTO fact VALUES (?, ?, ?)", (field, key, json_text(value)))


def _json_object(text: str) -> JsonObject:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    # Kept as it is: what cannot be read here may still be repaired by hand.
    return value if isinstance(value, dict) else {"unreadable": text}
