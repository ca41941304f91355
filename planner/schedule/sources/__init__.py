"""One module for each format of schedule file, each turning it into the model.

A module of this folder that has a ``SOURCE`` is a source: an eighth format is
one more file here and nothing else.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace

from planner.schedule.limits import refuse_bomb
from planner.schedule.loaded import Loaded
from planner.schedule.source import Asked, Content, Source
from planner.schedule.unusable import ScheduleUnusable


def sources() -> tuple[Source, ...]:
    """Return all sources, by the names of their modules."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(module.SOURCE for module in modules if hasattr(module, "SOURCE"))


def source_of(content: Content, place: str) -> Source:
    """Return the source whose format ``content`` has; ``place`` names it in messages.

    Raises:
        ScheduleUnusable: No source knows the format, or the file is too large to be one.
    """
    refuse_bomb(content.raw, place)
    known = sources()
    for source in known:
        if source.recognises(content):
            return source
    raise ScheduleUnusable(
        f"{place} is no schedule that planner can read. It reads "
        f"{', '.join(sorted(source.name for source in known))}."
    )


def read_schedule(content: Content, asked: Asked) -> Loaded:
    """Return the schedule in ``content``, whichever known format it has.

    Raises:
        ScheduleUnusable: No source knows the format, or nothing in it can be used.
    """
    return read_by(source_of(content, asked.place), content, asked)


def read_by(source: Source, content: Content, asked: Asked) -> Loaded:
    """Return the schedule that ``source`` reads, under the id that was asked for.

    Raises:
        ScheduleUnusable: Nothing in it can be used.
    """
    loaded = source.read(content, asked)
    if asked.conference_id is None:
        return loaded
    return replace(loaded, conference=replace(loaded.conference, id=asked.conference_id))
