"""Whether an itinerary that SQLite can read still holds what was decided.

SQLite tells a broken page, not a changed byte inside a value, and it drops the
end of a damaged log without a word. Both are found here: the facts are held
against the history, and the log against SQLite's own count of its frames.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

# The wal-index: mxFrame, then the salts (WAL-Index Header), and nBackfill (WalCkptInfo), all
# in the machine's byte order. https://www.sqlite.org/walformat.html, sections 2.1 and 2.2.
_LAST_FRAME, _SALTS, _COPIED = (
    struct.Struct("=16xI"),
    struct.Struct("=32x8s"),
    struct.Struct("=96xI"),
)
_INDEX_BYTES = 136

_handles: dict[tuple[int, int], int] = {}


class Log(NamedTuple):
    """How far a log was written: what its decisions are confirmed by.

    ``frames`` is the last one of a decision on the disk, ``copied`` up to which
    they stand in the database itself, ``salts`` tell one log from the next, and
    ``stamp`` is changed by whoever writes to it.
    """

    frames: int
    copied: int
    salts: bytes
    stamp: tuple[int, int, int]


def log_of(path: Path) -> Log | None:
    """Return how far the log beside a database was written, None where there is none."""
    try:
        index = os.pread(_handle(path.with_name(f"{path.name}-shm")), _INDEX_BYTES, 0)
        status = path.with_name(f"{path.name}-wal").stat()
    except OSError:
        return None
    if len(index) < _INDEX_BYTES:
        return None
    return Log(
        _LAST_FRAME.unpack_from(index)[0],
        _COPIED.unpack_from(index)[0],
        _SALTS.unpack_from(index)[0],
        (status.st_ino, status.st_size, status.st_mtime_ns),
    )


def _handle(index: Path) -> int:
    """Return a handle of a wal-index, which stays open until the program ends.

    Closing it would let go of all locks that this program's own connections hold
    on the file (https://www.sqlite.org/howtocorrupt.html, section 2.2).

    Raises:
        OSError: There is none, or it cannot be read.
    """
    status = index.stat()
    key = status.st_dev, status.st_ino
    if key not in _handles:
        handle = os.open(index, os.O_RDONLY)
        status = os.fstat(handle)
        key = status.st_dev, status.st_ino
        _handles.setdefault(key, handle)
    return _handles[key]


def is_cut_short(before: Log, after: Log | None) -> bool:
    """Whether decisions that stood in the log alone are there no more.

    Args:
        before: The log before SQLite read it.
        after: The log when SQLite had read it, and nothing was written yet.
    """
    if before.copied >= before.frames:
        return False
    if after is None or after.stamp != before.stamp:
        return False  # Another program has gone on with it meanwhile.
    return after.salts != before.salts or after.frames < before.frames


def is_contradicted(connection: sqlite3.Connection) -> bool:
    """Whether the facts are not those that the history makes of them.

    Where a line of the history cannot be read the facts are believed, if each
    of them can be read.

    Raises:
        sqlite3.Error: A table or column is not as it was made.
    """
    connection.execute("SELECT uid, sequence, fingerprint FROM calendar_entry LIMIT 1").fetchall()
    facts = connection.execute("SELECT field, key, value FROM fact").fetchall()
    lines = connection.execute(
        "SELECT at, label, changes, undone FROM decision ORDER BY number"
    ).fetchall()
    try:
        held = {(field, key): json.loads(text) for field, key, text in facts}
        for at, *_ in lines:
            datetime.fromisoformat(at)
    except (TypeError, ValueError):
        return True
    try:
        made = _made_of(json.loads(changes) for _, _, changes, undone in lines if undone == 0)
    except (TypeError, ValueError):
        return False
    return any(held.get(place) != value for place, value in made.items())


def _made_of(decisions: Iterable[Any]) -> dict[tuple[str, str], Any]:
    made: dict[tuple[str, str], Any] = {}
    for changes in decisions:
        for field, key, _before, after in changes:
            made[field, key] = after
    return made
