"""Times that an attendee types or pastes, read without guessing.

Weekdays and days of the month are the conference's own. What could mean two
things, or no day of the conference, is not read but answered by a sentence
that says what can be typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from planner.model import Event, OwnTime
from planner.schedule.text import clean
from planner.workspace.own_time import end_in_session
from planner.workspace.typed.day_and_clock import point_at
from planner.workspace.typed.meaning import (
    Place,
    Slip,
    day_meant,
    examples,
    minutes_of,
    moment_of,
    must_be_near,
    no_time,
    place_of,
)
from planner.workspace.typed.span import AROUND, Span, session_number, span_said
from planner.workspace.wording import DAYS, day_words

#: No time that one types is longer; what is longer was pasted by mistake.
LONGEST_TYPED = 400

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−⁃", "-"))
#: A date in numbers alone, with or without a clock time, as other programs write it.
_NUMERIC = re.compile(
    r"(?:[0-9]{8}|[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4})"
    r"(?:[T ,]+[0-9]{1,2}:?[0-9]{2}(?::[0-9]{2})?(?:\s*[ap]m)?)?",
    re.IGNORECASE,
)


class Unreadable(NamedTuple):
    """Why a text is no time; ``message`` is the sentence that says what can be typed."""

    message: str


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
        if found is None or plain[found.end :].strip(AROUND):
            return _by_library(plain, place)
        day = day_meant(found.day, place)
        if found.clock is None:
            return moment_of(day + timedelta(days=1) if ending else day, None, 0, place)
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
        span = span_said(plain, place)
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
    plain = clean(text).translate(_DASHES).strip(AROUND)
    if not plain or len(plain) > LONGEST_TYPED:
        raise Slip("That is too long for a time." if plain else "Type a time.")
    return plain
