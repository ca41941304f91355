"""The pieces of a query's text, each with its place: words, phrases, qualifiers with their values.

Cutting never fails; whether a piece means something is for the parser to say.
The parser and the completion of what is typed both read a text through here, so
that they never disagree about where a value begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planner.schedule.qualifiers import known_name
from planner.schedule.text import blanked

#: ``name:`` is a qualifier only if a value follows at once.
QUALIFIER_NAME = re.compile(r"([A-Za-z]+):(?=\S)")
#: What negates the word, phrase or qualifier that it stands before.
SIGNS = ("-", "!")


class Value(NamedTuple):
    """A word, a phrase or one of a qualifier's values.

    Attributes:
        text: What it says, without quotes, its blanks made single.
        start: Where it begins in the query's text, with its quote.
        end: The offset behind it, with its closing quote.
        quoted: Whether it begins with a quote.
        closed: Whether that quote is closed; a quote left open reaches to the end.
    """

    text: str
    start: int
    end: int
    quoted: bool = False
    closed: bool = False


class Token(NamedTuple):
    """A piece of a query's text.

    Attributes:
        start: Where it begins, with its sign.
        end: The offset behind it.
        negated: Whether a sign stands before it.
        name: The qualifier's name, None for a word or a phrase.
        values: The qualifier's values, some of which may be empty; or the word
            or the phrase alone.
    """

    start: int
    end: int
    negated: bool
    name: str | None
    values: tuple[Value, ...]


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of ``text`` in order; what steers a terminal counts as a blank."""
    text = blanked(text)
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        negated = text[at] in SIGNS and at + 1 < len(text) and not text[at + 1].isspace()
        at += negated
        found = QUALIFIER_NAME.match(text, at)
        name = known_name(found[1]) if found else None
        if found and name:
            values = tuple(_values(text, found.end()))
        elif text[at] == '"':
            values = (_quotation(text, at),)
        else:
            values = (_run(text, at, commas=False),)
        at = values[-1].end
        yield Token(start, at, negated, name, values)


def _values(text: str, at: int) -> Iterator[Value]:
    """Yield a qualifier's values, separated by commas, from ``at`` on."""
    while True:
        quoted = text[at : at + 1] == '"'
        value = _quotation(text, at) if quoted else _run(text, at, commas=True)
        yield value
        if text[value.end : value.end + 1] != ",":
            return
        at = value.end + 1


def _quotation(text: str, at: int) -> Value:
    end = text.find('"', at + 1)
    closed = end >= 0
    content = text[at + 1 : end if closed else len(text)]
    return Value(" ".join(content.split()), at, end + 1 if closed else len(text), True, closed)


def _run(text: str, at: int, *, commas: bool) -> Value:
    """Return what stands from ``at`` to the next blank, or to a comma if they separate."""
    end = at
    while end < len(text) and not text[end].isspace() and not (commas and text[end] == ","):
        end += 1
    return Value(text[at:end], at, end)
