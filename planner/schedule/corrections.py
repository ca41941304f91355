"""What may be meant by a query that finds nothing: the schedule's own words, or one part less."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from planner.schedule.marks import Marks
from planner.schedule.query import Query, Term, parse
from planner.schedule.search import NotReady, View, run
from planner.schedule.spelling import respelled, slips, without_words
from planner.schedule.store import ScheduleStore
from planner.schedule.words import words

#: How many respelled queries are tried.
_MOST_TRIED = 12
#: Of a longer query, only so many parts are left out in turn.
_MOST_PARTS = 8
#: What is said of a phrase whose words need not stand side by side.
_APART = "words apart"


class Correction(NamedTuple):
    """A query to search for instead of one that finds nothing.

    Attributes:
        query: The whole text of it.
        found: How many rows it finds, at least one.
        why: What is different: the words put in (``transformer``), or what is
            left out (``without kind:oral``), or both.
    """

    query: str
    found: int
    why: str


def corrections(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    now: datetime | None = None,
    limit: int = 3,
) -> list[Correction]:
    """Return what ``query``, which finds nothing, may mean, likeliest first.

    Words that no event holds become the nearest words that the schedule has,
    all of them at once; where there are none the word is left out. If each word
    is there but not all together, phrases are taken apart, and one part of the
    query is left out in turn, the one that alone finds least first; where that
    does not help, so many of them as are needed.

    Args:
        store: The schedule; without its index there are no corrections.
        query: What was searched for.
        marks: The attendee's decisions.
        view: How rows are counted, as in :func:`planner.schedule.search.run`.
        now: What "now" means, aware; the clock by default.
        limit: The most corrections to return.
    """
    if not store.indexed:
        return []
    trial = _Trial(store, marks, view, now)
    unknown = slips(store, query)
    rest, left_out = without_words(query, [slip for slip in unknown if not slip.nearest])
    spellings = list(
        islice(respelled(rest, [slip for slip in unknown if slip.nearest]), _MOST_TRIED)
    )
    if unknown:
        tried = (trial.of(changed, new, left_out) for changed, new in spellings)
        found = list(islice(filter(None, tried), limit))
        if found:
            return found
    changed, new = spellings[0] if spellings else (rest, ())
    return _with_less(trial, changed, new, left_out, limit)


class _Trial(NamedTuple):
    """Searches for a query that may be meant, as the one that found nothing was searched for."""

    store: ScheduleStore
    marks: Marks
    view: View
    now: datetime | None

    def of(self, query: Query, new: Sequence[str], left_out: Sequence[str]) -> Correction | None:
        """Return ``query`` as a correction if it finds anything, with what is different in it."""
        # What is offered is a text, so that is what must find something.
        read = parse(str(query), self.store.vocabulary())
        # An order alone would find everything.
        if not isinstance(read, Query) or not _parts(read):
            return None
        result = run(self.store, read, self.marks, self.view, self.now)
        if isinstance(result, NotReady) or not result.count:
            return None
        without = f"without {' '.join(left_out)}" if left_out else ""
        return Correction(
            str(read), result.count, ", ".join(filter(None, (" ".join(new), without)))
        )

    def found_by(self, part: Query) -> int:
        """Return how many rows a part finds alone."""
        correction = self.of(part, (), ())
        return correction.found if correction else 0


def _with_less(
    trial: _Trial, query: Query, new: Sequence[str], left_out: Sequence[str], limit: int
) -> list[Correction]:
    """Return what finds something of a query whose words are all there, but not together."""
    parts = sorted(_parts(query)[:_MOST_PARTS], key=trial.found_by)

    def without(*some: Query) -> Correction | None:
        smaller = _less(query, some)
        standing = _words_of(smaller)
        put_in = [word for word in new if word in standing]
        return trial.of(smaller, put_in, (*left_out, *map(str, some)))

    apart = _words_apart(query)
    loose = (trial.of(apart, (*new, _APART), left_out) for _ in range(apart != query))
    found = list(islice(filter(None, chain(loose, map(without, parts))), limit))
    for count in range(2, len(parts)):
        if not found:
            fewer = without(*parts[:count])
            found = [fewer] if fewer else []
    return found


def _parts(query: Query) -> list[Query]:
    """Return the query's words and qualifiers, each a query; its order is none of them."""
    return [
        *(Query((term,)) for term in query.terms if words(term.text)),
        *(Query((), (each,)) for each in query.qualifiers if each.name != "sort"),
    ]


def _less(query: Query, parts: Sequence[Query]) -> Query:
    terms = {term for part in parts for term in part.terms}
    qualifiers = {each for part in parts for each in part.qualifiers}
    return Query(
        tuple(term for term in query.terms if term not in terms),
        tuple(each for each in query.qualifiers if each not in qualifiers),
    )


def _words_of(query: Query) -> set[str]:
    texts = [term.text for term in query.terms]
    texts += [value for each in query.qualifiers for value in each.values]
    return {word for text in texts for word in words(text)}


def _words_apart(query: Query) -> Query:
    """Return ``query`` with the words of its phrases anywhere in an event."""
    terms: list[Term] = []
    for term in query.terms:
        phrase = not term.negated and (term.exact or " " in term.text)
        terms += map(Term, words(term.text)) if phrase else [term]
    return Query(tuple(terms), query.qualifiers)
