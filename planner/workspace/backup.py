"""The automatic backup: the whole itinerary as a plan file, once a day, ten kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from planner.itinerary.store import ItineraryStore
from planner.safe_write import write_whole


class DailyBackup:
    """Backs up one itinerary after the first decision of each day.

    A backup that cannot be written costs the decision nothing: that one is on
    the disk already.

    Args:
        folder: The folder of this conference's backups.
        store: The itinerary's store.
        clock: Gives the present moment, aware, in UTC.
    """

    def __init__(self, folder: Path, store: ItineraryStore, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._store = store
        self._clock = clock
        self._done: date | None = None

    def make_if_due(self) -> None:
        """Write today's backup unless it is there."""
        now = self._clock()
        if self._done == now.date():
            return
        self._done = now.date()
        from planner.export.plan_file import plan_bytes
        from planner.itinerary import backup

        if not backup.is_due(self._folder, now.date()):
            return
        with contextlib.suppress(OSError):
            path = backup.backup_path(self._folder, now.date())
            write_whole(path, plan_bytes(self._store.read(), now))
            backup.rotate(self._folder, now.date())
