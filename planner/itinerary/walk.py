"""The walk past a slot's posters: in the order of their boards, within the time that is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from planner.itinerary.board import BoardKey, board_key
from planner.itinerary.budget import DEMO_MINUTES, POSTER_MINUTES, Interval, free_minutes
from planner.model import Event, Kind, Level

_HANGING = frozenset({Kind.POSTER, Kind.SPOTLIGHT})
#: Who is let in first after the musts; what was met by chance comes last.
_ORDER = (Level.WANT, Level.MAYBE, None)


class Stop(NamedTuple):
    """A poster or demo to stop at.

    ``level`` is that of its star, None for one met by chance; ``by_talk`` says
    that the star is on the paper's talk; ``visited`` that it was seen.
    """

    event: Event
    level: Level | None
    visited: bool
    by_talk: bool = False


class Walk(NamedTuple):
    """Stops in the order of the way: ``first`` what fits into the time, ``later`` the others."""

    first: tuple[Stop, ...] = ()
    later: tuple[Stop, ...] = ()

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops in order."""
        return self.first + self.later


def hangs(event: Event) -> bool:
    """Whether an event is a poster, which hangs at a board."""
    return event.kind in _HANGING


def walk(
    stops: Iterable[Stop],
    minutes: int,
    here: str | None = None,
    stay_later: Collection[str] = (),
    poster_minutes: int = POSTER_MINUTES,
    demo_minutes: int = DEMO_MINUTES,
) -> Walk:
    """Return the stops in the order of the way, those first that fit into the time.

    The musts always come first, and of the others as many as fit into the
    minutes that the musts leave, the wants before the maybes and of one level
    the nearest. What is seen takes no time and keeps its place.

    Args:
        stops: The stops of one slot.
        minutes: Whole minutes that are left for the ones not seen.
        here: The board at which one stands; see :func:`way`.
        stay_later: Ids of seen events that keep their place among the later ones.
        poster_minutes: Minutes that a poster takes.
        demo_minutes: Minutes that anything else takes.
    """
    ordered = way(stops, here)

    def taken(some: Iterable[Stop]) -> int:
        return minutes_of(some, poster_minutes, demo_minutes)

    musts = [stop for stop in ordered if stop.level is Level.MUST]
    left = minutes - taken(musts)
    first = {stop.event.id for stop in musts}
    first |= {stop.event.id for stop in ordered if stop.visited} - set(stay_later)
    for level in _ORDER:
        for stop in ordered:
            needed = taken([stop])
            if stop.level is level and not stop.visited and needed <= left:
                first.add(stop.event.id)
                left -= needed
    return Walk(
        tuple(stop for stop in ordered if stop.event.id in first),
        tuple(stop for stop in ordered if stop.event.id not in first),
    )


def way(stops: Iterable[Stop], here: str | None = None) -> list[Stop]:
    """Return the stops as one walks past them, of unknown boards last.

    By the numbers of their boards; from a board ``here`` on upwards and then
    back, nearest first, to those that were passed. How the hall is laid out is
    not known, so this never is more than the order of the boards.
    """

    def place(stop: Stop) -> tuple[BoardKey, str, str]:
        return board_key(stop.event.board), stop.event.title.casefold(), stop.event.id

    ordered = sorted(stops, key=place)
    if here is None:
        return ordered
    start = board_key(here)
    passed = [stop for stop in ordered if board_key(stop.event.board) < start]
    ahead = ordered[len(passed) :]
    known = [stop for stop in ahead if not board_key(stop.event.board)[0]]
    return [*known, *reversed(passed), *ahead[len(known) :]]


def minutes_of(
    stops: Iterable[Stop],
    poster_minutes: int = POSTER_MINUTES,
    demo_minutes: int = DEMO_MINUTES,
) -> int:
    """Return how many minutes the stops that are not seen take."""
    return sum(
        poster_minutes if hangs(stop.event) else demo_minutes for stop in stops if not stop.visited
    )


def minutes_left(slot: Interval, taken: Sequence[Interval], now: datetime) -> int:
    """Return the whole minutes of a slot that are left for walking.

    Before the slot and after it they are those of the whole slot: what one has,
    or had, for it.

    Args:
        slot: Start and end of the slot, aware.
        taken: When one is elsewhere, in UTC; such minutes are not left.
        now: The present moment, aware.
    """
    start, end = (moment.astimezone(UTC) for moment in slot)
    here = now.astimezone(UTC)
    return free_minutes((here if start <= here < end else start, end), taken)
