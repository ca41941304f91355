"""A look at the plan for a command that must be over at once: both stores, nothing else.

A session also searches, decides and works aside; ``planner next`` needs none of
that, and importing it takes longer than the answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from planner import paths
from planner.itinerary.store import ItineraryStore
from planner.model import Itinerary
from planner.schedule.compiled import compiled_path, is_fresh
from planner.schedule.store import ScheduleStore
from planner.schedule.unusable import NotCompiled
from planner.workspace.in_use import schedule_in_use


class Glance(NamedTuple):
    """The schedule, what is decided, and what must be told on opening it, if anything."""

    schedule: ScheduleStore
    itinerary: Itinerary
    notice: str | None


@contextmanager
def glance(
    places: paths.Places, clock: Callable[[], datetime], *, quiet: bool = False
) -> Iterator[Glance]:
    """Open the conference in use for reading; a schedule not yet compiled is waited for.

    Args:
        places: Where planner's files are.
        clock: Gives the present moment, aware.
        quiet: Whether nobody would be told what there is to tell: a damaged itinerary
            is then not set aside, nor a missing one made.

    Raises:
        ScheduleUnusable: The schedule file cannot be used.
        ItineraryError: The itinerary cannot be opened.
    """
    source = schedule_in_use(places, os.environ)
    compiled = compiled_path(source, paths.compiled_folder(places))
    preparation = None
    try:
        try:
            if not is_fresh(source, compiled):
                raise NotCompiled
            schedule = ScheduleStore.open(compiled)
        except (NotCompiled, OSError):
            from planner.workspace.preparation import Preparation

            preparation = Preparation(places)
            preparation.wait()
            schedule = ScheduleStore.open(preparation.compiled)
        conference = schedule.conference
        try:
            path = paths.itinerary_path(places, conference.id)
            if quiet:
                store = ItineraryStore.look(path, conference.id, schedule.zone, clock)
            else:
                backups = paths.backup_folder(places, conference.id)
                store = ItineraryStore.open(path, conference.id, schedule.zone, clock, backups)
            with store:
                yield Glance(schedule, store.read(), store.notice)
        finally:
            schedule.close()
    finally:
        if preparation is not None:
            preparation.close()
