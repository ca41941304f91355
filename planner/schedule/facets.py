"""Live counts beside a result: how many rows of each kind a query has."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from planner.model import Kind
from planner.schedule.marks import Marks
from planner.schedule.query import Query
from planner.schedule.search import NotReady, View, select
from planner.schedule.selection import Selection
from planner.schedule.store import ScheduleStore


def kinds(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    now: datetime | None = None,
) -> dict[Kind, int]:
    """Return the rows of each kind that ``query`` would have without its ``kind:``.

    In the order of the kinds, those without a row left out; empty while the
    index that the query needs is still being made.
    """
    selection = select(store, query.without("kind"), marks, view, now)
    if isinstance(selection, NotReady):
        return {}
    if selection.is_everything and not selection.hides:
        counts = store.listed_counts() if view.merged else store.counts()
    else:
        where, values = selection.row_conditions(hide=True)
        rows = selection.all(
            f"SELECT e.kind, count(*) FROM event AS e WHERE {where} GROUP BY 1", values
        )
        counts = {Kind(kind): count for kind, count in rows}
    return {kind: counts[kind] for kind in Kind if kind in counts}


class Facets(NamedTuple):
    """How many rows a query has for each kind, day and topic, those without a row left out.

    Each is counted without the query's own qualifiers of that name, so that
    one can see what another value would find. A row counts under its first topic.
    """

    kinds: dict[Kind, int]
    days: dict[date, int]
    topics: dict[str, int]


def facets(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    now: datetime | None = None,
) -> Facets:
    """Return the counts of ``query`` by kind, by day and by topic, in the order of each."""

    def counted(column: str, name: str) -> dict[int, int]:
        selection = select(store, query.without(name), marks, view, now)
        return _by(selection, column) if isinstance(selection, Selection) else {}

    days, topics = counted("e.day", "day"), counted("e.topic_section", "topic")
    return Facets(
        kinds(store, query, marks, view, now),
        {date.fromordinal(day): days[day] for day in sorted(filter(None, days))},
        {
            heading["label"]: topics[heading["place"]]
            for heading in store.headings("topic")
            if heading["place"] in topics and heading["kind"] is None
        },
    )


def _by(selection: Selection, column: str) -> dict[int, int]:
    where, values = selection.row_conditions(hide=True)
    return dict(
        selection.all(f"SELECT {column}, count(*) FROM event AS e WHERE {where} GROUP BY 1", values)
    )
