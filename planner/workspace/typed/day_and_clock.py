"""Days and clock times as people type them, found in a text but not yet meant.

Which date a weekday is, and on which half of the day an hour lies, depends on
the conference and on what stands beside it; :mod:`planner.workspace.typed.time`
decides that.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

_WEEKDAYS = (
    *("mon(?:day)?", "tue(?:s(?:day)?)?", "wed(?:nesday)?", "thu(?:r(?:s(?:day)?)?)?"),
    *("fri(?:day)?", "sat(?:urday)?", "sun(?:day)?"),
)
_MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?"),
    *("aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})\\b\\.?"
_ORDINAL = "(?:st|nd|rd|th)"
_YEAR = r"(?:,?\s*(?P<year>20[0-9]{2})\b(?!:))?"
_NO_CLOCK = r"(?![0-9]|[:h]|\s*[ap]\.?\s?m\b)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII | re.IGNORECASE)


_WEEKDAY = _pattern(f"({'|'.join(_WEEKDAYS)})\\b\\.?")
_RELATIVE = _pattern(r"(today|tomorrow)\b")
_DATES = (
    _pattern(r"(?P<year>20[0-9]{2})-(?P<number>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])"),
    _pattern(rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}?\.?\s*(?:of\s+)?{_MONTH}{_YEAR}"),
    _pattern(rf"{_MONTH}\s*(?P<day>[0-9]{{1,2}}){_ORDINAL}?{_NO_CLOCK}{_YEAR}"),
    _pattern(
        r"(?P<day>[0-9]{1,2})\.\s?(?P<number>[0-9]{1,2})\.(?:\s?(?P<year>20[0-9]{2})\b(?!:))?"
    ),
    _pattern(rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}\b"),
)
#: Behind a weekday a number before another one is the day of the month: ``fri 26 14:00``.
_NUMBER_BEFORE_CLOCK = _pattern(r"(?P<day>[0-9]{1,2})\.?(?=\s+[0-9]{1,2}(?:[:.h-]|\s*[ap]\.?m))")
_BEFORE_DAY = _pattern(r"(?:(?:on|from|the)\s+)*")
_BETWEEN = _pattern(r"[\s,|·•@]*(?:(?:at|in|from|T(?=[0-9]))\s*)?")
_CLOCKS = (
    _pattern(r"(?P<word>noon|midday|midnight)\b"),
    _pattern(r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2}))?\s*(?P<half>[ap])\.?\s?m\b\.?"),
    _pattern(
        r"(?P<hour>[0-9]{1,2})[:.h](?P<minute>[0-9]{2})(?![0-9])"
        r"(?P<seconds>:[0-9]{2}(?:\.[0-9]+)?)?"
    ),
    _pattern(r"(?P<hour>[0-9]{1,2})\s?(?:h|o'clock)\b"),
    _pattern(r"(?P<bare>[0-9]{1,2})(?![\w:/]|[.,][0-9])"),
)
_OFFSET = _pattern(r"(?P<utc>Z)\b|(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})\b")
#: Names of zones, told from titles by their capitals; the venue's own are known besides.
_ZONE = re.compile(r"\s?\b([A-Z]{2,5})\b(?![-\w])")
ZONES = frozenset(
    (
        *("UTC", "GMT", "WET", "WEST", "CET", "CEST", "BST", "IST", "EET", "EEST", "MSK", "SAST"),
        *("EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT", "HST", "BRT"),
        *("ART", "JST", "KST", "HKT", "SGT", "AEST", "AEDT", "ACST", "ACDT", "AWST", "NZST"),
        "NZDT",
    )
)


class DayWords(NamedTuple):
    """A day as it was typed; None for what was not. ``relative`` is days from today."""

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    relative: int | None = None


class ClockWords(NamedTuple):
    """A clock time as it was typed.

    ``half`` is ``a`` or ``p`` for the halves of the day, else empty; ``is_bare``
    says that it is an hour's number and nothing more. ``zone`` is a zone's
    name, ``offset`` what it is ahead of UTC, where either was typed.
    """

    hour: int
    minute: int = 0
    half: str = ""
    is_bare: bool = False
    is_midnight: bool = False
    is_noon: bool = False
    zone: str = ""
    offset: timedelta | None = None


class Point(NamedTuple):
    """A day, a clock time, or both, and the place in the text behind them."""

    day: DayWords | None
    clock: ClockWords | None
    end: int


def point_at(text: str, place: int, zone_names: frozenset[str]) -> Point | None:
    """Return the day and the clock time that stand at a place of the text, None for neither.

    Args:
        text: What was typed, its dashes plain.
        place: Where to look, an index into the text.
        zone_names: What the venue's zone is called, such as ``CEST``.
    """
    day, after_day = _day_at(text, place)
    start = _BETWEEN.match(text, after_day)
    found = _clock_at(text, start.end() if start else after_day, zone_names)
    if found is not None:
        return Point(day, *found)
    return Point(day, None, after_day) if day is not None else None


def _day_at(text: str, place: int) -> tuple[DayWords | None, int]:
    before = _BEFORE_DAY.match(text, place)
    start = before.end() if before else place
    if relative := _RELATIVE.match(text, start):
        return DayWords(relative=int(relative[1][2] in "mM")), relative.end()
    weekday = _WEEKDAY.match(text, start)
    if weekday is None:
        found = _date_at(text, start)
        return found if found else (None, start)
    number = _numbered(weekday[1], _WEEKDAYS)
    behind = re.compile(r"[,\s]*(?:the\s+)?").match(text, weekday.end())
    place = behind.end() if behind else weekday.end()
    dated = _date_at(text, place)
    if dated is not None:
        return dated[0]._replace(weekday=number), dated[1]
    if plain := _NUMBER_BEFORE_CLOCK.match(text, place):
        return DayWords(weekday=number, day=int(plain["day"])), plain.end()
    return DayWords(weekday=number), weekday.end()


def _date_at(text: str, place: int) -> tuple[DayWords, int] | None:
    for pattern in _DATES:
        if found := pattern.match(text, place):
            parts = found.groupdict()
            month = _numbered(parts["month"], _MONTHS) + 1 if parts.get("month") else None
            month = int(parts["number"]) if parts.get("number") else month
            year = int(parts["year"]) if parts.get("year") else None
            return DayWords(day=int(parts["day"]), month=month, year=year), found.end()
    return None


def _clock_at(text: str, place: int, zone_names: frozenset[str]) -> tuple[ClockWords, int] | None:
    for pattern in _CLOCKS:
        found = pattern.match(text, place)
        if found is None:
            continue
        parts = found.groupdict()
        if word := parts.get("word"):
            is_midnight = word.casefold() == "midnight"
            clock = ClockWords(12 * (not is_midnight))
            return clock._replace(is_midnight=is_midnight, is_noon=not is_midnight), found.end()
        if parts.get("bare"):
            return ClockWords(int(parts["bare"]), is_bare=True), found.end()
        half, minute = (parts.get("half") or "").lower(), parts.get("minute")
        clock = ClockWords(int(parts["hour"]), int(minute or 0), half)
        end = found.end()
        offset = _OFFSET.match(text, end)
        # Without seconds what follows a dash is the end of a range.
        if offset and (offset["utc"] or offset["sign"] == "+" or parts.get("seconds")):
            return clock._replace(offset=_offset(offset)), offset.end()
        zone = _ZONE.match(text, end) if half or minute else None
        if zone and (zone[1] in ZONES or zone[1] in zone_names):
            return clock._replace(zone=zone[1]), zone.end()
        return clock, end
    return None


def _offset(found: re.Match[str]) -> timedelta:
    if found["utc"]:
        return timedelta(0)
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return -ahead if found["sign"] == "-" else ahead


def _numbered(name: str, names: tuple[str, ...]) -> int:
    return next(n for n, each in enumerate(names) if re.match(each[:3], name, re.IGNORECASE))
