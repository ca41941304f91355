"""What stands on the disk, read without a line of planner's: sqlite3 and json alone."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

#: By field and key, what the attendee would say of a fact.
Facts = Mapping[tuple[str, str], str]


class OnDisk(NamedTuple):
    """An itinerary as its file says it.

    ``facts`` are those in force, ``told`` the labels of the decisions in
    order, ``undone`` how many of them are taken back; ``fold`` is what the
    history alone makes of the facts, and ``sound`` SQLite's own word.
    """

    facts: Facts
    told: tuple[str, ...]
    undone: int
    fold: Facts
    sound: bool


NOTHING = OnDisk({}, (), 0, {}, sound=True)


def read_itinerary(path: Path) -> OnDisk:
    """Return what the itinerary at ``path`` holds, nothing where there is no file."""
    if not path.exists() or path.stat().st_size == 0:
        return NOTHING
    with contextlib.closing(sqlite3.connect(path, timeout=10)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT field, key, value FROM fact").fetchall()
        decisions = connection.execute(
            "SELECT label, changes, undone FROM decision ORDER BY number"
        ).fetchall()
    facts = {(field, key): said(json.loads(value)) for field, key, value in rows}
    fold: dict[tuple[str, str], str] = {}
    for _, changes, undone in decisions:
        for field, key, _before, after in json.loads(changes) if not undone else ():
            if after is None:
                fold.pop((field, key), None)
            else:
                fold[field, key] = said(after)
    labels = tuple(label for label, _, _ in decisions)
    return OnDisk(facts, labels, sum(undone > 0 for _, _, undone in decisions), fold, sound)


def said(value: Mapping[str, Any]) -> str:
    """Return what a fact says: a star's level, a note's text, a mark's being there."""
    return str(value.get("level") or value.get("text") or "there")


def events_in(schedule: Path) -> str:
    """Return what a kept schedule is: how many events, ``broken``, or ``gone``."""
    try:
        return f"{len(json.loads(schedule.read_bytes())['events'])} events"
    except FileNotFoundError:
        return "gone"
    except (ValueError, KeyError):
        return "broken"


def is_whole_json(path: Path) -> bool:
    """Whether ``path`` is missing or holds one whole JSON value."""
    try:
        json.loads(path.read_bytes())
    except FileNotFoundError:
        return True
    except ValueError:
        return False
    return True


def temporary_files(*folders: Path) -> list[Path]:
    """Return what looks like a file that was not finished; SQLite's own log is none."""
    return sorted(_unfinished(folders))


def _unfinished(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in (".part", ".tmp") or path.name.endswith("-journal"):
                yield path
