"""Opens the schedule and the itinerary in use, and notices foreign changes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner import paths
from planner.itinerary.store import ItineraryError, ItineraryStore
from planner.model import Itinerary
from planner.safe_write import make_folder, remove_unfinished
from planner.schedule.compiled import sweep
from planner.schedule.search import Marks
from planner.schedule.store import ScheduleStore, compiled_path, is_fresh
from planner.schedule.unusable import NotCompiled, ScheduleUnusable
from planner.workspace.aside import Aside
from planner.workspace.backup import DailyBackup
from planner.workspace.decisions import Decisions
from planner.workspace.in_use import schedule_in_use, way_on_without
from planner.workspace.reading import Reading
from planner.workspace.settings_file import read_settings

if TYPE_CHECKING:
    from planner.workspace.changed import StarChanges

Clock = Callable[[], datetime]

#: What the compiler's exit codes mean; see :func:`planner.schedule.compile.main`.
_UNUSABLE, _CACHE_UNWRITABLE = 1, 3


def machine_clock() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


class GivenClock:
    """A clock that stood at a given moment when it was made, and runs on from there.

    Args:
        moment: The aware moment to begin with.
    """

    def __init__(self, moment: datetime) -> None:
        self._ahead = moment - machine_clock()

    def __call__(self) -> datetime:
        """Return its present moment, aware, in UTC."""
        return machine_clock() + self._ahead


class Preparation:
    """The compiled schedule of one start: found, or being made by a child process.

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


class Session:
    """One conference in use: its schedule, the itinerary, and both facades to them.

    Args:
        places: Where planner's files are.
        preparation: The compiled schedule; its rows are ready.
        clock: Gives the present moment, aware, in UTC.
    """

    def __init__(
        self, places: paths.Places, preparation: Preparation, clock: Clock = machine_clock
    ) -> None:
        self.places = places
        self.clock = clock
        # A rehearsal (--at) moves what is now; when something was decided stays true.
        dated = machine_clock if isinstance(clock, GivenClock) else clock
        #: What the attendee set, and sentences for what in their file is not in use.
        self.settings, self.settings_problems = read_settings(places)
        self._preparation = preparation
        self.schedule = ScheduleStore.open(preparation.compiled)
        conference = self.schedule.conference
        try:
            self.store = ItineraryStore.open(
                paths.itinerary_path(places, conference.id),
                conference.id,
                self.schedule.zone,
                dated,
                backups=paths.backup_folder(places, conference.id),
            )
        except BaseException:
            self.schedule.close()
            raise
        _remove_unfinished(places, conference.id)
        backup = DailyBackup(paths.backup_folder(places, conference.id), self.store, dated)
        self.decisions = Decisions(
            self.store,
            dated,
            after=backup.make_if_due,
            twins=self.schedule.twins,
            scheduled=self.schedule.event,
        )
        self.reading = Reading(self)
        self.aside = Aside(preparation.compiled)
        self._marks: tuple[Itinerary, Marks] | None = None
        self._last: Itinerary | None = None

    @classmethod
    def open(cls, places: paths.Places, clock: Clock = machine_clock) -> Session:
        """Open the conference in use, waiting for its schedule to be compiled.

        Raises:
            ScheduleUnusable: The schedule file cannot be used.
            ItineraryError: The itinerary cannot be opened.
        """
        preparation = Preparation(places)
        try:
            preparation.wait()
            return cls(places, preparation, clock)
        except BaseException:
            preparation.close()
            raise

    @property
    def now(self) -> datetime:
        """The present moment by the venue's clock."""
        return self.clock().astimezone(self.schedule.zone)

    @property
    def today(self) -> date:
        """The present day at the venue."""
        return self.now.date()

    @cached_property
    def changes(self) -> StarChanges:
        """What changed for the attendee's own events since they took note of them."""
        from planner.workspace.changed import StarChanges

        return StarChanges(self)

    def itinerary(self) -> Itinerary:
        """Return what the attendee decided, as it is now, in whichever window.

        Where the file can no longer be read (its disk went away), what was
        read last stays on show; deciding then says why it cannot be kept.

        Raises:
            ItineraryError: It could not be read even once.
        """
        try:
            self._last = self.store.read()
        except ItineraryError:
            if self._last is None:
                raise
        return self._last

    def version(self) -> int:
        """Return a number that moves with every decision made in any window."""
        return self.itinerary().version

    def marks(self) -> Marks:
        """Return the itinerary as the sets that a query needs, the same value until it moves."""
        itinerary = self.itinerary()
        if self._marks is None or self._marks[0] is not itinerary:
            stars = {event_id: star.level for event_id, star in itinerary.stars.items()}
            marks = Marks(
                stars=MappingProxyType(stars),
                hidden=frozenset(itinerary.hidden),
                visited=frozenset(itinerary.visited),
                declined=frozenset(itinerary.declined),
                noted=frozenset(itinerary.notes),
                notes=MappingProxyType({id_: note.text for id_, note in itinerary.notes.items()}),
                clashing=self.reading.clashing(),
                changed=self._changed_ids(itinerary),
                times=MappingProxyType(self.reading.own_slots()),
                version=itinerary.version,
            )
            self._marks = (itinerary, marks)
        return self._marks[1]

    def _changed_ids(self, itinerary: Itinerary) -> frozenset[str]:
        decided = itinerary.stars or itinerary.own_times
        return self.changes.changed_ids() if decided else frozenset()

    def close(self) -> None:
        """Close both stores and end what was begun."""
        self.aside.close()
        self.schedule.close()
        self.store.close()
        self._preparation.close()


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


def _remove_unfinished(places: paths.Places, conference_id: str) -> None:
    """Remove the files that programs did not come to finish before they were killed."""
    seen = paths.seen_path(places, conference_id).parent
    backups = paths.backup_folder(places, conference_id)
    conferences = paths.conferences_folder(places)
    for folder in (places.data, conferences, backups, seen, places.cache):
        remove_unfinished(folder)
    sweep(paths.compiled_folder(places))


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
