"""A query as SQLite understands it: an expression of FTS5 and conditions on a row.

Nothing of the user's text enters SQL or FTS5 syntax as it is: words are cut out
of it by our own tokenizer and stand in double quotes, all else is bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple

from planner.schedule import layout
from planner.schedule.conditions import Condition, condition, linked
from planner.schedule.qualifiers import MARKS
from planner.schedule.query import Qualifier, Query, Term
from planner.schedule.store import ScheduleStore
from planner.schedule.words import as_needle, words

#: The fields in the order of the tiers, each tier holding all words in its field
#: and those before it.
TIERS = ("title", "people", "topics", "affiliation", "anywhere", "your notes", "inside words")
FIELDS = ("title", "people", "topics", "affiliations")
#: The fewest letters that are looked for inside of words.
_SHORTEST_INSIDE = 3


class NoteTerm(NamedTuple):
    """A word or phrase as it is looked for in the index, and in the words of a note."""

    phrase: str
    needle: str


@dataclass(frozen=True, slots=True)
class Match:
    """A query made ready.

    ``tiers`` are cumulative expressions, from the title alone to anything; the
    last is what counts. Empty if no word is looked for. ``text`` is the one
    expression to use when only the set matters; it may also come from a
    qualifier alone. ``unwanted`` is what must not match, if nothing else is
    asked of the text. ``titles`` finds the first tier in the index of titles
    alone, where that can be. ``telling`` holds each word twice: as it stands in
    all tiers but the last, and in that. ``asks_for_any`` lets in what Browse else does not list.
    ``terms`` and ``unwanted_terms`` are looked for in notes too; ``extras`` and
    ``unwanted_text`` are what the index must say besides.
    """

    tiers: tuple[str, ...] = ()
    text: str | None = None
    unwanted: str | None = None
    titles: str | None = None
    telling: tuple[tuple[str, str], ...] = ()
    terms: tuple[NoteTerm, ...] = ()
    unwanted_terms: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    unwanted_text: str | None = None
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
    unwanted_terms: list[str] = []
    extras: list[str] = []
    conditions: list[Condition] = []
    order = None
    for term in query.terms:
        if is_link(term.text):
            conditions.append(linked(term, store))
        elif not words(term.text):
            continue
        elif term.negated:
            negatives.append(_phrase(term))
            unwanted_terms.append(_needle(term))
        else:
            wanted.append(term)
    for qualifier in query.qualifiers:
        expression = _column_expression(qualifier)
        if expression:
            (negatives if qualifier.negated else extras).append(expression)
        if qualifier.name == "sort":
            order = qualifier.values[0]
        elif not expression:
            conditions.append(condition(qualifier, store, now, by_paper))
    unwanted = " OR ".join(f"({negative})" for negative in negatives) or None

    def complete(positive: str) -> str:
        both = " AND ".join([f"({positive})"] * bool(positive) + [f"({e})" for e in extras])
        return f"({both}) NOT ({unwanted})" if unwanted else both

    tiers: tuple[str, ...] = ()
    plain = " AND ".join(map(_phrase, wanted))
    if wanted:
        fields = accumulate(FIELDS, lambda some, field_: f"{some} {field_}")
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
        titles=plain if tiers and not extras and not unwanted else None,
        telling=tuple((_phrase(term), _phrase_or_inside(term)) for term in wanted),
        terms=tuple(NoteTerm(_phrase_or_inside(term), _needle(term)) for term in wanted),
        unwanted_terms=tuple(unwanted_terms),
        extras=tuple(extras),
        unwanted_text=unwanted,
        conditions=tuple(conditions),
        asks_for_hidden=any(
            q.name == "is" and not q.negated and "hidden" in q.values for q in query.qualifiers
        ),
        asks_for_any=bool(tiers) or _asks_for_any(query),
        order=order,
    )


def _asks_for_any(query: Query) -> bool:
    """Tell whether a query means sessions, breaks and agenda items too.

    A kind does, an address does, a person does (who may speak at a workshop), and
    so does asking for what was decided: what the attendee starred is never left out.
    """
    return any(is_link(term.text) for term in query.terms) or any(
        qualifier.name == "kind"
        or (not qualifier.negated and qualifier.name == "author")
        or (not qualifier.negated and qualifier.name == "has" and "note" in qualifier.values)
        or (
            not qualifier.negated
            and qualifier.name == "is"
            and _DECIDED.issuperset(qualifier.values)
        )
        for qualifier in query.qualifiers
    )


_DECIDED = frozenset(MARKS) - {"undecided"}


def is_link(text: str) -> bool:
    """Tell whether a word of a query is an address."""
    return text[:8].lower().startswith(("http://", "https://"))


def _phrase(term: Term) -> str:
    return f'"{" ".join(words(term.text))}"{"" if term.exact else " *"}'


def _needle(term: Term) -> str:
    """Return a term as it is looked for among words with a blank before and behind each."""
    return as_needle(term.text) + (" " if term.exact else "")


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
