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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TypeVar

from planner.export.plan_items import (
    commitment_of,
    leaving_of,
    mark_of,
    note_of,
    own_time_of,
    search_of,
    star_of,
)
from planner.export.plan_values import (
    JsonObject,
    PlanError,
    id_of,
    list_of,
    moment_at,
    object_of,
    parsed,
)
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
    Itinerary,
    Leaving,
    Note,
    OwnTime,
    SavedSearch,
    Star,
)
from planner.record import event_record, written
from planner.schedule.limits import MAX_EVENTS

FORMAT = 1


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
        "visited": _marks(itinerary.visited),
        "hidden": _marks(itinerary.hidden),
        "declined": _marks(itinerary.declined),
        "searches": [
            {"name": search.name, "query": search.query, "at": moment_text(search.at)}
            for _, search in sorted(itinerary.searches.items())
        ],
        "commitments": [
            {
                "id": each.id,
                "title": each.title,
                "start": written(each.start),
                "end": written(each.end),
                "away": each.away,
                "calendar": each.calendar,
            }
            for _, each in sorted(itinerary.commitments.items())
        ],
        "own_times": [
            {
                "id": own.event_id,
                "start": written(own.start),
                "end": written(own.end) if own.end else None,
                "board": own.board,
                "at": moment_text(own.at),
            }
            for _, own in sorted(itinerary.own_times.items())
        ],
        "mine": _marks(itinerary.mine),
        "pins": _marks(itinerary.pins),
        "leaving": [
            {"id": left.event_id, "until": written(left.until), "at": moment_text(left.at)}
            for _, left in sorted(itinerary.leaving.items())
        ],
    }
    return record if private else {**record, "notes": [], "commitments": []}


def _marks(marked: Mapping[str, datetime]) -> list[JsonObject]:
    return [{"id": event_id, "at": moment_text(at)} for event_id, at in sorted(marked.items())]


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
        stars=_items(plan, "stars", lambda item, place: star_of(item, place, zone)),
        notes=_items(plan, "notes", note_of),
        visited=_items(plan, "visited", mark_of),
        hidden=_items(plan, "hidden", mark_of),
        declined=_items_if_any(plan, "declined", mark_of),
        searches=_items_if_any(plan, "searches", search_of),
        commitments=_items_if_any(
            plan, "commitments", lambda item, place: commitment_of(item, place, zone)
        ),
        own_times=_items_if_any(
            plan, "own_times", lambda item, place: own_time_of(item, place, zone)
        ),
        mine=_items_if_any(plan, "mine", mark_of),
        pins=_items_if_any(plan, "pins", mark_of),
        leaving=_items_if_any(plan, "leaving", lambda item, place: leaving_of(item, place, zone)),
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
    if len(items) > MAX_EVENTS:
        raise PlanError(f"The plan file's {key} are more than {MAX_EVENTS:,}.")
    return tuple(
        read(object_of(item, f"{key}[{place}]"), f"{key}[{place}]")
        for place, item in enumerate(items)
    )


def _items_if_any(
    plan: JsonObject, key: str, read: Callable[[JsonObject, str], _T]
) -> tuple[_T, ...]:
    # Earlier planners did not write all keys.
    return _items(plan, key, read) if key in plan else ()
