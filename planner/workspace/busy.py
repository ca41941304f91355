"""An attendee's own calendar file as commitments: when they are busy during the conference.

What is cancelled or transparent (RFC 5545, sections 3.8.1.11 and 3.8.2.7) takes no time, floating
times are the venue's (section 3.3.5). A whole day is busy only if its entry
says so, and counts as time away: most all-day entries are birthdays and
reminders. One that lasts as long as the conference is the journey there.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from planner.itinerary.facts import LONGEST_COMMITMENT_TITLE
from planner.model import Commitment
from planner.schedule.calendar_file import (
    NotACalendar,
    calendar_text,
    entries,
    is_all_day,
    names_unknown_zone,
    occurrences,
    text_of,
)
from planner.schedule.text import clean

if TYPE_CHECKING:
    import icalendar

__all__ = ["LONGEST_WORK", "MOST_BYTES", "MOST_OCCURRENCES", "Busy", "NotACalendar", "read_busy"]

MOST_BYTES = 10 * 1024 * 1024
MOST_OCCURRENCES = 10_000
#: Seconds after which no further recurring entry is worked out.
LONGEST_WORK = 30.0

_DAY = timedelta(days=1)
_UNTITLED = "busy"


@dataclass(frozen=True, slots=True)
class Busy:
    """What a calendar file gave.

    ``skipped`` counts entries that could not be read, ``own`` those that
    planner itself had exported, ``whole`` those that last as long as the
    conference; ``is_cut`` says that there was more than is kept.
    """

    commitments: tuple[Commitment, ...]
    skipped: int = 0
    own: int = 0
    whole: int = 0
    is_cut: bool = False


def read_busy(
    content: bytes, calendar: str, days: Sequence[date], zone: tzinfo, conference_id: str
) -> Busy:
    """Return the busy times of a calendar file from a day before the conference to a day after.

    Args:
        content: The whole file.
        calendar: Its name, kept with each commitment.
        days: The conference's days, in order.
        zone: The venue's zone, which floating times are in.
        conference_id: Whose exported entries are no commitments: they are stars.

    Raises:
        NotACalendar: It is no iCalendar file, or larger than 10 MiB.
    """
    if len(content) > MOST_BYTES:
        raise NotACalendar(f"The calendar file is larger than {MOST_BYTES // 1024**2} MiB.")
    window = _Window(days, zone)
    deadline = time.monotonic() + LONGEST_WORK
    found: dict[str, Commitment] = {}
    skipped = own = whole = 0
    for uid, events in entries(calendar_text(content)[0]):
        if uid.endswith(f"@{conference_id}.planner"):
            own += len(events)
            continue
        try:
            taken = [
                each
                for each in occurrences(events, window.start, window.end, deadline)
                if _is_busy(each)
            ]
            times = [(each, *window.slot(each)) for each in taken]
        except Exception:
            # Whatever a foreign entry does to the libraries, it costs itself and no other.
            skipped += max(1, len(events))
            continue
        for event, start, end in times:
            if start >= end or start >= window.end or end <= window.start:
                continue
            if window.is_filled(start, end):
                whole += 1
                continue
            if len(found) == MOST_OCCURRENCES:
                return Busy(_ordered(found), skipped, own, whole, is_cut=True)
            each = _commitment(uid, event, start, end, calendar)
            found[each.id] = each
    return Busy(_ordered(found), skipped, own, whole)


class _Window:
    """The time in which an attendee's commitments matter."""

    def __init__(self, days: Sequence[date], zone: tzinfo) -> None:
        self._days = days
        self._zone = zone
        self.start = self._midnight(days[0] - _DAY)
        self.end = self._midnight(days[-1] + 2 * _DAY)

    def slot(self, event: icalendar.Event) -> tuple[datetime, datetime]:
        """Return an entry's start and end in the venue's zone; of a day alone, its midnights.

        Raises:
            ValueError: A zone is not known, or the end is before the start.
        """
        start, end = (
            self._moment(event, "DTSTART", event.start),
            self._moment(event, "DTEND", event.end),
        )
        if end < start:
            raise ValueError("ends before it starts")
        return start, end

    def is_filled(self, start: datetime, end: datetime) -> bool:
        """Whether something lasts as long as a conference of several days."""
        first, last = self._midnight(self._days[0]), self._midnight(self._days[-1])
        noon = timedelta(hours=12)
        return first != last and start <= first + noon and end >= last + noon

    def _moment(self, event: icalendar.Event, name: str, value: date) -> datetime:
        if not isinstance(value, datetime):
            return self._midnight(value)
        if value.tzinfo is not None:
            return value.astimezone(self._zone)
        if names_unknown_zone(event, name, value):
            raise ValueError("unknown zone")
        return value.replace(tzinfo=self._zone)

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone)


def _is_busy(event: icalendar.Event) -> bool:
    if text_of(event, "STATUS").upper() == "CANCELLED":
        return False
    transparency = text_of(event, "TRANSP").upper()
    said = text_of(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    if transparency == "TRANSPARENT" or said == "FREE":
        return False
    return not is_all_day(event) or transparency == "OPAQUE" or said in ("BUSY", "OOF")


def _commitment(
    uid: str, event: icalendar.Event, start: datetime, end: datetime, calendar: str
) -> Commitment:
    key = f"{uid}\n{start.astimezone(UTC).isoformat()}"
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    title = clean(text_of(event, "SUMMARY"))[:LONGEST_COMMITMENT_TITLE].strip() or _UNTITLED
    said = text_of(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    away = is_all_day(event) or said == "OOF"
    return Commitment(f"busy-{digest[:12]}", title, start, end, away, calendar)


def _ordered(found: dict[str, Commitment]) -> tuple[Commitment, ...]:
    return tuple(sorted(found.values(), key=lambda each: (each.start.astimezone(UTC), each.id)))
