"""A conference of five days made by hand, and an attendee who starred sixty events of it.

Small enough to be worked out on paper: what collides on each day, and by how
much, stands beside the events that do.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from planner.model import Commitment, Event, Level
from planner.workspace.session import Session

VIENNA = ZoneInfo("Europe/Vienna")
MUST, WANT, MAYBE = Level.MUST, Level.WANT, Level.MAYBE

#: The attendee's calendar: a call on Friday morning, a flight on Friday afternoon.
CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//nobody//nothing//EN\r
BEGIN:VEVENT\r
UID:call@example.org\r
DTSTAMP:20240701T000000Z\r
DTSTART:20240726T081500Z\r
DTEND:20240726T084500Z\r
SUMMARY:Call home\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:flight@example.org\r
DTSTAMP:20240701T000000Z\r
DTSTART:20240726T130000Z\r
DTEND:20240726T150000Z\r
SUMMARY:Flight\r
END:VEVENT\r
END:VCALENDAR\r
"""

#: Id, kind, title, day of July, start, end, room, the star, and what else is known.
_FIXED: tuple[tuple[str, str, str, int, str, str, str, Level, dict[str, Any]], ...] = (
    # Monday: Causes and Bounds overlap for 30 min.
    ("tutorial-1", "tutorial", "Causes", 22, "09:00", "11:00", "Room 1", MUST, {}),
    ("tutorial-2", "tutorial", "Bounds", 22, "10:30", "12:30", "Room 2", WANT, {}),
    ("tutorial-3", "tutorial", "Agents", 22, "13:00", "15:00", "Room 1", WANT, {}),
    # Tuesday: from Honey to Bees one has no minute to walk; Bees and Cells take place at once.
    ("invited-1", "invited_talk", "Opening words", 23, "09:00", "10:00", "Hall", WANT, {}),
    ("oral-1", "oral", "Honey", 23, "10:30", "10:45", "Room 1", WANT, {"parent": "session-a"}),
    ("oral-2", "oral", "Bees", 23, "10:45", "11:00", "Room 2", MUST, {}),
    (
        *("oral-3", "oral", "Cells", 23, "10:45", "11:00", "Room 1", WANT),
        {"paper": "cells", "parent": "session-a"},
    ),
    # Wednesday.
    ("oral-4", "oral", "Dances", 24, "10:30", "10:45", "Room 1", MUST, {}),
    # Thursday: Winter takes 30 of the poster session's 90 minutes.
    ("talk-1", "talk", "Winter", 25, "14:00", "14:30", "Hall", WANT, {}),
    # Friday: Swarms overlaps both talks of the other workshop; Farewell lies in the flight.
    ("workshop-1", "workshop", "Workshop on hives", 26, "09:00", "17:00", "Room 5", WANT, {}),
    ("item-1", "talk", "Queens", 26, "09:00", "10:00", "Room 5", WANT, {"parent": "workshop-1"}),
    ("item-2", "talk", "Drones", 26, "10:00", "11:00", "Room 5", WANT, {"parent": "workshop-1"}),
    ("item-3", "talk", "Swarms", 26, "09:30", "10:30", "Room 6", WANT, {"parent": "workshop-2"}),
    ("talk-2", "talk", "Farewell", 26, "15:30", "16:30", "Hall", WANT, {}),
)

#: The poster sessions: day of July, start, end, and the levels of the starred posters.
SESSIONS = (
    (23, "11:30", "13:00", [MUST] * 5 + [WANT] * 10 + [MAYBE] * 5),
    (24, "11:30", "13:00", [MUST] * 3 + [WANT] * 12),
    (25, "13:30", "15:00", [WANT] * 8),
)


def document() -> dict[str, Any]:
    """Return the native schedule file."""
    events = [
        _event(name, kind, title, (day, start, end), room=room, **known)
        for name, kind, title, day, start, end, room, _, known in _FIXED
    ]
    events += [
        _event("session-a", "session", "Oral A", (23, "10:30", "11:30"), room="Room 1"),
        _event("workshop-2", "workshop", "Workshop on flight", (26, "09:00", "17:00")),
    ]
    for number, (day, start, end, levels) in enumerate(SESSIONS, 1):
        slot, session = (day, start, end), f"session-{number}"
        title = f"Poster Session {number}"
        events.append(_event(session, "session", title, slot, room="Hall C"))
        # Beside the starred posters each session has two that are not.
        for place in range(len(levels) + 2):
            name = poster(number, place)
            known = {"room": "Hall C", "board": str(100 * number + place), "parent": session}
            events.append(_event(name, "poster", f"Poster {number}-{place:02}", slot, **known))
    # The paper of Cells hangs on Thursday; nobody starred that.
    events[-1] |= {"paper": "cells", "title": "Cells"}
    events += [_event(f"poster-9{n}", "poster", f"Someday {n}", None) for n in range(3)]
    return {
        "format": 1,
        "conference": {
            "id": "five-days",
            "name": "Five Days",
            "title": "Five days of bees",
            "start": "2024-07-22",
            "end": "2024-07-26",
            "timezone": "Europe/Vienna",
            "venue": "Hall, Vienna",
            "url": None,
            "source": None,
        },
        "events": events,
    }


#: The unstarred poster of Cells, on Thursday.
CELLS_POSTER = "poster-309"


def poster(session: int, place: int) -> str:
    """Return the id of a poster by its session and its place there."""
    return f"poster-{session}{place:02}"


def star_all(session: Session) -> int:
    """Star the attendee's sixty events; return how many they are."""
    levels = {name: level for name, *_, level, _ in _FIXED}
    for number, (*_, given) in enumerate(SESSIONS, 1):
        levels |= {poster(number, place): level for place, level in enumerate(given)}
    levels |= {f"poster-9{n}": WANT for n in range(3)}
    for level in Level:
        names = [name for name, each in levels.items() if each is level]
        events = [session.schedule.event(name) for name in names]
        session.decisions.star([event for event in events if event is not None], level)
    return len(levels)


def keep_own_time(session: Session) -> None:
    """Keep time for lunch and for the attendee's own talk, and take the calendar over."""
    from planner.workspace.busy import read_busy

    decisions, schedule = session.decisions, session.schedule
    # Overlaps Bounds for 30 min and Agents for 15.
    decisions.block("My rehearsal", moment(22, "12:00"), moment(22, "13:15"))
    # Takes 60 of the poster session's 90 minutes.
    decisions.block("Lunch with Ada", moment(24, "12:00"), moment(24, "13:00"))
    found = read_busy(CALENDAR, "home.ics", schedule.days(), schedule.zone, schedule.conference.id)
    decisions.take_busy("home.ics", found.commitments)


def commitment(session: Session, title: str) -> Commitment:
    """Return a commitment by its title."""
    held = session.itinerary().commitments.values()
    return next(each for each in held if each.title == title)


def moment(day: int, clock: str) -> datetime:
    """Return a time of July 2024 at the venue."""
    hour, minute = clock.split(":")
    return datetime(2024, 7, day, int(hour), int(minute), tzinfo=VIENNA)


def _event(
    name: str, kind: str, title: str, slot: tuple[int, str, str] | None, **known: Any
) -> dict[str, Any]:
    certain = "official" if slot else "unknown"
    day = f"2024-07-{slot[0]}" if slot else None
    return {
        "id": name,
        "kind": kind,
        "title": title,
        "start": f"{day}T{slot[1]}:00+02:00" if slot else None,
        "end": f"{day}T{slot[2]}:00+02:00" if slot else None,
        "day": day,
        "attendance": None,
        "room": None,
        "board": None,
        "people": [],
        "topics": [],
        "topics_by": None,
        "track": None,
        "paper": None,
        "parent": None,
        "certainty": {"slot": certain, "room": certain, "board": certain},
        "abstract": None,
        "links": [],
    } | known


def event_of(session: Session, event_id: str) -> Event:
    """Return an event of the schedule as it stands there."""
    event = session.schedule.event(event_id)
    assert event is not None
    return event
