"""The events of a query, counted by what they have in common: under facets and density.

In Browse a poster is no row where its oral is one. Under a further condition
it is one again unless the oral fulfils that too: a poster on Wednesday whose
oral is on Tuesday is a row of ``day:wed``. So all events found are counted by
their keys, and then the twins that have a value together are taken off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from planner.schedule.selection import Selection

Value = TypeVar("Value", bound=Hashable)
Key = tuple[Any, ...]


class Tally:
    """The events that a selection finds, twins apart, in a temporary table.

    There is one such table in a store's connection: a tally can be asked until
    the next one is made.

    Args:
        selection: What is found; as Browse's (``merged``) twins count once.
    """

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        connection = selection.store.connection
        connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS tallied (number INTEGER PRIMARY KEY, oral INTEGER)"
        )
        where, values = selection.event_conditions(hide=True)
        connection.execute("DELETE FROM temp.tallied")
        connection.execute(
            "INSERT INTO temp.tallied "
            f"SELECT e.number, {'e.oral' if selection.merged else 'NULL'} "
            f"FROM event AS e WHERE {where}",
            values,
        )
        connection.execute(
            "UPDATE temp.tallied SET oral = NULL "
            "WHERE oral IS NOT NULL AND oral NOT IN (SELECT number FROM temp.tallied)"
        )
        connection.commit()

    def counts(
        self, key: Sequence[str], values_of: Callable[[Key], Collection[Value]]
    ) -> Counter[Value]:
        """Return how many rows there would be of each value alone.

        Args:
            key: SQL expressions on the event ``{e}``, which make a key together.
            values_of: The values that an event of a key has, each once.
        """
        known: dict[Key, frozenset[Value]] = {}

        def values(of: Key) -> frozenset[Value]:
            if of not in known:
                known[of] = frozenset(values_of(of))
            return known[of]

        counted: Counter[Value] = Counter()
        for *own, count in self._grouped(_columns("e", key), ""):
            for value in values(tuple(own)):
                counted[value] += count
        twins = "CROSS JOIN event AS o ON o.number = t.oral"
        for *both, count in self._grouped([*_columns("e", key), *_columns("o", key)], twins):
            for value in values(tuple(both[: len(key)])) & values(tuple(both[len(key) :])):
                counted[value] -= count
        return counted

    def met(self, column: str) -> str:
        """Return the SQL of an event's ``day`` or ``start``; an own time stands for its own."""
        if self._selection.bound.own is None:
            return f"{{e}}.{column}"
        own = f"SELECT own.{column} FROM temp.own AS own WHERE own.number = {{e}}.number"
        return f"ifnull(({own}), {{e}}.{column})"

    def most(self, table: str, limit: int) -> list[int]:
        """Return the codes in a table of those an event can have several of, largest first."""
        found = self._selection.all(
            f"SELECT a.{table}, count(*) FROM event_{table} AS a "
            "CROSS JOIN temp.tallied AS t ON t.number = a.number "
            "WHERE t.oral IS NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
            (limit,),
        )
        return [code for code, _ in found]

    def counts_of_several(
        self, table: str, values_by_code: dict[int, Collection[Value]]
    ) -> Counter[Value]:
        """Return the same as :meth:`counts` for codes of which an event can have several.

        Args:
            table: The name that the table of the codes goes by: ``affiliation``.
            values_by_code: The values that an event with a code has.
        """
        codes = ",".join(map(str, values_by_code))
        hits: dict[int, set[Value]] = {}
        for number, code in self._selection.all(
            f"SELECT a.number, a.{table} FROM event_{table} AS a "
            f"CROSS JOIN temp.tallied AS t ON t.number = a.number WHERE a.{table} IN ({codes})"
        ):
            hits.setdefault(number, set()).update(values_by_code[code])
        counted: Counter[Value] = Counter()
        for values in hits.values():
            counted.update(values)
        for number, oral in self._selection.all(
            "SELECT number, oral FROM temp.tallied WHERE oral IS NOT NULL"
        ):
            counted.subtract(hits.get(number, set()) & hits.get(oral, set()))
        return counted

    def _grouped(self, columns: Sequence[str], join: str) -> Iterable[tuple[Any, ...]]:
        places = ", ".join(str(place + 1) for place in range(len(columns)))
        return self._selection.all(
            f"SELECT {', '.join(columns)}, count(*) FROM temp.tallied AS t "
            f"CROSS JOIN event AS e ON e.number = t.number {join} GROUP BY {places}"
        )


def _columns(row: str, expressions: Sequence[str]) -> list[str]:
    return [expression.format(e=row) for expression in expressions]
