"""The invented conference of the fault bench, as imported and as it is an update later."""

from __future__ import annotations

import json
from typing import Any

CONFERENCE = "bench2024"
POSTERS = 90
#: A poster that is there only after the update.
LATER = f"poster-{POSTERS + 1}"

_STARTS = ("2024-07-23T11:30", "2024-07-23T13:30", "2024-07-24T11:30")
_ENDS = ("2024-07-23T13:00", "2024-07-23T15:00", "2024-07-24T13:00")
_TOPICS = ("Animals->Bears", "Animals->Bees", "Plants->Clover", "Plants->Thyme")


def schedule_bytes(
    conference_id: str = CONFERENCE, *, later: bool = False, source: str | None = None
) -> bytes:
    """Return the conference as a native schedule file.

    Args:
        conference_id: Its id.
        later: Whether it is as after the update: one poster more, one slot moved.
        source: The address that an update asks.
    """
    document = {
        "format": 1,
        "conference": {
            "id": conference_id,
            "name": conference_id.capitalize(),
            "title": "A conference to break things at",
            "start": "2024-07-23",
            "end": "2024-07-24",
            "timezone": "Europe/Vienna",
            "venue": "Hall, Vienna",
            "url": "https://bench.example",
            "source": source,
        },
        "events": [_poster(number, later=later) for number in range(1, POSTERS + 1 + later)],
    }
    return json.dumps(document).encode()


def title(event_id: str) -> str:
    """Return an event's title: its number in words of its own, so that no other begins so."""
    number = int(event_id.removeprefix("poster-"))
    return f"Paper {number:03} on {_TOPICS[number % 4].rpartition('>')[2].lower()} in summer"


def _poster(number: int, *, later: bool) -> dict[str, Any]:
    slot = (number + (later and number == 1)) % 3
    return {
        "id": f"poster-{number}",
        "kind": "poster",
        "title": title(f"poster-{number}"),
        "start": f"{_STARTS[slot]}:00+02:00",
        "end": f"{_ENDS[slot]}:00+02:00",
        "day": _STARTS[slot][:10],
        "attendance": None,
        "room": "Hall C",
        "board": str(100 + number),
        "people": [{"name": "Ada Bär", "affiliation": "Institute of Bears"}],
        "topics": [_TOPICS[number % 4]],
        "topics_by": "conference",
        "track": None,
        "paper": f"paper{number}",
        "parent": None,
        "certainty": {"slot": "official", "room": "official", "board": "official"},
        "abstract": None,
        "links": [],
    }
