"""The sessions that a conference's site only names at its events, as events of their own.

"Poster Session 5" becomes ``session-poster-5``, "Oral 1A Alignment"
``session-1a``. A session has the slot that all of its events have, which is
official then; talks one after the other make up a slot of their own, which is
inferred. Anything else tells no slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from planner.model import Kind
from planner.schedule.ids import digits
from planner.schedule.sources.virtual_event import Listed
from planner.schedule.text import fold

_NUMBERED_ORALS = re.compile(r"orals?(?: session)? (\d{1,2}[a-z])(?![a-z0-9])")
_NUMBERED_POSTERS = re.compile(r"posters?(?: session)? (\d{1,3}[a-z]?)(?![a-z0-9])")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 60
#: Talks with a longer break between them are not one session.
_LONGEST_BREAK = timedelta(minutes=45)


class _Slot(NamedTuple):
    start: str | None
    end: str | None
    certainty: str


def with_sessions(events: list[Listed]) -> list[dict[str, Any]]:
    """Give ``events`` their sessions as parents, and return the sessions as native objects.

    A session that the file lists as an event itself is used as it is.
    """
    named: dict[str, list[Listed]] = {}
    for event in events:
        if event.session and event.kind is not Kind.SESSION:
            named.setdefault(event.session, []).append(event)
    titles = {
        fold(event.native["title"]): event.native["id"]
        for event in events
        if event.kind is Kind.SESSION and isinstance(event.native["title"], str)
    }
    taken = {event.native["id"] for event in events if isinstance(event.native["id"], str)}
    sessions = []
    for name, members in named.items():
        id_ = titles.get(fold(name))
        if id_ is None:
            id_ = _id(name, taken)
            taken.add(id_)
            sessions.append(_session(id_, name, [member.native for member in members]))
        for member in members:
            member.native["parent"] = id_
    return sessions


def _id(name: str, taken: set[str]) -> str:
    folded = fold(name)
    slug = _slug(folded)
    candidates = [f"session-{slug}"] if slug else []
    words = " ".join(_NOT_IN_SLUG.sub(" ", folded).split())
    if found := _NUMBERED_ORALS.match(words):
        candidates.insert(0, f"session-{found[1]}")
    elif found := _NUMBERED_POSTERS.match(words):
        candidates.insert(0, f"session-poster-{found[1]}")
    candidates.append(f"session-{digits(name)}")
    return next((each for each in candidates if each not in taken), candidates[-1])


def _slug(folded: str) -> str:
    words = [word for word in _NOT_IN_SLUG.split(folded) if word and word != "session"]
    return "-".join(words)[:_LONGEST_SLUG].strip("-")


def _session(id_: str, name: str, members: list[dict[str, Any]]) -> dict[str, Any]:
    slot = _slot(members)
    rooms = {member["room"] for member in members}
    room = rooms.pop() if len(rooms) == 1 else None
    return {
        "id": id_,
        "kind": Kind.SESSION.value,
        "title": name,
        "start": slot.start,
        "end": slot.end,
        "room": room,
        "certainty": {
            "slot": slot.certainty,
            "room": "official" if room else "unknown",
            "board": "unknown",
        },
    }


def _slot(members: Iterable[dict[str, Any]]) -> _Slot:
    """Return the slot of a session whose events with a time are ``members``."""
    unknown = _Slot(None, None, "unknown")
    moments: dict[tuple[datetime, datetime | None], tuple[str, str | None]] = {}
    timed: list[dict[str, Any]] = []
    for member in members:
        start, end = _moment(member["start"]), _moment(member["end"])
        # What is no time is dropped at the border, with its event.
        if start is None or (end is None) != (member["end"] is None):
            continue
        moments[start, end] = (member["start"], member["end"])
        timed.append(member)
    if not moments:
        return unknown
    if len(moments) == 1:
        # One talk alone does not tell how long its session is; what hangs there all the time does.
        is_said = len(timed) > 1 or timed[0]["kind"] != Kind.ORAL.value
        return _Slot(*next(iter(moments.values())), "official" if is_said else "inferred")
    ordered = sorted((start, end) for start, end in moments if end is not None and end >= start)
    follows = len(ordered) == len(moments) and all(
        timedelta() <= later[0] - earlier[1] <= _LONGEST_BREAK
        for earlier, later in pairwise(ordered)
    )
    if not follows:
        return unknown
    return _Slot(moments[ordered[0]][0], moments[ordered[-1]][1], "inferred")


def _moment(value: object) -> datetime | None:
    """Return a time with an offset, None for anything else."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
