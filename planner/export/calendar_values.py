"""What a calendar says, as frozen values: starred events on the way in, entries on the way out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from planner.model import Event, Level


@dataclass(frozen=True, slots=True)
class StarredEvent:
    """An event to export, as the attendee meets it.

    ``decided`` is the newest decision about it (star, note or own time), an
    aware datetime; ``note`` is the attendee's own text. ``own_time`` says that
    its time is the attendee's, not the programme's, ``mine`` that they present
    it; ``leaves`` is when they leave it before its end, None if they stay.
    """

    event: Event
    level: Level
    note: str | None
    decided: datetime
    own_time: bool = False
    mine: bool = False
    leaves: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One calendar entry.

    ``start`` is an aware datetime, or a date for an all-day entry; ``end`` is
    None when it is not known. ``posters`` are the ids of the events it stands
    for; ``decided`` is the newest decision among them.
    """

    uid: str
    start: datetime | date
    end: datetime | None
    summary: str
    location: str | None
    description: str
    url: str | None
    category: str
    is_tentative: bool
    is_transparent: bool
    decided: datetime
    posters: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """What SEQUENCE follows: a digest of DTSTART, DTEND, LOCATION and the set of posters.

        Times count as instants, so that an export in UTC is the same entry.
        """
        facts = [
            instant(self.start),
            instant(self.end) if self.end else None,
            self.location,
            sorted(self.posters),
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries in time order, and how many starred events have neither slot nor day."""

    entries: tuple[Entry, ...]
    without_time: int

    @property
    def fingerprints(self) -> dict[str, str]:
        """Each entry's fingerprint by its UID."""
        return {entry.uid: entry.fingerprint for entry in self.entries}


def instant(start: datetime | date) -> str:
    """Return a moment in UTC, or a day, by ISO 8601."""
    return (start.astimezone(UTC) if isinstance(start, datetime) else start).isoformat()
