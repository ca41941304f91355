"""Opens the schedule and the itinerary in use, and notices foreign changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner import paths
from planner.itinerary.store import ItineraryError, ItineraryStore
from planner.keys import Keys
from planner.model import Itinerary
from planner.safe_write import remove_unfinished
from planner.schedule.compiled import sweep
from planner.schedule.search import Marks
from planner.schedule.store import ScheduleStore
from planner.workspace.aside import Aside
from planner.workspace.backup import DailyBackup
from planner.workspace.decisions import Decisions
from planner.workspace.preparation import Preparation
from planner.workspace.reading import Reading
from planner.workspace.settings.file import read_settings

if TYPE_CHECKING:
    from planner.workspace.changed import StarChanges

Clock = Callable[[], datetime]


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
        #: Which key does what, the attendee's own keys among them.
        self.keys = Keys(self.settings.keys)
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


def _remove_unfinished(places: paths.Places, conference_id: str) -> None:
    """Remove the files that programs did not come to finish before they were killed."""
    seen = paths.seen_path(places, conference_id).parent
    backups = paths.backup_folder(places, conference_id)
    conferences = paths.conferences_folder(places)
    for folder in (places.data, conferences, backups, seen, places.cache):
        remove_unfinished(folder)
    sweep(paths.compiled_folder(places))
