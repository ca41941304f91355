"""Filters as parts of a query: what is chosen in a facet, put in and taken out again."""

from __future__ import annotations

from collections.abc import Iterable

from planner.schedule.query import Qualifier, Query
from planner.schedule.words import as_needle

#: Of all that ``is:`` can say, what concerns the stars: those are one facet.
STARS = ("must", "want", "maybe", "starred", "undecided")


def concerns(qualifier: Qualifier, name: str) -> bool:
    """Tell whether a qualifier is one of a facet: of its name, and for ``is:`` of stars alone."""
    return qualifier.name == name and (name != "is" or set(qualifier.values) <= set(STARS))


def without(query: Query, name: str) -> Query:
    """Return ``query`` without what it asks for in a facet; what it excludes stays."""
    return Query(
        query.terms,
        tuple(q for q in query.qualifiers if q.negated or not concerns(q, name)),
    )


def chosen(query: Query, name: str, *, negated: bool = False) -> tuple[str, ...]:
    """Return the values of a facet that a query asks for, or those that it excludes."""
    values = (
        value
        for qualifier in query.qualifiers
        if qualifier.negated == negated and concerns(qualifier, name)
        for value in qualifier.values
    )
    return tuple(dict.fromkeys(values))


def is_among(name: str, value: str, values: Iterable[str]) -> bool:
    """Tell whether a value stands among ``values``, however it is written there."""
    if name in ("kind", "day", "is"):
        return value in values
    needle = as_needle(value)
    return any(as_needle(each) == needle for each in values)


def toggled(query: Query, name: str, value: str) -> Query:
    """Return ``query`` with a facet's value put in, or taken out if it stands there.

    Values of one name stand together, since a comma means "or". Choosing a
    value that the query excludes takes the exclusion away.
    """

    def others(values: Iterable[str]) -> tuple[str, ...]:
        return tuple(each for each in values if not is_among(name, value, (each,)))

    values = chosen(query, name)
    excluded = is_among(name, value, chosen(query, name, negated=True))
    if is_among(name, value, values):
        values = others(values)
    elif not excluded:
        values = (*values, value)
    qualifiers: list[Qualifier] = []
    for qualifier in query.qualifiers:
        if not concerns(qualifier, name):
            qualifiers.append(qualifier)
        elif qualifier.negated and (left := others(qualifier.values)):
            qualifiers.append(Qualifier(name, left, negated=True))
    if values:
        qualifiers.append(Qualifier(name, values))
    return Query(query.terms, tuple(qualifiers))


def cleared(query: Query) -> Query:
    """Return ``query`` without any filter: its words, and its order if it names one."""
    return Query(query.terms, tuple(q for q in query.qualifiers if q.name == "sort"))
