"""What the attendee decided as single facts, and as the JSON that keeps them.

A fact is a value under a field and a key: the field says what was decided
(``star``, ``note``, ``visited``, ``hidden``, ``declined``, ``time``, ``mine``,
``pin``, ``leaving``), the key about which event; of a saved search (``search``) the key is
its name, of a commitment (``commitment``) its own id. A wish is a fact as it
shall be, a change is a fact before and after, and a decision is a set of
changes made and undone together.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

from planner.model import Commitment, Event, Leaving, Level, Note, OwnTime, SavedSearch, Star
from planner.record import event_from_record, event_record

JsonObject = dict[str, Any]

STAR = "star"
NOTE = "note"
VISITED = "visited"
HIDDEN = "hidden"
DECLINED = "declined"
SEARCH = "search"
COMMITMENT = "commitment"
TIME = "time"
MINE = "mine"
PIN = "pin"
LEAVING = "leaving"

#: The most characters of a saved search's name, and of its query.
LONGEST_SEARCH_NAME = 60
LONGEST_SEARCH_QUERY = 500
#: The most characters of a commitment's title, and of a board of the attendee's own.
LONGEST_COMMITMENT_TITLE = 200
LONGEST_BOARD = 40

# What a value remembers about its making, as opposed to what it says.
_CIRCUMSTANCES = frozenset({"at", "snapshot"})


class Wish(NamedTuple):
    """A fact as it shall be. ``value`` None means: there shall be none."""

    field: str
    key: str
    value: JsonObject | None


class Change(NamedTuple):
    """A fact before and after a decision; None where there was or is none."""

    field: str
    key: str
    before: JsonObject | None
    after: JsonObject | None


class Decision(NamedTuple):
    """Changes that were made, and are undone, together.

    ``at`` is an aware UTC datetime. ``undone`` says that the changes are not
    in force; ``redoable`` that a redo can still bring them back (a later
    decision ends that).
    """

    number: int
    at: datetime
    label: str
    changes: tuple[Change, ...]
    undone: bool = False
    redoable: bool = False


def star_value(
    level: Level,
    at: datetime,
    snapshot: Event,
    acknowledged: datetime | None = None,
    *,
    gone: bool = False,
) -> JsonObject:
    """Return the value of a star.

    Args:
        level: How much it weighs.
        at: When it was decided, an aware datetime.
        snapshot: The event as it is now. Its abstract is not kept: it is long,
            and a star can be read without it.
        acknowledged: When the attendee took note that the event is now as in
            ``snapshot``, an aware datetime; None if it was so when starred.
        gone: Whether what the attendee took note of is that it was cancelled.
    """
    record = event_record(replace(snapshot, abstract=None))
    value = {"level": level.value, "at": moment_text(at), "snapshot": record}
    if acknowledged is not None:
        value |= {"acknowledged": moment_text(acknowledged)}
    return value | ({"gone": True} if gone else {})


def note_value(text: str, at: datetime) -> JsonObject:
    """Return the value of a note with its text, written at an aware datetime."""
    return {"text": text, "at": moment_text(at)}


def mark_value(at: datetime) -> JsonObject:
    """Return the value of a mark without more to say, set at an aware datetime."""
    return {"at": moment_text(at)}


def search_value(query: str, at: datetime) -> JsonObject:
    """Return the value of a saved search with its query's text, saved at an aware datetime."""
    return {"query": query, "at": moment_text(at)}


def commitment_value(commitment: Commitment, at: datetime) -> JsonObject:
    """Return the value of a commitment, made at an aware datetime; its id is the fact's key."""
    return {
        "title": commitment.title,
        "start": commitment.start.isoformat(),
        "end": commitment.end.isoformat(),
        "away": commitment.away,
        "calendar": commitment.calendar,
        "at": moment_text(at),
    }


def own_time_value(
    start: datetime, end: datetime | None, board: str | None, at: datetime
) -> JsonObject:
    """Return the value of a time of the attendee's own; all times are aware."""
    return {
        "start": start.isoformat(),
        "end": end.isoformat() if end else None,
        "board": board,
        "at": moment_text(at),
    }


def leaving_value(until: datetime, at: datetime) -> JsonObject:
    """Return the value of leaving an event at ``until``, decided ``at``; both are aware."""
    return {"until": until.isoformat(), "at": moment_text(at)}


def star_of(event_id: str, value: JsonObject, zone: tzinfo) -> Star:
    """Return the star of a trusted value, its snapshot's times in ``zone``."""
    snapshot = event_from_record(value["snapshot"], zone)
    gone = value.get("gone") is True
    return Star(event_id, Level(value["level"]), moment_of(value["at"]), snapshot, gone)


def note_of(event_id: str, value: JsonObject) -> Note:
    """Return the note of a trusted value."""
    return Note(event_id, value["text"], moment_of(value["at"]))


def mark_of(_event_id: str, value: JsonObject) -> datetime:
    """Return when the mark of a trusted value was set, an aware UTC datetime."""
    return moment_of(value["at"])


def search_of(name: str, value: JsonObject) -> SavedSearch:
    """Return the saved search of a trusted value."""
    return SavedSearch(name, value["query"], moment_of(value["at"]))


def commitment_of(commitment_id: str, value: JsonObject, zone: tzinfo) -> Commitment:
    """Return the commitment of a trusted value, its times in ``zone``."""
    return Commitment(
        commitment_id,
        value["title"],
        datetime.fromisoformat(value["start"]).astimezone(zone),
        datetime.fromisoformat(value["end"]).astimezone(zone),
        value["away"],
        value["calendar"],
    )


def own_time_of(event_id: str, value: JsonObject, zone: tzinfo) -> OwnTime:
    """Return the attendee's own time of a trusted value, in ``zone``."""
    end = value["end"]
    return OwnTime(
        event_id,
        datetime.fromisoformat(value["start"]).astimezone(zone),
        datetime.fromisoformat(end).astimezone(zone) if end else None,
        value["board"],
        moment_of(value["at"]),
    )


def leaving_of(event_id: str, value: JsonObject, zone: tzinfo) -> Leaving:
    """Return until when the attendee stays, of a trusted value, in ``zone``."""
    until = datetime.fromisoformat(value["until"]).astimezone(zone)
    return Leaving(event_id, until, moment_of(value["at"]))


def says_the_same(one: JsonObject | None, other: JsonObject | None) -> bool:
    """Whether two values decide the same, whenever and upon whatever event they were made."""
    if one is None or other is None:
        return one is other
    return _said(one) == _said(other)


def json_text(value: object) -> str:
    """Return a value as JSON text in ASCII, so that no lone surrogate refuses to be kept."""
    return json.dumps(value, separators=(",", ":"))


def moment_text(at: datetime) -> str:
    """Return an aware datetime as RFC 3339 text in UTC."""
    return at.astimezone(UTC).isoformat()


def moment_of(text: str) -> datetime:
    """Return the aware UTC datetime of trusted RFC 3339 text."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _said(value: JsonObject) -> JsonObject:
    return {key: said for key, said in value.items() if key not in _CIRCUMSTANCES}
