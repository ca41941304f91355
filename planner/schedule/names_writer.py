"""The names of a schedule and the words of its index, as compiled for completing and correcting."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from planner.model import Event, Kind
from planner.schedule import layout
from planner.schedule.arrange import ARROW, Arrangement
from planner.schedule.names import written
from planner.schedule.words import words

#: What sorts behind all that a name can go on with.
_AFTER_ALL = "\U0010ffff"


def write_names(connection: sqlite3.Connection, arranged: Arrangement) -> None:
    """Write the names of ``arranged``, then all words of the index, which must be there.

    Both go most frequent first, so that a search for a few of them ends early.
    """
    found = [
        (rows, kind, key, spelling)
        for kind, names in _names(arranged).items()
        for key, (spelling, rows) in names.items()
        # What Browse shows no row for is better not offered.
        if rows
    ]
    found.sort(key=lambda each: (-each[0], each[3]))
    connection.executemany(
        "INSERT INTO name (number, text, events) VALUES (?, ?, ?)",
        ((number, text, rows) for number, (rows, _, _, text) in enumerate(found, 1)),
    )
    connection.executemany(
        "INSERT INTO names (rowid, words) VALUES (?, ?)",
        (
            (number, " ".join(layout.NAMES[kind] + word for word in key.split()))
            for number, (_, kind, key, _) in enumerate(found, 1)
        ),
    )
    connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row)")
    connection.execute(
        "INSERT INTO word (text) SELECT term FROM temp.vocabulary "
        "WHERE substr(term, 1, 1) NOT BETWEEN ? AND ? ORDER BY doc DESC, term",
        layout.PRIVATE,
    )
    connection.execute("DROP TABLE temp.vocabulary")


def _names(arranged: Arrangement) -> dict[str, dict[str, tuple[str, int]]]:
    """Return each qualifier's names by their words: the usual spelling, and the rows it finds.

    Spellings of the same words are one name. Rows are counted as in Browse: a
    talk and its poster are one, and an agenda item is none, unless one asks for
    its speaker.
    """
    spellings: dict[str, Counter[str]] = {kind: Counter() for kind in layout.NAMES}
    events: dict[str, dict[str, set[int]]] = {kind: defaultdict(set) for kind in layout.NAMES}
    keys: dict[str, str] = {}
    for number, event in enumerate(arranged.events, 1):
        for kind, names in _names_of(event, arranged).items():
            for name in names:
                key = keys.get(name)
                if key is None:
                    key = keys[name] = " ".join(words(name))
                if key and (arranged.row[number - 1] or kind == "author"):
                    spellings[kind][name] += 1
                    events[kind][key].add(number)
    return {
        kind: {
            key: (spelling, _rows(numbers, arranged))
            for key, spelling, numbers in _found(
                _usual(spellings[kind], keys), events[kind], kind not in layout.INDEXED_NAMES
            )
        }
        for kind in layout.NAMES
    }


def _usual(spellings: Counter[str], keys: Mapping[str, str]) -> dict[str, str]:
    """Return by its words how most events spell each name."""
    usual: dict[str, str] = {}
    for name, _ in sorted(spellings.items(), key=lambda each: (-each[1], each[0])):
        usual.setdefault(keys[name], written(name))
    return usual


def _found(
    spellings: Mapping[str, str], events: Mapping[str, Collection[int]], whole_numbers: bool
) -> Iterator[tuple[str, str, Collection[int]]]:
    """Yield each name's words, its spelling, and the events that it finds as a value.

    It finds the names that hold its words side by side, the last one maybe the
    beginning of a longer word; with ``whole_numbers`` no number goes on.
    """
    ends = sorted(
        (key[place:], key)
        for key in spellings
        for place in (0, *(n + 1 for n, sign in enumerate(key) if sign == " "))
    )
    starts = [end for end, _ in ends]
    for key, spelling in spellings.items():
        first = bisect_left(starts, key)
        stop = bisect_left(starts, key + _AFTER_ALL, first)
        holding = {
            holder
            for end, holder in ends[first:stop]
            if not (whole_numbers and key[-1].isdigit() and end[len(key) :][:1].isdigit())
        }
        yield key, spelling, set().union(*(events[each] for each in holding))


def _rows(numbers: Collection[int], arranged: Arrangement) -> int:
    """Return how many rows events make: a poster is none where its talk is one."""
    return sum(arranged.oral[number - 1] not in numbers for number in numbers)


def _names_of(event: Event, arranged: Arrangement) -> dict[str, set[str]]:
    """Return the names by which each qualifier finds an event."""
    parent = arranged.events[arranged.number[event.parent] - 1] if event.parent else None
    return {
        "topic": {part for topic in event.topics for part in _paths(topic)},
        "author": {person.name for person in event.people},
        "from": {person.affiliation for person in event.people if person.affiliation},
        "room": {event.room} if event.room else set(),
        "session": {parent.title} if parent and parent.kind is Kind.SESSION else set(),
        "track": {event.track} if event.track else set(),
    }


def _paths(topic: str) -> Iterator[str]:
    """Yield the areas that a topic stands in, and itself: ``A`` and ``A->B`` of ``A->B``."""
    parts = topic.split(ARROW)
    for length in range(1, len(parts) + 1):
        yield ARROW.join(parts[:length])
