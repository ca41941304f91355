"""A saved search's name and text: what they may be, and a name proposed for a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.itinerary.facts import LONGEST_SEARCH_NAME, LONGEST_SEARCH_QUERY
from planner.schedule.text import clean

if TYPE_CHECKING:
    from planner.schedule.query import Query


def search_name(text: str) -> str:
    """Return a saved search's name as it is kept: one line of printable text.

    Raises:
        ValueError: Nothing is left of it, or it is too long; the sentence says which.
    """
    name = clean(text)
    if not name:
        raise ValueError("A saved search needs a name.")
    if len(name) > LONGEST_SEARCH_NAME:
        raise ValueError(
            f"A name has at most {LONGEST_SEARCH_NAME} characters, this one has {len(name):,}."
        )
    return name


def search_text(text: str) -> str:
    """Return a saved search's query as it is kept.

    Raises:
        ValueError: Nothing is left of it, or it is too long; the sentence says which.
    """
    query = clean(text)
    if not query:
        raise ValueError("There is no search to save.")
    if len(query) > LONGEST_SEARCH_QUERY:
        raise ValueError(f"A saved search has at most {LONGEST_SEARCH_QUERY} characters.")
    return query


def proposed_name(query: Query) -> str:
    """Return a name made of a query's words and values, at most as long as a name may be."""
    words = [
        value.rpartition("->")[2] for q in query.qualifiers if not q.negated for value in q.values
    ]
    words += [term.text for term in query.terms if not term.negated]
    name = ""
    for word in words or [str(query)]:
        longer = f"{name} {word}".strip()
        if len(longer) > LONGEST_SEARCH_NAME:
            break
        name = longer
    return clean(name or " ".join(words)[:LONGEST_SEARCH_NAME])
