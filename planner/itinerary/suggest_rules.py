"""What a suggestion knows of a starred event, of free time, and of what excludes what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from planner.itinerary.clashes import Parents, ancestors
from planner.itinerary.suggest_steps import MINUTE
from planner.model import Event


class Option(NamedTuple):
    """A starred event that has a slot, as the model sees it.

    ``start`` and ``end`` are microseconds in UTC. ``minutes`` are those that a
    drop-in takes, None for what is attended from start to end. ``forced`` is
    taken in any case.
    """

    event: Event
    start: int
    end: int
    minutes: int | None
    worth: int
    forced: bool = False


class Span(NamedTuple):
    """A stretch of time, half-open, in microseconds."""

    start: int
    end: int


class Measure:
    """How much time is not covered by any of some intervals."""

    def __init__(self, covered: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        #: How much is covered up to the end of each.
        self._sums: list[int] = []
        for start, end in sorted(covered):
            if self._ends and start <= self._ends[-1]:
                more = max(end - self._ends[-1], 0)
                self._ends[-1] += more
                self._sums[-1] += more
            elif end > start:
                self._starts.append(start)
                self._ends.append(end)
                self._sums.append((self._sums[-1] if self._sums else 0) + end - start)

    def before(self, moment: int) -> int:
        """Return the time before ``moment`` that is not covered, from an origin of its own."""
        place = bisect_right(self._starts, moment) - 1
        if place < 0:
            return moment
        return moment - self._sums[place] + max(self._ends[place] - moment, 0)

    def between(self, start: int, end: int) -> int:
        """Return the time from ``start`` to ``end`` that is not covered."""
        return self.before(end) - self.before(start)


class Rules:
    """Whether one cannot attend both of two events.

    Args:
        above: The events that others belong to, by id.
        walk_minutes: Minutes from one room to another.
    """

    def __init__(self, above: Parents, walk_minutes: int) -> None:
        self.walk = walk_minutes * MINUTE
        self._above = above
        self._lines: dict[str, set[str]] = {}

    def exclude(self, one: Option, other: Option) -> bool:
        """Whether two fixed events overlap, or leave too little time for the walk."""
        gap = max(one.start, other.start) - min(one.end, other.end)
        if gap >= self.walk and gap >= 0:
            return False
        if gap >= 0:
            rooms = one.event.room, other.event.room
            if not (rooms[0] and rooms[1] and rooms[0] != rooms[1]):
                return False
        return not (
            other.event.id in self._line(one.event) or one.event.id in self._line(other.event)
        )

    def _line(self, event: Event) -> set[str]:
        if event.id not in self._lines:
            self._lines[event.id] = ancestors(event, self._above)
        return self._lines[event.id]
