"""The rows that a query means, as SQL: its conditions, the hidden ones, the twins.

In Browse a poster is no row where its oral is one. Mostly that can be told by
the index alone, since twins are found by the same words; where it cannot (a
qualifier that parts twins, a hidden oral), the oral is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.schedule import layout
from planner.schedule.conditions import Condition
from planner.schedule.marks import Bound
from planner.schedule.match import Match
from planner.schedule.store import ScheduleStore

if TYPE_CHECKING:
    from planner.schedule.own_order import OwnOrder, OwnRows

_FOUND = "{e}.number IN (SELECT rowid FROM words WHERE words MATCH ?)"


@dataclass(frozen=True)
class Selection:
    """A match on a store with marks bound, as Browse (``merged``) or plain.

    ``by_note`` are the events whose note holds words that are looked for.
    """

    store: ScheduleStore
    match: Match
    bound: Bound
    merged: bool
    show_hidden: bool
    by_note: tuple[int, ...] = ()

    @cached_property
    def hides(self) -> bool:
        """Whether hidden events are left out, and there are any."""
        return bool(self.bound.hidden and not self.show_hidden and not self.match.asks_for_hidden)

    @cached_property
    def is_everything(self) -> bool:
        """Whether nothing but hiding and merging restricts the rows."""
        return not (self.match.conditions or self.match.needs_index or self.match.asks_for_any)

    @cached_property
    def by_index_alone(self) -> bool:
        """Whether the index can tell all rows, hidden ones apart, without the table of events."""
        return not self.match.conditions and (
            not self.merged
            or (self.store.same_words and not (self.hides and self.bound.hides_talk))
        )

    def row_conditions(self, hide: bool, with_text: bool = True) -> tuple[str, list[Any]]:
        """Return what must be true of an ``event AS e``, with its values.

        ``hide`` leaves hidden events out; without ``with_text`` the row's own
        text has been looked at already.
        """
        conditions = self._own(hide)
        own = [*conditions, *(self._text() if with_text else [])]
        sql, values = _joined("e", own)
        if self.merged:
            oral, oral_values = _joined("o", [*conditions, *self._text(layout.TALK_OF_POSTER)])
            sql += (
                " AND (e.oral IS NULL OR NOT EXISTS "
                f"(SELECT 1 FROM event AS o WHERE o.number = e.oral AND {oral}))"
            )
            values += oral_values
        return sql, values

    def event_conditions(self, hide: bool) -> tuple[str, list[Any]]:
        """Return what must be true of an ``event AS e`` whatever its twin, with its values."""
        return _joined("e", [*self._own(hide), *self._text()])

    def _own(self, hide: bool) -> list[Condition]:
        conditions = list(self.match.conditions)
        if self.merged and not self.match.asks_for_any:
            conditions.append(Condition("{e}.listed"))
        if hide and self.hides:
            conditions.append(Condition("{e}.number NOT IN (SELECT number FROM temp.hidden)"))
        return conditions

    def _text(self, also: str | None = None) -> list[Condition]:
        if self.match.text is not None:
            expression = f'({self.match.text}) AND "{also}"' if also else self.match.text
            if self.by_note:
                noted = ",".join(map(str, self.by_note))
                return [Condition(f"{_FOUND} OR {{e}}.number IN ({noted})", (expression,))]
            return [Condition(_FOUND, (expression,))]
        if self.match.unwanted is not None:
            return [Condition("NOT " + _FOUND, (self.match.unwanted,))]
        return []

    def own(self, column: str) -> OwnOrder | None:
        """Return the own times, if there are any and the order of a column goes by time."""
        return self.bound.own if column in ("by_time", "plain") else None

    def rank(self, column: str) -> str:
        """Return the SQL of the rank of an ``event AS e`` in the order of a column."""
        own = self.own(column)
        if own is None:
            return f"e.{column}"
        own.write_ranks(column, self.store.connection)
        ranked = f"SELECT placed.{column} FROM temp.own AS placed WHERE placed.number = e.number"
        return f"ifnull(({ranked}), e.{column})"

    def own_rows(
        self, column: str, number: str, source: str, where: str, values: Sequence[Any]
    ) -> OwnRows | None:
        """Return which own times are among the rows of a statement; None if that makes no odds.

        Args:
            column: The order of the rows.
            number: The column of the tables that holds an event's number.
            source: The tables.
            where: The conditions.
            values: The conditions' values.
        """
        own = self.own(column)
        if own is None:
            return None
        from planner.schedule.own_order import OwnRows

        # To look up single events in the index can take as long for each as one walk through it.
        walked = "" if number == "e.number" else "+"
        rows = self.all(
            f"SELECT {number} FROM {source} WHERE {where} "
            f"AND {walked}{number} IN (SELECT number FROM temp.own)",
            values,
        )
        return OwnRows(own, column, [row[0] for row in rows])

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a statement."""
        return self.store.connection.execute(sql, values).fetchall()

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:  # noqa: ANN401 - a column's value
        """Return the first column of a statement's first row, or None."""
        row = self.store.connection.execute(sql, values).fetchone()
        return row[0] if row else None


def _joined(row: str, conditions: Sequence[Condition]) -> tuple[str, list[Any]]:
    sql = " AND ".join(f"({condition.sql.format(e=row)})" for condition in conditions)
    return sql or "true", [value for condition in conditions for value in condition.values]
