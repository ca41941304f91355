"""The itinerary's SQLite database: its tables, and a connection that keeps what is decided.

WAL with ``synchronous=FULL`` puts a decision on the disk before it is said to
be made.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from planner.itinerary.failure import (
    BUSY_SECONDS,
    DamagedError,
    ItineraryError,
    is_waiting,
    primary_code,
)
from planner.itinerary.soundness import is_contradicted

FORMAT = 1

_NO_SHARED_MEMORY = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL}
)
# Opening WAL together with others can be told "busy" without having waited.
_WAL_ATTEMPTS = 50

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE fact (
    field TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (field, key)
) WITHOUT ROWID;
CREATE TABLE decision (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, label TEXT NOT NULL,
    changes TEXT NOT NULL, undone INTEGER NOT NULL
);
CREATE INDEX decision_redoable ON decision (number) WHERE undone = 1;
CREATE INDEX decision_in_force ON decision (number) WHERE undone = 0;
CREATE TABLE calendar_entry (
    uid TEXT PRIMARY KEY, sequence INTEGER NOT NULL, fingerprint TEXT NOT NULL
) WITHOUT ROWID;
"""


class Opened(NamedTuple):
    """An open itinerary database.

    ``refusal`` is the sentence that says why nothing can be decided, None when
    decisions are kept. ``set_aside`` is where a damaged file went. ``unread``
    is the sentence that says why what the file holds is not shown.
    """

    connection: sqlite3.Connection
    refusal: str | None = None
    set_aside: Path | None = None
    unread: str | None = None


def empty_database(refusal: str, unread: str | None = None) -> Opened:
    """Return an itinerary without decisions that takes none, for the reason given."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_SCHEMA)
    return Opened(connection, refusal, unread=unread)


def connected(path: Path, conference_id: str) -> sqlite3.Connection:
    """Return a connection to an itinerary's file, its tables made if it is empty.

    WAL wherever it works; where SQLite has no shared memory (network folders), without.

    Raises:
        ItineraryError: It is a newer planner's, or another conference's.
        DamagedError: It is no sound itinerary.
        sqlite3.Error: It cannot be opened, or is locked for too long.
    """
    if _is_gutted(path):
        raise DamagedError
    try:
        return _prepared(path, conference_id, shared_memory=True)
    except sqlite3.OperationalError as error:
        if primary_code(error) not in _NO_SHARED_MEMORY:
            raise
    return _prepared(path, conference_id, shared_memory=False)


def _is_gutted(path: Path) -> bool:
    # SQLite deletes the log of an empty database; what it holds may be all there is.
    return path.stat().st_size == 0 and size_of(beside(path, "-wal")) > 0


def _prepared(path: Path, conference_id: str, *, shared_memory: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = as_text
    try:
        if not shared_memory:
            # An exclusive lock lets SQLite leave WAL without shared memory.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA locking_mode=NORMAL")
        exists = is_made(connection, path, conference_id)
        if shared_memory:
            _use_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        if not exists:
            _create(connection, conference_id)
        elif not is_sound(connection):
            raise DamagedError
    except BaseException:
        connection.close()
        raise
    return connection


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether an itinerary is whole, and says what its history says."""
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        return False
    # One moment for both tables: others may be deciding just now.
    connection.execute("BEGIN")
    try:
        return not is_contradicted(connection)
    finally:
        connection.rollback()


def _use_wal(connection: sqlite3.Connection) -> None:
    for attempt in range(_WAL_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if not is_waiting(error) or attempt == _WAL_ATTEMPTS - 1:
                raise
            # This waits for whoever is changing the mode just now.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
        else:
            return


def is_made(connection: sqlite3.Connection, path: Path, conference_id: str) -> bool:
    """Tell an itinerary from an empty file, and refuse everything else.

    Raises:
        ItineraryError: It is a newer planner's, or another conference's.
        DamagedError: It is something else, or not whole.
        sqlite3.Error: It cannot be read.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return False
    if "meta" not in tables:
        raise DamagedError
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    number = meta.get("format", "")
    if not number.isdecimal():
        raise DamagedError
    if int(number) > FORMAT:
        raise ItineraryError(
            f"The itinerary {path} was written by a newer planner (format {number}, this one "
            f"knows {FORMAT}): update planner. The file was not touched."
        )
    if not {"fact", "decision", "calendar_entry"} <= tables:
        raise DamagedError
    if meta.get("conference") != conference_id:
        raise ItineraryError(
            f"The itinerary {path} belongs to the conference {meta.get('conference')!r}, not to "
            f"{conference_id!r}: move it away. The file was not touched."
        )
    return True


def _create(connection: sqlite3.Connection, conference_id: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster.
        if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            rows = [("format", str(FORMAT)), ("conference", conference_id)]
            connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def as_text(raw: bytes) -> str:
    """Return a text as SQLite holds it, what is no UTF-8 in it replaced."""
    # Bytes that something else has changed must not stop everything from being read.
    return raw.decode("utf-8", "replace")


def beside(path: Path, suffix: str) -> Path:
    """Return the file that SQLite keeps beside a database, by what its name ends in: ``-wal``."""
    return path.with_name(path.name + suffix)


def identity(path: Path) -> tuple[int, int]:
    """Return what tells the file at ``path`` from any other.

    Raises:
        OSError: There is none to be seen.
    """
    status = path.stat()
    return status.st_dev, status.st_ino


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at ``path`` from any other, None when there is none to be seen."""
    try:
        return identity(path)
    except OSError:
        return None


def size_of(path: Path) -> int:
    """Return a file's length in bytes, 0 when there is none to be seen."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
