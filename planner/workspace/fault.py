"""A fault of planner's own: kept as a report without the attendee's data, said in a sentence.

A compiled schedule that turns out to be damaged is no fault: it is removed,
since it can be made again at the next start.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import sqlite3
import traceback
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from planner import __version__
from planner.paths import Places, compiled_folder
from planner.safe_write import write_whole
from planner.schedule import store
from planner.schedule.compiled import compiled_path
from planner.schedule.unusable import NotCompiled
from planner.workspace.in_use import schedule_in_use

_UNDAMAGED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT})
#: So many reports are kept, the newest ones.
KEPT = 10
#: So many of a traceback's places are written down, the innermost ones.
_MOST_PLACES = 40
#: Planner's own files are named from here on, so that no home is.
_OWN = Path(__file__).parents[1]
#: What tells which terminal it is; a longer or stranger value tells something else.
_TELLING = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION")
_PLAIN_VALUE = re.compile(r"[A-Za-z0-9._+-]{1,40}")


class Around(NamedTuple):
    """What was around a fault that may be told: nothing of it is the attendee's.

    ``size`` is the terminal's columns and lines; ``screens`` are the screens
    that lay on each other by the names of their classes, the top one last;
    ``commands`` are ids of the registry, the newest last.
    """

    size: tuple[int, int] | None = None
    screens: Sequence[str] = ()
    commands: Sequence[str] = ()


class Report(NamedTuple):
    """What was kept of a fault: its kind, and the file, or why there is none."""

    kind: str
    path: Path | None
    why_not: str = ""

    def sentence(self, ended: str = "the app") -> str:
        """Return what to say on a terminal; ``ended`` is what the fault ended."""
        said = f"Sorry, a fault of planner's own ({self.kind}) ended {ended}."
        if self.path is None:
            return f"{said} Nothing you decided is lost."
        return f"{said} Nothing you decided is lost; {self.path} says where it happened."


def reports_folder(places: Places) -> Path:
    """Return the folder of the reports."""
    return places.data / "reports"


def fault_report(
    places: Places,
    error: BaseException | None,
    around: Around | None = None,
    ended: str = "the app",
) -> str:
    """Keep where an error happened, and return the sentence that says so.

    Args:
        places: Where planner's files are.
        error: The error, None where it is unknown.
        around: What was around it.
        ended: What it ended: the app, or the command.
    """
    damage = damaged_schedule(places, error) if error else None
    if damage is not None:
        return f"{damage}; start planner again."
    return keep_report(places, error, around or Around()).sentence(ended)


def keep_report(places: Places, error: BaseException | None, around: Around) -> Report:
    """Write down where an error happened, for its owner's eyes alone.

    The report holds versions, the terminal, the screens, the last commands and
    the lines of planner's own files that led to the error. It holds no message
    of the error, no value, no title, no note, and no folder's name.

    Args:
        places: Where planner's files are.
        error: The error, None where it is unknown.
        around: What was around it.
    """
    kind = type(error).__name__ if error else "unknown"
    content = "".join(f"{line}\n" for line in _lines(error, around, os.environ)).encode()
    folder = reports_folder(places)
    try:
        path = _free(folder, f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        write_whole(path, content)
    except OSError as refused:
        return Report(kind, None, refused.strerror or type(refused).__name__)
    with contextlib.suppress(OSError):
        # A clock that was set back gives the newest report the oldest name.
        others = [each for each in kept_reports(places) if each != path]
        for old in others[KEPT - 1 :]:
            old.unlink()
    return Report(kind, path)


def kept_reports(places: Places) -> list[Path]:
    """Return the reports that there are, the newest first."""
    return sorted(reports_folder(places).glob("*.txt"), reverse=True)


def _free(folder: Path, name: str) -> Path:
    """Return a new file's path, the last one by name; several faults may share a second."""
    before = max((path.stem for path in folder.glob(f"{name}-*.txt")), default="-0")
    number = before.rpartition("-")[2]
    return folder / f"{name}-{int(number) + 1 if number.isdecimal() else 1:03}.txt"


def _lines(
    error: BaseException | None, around: Around, environ: Mapping[str, str]
) -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        drawn_by = f"textual {version('textual')}"
    except PackageNotFoundError:
        drawn_by = "textual missing"
    versions = (f"planner {__version__}", f"Python {platform.python_version()}", drawn_by)
    yield ", ".join((*versions, f"SQLite {sqlite3.sqlite_version}", platform.system()))
    told = [f"{name}={environ[name]}" for name in _TELLING if _is_plain(environ.get(name, ""))]
    named = next(filter(None, map(environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    told.append("UTF-8" if "utf8" in named.lower().replace("-", "") else "not UTF-8")
    told += ["no colour"] if environ.get("NO_COLOR") else []
    told += [f"{around.size[0]}x{around.size[1]}"] if around.size else []
    yield f"terminal: {', '.join(told)}"
    yield f"screens: {', '.join(around.screens) or 'none'}"
    yield f"last commands: {', '.join(around.commands) or 'none'}"
    yield ""
    seen: set[int] = set()
    words = ""
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{words}{type(error).__name__}{_known_reason(error)}"
        yield from (f"  {place}" for place in _places(error))
        words = "caused by " if error.__cause__ else "while dealing with "
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _is_plain(value: str) -> bool:
    return _PLAIN_VALUE.fullmatch(value) is not None


def _known_reason(error: BaseException) -> str:
    """Return what an error says by a name out of a list, which cannot hold anybody's data."""
    if isinstance(error, sqlite3.Error):
        return f" {getattr(error, 'sqlite_errorname', '')}".rstrip()
    if isinstance(error, OSError) and error.errno is not None:
        import errno

        return f" {errno.errorcode.get(error.errno, error.errno)}"
    return ""


def _places(error: BaseException) -> list[str]:
    """Return where an error came through: planner's own lines, of other packages only the name."""
    found: list[tuple[str, bool]] = []
    for frame, number in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_OWN):
            own = path.relative_to(_OWN.parent).as_posix()
            found.append((f"{own}:{number} in {frame.f_code.co_name}", True))
        else:
            package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
            found.append((f"({package if package.isidentifier() else 'elsewhere'})", False))
    # Where another package calls itself, its name once is enough.
    lines = [place for (place, _own), _same in groupby(found)]
    return lines[-_MOST_PLACES:]


def damaged_schedule(places: Places, error: BaseException) -> str | None:
    """Remove the compiled schedule if ``error`` says that it is damaged.

    The itinerary's own errors never come here: its store has explained them.

    Returns:
        The beginning of the sentence to say, None if the error is another one.
    """
    if not _says_damage(error):
        return None
    path = compiled_path(schedule_in_use(places, os.environ), compiled_folder(places))
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
