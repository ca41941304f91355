"""Itineraries of earlier planners, made here by SQL alone, and of planners yet to come."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tests.faults.conference import CONFERENCE, schedule_bytes
from tests.faults.home import Home
from tests.faults.reader import read_itinerary
from tests.faults.table import Bench, Tally

_AT = "2024-07-09T08:00:00+00:00"

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE fact (
    field TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (field, key)
) WITHOUT ROWID;
CREATE TABLE decision (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, label TEXT NOT NULL,
    changes TEXT NOT NULL, undone INTEGER NOT NULL
);
CREATE TABLE calendar_entry (
    uid TEXT PRIMARY KEY, sequence INTEGER NOT NULL, fingerprint TEXT NOT NULL
) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX decision_redoable ON decision (number) WHERE undone = 1;
CREATE INDEX decision_in_force ON decision (number) WHERE undone = 0;
"""

_Facts = Mapping[tuple[str, str], Mapping[str, Any]]


class _Earlier(NamedTuple):
    name: str
    facts: _Facts
    indexes: bool = True
    journal: str = "WAL"


def faults(bench: Bench) -> Iterable[Tally]:
    """Open what earlier planners wrote, and refuse what later ones did."""
    home = Home(bench.scratch / "versions")
    yield _earlier_ones(home)
    yield _later_ones(home)


def _earlier_ones(home: Home) -> Tally:
    tally = Tally("itineraries as earlier planners wrote them")
    for earlier in _all_earlier():
        home.lay_out()
        _write(home, earlier)
        before = read_itinerary(home.itinerary)
        starred = {key for field, key in before.facts if field == "star"}
        found = home.run("search", "is:starred")
        tally.expect(found.code == 0, f"{earlier.name}: {found.err.strip()}")
        tally.expect(not found.err, f"{earlier.name}: it said: {found.err.strip()}")
        tally.expect(set(found.ids) == starred, f"{earlier.name}: other stars")
        # It can be gone on with, and taken back to what it was.
        for words in (("star", "poster-50"), ("undo",)):
            done = home.run(*words)
            tally.expect(done.code == 0, f"{earlier.name}: {done.err.strip()}")
        after = read_itinerary(home.itinerary)
        lost = sum(after.facts.get(place) != value for place, value in before.facts.items())
        lost += len(before.told) - len(after.told[:-1])
        tally.count(len(before.told), lost, earlier.name)
        back = home.run("undo").code
        tally.expect(
            back == (0 if before.told else 1),
            f"{earlier.name}: undoing an earlier decision gave {back}",
        )
    return tally


def _later_ones(home: Home) -> Tally:
    tally = Tally("itineraries of planners yet to come: not touched")
    for number in ("2", "3", "17"):
        home.lay_out()
        _write(home, _Earlier("later", _first_facts()), number)
        made = len(read_itinerary(home.itinerary).told)
        before = home.itinerary.read_bytes()
        for words in (("star", "poster-50"), ("search", "is:starred"), ("undo",), ("history",)):
            done = home.run(*words)
            tally.expect(done.code == 1, f"format {number}: {words[0]} was not refused")
            tally.expect("newer planner" in done.err, f"format {number}: {done.err.strip()}")
        app = home.begin_app()
        try:
            tally.expect(app.wait_for_end() == 1, f"format {number}: the app was not refused")
            tally.expect("newer planner" in app.output, f"format {number}: the app said no word")
        finally:
            app.close()
        untouched = home.itinerary.read_bytes() == before
        tally.count(made, 0 if untouched else made, f"format {number} was touched")
    return tally


def _all_earlier() -> Iterable[_Earlier]:
    first, full = _first_facts(), _first_facts() | _later_facts()
    yield _Earlier("stars, notes, seen and hidden alone", first)
    yield _Earlier("the same without indexes", first, indexes=False)
    yield _Earlier("the same without a log", first, journal="DELETE")
    yield _Earlier("with noes, searches, own time and pins", full)
    yield _Earlier("a star that was acknowledged", {("star", "poster-1"): _acknowledged()})
    yield _Earlier("nothing decided yet", {})


def _first_facts() -> dict[tuple[str, str], dict[str, Any]]:
    facts: dict[tuple[str, str], dict[str, Any]] = {
        ("star", f"poster-{number}"): _star(number, level)
        for number, level in enumerate(("must", "want", "maybe"), start=1)
    }
    facts["note", "poster-1"] = {"text": "by the door", "at": _AT}
    facts["visited", "poster-2"] = {"at": _AT}
    facts["hidden", "poster-9"] = {"at": _AT}
    return facts


def _later_facts() -> dict[tuple[str, str], dict[str, Any]]:
    start, end = "2024-07-23T09:00:00+02:00", "2024-07-23T10:00:00+02:00"
    return {
        ("declined", "poster-8"): {"at": _AT},
        ("search", "bears"): {"query": "topic:bears", "at": _AT},
        ("commitment", "block-1"): {
            "title": "lunch",
            "start": start,
            "end": end,
            "away": False,
            "calendar": None,
            "at": _AT,
        },
        ("time", "poster-3"): {"start": start, "end": end, "board": "7", "at": _AT},
        ("mine", "poster-4"): {"at": _AT},
        ("pin", "poster-1"): {"at": _AT},
    }


def _acknowledged() -> dict[str, Any]:
    return {**_star(1, "must"), "acknowledged": _AT, "gone": True}


def _star(number: int, level: str) -> dict[str, Any]:
    events = json.loads(schedule_bytes())["events"]
    return {"level": level, "at": _AT, "snapshot": events[number - 1]}


def _write(home: Home, earlier: _Earlier, number: str = "1") -> None:
    """Write the itinerary as that planner did: a line of history for each fact."""
    home.itinerary.parent.mkdir(parents=True, exist_ok=True)
    home.itinerary.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(home.itinerary)) as connection, connection:
        connection.execute(f"PRAGMA journal_mode = {earlier.journal}")
        connection.executescript(_TABLES + (_INDEXES if earlier.indexes else ""))
        meta = [("format", number), ("conference", CONFERENCE)]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        for (field, key), value in earlier.facts.items():
            text = json.dumps(value, separators=(",", ":"))
            connection.execute("INSERT INTO fact VALUES (?, ?, ?)", (field, key, text))
            changes = json.dumps([[field, key, None, value]], separators=(",", ":"))
            connection.execute(
                "INSERT INTO decision (at, label, changes, undone) VALUES (?, ?, ?, 0)",
                (_AT, f"{field} {key}", changes),
            )
