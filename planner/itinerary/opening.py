"""Opening one conference's itinerary, whatever state its file is in.

A damaged file is set aside under a new name, never overwritten; a file of a
newer format is left alone; where nothing can be written, what can be read is
still read.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from planner.itinerary.database import (
    Opened,
    as_text,
    beside,
    connected,
    empty_database,
    identity,
    is_made,
    is_sound,
    size_of,
)
from planner.itinerary.failure import (
    BUSY_SECONDS,
    DamagedError,
    ItineraryError,
    explained,
    is_damage,
    is_waiting,
    unwritable,
)
from planner.itinerary.soundness import is_cut_short, log_of
from planner.safe_write import PRIVATE_FILE, make_folder, sync_folder

#: A look waits so long for another program, and no longer.
_LOOK_MILLISECONDS = 500


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
            found = identity(path)
            if not _may_write(path):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            before = log_of(path)
            connection = connected(path, conference_id)
            cut = before is not None and is_cut_short(before, log_of(path))
            unread = _copy_of_log(path) if cut else None
            return Opened(connection, set_aside=set_aside, unread=unread)
        except OSError as error:
            refusal = unwritable(path, error.strerror or str(error))
            return _for_reading(path, conference_id, refusal)
        except (sqlite3.Error, UnicodeDecodeError, DamagedError) as error:
            if is_waiting(error):
                raise explained(error, path) from error
            if not is_damage(error):
                return _for_reading(path, conference_id, str(explained(error, path)))
        try:
            set_aside = _set_aside(path, found) or set_aside
        except OSError as error:
            refusal = unwritable(path, error.strerror or str(error))
            return _for_reading(path, conference_id, refusal)
    raise ItineraryError(f"The itinerary {path} is damaged as soon as it is made: check the disk.")


def looked_at(path: Path, conference_id: str) -> Opened:
    """Open an itinerary as it stands, for a reader who can tell nobody what he finds.

    Nothing is made, mended or set aside: that is for whoever can say so.

    Raises:
        ItineraryError: It is a newer planner's, another conference's, damaged, or in use
            by a program that lets nobody read.
    """
    refusal = unwritable(path, "it was opened for a look")
    if not (size_of(path) or size_of(beside(path, "-wal"))):
        return empty_database(refusal)
    try:
        # SQLite would delete the log of an empty database, whoever opens it.
        if not size_of(path):
            raise DamagedError
        # Where there is no log, reading without a lock leaves none behind either.
        in_use = any(beside(path, suffix).exists() for suffix in ("-wal", "-journal"))
        connection = (_read_only if in_use else _frozen)(path)
        try:
            connection.execute(f"PRAGMA busy_timeout={_LOOK_MILLISECONDS}")
            if not is_made(connection, path, conference_id):
                connection.close()
                return empty_database(refusal)
            if not is_sound(connection):
                raise DamagedError
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, OSError, UnicodeDecodeError, DamagedError) as error:
        raise explained(error, path) from error
    return Opened(connection, refusal)


def _make_file(path: Path) -> None:
    if path.exists():
        return
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        sync_folder(path.parent)


def _may_write(path: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent))


def _set_aside(path: Path, found: tuple[int, int]) -> Path | None:
    """Rename a damaged file with its log, unless another process did so already.

    Args:
        path: The file.
        found: What told it from any other when it was found damaged.

    Returns:
        Where it is now, None where another stands at the path already.

    Raises:
        OSError: It cannot be renamed.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if identity(path) != found:
            return None
        target = _damaged_name(path)
        # The log goes first: left behind, it would be read into the new database.
        for suffix in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                beside(path, suffix).rename(beside(target, suffix))
        sync_folder(path.parent)
        return target
    finally:
        os.close(handle)


def _copy_of_log(path: Path) -> str:
    """Keep a copy of a log whose end cannot be read, and return the sentence that says so."""
    import shutil

    log = beside(path, "-wal")
    copy = beside(_damaged_name(path), "-wal")
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
    while target.exists() or beside(target, "-wal").exists():
        again += 1
        target = path.with_name(f"{path.stem}.damaged-{stamp}-{again}{path.suffix}")
    return target


def _for_reading(path: Path, conference_id: str, refusal: str) -> Opened:
    """Open what can be read of a file that cannot be written.

    Args:
        path: The database.
        conference_id: The conference it belongs to.
        refusal: The sentence that says why nothing can be decided.

    Raises:
        ItineraryError: It is a newer planner's, or another conference's.
    """
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
            if not is_made(connection, path, conference_id):
                connection.close()
                return empty_database(refusal)
        except (sqlite3.Error, DamagedError) as error:
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
    if not size_of(beside(path, "-wal")):
        return _by_address(path, "mode=ro&immutable=1")
    import shutil
    import tempfile

    memory = sqlite3.connect(":memory:", isolation_level=None)
    with tempfile.TemporaryDirectory(prefix="planner-") as folder:
        copy = Path(folder) / "itinerary.db"
        for suffix in ("", "-wal"):
            shutil.copyfile(beside(path, suffix), beside(copy, suffix))
        with contextlib.closing(sqlite3.connect(copy)) as source:
            source.backup(memory)
    return memory


def _by_address(path: Path, options: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{options}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = as_text
    return connection
