"""Qualifiers as conditions on a row of the compiled schedule, all values bound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from planner.schedule.marks import Bound
from planner.schedule.query import Qualifier, Term
from planner.schedule.store import ScheduleStore
from planner.schedule.text import fold
from planner.schedule.words import as_needle, holds, words


class Condition(NamedTuple):
    """A condition on the row ``{e}`` of the table ``event``, with its values."""

    sql: str
    values: tuple[Any, ...] = ()


def condition(
    qualifier: Qualifier, store: ScheduleStore, now: datetime, by_paper: bool
) -> Condition:
    """Return the condition of a qualifier that the rows answer, at the aware moment ``now``.

    With ``by_paper`` a decision about one twin counts for the other.
    """
    read = {
        "kind": lambda: _is_in("kind", qualifier.values),
        "topic": lambda: _topic(qualifier.values),
        "day": lambda: _timed(
            store, [_is_in("day", [_ordinal(v, store, now) for v in qualifier.values])]
        ),
        "before": lambda: _timed(store, [_compared("<", v, store, now) for v in qualifier.values]),
        "after": lambda: _timed(store, [_compared(">=", v, store, now) for v in qualifier.values]),
        "at": lambda: _timed(store, [_going_on(v, store, now) for v in qualifier.values]),
        "room": lambda: _coded("room", qualifier.values, store),
        "track": lambda: _coded("track", qualifier.values, store),
        "session": lambda: _in_session(qualifier.values, store),
        "board": lambda: _is_in("board", [fold(v).lstrip("#") for v in qualifier.values]),
        "is": lambda: _any(_state(value, store, now, by_paper) for value in qualifier.values),
        "has": lambda: _any(map(_having, qualifier.values)),
    }[qualifier.name]()
    # A null is no match, so its negation is one.
    return Condition(f"NOT ifnull(({read.sql}), 0)", read.values) if qualifier.negated else read


def _any(conditions: Iterable[Condition]) -> Condition:
    some = list(conditions)
    sql = " OR ".join(f"({condition.sql})" for condition in some)
    return Condition(f"({sql})", tuple(value for condition in some for value in condition.values))


def _timed(store: ScheduleStore, conditions: Iterable[Condition]) -> Condition:
    """Return conditions on the time, one of which must hold; an own time stands for the event's."""
    found = _any(conditions)
    bound = store.bound
    if not (isinstance(bound, Bound) and bound.marks.times):
        return found
    own = found.sql.replace("{e}.", "own.")
    return Condition(
        "CASE WHEN {e}.number IN (SELECT number FROM temp.own) THEN EXISTS (SELECT 1 "
        f"FROM temp.own AS own WHERE own.number = {{e}}.number AND {own}) ELSE {found.sql} END",
        found.values * 2,
    )


def _is_in(column: str, values: Sequence[Any]) -> Condition:
    return Condition(f"{{e}}.{column} IN ({','.join('?' * len(values))})", tuple(values))


def _topic(values: Sequence[str]) -> Condition:
    others = [value for value in values if value != "none"]
    none = Condition("NOT {e}.has_topic")
    if not others:
        return none
    expression = "topics : (" + " OR ".join(f'"{" ".join(words(v))}" *' for v in others) + ")"
    among = "{e}.number IN (SELECT rowid FROM words WHERE words MATCH ?)"
    return _any([none, Condition(among, (expression,))])


def _coded(table: str, values: Sequence[str], store: ScheduleStore) -> Condition:
    needles = list(map(as_needle, values))
    names = store.vocabulary().names(table)
    fitting = [name for name, hay in names.items() if any(holds(n, hay) for n in needles)]
    marks = ",".join("?" * len(fitting))
    return Condition(
        f"{{e}}.{table} IN (SELECT code FROM {table} WHERE name IN ({marks}))", tuple(fitting)
    )


def _in_session(values: Sequence[str], store: ScheduleStore) -> Condition:
    needles = list(map(as_needle, values))
    rows = store.connection.execute(
        "SELECT number, json_extract(json, '$.title') FROM record JOIN event USING (number) "
        "WHERE kind = 'session'"
    ).fetchall()
    numbers = [n for n, title in rows if any(holds(needle, as_needle(title)) for needle in needles)]
    marks = ",".join("?" * len(numbers))
    return Condition(
        f"({{e}}.number IN ({marks}) OR {{e}}.parent IN ({marks}))", (*numbers, *numbers)
    )


def linked(term: Term, store: ScheduleStore) -> Condition:
    """Return the condition that an event is what an address leads to."""
    numbers = [store.number(id_) for id_ in store.linked(term.text)]
    sql = f"{{e}}.number IN ({','.join('?' * len(numbers))})"
    return Condition(f"NOT {sql}" if term.negated else sql, tuple(numbers))


def _ordinal(value: str, store: ScheduleStore, now: datetime) -> int:
    if value == "today":
        return now.astimezone(store.zone).date().toordinal()
    return date.fromisoformat(value).toordinal()


def _seconds(value: str, store: ScheduleStore, now: datetime) -> int:
    """Return the UTC seconds of a canonical moment that names its day."""
    if value == "now":
        return int(now.timestamp())
    day, _, clock = value.partition("T")
    hour, minute = (int(part) for part in (clock or "00:00").split(":"))
    on = date.fromordinal(_ordinal(day, store, now))
    return int(datetime(on.year, on.month, on.day, hour, minute, tzinfo=store.zone).timestamp())


def _is_clock(value: str) -> bool:
    return len(value) == 5 and value[2] == ":"


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _compared(sign: str, value: str, store: ScheduleStore, now: datetime) -> Condition:
    if _is_clock(value):
        return Condition(f"{{e}}.minute {sign} ?", (_minute(value),))
    return Condition(f"{{e}}.start {sign} ?", (_seconds(value, store, now),))


def _going_on(value: str, store: ScheduleStore, now: datetime) -> Condition:
    """Return start <= T < end; an event without an end is a point at its start."""
    if not _is_clock(value):
        moment = _seconds(value, store, now)
        return Condition(
            "({e}.start = ? OR ({e}.start <= ? AND {e}.end > ?))", (moment, moment, moment)
        )
    minute = _minute(value)
    length = "({e}.end - {e}.start) / 60.0"
    # The second half is for what goes on after midnight.
    return Condition(
        f"({{e}}.minute = ? OR ({{e}}.minute <= ? AND {{e}}.minute + {length} > ?) "
        f"OR {{e}}.minute + {length} > ? + 1440)",
        (minute, minute, minute, minute),
    )


def _state(value: str, store: ScheduleStore, now: datetime, by_paper: bool) -> Condition:
    marked = "{e}.number IN (SELECT number FROM temp.mark WHERE "
    if value == "scheduled":
        return _timed(store, [Condition("{e}.start IS NOT NULL")])
    if value == "over":
        # Without an end the start decides; without a start, whether its day is past.
        over = Condition(
            "CASE WHEN {e}.start IS NULL THEN {e}.day < ? ELSE ifnull({e}.end, {e}.start) <= ? END",
            (now.astimezone(store.zone).date().toordinal(), int(now.timestamp())),
        )
        return _timed(store, [over])
    if value == "undecided":
        column = "paper_decided" if by_paper else "decided"
        return Condition("NOT " + marked + f"{column})")
    if value == "starred":
        return Condition(marked + "level IS NOT NULL)")
    if value == "visited":
        return Condition(marked + ("paper_visited)" if by_paper else "visited)"))
    if value in ("hidden", "clashing", "changed"):
        return Condition(marked + f"{value})")
    return Condition(marked + "level = ?)", (value,))


def _having(value: str) -> Condition:
    if value == "abstract":
        return Condition("{e}.has_abstract")
    return Condition("{e}.number IN (SELECT number FROM temp.mark WHERE noted)")
