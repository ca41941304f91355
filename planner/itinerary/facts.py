"""What the attendee decided as single facts, and as the JSON that keeps them.

A fact is a value under a field and a key: the field says what was decided
(``star``, ``note``, ``visited``, ``hidden``), the key about which event. A wish
is a fact as it shall be, a change is a fact before and after, and a decision is
a set of changes made and undone together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

from planner.model import Event, Level, Note, Star
from planner.record import event_from_record, event_record

JsonObject = dict[str, Any]

STAR = "star"
NOTE = "note"
VISITED = "visited"
HIDDEN = "hidden"

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


@dataclass(frozen=True, slots=True)
class Decision:
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


def star_value(level: Level, at: datetime, snapshot: Event) -> JsonObject:
    """Return the value of a star.

    Args:
        level: How much it weighs.
        at: When it was decided, an aware datetime.
        snapshot: The event as it is now. Its abstract is not kept: it is long,
            and a star can be read without it.
    """
    record = event_record(replace(snapshot, abstract=None))
    return {"level": level.value, "at": moment_text(at), "snapshot": record}


def note_value(text: str, at: datetime) -> JsonObject:
    """Return the value of a note with its text, written at an aware datetime."""
    return {"text": text, "at": moment_text(at)}


def mark_value(at: datetime) -> JsonObject:
    """Return the value of a visited or hidden mark, set at an aware datetime."""
    return {"at": moment_text(at)}


def star_of(event_id: str, value: JsonObject, zone: tzinfo) -> Star:
    """Return the star of a trusted value, its snapshot's times in ``zone``."""
    snapshot = event_from_record(value["snapshot"], zone)
    return Star(event_id, Level(value["level"]), moment_of(value["at"]), snapshot)


def note_of(event_id: str, value: JsonObject) -> Note:
    """Return the note of a trusted value."""
    return Note(event_id, value["text"], moment_of(value["at"]))


def mark_of(_event_id: str, value: JsonObject) -> datetime:
    """Return when the mark of a trusted value was set, an aware UTC datetime."""
    return moment_of(value["at"])


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
