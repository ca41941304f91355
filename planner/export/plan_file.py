"""The plan file: an itinerary as portable JSON, written for others and read with suspicion.

Format 1::

    {"format": 1, "kind": "plan", "conference": "icml2024", "saved": "2024-07-20T08:00:00+00:00",
     "stars": [{"id", "level", "at", "snapshot": an event as in the native schedule file}],
     "notes": [{"id", "text", "at"}], "visited": [{"id", "at"}], "hidden": [{"id", "at"}]}
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeVar

from planner.itinerary.facts import (
    HIDDEN,
    NOTE,
    STAR,
    VISITED,
    Wish,
    mark_value,
    note_value,
    star_value,
)
from planner.model import Event, Itinerary, Level, Note, Person, Star
from planner.record import event_from_record, event_record
from planner.schedule.text import clean, clean_text_block

JsonObject = dict[str, Any]

FORMAT = 1
MOST_BYTES = 256 * 1024 * 1024
MOST_ITEMS = 250_000
LONGEST_TEXT = 1024 * 1024
LONGEST_TITLE = 10_000
MOST_PEOPLE = 1_000

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_TEXT_KEYS = ("attendance", "room", "board", "topics_by", "track", "paper", "parent", "abstract")

_T = TypeVar("_T")


class PlanError(Exception):
    """A plan file cannot be read; the message says what is wrong, and where in the file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan file holds. ``saved`` is when it was written, in UTC."""

    conference_id: str
    saved: datetime
    stars: tuple[Star, ...]
    notes: tuple[Note, ...]
    visited: tuple[tuple[str, datetime], ...]
    hidden: tuple[tuple[str, datetime], ...]


def plan_record(itinerary: Itinerary, saved: datetime) -> JsonObject:
    """Return an itinerary as the plan file's object, in the order of the event ids.

    Args:
        itinerary: What was decided.
        saved: The present, an aware datetime.
    """
    return {
        "format": FORMAT,
        "kind": "plan",
        "conference": itinerary.conference_id,
        "saved": _moment_text(saved),
        "stars": [
            {
                "id": star.event_id,
                "level": star.level.value,
                "at": _moment_text(star.at),
                "snapshot": event_record(star.snapshot),
            }
            for _, star in sorted(itinerary.stars.items())
        ],
        "notes": [
            {"id": note.event_id, "text": note.text, "at": _moment_text(note.at)}
            for _, note in sorted(itinerary.notes.items())
        ],
        "visited": [
            {"id": event_id, "at": _moment_text(at)}
            for event_id, at in sorted(itinerary.visited.items())
        ],
        "hidden": [
            {"id": event_id, "at": _moment_text(at)}
            for event_id, at in sorted(itinerary.hidden.items())
        ],
    }


def plan_bytes(itinerary: Itinerary, saved: datetime) -> bytes:
    """Return an itinerary as a plan file's bytes: UTF-8 JSON that ends with a line break."""
    text = json.dumps(plan_record(itinerary, saved), ensure_ascii=False, indent=1)
    # A lone surrogate has no UTF-8; as \udXXX it is the same JSON string.
    return f"{text}\n".encode("utf-8", "backslashreplace")


def read_plan(content: bytes, zone: tzinfo) -> Plan:
    """Return the plan that a file holds.

    Text is cleaned (control and bidi characters go), links that are not http
    or https are dropped, and unknown keys are passed over; everything else
    that is not as the format says is refused.

    Args:
        content: The whole file.
        zone: The venue's zone, for the times of the stars' snapshots.

    Raises:
        PlanError: It is no plan file, a newer planner's, or broken.
    """
    plan = _object(_parsed(content), "the file")
    if plan.get("kind") != "plan":
        raise PlanError("This is not a plan file: it does not say so in its key 'kind'.")
    number = plan.get("format")
    if isinstance(number, int) and not isinstance(number, bool) and number > FORMAT:
        raise PlanError(
            f"The plan file was written by a newer planner (format {number}, this one knows "
            f"{FORMAT}): update planner."
        )
    if number != FORMAT or isinstance(number, bool):
        raise PlanError(f"The plan file's format is {str(number)[:20]!r}; it should be {FORMAT}.")
    return Plan(
        conference_id=_id(plan, "conference", "the file"),
        saved=_moment(plan, "saved", "the file"),
        stars=_items(plan, "stars", lambda item, place: _star(item, place, zone)),
        notes=_items(plan, "notes", _note),
        visited=_items(plan, "visited", _mark),
        hidden=_items(plan, "hidden", _mark),
    )


def plan_wishes(plan: Plan) -> list[Wish]:
    """Return what makes an itinerary hold all that ``plan`` holds; nothing else is removed."""
    return [
        *(Wish(STAR, s.event_id, star_value(s.level, s.at, s.snapshot)) for s in plan.stars),
        *(Wish(NOTE, note.event_id, note_value(note.text, note.at)) for note in plan.notes),
        *(Wish(VISITED, event_id, mark_value(at)) for event_id, at in plan.visited),
        *(Wish(HIDDEN, event_id, mark_value(at)) for event_id, at in plan.hidden),
    ]


def _parsed(content: bytes) -> object:
    if len(content) > MOST_BYTES:
        raise PlanError("The plan file is larger than 256 MiB.")
    try:
        parsed: object = json.loads(content)
    except RecursionError:
        raise PlanError("The plan file is nested too deep.") from None
    except UnicodeDecodeError:
        raise PlanError("This is not a plan file: it is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise PlanError(
            f"This is not a plan file: no JSON at line {error.lineno}, column {error.colno}."
        ) from None
    except ValueError:
        raise PlanError("The plan file holds a number that is too long.") from None
    return parsed


def _items(plan: JsonObject, key: str, read: Callable[[JsonObject, str], _T]) -> tuple[_T, ...]:
    items = _list(plan, key, "the file")
    if len(items) > MOST_ITEMS:
        raise PlanError(f"The plan file's {key} are more than {MOST_ITEMS:,}.")
    return tuple(
        read(_object(item, f"{key}[{place}]"), f"{key}[{place}]")
        for place, item in enumerate(items)
    )


def _star(item: JsonObject, place: str, zone: tzinfo) -> Star:
    event_id = _id(item, "id", place)
    snapshot = _event(_object(item.get("snapshot"), f"{place}.snapshot"), f"{place}.snapshot", zone)
    if snapshot.id != event_id:
        raise PlanError(f"The plan file's {place} holds the snapshot of another event.")
    try:
        level = Level(_text(item, "level", place))
    except ValueError:
        raise PlanError(f"The plan file's {place}.level is none of {_listed(Level)}.") from None
    return Star(event_id, level, _moment(item, "at", place), snapshot)


def _note(item: JsonObject, place: str) -> Note:
    text = clean_text_block(_text(item, "text", place))
    return Note(_id(item, "id", place), text, _moment(item, "at", place))


def _mark(item: JsonObject, place: str) -> tuple[str, datetime]:
    return _id(item, "id", place), _moment(item, "at", place)


def _event(record: JsonObject, place: str, zone: tzinfo) -> Event:
    """Check the shape of a snapshot, then read it as a trusted record."""
    checked: JsonObject = {
        "id": _id(record, "id", place),
        "kind": _text(record, "kind", place),
        "title": clean(_text(record, "title", place))[:LONGEST_TITLE],
        "day": _text_or_null(record, "day", place, _DAY),
    }
    for key in _TEXT_KEYS:
        text = _text_or_null(record, key, place)
        checked[key] = clean(text) if text is not None else None
    for key in ("start", "end"):
        text = _text_or_null(record, key, place, _MOMENT)
        checked[key] = text.upper() if text else None
    people = [_object(person, f"{place}.people") for person in _list(record, "people", place)]
    checked["people"] = []
    links = [_object(link, f"{place}.links") for link in _list(record, "links", place)]
    checked["links"] = [
        {"label": clean(_text(link, "label", f"{place}.links")), "url": url}
        for link in links
        if _WEB.fullmatch(url := _text(link, "url", f"{place}.links")) and url.isprintable()
    ]
    topics = _list(record, "topics", place)
    if not all(isinstance(topic, str) for topic in topics):
        raise PlanError(f"The plan file's {place}.topics are not all texts.")
    checked["topics"] = [clean(topic) for topic in topics]
    certainty = _object(record.get("certainty"), f"{place}.certainty")
    checked["certainty"] = {
        key: _text(certainty, key, f"{place}.certainty") for key in ("slot", "room", "board")
    }
    if not checked["title"]:
        raise PlanError(f"The plan file's {place}.title is empty.")
    try:
        event = event_from_record(checked, zone)
    except (ValueError, OverflowError) as error:
        raise PlanError(f"The plan file's {place} cannot be read: {error}.") from None
    persons = tuple(_person(person, f"{place}.people") for person in people[:MOST_PEOPLE])
    return replace(event, people=persons)


def _person(record: JsonObject, place: str) -> Person:
    affiliation = _text_or_null(record, "affiliation", place)
    return Person(
        clean(_text(record, "name", place)),
        clean(affiliation) if affiliation is not None else None,
    )


def _object(value: object, place: str) -> JsonObject:
    if not isinstance(value, dict):
        raise PlanError(f"In the plan file {place} is not an object.")
    return value


def _list(record: JsonObject, key: str, place: str) -> list[Any]:
    value = record.get(key)
    if not isinstance(value, list):
        raise PlanError(f"In the plan file {place} has no list {key!r}.")
    return value


def _text(record: JsonObject, key: str, place: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise PlanError(f"In the plan file {place} has no text {key!r}.")
    if len(value) > LONGEST_TEXT:
        raise PlanError(f"In the plan file {place} has too long a text {key!r}.")
    return value


def _text_or_null(
    record: JsonObject, key: str, place: str, form: re.Pattern[str] | None = None
) -> str | None:
    if record.get(key) is None:
        return None
    text = _text(record, key, place)
    if form and not form.fullmatch(text):
        raise PlanError(f"In the plan file {place}.{key} is {text[:40]!r}, which is no such time.")
    return text


def _id(record: JsonObject, key: str, place: str) -> str:
    text = _text(record, key, place)
    if not _ID.fullmatch(text):
        raise PlanError(f"In the plan file {place} has a {key!r} that is no id: {text[:40]!r}.")
    return text


def _moment(record: JsonObject, key: str, place: str) -> datetime:
    text = _text(record, key, place)
    if not _MOMENT.fullmatch(text):
        raise PlanError(f"In the plan file {place}.{key} is no RFC 3339 time: {text[:40]!r}.")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PlanError(f"In the plan file {place}.{key} is no such time: {text[:40]!r}.") from None


def _moment_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _listed(levels: type[Level]) -> str:
    return ", ".join(level.value for level in levels)
