"""What a printable page says, as frozen values in the words that it says it in.

Made by the workspace, written by :mod:`planner.export.html`. All times are
aware and in the venue's zone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

from planner.model import Conference, Level, Link

#: How a time is meant: as it stands, inferred, or the session's in which the event comes.
Meant = Literal["", "inferred", "within"]


class PageProblem(NamedTuple):
    """What collides, and the way out; ``sure`` is False where it only may."""

    words: str
    way: str = ""
    sure: bool = True


class PageEvent(NamedTuple):
    """An event as a line of the page.

    ``start`` is None where no time is known, ``end`` where no end is; ``meant``
    says how sure they are. ``about`` is the kind and whatever else is said in
    the line of small words; ``remarks`` are what is the attendee's own or in
    doubt; ``problems`` are what collides. ``tickable`` gives it a check box, ``seen``
    the box's state.
    """

    id: str
    title: str
    level: Level | None = None
    start: datetime | None = None
    end: datetime | None = None
    meant: Meant = ""
    about: tuple[str, ...] = ()
    room: str = ""
    board: str = ""
    people: tuple[str, ...] = ()
    note: str = ""
    links: tuple[Link, ...] = ()
    remarks: tuple[str, ...] = ()
    problems: tuple[PageProblem, ...] = ()
    tickable: bool = False
    seen: bool = False


class PageSlot(NamedTuple):
    """A poster slot with its stops in the order of the boards; ``facts`` say its budget."""

    name: str
    start: datetime
    end: datetime
    room: str
    facts: str
    stops: tuple[PageEvent, ...]
    problems: tuple[PageProblem, ...] = ()


class PageOwnTime(NamedTuple):
    """Time of the attendee's own, as far as it lies in the day.

    ``words`` say what it is: ``your own``, ``away``. ``inside`` are the events
    that time away leaves out.
    """

    title: str
    start: datetime
    end: datetime
    words: str
    problems: tuple[PageProblem, ...] = ()
    inside: tuple[PageEvent, ...] = ()


class PageGap(NamedTuple):
    """Free time between two things."""

    start: datetime
    end: datetime
    words: str


PagePart = PageEvent | PageSlot | PageOwnTime | PageGap


class PageDay(NamedTuple):
    """A day: its parts in time order, and the events of which only the day is known."""

    date: date
    words: str
    parts: tuple[PagePart, ...]
    untimed: tuple[PageEvent, ...] = ()


class Page(NamedTuple):
    """The whole page.

    ``what`` is what it shows, for the title; ``facts`` are lines under it;
    ``no_time`` are the events with neither time nor day, ``no_time_words`` what
    is known of them all; ``dated`` is the newest decision in it, or the
    schedule's date if that is later.
    """

    conference: Conference
    what: str
    facts: tuple[str, ...]
    days: tuple[PageDay, ...]
    no_time: tuple[PageEvent, ...]
    no_time_words: str
    dated: str
