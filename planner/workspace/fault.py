"""A fault of planner's own: kept as a report without the attendee's data, said in a sentence.

A compiled schedule that turns out to be damaged is no fault: it is removed,
since it can be made again at the next start.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import traceback
from datetime import UTC, datetime
from pathlib import Path

from planner import __version__
from planner.paths import Places, compiled_folder
from planner.safe_write import write_whole
from planner.schedule import store
from planner.schedule.unusable import NotCompiled
from planner.workspace.in_use import schedule_in_use

_UNDAMAGED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT})


def fault_report(places: Places, error: BaseException | None) -> str:
    """Keep where an error happened, and return the sentence that says so.

    The report holds the versions and the lines of the program that led to the
    error: no values, no titles, no notes.
    """
    damage = damaged_schedule(places, error) if error else None
    if damage is not None:
        return f"{damage}; start planner again."
    frames = traceback.extract_tb(error.__traceback__) if error else []
    kind = type(error).__name__ if error else "unknown"
    lines = [
        f"planner {__version__}, Python {platform.python_version()}, {platform.system()}",
        f"{kind}",
        *(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames),
    ]
    path = places.data / "reports" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
    sentence = f"a fault of planner's own ({kind}) ended the app. Nothing you decided is lost"
    try:
        write_whole(path, "\n".join(lines).encode() + b"\n")
    except OSError:
        return f"{sentence}."
    return f"{sentence}; {path} says where it happened."


def damaged_schedule(places: Places, error: BaseException) -> str | None:
    """Remove the compiled schedule if ``error`` says that it is damaged.

    The itinerary's own errors never come here: its store has explained them.

    Returns:
        The beginning of the sentence to say, None if the error is another one.
    """
    if not _says_damage(error):
        return None
    path = store.compiled_path(schedule_in_use(places, os.environ), compiled_folder(places))
    try:
        path.unlink(missing_ok=True)
    except OSError as refused:
        return f"The compiled schedule {path} is damaged: remove it ({refused.strerror})"
    return f"The compiled schedule {path} was damaged and is removed"


def _says_damage(error: BaseException) -> bool:
    if isinstance(error, NotCompiled):
        return True
    if isinstance(error, sqlite3.DatabaseError):
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in _UNDAMAGED
    if isinstance(error, ValueError | KeyError | TypeError):
        # A record that cannot be read was changed by something else than the compiler.
        own = Path(store.__file__)
        frames = traceback.extract_tb(error.__traceback__)
        return any(Path(frame.filename) == own for frame in frames)
    return False
