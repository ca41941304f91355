"""The compiled schedule of one start: found, or being made by a child process."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from planner import paths
from planner.safe_write import make_folder
from planner.schedule.compiled import compiled_path, is_fresh
from planner.schedule.store import ScheduleStore
from planner.schedule.unusable import NotCompiled, ScheduleUnusable
from planner.workspace.in_use import schedule_in_use, way_on_without

#: What the compiler's exit codes mean; see :func:`planner.schedule.compile.main`.
_UNUSABLE, _CACHE_UNWRITABLE = 1, 3


class Preparation:
    """The compiled schedule of one start, ready or to be waited for.

    The compiler reads foreign JSON with heavy libraries; in a child of its
    own, neither the time nor the memory of that burdens the app. Where the
    cache folder cannot be written or is full, a temporary folder serves for
    this run.

    Args:
        places: Where planner's files are.
        source: The schedule file; unless given, the one that the environment names
            or that ships.

    Raises:
        ScheduleUnusable: There is no such file, or no place for the compiled schedule.
    """

    def __init__(self, places: paths.Places, source: Path | None = None) -> None:
        self.source = source or schedule_in_use(places, os.environ)
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._child: subprocess.Popen[str] | None = None
        self._said: list[str] = []
        self._way_on = way_on_without(places, self.source)
        self.compiled = compiled_path(self.source, paths.compiled_folder(places))
        _must_be_a_file(self.source)
        if not (is_fresh(self.source, self.compiled) and _is_indexed(self.compiled)):
            if _can_write(self.compiled.parent):
                self._compile()
            else:
                self._compile_for_this_run()

    def rows_ready(self) -> bool:
        """Whether the schedule's rows can be read; its search index may still follow.

        Raises:
            ScheduleUnusable: The schedule file cannot be used; the sentence says why.
        """
        if self._child is None or is_fresh(self.source, self.compiled):
            return True
        if self._child.poll() is None:
            return False
        return self._ended_well() and is_fresh(self.source, self.compiled)

    def wait(self) -> None:
        """Wait until the schedule is compiled, index and all.

        Raises:
            ScheduleUnusable: As for :meth:`rows_ready`.
        """
        while self._child is not None:
            self._child.wait()
            if self._ended_well():
                break

    def index_failure(self) -> str | None:
        """Return why the search index will not come in this run, None while it may."""
        try:
            if self._child is not None and self._child.poll() is not None:
                self._ended_well()
        except ScheduleUnusable as error:
            return str(error)
        return None

    def close(self) -> None:
        """End the child if it still runs, and remove what was temporary."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            if self._child.stderr is not None:
                self._child.stderr.close()
            self._child = None
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def _compile(self) -> None:
        self._child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [
                # -P: a module of the same name in the present folder is never run.
                *(sys.executable, "-P", "-m", "planner.schedule.compile"),
                *(str(self.source), str(self.compiled)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )

    def _compile_for_this_run(self) -> None:
        try:
            self._temporary = tempfile.TemporaryDirectory(prefix="planner-")
        except OSError as error:
            raise ScheduleUnusable(
                f"Neither {self.compiled.parent} nor a temporary folder can be written: make one "
                "of them writable, or name another folder in PLANNER_HOME or TMPDIR."
            ) from error
        self.compiled = compiled_path(self.source, Path(self._temporary.name))
        self._compile()

    def _ended_well(self) -> bool:
        """Tell whether the child did its work; where the cache took none, begin again elsewhere.

        Raises:
            ScheduleUnusable: The schedule file cannot be used, or nothing could be compiled.
        """
        child = self._child
        if child is None or child.returncode == 0:
            return True
        if child.stderr is not None:
            with child.stderr as words:
                self._said = words.read().strip().splitlines()
            child.stderr = None
        said = self._said[-1] if self._said else f"it ended with {child.returncode}"
        if child.returncode == _CACHE_UNWRITABLE and self._temporary is None:
            self._compile_for_this_run()
            return False
        if child.returncode == _UNUSABLE and self._way_on:
            raise ScheduleUnusable(f"{said} {self._way_on}")
        if child.returncode in (_UNUSABLE, _CACHE_UNWRITABLE):
            raise ScheduleUnusable(said)
        raise ScheduleUnusable(f"{self.source} could not be compiled ({said}). Try again.")


def _must_be_a_file(source: Path) -> None:
    """Raise ScheduleUnusable unless ``source`` is a file; a pipe would be waited for for ever."""
    try:
        mode = source.stat().st_mode
    except OSError as error:
        reason = error.strerror or str(error)
    else:
        if stat.S_ISREG(mode):
            return
        reason = "it is a folder" if stat.S_ISDIR(mode) else "it is no regular file"
    what = (
        "Name a schedule file in PLANNER_SCHEDULE, or unset it for the schedule that ships"
        if os.environ.get("PLANNER_SCHEDULE")
        else "Install planner again"
    )
    raise ScheduleUnusable(f"The schedule {source} cannot be read: {reason}. {what}.")


def _is_indexed(compiled: Path) -> bool:
    """Whether an earlier start came to the end of compiling, search index and all."""
    try:
        store = ScheduleStore.open(compiled)
    except NotCompiled:
        return False
    try:
        return store.indexed
    finally:
        store.close()


def _can_write(folder: Path) -> bool:
    """Whether files can be made in ``folder``, which is made if it is missing."""
    try:
        make_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
