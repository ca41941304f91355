"""The grammar of a typed span: two points in time and what stands beside them, in either order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from planner.schedule.text import clean
from planner.workspace.typed.day_and_clock import ClockWords, DayWords, Point, point_at
from planner.workspace.typed.meaning import (
    Place,
    Slip,
    day_meant,
    examples,
    minutes_of,
    minutes_of_range,
    moment_of,
    no_time,
)

_TO = re.compile(r"\s*-+\s*|\s+(?:to|until|till?|through)\s+", re.IGNORECASE)
_AWAY = re.compile(r"away\b[\s:,]*", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till?|to)\s+", re.IGNORECASE)
_AFTER = re.compile(r"(?:from|after|since)\s+", re.IGNORECASE)
_BOARD = re.compile(r"[\s,(]*(?:#\s?|\bboard:?\s+#?)([\w-]{1,40})\)?\s*$", re.IGNORECASE)
_WORD_START = re.compile(r"(?<=\s)\S")
#: What may stand around a time without belonging to it.
AROUND = " \t,;:|·•-~?"
_DAY = timedelta(days=1)


class Span(NamedTuple):
    """A time that was read, with what stood beside it.

    ``start`` and ``end`` are in the venue's zone; ``end`` is None where none
    was typed. ``title`` is the rest of the text, ``room`` and ``board`` the
    same rest as the conference's own line has it. ``whole_days`` says that no
    clock time was typed.
    """

    start: datetime
    end: datetime | None
    title: str = ""
    room: str | None = None
    board: str | None = None
    away: bool = False
    whole_days: bool = False


def session_number(text: str) -> tuple[str, str | None]:
    """Return what stands before the board in a text, and the board: ``3 #503``, ``#503``."""
    board = _BOARD.search(text)
    return (text[: board.start()].strip(), board[1]) if board else (text.strip(), None)


def span_said(plain: str, place: Place) -> Span:
    """Return the time that a clean line says, one of being away among them.

    Raises:
        Slip: It says none; the sentence says what can be typed.
    """
    return _away(plain, place) if _AWAY.match(plain) else _span(plain, place)


def _away(plain: str, place: Place) -> Span:
    """Read ``away until tue noon``, ``away from thu 15:00``, ``away fri 14-18 museum``."""
    word = _AWAY.match(plain)
    rest = plain[word.end() :] if word else plain
    if not rest:
        raise Slip("Away from when until when? Type away until tue noon, or away thu 15:00-18:00.")
    first, last = place.days[0], place.days[-1]
    if until := _UNTIL.match(rest):
        end, title = _first_point(rest, until.end(), place)
        today = place.now.astimezone(place.zone)
        start = today.replace(second=0, microsecond=0) if today.date() in place.days else None
        span = Span(start or moment_of(first, None, 0, place), end, title)
    elif (after := _AFTER.match(rest)) and not _has_end(rest[after.end() :], place):
        start, title = _first_point(rest, after.end(), place)
        span = Span(start, moment_of(last + _DAY, None, 0, place), title)
    else:
        span = _span(rest, place)
    if span.end is not None and span.end <= span.start:
        raise Slip(f"That ends before it starts. {examples(place.days)}")
    return span._replace(title=span.title or "away", away=True)


def _first_point(text: str, start: int, place: Place) -> tuple[datetime, str]:
    found = point_at(text, start, place.names)
    if found is None:
        raise Slip(no_time(text, place))
    day = day_meant(found.day, place)
    moment = moment_of(day, found.clock, minutes_of(found.clock) if found.clock else 0, place)
    return moment, text[found.end :].strip(AROUND)


def _has_end(text: str, place: Place) -> bool:
    first = point_at(text, 0, place.names)
    return first is not None and _second(text, first, place) is not None


def _span(plain: str, place: Place) -> Span:
    """Read a time at the text's beginning, or at its end with the title before it."""
    found = _parts(plain, 0, place)
    if found is not None:
        first, second, end = found
        rest = plain[end:].strip(AROUND)
        if first.clock is None and second is None and first.day is not None:
            # The day stands first, its hours last: "fri my poster 14-15".
            for start in _word_starts(rest):
                late = _parts(rest, start, place)
                if late and late[0].day is None and late[1] and not rest[late[2] :].strip(AROUND):
                    first = late[0]._replace(day=first.day)
                    return _spanned(first, late[1], rest[:start].strip(AROUND), place)
        return _spanned(first, second, rest, place)
    for start in _word_starts(plain):
        late = _parts(plain, start, place)
        if late is not None and not plain[late[2] :].strip(AROUND):
            return _spanned(late[0], late[1], plain[:start].strip(AROUND), place)
    raise Slip(no_time(plain, place))


def _parts(text: str, start: int, place: Place) -> tuple[Point, Point | None, int] | None:
    """Return the first and the second point of the range that begins at ``start``."""
    first = point_at(text, start, place.names)
    if first is None:
        return None
    second = _second(text, first, place)
    if second is None:
        # A number alone is no time: "3 posters".
        if first.day is None and first.clock is not None and first.clock.is_bare:
            return None
        return first, None, first.end
    if first.day is None and first.clock and first.clock.is_bare and second.clock is None:
        # Days of a month that is named once: "22-24 jul".
        month = second.day.month if second.day else None
        first = Point(DayWords(day=first.clock.hour, month=month), None, first.end)
    return first, second, second.end


def _second(text: str, first: Point, place: Place) -> Point | None:
    between = _TO.match(text, first.end)
    if between is None:
        return None
    second = point_at(text, between.end(), place.names)
    if second is not None and first.clock is None and second.day is None:
        return None  # "fri - 14" is no range.
    return second


def _spanned(first: Point, second: Point | None, rest: str, place: Place) -> Span:
    """Return the time from one point to another, ``rest`` being what stands beside it."""
    start, end = _from_to(first, second, place)
    if end is not None and end.astimezone(UTC) <= start.astimezone(UTC):
        raise Slip(f"That ends before it starts. {examples(place.days)}")
    title = clean(rest)
    board = _BOARD.search(title)
    room = (title[: board.start()] if board else title).strip(AROUND)
    whole = first.clock is None and (second is None or second.clock is None)
    away = title.casefold() == "away"
    return Span(start, end, title, room or None, board[1] if board else None, away, whole)


def _from_to(first: Point, second: Point | None, place: Place) -> tuple[datetime, datetime | None]:
    day = day_meant(first.day, place)
    last = day_meant(second.day, place) if second and second.day else day
    one, other = first.clock, second.clock if second else None
    if one is not None and other is not None:
        begins, ends = minutes_of_range(one, other, same_day=last == day)
        one, other = _in_one_zone(one, other)
    else:
        begins = minutes_of(one) if one else 0
        ends = minutes_of(other, ending=True) if other else 24 * 60
    start = moment_of(day, one, begins, place)
    if one is not None and second is None:
        return start, None
    return start, moment_of(last, other, ends, place)


def _in_one_zone(one: ClockWords, other: ClockWords) -> tuple[ClockWords, ClockWords]:
    """Return both ends of a range with the zone that either names."""
    if not other.zone and other.offset is None:
        return one, other._replace(zone=one.zone, offset=one.offset)
    if not one.zone and one.offset is None:
        return one._replace(zone=other.zone, offset=other.offset), other
    return one, other


def _word_starts(text: str) -> Iterator[int]:
    return (found.start() for found in _WORD_START.finditer(text))
