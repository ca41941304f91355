"""What typed days and clock times mean at a conference: which date, which minute of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from planner.workspace.typed.day_and_clock import ClockWords, DayWords
from planner.workspace.wording import DAYS, MONTHS, day_words

_HOUR = 60
_NOON, _MIDNIGHT = 12 * _HOUR, 24 * _HOUR
#: A range that ends before it starts goes past midnight only from an evening to a night.
_EVENING, _NIGHT = 17 * _HOUR, 6 * _HOUR
#: No zone is further from UTC.
_FARTHEST = timedelta(hours=14)


class Slip(Exception):  # noqa: N818 - the words are shown to whoever typed
    """What keeps a text from being read, as a sentence that says what can be typed."""


class Place(NamedTuple):
    """What typed times are read by: the conference's days, the venue's zone, the present.

    ``names`` are what the zone is called in winter and in summer, such as ``CEST``.
    """

    days: Sequence[date]
    zone: tzinfo
    now: datetime
    names: frozenset[str]


def place_of(days: Sequence[date], zone: tzinfo, now: datetime) -> Place:
    """Return what times are read by; ``now`` is aware, ``days`` are in order and not empty."""
    year = days[0].year
    names = (datetime(year, month, 1, tzinfo=zone).tzname() for month in (1, 7))
    return Place(days, zone, now, frozenset(name for name in names if name))


def day_meant(words: DayWords | None, place: Place) -> date:
    """Return the date of a day as it was typed; of no day at all, today.

    Raises:
        Slip: It is no day of the conference, or could be several.
    """
    days, today = place.days, place.now.astimezone(place.zone).date()
    if words is None or words.relative is not None:
        day = today + timedelta(days=words.relative or 0 if words else 0)
        if day in days:
            return day
        if words is None:
            raise Slip(f"On which day? {examples(days)}")
        raise Slip(f"{day_words(day)} is not {_a_day_of(days)}.")
    if words.day is None:
        found = [day for day in days if day.weekday() == words.weekday]
        if len(found) == 1:
            return found[0]
        name = DAYS[words.weekday or 0]
        if found:
            raise Slip(
                f"There are {len(found)} days called {name}; type the date, {_dated(found[0])}."
            )
        raise Slip(f"There is no {name} in the conference, {_from_to(days)}.")
    day = _dated_day(words, days)
    if words.weekday is not None and day.weekday() != words.weekday:
        raise Slip(f"{_dated(day)} is a {DAYS[day.weekday()]}, not a {DAYS[words.weekday]}.")
    return day


def minutes_of(clock: ClockWords, *, ending: bool = False) -> int:
    """Return the minutes from the day's beginning; midnight ends a day if it ends anything.

    Raises:
        Slip: There is no such time.
    """
    minutes = clock.hour * _HOUR + clock.minute
    if clock.is_midnight:
        return _MIDNIGHT if ending else 0
    if clock.half:
        if not 1 <= clock.hour <= 12 or clock.minute >= _HOUR:
            raise Slip(f"There is no time {clock.hour}:{clock.minute:02} {clock.half}m.")
        return minutes % _NOON + (_NOON if clock.half == "p" else 0)
    if clock.minute >= _HOUR or minutes > _MIDNIGHT:
        raise Slip(f"There is no time {clock.hour}:{clock.minute:02}.")
    return minutes


def minutes_of_range(first: ClockWords, second: ClockWords, *, same_day: bool) -> tuple[int, int]:
    """Return the minutes of a range's start and end from the beginning of their days.

    An hour to 12 without am or pm takes the half of the day that the other one
    has, or the half that puts it on the right side: ``9am-10``, ``11-1pm``.
    Past midnight the end counts on from the start's day.

    Raises:
        Slip: There is no such time, or the range ends before it starts.
    """
    start, end = minutes_of(first), minutes_of(second, ending=True)
    if not same_day:
        return start, end
    if second.half and _is_open(first):
        before = [each for each in (start % _NOON, start % _NOON + _NOON) if each < end]
        start = max(before, default=start)
    elif (first.half or first.is_noon) and _is_open(second):
        after = [each for each in (end % _NOON, end % _NOON + _NOON) if each > start]
        end = min(after, default=end % _NOON)
    if end <= start:
        if start < _EVENING or end > _NIGHT:
            raise Slip("That ends before it starts.")
        end += _MIDNIGHT
    return start, end


def moment_of(day: date, clock: ClockWords | None, minutes: int, place: Place) -> datetime:
    """Return the moment in the venue's zone that lies ``minutes`` after a day's beginning.

    Raises:
        Slip: The time was typed in another zone than the venue's.
    """
    at = datetime.combine(day, time(), place.zone) + timedelta(minutes=minutes)
    if clock is None or (clock.offset is None and not clock.zone):
        return at
    offset = timedelta(0) if clock.zone in ("UTC", "GMT") else clock.offset
    if clock.zone and clock.zone != at.tzname() and offset is None:
        raise Slip(f"{clock.zone} is not the venue's time ({at.tzname()}); type that.")
    if offset is None or clock.zone == at.tzname():
        return at
    if abs(offset) > _FARTHEST:
        raise Slip("No zone is so far from UTC.")
    there = datetime.combine(day, time(), timezone(offset)) + timedelta(minutes=minutes)
    return there.astimezone(place.zone)


def must_be_near(moment: datetime, place: Place) -> None:
    """Raise Slip unless a moment lies within a day of the conference."""
    first, last = place.days[0] - timedelta(days=1), place.days[-1] + timedelta(days=2)
    if not first <= moment.date() <= last:
        raise Slip(f"{_dated(moment.date())} {moment.year} is not {_a_day_of(place.days)}.")


def no_time(text: str, place: Place) -> str:
    """Return the sentence that a text is no time, and what can be typed."""
    shown = text if len(text) <= 40 else f"{text[:39]}…"
    return f"{shown!r} is no time that can be read. {examples(place.days)}"


def examples(days: Sequence[date]) -> str:
    """Return the sentence that says what can be typed, by one of the conference's days."""
    day = days[-2:][0]
    return (
        f"Type {DAYS[day.weekday()].lower()} 14:00-15:30, {_dated(day).lower()} 9am-10, "
        f"tomorrow noon or {day}T14:00."
    )


def _dated_day(words: DayWords, days: Sequence[date]) -> date:
    if words.year is not None and words.month is not None:
        try:
            return date(words.year, words.month, words.day or 0)
        except ValueError:
            raise Slip(f"There is no such date. {examples(days)}") from None
    found = [day for day in days if day.day == words.day and words.month in (None, day.month)]
    if len(found) == 1:
        return found[0]
    month = f" {MONTHS[words.month - 1]}" if words.month and words.month <= len(MONTHS) else ""
    raise Slip(f"{words.day}{month} is not {_a_day_of(days)}.")


def _is_open(clock: ClockWords) -> bool:
    """Whether a clock time leaves open which half of the day is meant."""
    return not clock.half and not clock.is_midnight and 1 <= clock.hour <= 12 and not clock.is_noon


def _a_day_of(days: Sequence[date]) -> str:
    return f"a day of the conference, {_from_to(days)}"


def _from_to(days: Sequence[date]) -> str:
    return f"{day_words(days[0])} to {day_words(days[-1])}"


def _dated(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
