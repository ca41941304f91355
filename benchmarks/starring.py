"""A star: until it is on the disk, and until its sign is on the screen."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.cursor import row_titles
from benchmarks.stage import BrowseLayout, Stage, app
from benchmarks.table import FRAME, Measured, median, p95, time_words
from benchmarks.terminal import Screen
from planner.itinerary.facts import Wish, star_value
from planner.itinerary.store import ItineraryStore
from planner.model import Event, Level

ON_DISK, DRAWN = 3.0, 1.0
_STARS_A_ROUND = 50
_DRAWN_STARS = 120
_BETWEEN = 0.15
_COMPARED = 25


def measure(stage: Stage) -> Iterator[Measured]:
    """Yield the star on the disk, and drawn for each size."""
    yield _on_disk(stage)
    for size in stage.sizes:
        yield _drawn(stage, size)


def _on_disk(stage: Stage) -> Measured:
    conference = stage.conference(min(stage.sizes))
    events = conference.events()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(stage.rounds):
        home = stage.empty_home()
        chosen = stage.draw.sample(events, _STARS_A_ROUND)
        for side in stage.shuffled("planner", "peer"):
            if side == "planner":
                ours += _decisions(home / "itinerary.db", conference.store.zone.key, chosen)
            else:
                theirs += _transactions(home / "peer.db", chosen)
    return Measured(
        "star on disk, p95, against a one-row transaction",
        conference.words,
        time_words(p95(ours)),
        time_words(p95(theirs)),
        p95(ours) / p95(theirs),
        ON_DISK,
        f"{len(ours)} stars in {stage.rounds} rounds; medians {time_words(median(ours))} and "
        f"{time_words(median(theirs))}",
    )


def _decisions(path: Path, zone: str, events: list[Event]) -> list[float]:
    from zoneinfo import ZoneInfo

    times = []
    with ItineraryStore.open(path, "synthetic", ZoneInfo(zone), lambda: datetime.now(UTC)) as store:
        for event in events:
            begun = time.perf_counter()
            now = datetime.now(UTC)
            store.decide("Starred", [Wish("star", event.id, star_value(Level.WANT, now, event))])
            times.append(time.perf_counter() - begun)
    return times


def _transactions(path: Path, events: list[Event]) -> list[float]:
    times = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE star (id TEXT PRIMARY KEY, level TEXT, at TEXT)")
        for event in events:
            begun = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            row = (event.id, "want", datetime.now(UTC).isoformat())
            connection.execute("INSERT INTO star VALUES (?, ?, ?)", row)
            connection.execute("COMMIT")
            times.append(time.perf_counter() - begun)
    return times


def _drawn(stage: Stage, size: int) -> Measured:
    conference = stage.conference(size)
    pressed: list[float] = []
    times: list[float] = []
    with app(stage.home(size)) as terminal:
        screen = Screen()
        for _, data in terminal.taken():
            screen.feed(data)
        layout = BrowseLayout.found_on(screen)
        titles = row_titles(conference, screen, _DRAWN_STARS)
        for _ in range(_DRAWN_STARS):
            pressed.append(terminal.write(b" "))
            terminal.read_for(_BETWEEN)
        terminal.settle(0.3)
        for moment, data in terminal.taken():
            screen.feed(data)
            if len(times) < len(pressed) and pressed[len(times)] <= moment:
                title = titles[len(times)][:_COMPARED]
                lines = (screen.line(y, 0, layout.width) for y in range(layout.top, layout.bottom))
                if any(title in line and "★" in line[:4] for line in lines):
                    times.append(moment - pressed[len(times)])
    missing = len(pressed) - len(times)
    return Measured(
        "star drawn, p95, against a frame",
        conference.words,
        time_words(p95(times or [float("inf")])),
        time_words(FRAME),
        p95(times or [float("inf")]) / FRAME,
        DRAWN,
        f"{len(times)} stars, median {time_words(median(times or [float('inf')]))}"
        + (f"; {missing} NEVER DRAWN" if missing else ""),
        failed=missing > 0,
    )
