"""Where a query's rows lie: topics by day, or by the sessions, as a small table of counts.

Each count is exactly what the query finds with the cell's topic and column put
in (:func:`of_cell`). So a row's total is what the topic finds, not the sum of
its cells: what has neither a day nor a session is in no column but "no time",
and what has a day but no time is in two.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from itertools import product, takewhile
from typing import Literal, NamedTuple

from planner.schedule.facet_values import (
    NO_TOPIC,
    SESSION_KEY,
    TOPICS_KEY,
    session_titles,
    topic_values,
    topics_of,
)
from planner.schedule.marks import Marks
from planner.schedule.names import Names, written
from planner.schedule.query import Qualifier, Query
from planner.schedule.search import NotReady, View, select
from planner.schedule.store import ScheduleStore
from planner.schedule.tally import Key, Tally
from planner.schedule.words import as_needle

By = Literal["day", "session"]

#: The condition of the column of all that has no time.
NO_TIME = Qualifier("is", ("scheduled",), negated=True)
#: Beside the columns by their places, the one that holds every row.
_ALL = -1


class Column(NamedTuple):
    """A day, a slot's sessions, or what has no time; ``condition`` says it in a query.

    ``label`` is what the titles of the slot's sessions begin with, ``start``
    and ``end`` its moments in the venue's zone as far as they are known.
    """

    condition: Qualifier
    label: str = ""
    day: date | None = None
    start: datetime | None = None
    end: datetime | None = None


class Line(NamedTuple):
    """A line of the table: an area, a topic of it (``depth`` 1), or with ``topic`` empty all.

    ``cells`` are the rows in each column, ``total`` the rows that the topic
    finds in any column or none.
    """

    topic: str
    label: str
    depth: int
    cells: tuple[int, ...]
    total: int


class Density(NamedTuple):
    """The table: its columns, all topics together, and the topics that have a row."""

    by: By
    columns: tuple[Column, ...]
    all: Line
    lines: tuple[Line, ...]


def density(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    by: By = "day",
    now: datetime | None = None,
) -> Density | None:
    """Return how many rows of ``query`` each topic has by day or by session.

    Only lines and columns that hold a row; None while the index that the query
    needs is still being made.
    """
    selection = select(store, query, marks, view, now)
    if isinstance(selection, NotReady):
        return None
    columns, columns_of = (_days if by == "day" else _slots)(store)
    columns.append(Column(NO_TIME))
    topics = topic_values(store)
    topics_of_key = topics_of(store, topics)

    def cells(key: Key) -> list[tuple[str, int]]:
        *place, without_time = key[1:]
        within = [*columns_of(tuple(place)), *([len(columns) - 1] if without_time else []), _ALL]
        return list(product([*topics_of_key(key[:1]), ""], within))

    tally = Tally(selection)
    place = [tally.met("day")] if by == "day" else SESSION_KEY
    counts = tally.counts([TOPICS_KEY, *place, f"{tally.met('start')} IS NULL"], cells)
    shown = [at for at in range(len(columns)) if counts["", at]]

    def line(topic: str, label: str, depth: int) -> Line:
        found = tuple(counts[topic, at] for at in shown)
        return Line(topic, label, depth, found, counts[topic, _ALL])

    lines = (line(value.value, value.label, value.depth) for value in topics)
    return Density(
        by,
        tuple(columns[at] for at in shown),
        line("", "All", 0),
        tuple(each for each in lines if each.total),
    )


def of_cell(query: Query, topic: str, column: Column | None) -> Query:
    """Return ``query`` with a topic (unless empty) and a column (unless None) put in.

    What the query asks for stays; where the new condition says as much by
    itself, it takes the old one's place.
    """
    for condition in (
        Qualifier("topic", (topic,)) if topic else None,
        column.condition if column else None,
    ):
        if condition is not None:
            kept = (q for q in query.qualifiers if not _implies(condition, q))
            query = Query(query.terms, (*kept, condition))
    return query


def _implies(condition: Qualifier, other: Qualifier) -> bool:
    """Tell whether whatever fulfils ``condition`` fulfils ``other``, as far as can be seen."""
    if condition.name != other.name or condition.negated != other.negated:
        return False
    if condition.negated or condition.name == "day":
        small, large = (other, condition) if condition.negated else (condition, other)
        return set(small.values) <= set(large.values)
    needles = list(map(as_needle, other.values))
    return all(
        as_needle(value) in needles
        or (
            condition.name == "topic"
            and value != NO_TOPIC
            and _is_inside(as_needle(value), needles)
        )
        for value in condition.values
    )


def _is_inside(needle: str, needles: Iterable[str]) -> bool:
    """Tell whether one of ``needles`` finds whatever ``needle`` finds."""
    return any(len(each) > 1 and each in needle for each in needles)


_Columns = tuple[list[Column], Callable[[Key], Collection[int]]]


def _days(store: ScheduleStore) -> _Columns:
    days = store.vocabulary().days
    places = {day.toordinal(): (at,) for at, day in enumerate(days)}
    columns = [Column(Qualifier("day", (day.isoformat(),)), day=day) for day in days]
    return columns, lambda key: places.get(key[0], ())


def _slots(store: ScheduleStore) -> _Columns:
    """Return the sessions, those of one slot together; not those on a workshop's agenda."""
    titles = session_titles(store)
    names = Names(((n, as_needle(title)) for n, title in titles.items()), whole_numbers=True)
    slots: dict[object, list[int]] = {}
    for number, start, end in store.connection.execute(
        "SELECT number, start, end FROM event WHERE kind = 'session' AND parent IS NULL "
        "ORDER BY by_time"
    ):
        slots.setdefault(number if start is None else (start, end), []).append(number)
    columns: list[Column] = []
    places: dict[int, list[int]] = {}
    meant: set[frozenset[int]] = set()
    for slot, numbers in slots.items():
        values, label = _wording([titles[number] for number in numbers], names)
        found = frozenset().union(*map(names.fitting, values))
        if not found or found in meant:
            continue
        meant.add(found)
        for number in found:
            places.setdefault(number, []).append(len(columns))
        start, end = slot if isinstance(slot, tuple) else (None, None)
        columns.append(
            Column(
                Qualifier("session", values),
                label,
                start=_moment(start, store),
                end=_moment(end, store),
            )
        )
    return columns, lambda key: {at for number in key for at in places.get(number, ())}


def _wording(titles: list[str], names: Names) -> tuple[tuple[str, ...], str]:
    """Return the values that name sessions in a query, and a label for them together.

    What all titles begin with, if that finds no other session (``Oral 1`` for
    Oral 1A to 1F); else every title.
    """
    values = tuple(dict.fromkeys(filter(names.fitting, map(written, titles))))
    common = _beginning(list(map(written, titles)))
    found = set().union(*map(names.fitting, values))
    if common and names.fitting(common) == found:
        return (common,), common
    others = f" +{len(values) - 1}" if len(values) > 1 else ""
    return values, common or titles[0] + others


def _beginning(texts: list[str]) -> str:
    """Return what all of ``texts`` begin with, without a blank at its end."""
    first, last = min(texts), max(texts)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(character for character, _ in alike).strip()


def _moment(seconds: int | None, store: ScheduleStore) -> datetime | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(store.zone)
