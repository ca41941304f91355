"""What a calendar object on a server says, whoever wrote it down, as one frozen value.

Servers and clients write the same entry in many ways: they fold lines, sort
properties, turn a zone's time into another's. Two objects that mean the same
have the same digest here.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.export.ical import PRODUCT

if TYPE_CHECKING:
    import icalendar

#: Who wrote an entry and when: whatever changes them alone changes nothing for an attendee.
_BOOKKEEPING = frozenset({"DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE"})
#: What holds where nothing is written (RFC 5545 sections 3.8.1.3, 3.8.1.9 and 3.8.2.7).
_DEFAULTS = {"CLASS": "PUBLIC", "PRIORITY": "0", "TRANSP": "OPAQUE"}


class CalendarObject(NamedTuple):
    """One calendar object resource (RFC 4791 section 4.1), as far as a sync needs it.

    Attributes:
        uid: The UID that its entries share.
        start: DTSTART, an aware datetime or a date; None if there is none or it is floating.
        end: DTEND in the same way.
        summary: SUMMARY, empty if there is none.
        digest: Of all that an attendee can see of it, alarms included.
        is_planners: Whether planner wrote it down, by its PRODID.
    """

    uid: str
    start: datetime | date | None
    end: datetime | date | None
    summary: str
    digest: str
    is_planners: bool


def read_object(content: bytes | str) -> CalendarObject | None:
    """Return what a calendar object says, None if it holds no sound entry."""
    import icalendar

    try:
        calendar = icalendar.Calendar.from_ical(content)
        events = list(calendar.walk("VEVENT"))
        # A series has its master first; what was moved out of it follows by its own day.
        events.sort(key=lambda event: "RECURRENCE-ID" in event)
        return _object(calendar, events) if events else None
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        # Whatever the parser stumbles over is somebody else's entry.
        return None


def _object(calendar: icalendar.Component, events: list[icalendar.Component]) -> CalendarObject:
    first = events[0]
    says = [_says(event) for event in events]
    digest = hashlib.sha256(json.dumps(says).encode()).hexdigest()[:32]
    return CalendarObject(
        str(first.get("UID", "")),
        _moment(first, "DTSTART"),
        _moment(first, "DTEND"),
        str(first.get("SUMMARY", "")),
        digest,
        str(calendar.get("PRODID", "")) == PRODUCT,
    )


def _says(component: icalendar.Component) -> list[Any]:
    properties = sorted(
        (name.upper(), text)
        for name, value in component.property_items(recursive=False)
        if not _is_bookkeeping(name.upper())
        and _DEFAULTS.get(name.upper()) != (text := _text(value))
    )
    inner = sorted(json.dumps(_says(each)) for each in component.subcomponents)
    return [component.name, properties, inner]


def _is_bookkeeping(name: str) -> bool:
    return name in _BOOKKEEPING or name in ("BEGIN", "END") or name.startswith("X-")


def _text(value: Any) -> str:  # noqa: ANN401 - any of the library's types of values
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(UTC).isoformat()
    written = value.to_ical() if hasattr(value, "to_ical") else str(value).encode()
    return " ".join(written.decode("utf-8", "replace").replace("\\n", " ").split())


def _moment(component: icalendar.Component, name: str) -> datetime | date | None:
    moment = getattr(component.get(name), "dt", None)
    if isinstance(moment, datetime):
        return moment if moment.tzinfo is not None else None
    return moment if isinstance(moment, date) else None
