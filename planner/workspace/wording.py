"""What is known of a time, a place or a number, in the attendee's words.

Both shells say it with these functions, so that the command line and the app
never disagree. Nothing unknown is filled in: a day without a clock time is a
day, and no time at all is no words at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.model import Conference, Event

if TYPE_CHECKING:
    from planner.itinerary.clashes import Clash, MayClash
    from planner.itinerary.effective import Disagreement

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day_words(day: date) -> str:
    """Return a day as ``Tue 23 Jul``, the same in every locale."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def clock(moment: datetime) -> str:
    """Return the wall time of an aware moment in its own zone, ``16:45``."""
    return f"{moment:%H:%M}"


def span(start: datetime, end: datetime | None) -> str:
    """Return ``16:45-17:00``, only the start where no end is known."""
    if end is None:
        return clock(start)
    if end.date() == start.date():
        return f"{clock(start)}-{clock(end)}"
    return f"{clock(start)}-{DAYS[end.weekday()]} {clock(end)}"


def time_words(start: datetime, end: datetime | None) -> str:
    """Return a day with its times as ``Wed 24 Jul 13:30-15:00``."""
    return f"{day_words(start.date())} {span(start, end)}"


def slot_words(event: Event, parent: Event | None = None) -> str:
    """Return all that is known of an event's time, an empty string for nothing.

    A talk without a clock time inside a session that has one is said to be
    "in" the session's slot.
    """
    if event.start is not None:
        return time_words(event.start, event.end)
    if parent is not None and parent.start is not None:
        return f"{day_words(parent.start.date())} in {span(parent.start, parent.end)}"
    return day_words(event.day) if event.day is not None else ""


def short_slot(event: Event, parent: Event | None = None) -> str:
    """Return an event's time in at most ten cells: ``Tue 16:45``, ``Wed 10:30?``, ``Mon``."""
    if event.start is not None:
        return f"{DAYS[event.start.weekday()]} {clock(event.start)}"
    if parent is not None and parent.start is not None:
        return f"{DAYS[parent.start.weekday()]} {clock(parent.start)}?"
    return DAYS[event.day.weekday()] if event.day is not None else ""


def place_words(event: Event) -> str:
    """Return room and board as far as known: ``Hall C 4-9, board 503``."""
    board = f"board {event.board}" if event.board else ""
    return ", ".join(word for word in (event.room, board) if word)


def dates_words(conference: Conference) -> str:
    """Return a conference's days as ``21-27 Jul 2024``."""
    start, end = conference.start, conference.end
    month = MONTHS[end.month - 1]
    if start == end:
        return f"{start.day} {month} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{end.day} {month} {end.year}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]}-{end.day} {month} {end.year}"
    return f"{start.day} {MONTHS[start.month - 1]} {start.year}-{end.day} {month} {end.year}"


def phase_words(conference: Conference, today: date) -> str:
    """Return where ``today`` at the venue stands to the conference: before, in it, over."""
    if today < conference.start:
        days = (conference.start - today).days
        return "tomorrow" if days == 1 else f"in {days:,} days"
    if today > conference.end:
        return "over"
    return f"day {(today - conference.start).days + 1} of {conference_days(conference)}"


def until_words(moment: datetime, now: datetime) -> str:
    """Return how long it is from ``now`` to ``moment``: ``12 min``, ``2 h 38``; ``now`` if past."""
    minutes = -(-int((moment - now).total_seconds()) // 60)
    if minutes <= 0:
        return "now"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if hours else f"{minutes} min"


def conference_days(conference: Conference) -> int:
    """Return how many days the conference has, both ends counted."""
    return (conference.end - conference.start).days + 1


def city(conference: Conference) -> str:
    """Return the last part of the venue, which is its city by custom; else nothing."""
    return conference.venue.rsplit(",", 1)[-1].strip() if conference.venue else ""


def possible_sessions_words(sessions: Sequence[Event]) -> str:
    """Return what is known of a poster without a slot: ``one of six sessions, Tue-Thu``."""
    days = [session.start.weekday() for session in sessions if session.start is not None]
    if not days:
        return ""
    first, last = DAYS[days[0]], DAYS[days[-1]]
    when = first if first == last else f"{first}-{last}"
    return f"one of {number_words(len(days))} poster sessions, {when}"


def people_words(names: Sequence[str], most: int = 3) -> str:
    """Return the first family names and how many more: ``Lee, Bai, Pres +3``."""
    shown = ", ".join(name.rsplit(" ", 1)[-1] for name in names[:most])
    return f"{shown} +{len(names) - most}" if len(names) > most else shown


def number_words(number: int) -> str:
    """Return a small number as a word, a larger one in digits with separators."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Return ``1 star`` or ``1,234 stars``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def clash_words(clash: Clash) -> str:
    """Return how two things collide: ``clash, 15 min`` or ``3 min short for the way``."""
    if clash.kind == "tight":
        return f"{clash.minutes} min short for the way"
    return "clash" if clash.minutes is None else f"clash, {clash.minutes} min"


def may_clash_words(found: MayClash) -> str:
    """Return with what a talk somewhere in its session's slot may clash."""
    start, end = found.session.start, found.session.end
    slot = span(start, end) if start else ""
    return f"is somewhere in {slot} and may clash with {found.other.id}, {found.other.title}"


def disagreement_words(found: Disagreement) -> str:
    """Return ``you had Tue 13:30, the programme says Wed 11:30``, with boards where they differ."""
    event, own = found.event, found.own
    same_start = event.start == own.start
    if same_start and (event.end == own.end or None in (event.end, own.end)):
        return f"you had board {own.board}, the programme says board {event.board}"
    yours = f"{DAYS[own.start.weekday()]} {span(own.start, own.end if same_start else None)}"
    if event.start is None:
        return f"you had {yours}, the programme says {slot_words(event)}"
    theirs = f"{DAYS[event.start.weekday()]} {span(event.start, event.end if same_start else None)}"
    return f"you had {yours}, the programme says {theirs}"
