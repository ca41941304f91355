"""The papers of a schedule, each once, by what a reference needs to be told from others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from planner.model import Event, Kind
from planner.schedule.store import ScheduleStore

#: Kinds that show a paper; of twins, the first of these in this order stands for it.
PAPER_KINDS = (Kind.POSTER, Kind.SPOTLIGHT, Kind.ORAL)


class Paper(NamedTuple):
    """A paper: what its showings share, the event that stands for it, first author and title.

    ``key`` is the twins' common ``paper``, else the event's own id; ``author``
    is None where nobody is named.
    """

    key: str
    event_id: str
    author: str | None
    title: str


def paper_key(event: Event) -> str:
    """Return what the showings of an event's paper share, else the event's own id."""
    return event.paper or event.id


def papers(store: ScheduleStore) -> dict[str, Paper]:
    """Return every paper of the schedule by its key, in the order of their events' ids.

    Numbers in ids count as numbers, so that what a conference adds later comes later.
    """
    rows = store.connection.execute(
        """SELECT coalesce(paper, id), id, json_extract(json, '$.people[0].name'),
                  json_extract(json, '$.title')
           FROM event JOIN record USING (number)
           WHERE kind IN (?, ?, ?)
           ORDER BY kind = ?, length(id), id""",
        (*PAPER_KINDS, Kind.ORAL),
    )
    found: dict[str, Paper] = {}
    for row in rows:
        found.setdefault(row[0], Paper(*row))
    return found


def paper_keys(store: ScheduleStore, ids: Iterable[str]) -> dict[str, str]:
    """Return by event id what the showings of its paper share, else the id; for all of ``ids``."""
    wanted = dict.fromkeys(ids, "")
    rows = store.connection.execute(
        "SELECT id, coalesce(paper, id) FROM event WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(wanted)),),
    )
    # What has left the schedule has no twin there.
    return {id_: id_ for id_ in wanted} | dict(rows)
