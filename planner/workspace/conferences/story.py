"""Where a kept schedule came from, and what its last update changed: a small file beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from planner.model import Conference
from planner.record import conference_from_record, conference_record
from planner.safe_write import write_whole

#: Changes of the last update that are kept to be shown.
MOST_CHANGES = 2_000


class Origin(NamedTuple):
    """What one source brought: from where, as the server dated it, and which events.

    ``etag`` and ``modified`` are the server's words (RFC 9110, section 8.8),
    None for a file; ``ids`` are those of the events that it held.
    """

    address: str
    etag: str | None
    modified: str | None
    ids: frozenset[str]


class Told(NamedTuple):
    """One change of the last update as it is told: of which event, what, in a sentence."""

    event_id: str
    what: str
    title: str
    sentence: str


class Story(NamedTuple):
    """The story of a kept schedule.

    ``events`` and ``scheduled`` count its events, and those with a start;
    ``at`` is the aware UTC moment of the last import or update. ``origins``
    are by the names of their sources, ``follow`` maps ids that events had to
    those they have now, ``changes`` are those of the last update.
    """

    conference: Conference
    events: int
    scheduled: int
    at: datetime
    origins: Mapping[str, Origin] = MappingProxyType({})
    follow: Mapping[str, str] = MappingProxyType({})
    changes: tuple[Told, ...] = ()


def read_story(path: Path) -> Story | None:
    """Return what the file says, None if there is none or it is not sound."""
    try:
        return _story(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def write_story(path: Path, story: Story) -> None:
    """Keep the story.

    Raises:
        OSError: It cannot be written; what was there stays.
    """
    record = {
        "conference": conference_record(story.conference),
        "events": story.events,
        "scheduled": story.scheduled,
        "at": story.at.isoformat(),
        "origins": {
            name: origin._asdict() | {"ids": sorted(origin.ids)}
            for name, origin in story.origins.items()
        },
        "follow": dict(story.follow),
        "changes": [list(told) for told in story.changes[:MOST_CHANGES]],
    }
    write_whole(path, json.dumps(record).encode())


def _story(record: Any) -> Story:  # noqa: ANN401 - whatever the file holds
    origins = {
        name: Origin(o["address"], o["etag"], o["modified"], frozenset(o["ids"]))
        for name, o in record["origins"].items()
    }
    return Story(
        conference_from_record(record["conference"]),
        record["events"],
        record["scheduled"],
        datetime.fromisoformat(record["at"]),
        MappingProxyType(origins),
        MappingProxyType(dict(record["follow"])),
        tuple(Told(*told) for told in record["changes"]),
    )
