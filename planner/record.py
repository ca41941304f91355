"""An event or a conference as the native file's plain JSON object, and back.

The reading half trusts its input: it is for what this program wrote itself
(the compiled schedule, a star's snapshot). What comes from outside goes
through :mod:`planner.schedule.border`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Any

from planner.model import (
    Attendance,
    Certainty,
    Conference,
    Event,
    FactCertainty,
    Kind,
    Link,
    Person,
)

JsonObject = dict[str, Any]


def event_record(event: Event) -> JsonObject:
    """Return ``event`` as the native format's object: every key, null when unknown."""
    return {
        "id": event.id,
        "kind": event.kind.value,
        "title": event.title,
        "start": _moment_text(event.start),
        "end": _moment_text(event.end),
        "day": event.day.isoformat() if event.day else None,
        "attendance": event.attendance.value if event.attendance else None,
        "room": event.room,
        "board": event.board,
        "people": [{"name": p.name, "affiliation": p.affiliation} for p in event.people],
        "topics": list(event.topics),
        "topics_by": event.topics_by,
        "track": event.track,
        "paper": event.paper,
        "parent": event.parent,
        "certainty": {
            "slot": event.certainty.slot.value,
            "room": event.certainty.room.value,
            "board": event.certainty.board.value,
        },
        "abstract": event.abstract,
        "links": [{"label": link.label, "url": link.url} for link in event.links],
    }


def event_from_record(record: JsonObject, zone: tzinfo) -> Event:
    """Return the event of a trusted record, its times in ``zone``."""
    certainty = record["certainty"]
    return Event(
        id=record["id"],
        kind=Kind(record["kind"]),
        title=record["title"],
        start=_moment(record["start"], zone),
        end=_moment(record["end"], zone),
        day=date.fromisoformat(record["day"]) if record["day"] else None,
        attendance=Attendance(record["attendance"]) if record["attendance"] else None,
        room=record["room"],
        board=record["board"],
        people=tuple(Person(p["name"], p["affiliation"]) for p in record["people"]),
        topics=tuple(record["topics"]),
        topics_by=record["topics_by"],
        track=record["track"],
        paper=record["paper"],
        parent=record["parent"],
        certainty=FactCertainty(
            Certainty(certainty["slot"]),
            Certainty(certainty["room"]),
            Certainty(certainty["board"]),
        ),
        abstract=record["abstract"],
        links=tuple(Link(link["label"], link["url"]) for link in record["links"]),
    )


def conference_record(conference: Conference) -> JsonObject:
    """Return ``conference`` as the native format's object."""
    return {
        "id": conference.id,
        "name": conference.name,
        "title": conference.title,
        "start": conference.start.isoformat(),
        "end": conference.end.isoformat(),
        "timezone": conference.timezone,
        "venue": conference.venue,
        "url": conference.url,
        "source": conference.source,
    }


def conference_from_record(record: JsonObject) -> Conference:
    """Return the conference of a trusted record."""
    dates = {key: date.fromisoformat(record[key]) for key in ("start", "end")}
    return Conference(**{**record, **dates})


def written(moment: datetime) -> str:
    """Return an aware moment as RFC 3339 has it, in its own zone wherever that can be.

    Before zones were agreed upon, their offsets had seconds, which RFC 3339
    (section 5.6) has no place for; such a moment is written in UTC.
    """
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return moment.isoformat()


def _moment_text(moment: datetime | None) -> str | None:
    return written(moment) if moment else None


def _moment(text: str | None, zone: tzinfo) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(zone) if text else None
