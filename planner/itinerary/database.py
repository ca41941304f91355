"""The itinerary's SQLite file: making it, opening it, and what can go wrong.

WAL with ``synchronous=FULL`` puts a decision on the disk before it is said to
be made. A damaged file is set aside under a new name, never overwritten; a
file of a newer format is left alone; where nothing can be written, what can be
read is still read.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from planner.itinerary.soundness import is_contradicted, is_cut_short, log_of
from planner.safe_write import PRIVATE_FILE, make_folder, sync_folder

FORMAT = 1
BUSY_SECONDS = 10.0

# Every statement is sound where the tables are as they were made, so an error in one is damage.
_DAMAGE = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_TOOBIG,
    }
)
_WAITED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_NO_SHARED_MEMORY = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL}
)
_REFUSED = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_AUTH,
    }
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


class ItineraryError(Exception):
    """The itinerary cannot be read or kept; the message says why and what to do."""


class _DamagedError(Exception):
    """The file is not a sound itinerary."""


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


def open_database(path: Path, conference_id: str) -> Opened:
    """Open one conference's itinerary, making the file when it is missing.

    Raises:
        ItineraryError: The file was written by a newer planner, belongs to
            another conference, or was locked for ten seconds. It is unchanged.
    """
    set_aside: Path | None = None
    for _attempt in range(3):
        try:
            make_folder(path.parent)
            _make_file(path)
            found = _identity(path)
            if not _may_write(path):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            before = log_of(path)
            connection = _ready(path, conference_id)
            cut = before is not None and is_cut_short(before, log_of(path))
            unread = _copy_of_log(path) if cut else None
            return Opened(connection, set_aside=set_aside, unread=unread)
        except OSError as error:
            refusal = _unwritable(path, error.strerror or str(error))
            return _for_reading(path, conference_id, refusal)
        except (sqlite3.Error, UnicodeDecodeError, _DamagedError) as error:
            if primary_code(error) in _WAITED:
                raise explained(error, path) from error
            if not is_damage(error):
                return _for_reading(path, conference_id, str(explained(error, path)))
        try:
            set_aside = _set_aside(path, found) or set_aside
        except OSError as error:
            refusal = _unwritable(path, error.strerror or str(error))
            return _for_reading(path, conference_id, refusal)
    raise ItineraryError(f"The itinerary {path} is damaged as soon as it is made: check the disk.")


def empty_database(refusal: str, unread: str | None = None) -> Opened:
    """Return an itinerary without decisions that takes none, for the reason given."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_SCHEMA)
    return Opened(connection, refusal, unread=unread)


def primary_code(error: Exception) -> int:
    """Return the primary SQLite result code of an error, 0 when it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file's content is broken."""
    # SQLite's words on damage name what is damaged, whose bytes may be no text any more.
    return isinstance(error, _DamagedError | UnicodeDecodeError) or primary_code(error) in _DAMAGE


def explained(error: Exception, path: Path) -> ItineraryError:
    """Return an SQLite error as a sentence: what, where, and what to do."""
    code = primary_code(error)
    if is_damage(error):
        sentence = (
            f"The itinerary {path} is damaged: start planner again, "
            "it sets the file aside and names the latest backup."
        )
    elif code in _WAITED:
        sentence = (
            f"The itinerary {path} has been locked by another program for "
            f"{BUSY_SECONDS:.0f} seconds: end that program or try again later."
        )
    elif code == sqlite3.SQLITE_FULL:
        sentence = f"The disk is full, nothing can be kept in {path}: make room and try again."
    elif code in _REFUSED:
        sentence = _unwritable(path, str(error))
    else:
        sentence = f"The disk failed at the itinerary {path} ({error}): check the disk."
    return ItineraryError(sentence)


def _unwritable(path: Path, why: str) -> str:
    return (
        f"Nothing can be kept in {path} ({why}): make the file and its folder writable, "
        "or name another folder in PLANNER_HOME."
    )


def _make_file(path: Path) -> None:
    if path.exists():
        return
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        sync_folder(path.parent)


def _may_write(path: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent))


def _ready(path: Path, conference_id: str) -> sqlite3.Connection:
    if _is_gutted(path):
        raise _DamagedError
    try:
        return _prepared(path, conference_id, shared_memory=True)
    except sqlite3.OperationalError as error:
        if primary_code(error) not in _NO_SHARED_MEMORY:
            raise
    return _prepared(path, conference_id, shared_memory=False)


def _is_gutted(path: Path) -> bool:
    # SQLite deletes the log of an empty database; what it holds may be all there is.
    return path.stat().st_size == 0 and size_of(_beside(path, "-wal")) > 0


def _prepared(path: Path, conference_id: str, *, shared_memory: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = _text
    try:
        if not shared_memory:
            # An exclusive lock lets SQLite leave WAL without shared memory.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA locking_mode=NORMAL")
        exists = _is_made(connection, path, conference_id)
        if shared_memory:
            _use_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        if not exists:
            _create(connection, conference_id)
        elif not _is_sound(connection):
            raise _DamagedError
    except BaseException:
        connection.close()
        raise
    return connection


def _is_sound(connection: sqlite3.Connection) -> bool:
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
            if primary_code(error) not in _WAITED or attempt == _WAL_ATTEMPTS - 1:
                raise
            # This waits for whoever is changing the mode just now.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
        else:
            return


def _is_made(connection: sqlite3.Connection, path: Path, conference_id: str) -> bool:
    """Tell an itinerary from an empty file, and refuse everything else."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return False
    if "meta" not in tables:
        raise _DamagedError
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    number = meta.get("format", "")
    if not number.isdecimal():
        raise _DamagedError
    if int(number) > FORMAT:
        raise ItineraryError(
            f"The itinerary {path} was written by a newer planner (format {number}, this one "
            f"knows {FORMAT}): update planner. The file was not touched."
        )
    if not {"fact", "decision", "calendar_entry"} <= tables:
        raise _DamagedError
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


def _set_aside(path: Path, found: tuple[int, int]) -> Path | None:
    """Rename the damaged file that was ``found``, unless another process did so already."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _identity(path) != found:
            return None
        target = _damaged_name(path)
        # The log goes first: left behind, it would be read into the new database.
        for suffix in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                _beside(path, suffix).rename(_beside(target, suffix))
        sync_folder(path.parent)
        return target
    finally:
        os.close(handle)


def _copy_of_log(path: Path) -> str:
    """Keep a copy of a log whose end cannot be read, and return the sentence that says so."""
    import shutil

    log = _beside(path, "-wal")
    copy = _beside(_damaged_name(path), "-wal")
    sentence = "The itinerary's log was damaged: what was decided last is missing"
    try:
        shutil.copyfile(log, copy)
        copy.chmod(PRIVATE_FILE)
    except OSError:
        return f"{sentence}."
    return f"{sentence}. A copy is {copy}."


def _damaged_name(path: Path) -> Path:
    """Return a name that no file has yet for what is damaged."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    again = 1
    while target.exists() or _beside(target, "-wal").exists():
        again += 1
        target = path.with_name(f"{path.stem}.damaged-{stamp}-{again}{path.suffix}")
    return target


def _for_reading(path: Path, conference_id: str, refusal: str) -> Opened:
    """Open what can be read of a file that cannot be written."""
    if not size_of(path):
        return empty_database(refusal)
    failure: Exception | None = None
    for open_so in (_read_only, _frozen):
        try:
            connection = open_so(path)
        except (sqlite3.Error, OSError) as error:
            failure = error
            continue
        try:
            if not _is_made(connection, path, conference_id):
                connection.close()
                return empty_database(refusal)
        except (sqlite3.Error, _DamagedError) as error:
            connection.close()
            failure = error
        except ItineraryError:
            connection.close()
            raise
        else:
            return Opened(connection, refusal)
    unread = (
        f"The itinerary {path} cannot be read ({failure or 'damaged'}): its stars are not shown."
    )
    return empty_database(refusal, unread)


def _read_only(path: Path) -> sqlite3.Connection:
    return _by_address(path, "mode=ro")


def _frozen(path: Path) -> sqlite3.Connection:
    """Read without a lock: the log, if any, needs a place where it can be read in."""
    if not size_of(_beside(path, "-wal")):
        return _by_address(path, "mode=ro&immutable=1")
    memory = sqlite3.connect(":memory:", isolation_level=None)
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="planner-") as folder:
        copy = Path(folder) / "itinerary.db"
        for suffix in ("", "-wal"):
            shutil.copyfile(_beside(path, suffix), _beside(copy, suffix))
        with contextlib.closing(sqlite3.connect(copy)) as source:
            source.backup(memory)
    return memory


def _by_address(path: Path, options: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{options}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = _text
    return connection


def _text(raw: bytes) -> str:
    # Bytes that something else has changed must not stop everything from being read.
    return raw.decode("utf-8", "replace")


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at ``path`` from any other, None when there is none to be seen."""
    try:
        return _identity(path)
    except OSError:
        return None


def size_of(path: Path) -> int:
    """Return a file's length in bytes, 0 when there is none to be seen."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
