"""Facets and density in the attendee's words, the same in both shells."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from planner.schedule.density import Column
from planner.workspace.wording import DAYS, clock, day_words, span

if TYPE_CHECKING:
    from planner.schedule.facet_values import FacetValue

#: The headings of the facets, by the names of their qualifiers.
HEADINGS = {
    "kind": "Kind",
    "day": "Day",
    "is": "Star",
    "topic": "Topic",
    "session": "Session",
    "room": "Room",
    "track": "Track",
    "from": "Affiliation",
}
_STARS = {"must": "must see", "want": "want to see"}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def value_words(name: str, value: FacetValue) -> str:
    """Return a facet's value in words: ``Tue 23 Jul``, ``must see``, a topic's own name."""
    if name == "day" and _ISO_DAY.fullmatch(value.value):
        return day_words(date.fromisoformat(value.value))
    if name == "is":
        return _STARS.get(value.value, value.value)
    return value.label


def column_words(column: Column) -> str:
    """Return what a column holds: ``Tue 23 Jul``, ``Tue 23 Jul 10:30-11:30, Oral 1``."""
    if column.day is not None:
        return day_words(column.day)
    if column.start is None:
        return column.label or "no time"
    return f"{day_words(column.start.date())} {span(column.start, column.end)}, {column.label}"


def column_head(column: Column) -> tuple[str, str, str]:
    """Return a column's words in lines of a few cells: ``Tue 23``, ``Tue 10:30 Oral 1``.

    The last of the three is empty for a day, and may be long for sessions.
    """
    if column.day is not None:
        return DAYS[column.day.weekday()], str(column.day.day), ""
    if column.start is not None:
        return DAYS[column.start.weekday()], clock(column.start), column.label
    return ("", "", column.label) if column.label else ("no", "time", "")
