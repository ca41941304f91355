"""A conference's calendar file (RFC 5545), as Indico, Sched and many others give it.

Such files rarely keep to the letter: parameters of older formats, broken lines,
zones by names of one program only. A calendar knows no people but organisers
and invited ones, so events have none.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from planner.model import Attendance, Kind
from planner.schedule.border import admit_conference, admit_events
from planner.schedule.border_values import is_address
from planner.schedule.calendar_file import (
    NotACalendar,
    calendar_text,
    entries,
    is_all_day,
    listed,
    names_unknown_zone,
    occurrences,
    recurs,
    text_of,
)
from planner.schedule.conference_facts import conference_days, conference_id
from planner.schedule.ids import LONGEST, event_id
from planner.schedule.kind_words import kind_of_title, known_kind
from planner.schedule.limits import refuse_crowd
from planner.schedule.loaded import Loaded, Problem, Report
from planner.schedule.markup import line_of_html, text_of_html
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources.ical_header import header_of, middle_day
from planner.schedule.text import clean
from planner.schedule.unusable import ScheduleUnusable
from planner.schedule.zone import known_zone, zone_for

if TYPE_CHECKING:
    import icalendar

#: Seconds after which no further recurring entry is worked out.
LONGEST_WORK = 20.0

#: How far from the conference's middle a recurrence is worked out, and how long before its rule
#: may have begun.
_HALF_A_YEAR = timedelta(days=183)
_LONGEST_RULE = timedelta(days=5 * 366)
_LONGEST = timedelta(days=31)
_LONGEST_ATTENDED = timedelta(hours=4)
#: An entry that lasts longer is the conference itself, or its exhibition.
_LONGEST_TALK = timedelta(hours=10)


def _recognises(content: Content) -> bool:
    head = content.head
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    return head[:15].upper() == b"BEGIN:VCALENDAR"


def _read(content: Content, asked: Asked) -> Loaded:
    report = Report()
    try:
        refuse_crowd(content.raw.replace(b"\0", b"").upper().count(b"BEGIN:VEVENT"))
    except ScheduleUnusable as error:
        raise ScheduleUnusable(f"{asked.place}: {error}") from error
    text, fault = calendar_text(content.raw)
    if fault:
        report.problems.append(Problem(None, None, "text", fault))
    if text.upper().count("BEGIN:VEVENT") == 0:
        raise ScheduleUnusable(f"{asked.place} is a calendar without events; nothing was imported.")
    header = header_of(text)
    middle = middle_day(text)
    name = header.name or clean(PurePath(urlsplit(asked.place).path).stem) or "Conference"
    try:
        zone = ZoneInfo(
            zone_for(
                asked.timezone,
                header.zone,
                f"{header.name} {asked.place}",
                middle.year if middle else None,
            )
        )
        reader = _Reader(zone, report, middle)
        raw_events = list(reader.events(text))
        days = conference_days((None, None), reader.days)
        if not days:
            raise ScheduleUnusable(
                "The calendar holds no event that can be used; nothing was imported."
            )
        conference = admit_conference(
            {
                "id": asked.conference_id or conference_id(None, name, days[0].year),
                "name": name,
                "title": name,
                "start": days[0].isoformat(),
                "end": days[1].isoformat(),
                "timezone": zone.key,
                "source": asked.place if is_address(asked.place) else None,
            },
            report,
        )
        events = admit_events(raw_events, conference, report)
    except (ScheduleUnusable, NotACalendar) as error:
        raise ScheduleUnusable(f"{asked.place}: {error}") from error
    report.problems.sort(key=lambda problem: -1 if problem.index is None else problem.index)
    return Loaded(conference, events, report)


class _Reader:
    """Turns a calendar's entries into objects of the native format."""

    def __init__(self, zone: ZoneInfo, report: Report, middle: date | None) -> None:
        self._zone = zone
        self._report = report
        around = middle or datetime.now(UTC).date()
        noon = datetime(around.year, around.month, around.day, 12, tzinfo=UTC)
        try:
            self._first, self._last = noon - _HALF_A_YEAR, noon + _HALF_A_YEAR
        except OverflowError:
            self._first = self._last = noon
        self._deadline = time.monotonic() + LONGEST_WORK
        self.days: list[date] = []

    def events(self, text: str) -> Iterator[dict[str, Any]]:
        """Yield the sound events; what stays out is noted in the report."""
        for place, (uid, entry) in enumerate(entries(text)):
            try:
                is_series = recurs(entry)
                if is_series:
                    self._refuse_old_rules(entry)
                found = occurrences(entry, self._first, self._last, self._deadline) if entry else []
            except TimeoutError:
                self._drop(place, uid, "its recurrence takes too long to work out")
                continue
            except Exception as error:
                # Whatever a foreign entry does to the libraries, it costs itself and no other.
                self._drop(place, uid, f"cannot be read: {clean(str(error))[:80]}")
                continue
            if not entry:
                self._drop(place, uid, "cannot be read")
            if is_series:
                found = _in_order(found, entry)
            for number, event in enumerate(found):
                try:
                    raw = self._event(place, uid, event, repeats=number > 0)
                except Exception as error:
                    self._drop(place, uid, f"cannot be read: {clean(str(error))[:80]}")
                    continue
                if raw is not None:
                    yield raw

    def _refuse_old_rules(self, entry: list[icalendar.Event]) -> None:
        for event in entry:
            start = event.start
            if start.year < (self._first - _LONGEST_RULE).year:
                raise ValueError("its recurrence began too long ago")

    def _event(
        self, place: int, uid: str, event: icalendar.Event, repeats: bool
    ) -> dict[str, Any] | None:
        if text_of(event, "STATUS").strip().upper() == "CANCELLED":
            self._drop(place, uid, "cancelled")
            return None
        title = clean(line_of_html(text_of(event, "SUMMARY")))
        start, end, day, certainty = self._slot(place, uid, event)
        self.days.append(day)
        length = end - start if start and end else None
        topics = list(_categories(event))
        kind = _kind(topics, title, length)
        room = clean(line_of_html(text_of(event, "LOCATION"))) or None
        is_held_whole = kind is Kind.WORKSHOP and length and length <= _LONGEST_ATTENDED
        return {
            "id": _id(uid, start or day, repeats),
            "kind": kind.value,
            "title": title or None,
            "start": start.isoformat() if start else None,
            "end": end.isoformat() if end else None,
            "day": day.isoformat(),
            "attendance": Attendance.FIXED.value if is_held_whole else None,
            "room": room,
            "topics": topics,
            "topics_by": "conference" if topics else None,
            "certainty": {"slot": certainty, "room": "official" if room else "unknown"},
            "abstract": text_of_html(text_of(event, "DESCRIPTION")).strip() or None,
            "links": list(_links(event)),
        }

    def _slot(
        self, place: int, uid: str, event: icalendar.Event
    ) -> tuple[datetime | None, datetime | None, date, str]:
        """Return an entry's start, end and day in the venue's zone, and how sure they are."""
        begins = event.start
        if is_all_day(event):
            return None, None, begins, "official"
        start, certainty = self._moment(place, uid, event, "DTSTART")
        if "DTEND" not in event and "DURATION" not in event:
            return start, None, start.date(), certainty
        if "DTEND" in event:
            end, _ = self._moment(place, uid, event, "DTEND")
        else:
            end = (start.astimezone(UTC) + (event.end - begins)).astimezone(self._zone)
        if not timedelta() < end.astimezone(UTC) - start.astimezone(UTC) <= _LONGEST:
            self._report.problems.append(
                Problem(place, clean(uid)[:80] or None, "end", "not after the start; left out")
            )
            return start, None, start.date(), certainty
        return start, end, start.date(), certainty

    def _moment(
        self, place: int, uid: str, event: icalendar.Event, name: str
    ) -> tuple[datetime, str]:
        """Return a property's moment in the venue's zone; a floating one is there already."""
        said: Any = event[name]
        value = said.dt
        if not isinstance(value, datetime):
            value = datetime.combine(value, datetime.min.time(), self._zone)
        if value.tzinfo is not None:
            return value.astimezone(self._zone), "official"
        if names_unknown_zone(event, name, value):
            named = clean(str(said.params.get("TZID")))
            zone = known_zone(named)
            if zone:
                there = value.replace(tzinfo=ZoneInfo(zone))
                return there.astimezone(self._zone), "official"
            why = f"the zone {named[:60]!r} is not known, taken as the venue's"
            if name == "DTSTART":
                self._report.problems.append(Problem(place, clean(uid)[:80] or None, "start", why))
            return value.replace(tzinfo=self._zone), "inferred"
        return value.replace(tzinfo=self._zone), "official"

    def _drop(self, place: int, uid: str, why: str) -> None:
        problem = Problem(place, clean(uid)[:80] or None, "event", why, dropped=True)
        self._report.problems.append(problem)


def _in_order(
    found: Iterable[icalendar.Event], entry: list[icalendar.Event]
) -> list[icalendar.Event]:
    """Return a series' occurrences by time, without the ends that working them out gave them."""
    ordered = sorted(found, key=lambda event: str(event.start))
    if not any(name in event for event in entry for name in ("DTEND", "DURATION")):
        for event in ordered:
            event.pop("DTEND", None)
    return ordered


def _id(uid: str, at: date, repeats: bool) -> str:
    made = event_id(clean(uid))
    if not repeats:
        return made
    suffix = f"-{at:%Y%m%dt%H%M}" if isinstance(at, datetime) else f"-{at:%Y%m%d}"
    return made[: LONGEST - len(suffix)] + suffix


def _categories(event: icalendar.Event) -> Iterator[str]:
    seen = set()
    for value in listed(event.get("CATEGORIES")):
        for each in getattr(value, "cats", [value]):
            topic = clean(line_of_html(str(each)))
            if topic and topic not in seen:
                seen.add(topic)
                yield topic


def _kind(topics: list[str], title: str, length: timedelta | None) -> Kind:
    named = next((kind for topic in topics if (kind := known_kind(topic))), None)
    if named in (None, Kind.TALK, Kind.SESSION):
        named = kind_of_title(title, named or Kind.TALK)
    if named is Kind.TALK and length and length > _LONGEST_TALK:
        return Kind.OTHER
    return named or Kind.TALK


def _links(event: icalendar.Event) -> Iterator[dict[str, str]]:
    for label, name in (("Event page", "URL"), ("Attachment", "ATTACH"), ("Online", "CONFERENCE")):
        for value in listed(event.get(name)):
            url = str(value).strip()
            if is_address(url):
                yield {"label": label, "url": url}


SOURCE = Source("iCalendar", _recognises, _read)
