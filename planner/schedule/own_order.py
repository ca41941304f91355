"""Where events with a time of the attendee's own stand in the orders by time.

Ranks are fixed when a schedule is compiled. An event whose time is the
attendee's own gets a rank between two of them, and its section a place between
two; what is read by the compiled ranks is then merged with these few.
"""

from __future__ import annotations

import math
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from planner.schedule.arrange import board_rank
from planner.schedule.store import ScheduleStore
from planner.schedule.text import fold

#: The order with sections; the other one by time has none.
BY_TIME = "by_time"
#: Reads rows of the compiled order, own times apart: their limit and offset give
#: numbers with ranks.
ReadRows = Callable[[int, int], Sequence[tuple[int, float]]]
_Key = tuple[Any, ...]
_Each = TypeVar("_Each")


class OwnTime(NamedTuple):
    """An own time of the event ``number``: UTC seconds, and the event's board as it is met."""

    number: int
    start: int
    end: int | None
    day: int
    board: str | None

    @property
    def slot(self) -> tuple[int, int]:
        """What slots are put in order by; without a known end a slot is a point."""
        return self.start, self.start if self.end is None else self.end

    def heading(self, place: float) -> dict[str, Any]:
        """Return a section of its own, as the table ``section`` has those that are compiled."""
        slot = {"start": self.start, "end": self.end, "day": self.day, "first": math.inf}
        return {"place": place, "label": "", "kind": None, **slot}


class OwnOrder:
    """The ranks and sections of all own times.

    Args:
        store: The schedule that they are about.
        times: The own times by the numbers of their events.
        before: The order that stood until now, of the same store; what has not
            changed is not looked up again.
    """

    def __init__(
        self, store: ScheduleStore, times: Mapping[int, OwnTime], before: OwnOrder | None = None
    ) -> None:
        self.times = times
        self._store = store
        self._gaps: dict[tuple[str, OwnTime], int] = before._gaps if before else {}
        self._ranks: dict[str, dict[int, float]] = {}
        self._written: set[str] = set()

    def ranks(self, column: str) -> dict[int, float]:
        """Return the rank of each own time in the order by time of a column."""
        if column not in self._ranks:
            fallen: defaultdict[int, list[OwnTime]] = defaultdict(list)
            for time in self.times.values():
                fallen[self._gap(column, time)].append(time)
            self._ranks[column] = {
                time.number: rank
                for gap, times in fallen.items()
                for time, rank in _between(gap, sorted(times, key=lambda t: self._key(column, t)))
            }
        return self._ranks[column]

    def write_ranks(self, column: str, connection: sqlite3.Connection) -> None:
        """Put the ranks into ``temp.own``, once."""
        if column not in self._written:
            connection.executemany(
                f"UPDATE temp.own SET {column} = ? WHERE number = ?",
                [(rank, number) for number, rank in self.ranks(column).items()],
            )
            connection.commit()
            self._written.add(column)

    @cached_property
    def _sections(self) -> tuple[list[Any], dict[int, float]]:
        """Return all sections by time in order, and the place of each own time's."""
        compiled, ranks = self._store.headings("time"), self.ranks(BY_TIME)
        places: dict[int, float] = {}
        apart: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
        for time in self.times.values():
            first, last = self._fitting(time)
            if first == last:
                apart[first].add(time.slot)
            else:
                # One slot has two sections where its events count for two days.
                rank = ranks[time.number]
                begun = sum(each["first"] < rank for each in compiled[first:last])
                places[time.number] = compiled[max(first, first + begun - 1)]["place"]
        new = {slot: place for gap in apart for slot, place in _between(gap, sorted(apart[gap]))}
        headings: dict[float, Any] = {heading["place"]: heading for heading in compiled}
        for number in sorted(ranks, key=ranks.__getitem__, reverse=True):
            time, rank = self.times[number], ranks[number]
            place = places.setdefault(number, new.get(time.slot, 0))
            heading = headings.get(place) or time.heading(place)
            if heading["first"] >= rank:
                headings[place] = {**dict(heading), "first": rank}
        return [headings[place] for place in sorted(headings)], places

    def headings(self) -> list[Any]:
        """Return all sections by time in order, those of own times among them."""
        return self._sections[0]

    def place(self, number: int) -> float:
        """Return the place of the section by time in which an own time stands."""
        return self._sections[1][number]

    def _fitting(self, time: OwnTime) -> tuple[int, int]:
        """Return the first compiled section of a time's slot, and the first one after it."""
        slots = self._compiled_slots
        return bisect_left(slots, time.slot), bisect_right(slots, time.slot)

    @cached_property
    def _compiled_slots(self) -> list[tuple[int, int]]:
        return [
            (heading["start"], heading["start"] if heading["end"] is None else heading["end"])
            for heading in self._store.headings("time")
            if heading["start"] is not None
        ]

    @cached_property
    def _compiled_ranks(self) -> tuple[list[int], int]:
        """Return where each section by time begins and the last ends, and the known starts."""
        headings = self._store.headings("time")
        firsts = [*(heading["first"] for heading in headings), self._store.size]
        return firsts, sum(heading["scheduled"] for heading in headings)

    def _gap(self, column: str, time: OwnTime) -> int:
        """Return the compiled rank before which a time falls."""
        known = (column, time)
        if known not in self._gaps:
            first, last = self._among_same(column, time)
            same = range(first, last)
            beside = self._beside(time.number, time.board)
            at = bisect_left(same, beside, key=lambda rank: self._beside_at(column, rank))
            self._gaps[known] = first + at
        return self._gaps[known]

    def _among_same(self, column: str, time: OwnTime) -> tuple[int, int]:
        """Return the ranks of the compiled events that time alone does not tell apart."""
        firsts, scheduled = self._compiled_ranks
        if column == BY_TIME:
            first, last = self._fitting(time)
            return firsts[first], firsts[last]
        timed = range(scheduled)

        def start(rank: int) -> int:
            sql = "SELECT start FROM event WHERE plain = ?"
            return int(self._store.connection.execute(sql, (rank,)).fetchone()[0])

        return bisect_left(timed, time.start, key=start), bisect_right(timed, time.start, key=start)

    def _beside_at(self, column: str, rank: int) -> _Key:
        sql = f"SELECT number FROM event WHERE {column} = ?"
        (number,) = self._store.connection.execute(sql, (rank,)).fetchone()
        return self._beside(number, self._store.events([number])[0].board)

    def _beside(self, number: int, board: str | None) -> _Key:
        """Return what puts events of one slot in order."""
        event = self._store.events([number])[0]
        return board_rank(board), fold(event.title), event.id

    def _key(self, column: str, time: OwnTime) -> _Key:
        slot = time.slot if column == BY_TIME else (time.start,)
        return *slot, *self._beside(time.number, time.board)


class OwnRows:
    """Those own times that are rows of a result, with their ranks.

    Args:
        order: All own times.
        column: The order that the rows stand in.
        numbers: The events with an own time that the result holds.
    """

    def __init__(self, order: OwnOrder, column: str, numbers: Sequence[int]) -> None:
        ranks = order.ranks(column)
        self.rank = {number: ranks[number] for number in sorted(numbers, key=ranks.__getitem__)}
        self._ranks = list(self.rank.values())

    def between(self, first: float, last: float) -> int:
        """Return how many rows stand from the rank ``first`` to before ``last``."""
        return max(0, bisect_left(self._ranks, last) - bisect_left(self._ranks, first))

    def merged(self, read: ReadRows, offset: int, wanted: int, first: float = -1.0) -> list[int]:
        """Return rows among those that are read by the compiled ranks.

        Args:
            read: Gives the other rows from the rank ``first`` on.
            offset: How many rows to pass over.
            wanted: How many to return at most.
            first: The rank to begin at.
        """
        begin = bisect_left(self._ranks, first)
        # So many of the rows passed over may be own ones.
        passed = max(0, offset - (len(self._ranks) - begin))
        others = read(offset - passed + wanted, passed)
        if passed and not others:
            return []
        own = self.between(first, others[0][1]) if passed else 0
        rows = [*others, *list(self.rank.items())[begin + own :]]
        rows.sort(key=lambda row: row[1])
        skipped = offset - passed - own
        return [number for number, _ in rows[skipped : skipped + wanted]]


def _between(gap: int, each: Sequence[_Each]) -> Iterator[tuple[_Each, float]]:
    """Yield some with numbers that rise from ``gap - 1`` to ``gap``, neither of them reached."""
    for place, one in enumerate(each, 1):
        yield one, gap - 1 + place / (len(each) + 1)
