"""A poster slot that one walks through: its stops, and the time that there is for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from planner.itinerary.budget import Interval, free_minutes, interval_of
from planner.itinerary.walk import Stop, Walk, minutes_left, walk
from planner.model import Event
from planner.settings import DEFAULTS


class PosterSlot(NamedTuple):
    """A slot with its stops.

    ``start`` and ``end`` are aware, in the venue's zone; ``session`` is the id
    of its session, ``name`` that session's title; ``room`` is empty where the
    stops hang in several or none is known. ``free_minutes`` are those of the
    whole slot, ``taken`` is when one is elsewhere, in UTC. ``hanging`` are
    starred posters without a known time that may hang here. ``poster_minutes``
    and ``demo_minutes`` are what one stop takes.
    """

    start: datetime
    end: datetime
    session: str | None
    name: str
    room: str
    free_minutes: int
    taken: tuple[Interval, ...] = ()
    stops: tuple[Stop, ...] = ()
    hanging: tuple[Stop, ...] = ()
    poster_minutes: int = DEFAULTS.poster_minutes
    demo_minutes: int = DEFAULTS.demo_minutes

    @property
    def interval(self) -> Interval:
        """Its start and end in UTC."""
        return self.start.astimezone(UTC), self.end.astimezone(UTC)

    @property
    def key(self) -> str:
        """What names the slot in a file: its start and end in UTC, by ISO 8601."""
        return "/".join(moment.isoformat() for moment in self.interval)

    def is_on(self, now: datetime) -> bool:
        """Whether it goes on at an aware moment."""
        return self.start <= now < self.end

    def minutes_left(self, now: datetime) -> int:
        """Return the minutes left for walking; see :func:`planner.itinerary.walk.minutes_left`."""
        return minutes_left((self.start, self.end), self.taken, now)

    def walk(self, now: datetime) -> Walk:
        """Return its starred stops as one walks them from ``now`` on."""
        starred = [stop for stop in self.stops if stop.level is not None]
        minutes = self.minutes_left(now)
        return walk(
            starred,
            minutes,
            poster_minutes=self.poster_minutes,
            demo_minutes=self.demo_minutes,
        )


def slot_of(session: Event) -> PosterSlot:
    """Return the slot of a session whose start and end are known, without its stops."""
    start, end, interval = session.start, session.end, interval_of(session)
    assert start is not None  # noqa: S101 - for the type checker, chosen by interval_of
    assert end is not None  # noqa: S101
    assert interval is not None  # noqa: S101
    minutes = free_minutes(interval, ())
    return PosterSlot(start, end, session.id, session.title, session.room or "", minutes)


def present_slot(slots: Sequence[PosterSlot], now: datetime) -> int:
    """Return the place of the present slot, else of the next one with stops, else of the last.

    Args:
        slots: All of them, in time order.
        now: An aware datetime.
    """

    def rank(index: int) -> tuple[bool, bool, float]:
        slot = slots[index]
        ahead = (slot.start - now).total_seconds()
        # Of two that go on, the one that began last is the one meant.
        return slot.end <= now, ahead > 0 and not slot.stops, abs(ahead)

    on = [index for index, slot in enumerate(slots) if slot.is_on(now)]
    return min(on or range(len(slots)), key=rank, default=0)


def is_outdated(slot: PosterSlot, slots: Sequence[PosterSlot], now: datetime) -> bool:
    """Whether a slot is over while another one is still to come."""
    return slot.end <= now and any(each.end > now for each in slots)
