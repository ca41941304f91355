"""A result on an axis: rows by topic or by time in sections, or in another plain order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.model import Kind
from planner.schedule.selection import Selection
from planner.schedule.store import ScheduleStore

if TYPE_CHECKING:
    from planner.schedule.own_order import OwnOrder

_PAGE = 128
_PAGES_KEPT = 32
#: Less than any rank of any order.
BEFORE_ALL = -1
COLUMNS = {"topic": "number", "time": "by_time", "title": "by_title", "board": "by_board"}
INDEXES = {
    "by_time": "event_by_time",
    "plain": "event_plain",
    "by_title": "event_by_title",
    "by_board": "event_by_board",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A run of rows under one header.

    ``label`` is a topic's path or "No topic" (by topic, where ``kind`` then
    parts the latter), a tier's name (with words), or empty (by time, where
    ``start``, ``end`` and ``day`` in the venue's zone say it, all None for "no
    time known"; and in the orders that have no sections). ``scheduled`` is the
    number of its rows whose start is known, None where that is not counted.
    """

    label: str
    first_row: int
    count: int
    scheduled: int | None = None
    kind: Kind | None = None
    start: datetime | None = None
    end: datetime | None = None
    day: date | None = None


class Paged:
    """Rows by number, read a page at a time and kept for a while."""

    count: int

    def __init__(self) -> None:
        self._pages: dict[int, list[int]] = {}

    def numbers(self, start: int, stop: int) -> Sequence[int]:
        """Return the numbers of the events in the rows from ``start`` to before ``stop``."""
        start, stop = max(0, start), min(stop, self.count)
        if stop <= start:
            return []
        rows: list[int] = []
        first_page = start // _PAGE
        for page in range(first_page, (stop - 1) // _PAGE + 1):
            if page not in self._pages:
                if len(self._pages) >= _PAGES_KEPT:
                    self._pages.clear()
                last = min((page + 1) * _PAGE, self.count)
                self._pages[page] = self._read(page * _PAGE, last)
            rows += self._pages[page]
        return rows[start - first_page * _PAGE : stop - first_page * _PAGE]

    def whole(self) -> list[int]:
        """Return the numbers of all rows, in one reading that is not kept."""
        return self._read(0, self.count) if self.count else []

    def _read(self, start: int, stop: int) -> list[int]:
        raise NotImplementedError

    def _kept_row(self, number: int) -> int | None:
        for page, rows in self._pages.items():
            if number in rows:
                return page * _PAGE + rows.index(number)
        return None


class AxisResult(Paged):
    """Rows by topic or by time in sections, or by title or board in one.

    ``count`` is the number of rows, ``hidden`` that of the matches left out.
    """

    def __init__(self, selection: Selection, order: str) -> None:
        super().__init__()
        self._selection = selection
        self._axis = order if order in ("topic", "time") else None
        self._column = COLUMNS[order]
        if order == "time" and not selection.merged:
            self._axis, self._column = None, "plain"
        self._where, self._values = selection.row_conditions(hide=True)
        self._own = selection.own_rows(
            self._column, "e.number", "event AS e", self._where, self._values
        )
        if self._axis and selection.is_everything:
            self._counts, shown = _compiled_counts(selection, self._axis)
        elif self._axis:
            self._counts, shown = self._counted(self._axis), None
        else:
            self._counts, shown = {}, None
        if self._axis and selection.bound.own:
            self._counts = self._with_own(self._axis, selection.bound.own)
        if self._axis:
            self.count = sum(count for count, _ in self._counts.values())
        else:
            self.count = self._count(self._where, self._values)
        self.hidden = 0
        if selection.hides:
            if shown is None:
                shown = self._count(*selection.row_conditions(hide=False))
            self.hidden = shown - self.count
        if self._own:
            # They stand elsewhere, and are put among the others as these are read.
            self._where += " AND e.number NOT IN (SELECT number FROM temp.own)"

    def _count(self, where: str, values: Sequence[Any]) -> int:
        sql = f"SELECT count(*) FROM event AS e WHERE {where}"
        return int(self._selection.value(sql, values))

    def _counted(self, axis: str) -> dict[float, tuple[int, int]]:
        rows = self._selection.all(
            f"SELECT e.{axis}_section, count(*), count(e.start) FROM event AS e "
            f"WHERE {self._where} GROUP BY 1",
            self._values,
        )
        return {place: (count, scheduled) for place, count, scheduled in rows}

    def _with_own(self, axis: str, own: OwnOrder) -> dict[float, tuple[int, int]]:
        """Return the counts with each own time known, and by time in its own section."""
        counts = dict(self._counts)
        rows = self._selection.all(
            f"SELECT e.number, e.{axis}_section, e.start IS NOT NULL FROM event AS e "
            f"WHERE e.number IN (SELECT number FROM temp.own) AND {self._where}",
            self._values,
        )
        for number, compiled, known in rows:
            count, scheduled = counts[compiled]
            counts[compiled] = count - 1, scheduled - known
            place = own.place(number) if axis == "time" else compiled
            count, scheduled = counts.get(place, (0, 0))
            counts[place] = count + 1, scheduled + 1
        return counts

    @cached_property
    def _headings(self) -> Sequence[Any]:
        own = self._selection.bound.own
        if own and self._axis == "time":
            return own.headings()
        return self._selection.store.headings(self._axis or "")

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that hold rows, in order."""
        if self._axis is None:
            return (Section("", 0, self.count),) if self.count else ()
        sections = []
        row = 0
        for heading in self._headings:
            count, scheduled = self._counts.get(heading["place"], (0, 0))
            if count:
                sections.append(_section(heading, row, count, scheduled, self._selection.store))
                row += count
        return tuple(sections)

    @cached_property
    def _anchors(self) -> tuple[list[int], list[float]]:
        """Return, for each section, its first row and the rank where it begins."""
        rows: list[int] = [0]
        ranks: list[float] = [BEFORE_ALL]
        if self._axis:
            row = 0
            for heading in self._headings:
                count = self._counts.get(heading["place"], (0, 0))[0]
                if count:
                    rows.append(row)
                    ranks.append(heading["first"])
                    row += count
        return rows, ranks

    def section_at(self, row: int) -> Section | None:
        """Return the section that a row stands in."""
        if not 0 <= row < self.count:
            return None
        return self.sections[bisect_right(self.sections, row, key=lambda s: s.first_row) - 1]

    def _read(self, start: int, stop: int) -> list[int]:
        rows, ranks = self._anchors
        place = bisect_right(rows, start) - 1
        index = INDEXES.get(self._column)
        sql = (
            f"SELECT e.number, e.{self._column} "
            f"FROM event AS e {f'INDEXED BY {index}' if index else ''} "
            f"WHERE e.{self._column} >= ? AND {self._where} ORDER BY e.{self._column} "
            "LIMIT ? OFFSET ?"
        )

        def read(limit: int, offset: int) -> list[tuple[int, float]]:
            return self._selection.all(sql, (ranks[place], *self._values, limit, offset))

        offset, wanted = start - rows[place], stop - start
        if self._own:
            return self._own.merged(read, offset, wanted, ranks[place])
        return [number for number, _ in read(wanted, offset)]

    def index(self, number: int) -> int | None:
        """Return the row of an event, or None if it is not among the rows."""
        row = self._kept_row(number)
        if row is not None:
            return row
        rank = self._own.rank.get(number) if self._own else None
        if rank is None:
            rank = self._selection.value(
                f"SELECT e.{self._column} FROM event AS e WHERE e.number = ? AND {self._where}",
                (number, *self._values),
            )
        if rank is None:
            return None
        rows, ranks = self._anchors
        place = bisect_right(ranks, rank) - 1
        before = self._selection.value(
            f"SELECT count(*) FROM event AS e WHERE e.{self._column} >= ? "
            f"AND e.{self._column} < ? AND {self._where}",
            (ranks[place], rank, *self._values),
        )
        own = self._own.between(ranks[place], rank) if self._own else 0
        return rows[place] + int(before) + own


def _section(heading: Any, row: int, count: int, scheduled: int, store: ScheduleStore) -> Section:  # noqa: ANN401 - a row of SQLite
    def moment(seconds: int | None) -> datetime | None:
        return (
            None if seconds is None else datetime.fromtimestamp(seconds, UTC).astimezone(store.zone)
        )

    return Section(
        label=heading["label"],
        first_row=row,
        count=count,
        scheduled=scheduled,
        kind=Kind(heading["kind"]) if heading["kind"] else None,
        start=moment(heading["start"]),
        end=moment(heading["end"]),
        day=date.fromordinal(heading["day"]) if heading["day"] else None,
    )


def _compiled_counts(selection: Selection, axis: str) -> tuple[dict[float, tuple[int, int]], int]:
    """Return the counts of all sections as compiled, less what is hidden; and the sum before."""
    column = "listed" if selection.merged else "events"
    scheduled = "listed_scheduled" if selection.merged else "scheduled"
    counts = {h["place"]: (h[column], h[scheduled]) for h in selection.store.headings(axis)}
    total = sum(count for count, _ in counts.values())
    if selection.hides:
        before, before_values = selection.row_conditions(hide=False)
        after, after_values = selection.row_conditions(hide=True)
        touched = selection.all(
            f"SELECT e.{axis}_section, e.start IS NOT NULL, ({after}) - ({before}) "
            "FROM event AS e WHERE e.number IN (SELECT number FROM temp.hidden UNION "
            "SELECT poster.number FROM temp.hidden JOIN event AS poster "
            "ON poster.oral = hidden.number)",
            (*after_values, *before_values),
        )
        for place, known, change in touched:
            count, with_time = counts[place]
            counts[place] = count + change, with_time + change * known
    return counts, total
