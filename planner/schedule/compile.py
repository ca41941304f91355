"""Compile a schedule file: ``python -m planner.schedule.compile SOURCE TARGET``.

The app starts this as a child process, so that neither the JSON nor pydantic
ever enters its own memory. The rows are put into place first, then the same
file with the full-text index: each time a whole file takes the place of the
one before, so a reader is never kept waiting and never sees half of anything,
and two processes that do it at once both succeed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from planner.safe_write import begin_file, make_folder
from planner.schedule.arrange import arrange
from planner.schedule.compiled import UNFINISHED, is_compiled, rows_beside, sweep
from planner.schedule.index_writer import write_index
from planner.schedule.rows_writer import Source, write_rows
from planner.schedule.sources.native import parse_native, read_limited
from planner.schedule.unusable import CacheUnwritable, ScheduleUnusable


def compile_schedule(source: Path, target: Path) -> None:
    """Compile the native schedule file ``source`` into the database ``target``.

    When this returns, the schedule is in place with its index; until then
    ``target`` may already hold the rows alone. Does nothing if ``target`` is
    complete and made from the same content.

    Raises:
        ScheduleUnusable: nothing can be read from ``source``; ``target`` stays.
        CacheUnwritable: the folder of ``target`` cannot be written to.
    """
    try:
        stat = source.stat()
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise ScheduleUnusable(f"{source} cannot be read: {reason}. Check the file.") from error
    content = read_limited(source)
    origin = Source(source, stat.st_size, stat.st_mtime_ns, hashlib.sha256(content).hexdigest())
    if is_compiled(target, origin.digest):
        return
    loaded = parse_native(content, str(source))
    del content
    try:
        make_folder(target.parent)
        sweep(target.parent)
        with _working_file(target) as (work, ready):
            arranged = arrange(loaded.events)
            write_rows(work, loaded, arranged, origin)
            if is_compiled(target, origin.digest):
                return
            shutil.copyfile(work, ready)
            ready.replace(target)
            write_index(work, arranged)
            work.replace(target)
    except (OSError, sqlite3.OperationalError) as error:
        raise CacheUnwritable(
            f"The folder {target.parent} cannot keep the compiled schedule ({error}). "
            "Make room or make it writable."
        ) from error


def main(arguments: list[str]) -> int:
    """Compile by command; return 0, or 1 (schedule unusable), 2 (usage), 3 (cache unwritable)."""
    if len(arguments) != 2:
        print("usage: python -m planner.schedule.compile SOURCE TARGET", file=sys.stderr)
        return 2
    try:
        compile_schedule(Path(arguments[0]), Path(arguments[1]))
    except ScheduleUnusable as error:
        print(error, file=sys.stderr)
        return 1
    except CacheUnwritable as error:
        print(error, file=sys.stderr)
        return 3
    return 0


@contextlib.contextmanager
def _working_file(target: Path) -> Iterator[tuple[Path, Path]]:
    """Give two new names beside ``target``, and leave nothing under them."""
    handle, work = begin_file(target.parent, f"{target.name}.", UNFINISHED)
    ready = rows_beside(work)
    try:
        yield work, ready
    finally:
        for path in (ready, work):
            path.unlink(missing_ok=True)
        # The file is ours as long as this is open.
        os.close(handle)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
