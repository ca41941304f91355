"""A query as SQLite understands it: an expression of FTS5 and conditions on a row.

Nothing of the user's text enters SQL or FTS5 syntax as it is: words are cut out
of it by our own tokenizer and stand in double quotes, all else is bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from planner.schedule import layout
from planner.schedule.qualifiers import MARKS
from planner.schedule.query import Qualifier, Query, Term
from planner.schedule.store import ScheduleStore
from planner.schedule.text import fold
from planner.schedule.words import as_needle, holds, words

#: The fields in the order of the tiers, each tier holding all words in its field
#: and those before it.
TIERS = ("title", "people", "topics", "affiliation", "anywhere", "inside words")
_FIELDS = ("title", "people", "topics", "affiliations")
#: The fewest letters that are looked for inside of words.
_SHORTEST_INSIDE = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the row ``{e}`` of the table ``event``, with its values."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A query made ready.

    ``tiers`` are cumulative expressions, from the title alone to anything; the
    last is what counts. Empty if no word is looked for. ``text`` is the one
    expression to use when only the set matters; it may also come from a
    qualifier alone. ``unwanted`` is what must not match, if nothing else is
    asked of the text. ``asks_for_any`` lets in what Browse else does not list.
    """

    tiers: tuple[str, ...] = ()
    text: str | None = None
    unwanted: str | None = None
    conditions: tuple[Condition, ...] = ()
    asks_for_hidden: bool = False
    asks_for_any: bool = False
    order: str | None = None

    @property
    def has_words(self) -> bool:
        """Whether a word is looked for, so that tiers make sense."""
        return bool(self.tiers)

    @property
    def needs_index(self) -> bool:
        """Whether the full-text index is asked."""
        return self.text is not None or self.unwanted is not None


def match(query: Query, store: ScheduleStore, now: datetime, by_paper: bool) -> Match:
    """Return ``query`` made ready for ``store``.

    ``now`` is an aware moment; ``by_paper`` lets a decision about one twin count
    for the other where the query asks what is still undecided.
    """
    wanted: list[Term] = []
    negatives: list[str] = []
    extras: list[str] = []
    conditions: list[Condition] = []
    order = None
    for term in query.terms:
        if is_link(term.text):
            conditions.append(_linked(term, store))
        elif not words(term.text):
            continue
        elif term.negated:
            negatives.append(_phrase(term))
        else:
            wanted.append(term)
    for qualifier in query.qualifiers:
        expression = _column_expression(qualifier)
        if expression:
            (negatives if qualifier.negated else extras).append(expression)
        if qualifier.name == "sort":
            order = qualifier.values[0]
        elif not expression:
            conditions.append(_condition(qualifier, store, now, by_paper))
    unwanted = " OR ".join(f"({negative})" for negative in negatives) or None

    def complete(positive: str) -> str:
        both = " AND ".join([f"({positive})"] * bool(positive) + [f"({e})" for e in extras])
        return f"({both}) NOT ({unwanted})" if unwanted else both

    tiers: tuple[str, ...] = ()
    if wanted:
        plain = " AND ".join(map(_phrase, wanted))
        fields = accumulate(_FIELDS, lambda some, field_: f"{some} {field_}")
        inside = " AND ".join(map(_phrase_or_inside, wanted))
        tiers = tuple(
            complete(expression)
            for expression in (*(f"{{{some}}} : ({plain})" for some in fields), plain, inside)
        )
    text = tiers[-1] if tiers else complete("") if extras else None
    return Match(
        tiers=tiers,
        text=text,
        unwanted=unwanted if text is None else None,
        conditions=tuple(conditions),
        asks_for_hidden=any(
            q.name == "is" and not q.negated and "hidden" in q.values for q in query.qualifiers
        ),
        asks_for_any=bool(tiers) or _asks_for_any(query),
        order=order,
    )


def _asks_for_any(query: Query) -> bool:
    """Tell whether a query means sessions, breaks and agenda items too.

    A kind does, an address does, and so does asking for what was decided: what
    the attendee starred is never left out.
    """
    return any(is_link(term.text) for term in query.terms) or any(
        qualifier.name == "kind"
        or (not qualifier.negated and qualifier.name == "has" and "note" in qualifier.values)
        or (not qualifier.negated and qualifier.name == "is" and _DECIDED.issuperset(qualifier.values))
        for qualifier in query.qualifiers
    )


_DECIDED = frozenset(MARKS) - {"undecided"}


def is_link(text: str) -> bool:
    """Tell whether a word of a query is an address."""
    return text[:8].lower().startswith(("http://", "https://"))


def _phrase(term: Term) -> str:
    return f'"{" ".join(words(term.text))}"{"" if term.exact else " *"}'


def _phrase_or_inside(term: Term) -> str:
    found = words(term.text)
    if term.exact or len(found) > 1 or len(found[0]) < _SHORTEST_INSIDE:
        return _phrase(term)
    return f'("{found[0]}" * OR "{layout.INSIDE}{found[0]}" *)'


_COLUMNS = {"author": "people", "from": "affiliations", "topic": "topics"}


def _column_expression(qualifier: Qualifier) -> str | None:
    """Return the expression of a qualifier that the index answers.

    A topic that may also be none is answered by the rows instead.
    """
    column = _COLUMNS.get(qualifier.name)
    if column is None or (column == "topics" and "none" in qualifier.values):
        return None
    values = " OR ".join(f'"{" ".join(words(value))}" *' for value in qualifier.values)
    return f"{column} : ({values})"


def _condition(
    qualifier: Qualifier, store: ScheduleStore, now: datetime, by_paper: bool
) -> Condition:
    read = {
        "kind": lambda: _is_in("kind", qualifier.values),
        "topic": lambda: _topic(qualifier.values),
        "day": lambda: _is_in("day", [_ordinal(v, store, now) for v in qualifier.values]),
        "before": lambda: _any(_compared("<", value, store, now) for value in qualifier.values),
        "after": lambda: _any(_compared(">=", value, store, now) for value in qualifier.values),
        "at": lambda: _any(_going_on(value, store, now) for value in qualifier.values),
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


def _linked(term: Term, store: ScheduleStore) -> Condition:
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
        return Condition("{e}.start IS NOT NULL")
    if value == "over":
        # Without an end the start decides; without a start, whether its day is past.
        return Condition(
            "CASE WHEN {e}.start IS NULL THEN {e}.day < ? ELSE ifnull({e}.end, {e}.start) <= ? END",
            (now.astimezone(store.zone).date().toordinal(), int(now.timestamp())),
        )
    if value == "undecided":
        column = "paper_decided" if by_paper else "decided"
        return Condition("NOT " + marked + f"{column})")
    if value == "starred":
        return Condition(marked + "level IS NOT NULL)")
    if value in ("visited", "hidden"):
        return Condition(marked + f"{value})")
    return Condition(marked + "level = ?)", (value,))


def _having(value: str) -> Condition:
    if value == "abstract":
        return Condition("{e}.has_abstract")
    return Condition("{e}.number IN (SELECT number FROM temp.mark WHERE noted)")
