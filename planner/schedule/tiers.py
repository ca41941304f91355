"""A result with words: in tiers, by the best set of fields that holds all of them.

The index counts all hits at once; a tier is read when one of its rows is asked
for. Small tiers are ranked, large ones stand in the order without words, since
ranking them would cost more than it tells.

Longer than most rooms: counting, reading and placing a tier take turns, and each knows what
the others have found so far.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.schedule import layout
from planner.schedule.match import FIELDS, TIERS
from planner.schedule.result import BEFORE_ALL, COLUMNS, INDEXES, Paged, Section
from planner.schedule.selection import Selection

if TYPE_CHECKING:
    from planner.schedule.own_order import OwnRows

#: Tiers with more rows are not ranked (DESIGN, section 6).
MOST_RANKED = 500
_NOT_OWN = " AND e.number NOT IN (SELECT number FROM temp.own)"
#: The last tier that is told by fields; mostly no row stands in those between it and the title.
_LAST_FIELD = len(FIELDS) - 1
_NOTES, _INSIDE = TIERS.index("your notes"), len(TIERS) - 1


class TieredResult(Paged):
    """Rows with words looked for, in tiers by the best set of fields that holds them all.

    ``count`` is the number of rows, ``hidden`` that of the matches left out.
    Tiers are read when their rows are asked for.
    """

    def __init__(self, selection: Selection, order: str) -> None:
        super().__init__()
        self._selection = selection
        self._match = selection.match
        self._order = "plain" if order == "time" and not selection.merged else COLUMNS[order]
        self._tier_counts: dict[int, int] = {}
        self._tiers: dict[int, list[int] | None] = {}
        self._own: dict[int, OwnRows | None] = {}
        everything = self._of_browse(self._match.tiers[-1])
        source, where, values = self._from("words", hide=True)
        self.count = self._count(source, where, (everything, *values))
        self._noted: list[int] = []
        if selection.by_note:
            # Most attendees search before they note anything.
            from planner.schedule.noted import rows_by_note

            self._noted, unfound = rows_by_note(selection, self._order, hide=True)
            self.count += unfound
        self.hidden = 0
        if selection.hides:
            source, where, values = self._from("words", hide=False)
            self.hidden = self._count(source, where, (everything, *values)) - self.count
            if selection.by_note:
                self.hidden += rows_by_note(selection, self._order, hide=False)[1]

    def _from(self, table: str, hide: bool = True) -> tuple[str, str, list[Any]]:
        """Return the tables, the conditions after the words' own, and these conditions' values."""
        if self._selection.by_index_alone:
            where = f"{table} MATCH ?"
            if hide and self._selection.hides:
                where += f" AND {table}.rowid NOT IN (SELECT number FROM temp.hidden)"
            return table, where, []
        where, values = self._selection.row_conditions(hide, with_text=False)
        source = f"{table} CROSS JOIN event AS e ON e.number = {table}.rowid"
        return source, f"{table} MATCH ? AND {where}", values

    def _of_browse(self, expression: str) -> str:
        """Leave out posters that have an oral, where the index can tell that."""
        if self._selection.merged and self._selection.by_index_alone:
            return f'({expression}) NOT "{layout.POSTER_OF_TALK}"'
        return expression

    def _count(self, source: str, where: str, values: Sequence[Any]) -> int:
        return int(self._selection.value(f"SELECT count(*) FROM {source} WHERE {where}", values))

    def _found(self, tier: int, alone: bool) -> tuple[str, str]:
        """Return the index to ask for a tier and the expression for it.

        Not ``alone``, the rows of the tiers before are found too.
        """
        if tier == 0 and self._match.titles and self._selection.by_index_alone:
            return "titles", self._of_browse(self._match.titles)
        place = tier - (tier > _NOTES)
        expression = self._match.tiers[place]
        if alone and tier:
            expression = f"({expression}) NOT ({self._match.tiers[place - 1]})"
        return "words", self._of_browse(expression)

    def _of(self, tier: int, alone: bool) -> tuple[str, str, str, str, list[Any]]:
        """Return the index for a tier and its expression, then what :meth:`_from` does."""
        table, expression = self._found(tier, alone)
        source, where, values = self._from(table)
        if tier == _INSIDE and self._noted:
            where += f" AND {table}.rowid NOT IN ({','.join(map(str, self._noted))})"
        return table, expression, source, where, values

    def _read_before(self, tier: int) -> list[int] | None:
        """Return all rows of the tiers before, or None if one of them is too large."""
        before: list[int] = []
        for earlier in range(tier):
            rows = self._rows_of(earlier)
            if rows is None:
                return None
            before += rows
        return before

    def _rows_of(self, tier: int) -> list[int] | None:
        """Return a tier's rows, best first, or None if they are too many to be ranked."""
        if tier == _NOTES:
            return self._noted
        if tier not in self._tiers:
            before = self._read_before(tier)
            if before is not None and len(before) == self.count:
                self._tiers[tier] = []
                return []
            if before is not None and tier == 1 and not self._has_more(_LAST_FIELD, before):
                self._tiers.update({field: [] for field in range(1, _LAST_FIELD + 1)})
                return []
            table, expression = self._found(tier, alone=before is None)
            known = set(before or (self._noted if tier == _INSIDE else ()))
            source, where, values = self._from(table)
            found = self._selection.all(
                f"SELECT {table}.rowid FROM {source} WHERE {where} LIMIT ?",
                (expression, *values, MOST_RANKED + 1 + len(known)),
            )
            fresh = [number for (number,) in found if number not in known]
            self._tiers[tier] = self._ranked(tier, fresh) if len(fresh) <= MOST_RANKED else None
        return self._tiers[tier]

    def _has_more(self, tier: int, before: list[int]) -> bool:
        """Whether the tiers up to this one hold more rows than those read already."""
        table, expression = self._found(tier, alone=False)
        source, where, values = self._from(table)
        sql = f"SELECT 1 FROM {source} WHERE {where} LIMIT 1 OFFSET ?"
        return self._selection.value(sql, (expression, *values, len(before))) is not None

    def _ranked(self, tier: int, numbers: list[int]) -> list[int]:
        """Return rows of one tier by bm25.

        A word that more than half of the events hold has no weight in FTS5's
        bm25, but counting where it stands takes as long as for any other.
        """
        if len(numbers) < 2:
            return numbers
        is_last = tier == len(TIERS) - 1
        phrases = [phrase[is_last] for phrase in self._match.telling]
        if len(phrases) > 1:
            half = self._selection.store.size / 2
            phrases = [p for p in phrases if self._selection.store.frequency(p) <= half]
        order = self._selection.rank(self._order)
        among = "SELECT value FROM json_each(?)"
        rows = json.dumps(numbers)
        if not phrases:
            if self._order == "number":
                return numbers
            sql = f"SELECT e.number FROM event AS e WHERE e.number IN ({among}) ORDER BY {order}"
            return [number for (number,) in self._selection.all(sql, (rows,))]
        table, _ = self._found(tier, alone=False)
        expression = " AND ".join(phrases)
        if tier < len(FIELDS) and table == "words":
            expression = f"{{{' '.join(FIELDS[: tier + 1])}}} : ({expression})"
        source, order = self._ordered(table)
        sql = (
            f"SELECT {table}.rowid FROM {source} WHERE {table} MATCH ? "
            f"AND +{table}.rowid IN ({among}) ORDER BY bm25({table}), {order}"
        )
        return [number for (number,) in self._selection.all(sql, (expression, rows))]

    def _ordered(self, table: str) -> tuple[str, str]:
        """Return the tables that give the order inside of a tier, and its column."""
        if self._order == "number":
            return table, f"{table}.rowid"
        source = f"{table} CROSS JOIN event AS e ON e.number = {table}.rowid"
        return source, self._selection.rank(self._order)

    def _tier_count(self, tier: int) -> int:
        if tier not in self._tier_counts:
            rows = self._rows_of(tier)
            if rows is not None:
                count = len(rows)
            else:
                # Rows of the notes' tier may stand in no other, so they cannot be taken off.
                before = self._read_before(tier) if tier < _NOTES or not self._noted else None
                _, expression, source, where, values = self._of(tier, alone=before is None)
                count = self._count(source, where, (expression, *values)) - len(before or ())
            self._tier_counts[tier] = count
        return self._tier_counts[tier]

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
            ranked = self._rows_of(tier)
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
        table, expression, source, where, values = self._of(tier, alone=True)
        own = self._own_rows(tier)
        # They stand elsewhere, and are put among the others as these are read.
        others = _NOT_OWN if own else ""
        if self._order == "by_time" and table == "titles":
            source, where, values = self._in_time()
            sql = (
                f"SELECT e.number, e.by_time FROM {source} WHERE {where}{others} "
                "ORDER BY titles_by_time.rowid"
            )
        elif self._order == "number":
            rows = f"SELECT {table}.rowid, {table}.rowid FROM {source}"
            sql = f"{rows} WHERE {where} ORDER BY {table}.rowid"
        elif self._selection.by_index_alone:
            # Walking the order and looking up hits is faster than sorting them all.
            sql = (
                f"SELECT e.number, e.{self._order} "
                f"FROM event AS e INDEXED BY {INDEXES[self._order]} "
                f"WHERE e.number IN (SELECT {table}.rowid FROM {table} WHERE {where}) "
                f"AND e.{self._order} >= 0{others} ORDER BY e.{self._order}"
            )
        else:
            sql = (
                f"SELECT e.number, e.{self._order} FROM {source} WHERE {where}{others} "
                f"ORDER BY e.{self._order}"
            )

        def read(limit: int, offset: int) -> list[tuple[int, float]]:
            page = (expression, *values, limit, offset)
            return self._selection.all(f"{sql} LIMIT ? OFFSET ?", page)

        if own:
            return own.merged(read, offset, wanted)
        return [number for number, _ in read(wanted, offset)]

    def _own_rows(self, tier: int) -> OwnRows | None:
        """Return the own times of a tier too large to be ranked, None if they make no odds."""
        if self._selection.own(self._order) is None:
            return None
        if tier not in self._own:
            table, expression, source, where, values = self._of(tier, alone=True)
            self._own[tier] = self._selection.own_rows(
                self._order, f"{table}.rowid", source, where, (expression, *values)
            )
        return self._own[tier]

    def _in_time(self) -> tuple[str, str, list[Any]]:
        """Return the index of titles that stands in the order by time, as :meth:`_from` does."""
        hides = " AND e.number NOT IN (SELECT number FROM temp.hidden)"
        return (
            "titles_by_time CROSS JOIN event AS e INDEXED BY event_by_time "
            "ON e.by_time = titles_by_time.rowid - 1",
            f"titles_by_time MATCH ?{hides if self._selection.hides else ''}",
            [],
        )

    def index(self, number: int) -> int | None:
        """Return the row of an event, or None if it is not among the rows."""
        row = self._kept_row(number)
        if row is not None:
            return row
        source, where, values = self._from("words")
        everything = self._of_browse(self._match.tiers[-1])
        sql = f"SELECT 1 FROM {source} WHERE {where} AND words.rowid = ?"
        if number not in self._noted and not self._selection.value(
            sql, (everything, *values, number)
        ):
            return None
        first = 0
        for tier in range(len(TIERS)):
            rows = self._rows_of(tier)
            if rows is None:
                before = self._before(tier, number)
                if before is not None:
                    return first + before
            elif number in rows:
                return first + rows.index(number)
            first += self._tier_count(tier)
        return None

    def _before(self, tier: int, number: int) -> int | None:
        """Return how many rows of a tier stand before an event of it, None if it is not in it."""
        table, expression, source, where, values = self._of(tier, alone=True)
        sql = f"SELECT 1 FROM {source} WHERE {where} AND {table}.rowid = ?"
        if not self._selection.value(sql, (expression, *values, number)):
            return None
        if self._order == "number":
            where += f" AND {table}.rowid < ?"
            return self._count(source, where, (expression, *values, number))
        rank = self._selection.value(
            f"SELECT {self._selection.rank(self._order)} FROM event AS e WHERE e.number = ?",
            (number,),
        )
        if self._order == "by_time" and table == "titles":
            own = self._own_rows(tier)
            source, where, values = self._in_time()
            where += f" AND titles_by_time.rowid < ? + 1{_NOT_OWN if own else ''}"
            before = self._count(source, where, (expression, *values, rank))
            return before + (own.between(BEFORE_ALL, rank) if own else 0)
        joined, order = self._ordered(table)
        return self._count(joined, f"{where} AND {order} < ?", (expression, *values, rank))
