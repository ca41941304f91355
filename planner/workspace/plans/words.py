"""What loading a plan makes of each fact, in the attendee's words."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from planner.itinerary.facts import (
    COMMITMENT,
    DECLINED,
    HIDDEN,
    LEAVING,
    MINE,
    NOTE,
    PIN,
    SEARCH,
    STAR,
    TIME,
    VISITED,
    JsonObject,
)
from planner.itinerary.merge import Difference
from planner.workspace.wording import clock, time_words

if TYPE_CHECKING:
    from planner.schedule.store import ScheduleStore

_NOUNS = {
    NOTE: "note",
    VISITED: "mark as seen",
    HIDDEN: "hidden",
    DECLINED: "no",
    SEARCH: "saved search",
    COMMITMENT: "time of your own",
    TIME: "time that you know",
    MINE: "you present it",
    PIN: "pin",
    LEAVING: "leaving early",
}


class DifferenceWords(NamedTuple):
    """A difference for both shells: the id, what becomes of it, and of what."""

    id: str
    what: str
    title: str


def difference_words(difference: Difference, schedule: ScheduleStore) -> DifferenceWords:
    """Return what becomes of a fact, and of which event, search or time it is."""
    words = _star_words(difference) if difference.field == STAR else _other_words(difference)
    detail = _detail(difference, schedule.zone)
    return DifferenceWords(
        difference.key, f"{words}{detail}", _title(difference, schedule) or difference.key
    )


def _star_words(difference: Difference) -> str:
    here, there = difference.here or {}, difference.there or {}
    mine, theirs = here.get("level"), there.get("level")
    match difference.fate:
        case "added":
            return f"star added, {theirs}"
        case "changed":
            return f"{theirs} instead of {mine}"
        case "off":
            return f"stays without a star ({theirs} there), you took it off later"
        case "goes":
            return f"star taken off ({mine}), a later no"
    if mine is None:
        return f"your no stays ({theirs} there), it is later"
    return f"stays {mine} ({theirs} there), you decided later"


def _other_words(difference: Difference) -> str:
    noun = _NOUNS.get(difference.field, difference.field)
    match difference.fate:
        case "added":
            return f"{noun} added"
        case "off":
            return f"{noun} stays off, you took it off later"
        case "stays" if difference.field == DECLINED:
            return "your star stays (no there), it is later"
        case "stays":
            return f"your {noun} stays, it is later"
    return f"{noun} replaced by a later one"


def _detail(difference: Difference, zone: tzinfo) -> str:
    """Return the times that a fact is about."""
    value = difference.there or {}
    if difference.field in (COMMITMENT, TIME):
        words = f": {_span(value, zone)}"
        if difference.fate in ("changed", "stays") and difference.here:
            words += f" there, {_span(difference.here, zone)} here"
        return words
    if difference.field == LEAVING:
        return f": {clock(_moment(value['until'], zone))}" if "until" in value else ""
    return ""


def _span(value: JsonObject, zone: tzinfo) -> str:
    end = value.get("end")
    if "start" not in value:
        # Something else than planner changed the bytes that are kept here.
        return "unreadable"
    words = time_words(_moment(value["start"], zone), _moment(end, zone) if end else None)
    board = value.get("board")
    return f"{words}, board {board}" if board else words


def _moment(text: str, zone: tzinfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)


def _title(difference: Difference, schedule: ScheduleStore) -> str:
    value = difference.there or difference.here or {}
    if difference.field == COMMITMENT:
        return str(value.get("title", ""))
    if difference.field == SEARCH:
        return str(value.get("query", ""))
    event = schedule.event(difference.key)
    if event is not None:
        return event.title
    snapshot = value.get("snapshot")
    return str(snapshot.get("title", "")) if isinstance(snapshot, dict) else ""
