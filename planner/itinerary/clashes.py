"""Clashes and tight walks among the starred events that one attends from start to end.

A commitment clashes with such an event too; commitments among themselves are the
attendee's own affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from planner.itinerary.agenda import time_order
from planner.model import Attendance, Commitment, Event

#: Minutes that the way from one room to another takes.
WALK_MINUTES = 5

#: The events that belong to others, by id: all that lie above a starred one.
Parents = Mapping[str, Event]


class Clash(NamedTuple):
    """Two things that one cannot attend both, or events too close for the way between.

    One of them may be a commitment. ``a`` starts first. ``minutes`` is how long
    both go on at once, None where one of them is only a point in time since its
    end is not known; of a tight pair it is how many minutes the walk lacks.
    """

    a: Event | Commitment
    b: Event | Commitment
    kind: Literal["clash", "tight"]
    minutes: int | None


class MayClash(NamedTuple):
    """A talk somewhere inside its session's slot, and what takes place within that slot.

    ``other`` is an event of another session, or a commitment.
    """

    event: Event
    session: Event
    other: Event | Commitment


class _Span(NamedTuple):
    """What takes up time, from start to end in UTC; without a known end it is a point."""

    start: datetime
    end: datetime
    is_known: bool
    held: Event | Commitment


def clashes(
    starred: Iterable[Event],
    above: Parents,
    walk_minutes: int = WALK_MINUTES,
    commitments: Iterable[Commitment] = (),
) -> list[Clash]:
    """Return what collides among the starred fixed events and with commitments, in time order.

    Half-open: what ends at 11:30 does not touch what starts then. An event
    without a known end is a point at its start. Showings of one paper never
    clash, nor does an event with one that it belongs to. A pair is tight if
    both rooms are known, differ, and leave less time between than the walk.

    Args:
        starred: The starred events, of any kind.
        above: By id at least the events that starred ones belong to, and those
            that these belong to.
        walk_minutes: Minutes from one room to another.
        commitments: Time of the attendee's own.
    """
    walk = timedelta(minutes=walk_minutes)
    spans = _spans(starred, commitments)
    # A calendar file may hold thousands of commitments, and those are never compared.
    events = [span for span in spans if isinstance(span.held, Event)]
    found: list[Clash] = []
    passed = 0
    for place, first in enumerate(spans):
        if isinstance(first.held, Event):
            passed += 1
            others = spans[place + 1 :]
        else:
            others = events[passed:]
        for second in others:
            if second.start >= first.end + walk and second.start > first.start:
                break
            one, other = first.held, second.held
            if _cannot_collide(one, other, above):
                continue
            if second.start < first.end or second.start == first.start:
                both = min(first.end, second.end) - second.start
                whole = first.is_known and second.is_known
                minutes = both // timedelta(minutes=1) if whole else None
                found.append(Clash(one, other, "clash", minutes))
            elif are_rooms_apart(one, other) and first.is_known:
                lacking = walk - (second.start - first.end)
                if lacking > timedelta(0):
                    minutes = -(-lacking // timedelta(minutes=1))
                    found.append(Clash(one, other, "tight", minutes))
    return found


def may_clash(
    starred: Iterable[Event], above: Parents, commitments: Iterable[Commitment] = ()
) -> list[MayClash]:
    """Return the talks without a clock time that may collide, and with what, in time order.

    Such a talk takes place somewhere within its session's slot. Talks of one
    session follow each other, so they never may clash; nor do showings of one
    paper. Two such talks are named once each.

    Args:
        starred: The starred events, of any kind.
        above: By id at least the sessions of those without a start.
        commitments: Time of the attendee's own.
    """
    events = list(starred)
    within = [
        (session, event)
        for event in events
        if event.start is None and event.attended is Attendance.FIXED
        if (session := above.get(event.parent or "")) and session.start
    ]
    spans = _spans(events, commitments)
    spans += [_span(session, event) for session, event in within]
    found = [
        (slot.start, event.title, span.start, MayClash(event, session, span.held))
        for session, event in within
        for slot in [_span(session, event)]
        for span in spans
        if span.start < slot.end and slot.start < max(span.end, span.start + timedelta(seconds=1))
        if not _cannot_collide(event, span.held, above)
        if not (isinstance(span.held, Event) and span.held.parent == event.parent)
    ]
    return [each for *_, each in sorted(found, key=lambda item: item[:3])]


def _spans(starred: Iterable[Event], commitments: Iterable[Commitment]) -> list[_Span]:
    """Return what takes up a known time, in the order of the starts."""
    fixed = (event for event in starred if event.attended is Attendance.FIXED and event.start)
    spans = [_span(event, event) for event in sorted(fixed, key=time_order)]
    spans += [_span(each, each) for each in commitments]
    # Sorting is stable: events that start together keep their order.
    return sorted(spans, key=lambda span: span.start)


def _span(timed: Event | Commitment, held: Event | Commitment) -> _Span:
    assert timed.start is not None  # noqa: S101 - for the type checker, chosen before
    start = timed.start.astimezone(UTC)
    end = timed.end.astimezone(UTC) if timed.end else start
    return _Span(start, max(start, end), timed.end is not None, held)


def are_rooms_apart(one: Event | Commitment, other: Event | Commitment) -> bool:
    """Whether there is a way to walk; where a commitment takes place is not known."""
    if isinstance(one, Commitment) or isinstance(other, Commitment):
        return False
    return bool(one.room and other.room and one.room != other.room)


def _cannot_collide(one: Event | Commitment, other: Event | Commitment, above: Parents) -> bool:
    if isinstance(one, Event) and isinstance(other, Event):
        return one.id == other.id or _belong_together(one, other, above)
    return isinstance(one, Commitment) and isinstance(other, Commitment)


def _belong_together(one: Event, other: Event, above: Parents) -> bool:
    """Whether both show one paper, or one of them holds the other."""
    if one.paper is not None and one.paper == other.paper:
        return True
    return other.id in ancestors(one, above) or one.id in ancestors(other, above)


def ancestors(event: Event, above: Parents) -> set[str]:
    """Return the ids of all that hold an event, as far up as is known."""
    found: set[str] = set()
    parent = event.parent
    while parent is not None and parent not in found:
        found.add(parent)
        holder = above.get(parent)
        parent = holder.parent if holder else None
    return found
