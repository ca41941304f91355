"""Events as the attendee meets them: at a time of their own, as theirs, and as long as they stay.

A time of one's own fills only what the schedule does not know, or merely infers.
Where the schedule says otherwise, the schedule's word counts, and the two disagree.
What they leave early ends, for them, when they leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from planner.itinerary.board import board_key
from planner.model import Attendance, Certainty, Commitment, Event, OwnTime


class Disagreement(NamedTuple):
    """An event of which the schedule says another time or board than the attendee did."""

    event: Event
    own: OwnTime


class Met(NamedTuple):
    """Events apart from those that lie wholly in time away from the conference."""

    met: tuple[Event, ...]
    away: tuple[Event, ...]


def as_met(
    event: Event,
    own: OwnTime | None,
    mine: bool = False,
    session: Event | None = None,
    until: datetime | None = None,
) -> Event:
    """Return an event as the attendee meets it.

    What is filled in has the certainty ``unknown``: no source vouches for it.
    An event that the attendee presents is attended from its start to its end,
    whatever its kind.

    Args:
        event: The event as the schedule has it.
        own: The time that the attendee gave it.
        mine: Whether the attendee presents it.
        session: The session that takes place at that time, where the event
            hangs then; it gives the room and the parent if they are not known.
        until: Until when the attendee stays; see :func:`leaves_early`.
    """
    if own is not None:
        certainty = event.certainty
        if gives_time(event, own):
            end = event.end if own.end is None and own.start == event.start else own.end
            certainty = replace(certainty, slot=Certainty.UNKNOWN)
            event = replace(event, start=own.start, end=end, day=own.start.date())
            if session is not None:
                room, parent = event.room or session.room, event.parent or session.id
                event = replace(event, room=room, parent=parent)
        elif event.end is None and own.end is not None and own.start == event.start:
            event = replace(event, end=own.end)
        if own.board and _fills(event.board, certainty.board):
            certainty = replace(certainty, board=Certainty.UNKNOWN)
            event = replace(event, board=own.board)
        if certainty != event.certainty:
            event = replace(event, certainty=certainty)
    if mine and event.attended is not Attendance.FIXED:
        event = replace(event, attendance=Attendance.FIXED)
    if until is not None and not mine and leaves_early(event, until):
        event = replace(event, end=until)
    return event


def leaves_early(event: Event, until: datetime) -> bool:
    """Whether leaving at ``until`` means to leave an event before its end.

    Only what one attends from its start can be left early. An event that has
    moved since, so that the moment does not lie within it, is attended whole.
    """
    if event.start is None or event.attended is not Attendance.FIXED:
        return False
    begun = event.start.astimezone(UTC) < until.astimezone(UTC)
    return begun and (event.end is None or until.astimezone(UTC) < event.end.astimezone(UTC))


def gives_time(event: Event, own: OwnTime | None) -> bool:
    """Whether an event's time is the attendee's own, for the schedule knows none.

    An inferred time gives way to it; another day that the schedule knows does not.
    """
    if own is None or not _fills(event.start, event.certainty.slot):
        return False
    return event.start is not None or event.day is None or event.day == own.start.date()


def disagreement(event: Event, own: OwnTime | None) -> Disagreement | None:
    """Return how a schedule's event differs from what the attendee said of it, None if it agrees.

    What the attendee did not say is no difference, nor is an inferred fact.
    """
    if own is None:
        return None
    board = own.board is not None and not _fills(event.board, event.certainty.board)
    differs = board and board_key(event.board) != board_key(own.board)
    if not gives_time(event, own):
        differs = differs or event.start != own.start
        differs = differs or (None not in (event.end, own.end) and event.end != own.end)
    return Disagreement(event, own) if differs else None


def apart(
    events: Iterable[Event],
    commitments: Iterable[Commitment],
    mine: Collection[str] = (),
    above: Mapping[str, Event] | None = None,
) -> Met:
    """Part events that lie wholly in time away from all others, each in the order given.

    What the attendee presents is never parted: being away then is a clash.

    Args:
        events: The starred events as they are met.
        commitments: All commitments; those that are not ``away`` part nothing.
        mine: The ids of the events that the attendee presents.
        above: Events by id; a talk without a clock time lies where its session does.
    """
    absences = [each for each in commitments if each.away]
    found: tuple[list[Event], list[Event]] = ([], [])
    for event in events:
        parted = absences and event.id not in mine and _lies_in(event, absences, above or {})
        found[bool(parted)].append(event)
    return Met(tuple(found[0]), tuple(found[1]))


def _lies_in(event: Event, absences: list[Commitment], above: Mapping[str, Event]) -> bool:
    timed = event if event.start else above.get(event.parent or "", event)
    if timed.start is not None:
        start, end = timed.start, max(timed.end or timed.start, timed.start)
    elif event.day is not None:
        # The whole day, since at which time of it the event takes place is not known.
        start = datetime.combine(event.day, datetime.min.time(), absences[0].start.tzinfo)
        end = datetime.combine(
            event.day + timedelta(days=1), datetime.min.time(), absences[0].start.tzinfo
        )
    else:
        return False
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    return any(
        each.start.astimezone(UTC) <= start
        and end <= each.end.astimezone(UTC)
        and start < each.end.astimezone(UTC)
        for each in absences
    )


def _fills(fact: object, certainty: Certainty) -> bool:
    """Whether the schedule leaves a fact to the attendee: it knows none, or only infers it."""
    return fact is None or certainty is Certainty.INFERRED
