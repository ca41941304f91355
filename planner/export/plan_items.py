"""The items of a plan file, each checked before it is trusted: stars, notes, marks, times.

Every function is given an item and its place in the file, and raises
:class:`PlanError` with that place. Zones are the venue's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, tzinfo

from planner.export.links import address
from planner.export.plan_values import (
    MOMENT,
    JsonObject,
    PlanError,
    id_of,
    list_of,
    moment_at,
    moment_in,
    object_of,
    text_of,
    text_or_null,
)
from planner.itinerary.facts import (
    LONGEST_BOARD,
    LONGEST_COMMITMENT_TITLE,
    LONGEST_SEARCH_NAME,
    LONGEST_SEARCH_QUERY,
)
from planner.model import (
    Commitment,
    Event,
    Leaving,
    Level,
    Note,
    OwnTime,
    Person,
    SavedSearch,
    Star,
)
from planner.record import event_from_record
from planner.schedule.limits import MAX_PEOPLE, MAX_TITLE, YEARS
from planner.schedule.text import clean, clean_text_block

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TEXT_KEYS = ("attendance", "room", "board", "topics_by", "track", "paper", "parent", "abstract")


def star_of(item: JsonObject, place: str, zone: tzinfo) -> Star:
    """Return a star with its snapshot, the event as it was when it was starred."""
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


def note_of(item: JsonObject, place: str) -> Note:
    """Return the attendee's own text, cleaned."""
    text = clean_text_block(text_of(item, "text", place))
    return Note(id_of(item, "id", place), text, moment_at(item, "at", place))


def mark_of(item: JsonObject, place: str) -> tuple[str, datetime]:
    """Return the id of a marked event, and when it was marked."""
    return id_of(item, "id", place), moment_at(item, "at", place)


def search_of(item: JsonObject, place: str) -> SavedSearch:
    """Return a saved search, cleaned and cut to what is kept."""
    name = clean(text_of(item, "name", place))[:LONGEST_SEARCH_NAME].strip()
    query = clean(text_of(item, "query", place))[:LONGEST_SEARCH_QUERY].strip()
    if not name or not query:
        raise PlanError(f"The plan file's {place} has no name or no query.")
    return SavedSearch(name, query, moment_at(item, "at", place))


def commitment_of(item: JsonObject, place: str, zone: tzinfo) -> Commitment:
    """Return time of the attendee's own, which has a title and ends after it starts."""
    title = clean(text_of(item, "title", place))[:LONGEST_COMMITMENT_TITLE].strip()
    start, end = (moment_in(item, key, place, zone) for key in ("start", "end"))
    if not title or end <= start:
        raise PlanError(f"The plan file's {place} has no title, or ends before it starts.")
    calendar = text_or_null(item, "calendar", place)
    away = item.get("away") is True
    return Commitment(
        id_of(item, "id", place), title, start, end, away, clean(calendar or "") or None
    )


def own_time_of(item: JsonObject, place: str, zone: tzinfo) -> OwnTime:
    """Return a time that the attendee gave to an event."""
    start = moment_in(item, "start", place, zone)
    end = moment_in(item, "end", place, zone) if item.get("end") is not None else None
    if end is not None and end <= start:
        raise PlanError(f"The plan file's {place} ends before it starts.")
    board = clean(text_or_null(item, "board", place) or "")[:LONGEST_BOARD].strip()
    return OwnTime(
        id_of(item, "id", place), start, end, board or None, moment_at(item, "at", place)
    )


def leaving_of(item: JsonObject, place: str, zone: tzinfo) -> Leaving:
    """Return when the attendee leaves an event."""
    until = moment_in(item, "until", place, zone)
    return Leaving(id_of(item, "id", place), until, moment_at(item, "at", place))


def _event(record: JsonObject, place: str, zone: tzinfo) -> Event:
    """Check the shape of a snapshot, then read it as a trusted record."""
    checked: JsonObject = {
        "id": id_of(record, "id", place),
        "kind": text_of(record, "kind", place),
        "title": clean(text_of(record, "title", place))[:MAX_TITLE],
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
        if (url := address(text_of(link, "url", f"{place}.links")))
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
        raise PlanError(f"The plan file's {place} cannot be read: {_short(error)}.") from None
    if not all(moment is None or moment.year in YEARS for moment in (event.start, event.end)):
        raise PlanError(f"The plan file's {place} lies beyond all calendars.")
    persons = (_person(person, f"{place}.people") for person in people[:MAX_PEOPLE])
    return replace(event, people=tuple(person for person in persons if person.name))


def _short(error: Exception) -> str:
    """Return what is wrong in a few words, for it may repeat what the file holds."""
    return clean(str(error))[:80]


def _person(record: JsonObject, place: str) -> Person:
    affiliation = text_or_null(record, "affiliation", place)
    return Person(
        clean(text_of(record, "name", place)),
        clean(affiliation) if affiliation is not None else None,
    )


def _listed(levels: type[Level]) -> str:
    return ", ".join(level.value for level in levels)
