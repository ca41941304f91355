"""Results: counted at once, read page by page, in sections of an axis or in tiers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from planner.model import Kind
from planner.schedule import layout
from planner.schedule.match import TIERS
from planner.schedule.selection import Selection
from planner.schedule.store import ScheduleStore

#: Ranking more costs more than it tells.
MOST_RANKED = 500
_PAGE = 128
_PAGES_KEPT = 32
_COLUMNS = {"topic": "number", "time": "by_time", "title": "by_title", "board": "by_board"}
_INDEXES = {
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


class _Paged:
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

    def _read(self, start: int, stop: int) -> list[int]:
        raise NotImplementedError

    def _kept_row(self, number: int) -> int | None:
        for page, rows in self._pages.items():
            if number in rows:
                return page * _PAGE + rows.index(number)
        return None


class AxisResult(_Paged):
    """Rows by topic or by time in sections, or by title or board in one.

    ``count`` is the number of rows, ``hidden`` that of the matches left out.
    """

    def __init__(self, selection: Selection, order: str) -> None:
        super().__init__()
        self._selection = selection
        self._axis = order if order in ("topic", "time") else None
        self._column = _COLUMNS[order]
        if order == "time" and not selection.merged:
            self._axis, self._column = None, "plain"
        self._where, self._values = selection.row_conditions(hide=True)
        if self._axis and selection.is_everything:
            self._counts, shown = _compiled_counts(selection, self._axis)
        elif self._axis:
            self._counts, shown = self._counted(self._axis), None
        else:
            self._counts, shown = {}, None
        if self._axis:
            self.count = sum(count for count, _ in self._counts.values())
        else:
            self.count = self._count(self._where, self._values)
        self.hidden = 0
        if selection.hides:
            if shown is None:
                shown = self._count(*selection.row_conditions(hide=False))
            self.hidden = shown - self.count

    def _count(self, where: str, values: Sequence[Any]) -> int:
        sql = f"SELECT count(*) FROM event AS e WHERE {where}"
        return int(self._selection.value(sql, values))

    def _counted(self, axis: str) -> dict[int, tuple[int, int]]:
        rows = self._selection.all(
            f"SELECT e.{axis}_section, count(*), count(e.start) FROM event AS e "
            f"WHERE {self._where} GROUP BY 1",
            self._values,
        )
        return {place: (count, scheduled) for place, count, scheduled in rows}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that hold rows, in order."""
        if self._axis is None:
            return (Section("", 0, self.count),) if self.count else ()
        sections = []
        row = 0
        for heading in self._selection.store.headings(self._axis):
            count, scheduled = self._counts.get(heading["place"], (0, 0))
            if count:
                sections.append(_section(heading, row, count, scheduled, self._selection.store))
                row += count
        return tuple(sections)

    @cached_property
    def _anchors(self) -> tuple[list[int], list[int]]:
        """Return, for each section, its first row and the rank where it begins."""
        rows, ranks = [0], [0]
        if self._axis:
            row = 0
            for heading in self._selection.store.headings(self._axis):
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
        index = _INDEXES.get(self._column)
        found = self._selection.all(
            f"SELECT e.number FROM event AS e {f'INDEXED BY {index}' if index else ''} "
            f"WHERE e.{self._column} >= ? AND {self._where} ORDER BY e.{self._column} "
            "LIMIT ? OFFSET ?",
            (ranks[place], *self._values, stop - start, start - rows[place]),
        )
        return [number for (number,) in found]

    def index(self, number: int) -> int | None:
        """Return the row of an event, or None if it is not among the rows."""
        row = self._kept_row(number)
        if row is not None:
            return row
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
        return rows[place] + int(before)


def _section(heading: Any, row: int, count: int, scheduled: int, store: ScheduleStore) -> Section:  # noqa: ANN401 - a row of SQLite
    def moment(seconds: int | None) -> datetime | None:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC).astimezone(store.zone)

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


def _compiled_counts(selection: Selection, axis: str) -> tuple[dict[int, tuple[int, int]], int]:
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


class TieredResult(_Paged):
    """Rows with words looked for, in tiers by the best set of fields that holds them all.

    ``count`` is the number of rows, ``hidden`` that of the matches left out.
    Tiers are read when their rows are asked for.
    """

    def __init__(self, selection: Selection, order: str) -> None:
        super().__init__()
        self._selection = selection
        self._order = "plain" if order == "time" and not selection.merged else _COLUMNS[order]
        self._source, self._where, self._values = self._from(hide=True)
        self._tier_counts: dict[int, int] = {}
        self._ranked: dict[int, list[int] | None] = {}
        everything = self._expression(len(TIERS) - 1, alone=False)
        self.count = self._count(self._source, self._where, (everything, *self._values))
        self.hidden = 0
        if selection.hides:
            source, where, values = self._from(hide=False)
            self.hidden = self._count(source, where, (everything, *values)) - self.count

    def _from(self, hide: bool) -> tuple[str, str, list[Any]]:
        """Return the tables, the conditions beside the words, and their values."""
        if self._selection.by_index_alone:
            where = "words MATCH ?"
            if hide and self._selection.hides:
                where += " AND words.rowid NOT IN (SELECT number FROM temp.hidden)"
            return "words", where, []
        where, values = self._selection.row_conditions(hide, with_text=False)
        source = "words CROSS JOIN event AS e ON e.number = words.rowid"
        return source, f"words MATCH ? AND {where}", values

    def _count(self, source: str, where: str, values: Sequence[Any]) -> int:
        return int(self._selection.value(f"SELECT count(*) FROM {source} WHERE {where}", values))

    def _expression(self, tier: int, alone: bool = True) -> str:
        """Return what finds the rows of a tier; not ``alone``, with those of the tiers before."""
        tiers = self._selection.match.tiers
        expression = tiers[tier]
        if alone and tier:
            expression = f"({expression}) NOT ({tiers[tier - 1]})"
        if self._selection.merged and self._selection.by_index_alone:
            expression = f'({expression}) NOT "{layout.POSTER_OF_TALK}"'
        return expression

    def _tier_count(self, tier: int) -> int:
        if tier not in self._tier_counts:
            ranked = self._ranks_of(tier)
            self._tier_counts[tier] = (
                len(ranked)
                if ranked is not None
                else self._count(
                    self._source, self._where, (self._expression(tier), *self._values)
                )
            )
        return self._tier_counts[tier]

    def _ranks_of(self, tier: int) -> list[int] | None:
        """Return a tier's rows, best first, or None if they are too many to be ranked."""
        if tier not in self._ranked:
            values = (self._expression(tier), *self._values)
            rows = self._selection.all(
                f"SELECT words.rowid FROM {self._source} WHERE {self._where} "
                f"LIMIT {MOST_RANKED + 1}",
                values,
            )
            if 1 < len(rows) <= MOST_RANKED:
                source, order = self._ordered()
                rows = self._selection.all(
                    f"SELECT words.rowid FROM {source} WHERE {self._where} "
                    f"ORDER BY bm25(words), {order}",
                    values,
                )
            self._ranked[tier] = [n for (n,) in rows] if len(rows) <= MOST_RANKED else None
        return self._ranked[tier]

    def _ordered(self) -> tuple[str, str]:
        """Return the tables with the order inside of a tier, and its column."""
        if self._order == "number":
            return self._source, "words.rowid"
        if self._selection.by_index_alone:
            return "words CROSS JOIN event AS e ON e.number = words.rowid", f"e.{self._order}"
        return self._source, f"e.{self._order}"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The tiers that hold rows, in order. Counting them all takes a while with many hits."""
        sections = []
        row = 0
        for tier, label in enumerate(TIERS):
            if row >= self.count:
                break
            count = self._tier_count(tier)
            if count:
                sections.append(Section(label, row, count))
                row += count
        return tuple(sections)

    def section_at(self, row: int) -> Section | None:
        """Return the tier that a row stands in, without looking at those behind it."""
        if not 0 <= row < self.count:
            return None
        first = 0
        for tier, label in enumerate(TIERS):
            count = self._tier_count(tier)
            if row < first + count:
                return Section(label, first, count)
            first += count
        return None

    def _read(self, start: int, stop: int) -> list[int]:
        rows: list[int] = []
        first = 0
        for tier in range(len(TIERS)):
            offset = start + len(rows) - first
            wanted = stop - start - len(rows)
            ranked = self._ranks_of(tier)
            if ranked is not None:
                rows += ranked[offset : offset + wanted]
            else:
                rows += self._some(tier, offset, wanted)
            if len(rows) >= stop - start:
                break
            first += self._tier_count(tier)
        return rows

    def _some(self, tier: int, offset: int, wanted: int) -> list[int]:
        """Return some rows of a tier too large to be ranked, in the order without words."""
        values = (self._expression(tier), *self._values)
        if self._order == "number":
            sql = f"SELECT words.rowid FROM {self._source} WHERE {self._where} ORDER BY words.rowid"
        elif self._selection.by_index_alone:
            # Walking the order and looking up hits is faster than sorting them all.
            sql = (
                f"SELECT e.number FROM event AS e INDEXED BY {_INDEXES[self._order]} "
                f"WHERE e.number IN (SELECT words.rowid FROM words WHERE {self._where}) "
                f"AND e.{self._order} >= 0 ORDER BY e.{self._order}"
            )
        else:
            sql = (
                f"SELECT e.number FROM {self._source} WHERE {self._where} ORDER BY e.{self._order}"
            )
        found = self._selection.all(f"{sql} LIMIT ? OFFSET ?", (*values, wanted, offset))
        return [number for (number,) in found]

    def index(self, number: int) -> int | None:
        """Return the row of an event, or None if it is not among the rows."""
        row = self._kept_row(number)
        if row is not None:
            return row
        first = 0
        for tier in range(len(TIERS)):
            if first >= self.count:
                break
            ranked = self._ranks_of(tier)
            if ranked is not None:
                if number in ranked:
                    return first + ranked.index(number)
            elif (before := self._before(tier, number)) is not None:
                return first + before
            first += self._tier_count(tier)
        return None

    def _before(self, tier: int, number: int) -> int | None:
        """Return how many rows of a tier stand before an event of it, None if it is not in it."""
        values = (self._expression(tier), *self._values)
        if not self._selection.value(
            f"SELECT 1 FROM {self._source} WHERE {self._where} AND words.rowid = ?",
            (*values, number),
        ):
            return None
        if self._order == "number":
            return self._count(
                self._source, f"{self._where} AND words.rowid < ?", (*values, number)
            )
        source, order = self._ordered()
        rank = self._selection.value(
            f"SELECT {self._order} FROM event WHERE number = ?", (number,)
        )
        return self._count(source, f"{self._where} AND {order} < ?", (*values, rank))
