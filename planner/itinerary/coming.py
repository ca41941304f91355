"""Where to go: what is going on at a moment, and what begins next.

Pure, and by instants: in which zone the machine stands makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from planner.itinerary.board import BoardKey, board_key
from planner.model import Commitment, Event

#: An event whose end is not known is a point in time: it is on in that minute.
_POINT = timedelta(minutes=1)


def going_on(
    events: Iterable[Event], commitments: Iterable[Commitment], at: datetime
) -> list[Event | Commitment]:
    """Return what takes place at a moment, in the order of the starts, then the boards.

    Half-open: what ends at 11:30 is over then. Of an event without a known end
    it is not guessed how long it goes on.

    Args:
        events: The chosen events as they are met.
        commitments: Time of the attendee's own.
        at: An aware datetime.
    """
    held: list[Event | Commitment] = [*events, *commitments]
    return _in_order(
        each
        for each in held
        if each.start is not None and each.start <= at < (each.end or each.start + _POINT)
    )


def coming(
    events: Iterable[Event], commitments: Iterable[Commitment], at: datetime
) -> list[Event | Commitment]:
    """Return what begins next: all that begins together at the earliest coming start.

    The posters of a slot begin together, so they come as one. What never
    clashes and never counts (a break) is nothing to go to, and time away from
    the conference is none of it.

    Args:
        events: The chosen events as they are met.
        commitments: Time of the attendee's own.
        at: An aware datetime; what begins just then is going on, not coming.
    """
    held: list[Event | Commitment] = [event for event in events if event.attended is not None]
    held += [each for each in commitments if not each.away]
    ahead = [each for each in held if each.start is not None and each.start > at]
    first = min((_start(each) for each in ahead), default=None)
    return _in_order(each for each in ahead if _start(each) == first)


def _in_order(found: Iterable[Event | Commitment]) -> list[Event | Commitment]:
    return sorted(found, key=lambda each: (_start(each), _board(each), each.title, each.id))


def _start(each: Event | Commitment) -> datetime:
    assert each.start is not None  # noqa: S101 - for the type checker, chosen before
    return each.start.astimezone(UTC)


def _board(each: Event | Commitment) -> BoardKey:
    return board_key(each.board if isinstance(each, Event) else None)
