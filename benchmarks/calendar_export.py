"""``planner export ical`` of 500 starred events, as a whole process, against icalendar alone."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar

from benchmarks.ready_made_calendar import TIMES
from benchmarks.stage import PLANNER, Stage
from benchmarks.table import Measured, median, time_words
from planner.model import Kind

BUDGET = 1.5
EVENTS = 500
_SIZE = 2_700
_READY_MADE = str(Path(__file__).with_name("ready_made_calendar.py"))


def measure(stage: Stage) -> Iterator[Measured]:
    """Yield the export as it is by default, and with an entry for each poster."""
    conference = stage.conference(_SIZE)
    events = [
        event
        for event in conference.events()
        if event.kind in (Kind.ORAL, Kind.POSTER, Kind.SPOTLIGHT, Kind.WORKSHOP, Kind.TUTORIAL)
    ]
    chosen = stage.draw.sample(events, EVENTS)
    environment = stage.home(_SIZE)
    _run([PLANNER, "star", *(event.id for event in chosen)], environment)
    folder = stage.empty_home()
    ready = folder / "events.json"
    commands = {
        "default": [PLANNER, "export", "ical", "-o", str(folder / "default.ics")],
        "each": [PLANNER, "export", "ical", "--posters", "each", "-o", str(folder / "each.ics")],
        "peer": [sys.executable, _READY_MADE, str(ready), str(folder / "peer.ics")],
    }
    for name, command in commands.items():
        if name == "peer":
            # The peer gets the very entries that planner writes, property by property.
            written = icalendar.Calendar.from_ical((folder / "each.ics").read_bytes())
            ready.write_text(json.dumps([_ready_made(e) for e in written.walk("VEVENT")]), "utf-8")
        _run(command, environment)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(stage.rounds):
        for name in stage.shuffled(*commands):
            times[name].append(_run(commands[name], environment))
    for name, what in (
        ("each", f"export ical, {EVENTS} events, --posters each"),
        ("default", f"export ical, {EVENTS} events"),
    ):
        entries = (folder / f"{name}.ics").read_bytes().count(b"BEGIN:VEVENT")
        yield Measured(
            f"{what}, against icalendar alone",
            conference.words,
            time_words(median(times[name])),
            time_words(median(times["peer"])),
            median(times[name]) / median(times["peer"]),
            BUDGET,
            f"medians of {stage.rounds} rounds; {entries} entries, {EVENTS} in the peer's",
        )


def _run(command: list[str], environment: dict[str, str]) -> float:
    """Run a command to its end and return the seconds it took."""
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} failed: {done.stderr.strip()}")
    return seconds


def _ready_made(entry: icalendar.Component) -> dict[str, object]:
    """Return an entry's properties as plain values, text and times as text."""
    ready: dict[str, object] = {}
    # The library gives its properties' values no type.
    value: Any
    for name, value in entry.property_items(recursive=False):
        if name in ("BEGIN", "END"):
            continue
        if name in TIMES:
            ready[name] = value.dt.isoformat()
        elif name == "CATEGORIES":
            ready[name] = [str(category) for category in value.cats]
        else:
            ready[name] = int(value) if name == "SEQUENCE" else str(value)
    return ready
