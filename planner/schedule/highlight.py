"""Where the words of a query stand in a text that is shown."""

from __future__ import annotations

import functools
import re

from planner.schedule.query import Query
from planner.schedule.text import fold
from planner.schedule.words import words


def marked(text: str, query: Query, field: str | None = None) -> list[tuple[int, int]]:
    """Return the spans of ``text`` that the query's words hit, ascending, not touching.

    ``field`` is the qualifier that asks for what ``text`` is (``author``,
    ``from``, ``topic``); its values are marked besides the words.

    Offsets count characters of ``text`` as it stands, although the match is made
    in its folded form. A word of three letters or more is marked inside of
    words too, if it begins none.
    """
    patterns = [
        p for term in query.terms if not term.negated and (p := _pattern(term.text, term.exact))
    ]
    for qualifier in query.qualifiers if field else ():
        if qualifier.name == field and not qualifier.negated:
            patterns += [
                (pattern[0], None) for v in qualifier.values if (pattern := _pattern(v, False))
            ]
    if not patterns:
        return []
    folded, origins = _folded(text)
    hits = []
    for begins, inside in patterns:
        found = [match.span() for match in begins.finditer(folded)]
        if not found and inside is not None:
            found = [match.span() for match in inside.finditer(folded)]
        hits += found
    spans: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        first, last = (start, end) if origins is None else (origins[start], origins[end - 1] + 1)
        if spans and first <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], last)
        else:
            spans.append((first, last))
    return spans


@functools.lru_cache(maxsize=64)
def _pattern(text: str, exact: bool) -> tuple[re.Pattern[str], re.Pattern[str] | None] | None:
    found = words(text)
    if not found:
        return None
    source = r"[\W_]+".join(map(re.escape, found))
    begins = rf"(?<![^\W_]){source}"
    if exact:
        return re.compile(rf"{begins}(?![^\W_])"), None
    inside = re.compile(source) if len(found) == 1 and len(found[0]) > 2 else None
    return re.compile(begins), inside


@functools.lru_cache(maxsize=1024)
def _folded(text: str) -> tuple[str, list[int] | None]:
    """Return the folded text and, unless it is ASCII, where each of its characters comes from."""
    if text.isascii():
        return fold(text), None
    parts = [fold(character) for character in text]
    origins = [index for index, part in enumerate(parts) for _ in part]
    return "".join(parts), origins
