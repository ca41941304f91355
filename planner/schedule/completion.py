"""Completing a query as one types: qualifiers, and the names and values that they can have.

Whatever is offered can be put in its place and searched for, and a name of the
schedule finds at least one event.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from planner.model import Kind
from planner.schedule import layout
from planner.schedule.arrange import ARROW
from planner.schedule.qualifiers import (
    HAVINGS,
    ORDERS,
    STATES,
    WEEKDAYS,
    day_names,
    known_name,
    quoted,
)
from planner.schedule.query import QueryError, parse
from planner.schedule.query_tokens import Token, Value, tokens
from planner.schedule.store import ScheduleStore
from planner.schedule.text import fold
from planner.schedule.words import as_needle, words

#: So many letters make a word worth completing to the name of something.
_FEWEST_LETTERS = 2
#: What a qualifier asks for, as it stands beside its name; in the order in which they are offered.
MEANINGS = {
    "kind": "kind of event",
    "topic": "topic",
    "author": "person",
    "from": "affiliation",
    "day": "day",
    "after": "starts then or later",
    "before": "starts earlier",
    "at": "goes on then",
    "room": "room",
    "session": "session",
    "track": "track",
    "is": "starred, scheduled ...",
    "has": "abstract or note",
    "board": "poster board",
    "sort": "order",
}
#: The qualifiers that a word is completed to.
_OF_A_WORD = ("topic", "author", "from", "room")
#: Qualifiers with the same values in every schedule.
_FIXED = {
    "is": STATES,
    "has": HAVINGS,
    "sort": ORDERS,
    **dict.fromkeys(("after", "before", "at"), ("now",)),
}


class Completion(NamedTuple):
    """What may stand in place of what is typed.

    Attributes:
        text: What replaces the piece of the query's text from ``start`` to before ``end``.
        start: An offset into the query's text.
        end: The offset behind the replaced piece.
        shown: What a line of suggestions says for it.
        aside: What stands beside that: how many rows it finds in Browse as
            digits, or in words what it is; may be empty.
    """

    text: str
    start: int
    end: int
    shown: str
    aside: str


class _Place(NamedTuple):
    """Where something is being typed: what stands there up to the cursor, and under which name."""

    start: int
    end: int
    typed: str
    name: str | None
    negated: bool
    others: tuple[str, ...] = ()
    quoted: bool = False
    #: Whether putting something here makes another text of all that follows.
    opens_rest: bool = False


class _Offer(NamedTuple):
    """A value, or a qualifier's name, before it has a place."""

    text: str
    shown: str
    aside: str


def completions(store: ScheduleStore, text: str, cursor: int, limit: int = 8) -> list[Completion]:
    """Return what the word or value at the cursor may become, best first.

    A value is completed among those of its qualifier, also inside an open
    quote and after a comma. A bare word of two letters or more becomes a
    qualifier's name that begins so, or a topic, a person, an affiliation or a
    room that holds a word which begins so.

    Args:
        store: The schedule; without its index it gives no names.
        text: What stands in the search bar.
        cursor: The offset in ``text`` before which the cursor stands.
        limit: The most completions to return.
    """
    place = _place(text, max(0, min(cursor, len(text))))
    if place is None or limit < 1:
        return []
    if place.name is None:
        offers = _of_word(store, place, limit)
    else:
        offers = [
            offer._replace(text=quoted(offer.text))
            for offer in islice(_of_qualifier(store, place.name, place, limit), limit)
        ]
    standing = text[place.start : place.end]
    return [
        Completion(offer.text, place.start, place.end, offer.shown, offer.aside)
        for offer in _told_apart(offers)
        if offer.text != standing and not (place.opens_rest and _fails(store, text, place, offer))
    ]


def _place(text: str, cursor: int) -> _Place | None:
    for token in tokens(text):
        if token.start + token.negated < cursor <= token.end:
            for value in token.values:
                if value.start <= cursor <= value.end:
                    return _place_in(text, cursor, token, value)
    return None


def _place_in(text: str, cursor: int, token: Token, value: Value) -> _Place | None:
    start, end = value.start, value.end
    # A closing quote before the cursor is no part of what is typed.
    typed = text[start + value.quoted : min(cursor, end - value.closed)]
    name = token.name
    if value.quoted and not value.closed:
        # An open quote holds all that follows; only the word at the cursor is replaced.
        end = cursor
        while end < len(text) and not text[end].isspace():
            end += 1
    elif name is None and typed.endswith(":") and cursor == end:
        # A name without its value is no qualifier yet, but about to become one.
        name = known_name(typed[:-1])
        start, typed = (cursor, "") if name else (start, typed)
    if end < len(text) and not text[end].isspace() and not (token.name and text[end] == ","):
        return None
    others = tuple(each.text for each in token.values if token.name and each is not value)
    opens_rest = value.quoted and not value.closed and bool(text[end:].strip())
    return _Place(start, end, typed, name, token.negated, others, value.quoted, opens_rest)


def _fails(store: ScheduleStore, text: str, place: _Place, offer: _Offer) -> bool:
    whole = text[: place.start] + offer.text + text[place.end :]
    return isinstance(parse(whole, store.vocabulary()), QueryError)


def _told_apart(offers: list[_Offer]) -> Iterator[_Offer]:
    """Yield the offers, topics by their last part alone where that is theirs only."""
    lasts = Counter(fold(offer.shown.rpartition(ARROW)[2]) for offer in offers)
    for offer in offers:
        last = offer.shown.rpartition(ARROW)[2]
        shown = last if lasts[fold(last)] == 1 else offer.shown.replace(ARROW, " / ")
        yield offer._replace(shown=shown)


def _of_word(store: ScheduleStore, place: _Place, limit: int) -> list[_Offer]:
    """Return what a word or a phrase without a qualifier may become."""
    if sum(map(len, words(place.typed))) < _FEWEST_LETTERS:
        return []
    begun = [
        _Offer(f"{name}:", f"{name}:", meaning)
        for name, meaning in MEANINGS.items()
        if name.startswith(place.typed.lower())
        and not place.quoted
        and not (name == "sort" and place.negated)
    ]
    groups = [begun]
    for name in _OF_A_WORD:
        found = islice(_names(store, name, place, limit), limit)
        groups.append([_Offer(f"{name}:{quoted(text)}", text, MEANINGS[name]) for text, _ in found])
    return _shared(groups, limit)


def _shared(groups: list[list[_Offer]], limit: int) -> list[_Offer]:
    """Return up to ``limit`` offers, of each group as many as of the others while it has some."""
    taken = [0] * len(groups)
    while limit > 0 and any(n < len(group) for n, group in zip(taken, groups, strict=True)):
        for index, group in enumerate(groups):
            if taken[index] < len(group) and limit > 0:
                taken[index] += 1
                limit -= 1
    return [offer for n, group in zip(taken, groups, strict=True) for offer in group[:n]]


def _of_qualifier(store: ScheduleStore, name: str, place: _Place, limit: int) -> Iterator[_Offer]:
    """Yield the values that a qualifier may have here, not yet in quotes."""
    if name in layout.NAMES:
        for text, events in _names(store, name, place, limit):
            yield _Offer(text, text, f"{events:,}")
        if name == "topic":
            yield from _no_topic(store, place)
    elif name == "kind":
        counts = sorted(store.counts().items(), key=lambda each: list(Kind).index(each[0]))
        offers = [_Offer(kind.value, kind.label, f"{count:,}") for kind, count in counts]
        yield from _begun(offers, place)
    elif name == "day":
        yield from _days(store, place)
    elif name != "sort" or not (place.negated or place.others):
        yield from _begun([_Offer(each, each, "") for each in _FIXED.get(name, ())], place)


def _begun(offers: list[_Offer], place: _Place) -> list[_Offer]:
    """Return the offers with a word that begins as typed, those that begin so themselves first."""
    typed = re.sub(r"[\s-]", "_", fold(place.typed))
    others = {re.sub(r"[\s-]", "_", fold(other)) for other in place.others}
    fitting = [o for o in offers if f"_{typed}" in f"_{o.text}" and o.text not in others]
    return sorted(fitting, key=lambda offer: not offer.text.startswith(typed))


def _days(store: ScheduleStore, place: _Place) -> Iterator[_Offer]:
    """Yield the days that hold rows of Browse, by their weekday, date or day of the month."""
    typed = fold(place.typed)
    rows = store.connection.execute(
        "SELECT day FROM section WHERE axis = 'time' AND day IS NOT NULL AND listed > 0"
    )
    busy = {date.fromordinal(ordinal) for (ordinal,) in rows}
    for text, day in day_names(store.vocabulary()).items():
        ways = (text, WEEKDAYS[day.weekday()], day.isoformat(), str(day.day))
        taken = any(fold(other) in (*ways, ways[1][:3]) for other in place.others)
        if day in busy and not taken and any(way.startswith(typed) for way in ways):
            yield _Offer(text, text, day.isoformat() if text != day.isoformat() else "")


def _names(store: ScheduleStore, name: str, place: _Place, limit: int) -> Iterator[tuple[str, int]]:
    """Yield the names with words that begin as typed, as one can write them, with their rows.

    Those with most events come first; each word but the last must be whole.
    """
    begun = words(place.typed)
    if not store.indexed or (place.typed.strip() and not begun):
        return
    mark = layout.NAMES[name]
    expression = f'"{" ".join(mark + word for word in begun) or mark}" *'
    others = {as_needle(other) for other in place.others}
    rows = store.connection.execute(
        "SELECT name.text, name.events FROM names CROSS JOIN name ON name.number = names.rowid "
        "WHERE names MATCH ? ORDER BY names.rowid LIMIT ?",
        # What is left out below: the others, what stands there already, and "none".
        (expression, limit + len(others) + 2),
    )
    for text, events in rows:
        # As a value "none" says that there is no topic at all.
        if as_needle(text) not in others and not (name == "topic" and fold(text) == "none"):
            yield text, events


def _no_topic(store: ScheduleStore, place: _Place) -> Iterator[_Offer]:
    """Yield ``none`` if it begins as typed, and something has no topic."""
    typed = fold(place.typed)
    if not typed or not "none".startswith(typed) or "none" in map(fold, place.others):
        return
    # Of the sections by topic, those of what has none are parted by kind.
    if any(each["kind"] and each["listed"] for each in store.headings("topic")):
        yield _Offer("none", "none", "no topic")
