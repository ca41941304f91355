"""The native schedule file, format 1 (DESIGN, section 4): one UTF-8 JSON object."""

from __future__ import annotations

import json
from pathlib import Path

from planner.schedule.border import admit_conference, admit_events
from planner.schedule.limits import MAX_BYTES, MAX_DEPTH, refuse_bomb, refuse_crowd
from planner.schedule.loaded import Loaded, Report
from planner.schedule.source import Asked, Content, Source
from planner.schedule.unusable import ScheduleUnusable

FORMAT = 1


def read_native(path: Path) -> Loaded:
    """Return the schedule in the native file ``path`` and a report of what stayed out.

    Raises:
        ScheduleUnusable: the file cannot be read, is no JSON object of this
            format, passes a limit, or holds no sound event.
    """
    return parse_native(read_limited(path), str(path))


def read_limited(path: Path) -> bytes:
    """Return a file's bytes, at most 256 MiB.

    Raises:
        ScheduleUnusable: the file cannot be read or is larger.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise ScheduleUnusable(f"{path} cannot be read: {reason}. Check the file.") from error
    if len(content) > MAX_BYTES:
        raise ScheduleUnusable(f"{path} is larger than {MAX_BYTES >> 20} MiB; split it.")
    return content


def parse_native(content: bytes, place: str) -> Loaded:
    """Return the schedule in ``content``; ``place`` names it in messages.

    Raises:
        ScheduleUnusable: as for :func:`read_native`.
    """
    if not content.strip():
        raise ScheduleUnusable(f"{place} is empty. Get the file again.")
    refuse_bomb(content, place)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise ScheduleUnusable(
            f"{place} is not JSON or is cut off, at line {error.lineno}, column {error.colno} "
            f"({error.msg}). Get the file again."
        ) from error
    except UnicodeDecodeError as error:
        raise ScheduleUnusable(
            f"{place} is not UTF-8, at byte {error.start}. Save it as UTF-8."
        ) from error
    except (ValueError, RecursionError) as error:
        what = f"nests deeper than {MAX_DEPTH} levels"
        if isinstance(error, ValueError):
            what = "holds a number without end"
        raise ScheduleUnusable(f"{place} {what}; it is no schedule.") from error
    return _admitted(document, place)


def _admitted(document: object, place: str) -> Loaded:
    if not isinstance(document, dict) or "events" not in document:
        raise ScheduleUnusable(
            f'{place} is JSON but no native schedule: an object with "format", "conference" and '
            '"events" is expected.'
        )
    version = document.get("format")
    if type(version) is not int or version < 1:
        raise ScheduleUnusable(f'{place} has no "format" number; a native schedule has format 1.')
    if version > FORMAT:
        raise ScheduleUnusable(
            f"{place} has format {version}, newer than this planner knows ({FORMAT}). "
            "Update planner."
        )
    if not isinstance(document["events"], list):
        raise ScheduleUnusable(f'{place}: "events" is not a list.')
    report = Report()
    try:
        refuse_crowd(len(document["events"]))
        conference = admit_conference(document.get("conference"), report)
        events = admit_events(document["events"], conference, report)
    except ScheduleUnusable as error:
        raise ScheduleUnusable(f"{place}: {error}") from error
    return Loaded(conference, events, report)


def _recognises(content: Content) -> bool:
    document = content.json
    return isinstance(document, dict) and {"format", "conference", "events"} <= document.keys()


def _read(content: Content, asked: Asked) -> Loaded:
    return _admitted(content.json, asked.place)


SOURCE = Source("native", _recognises, _read)
