"""An attendee's own calendar file as commitments: when they are busy during the conference.

RFC 5545 by way of icalendar, its recurrences by recurring-ical-events. What is
cancelled or transparent (sections 3.8.1.11 and 3.8.2.7) takes no time, floating
times are the venue's (section 3.3.5). A whole day is busy only if its entry
says so, and counts as time away: most all-day entries are birthdays and
reminders. One that lasts as long as the conference is the journey there.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from planner.itinerary.facts import LONGEST_COMMITMENT_TITLE
from planner.model import Commitment
from planner.schedule.text import clean

if TYPE_CHECKING:
    import icalendar

MOST_BYTES = 10 * 1024 * 1024
MOST_OCCURRENCES = 10_000
#: Seconds after which no further recurring entry is worked out.
LONGEST_WORK = 30.0

_DAY = timedelta(days=1)
_UNTITLED = "busy"
#: Nobody is busy each minute, and such rules could be worked out for hours.
_FREQUENCIES = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"})
_BEGIN = re.compile(r"^\s*BEGIN:VCALENDAR\s*$", re.IGNORECASE | re.MULTILINE)
_ENTRY = re.compile(
    r"^BEGIN:VEVENT\s*$.*?^END:VEVENT\s*$", re.IGNORECASE | re.MULTILINE | re.DOTALL
)
#: What the library raises on a file that it cannot take apart.
_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_A_DAY = 24


class NotACalendar(ValueError):  # noqa: N818 - the message is the sentence to show
    """A file is no calendar, or too large to be read as one."""


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
    for uid, events in _series(content):
        if uid.endswith(f"@{conference_id}.planner"):
            own += len(events)
            continue
        try:
            taken = [each for each in _occurrences(events, window, deadline) if _is_busy(each)]
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
        if name in event and event[name].params.get("TZID"):
            # The library leaves the time without a zone where it does not know the zone's name.
            raise ValueError("unknown zone")
        return value.replace(tzinfo=self._zone)

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone)


def _series(content: bytes) -> Iterator[tuple[str, list[icalendar.Event]]]:
    """Yield a file's entries with their UIDs, those of one UID together, none for a broken one.

    Raises:
        NotACalendar: The file cannot be taken apart.
    """
    text = content.decode("utf-8-sig", "replace")
    if not _BEGIN.search(text):
        raise NotACalendar("This is no calendar file: it does not begin with BEGIN:VCALENDAR.")
    try:
        events = _events(text)
    except _DAMAGE:
        # One bad line outside the entries fails the whole file, so each is taken by itself.
        blocks = _ENTRY.findall(text)
        if not blocks:
            raise NotACalendar("The calendar file is damaged and cannot be read.") from None
        events = []
        for block in blocks:
            try:
                events += _events(f"BEGIN:VCALENDAR\r\n{block}\r\nEND:VCALENDAR\r\n")
            except _DAMAGE:
                yield "", []
    by_uid: defaultdict[str, list[icalendar.Event]] = defaultdict(list)
    for number, event in enumerate(events):
        # An entry without a UID stands for itself.
        by_uid[_text(event, "UID") or f"{number} {_text(event, 'SUMMARY')}"].append(event)
    yield from by_uid.items()


def _events(text: str) -> list[icalendar.Event]:
    import icalendar

    return [
        event
        for calendar in icalendar.Calendar.from_ical(text, multiple=True)
        if _text(calendar, "METHOD").upper() != "CANCEL"
        for event in calendar.walk("VEVENT")
        if isinstance(event, icalendar.Event)
    ]


def _occurrences(
    events: list[icalendar.Event], window: _Window, deadline: float
) -> list[icalendar.Event]:
    """Return the occurrences of one series within the window.

    Raises:
        Exception: Anything that the libraries raise on a malformed entry.
    """
    if not any(name in event for event in events for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        newest = max(int(event.get("SEQUENCE", 0)) for event in events)
        return [event for event in events if int(event.get("SEQUENCE", 0)) == newest]
    if time.monotonic() > deadline:
        raise TimeoutError
    for event in events:
        _must_be_workable(event)
    import icalendar
    import recurring_ical_events  # type: ignore[import-untyped]

    # Without the calendar around them: its zone is not that of floating times.
    alone = icalendar.Calendar()
    for event in events:
        alone.add_component(event)
    found: list[icalendar.Event] = recurring_ical_events.of(alone).between(window.start, window.end)
    return found


def _must_be_workable(event: icalendar.Event) -> None:
    """Raise ValueError for rules that nobody's life follows, and that take for ever to work out."""
    for rule in _listed(event.get("RRULE")):
        parts = {name.upper(): _listed(value) for name, value in rule.items()}
        frequency = str(parts.get("FREQ", [""])[0]).upper()
        a_day = 1
        for name in _WITHIN_A_DAY:
            a_day *= max(1, len(parts.get(name, [])))
        is_hourly_and_choosy = frequency == "HOURLY" and any(
            name.startswith("BY") for name in parts
        )
        if (
            frequency not in _FREQUENCIES
            or a_day > _MOST_A_DAY
            or is_hourly_and_choosy
            or any(int(each) < 1 for each in parts.get("INTERVAL", []))
        ):
            raise ValueError("no rule of a life")
    for dates in _listed(event.get("RDATE")):
        if len(dates.dts) > MOST_OCCURRENCES:
            raise ValueError("too many dates")


def _is_busy(event: icalendar.Event) -> bool:
    if _text(event, "STATUS").upper() == "CANCELLED":
        return False
    transparency = _text(event, "TRANSP").upper()
    said = _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    if transparency == "TRANSPARENT" or said == "FREE":
        return False
    return not _is_all_day(event) or transparency == "OPAQUE" or said in ("BUSY", "OOF")


def _is_all_day(event: icalendar.Event) -> bool:
    return not isinstance(event.start, datetime)


def _commitment(
    uid: str, event: icalendar.Event, start: datetime, end: datetime, calendar: str
) -> Commitment:
    key = f"{uid}\n{start.astimezone(UTC).isoformat()}"
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    title = clean(_text(event, "SUMMARY"))[:LONGEST_COMMITMENT_TITLE].strip() or _UNTITLED
    said = _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    away = _is_all_day(event) or said == "OOF"
    return Commitment(f"busy-{digest[:12]}", title, start, end, away, calendar)


def _ordered(found: dict[str, Commitment]) -> tuple[Commitment, ...]:
    return tuple(sorted(found.values(), key=lambda each: (each.start.astimezone(UTC), each.id)))


def _text(component: icalendar.Component, name: str) -> str:
    value = component.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value)


def _listed(value: object) -> list[Any]:
    """Return a property's values as a list: the library gives one alone as it is."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
