"""Calendar entries as an iCalendar file (RFC 5545), by the icalendar library.

There is no METHOD: a file with one is a message, and RFC 4791 section 4.1
keeps messages out of calendar collections.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from planner.export.calendar_values import Entry
from planner.model import Conference
from planner.schedule.text import clean

if TYPE_CHECKING:
    import icalendar

#: PRODID of every calendar that planner writes (RFC 5545 section 3.7.3).
PRODUCT = "-//planner//Conference planner//EN"


def calendar_bytes(
    conference: Conference,
    entries: Sequence[Entry],
    sequences: Mapping[str, int],
    *,
    dated: datetime,
    utc: bool = False,
    alarm: int | None = None,
) -> bytes:
    """Return the entries as one iCalendar file.

    The same arguments give the same bytes: DTSTAMP and LAST-MODIFIED are the
    later of ``dated`` and the entry's newest decision, never the present.

    Args:
        conference: Gives the calendar's name and the zone of its times.
        entries: What to write, in this order.
        sequences: SEQUENCE by UID; 0 where missing.
        dated: The schedule's own date, aware.
        utc: Whether to write times in UTC rather than in the venue's zone.
        alarm: Minutes before the start at which to remind, None for no
            alarms; all-day entries have none.
    """
    import icalendar

    zone = ZoneInfo(conference.timezone)
    in_utc = utc or conference.timezone in ("UTC", "Etc/UTC", "Zulu", "Etc/Zulu")
    calendar = icalendar.Calendar()
    text = _text_type()
    calendar["PRODID"] = text(PRODUCT)
    calendar["VERSION"] = text("2.0")
    calendar["CALSCALE"] = text("GREGORIAN")
    calendar["X-WR-CALNAME"] = text(clean(conference.name))
    if not in_utc:
        calendar["X-WR-TIMEZONE"] = text(conference.timezone)
        calendar.add_component(_time_zone(conference, entries, zone))
    for entry in entries:
        event = _event(entry, UTC if in_utc else zone, dated)
        event["SEQUENCE"] = icalendar.vInt(sequences.get(entry.uid, 0))
        if alarm is not None and isinstance(entry.start, datetime):
            event.add_component(_alarm(entry, alarm))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, zone: tzinfo, dated: datetime) -> icalendar.Event:
    import icalendar

    text = _text_type()
    moment = max(dated, entry.decided).astimezone(UTC)
    event = icalendar.Event()
    event["UID"] = text(entry.uid)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = icalendar.vDDDTypes(moment)
    if isinstance(entry.start, datetime):
        event["DTSTART"] = icalendar.vDDDTypes(entry.start.astimezone(zone))
        if entry.end:
            event["DTEND"] = icalendar.vDDDTypes(entry.end.astimezone(zone))
    else:
        event["DTSTART"] = icalendar.vDDDTypes(entry.start)
        event["DTEND"] = icalendar.vDDDTypes(entry.start + timedelta(days=1))
    event["SUMMARY"] = text(entry.summary)
    if entry.location:
        event["LOCATION"] = text(entry.location)
    if entry.description:
        event["DESCRIPTION"] = text(entry.description)
    if entry.url:
        event["URL"] = icalendar.vUri(entry.url)
    event["CATEGORIES"] = text(entry.category)
    event["STATUS"] = text("TENTATIVE" if entry.is_tentative else "CONFIRMED")
    event["TRANSP"] = text("TRANSPARENT" if entry.is_transparent else "OPAQUE")
    return event


def _alarm(entry: Entry, minutes: int) -> icalendar.Alarm:
    import icalendar

    alarm = icalendar.Alarm()
    alarm["ACTION"] = _text_type()("DISPLAY")
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    alarm["DESCRIPTION"] = _text_type()(entry.summary)
    return alarm


def _time_zone(
    conference: Conference, entries: Sequence[Entry], zone: ZoneInfo
) -> icalendar.Timezone:
    """Return the VTIMEZONE of the years of the conference, and of every entry.

    The onset of an observance is the local time before it (RFC 5545 section
    3.6.5), which the library's own generator misses in spring.
    """
    import icalendar

    days = [conference.start, conference.end]
    for entry in entries:
        days += [_date(entry.start)] + ([_date(entry.end)] if entry.end else [])
    first = datetime(min(days).year, 1, 1, tzinfo=UTC)
    last = datetime(max(days).year, 12, 31, 23, 59, 59, tzinfo=UTC)
    component = icalendar.Timezone()
    component["TZID"] = _text_type()(conference.timezone)
    onsets = [(first, first), *_changes(zone, first, last)]
    for before, after in onsets:
        local = after.astimezone(zone)
        offset_before = before.astimezone(zone).utcoffset() or timedelta(0)
        observance = icalendar.TimezoneDaylight() if local.dst() else icalendar.TimezoneStandard()
        onset = (after + offset_before).replace(tzinfo=None)
        if after is first:
            onset = first.replace(tzinfo=None)
        observance.add("DTSTART", onset)
        observance.add("TZOFFSETFROM", offset_before)
        observance.add("TZOFFSETTO", local.utcoffset() or timedelta(0))
        observance["TZNAME"] = _text_type()(local.tzname() or conference.timezone)
        component.add_component(observance)
    return component


def _changes(
    zone: ZoneInfo, first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield, for every change of the clocks, the last second before it and the first after."""

    def rule(moment: datetime) -> tuple[timedelta | None, timedelta | None, str | None]:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.dst(), local.tzname()

    moment = first
    while moment < last:
        following = min(moment + timedelta(days=1), last)
        if rule(moment) != rule(following):
            before, after = moment, following
            while after - before > timedelta(seconds=1):
                middle = before + (after - before) // 2
                middle = middle.replace(microsecond=0)
                before, after = (
                    (middle, after) if rule(middle) == rule(moment) else (before, middle)
                )
            yield before, after
        moment = following


@functools.cache
def _text_type() -> type[icalendar.vText]:
    from icalendar import vText

    class Text(vText):
        r"""Text escaped as RFC 5545 section 3.3.11 says; vText takes ``\N`` for a line break."""

        def to_ical(self) -> bytes:
            escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
            return escaped.replace("\n", "\\n").encode()

    return Text


def _date(start: datetime | date) -> date:
    return start.date() if isinstance(start, datetime) else start
