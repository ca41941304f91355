"""Where the app was left: screen, query, order, row and earlier searches, in one file.

It is a convenience, not a decision: a file that cannot be read or written
costs nothing but the convenience.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from planner.safe_write import write_whole

_MOST_TEXT = 500
_MOST_EARLIER = 50


class LeftOff(NamedTuple):
    """The place that one left, at one conference.

    ``order`` is ``time`` or ``topic``, None where the app shall choose;
    ``event_id`` is the row under the cursor, ``plan_day`` the day open in Plan
    in ISO form.
    """

    conference_id: str = ""
    screen: str = "browse"
    query: str = ""
    order: str | None = None
    event_id: str | None = None
    plan_day: str | None = None
    earlier: tuple[str, ...] = ()


def read_left_off(path: Path, conference_id: str) -> LeftOff | None:
    """Return the place left at a conference, None on a first start or without a sound file."""
    try:
        record = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or record.get("conference_id") != conference_id:
        return None
    order = record.get("order")
    earlier = record.get("earlier")
    return LeftOff(
        conference_id,
        screen="plan" if record.get("screen") == "plan" else "browse",
        query=_text(record.get("query")) or "",
        order=order if order in ("time", "topic") else None,
        event_id=_text(record.get("event_id")),
        plan_day=_text(record.get("plan_day")),
        earlier=tuple(filter(None, map(_text, earlier[:_MOST_EARLIER])))
        if isinstance(earlier, list)
        else (),
    )


def write_left_off(path: Path, left: LeftOff) -> None:
    """Keep the place, if the disk lets us."""
    try:
        write_whole(path, json.dumps(left._asdict(), ensure_ascii=False).encode())
    except OSError:
        return


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    return value[:_MOST_TEXT] if isinstance(value, str) and value.isprintable() else None
