"""Native schedule files in the making, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

CONFERENCE: dict[str, Any] = {
    "id": "conf",
    "name": "Conf",
    "title": "A Conference",
    "start": "2024-07-22",
    "end": "2024-07-24",
    "timezone": "Europe/Vienna",
    "venue": "Messe",
    "url": "https://conf.example",
    "source": None,
}


def raw_event(id: str, title: str, kind: str = "poster", **values: Any) -> dict[str, Any]:  # noqa: A002
    """Return an event as the native file has it, all else unknown."""
    known: dict[str, Any] = {
        "id": id,
        "kind": kind,
        "title": title,
        "start": None,
        "end": None,
        "day": None,
        "attendance": None,
        "room": None,
        "board": None,
        "people": [],
        "topics": [],
        "topics_by": None,
        "track": None,
        "paper": None,
        "parent": None,
        "certainty": {"slot": "unknown", "room": "unknown", "board": "unknown"},
        "abstract": None,
        "links": [],
    }
    return {**known, **values}


def document(events: Iterable[Any], **conference: Any) -> dict[str, Any]:
    return {"format": 1, "conference": {**CONFERENCE, **conference}, "events": list(events)}
