"""A calendar file taken apart into its entries, however damaged it is.

RFC 5545 by way of icalendar, its recurrences by recurring-ical-events. Both an
attendee's own calendar and a conference's come this way: what is broken costs
itself, and no rule is worked out that would take for ever.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import icalendar

#: Dates that an entry may list one by one.
_MOST_DATES = 10_000
#: Nothing happens each minute, and such rules could be worked out for hours.
_FREQUENCIES = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"})
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_A_DAY = 24
_BEGIN = re.compile(r"^[ \t]*BEGIN:VCALENDAR[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^[ \t]*END:VCALENDAR[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ENTRY_BEGINS = re.compile(r"^BEGIN:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ENTRY_ENDS = re.compile(r"^END:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(rb"\r*\n[ \t]")
_LINE_END = re.compile(r"\r\n|\n|\r")
#: Properties by RFC 5545, RFC 7986 and RFC 9073; any other name is one only after ``X-``.
_PROPERTY = re.compile(
    r"(?:BEGIN|END|CALSCALE|METHOD|PRODID|VERSION|ATTACH|CATEGORIES|CLASS|COMMENT|DESCRIPTION|GEO"
    r"|LOCATION|PERCENT-COMPLETE|PRIORITY|RESOURCES|STATUS|SUMMARY|COMPLETED|DTEND|DUE|DTSTART"
    r"|DURATION|FREEBUSY|TRANSP|TZID|TZNAME|TZOFFSETFROM|TZOFFSETTO|TZURL|ATTENDEE|CONTACT"
    r"|ORGANIZER|RECURRENCE-ID|RELATED-TO|URL|UID|EXDATE|EXRULE|RDATE|RRULE|ACTION|REPEAT|TRIGGER"
    r"|CREATED|DTSTAMP|LAST-MODIFIED|SEQUENCE|REQUEST-STATUS|NAME|REFRESH-INTERVAL|SOURCE|COLOR"
    r"|IMAGE|CONFERENCE|LOCATION-TYPE|PARTICIPANT-TYPE|RESOURCE-TYPE|STRUCTURED-DATA"
    r"|STYLED-DESCRIPTION|ACKNOWLEDGED|PROXIMITY|LINK|REFID|CONCEPT|X-[A-Z0-9-]+)[;:]",
    re.IGNORECASE,
)


class NotACalendar(ValueError):  # noqa: N818 - the message is the sentence to show
    """A file is no calendar, or too large to be read as one."""


def calendar_text(raw: bytes) -> tuple[str, str | None]:
    """Return a calendar's text with each content line on its own line, and what is wrong.

    Lines are unfolded before they are decoded, since some programs fold within
    a character (RFC 5545, section 3.1). Text is UTF-8 (section 3.1.4); what
    plainly is not is taken as Windows-1252.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _unbroken(raw.decode("utf-16", "replace")), None
    raw = _FOLD.sub(b"", raw.removeprefix(b"\xef\xbb\xbf"))
    try:
        return _unbroken(raw.decode()), None
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    if text.count("\ufffd") < sum(character > "\x7f" for character in text) / 2:
        return _unbroken(text), "some characters are not UTF-8, and were replaced"
    return _unbroken(raw.decode("cp1252", "replace")), "not UTF-8, taken as Windows-1252"


def is_calendar(text: str) -> bool:
    """Tell whether a line of ``text`` begins a calendar."""
    return bool(_BEGIN.search(text))


def calendars(text: str) -> list[icalendar.Component]:
    """Return a file's calendars, each of them whole.

    Raises:
        NotACalendar: It is no iCalendar file, or one bad line keeps the library
            from reading it; :func:`entries` reads what there is all the same.
    """
    import icalendar

    if not is_calendar(text):
        raise NotACalendar("This is no calendar file: it does not begin with BEGIN:VCALENDAR.")
    try:
        if len(_BEGIN.findall(text)) > len(_END.findall(text)):
            # Of a calendar that is cut off the library gives nothing, and says nothing.
            raise ValueError
        return list(icalendar.Calendar.from_ical(text, multiple=True))
    except Exception:
        # ValueError for most damage, but OSError for a zone's name that is too long, and so on.
        raise NotACalendar("The calendar file is damaged and cannot be read.") from None


def entries(text: str) -> Iterator[tuple[str, list[icalendar.Event]]]:
    """Yield a file's entries with their UIDs, those of one UID together, none for a broken one.

    An entry without a UID stands for itself; what a calendar of ``METHOD:CANCEL``
    holds is no entry.

    Raises:
        NotACalendar: The file cannot be taken apart.
    """
    try:
        events = [event for each in calendars(text) for event in _entries_of(each)]
    except NotACalendar:
        if not is_calendar(text):
            raise
        # One bad line outside the entries fails the whole file, so each is taken by itself.
        events = []
        blocks = list(_blocks(text))
        if not blocks:
            raise
        for block in blocks:
            try:
                alone = calendars(f"BEGIN:VCALENDAR\r\n{block}\r\nEND:VCALENDAR\r\n")
                found = [event for each in alone for event in _entries_of(each)]
            except NotACalendar:
                found = []
            events += found
            if not found:
                yield "", []
    by_uid: defaultdict[str, list[icalendar.Event]] = defaultdict(list)
    for number, event in enumerate(events):
        by_uid[text_of(event, "UID") or f"{number} {text_of(event, 'SUMMARY')}"].append(event)
    yield from by_uid.items()


def occurrences(
    events: list[icalendar.Event], start: datetime, end: datetime, deadline: float
) -> list[icalendar.Event]:
    """Return the entries of one UID: as they are, or if they recur those that touch a span.

    Args:
        events: An entry, or a series with its exceptions.
        start: Where the span begins, aware.
        end: Where it ends, aware.
        deadline: The moment by ``time.monotonic`` after which nothing more is
            worked out.

    Raises:
        Exception: Anything that the libraries raise on a malformed entry.
    """
    if not recurs(events):
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
    found: list[icalendar.Event] = recurring_ical_events.of(alone).between(start, end)
    return found


def recurs(events: list[icalendar.Event]) -> bool:
    """Tell whether the entries of one UID are a series."""
    return any(name in event for event in events for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def text_of(component: icalendar.Component, name: str) -> str:
    """Return a property as text, the first of several, empty if there is none."""
    value = component.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value)


def is_all_day(event: icalendar.Event) -> bool:
    """Tell whether an entry has days in place of times."""
    return not isinstance(event.start, datetime)


def names_unknown_zone(event: icalendar.Event, name: str, value: date) -> bool:
    """Tell whether the library left a time without a zone because it does not know the zone's."""
    return (
        isinstance(value, datetime)
        and value.tzinfo is None
        and name in event
        and bool(event[name].params.get("TZID"))
    )


def listed(value: object) -> list[Any]:
    """Return a property's values as a list: the library gives one alone as it is."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _unbroken(text: str) -> str:
    r"""Return a calendar's text with lines that are no content lines joined to the line before.

    Some calendars break a description's lines as they are, where section 3.1
    wants a blank before the rest of a line and ``\n`` for a break.
    """
    lines: list[str] = []
    for line in _LINE_END.split(text):
        if not line:
            continue
        if line[0] in " \t" or _PROPERTY.match(line) or not lines:
            lines.append(line)
        else:
            lines.append(f" \\n{line}")
    return "\r\n".join([*lines, ""])


def _entries_of(calendar: icalendar.Component) -> list[icalendar.Event]:
    import icalendar

    if text_of(calendar, "METHOD").upper() == "CANCEL":
        return []
    return [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]


def _blocks(text: str) -> Iterator[str]:
    """Yield the texts from each BEGIN:VEVENT to its END:VEVENT, the last to where it is cut."""
    place = 0
    while begins := _ENTRY_BEGINS.search(text, place):
        ends = _ENTRY_ENDS.search(text, begins.end())
        if ends is None:
            yield text[begins.start() :]
            return
        yield text[begins.start() : ends.end()]
        place = ends.end()


def _must_be_workable(event: icalendar.Event) -> None:
    """Raise ValueError for rules that nobody's life follows, and that take for ever to work out."""
    for rule in listed(event.get("RRULE")):
        parts = {name.upper(): listed(value) for name, value in rule.items()}
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
    for dates in listed(event.get("RDATE")):
        if len(dates.dts) > _MOST_DATES:
            raise ValueError("too many dates")
