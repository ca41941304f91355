"""Where the app was left: screen, query, order, row, earlier searches, triage and the walk.

Beside that stands the folder that was saved in last, which is one for all conferences.

It is a convenience, not a decision: a file that cannot be read or written
costs nothing but the convenience.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from planner.safe_write import write_whole

_MOST_TEXT = 500
_MOST_PATH = 4_096
_MOST_EARLIER = 50
_MOST_PAGE = 500
_MOST_PUT_OFF = 5_000
_SCREENS = ("browse", "plan", "walk", "triage", "changes")
#: Other conferences whose places are kept, those left last.
_MOST_OTHERS = 20


class TriageLeft(NamedTuple):
    """Where triage was left.

    ``query`` is the text in its bar, ``likeness`` whether the order is by
    likeness; ``page`` are the ids of the page's events, ``event_id`` is the one
    at the cursor; ``put_off`` are the ids of what was passed without a
    decision, newest last.
    """

    query: str = ""
    likeness: bool = True
    event_id: str | None = None
    page: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()


class WalkLeft(NamedTuple):
    """Where the walk was left.

    ``slot`` is the slot's key, ``event_id`` the stop at the cursor, ``here`` the
    board from which the way goes on, if it does not begin with the first.
    """

    slot: str | None = None
    event_id: str | None = None
    here: str | None = None


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
    triage: TriageLeft = TriageLeft()
    walk: WalkLeft = WalkLeft()


def read_left_off(path: Path, conference_id: str) -> LeftOff | None:
    """Return the place left at a conference, None on a first start or without a sound file."""
    record = next(
        (each for each in _records(path) if each.get("conference_id") == conference_id), None
    )
    if record is None:
        return None
    order = record.get("order")
    earlier = record.get("earlier")
    return LeftOff(
        conference_id,
        screen=screen if (screen := record.get("screen")) in _SCREENS else "browse",
        query=_text(record.get("query")) or "",
        order=order if order in ("time", "topic") else None,
        event_id=_text(record.get("event_id")),
        plan_day=_text(record.get("plan_day")),
        earlier=tuple(filter(None, map(_text, earlier[:_MOST_EARLIER])))
        if isinstance(earlier, list)
        else (),
        triage=_triage_left(record.get("triage")),
        walk=_walk_left(record.get("walk")),
    )


def write_left_off(path: Path, left: LeftOff) -> None:
    """Keep the place beside those left at other conferences, if the disk lets us."""
    others = [each for each in _records(path) if each.get("conference_id") != left.conference_id]
    try:
        record = {**left._asdict(), "triage": left.triage._asdict()}
        record["walk"] = left.walk._asdict()
        record["others"] = others[:_MOST_OTHERS]
        record["folder"] = folder_left(path)
        write_whole(path, json.dumps(record, ensure_ascii=False).encode())
    except (OSError, UnicodeError):  # A file may hold half a character of another place.
        return


def folder_left(path: Path) -> str | None:
    """Return the folder that was saved in last, None where none is known."""
    folder = _whole(path).get("folder")
    is_sound = isinstance(folder, str) and folder.isprintable() and len(folder) <= _MOST_PATH
    return folder if is_sound else None


def keep_folder(path: Path, folder: str) -> None:
    """Keep the folder that was saved in last, if the disk lets us and it can be written down."""
    if not folder.isprintable() or folder_left(path) == folder:
        return
    try:
        record = {**_whole(path), "folder": folder}
        write_whole(path, json.dumps(record, ensure_ascii=False).encode())
    except (OSError, UnicodeError):
        return


def _records(path: Path) -> list[dict[str, Any]]:
    """Return what the file keeps of each conference, the one left last first."""
    last = _whole(path)
    last.pop("folder", None)
    others = last.pop("others", None)
    held = others if isinstance(others, list) else []
    return [each for each in (last, *held) if each and isinstance(each, dict)]


def _whole(path: Path) -> dict[str, Any]:
    """Return all that the file holds, nothing if it cannot be read or is not sound."""
    try:
        whole = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return whole if isinstance(whole, dict) else {}


def _triage_left(record: Any) -> TriageLeft:  # noqa: ANN401 - whatever the file holds
    if not isinstance(record, dict):
        return TriageLeft()
    return TriageLeft(
        query=_text(record.get("query")) or "",
        likeness=record.get("likeness") is not False,
        event_id=_text(record.get("event_id")),
        page=_texts(record.get("page"), _MOST_PAGE),
        put_off=_texts(record.get("put_off"), _MOST_PUT_OFF),
    )


def _walk_left(record: Any) -> WalkLeft:  # noqa: ANN401 - whatever the file holds
    if not isinstance(record, dict):
        return WalkLeft()
    return WalkLeft(*(_text(record.get(name)) for name in WalkLeft._fields))


def _texts(values: Any, most: int) -> tuple[str, ...]:  # noqa: ANN401 - whatever the file holds
    """Return the texts of a list, the last ``most`` of them."""
    return tuple(filter(None, map(_text, values[-most:]))) if isinstance(values, list) else ()


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    return value[:_MOST_TEXT] if isinstance(value, str) and value.isprintable() else None
