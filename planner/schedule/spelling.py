"""Words of a query that no event holds, and the schedule's own words that resemble them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import NamedTuple

from planner.schedule import layout
from planner.schedule.match import is_link
from planner.schedule.query import Qualifier, Query, Term
from planner.schedule.store import ScheduleStore
from planner.schedule.text import fold
from planner.schedule.words import WORD, words

#: From so many letters on a word has one slip, two, and may be short of its end.
_ONE_SLIP, _TWO_SLIPS, _BEGINNING, _BEGINNING_TWO_SLIPS = 3, 5, 5, 8
#: So much further away is a word whose beginning alone resembles what was typed.
_UNFINISHED = 0.5
#: How many words stand for one at most, and how many ways of putting them together are weighed.
_MOST_NEAREST, _MOST_WEIGHED = 6, 64
#: Fields of the index that a qualifier's words are looked for in.
_FIELDS = {"author": "people", "from": "affiliations"}


class Slip(NamedTuple):
    """A word that no event holds.

    Attributes:
        field: The field of the index that it was looked for in, None for any.
        word: The word, folded.
        nearest: The schedule's words that resemble it, with their distance: the
            nearest first, then the most frequent.
    """

    field: str | None
    word: str
    nearest: tuple[tuple[float, str], ...]


def slips(store: ScheduleStore, query: Query) -> list[Slip]:
    """Return the words of ``query`` that no event holds where they are looked for, each once."""
    found: dict[tuple[str | None, str], Slip] = {}

    def look(text: str, field: str | None, exact: bool) -> None:
        looked_for = words(text)
        for place, word in enumerate(looked_for, 1):
            whole = exact or place < len(looked_for)
            if (field, word) not in found and not _holds(store, word, field, whole):
                nearest = tuple(islice(_nearest(store, word, field, whole), _MOST_NEAREST))
                found[field, word] = Slip(field, word, nearest)

    for term in query.terms:
        if not term.negated and not is_link(term.text):
            look(term.text, None, term.exact)
    for qualifier in query.qualifiers:
        if qualifier.name in _FIELDS and not qualifier.negated:
            for value in qualifier.values:
                look(value, _FIELDS[qualifier.name], exact=False)
    return list(found.values())


def _holds(store: ScheduleStore, word: str, field: str | None, whole: bool) -> bool:
    """Tell whether any event holds a word as searching finds it."""
    expression = f'"{word}"' if whole else f'"{word}" *'
    if field:
        return store.frequency(f"{field} : ({expression})") > 0
    inside = "" if whole else f' OR "{layout.INSIDE}{word}" *'
    return store.frequency(expression + inside) > 0


def _nearest(
    store: ScheduleStore, word: str, field: str | None, whole: bool
) -> Iterator[tuple[float, str]]:
    """Yield the schedule's words near ``word`` with their distance: nearest, then most frequent.

    The distance is Damerau's and Levenshtein's: letters put in, left out,
    changed, or two side by side swapped.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    if len(word) < _ONE_SLIP:
        return
    known = store.index_words()
    near: dict[int, float] = {}

    def measure(choices: dict[int, str] | Sequence[str], most: int, further: float) -> None:
        for _, distance, place in process.extract(
            word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None
        ):
            near[place] = min(near.get(place, distance + further), distance + further)

    measure(known, 2 if len(word) >= _TWO_SLIPS else 1, 0)
    if not whole and len(word) >= _BEGINNING:
        most = 2 if len(word) >= _BEGINNING_TWO_SLIPS else 1
        for length in range(len(word) - most, len(word) + most + 1):
            measure(_beginnings(known, word, length), most, _UNFINISHED)
    for place, distance in sorted(near.items(), key=lambda each: (each[1], each[0])):
        if field is None or store.frequency(f'{field} : ("{known[place]}")'):
            yield distance, known[place]


def _beginnings(known: Sequence[str], word: str, length: int) -> dict[int, str]:
    """Return the beginnings of longer words, each by the place of the most frequent one.

    Only of those that begin with one of the first two letters of ``word``: who
    slips there slips twice, and there are ten times as many others.
    """
    first: dict[str, int] = {}
    letters = word[:2]
    for place, each in enumerate(known):
        if each[0] in letters and len(each) > length:
            first.setdefault(each[:length], place)
    return {place: beginning for beginning, place in first.items()}


def respelled(query: Query, slips: Sequence[Slip]) -> Iterator[tuple[Query, tuple[str, ...]]]:
    """Yield ``query`` with a near word for each slip, the nearest together first; and these."""
    if not query:
        return
    # Of many slips, only so many words each that not too many are put together.
    each = next(
        n for n in range(_MOST_NEAREST, 0, -1) if n ** len(slips) <= _MOST_WEIGHED or n == 1
    )
    choices = product(*(slip.nearest[:each] for slip in slips))
    for choice in sorted(choices, key=lambda chosen: sum(distance for distance, _ in chosen)):
        new = tuple(word for _, word in choice)
        spelling = {(s.field, s.word): word for s, word in zip(slips, new, strict=True)}
        yield _spelled(query, spelling), new


def _spelled(query: Query, spelling: dict[tuple[str | None, str], str]) -> Query:
    def spelled(text: str, field: str | None) -> str:
        if not any((field, word) in spelling for word in words(text)):
            return text
        return WORD.sub(lambda found: spelling.get((field, found[0]), found[0]), fold(text))

    def term_spelled(term: Term) -> Term:
        if term.negated or is_link(term.text):
            return term
        text = spelled(term.text, None)
        return replace(term, text=text if " " in term.text else "-".join(text.split()))

    def qualifier_spelled(qualifier: Qualifier) -> Qualifier:
        field = _FIELDS.get(qualifier.name)
        if field is None or qualifier.negated:
            return qualifier
        return replace(qualifier, values=tuple(spelled(v, field) for v in qualifier.values))

    return Query(
        tuple(map(term_spelled, query.terms)), tuple(map(qualifier_spelled, query.qualifiers))
    )


def without_words(query: Query, slips: Sequence[Slip]) -> tuple[Query, tuple[str, ...]]:
    """Return ``query`` without the words and values that hold a slip, and what was left out."""
    out = {(slip.field, slip.word) for slip in slips}
    left_out: list[str] = []

    def stays(text: str, field: str | None, written: str) -> bool:
        if not any((field, word) in out for word in words(text)):
            return True
        left_out.append(written)
        return False

    terms = tuple(
        term
        for term in query.terms
        if term.negated or is_link(term.text) or stays(term.text, None, str(term))
    )
    qualifiers: list[Qualifier] = []
    for each in query.qualifiers:
        field = _FIELDS.get(each.name)
        if field is not None and not each.negated:
            values = tuple(
                value
                for value in each.values
                if stays(value, field, str(Qualifier(each.name, (value,))))
            )
            if values:
                qualifiers.append(replace(each, values=values))
        else:
            qualifiers.append(each)
    return Query(terms, tuple(qualifiers)), tuple(left_out)
