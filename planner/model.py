"""The words of the planner as frozen values: conference, event, person, star.

Nothing but the standard library is imported here, and nothing here reads or
writes anything. Every other floor of the house speaks in these values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

_STRICT: dict[str, Any] = {"strict": True}


class Kind(StrEnum):
    """What an event is. A spotlight is a poster with a distinction."""

    ORAL = "oral"
    SPOTLIGHT = "spotlight"
    POSTER = "poster"
    INVITED_TALK = "invited_talk"
    TALK = "talk"
    TUTORIAL = "tutorial"
    WORKSHOP = "workshop"
    DEMO = "demo"
    SOCIAL = "social"
    AFFINITY = "affinity"
    SESSION = "session"
    BREAK = "break"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind as the screen says it: ``invited talk``."""
        return self.value.replace("_", " ")


class Attendance(StrEnum):
    """How one attends: from start to end, for a few minutes, or by what it holds."""

    FIXED = "fixed"
    DROP_IN = "drop_in"
    CONTAINER = "container"


class Certainty(StrEnum):
    """How sure the source of a single fact is."""

    OFFICIAL = "official"
    REPORTED = "reported"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How much a star weighs."""

    MUST = "must"
    WANT = "want"
    MAYBE = "maybe"


#: Attendance by kind, for events whose source does not say. Breaks and other
#: events have none: they never clash and never count.
ATTENDANCE_BY_KIND: Mapping[Kind, Attendance] = MappingProxyType(
    {
        Kind.ORAL: Attendance.FIXED,
        Kind.TALK: Attendance.FIXED,
        Kind.INVITED_TALK: Attendance.FIXED,
        Kind.TUTORIAL: Attendance.FIXED,
        Kind.AFFINITY: Attendance.FIXED,
        Kind.POSTER: Attendance.DROP_IN,
        Kind.SPOTLIGHT: Attendance.DROP_IN,
        Kind.DEMO: Attendance.DROP_IN,
        Kind.SOCIAL: Attendance.DROP_IN,
        Kind.SESSION: Attendance.CONTAINER,
        Kind.WORKSHOP: Attendance.CONTAINER,
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who presents or organises, with the affiliation they gave."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    name: str
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled http or https address."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FactCertainty:
    """The certainty of an event's slot, room and board, each on its own."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    slot: Certainty = Certainty.UNKNOWN
    room: Certainty = Certainty.UNKNOWN
    board: Certainty = Certainty.UNKNOWN


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference: its name, first and last day, time zone, venue and source.

    ``timezone`` is an IANA name; ``start`` and ``end`` are days in that zone,
    both inclusive; ``source`` is where an update is asked for, if anywhere.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    name: str
    title: str
    start: date
    end: date
    timezone: str
    venue: str | None = None
    url: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing in the schedule.

    ``start`` and ``end`` are aware datetimes in the venue's zone; either may
    be None, and an unknown end is never guessed. ``day`` is the venue's date
    when at least that is known. ``paper`` is shared by twins (an oral and its
    poster); ``parent`` is the id of the event that this one belongs to.
    ``topics`` keep the source's ``Area->Topic`` form; ``topics_by`` says who
    gave them.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    kind: Kind
    title: str
    start: datetime | None = None
    end: datetime | None = None
    day: date | None = None
    attendance: Attendance | None = None
    room: str | None = None
    board: str | None = None
    people: tuple[Person, ...] = ()
    topics: tuple[str, ...] = ()
    topics_by: str | None = None
    track: str | None = None
    paper: str | None = None
    parent: str | None = None
    certainty: FactCertainty = field(default_factory=FactCertainty)
    abstract: str | None = None
    links: tuple[Link, ...] = ()

    @property
    def attended(self) -> Attendance | None:
        """How one attends: the source's word, else what the kind implies."""
        return self.attendance or ATTENDANCE_BY_KIND.get(self.kind)

    @property
    def is_scheduled(self) -> bool:
        """Whether the start is known (``is:scheduled``)."""
        return self.start is not None


class Star(NamedTuple):
    """The attendee's choice of an event, with the event as it was then.

    ``at`` is an aware UTC datetime; ``snapshot`` keeps the star readable when
    the schedule no longer holds the event. ``gone``: the attendee took note
    that it was cancelled.
    """

    event_id: str
    level: Level
    at: datetime
    snapshot: Event
    gone: bool = False


class Note(NamedTuple):
    """The attendee's own words about an event, and when they were written."""

    event_id: str
    text: str
    at: datetime


class SavedSearch(NamedTuple):
    """A query that the attendee gave a name, and when; ``query`` is its text as it was typed."""

    name: str
    query: str
    at: datetime


class Commitment(NamedTuple):
    """Time of the attendee's own, from ``start`` to before ``end``, both aware in the venue's zone.

    ``away`` is time away from the conference; ``calendar`` names the calendar
    file that it was read from, None for what the attendee typed.
    """

    id: str
    title: str
    start: datetime
    end: datetime
    away: bool = False
    calendar: str | None = None


class OwnTime(NamedTuple):
    """A time that the attendee gave an event, in the venue's zone, and when they did.

    ``end`` and ``board`` are None where they did not say.
    """

    event_id: str
    start: datetime
    end: datetime | None
    board: str | None
    at: datetime


class Leaving(NamedTuple):
    """That the attendee leaves an event early: when, in the venue's zone, and when they said so."""

    event_id: str
    until: datetime
    at: datetime


class Itinerary(NamedTuple):
    """All that the attendee decided at one conference, at one moment.

    ``visited``, ``hidden`` and ``declined`` (a "no" in triage, which hides
    nothing) map event ids to the UTC moment of the decision; so do ``mine``
    (the attendee presents it) and ``pins`` (a suggestion must keep it).
    ``searches`` are by name, ``commitments`` by their own ids. ``version``
    differs whenever anything in the itinerary differs.
    """

    conference_id: str
    stars: Mapping[str, Star]
    notes: Mapping[str, Note]
    visited: Mapping[str, datetime]
    hidden: Mapping[str, datetime]
    version: int = 0
    declined: Mapping[str, datetime] = MappingProxyType({})
    searches: Mapping[str, SavedSearch] = MappingProxyType({})
    commitments: Mapping[str, Commitment] = MappingProxyType({})
    own_times: Mapping[str, OwnTime] = MappingProxyType({})
    mine: Mapping[str, datetime] = MappingProxyType({})
    pins: Mapping[str, datetime] = MappingProxyType({})
    leaving: Mapping[str, Leaving] = MappingProxyType({})
