"""The table of decisions: one line per itinerary, walked back by undo, forth by redo.

A decision is in force, undone and redoable, or given up (undone before another
decision was made). Redoable ones always stand together at the end of the line.
Every function works inside the transaction of its caller.
"""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import datetime

from planner.itinerary.facts import (
    Change,
    Decision,
    JsonObject,
    json_text,
    moment_of,
    moment_text,
)

_IN_FORCE, _REDOABLE, _GIVEN_UP = 0, 1, 2


def record(
    connection: sqlite3.Connection, at: datetime, label: str, changes: tuple[Change, ...]
) -> Decision:
    """Add a decision that is in force, and give up those that could be redone."""
    connection.execute(
        "UPDATE decision SET undone = ? WHERE undone = 1",
        (_GIVEN_UP,),
    )
    label = label.encode("utf-8", "replace").decode()
    texts = json_text([[c.field, c.key, c.before, c.after] for c in changes])
    number = connection.execute(
        "INSERT INTO decision (at, label, changes, undone) VALUES (?, ?, ?, ?)",
        (moment_text(at), label, texts, _IN_FORCE),
    ).lastrowid
    return Decision(number or 0, moment_of(moment_text(at)), label, changes)


def step_back(connection: sqlite3.Connection) -> Decision | None:
    """Mark the newest decision in force as undone and return it so; None without one."""
    found = _decisions(connection, "undone = 0 ORDER BY number DESC LIMIT 1")
    if not found:
        return None
    _stand(connection, found[0], _REDOABLE)
    return found[0]._replace(undone=True, redoable=True)


def step_forth(connection: sqlite3.Connection) -> Decision | None:
    """Mark the decision undone last as in force and return it so; None without one."""
    found = _decisions(connection, "undone = 1 ORDER BY number LIMIT 1")
    if not found:
        return None
    _stand(connection, found[0], _IN_FORCE)
    return found[0]._replace(undone=False, redoable=False)


def newest(connection: sqlite3.Connection, limit: int) -> list[Decision]:
    """Return the newest ``limit`` decisions however they stand, newest first."""
    return _decisions(connection, "1 ORDER BY number DESC LIMIT ?", limit)


def highest_number(connection: sqlite3.Connection, field: str, prefix: str) -> int:
    """Return the highest number of a key ``prefix-N`` that any fact of a field has or ever had.

    Undone decisions count, so that a number never comes to mean something else.
    """
    key = re.compile(rf"{re.escape(prefix)}-([0-9]+)")
    keys = [row[0] for row in connection.execute("SELECT key FROM fact WHERE field = ?", (field,))]
    # A change begins with field and key; inside a text the quotes would be escaped.
    begins = json_text([field, prefix])[:-2]
    for (texts,) in connection.execute(
        "SELECT changes FROM decision WHERE instr(changes, ?)", (begins,)
    ):
        keys += [change.key for change in _changes(texts) if change.field == field]
    return max((int(found[1]) for each in keys if (found := key.fullmatch(each))), default=0)


def removals(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[datetime, JsonObject]]:
    """Return by field and key when a fact was taken off last, and what it was."""
    found: dict[tuple[str, str], tuple[datetime, JsonObject]] = {}
    for decision in _decisions(connection, "undone = 0 ORDER BY number DESC"):
        for change in decision.changes:
            if change.after is None and change.before is not None:
                found.setdefault((change.field, change.key), (decision.at, change.before))
    return found


def _stand(connection: sqlite3.Connection, decision: Decision, standing: int) -> None:
    connection.execute(
        "UPDATE decision SET undone = ? WHERE number = ?", (standing, decision.number)
    )


def _decisions(connection: sqlite3.Connection, which: str, *values: int) -> list[Decision]:
    rows = connection.execute(
        f"SELECT number, at, label, changes, undone FROM decision WHERE {which}", values
    ).fetchall()
    return [
        Decision(
            number,
            moment_of(at),
            label,
            _changes(changes),
            undone=undone != _IN_FORCE,
            redoable=undone == _REDOABLE,
        )
        for number, at, label, changes, undone in rows
    ]


def _changes(text: str) -> tuple[Change, ...]:
    try:
        return tuple(Change(*change) for change in json.loads(text))
    except (TypeError, ValueError):
        # Something else changed these bytes; the other decisions are still good.
        return ()
