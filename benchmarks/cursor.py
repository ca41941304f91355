"""The cursor key held down: from key to painted, and whether any key is lost at 1,000 a second."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.stage import BrowseLayout, Stage, SyntheticConference, app
from benchmarks.table import FRAME, Measured, median, p95, time_words
from benchmarks.terminal import Screen, Terminal
from planner.schedule.query import Query
from planner.schedule.search import Marks, NotReady, View, run

BUDGET = 0.3
HELD, BURST = 200, 1_000
_HELD_EVERY, _BURST_EVERY = 1 / 30, 1 / 1_000
_COMPARED = 25
#: Seconds until what is not painted counts as lost.
_LATEST = 60.0


def measure(stage: Stage) -> Iterator[Measured]:
    """Yield, for each size, ``j`` held down at 30 a second, then a burst at 1,000 a second."""
    rounds = max(1, stage.rounds // 3)
    for size in stage.sizes:
        conference = stage.conference(size)
        times: list[float] = []
        never = lost = 0
        late = 0.0
        for _ in range(rounds):
            with app(stage.home(size)) as terminal:
                screen = Screen()
                _replay(terminal, screen)
                layout = BrowseLayout.found_on(screen)
                titles = row_titles(conference, screen, HELD + BURST + 2)
                held = _held(terminal, screen, layout, titles)
                times += held
                never += HELD - len(held)
                missing, seconds = _burst(terminal, screen, layout, titles)
                lost += missing
                late = max(late, seconds)
        if not times:
            raise RuntimeError("The cursor never stood where it should.")
        note = f"{rounds} times {HELD} keys at 30/s, p95 {time_words(p95(times))}; "
        note += f"{BURST} at 1,000/s, " + ("none lost" if lost == 0 else f"{lost} LOST")
        note += f", the last painted {time_words(late)} late"
        if never:
            note += f"; {never} of the held ones NEVER RIGHT"
        yield Measured(
            "cursor key held down to painted, median, against a frame",
            conference.words,
            time_words(median(times)),
            time_words(FRAME),
            median(times) / FRAME,
            BUDGET,
            note,
            failed=lost != 0 or never > 0,
        )


def row_titles(conference: SyntheticConference, screen: Screen, count: int) -> list[str]:
    """Return the titles of Browse's first rows, in the order that its search bar names."""
    order: View = View(
        order="time" if any("by time" in line for line in screen.lines()) else "topic"
    )
    found = run(conference.store, Query(), Marks(), order)
    if isinstance(found, NotReady):
        raise TypeError(found.message)
    return [event.title for event in conference.store.events(found.numbers(0, count))]


def cursor_title(screen: Screen, layout: BrowseLayout) -> str | None:
    """Return the line under the cursor."""
    for y in range(layout.top, layout.bottom):
        line = screen.line(y, 0, layout.width)
        if line.startswith("▌"):
            return line
    return None


def _held(
    terminal: Terminal, screen: Screen, layout: BrowseLayout, titles: list[str]
) -> list[float]:
    pressed: list[float] = []
    begun = time.perf_counter()
    for number in range(HELD):
        terminal.read_for(begun + number * _HELD_EVERY - time.perf_counter())
        pressed.append(terminal.write(b"j"))
    terminal.settle(0.3)
    times: list[float] = []
    for moment, data in terminal.taken():
        screen.feed(data)
        line = cursor_title(screen, layout) or ""
        for place in range(len(pressed) - 1, len(times) - 1, -1):
            if pressed[place] <= moment and titles[place + 1][:_COMPARED] in line:
                times += [moment - pressed[n] for n in range(len(times), place + 1)]
                break
    return times


def _burst(
    terminal: Terminal, screen: Screen, layout: BrowseLayout, titles: list[str]
) -> tuple[int, float]:
    """Press ``j`` fast.

    Returns:
        How many keys were lost, all if the cursor stands on no known row; and
        how many seconds after the last key the last output came. Late is not
        lost, so a program that is slow gets a minute.
    """
    begun = time.perf_counter()
    for number in range(BURST):
        terminal.read_for(begun + number * _BURST_EVERY - time.perf_counter())
        last_key = terminal.write(b"j")
    place, last = -1, last_key
    while place < HELD + BURST and time.perf_counter() < last_key + _LATEST:
        if terminal.read(1.0):
            last = terminal.settle(0.3)
        _replay(terminal, screen)
        line = cursor_title(screen, layout) or ""
        found = (n for n in range(HELD + BURST, -1, -1) if titles[n][:_COMPARED] in line)
        place = next(found, HELD)
    return HELD + BURST - place, last - last_key


def _replay(terminal: Terminal, screen: Screen) -> None:
    for _, data in terminal.taken():
        screen.feed(data)
