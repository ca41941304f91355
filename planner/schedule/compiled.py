"""Where compiled schedules stand, whether one is fresh, and how it is opened."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from pathlib import Path
from typing import Any

from planner.digest import hexadecimal
from planner.safe_write import remove_abandoned
from planner.schedule import layout
from planner.schedule.unusable import NotCompiled

#: How the names of files that are being compiled end.
UNFINISHED = ".part"

_ROWS = ".rows"
#: KiB of pages that a connection keeps.
_PAGE_MEMORY = 512


def compiled_path(source: Path, cache: Path) -> Path:
    """Return where in the folder ``cache`` the compiled form of ``source`` stands."""
    place = str(source.resolve())
    slug = re.sub(r"[^a-z0-9]+", "-", source.stem.lower()).strip("-")[:40] or "schedule"
    return cache / f"{slug}-{hexadecimal(place.encode('utf-8', 'replace'))[:8]}.db"


def is_fresh(source: Path, target: Path) -> bool:
    """Tell whether ``target`` is the compiled form of ``source`` as it is now.

    Path, size and time of modification decide; the content is read only when
    they differ, and if it is the same after all they are renewed in ``target``.
    False also for a file that is missing, damaged or of another layout. True
    does not mean that the index is there: that is :attr:`ScheduleStore.indexed`.

    Raises:
        OSError: ``source`` cannot be read.
    """
    stat = source.stat()
    meta = _meta_of(target)
    if meta is None:
        return False
    stamp = {
        "source": str(source.resolve()),
        "size": stat.st_size,
        "mtime_ns": stat.st_mtime_ns,
    }
    if all(meta.get(name) == value for name, value in stamp.items()):
        return True
    if meta["size"] != stat.st_size:
        return False
    import hashlib

    with source.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != meta["digest"]:
            return False
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(target)) as c, c:
        # Not being able to write costs another look at the content next time, no more.
        c.executemany(
            "UPDATE meta SET value = ? WHERE name = ?", ((v, n) for n, v in stamp.items())
        )
    return True


def is_compiled(target: Path, digest: str) -> bool:
    """Tell whether ``target`` is complete, index and all, and made from content of ``digest``."""
    meta = _meta_of(target)
    return meta is not None and meta["digest"] == digest and meta["indexed"] == 1


def rows_beside(work: Path) -> Path:
    """Return where the rows alone are laid, ready to be published, while ``work`` is compiled."""
    return work.with_suffix(_ROWS + UNFINISHED)


def sweep(cache: Path) -> None:
    """Remove what compilations that were killed left in the folder of compiled schedules."""
    try:
        names = os.listdir(cache)  # noqa: PTH208 - every start does it; names are all it needs
    except OSError:
        return
    for name in names:
        if name.endswith(UNFINISHED) and not name.endswith(_ROWS + UNFINISHED):
            remove_abandoned(cache / name, rows_beside(cache / name))


def _meta_of(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        with contextlib.closing(connect(path)) as connection:
            return read_meta(connection)
    except (sqlite3.Error, NotCompiled):
        return None


def connect(path: Path) -> sqlite3.Connection:
    """Open a compiled schedule for reading alone."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    # Pages are read, not mapped: where something else cut the file short, a mapped page would
    # end the program by a signal (mmap(2), SIGBUS) where reading it is an error with a sentence.
    connection.execute("PRAGMA mmap_size = 0")
    # Kept pages are memory of this process besides the system's own copy, and save no time.
    connection.execute(f"PRAGMA cache_size = -{_PAGE_MEMORY}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def read_meta(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return what a compiled schedule says about itself.

    Raises:
        NotCompiled: it has another layout.
        sqlite3.Error: it is damaged, or something else.
    """
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    if meta.get("layout") != layout.VERSION:
        raise NotCompiled("The compiled schedule has another layout; compile it again.")
    return meta
