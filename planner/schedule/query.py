"""The query language (DESIGN, section 6): text in, a frozen value or an error out.

Parsing is pure: what a schedule knows comes in as a :class:`Vocabulary`, and
nothing here touches a database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from planner.schedule.qualifiers import BadValue, known_name, nearest_names, quoted, read_value
from planner.schedule.query_tokens import QUALIFIER_NAME, SIGNS, Token, tokens
from planner.schedule.text import blanked
from planner.schedule.words import words

if TYPE_CHECKING:
    from planner.schedule.vocabulary import Vocabulary

_QUALIFIED = re.compile(r"([-!]?)([A-Za-z]+):(\S.*)", re.DOTALL)
#: More than anybody types, and fewer than SQLite's expressions can hold (1,000 deep).
MOST_ASKED = 300
#: So much of what holds no word is repeated in the sentence about it.
_LONGEST_SHOWN = 30


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
        found = QUALIFIER_NAME.match(self.text)
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
        return f"{'-' if self.negated else ''}{self.name}:{','.join(map(quoted, self.values))}"


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
    text = blanked(text)
    terms: list[Term] = []
    qualifiers: list[Qualifier] = []
    asked = 0
    for token in tokens(text):
        asked += len(token.values)
        if asked > MOST_ASKED:
            message = f"A search takes at most {MOST_ASKED} words and values; leave some out."
            return QueryError(message, token.start, len(text))
        if token.name is not None:
            qualifier = _qualifier(token.name, token, vocabulary)
            if isinstance(qualifier, QueryError):
                return qualifier
            qualifiers.append(qualifier)
            continue
        (value,) = token.values
        found = None if value.quoted else QUALIFIER_NAME.match(value.text)
        nearest = nearest_names(found[1]) if found else ()
        if found and nearest:
            message = f'There is no "{found[1]}:"; did you mean {nearest[0]}:?'
            return QueryError(message, value.start, value.start + found.end(), nearest)
        if value.text:
            terms.append(Term(value.text, exact=value.closed, negated=token.negated))
    if not qualifiers and text.strip() and not any(words(term.text) for term in terms):
        return _only_signs(text)
    return Query(tuple(terms), tuple(qualifiers))


def without_unfinished(text: str) -> str:
    """Return ``text`` without what at its end is no more than a beginning.

    That is a qualifier whose value is still to be typed (``kind:``, ``topic:"``),
    a quote with nothing behind it, and a sign that stands alone. Until more is
    typed they would be words or mistakes, and the list would go blank between
    ``kind:`` and ``kind:o``.
    """
    pieces = list(tokens(text))
    if not pieces or pieces[-1].end < len(text):
        return text
    last = pieces[-1]
    value = last.values[-1]
    if value.quoted:
        unfinished = not value.text and not value.closed and len(last.values) == 1
    elif last.name is None:
        named = value.text.endswith(":") and known_name(value.text[:-1])
        unfinished = bool(named) or (value.text in SIGNS and not last.negated)
    else:
        unfinished = False
    return text[: last.start] if unfinished else text


def _only_signs(text: str) -> QueryError:
    start = len(text) - len(text.lstrip())
    signs = text.strip()
    shown = signs if len(signs) <= _LONGEST_SHOWN else signs[: _LONGEST_SHOWN - 1] + "…"
    message = f'There is no letter or digit to look for in "{shown}".'
    return QueryError(message, start, start + len(signs))


def from_arguments(arguments: Sequence[str]) -> str:
    """Return the query text of a command line's arguments, joined by blanks.

    In ``qualifier:value with blanks`` coming as one argument the value counts
    as quoted, since the shell ate the quotes (DESIGN, section 8).
    """
    return " ".join(map(_requoted, arguments))


def _requoted(argument: str) -> str:
    found = _QUALIFIED.fullmatch(blanked(argument))
    if not found or known_name(found[2]) is None:
        return argument
    value = found[3].rstrip()
    if '"' in value or not any(map(str.isspace, value)):
        return argument
    return f'{found[1]}{found[2]}:"{value}"'


def _qualifier(name: str, token: Token, vocabulary: Vocabulary) -> Qualifier | QueryError:
    given = [value for value in token.values if value.text]
    if not given:
        return QueryError(f"{name}: needs a value.", token.start, token.end)
    if name == "sort" and (token.negated or len(given) > 1):
        message = "sort: takes one order and cannot be negated."
        return QueryError(message, token.start, token.end)
    values: dict[str, None] = {}
    for value in given:
        read = read_value(name, value.text, vocabulary)
        if isinstance(read, BadValue):
            return QueryError(read.message, value.start, value.end, read.suggestions)
        values.update(dict.fromkeys(read))
    return Qualifier(name, tuple(values), token.negated)
