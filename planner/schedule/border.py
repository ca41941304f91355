"""The border: foreign JSON objects become the model's values here, one event at a time.

Every source hands its events over as objects of the native format; what is
sound comes in, what is not is left out and reported with its place. This is the
only module of the floor that imports pydantic.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from planner.model import Certainty, Conference, Event, Kind
from planner.schedule.border_ids import sound_id, with_sound_parents, with_start_in_id
from planner.schedule.border_values import (
    Dropped,
    Note,
    cut,
    is_address,
    is_text,
    links,
    people,
    shown,
    topics,
)
from planner.schedule.limits import MAX_TEXT, MAX_TITLE, YEARS, refuse_crowd, refuse_depth
from planner.schedule.loaded import Problem, Report
from planner.schedule.text import clean, clean_text_block, without_escapes
from planner.schedule.unusable import ScheduleUnusable

#: RFC 3339, section 5.6: a date-time always carries seconds and an offset.
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_KEYS = frozenset(f.name for f in fields(Event))
#: Without a sound value of these an event says nothing that could be trusted.
_VITAL = frozenset({"id", "title", "start", "end", "day"})
#: Neither a conference nor an event lasts longer: each of its days may be looked at.
_LONGEST = timedelta(days=366)
#: What a conference is called fits on a line.
_LONGEST_NAME = 300
_LINES = ("title", "room", "board", "track", "paper", "topics_by")

_EVENT = TypeAdapter(Event)
_CONFERENCE = TypeAdapter(Conference)


def admit_conference(raw: object, report: Report) -> Conference:
    """Return the conference of the native format's object ``raw``.

    Raises:
        ScheduleUnusable: a required value is missing or unsound, or the zone is
            not an IANA name.
    """
    if not isinstance(raw, dict):
        raise ScheduleUnusable('The file has no "conference" object; a native schedule needs one.')
    known = {f.name for f in fields(Conference)}
    _count_unknown(raw, known, report)
    tidy: dict[str, Any] = {}
    for key, value in raw.items():
        if key in known:
            limit = _LONGEST_NAME if key in ("name", "title", "venue") else MAX_TITLE
            tidy[key] = clean(value)[:limit] or None if isinstance(value, str) else value
    for key in ("url", "source"):
        if tidy.get(key) is not None and not is_address(tidy[key]):
            report.problems.append(Problem(None, None, key, "not an http or https address"))
            tidy[key] = None
    for key in ("start", "end"):
        if not (isinstance(tidy.get(key), str) and _DAY.fullmatch(tidy[key])):
            raise ScheduleUnusable(
                f"The conference's {key} is not a day such as 2024-07-21; correct it in the file."
            )
    try:
        conference = _CONFERENCE.validate_json(json.dumps(tidy))
        ZoneInfo(conference.timezone)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ScheduleUnusable(
            f"The conference's {key} cannot be used ({first['msg']}); correct it in the file."
        ) from error
    except (KeyError, ValueError, OSError) as error:
        raise ScheduleUnusable(
            f"The time zone {shown(tidy['timezone'])} is not known; the conference's timezone "
            "must be an IANA name such as Europe/Vienna."
        ) from error
    if conference.end < conference.start:
        raise ScheduleUnusable("The conference ends before it starts; correct it in the file.")
    if conference.end - conference.start > _LONGEST:
        raise ScheduleUnusable("The conference lasts more than a year; correct it in the file.")
    if not {conference.start.year, conference.end.year} <= set(YEARS):
        raise ScheduleUnusable(
            f"The conference is in the year {conference.start.year}, which nobody can plan for; "
            "correct its start and end in the file."
        )
    return conference


def admit_events(
    raw_events: Iterable[object], conference: Conference, report: Report
) -> tuple[Event, ...]:
    """Return the sound events of ``raw_events``, objects of the native format.

    A repeated id gets its start appended. Parents that are not among the events,
    or that lead in a circle, are left out.

    Raises:
        ScheduleUnusable: there are more events than the limit, or none is sound.
    """
    zone = ZoneInfo(conference.timezone)
    events: dict[str, Event] = {}
    renamed: dict[str, str] = {}
    places: dict[str, int] = {}
    for index, raw in enumerate(raw_events):
        refuse_crowd(index + 1)
        name = clean(raw["id"])[:80] if isinstance(raw, dict) and is_text(raw.get("id")) else None
        found: list[Problem] = []
        try:
            event = _admit_event(raw, zone, found, index, name, report)
            if isinstance(raw, dict) and raw["id"] != event.id:
                renamed[raw["id"]] = event.id
            if event.id in events:
                event = with_start_in_id(event, events)
        except Dropped as drop:
            found.append(Problem(index, name, drop.key, drop.why, dropped=True))
        except RecursionError:
            found.append(Problem(index, name, "event", "nests too deeply", dropped=True))
        else:
            events[event.id] = event
            places[event.id] = index
        report.problems.extend(found)
    if not events:
        raise ScheduleUnusable("The file holds no event that can be used; nothing was imported.")
    return tuple(with_sound_parents(events, renamed, places, report))


def _admit_event(
    raw: object,
    zone: ZoneInfo,
    found: list[Problem],
    index: int,
    name: str | None,
    report: Report,
) -> Event:
    if not isinstance(raw, dict):
        raise Dropped("event", "is not an object")
    if raw.keys() - _KEYS:
        _count_unknown(raw, _KEYS, report)

    def note(key: str, why: str) -> None:
        found.append(Problem(index, name, key, why))

    tidy = {key: value for key, value in raw.items() if key in _KEYS and value is not None}
    tidy["id"] = sound_id(tidy.get("id"), note)
    for key in _LINES:
        if key in tidy and isinstance(tidy[key], str):
            limit = MAX_TITLE if key == "title" else MAX_TEXT
            tidy[key] = cut(clean(tidy[key]), limit, key, note) or None
    if not isinstance(tidy.get("title"), str):
        raise Dropped("title", "missing")
    if isinstance(tidy.get("abstract"), str):
        tidy["abstract"] = (
            cut(without_escapes(clean_text_block(tidy["abstract"])), MAX_TEXT, "abstract", note)
            or None
        )
    for key in ("start", "end"):
        value = tidy.get(key)
        if value is not None and not (isinstance(value, str) and _RFC3339.fullmatch(value)):
            raise Dropped(key, f"not a time with an offset, as in RFC 3339: {shown(value)}")
    day = tidy.get("day")
    if day is not None and not (isinstance(day, str) and _DAY.fullmatch(day)):
        raise Dropped("day", f"not a day such as 2024-07-24: {shown(day)}")
    tidy["people"] = people(tidy.get("people", []), note)
    tidy["topics"] = topics(tidy.get("topics", []), note)
    tidy["links"] = links(tidy.get("links", []), note)
    event = _validated(tidy, note)
    return _in_zone(event, zone, note)


def _validated(tidy: dict[str, Any], note: Note) -> Event:
    """Validate strictly; an unsound value that is not vital is left out and noted."""
    try:
        return _EVENT.validate_json(json.dumps(tidy))
    except ValidationError as error:
        faults = error.errors()
        if not all(fault["loc"] for fault in faults):
            # Of what nests too deeply the library does not say where it stands.
            raise Dropped("event", clean(faults[0]["msg"])) from error
        bad = {str(fault["loc"][0]): fault["msg"] for fault in faults}
    for key, why in bad.items():
        if key in _VITAL and not (key == "id" and "id" in tidy):
            raise Dropped(key, why)
        value = shown(tidy.pop(key, None))
        if key == "kind":
            tidy[key] = Kind.OTHER.value
            note(key, f"unknown kind {value}, taken as other")
        else:
            note(key, f"left out: {why}")
    tidy.setdefault("kind", Kind.OTHER.value)
    try:
        return _EVENT.validate_json(json.dumps(tidy))
    except ValidationError as error:
        fault = error.errors()[0]
        raise Dropped(str(fault["loc"][0]), fault["msg"]) from error


def _in_zone(event: Event, zone: ZoneInfo, note: Note) -> Event:
    try:
        start = event.start and event.start.astimezone(zone)
        end = event.end and event.end.astimezone(zone)
    except OverflowError as error:
        raise Dropped("start", "outside of all calendars") from error
    if start and start.year not in YEARS:
        raise Dropped("start", "outside of all calendars")
    if event.day and event.day.year not in YEARS:
        raise Dropped("day", "outside of all calendars")
    if end and not start:
        note("end", "left out: an end without a start")
        end = None
    if start and end and end < start:
        note("end", "left out: it lies before the start")
        end = None
    if start and end and end.astimezone(UTC) - start.astimezone(UTC) > _LONGEST:
        note("end", "left out: it lies more than a year after the start")
        end = None
    day = event.day
    if start:
        # A source may file what happens after midnight under the day before.
        if day and abs(day - start.date()) > timedelta(days=1):
            note("day", "replaced: it is not the day of the start")
            day = None
        day = day or start.date()
    certainty = event.certainty
    if start is None and day is None and certainty.slot is not Certainty.UNKNOWN:
        certainty = replace(certainty, slot=Certainty.UNKNOWN)
    return replace(event, start=start, end=end, day=day, certainty=certainty)


def _count_unknown(raw: Mapping[str, Any], known: Iterable[str], report: Report) -> None:
    for key in raw.keys() - set(known):
        refuse_depth(raw[key])
        name = clean(str(key))[:60]
        report.unknown_keys[name] = report.unknown_keys.get(name, 0) + 1
