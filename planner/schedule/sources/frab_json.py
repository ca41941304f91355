"""schedule.json of frab and pretalx: ``schedule > conference > days > rooms > events``.

Two defects are found in the wild and read all the same: files without the outer
``schedule``, and files whose ``days`` stand beside ``conference``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.schedule.limits import refuse_crowd, refuse_depth
from planner.schedule.loaded import Loaded, Problem, Report
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources.frab import FrabEvent, frab_schedule
from planner.schedule.unusable import ScheduleUnusable

_KEYS = (
    "guid", "id", "code", "date", "start", "duration", "room", "title", "subtitle", "track",
    "type", "abstract", "description", "url", "slug",
)  # fmt: skip
_CONFERENCE = (
    "acronym", "title", "venue", "city", "start", "end", "day_change", "base_url", "url",
    "time_zone_name",
)  # fmt: skip
_NAMES = ("public_name", "name", "full_public_name", "display_name")


def _recognises(content: Content) -> bool:
    return _parts(content.json) is not None


def _read(content: Content, asked: Asked) -> Loaded:
    parts = _parts(content.json)
    if parts is None:
        raise ScheduleUnusable(f'{asked.place} is no schedule.json: it has no "days".')
    schedule, conference, days = parts
    report = Report()
    try:
        refuse_crowd(_count(days))
        refuse_depth(content.json)
    except ScheduleUnusable as error:
        raise ScheduleUnusable(f"{asked.place}: {error}") from error
    values = {key: text for key in _CONFERENCE if (text := _text(conference.get(key)))}
    for key in ("base_url", "url"):
        if key not in values and (text := _text(schedule.get(key))):
            values[key] = text
    generator = schedule.get("generator")
    values["generator"] = _text(generator.get("name") if isinstance(generator, dict) else generator)
    return frab_schedule(values, list(_events(days, report)), asked, report)


def _parts(document: object) -> tuple[dict[str, Any], dict[str, Any], list[Any]] | None:
    """Return a document's schedule, conference and days, None if it has none of them."""
    if not isinstance(document, dict):
        return None
    schedule = document.get("schedule")
    if not isinstance(schedule, dict):
        schedule = document
    conference = schedule.get("conference")
    if not isinstance(conference, dict):
        conference = document.get("conference")
    if not isinstance(conference, dict):
        return None
    for holder in (conference, schedule, document):
        days = holder.get("days")
        # Some conferences give the number of their days there, and the days elsewhere.
        if isinstance(days, list):
            return schedule, conference, days
    return None


def _events(days: list[Any], report: Report) -> Iterator[FrabEvent]:
    for place, day in enumerate(days):
        if not isinstance(day, dict):
            report.problems.append(Problem(None, None, f"day {place}", "is not an object"))
            continue
        filed = tuple(_text(day.get(key)) or None for key in ("date", "day_start", "day_end"))
        for room, events in _rooms(day.get("rooms")):
            if not isinstance(events, list):
                why = "its events are not a list"
                report.problems.append(Problem(None, None, f"day {place}, room {room}"[:80], why))
                continue
            for event in events:
                yield _event(event, room, *filed)


def _count(days: list[Any]) -> int:
    rooms = (room for day in days if isinstance(day, dict) for room in _rooms(day.get("rooms")))
    return sum(len(events) for _, events in rooms if isinstance(events, list))


def _rooms(rooms: object) -> Iterator[tuple[str, Any]]:
    """Yield rooms by name with what they hold: an object by name, or a list of objects."""
    if isinstance(rooms, dict):
        yield from rooms.items()
    elif isinstance(rooms, list):
        for room in rooms:
            if isinstance(room, dict):
                yield _text(room.get("name")), room.get("events")


def _event(
    event: object, room: str, day: str | None, start: str | None, end: str | None
) -> FrabEvent:
    if not isinstance(event, dict):
        # Without id and title, the border leaves it out and tells its place.
        return FrabEvent(day, start, end, {})
    values = {key: text for key in _KEYS if (text := _text(event.get(key)))}
    values.setdefault("room", room)
    return FrabEvent(day, start, end, values, _persons(event), tuple(_links(event)))


def _persons(event: Mapping[str, Any]) -> tuple[str, ...]:
    names = []
    for person in _list(event.get("persons")):
        if isinstance(person, dict):
            names.append(next((t for key in _NAMES if (t := _text(person.get(key)))), ""))
        else:
            names.append(_text(person))
    return tuple(filter(None, names))


def _links(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for link in (*_list(event.get("links")), *_list(event.get("attachments"))):
        if isinstance(link, dict):
            yield _text(link.get("title")), _text(link.get("url"))
        elif isinstance(link, str):
            yield "", link


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """Return a value as text: a number in digits, of texts by language the English or first."""
    if isinstance(value, dict):
        texts = [each for each in (value.get("en"), *value.values()) if isinstance(each, str)]
        value = texts[0] if texts else ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


SOURCE = Source("frab JSON", _recognises, _read)
