"""Events that a query finds by what the attendee noted about them.

Each word may stand in the note or in the event's own fields. Notes are few, so
they are looked through one by one; the index is asked only for events whose
note holds some of the words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from planner.schedule.marks import Bound
from planner.schedule.match import Match
from planner.schedule.selection import Selection
from planner.schedule.store import ScheduleStore
from planner.schedule.words import as_needle

#: From so many events on, one walk through all hits is faster than to look up each event.
_MOST_LOOKED_UP = 128


def by_note(store: ScheduleStore, match: Match, bound: Bound) -> tuple[int, ...]:
    """Return the events that hold all words of a match, at least one of them in their note.

    Conditions on the rows, hiding and twins are not looked at. What a query
    does not want must stand in neither.
    """
    if not (match.terms and bound.notes):
        return ()
    missing: dict[tuple[str, ...], list[int]] = {}
    for number, note in bound.notes:
        hay = _hay(note)
        lacking = tuple(term.phrase for term in match.terms if term.needle not in hay)
        if len(lacking) < len(match.terms) and not any(
            each in hay for each in match.unwanted_terms
        ):
            missing.setdefault(lacking, []).append(number)
    found: list[int] = []
    for lacking, numbers in missing.items():
        wanted = " AND ".join(f"({each})" for each in (*lacking, *match.extras))
        if wanted:
            numbers = matching(store, wanted, numbers)
        if match.unwanted_text and numbers:
            unwanted = set(matching(store, match.unwanted_text, numbers))
            numbers = [number for number in numbers if number not in unwanted]
        found += numbers
    return tuple(sorted(found))


def matching(store: ScheduleStore, expression: str, numbers: Iterable[int]) -> list[int]:
    """Return which of some events an expression of the index finds, in the order of numbers."""
    among = sorted(numbers)
    if not among:
        return []
    rowid = "rowid" if len(among) <= _MOST_LOOKED_UP else "+rowid"
    rows = store.connection.execute(
        f"SELECT rowid FROM words WHERE words MATCH ? AND {rowid} IN "
        "(SELECT value FROM json_each(?)) ORDER BY rowid",
        (expression, json.dumps(among)),
    )
    return [number for (number,) in rows]


def rows_by_note(selection: Selection, order: str, hide: bool) -> tuple[list[int], int]:
    """Return the rows that stand in the tier of the notes, and how many of them in no other.

    Args:
        selection: What is found, words among it.
        order: The column of the order inside of the tier.
        hide: Whether to leave hidden events out.
    """
    store, (*_, anywhere, inside) = selection.store, selection.match.tiers
    rows = _rows(selection, order, hide)
    before = set(matching(store, anywhere, rows))
    noted = [number for number in rows if number not in before]
    again = 0 if inside == anywhere else len(matching(store, inside, noted))
    return noted, len(noted) - again


def _rows(selection: Selection, order: str, hide: bool) -> list[int]:
    by_index = selection.by_index_alone
    where, values = ("true", []) if by_index else selection.row_conditions(hide, with_text=False)
    if by_index and hide and selection.hides:
        where = "e.number NOT IN (SELECT number FROM temp.hidden)"
    numbers = ",".join(map(str, selection.by_note))
    rows = selection.all(
        f"SELECT e.number, e.oral FROM event AS e WHERE e.number IN ({numbers}) AND {where} "
        f"ORDER BY {selection.rank(order)}",
        values,
    )
    shown: set[int] = set()
    if by_index and selection.merged:
        # A condition on each oral would have the index list all that it finds.
        orals = {oral for _, oral in rows if oral is not None}
        shown.update(selection.by_note, matching(selection.store, selection.match.tiers[-1], orals))
    return [number for number, oral in rows if oral not in shown]


@lru_cache(maxsize=4096)
def _hay(note: str) -> str:
    """Return a note's words as needles are looked for in them, whole words and beginnings."""
    return as_needle(note) + " "
