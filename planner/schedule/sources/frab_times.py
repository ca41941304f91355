"""Moments, times of day and durations as frab, pretalx and Pentabarf write them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
_DURATION = re.compile(r"(-?)(\d{1,4}):(\d{1,2})(?::(\d{1,2}))?(?:\.\d+)?")


def stated_moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Return a moment that states its offset in ``zone``, None for anything else."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return moment.astimezone(zone) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def time_of_day(text: str | None) -> time | None:
    """Return the time of day that a text such as ``09:30`` or ``09:30:00`` is, None for others."""
    found = _CLOCK.fullmatch((text or "").strip())
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
    except ValueError:
        return None


def duration(text: str, counts_days: bool) -> timedelta | None:
    """Return a duration, None if ``text`` is none; it may be nothing or negative.

    Args:
        text: ``H:MM``, ``H:MM:SS`` or a number of minutes.
        counts_days: Whether three parts are ``D:HH:MM``, as pretalx writes beyond a day.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        return timedelta(minutes=int(text)) if re.fullmatch(r"\d{1,5}", text) else None
    first, second, third = int(found[2]), int(found[3]), int(found[4] or 0)
    if found[4] is not None and counts_days and second < 24:
        length = timedelta(days=first, hours=second, minutes=third)
    else:
        length = timedelta(hours=first, minutes=second, seconds=third)
    return -length if found[1] else length
