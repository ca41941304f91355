"""Times that an attendee types or pastes, read without guessing.

Weekdays and days of the month are the conference's own. What could mean two
things, or no day of the conference, is not read but answered by a sentence
that says what can be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from planner.model import Event, OwnTime
from planner.schedule.text import clean
from planner.workspace.day_and_clock import ClockWords, DayWords, Point, point_at
from planner.workspace.own_time import end_in_session
from planner.workspace.typed_meaning import (
    Place,
    Slip,
    day_meant,
    examples,
    minutes_of,
    minutes_of_range,
    moment_of,
    must_be_near,
    no_time,
    place_of,
)
from planner.workspace.wording import DAYS, day_words

#: No time that one types is longer; what is longer was pasted by mistake.
LONGEST_TYPED = 400

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−⁃", "-"))
_TO = re.compile(r"\s*-+\s*|\s+(?:to|until|till?|through)\s+", re.IGNORECASE)
_AWAY = re.compile(r"away\b[\s:,]*", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till?|to)\s+", re.IGNORECASE)
_AFTER = re.compile(r"(?:from|after|since)\s+", re.IGNORECASE)
_BOARD = re.compile(r"[\s,(]*(?:#\s?|\bboard:?\s+#?)([\w-]{1,40})\)?\s*$", re.IGNORECASE)
#: A date in numbers alone, with or without a clock time, as other programs write it.
_NUMERIC = re.compile(
    r"(?:[0-9]{8}|[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4})"
    r"(?:[T ,]+[0-9]{1,2}:?[0-9]{2}(?::[0-9]{2})?(?:\s*[ap]m)?)?",
    re.IGNORECASE,
)
_WORD_START = re.compile(r"(?<=\s)\S")
_AROUND = " \t,;:|·•-~?"

_DAY = timedelta(days=1)


class Unreadable(NamedTuple):
    """Why a text is no time; ``message`` is the sentence that says what can be typed."""

    message: str


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


def read_moment(
    text: str, days: Sequence[date], zone: tzinfo, now: datetime, *, ending: bool = False
) -> datetime | Unreadable:
    """Return the moment that a text says, in the venue's zone.

    ``fri 14:00``, ``25 jul 9am``, ``tomorrow noon``, ``2024-07-26T14:00``, or
    ``now``. A day alone is its beginning. Only a date with its year may lie
    outside the conference.

    Args:
        text: What was typed.
        days: The conference's days, in order.
        zone: The venue's zone.
        now: The present, aware.
        ending: Whether the moment ends something: then a day alone is its end.
    """
    place = place_of(days, zone, now)
    try:
        plain = _plain(text)
        if plain.casefold() == "now":
            return now.astimezone(zone)
        found = point_at(plain, 0, place.names)
        if found is None or plain[found.end :].strip(_AROUND):
            return _by_library(plain, place)
        day = day_meant(found.day, place)
        if found.clock is None:
            return moment_of(day + _DAY if ending else day, None, 0, place)
        return moment_of(day, found.clock, minutes_of(found.clock, ending=ending), place)
    except Slip as slip:
        return Unreadable(str(slip))


def read_span(text: str, days: Sequence[date], zone: tzinfo, now: datetime) -> Span | Unreadable:
    """Return the time that a text says, and what stands before or behind it.

    ``fri 14:00-15:30 lunch with Ada``, ``my poster fri 14-15``, ``away until
    tue noon``, or the conference's own line, ``Wed 24 Jul 1:30 p.m. - 3 p.m.
    Hall C 4-9 #503``. Days alone are whole days. No day further than one from
    the conference's own is read.

    Args:
        text: What was typed.
        days: The conference's days, in order.
        zone: The venue's zone.
        now: The present, aware.
    """
    place = place_of(days, zone, now)
    try:
        plain = _plain(text)
        span = _away(plain, place) if _AWAY.match(plain) else _span(plain, place)
        for moment in filter(None, (span.start, span.end)):
            must_be_near(moment, place)
        return span
    except Slip as slip:
        return Unreadable(str(slip))


def read_block(text: str, days: Sequence[date], zone: tzinfo, now: datetime) -> Span | Unreadable:
    """Return a time with start, end and title, as for :func:`read_span`."""
    found = read_span(text, days, zone, now)
    if isinstance(found, Span):
        if found.end is None:
            when = f"{DAYS[found.start.weekday()].lower()} {found.start:%H:%M}"
            return Unreadable(
                f"Until when? Type the end too: {when}-{found.start + timedelta(hours=1):%H:%M}."
            )
        if not found.title:
            return Unreadable("What is it? Type a title behind the time, such as my poster.")
    return found


def read_slot(
    text: str,
    sessions: Sequence[Event],
    days: Sequence[date],
    zone: tzinfo,
    now: datetime,
    known: Event | OwnTime | None = None,
) -> Span | Unreadable:
    """Return the slot of one event that a text says: ``3``, ``wed 13:30``, or a pasted line.

    A board may stand behind it, ``3 #503``, or alone, ``#503``, which keeps the time.

    Args:
        text: What was typed; the number of a poster session picks it.
        sessions: The poster sessions in time order. A time that one of them
            starts at, typed without an end, has that session's end.
        days: The conference's days, in order.
        zone: The venue's zone.
        now: The present, aware.
        known: What has the time that a board alone keeps: the event itself, or
            the attendee's own time of it.
    """
    number, board = session_number(text)
    if board is not None and not number:
        if known is None or known.start is None:
            return Unreadable(f"Board {board} at what time? Type the session too: 3 #{board}.")
        return Span(known.start, known.end, board=board)
    if number.isascii() and number.isdigit() and 0 < int(number[:4]) <= len(sessions):
        session = sessions[int(number[:4]) - 1]
        if session.start is not None:
            start = session.start.astimezone(zone)
            return Span(start, session.end, room=session.room, board=board)
    found = read_span(text, days, zone, now)
    if isinstance(found, Unreadable):
        return found
    if found.whole_days or found.away:
        return Unreadable(f"At what time on {day_words(found.start.date())}? {examples(days)}")
    if found.start.date() not in days:
        return Unreadable(f"{day_words(found.start.date())} is not a day of the conference.")
    return found._replace(end=found.end or end_in_session(found.start, sessions))


def session_number(text: str) -> tuple[str, str | None]:
    """Return what stands before the board in a text, and the board: ``3 #503``, ``#503``."""
    board = _BOARD.search(text)
    return (text[: board.start()].strip(), board[1]) if board else (text.strip(), None)


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
    return moment, text[found.end :].strip(_AROUND)


def _has_end(text: str, place: Place) -> bool:
    first = point_at(text, 0, place.names)
    return first is not None and _second(text, first, place) is not None


def _span(plain: str, place: Place) -> Span:
    """Read a time at the text's beginning, or at its end with the title before it."""
    found = _parts(plain, 0, place)
    if found is not None:
        first, second, end = found
        rest = plain[end:].strip(_AROUND)
        if first.clock is None and second is None and first.day is not None:
            # The day stands first, its hours last: "fri my poster 14-15".
            for start in _word_starts(rest):
                late = _parts(rest, start, place)
                if late and late[0].day is None and late[1] and not rest[late[2] :].strip(_AROUND):
                    first = late[0]._replace(day=first.day)
                    return _spanned(first, late[1], rest[:start].strip(_AROUND), place)
        return _spanned(first, second, rest, place)
    for start in _word_starts(plain):
        late = _parts(plain, start, place)
        if late is not None and not plain[late[2] :].strip(_AROUND):
            return _spanned(late[0], late[1], plain[:start].strip(_AROUND), place)
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
    room = (title[: board.start()] if board else title).strip(_AROUND)
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


def _by_library(text: str, place: Place) -> datetime:
    """Read a whole date in one of the many other ways to write it, where it has one meaning."""
    slip = Slip(no_time(text, place))
    if not _NUMERIC.fullmatch(text):
        raise slip
    from dateutil import parser

    readings = set()
    for day_first in (False, True):
        # What was not typed comes from the defaults, so the readings differ by it.
        for default in (datetime(2001, 1, 1), datetime(2002, 2, 2, 1, 1)):  # noqa: DTZ001
            try:
                readings.add(parser.parse(text, default=default, dayfirst=day_first))
            except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
                raise slip from None
    found = readings.pop()
    if readings or found.tzinfo is not None:
        raise slip
    return found.replace(tzinfo=place.zone)


def _plain(text: str) -> str:
    """Return a text as one clean line with plain dashes, which does not move a character.

    Raises:
        Slip: It is empty, or far too long.
    """
    plain = clean(text).translate(_DASHES).strip(_AROUND)
    if not plain or len(plain) > LONGEST_TYPED:
        raise Slip("That is too long for a time." if plain else "Type a time.")
    return plain


def _word_starts(text: str) -> Iterator[int]:
    return (found.start() for found in _WORD_START.finditer(text))
