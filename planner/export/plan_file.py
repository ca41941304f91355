"""The plan file: an itinerary as portable JSON, written for others and read with suspicion.

Format 1::

    {"format": 1, "kind": "plan", "conference": "icml2024", "saved": "2024-07-20T08:00:00+00:00",
     "stars": [{"id", "level", "at", "snapshot": an event as in the native schedule file}],
     "notes": [{"id", "text", "at"}], "visited": [{"id", "at"}], "hidden": [{"id", "at"}],
     "declined": [{"id", "at"}], "searches": [{"name", "query", "at"}],
     "commitments": [{"id", "title", "start", "end", "away", "calendar"}],
     "own_times": [{"id", "start", "end", "board", "at"}],
     "mine": [{"id", "at"}], "pins": [{"id", "at"}], "leaving": [{"id", "until", "at"}]}

All from ``declined`` on may be missing: earlier planners did not write them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TypeVar

from planner.export.plan_values import (
    MOMENT,
    JsonObject,
    PlanError,
    id_of,
    list_of,
    moment_at,
    moment_in,
    object_of,
    parsed,
    text_of,
    text_or_null,
)
from planner.itinerary.facts import (
    COMMITMENT,
    DECLINED,
    HIDDEN,
    LEAVING,
    LONGEST_BOARD,
    LONGEST_COMMITMENT_TITLE,
    LONGEST_SEARCH_NAME,
    LONGEST_SEARCH_QUERY,
    MINE,
    NOTE,
    PIN,
    SEARCH,
    STAR,
    TIME,
    VISITED,
    Wish,
    commitment_value,
    leaving_value,
    mark_value,
    moment_text,
    note_value,
    own_time_value,
    search_value,
    star_value,
)
from planner.model import (
    Commitment,
    Event,
    Itinerary,
    Leaving,
    Level,
    Note,
    OwnTime,
    Person,
    SavedSearch,
    Star,
)
from planner.record import event_from_record, event_record
from planner.schedule.text import clean, clean_text_block

FORMAT = 1
MOST_ITEMS = 250_000
LONGEST_TITLE = 10_000
MOST_PEOPLE = 1_000

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_TEXT_KEYS = ("attendance", "room", "board", "topics_by", "track", "paper", "parent", "abstract")

_T = TypeVar("_T")

__all__ = ["Plan", "PlanError", "plan_bytes", "plan_record", "plan_wishes", "read_plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan file holds. ``saved`` is when it was written, in UTC."""

    conference_id: str
    saved: datetime
    stars: tuple[Star, ...]
    notes: tuple[Note, ...]
    visited: tuple[tuple[str, datetime], ...]
    hidden: tuple[tuple[str, datetime], ...]
    declined: tuple[tuple[str, datetime], ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    own_times: tuple[OwnTime, ...] = ()
    mine: tuple[tuple[str, datetime], ...] = ()
    pins: tuple[tuple[str, datetime], ...] = ()
    leaving: tuple[Leaving, ...] = ()


def plan_record(itinerary: Itinerary, saved: datetime, *, private: bool = True) -> JsonObject:
    """Return an itinerary as the plan file's object, in the order of the event ids.

    Args:
        itinerary: What was decided.
        saved: The present, an aware datetime.
        private: Whether notes and commitments are in it; a plan for others
            holds neither.
    """
    record: JsonObject = {
        "format": FORMAT,
        "kind": "plan",
        "conference": itinerary.conference_id,
        "saved": moment_text(saved),
        "stars": [
            {
                "id": star.event_id,
                "level": star.level.value,
                "at": moment_text(star.at),
                "snapshot": event_record(star.snapshot),
            }
            for _, star in sorted(itinerary.stars.items())
        ],
        "notes": [
            {"id": note.event_id, "text": note.text, "at": moment_text(note.at)}
            for _, note in sorted(itinerary.notes.items())
        ],
        "visited": [
            {"id": event_id, "at": moment_text(at)}
            for event_id, at in sorted(itinerary.visited.items())
        ],
        "hidden": [
            {"id": event_id, "at": moment_text(at)}
            for event_id, at in sorted(itinerary.hidden.items())
        ],
        "declined": [
            {"id": event_id, "at": moment_text(at)}
            for event_id, at in sorted(itinerary.declined.items())
        ],
        "searches": [
            {"name": search.name, "query": search.query, "at": moment_text(search.at)}
            for _, search in sorted(itinerary.searches.items())
        ],
        "commitments": [
            {
                "id": each.id,
                "title": each.title,
                "start": each.start.isoformat(),
                "end": each.end.isoformat(),
                "away": each.away,
                "calendar": each.calendar,
            }
            for _, each in sorted(itinerary.commitments.items())
        ],
        "own_times": [
            {
                "id": own.event_id,
                "start": own.start.isoformat(),
                "end": own.end.isoformat() if own.end else None,
                "board": own.board,
                "at": moment_text(own.at),
            }
            for _, own in sorted(itinerary.own_times.items())
        ],
        "mine": [
            {"id": event_id, "at": moment_text(at)}
            for event_id, at in sorted(itinerary.mine.items())
        ],
        "pins": [
            {"id": event_id, "at": moment_text(at)}
            for event_id, at in sorted(itinerary.pins.items())
        ],
        "leaving": [
            {"id": left.event_id, "until": left.until.isoformat(), "at": moment_text(left.at)}
            for _, left in sorted(itinerary.leaving.items())
        ],
    }
    return record if private else {**record, "notes": [], "commitments": []}


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
    plan = object_of(parsed(content), "the file")
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
        conference_id=id_of(plan, "conference", "the file"),
        saved=moment_at(plan, "saved", "the file"),
        stars=_items(plan, "stars", lambda item, place: _star(item, place, zone)),
        notes=_items(plan, "notes", _note),
        visited=_items(plan, "visited", _mark),
        hidden=_items(plan, "hidden", _mark),
        declined=_items(plan, "declined", _mark) if "declined" in plan else (),
        searches=_items(plan, "searches", _search) if "searches" in plan else (),
        commitments=_items(plan, "commitments", lambda item, place: _commitment(item, place, zone))
        if "commitments" in plan
        else (),
        own_times=_items(plan, "own_times", lambda item, place: _own_time(item, place, zone))
        if "own_times" in plan
        else (),
        mine=_items(plan, "mine", _mark) if "mine" in plan else (),
        pins=_items(plan, "pins", _mark) if "pins" in plan else (),
        leaving=_items(plan, "leaving", lambda item, place: _leaving(item, place, zone))
        if "leaving" in plan
        else (),
    )


def plan_wishes(plan: Plan) -> list[Wish]:
    """Return what makes an itinerary hold all that ``plan`` holds; nothing else is removed."""
    return [
        *(Wish(STAR, s.event_id, star_value(s.level, s.at, s.snapshot)) for s in plan.stars),
        *(Wish(NOTE, note.event_id, note_value(note.text, note.at)) for note in plan.notes),
        *(Wish(VISITED, event_id, mark_value(at)) for event_id, at in plan.visited),
        *(Wish(HIDDEN, event_id, mark_value(at)) for event_id, at in plan.hidden),
        *(Wish(DECLINED, event_id, mark_value(at)) for event_id, at in plan.declined),
        *(Wish(SEARCH, s.name, search_value(s.query, s.at)) for s in plan.searches),
        *(Wish(COMMITMENT, c.id, commitment_value(c, plan.saved)) for c in plan.commitments),
        *(
            Wish(TIME, own.event_id, own_time_value(own.start, own.end, own.board, own.at))
            for own in plan.own_times
        ),
        *(Wish(MINE, event_id, mark_value(at)) for event_id, at in plan.mine),
        *(Wish(PIN, event_id, mark_value(at)) for event_id, at in plan.pins),
        *(Wish(LEAVING, e.event_id, leaving_value(e.until, e.at)) for e in plan.leaving),
    ]


def _items(plan: JsonObject, key: str, read: Callable[[JsonObject, str], _T]) -> tuple[_T, ...]:
    items = list_of(plan, key, "the file")
    if len(items) > MOST_ITEMS:
        raise PlanError(f"The plan file's {key} are more than {MOST_ITEMS:,}.")
    return tuple(
        read(object_of(item, f"{key}[{place}]"), f"{key}[{place}]")
        for place, item in enumerate(items)
    )


def _star(item: JsonObject, place: str, zone: tzinfo) -> Star:
    event_id = id_of(item, "id", place)
    snapshot = _event(
        object_of(item.get("snapshot"), f"{place}.snapshot"), f"{place}.snapshot", zone
    )
    if snapshot.id != event_id:
        raise PlanError(f"The plan file's {place} holds the snapshot of another event.")
    try:
        level = Level(text_of(item, "level", place))
    except ValueError:
        raise PlanError(f"The plan file's {place}.level is none of {_listed(Level)}.") from None
    return Star(event_id, level, moment_at(item, "at", place), snapshot)


def _note(item: JsonObject, place: str) -> Note:
    text = clean_text_block(text_of(item, "text", place))
    return Note(id_of(item, "id", place), text, moment_at(item, "at", place))


def _mark(item: JsonObject, place: str) -> tuple[str, datetime]:
    return id_of(item, "id", place), moment_at(item, "at", place)


def _search(item: JsonObject, place: str) -> SavedSearch:
    name = clean(text_of(item, "name", place))[:LONGEST_SEARCH_NAME].strip()
    query = clean(text_of(item, "query", place))[:LONGEST_SEARCH_QUERY].strip()
    if not name or not query:
        raise PlanError(f"The plan file's {place} has no name or no query.")
    return SavedSearch(name, query, moment_at(item, "at", place))


def _commitment(item: JsonObject, place: str, zone: tzinfo) -> Commitment:
    title = clean(text_of(item, "title", place))[:LONGEST_COMMITMENT_TITLE].strip()
    start, end = (moment_in(item, key, place, zone) for key in ("start", "end"))
    if not title or end <= start:
        raise PlanError(f"The plan file's {place} has no title, or ends before it starts.")
    calendar = text_or_null(item, "calendar", place)
    away = item.get("away") is True
    return Commitment(
        id_of(item, "id", place), title, start, end, away, clean(calendar) if calendar else None
    )


def _own_time(item: JsonObject, place: str, zone: tzinfo) -> OwnTime:
    start = moment_in(item, "start", place, zone)
    end = moment_in(item, "end", place, zone) if item.get("end") is not None else None
    if end is not None and end <= start:
        raise PlanError(f"The plan file's {place} ends before it starts.")
    board = clean(text_or_null(item, "board", place) or "")[:LONGEST_BOARD].strip()
    return OwnTime(
        id_of(item, "id", place), start, end, board or None, moment_at(item, "at", place)
    )


def _leaving(item: JsonObject, place: str, zone: tzinfo) -> Leaving:
    until = moment_in(item, "until", place, zone)
    return Leaving(id_of(item, "id", place), until, moment_at(item, "at", place))


def _event(record: JsonObject, place: str, zone: tzinfo) -> Event:
    """Check the shape of a snapshot, then read it as a trusted record."""
    checked: JsonObject = {
        "id": id_of(record, "id", place),
        "kind": text_of(record, "kind", place),
        "title": clean(text_of(record, "title", place))[:LONGEST_TITLE],
        "day": text_or_null(record, "day", place, _DAY),
    }
    for key in _TEXT_KEYS:
        text = text_or_null(record, key, place)
        checked[key] = clean(text) if text is not None else None
    for key in ("start", "end"):
        text = text_or_null(record, key, place, MOMENT)
        checked[key] = text.upper() if text else None
    people = [object_of(person, f"{place}.people") for person in list_of(record, "people", place)]
    checked["people"] = []
    links = [object_of(link, f"{place}.links") for link in list_of(record, "links", place)]
    checked["links"] = [
        {"label": clean(text_of(link, "label", f"{place}.links")), "url": url}
        for link in links
        if _WEB.fullmatch(url := text_of(link, "url", f"{place}.links")) and url.isprintable()
    ]
    topics = list_of(record, "topics", place)
    if not all(isinstance(topic, str) for topic in topics):
        raise PlanError(f"The plan file's {place}.topics are not all texts.")
    checked["topics"] = [clean(topic) for topic in topics]
    certainty = object_of(record.get("certainty"), f"{place}.certainty")
    checked["certainty"] = {
        key: text_of(certainty, key, f"{place}.certainty") for key in ("slot", "room", "board")
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
    affiliation = text_or_null(record, "affiliation", place)
    return Person(
        clean(text_of(record, "name", place)),
        clean(affiliation) if affiliation is not None else None,
    )


def _listed(levels: type[Level]) -> str:
    return ", ".join(level.value for level in levels)
