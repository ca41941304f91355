"""What is decided about an event whose id became another: it follows the event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from planner.itinerary.facts import (
    DECLINED,
    HIDDEN,
    LEAVING,
    MINE,
    NOTE,
    PIN,
    STAR,
    TIME,
    VISITED,
    JsonObject,
    Wish,
    leaving_value,
    mark_value,
    note_value,
    own_time_value,
    star_value,
)
from planner.model import Itinerary, Leaving, Level, Note, OwnTime, Star

_T = TypeVar("_T")

_WEIGHT = {Level.MUST: 2, Level.WANT: 1, Level.MAYBE: 0}


def following(itinerary: Itinerary, follow: Mapping[str, str]) -> list[Wish]:
    """Return the wishes that move every decision from old ids to new ones, all at once.

    Where both have been decided about, the heavier star, the newer time, the
    earlier mark and both notes stay.

    Args:
        itinerary: All that is decided now.
        follow: By old id the new one; two events may have changed places.
    """
    moves = {old: new for old, new in follow.items() if old != new}
    if not moves:
        return []
    wishes = _moved(STAR, itinerary.stars, moves, _heavier, _star)
    wishes += _moved(NOTE, itinerary.notes, moves, _both, lambda _, n: note_value(n.text, n.at))
    wishes += _moved(TIME, itinerary.own_times, moves, _newer, _own_time)
    wishes += _moved(LEAVING, itinerary.leaving, moves, _later_said, _leaving)
    marks: tuple[tuple[str, Mapping[str, datetime]], ...] = (
        (VISITED, itinerary.visited),
        (HIDDEN, itinerary.hidden),
        (DECLINED, itinerary.declined),
        (MINE, itinerary.mine),
        (PIN, itinerary.pins),
    )
    for name, held in marks:
        wishes += _moved(name, held, moves, min, lambda _, at: mark_value(at))
    return wishes


def _moved(
    field: str,
    held: Mapping[str, _T],
    moves: Mapping[str, str],
    joined: Callable[[_T, _T], _T],
    value: Callable[[str, _T], JsonObject],
) -> list[Wish]:
    """Return what moves of one field: ``joined`` makes one of two facts, ``value`` keeps one."""
    arriving: dict[str, _T] = {}
    leaving = [old for old in sorted(moves) if old in held]
    for old in leaving:
        new = moves[old]
        # What is at the new place stays there, unless it moves on itself.
        there = arriving.get(new)
        if there is None and new not in moves:
            there = held.get(new)
        arriving[new] = held[old] if there is None else joined(there, held[old])
    wishes = [Wish(field, old, None) for old in leaving if old not in arriving]
    return wishes + [Wish(field, new, value(new, fact)) for new, fact in arriving.items()]


def _heavier(there: Star, coming: Star) -> Star:
    return coming if _WEIGHT[coming.level] > _WEIGHT[there.level] else there


def _both(there: Note, coming: Note) -> Note:
    if coming.text in there.text:
        return there
    return there._replace(text=f"{there.text}\n{coming.text}", at=max(there.at, coming.at))


def _newer(there: OwnTime, coming: OwnTime) -> OwnTime:
    return coming if coming.at > there.at else there


def _later_said(there: Leaving, coming: Leaving) -> Leaving:
    return coming if coming.at > there.at else there


def _star(event_id: str, star: Star) -> JsonObject:
    return star_value(star.level, star.at, replace(star.snapshot, id=event_id))


def _own_time(_event_id: str, own: OwnTime) -> JsonObject:
    return own_time_value(own.start, own.end, own.board, own.at)


def _leaving(_event_id: str, leaving: Leaving) -> JsonObject:
    return leaving_value(leaving.until, leaving.at)
