"""What a foreign file tells of its conference only by the way: an id, its first and last day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from planner.schedule.ids import digits
from planner.schedule.text import fold

#: No conference lasts longer; a day further from the middle one is a slip in the file.
_HALF = timedelta(days=183)
_LONGEST_ID = 60
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def conference_id(acronym: str | None, title: str | None, year: int | None) -> str:
    """Return the id of a conference: of its acronym, else of its title and year.

    The year is added only where the title does not hold one. A name without
    any letter or digit of ASCII becomes ``conference-`` and twelve hex digits.
    """
    by_acronym = _slug(acronym)
    if by_acronym:
        return by_acronym
    by_title = _slug(title)
    if not by_title and title:
        by_title = f"conference-{digits(title)}"
    parts = [by_title or "conference"]
    if year and not _YEAR.search(title or ""):
        parts.append(str(year))
    return "-".join(parts)


def conference_days(
    said: tuple[str | None, str | None], days: Iterable[date]
) -> tuple[date, date] | None:
    """Return a conference's first and last day.

    Args:
        said: The two as the file says them, ISO dates that may be unsound, or None.
        days: The days of its events; those more than half a year away from the
            middle one do not count.

    Returns:
        What the file says if it is sound, else the first and last of ``days``;
        None if nothing tells.
    """
    first, last = (day_of(each) for each in said)
    if first and last and timedelta() <= last - first <= 2 * _HALF:
        return first, last
    ordered = sorted(days)
    if not ordered:
        return (first, first) if first else None
    middle = ordered[len(ordered) // 2]
    near = [each for each in ordered if abs(each - middle) <= _HALF]
    return near[0], near[-1]


def day_of(text: str | None) -> date | None:
    """Return the day at the beginning of an ISO date or date-time, None if there is none."""
    found = re.match(r"\s*(\d{4}-\d\d-\d\d)(?!\d)", text or "")
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _slug(name: str | None) -> str:
    words = re.findall(r"[a-z0-9]+", fold((name or "")[:1000]))
    return "-".join(words)[:_LONGEST_ID].strip("-")
