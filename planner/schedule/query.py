"""The query language (DESIGN, section 6): text in, a frozen value or an error out.

Parsing is pure: what a schedule knows comes in as a :class:`Vocabulary`, and
nothing here touches a database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planner.schedule.qualifiers import BadValue, known_name, nearest_names, read_value
from planner.schedule.vocabulary import Vocabulary

#: ``name:`` is a qualifier only if a value follows at once.
_NAME = re.compile(r"([A-Za-z]+):(?=\S)")
_QUALIFIED = re.compile(r"([-!]?)([A-Za-z]+):(\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Term:
    """Text to be found: words side by side, the last one a prefix unless ``exact``."""

    text: str
    exact: bool = False
    negated: bool = False

    def __str__(self) -> str:
        sign = "-" if self.negated else ""
        if self.exact:
            return f'{sign}"{self.text}"'
        if self.is_open:
            return f'{sign}"{self.text}'
        return sign + self.text

    @property
    def is_open(self) -> bool:
        """Whether this is a phrase whose closing quote has not been typed yet."""
        if self.exact:
            return False
        text = self.text
        return (
            " " in text
            or (len(text) > 1 and text[0] in "-!" and not self.negated)
            or self._begins_like_a_qualifier()
        )

    def _begins_like_a_qualifier(self) -> bool:
        found = _NAME.match(self.text)
        return found is not None and bool(known_name(found[1]) or nearest_names(found[1]))


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A condition by name: any of ``values`` fits, or none of them if ``negated``.

    Values are canonical: a kind's own name, a date in ISO form, ``HH:MM``.
    """

    name: str
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.negated else ''}{self.name}:{','.join(map(_quoted, self.values))}"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; ``str`` gives the canonical text, which parses to the same value."""

    terms: tuple[Term, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()

    def __str__(self) -> str:
        # An open phrase swallows what follows it, so terms come last, in their order.
        return " ".join(map(str, (*self.qualifiers, *self.terms)))

    def __bool__(self) -> bool:
        return bool(self.terms or self.qualifiers)

    def without(self, name: str) -> Query:
        """Return the query without its qualifiers of this name."""
        return Query(self.terms, tuple(q for q in self.qualifiers if q.name != name))

    def has(self, name: str) -> bool:
        """Tell whether a qualifier of this name stands in the query."""
        return any(qualifier.name == name for qualifier in self.qualifiers)


class QueryError(NamedTuple):
    """Why a text is no query: a sentence, the place as offsets into the text, what may be meant."""

    message: str
    start: int
    end: int
    suggestions: tuple[str, ...] = ()


def parse(text: str, vocabulary: Vocabulary) -> Query | QueryError:
    """Return the query that ``text`` says, or the first error in it.

    A quote that is not closed reaches to the end, as it does while one types; a
    phrase so begun ends in a prefix.
    """
    terms: list[Term] = []
    qualifiers: list[Qualifier] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        negated = text[at] in "-!" and at + 1 < len(text) and not text[at + 1].isspace()
        at += negated
        if text[at] == '"':
            content, at, closed = _quotation(text, at)
            if content:
                terms.append(Term(content, exact=closed, negated=negated))
            continue
        found = _NAME.match(text, at)
        name = known_name(found[1]) if found else None
        if found and name:
            items, at = _items(text, found.end())
            qualifier = _qualifier(name, items, negated, vocabulary, (start, at))
            if isinstance(qualifier, QueryError):
                return qualifier
            qualifiers.append(qualifier)
            continue
        if found:
            nearest = nearest_names(found[1])
            if nearest:
                message = f'There is no "{found[1]}:"; did you mean {nearest[0]}:?'
                return QueryError(message, found.start(), found.end(), nearest)
        end = at
        while end < len(text) and not text[end].isspace():
            end += 1
        terms.append(Term(text[at:end], negated=negated))
        at = end
    return Query(tuple(terms), tuple(qualifiers))


def from_arguments(arguments: Sequence[str]) -> str:
    """Return the query text of a command line's arguments, joined by blanks.

    In ``qualifier:value with blanks`` coming as one argument the value counts
    as quoted, since the shell ate the quotes (DESIGN, section 8).
    """
    return " ".join(map(_requoted, arguments))


def _requoted(argument: str) -> str:
    found = _QUALIFIED.fullmatch(argument)
    if not found or known_name(found[2]) is None:
        return argument
    value = found[3].rstrip()
    if '"' in value or not any(map(str.isspace, value)):
        return argument
    return f'{found[1]}{found[2]}:"{value}"'


def _quotation(text: str, at: int) -> tuple[str, int, bool]:
    """Return what stands in quotes from ``at`` on, the offset behind it, and if it is closed."""
    end = text.find('"', at + 1)
    closed = end >= 0
    content = text[at + 1 : end if closed else len(text)]
    return " ".join(content.split()), end + 1 if closed else len(text), closed


def _items(text: str, at: int) -> tuple[list[tuple[str, int, int]], int]:
    """Return the values, separated by commas, from ``at`` on, each with its place."""
    items: list[tuple[str, int, int]] = []
    while True:
        start = at
        if at < len(text) and text[at] == '"':
            value, at, _ = _quotation(text, at)
        else:
            while at < len(text) and text[at] != "," and not text[at].isspace():
                at += 1
            value = text[start:at]
        if value:
            items.append((value, start, at))
        if at < len(text) and text[at] == ",":
            at += 1
            continue
        return items, at


def _qualifier(
    name: str,
    items: list[tuple[str, int, int]],
    negated: bool,
    vocabulary: Vocabulary,
    place: tuple[int, int],
) -> Qualifier | QueryError:
    if not items:
        return QueryError(f"{name}: needs a value.", *place)
    if name == "sort" and (negated or len(items) > 1):
        return QueryError("sort: takes one order and cannot be negated.", *place)
    values: dict[str, None] = {}
    for value, start, end in items:
        read = read_value(name, value, vocabulary)
        if isinstance(read, BadValue):
            return QueryError(read.message, start, end, read.suggestions)
        values.update(dict.fromkeys(read))
    return Qualifier(name, tuple(values), negated)


def _quoted(value: str) -> str:
    return f'"{value}"' if "," in value or any(map(str.isspace, value)) else value
