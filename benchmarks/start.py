"""Start: from exec to the first rows painted, and to settled, against a minimal Textual app."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.stage import MINIMAL, PLANNER, Stage
from benchmarks.table import Measured, median, time_words
from benchmarks.terminal import Screen, Terminal, child_environment
from planner import paths

FIRST_ROWS, SETTLED, VERY_FIRST = 1.2, 1.3, 4.0
#: Silence after which a start counts as settled, in seconds.
QUIET = 0.1
_ROWS = 5


@dataclass(frozen=True)
class Start:
    """Seconds from exec to the first paint that says something, and to the last output."""

    painted: float
    settled: float


def measure(stage: Stage) -> Iterator[Measured]:
    """Yield the warm start of every size and the very first start."""
    homes = {f"{size:,}": stage.home(size) for size in stage.sizes}
    _once(PLANNER, child_environment({"PLANNER_HOME": str(stage.empty_home())}), _shows_rows)
    for environment in homes.values():
        # The first run of all writes bytecode and opens the itinerary; it is not counted.
        _once(PLANNER, environment, _shows_rows)
    sides = ["minimal", "very first", *homes]
    times: dict[str, list[Start]] = {name: [] for name in sides}
    indexed: list[float] = []
    _once(MINIMAL, child_environment(), _shows_the_line)
    for _ in range(stage.rounds):
        for name in stage.shuffled(*sides):
            if name == "minimal":
                times[name].append(_once(MINIMAL, child_environment(), _shows_the_line))
            elif name == "very first":
                start, index = _very_first(stage)
                times[name].append(start)
                indexed.append(index)
            else:
                times[name].append(_once(PLANNER, homes[name], _shows_rows))
    peer = median(start.painted for start in times["minimal"])
    peer_settled = median(start.settled for start in times["minimal"])
    rounds = f"medians of {stage.rounds} rounds"
    for size in homes:
        painted = median(start.painted for start in times[size])
        settled = median(start.settled for start in times[size])
        yield _row("start to first rows", f"{size} synthetic", painted, peer, FIRST_ROWS, rounds)
        yield _row("start to settled", f"{size} synthetic", settled, peer_settled, SETTLED, rounds)
    painted = median(start.painted for start in times["very first"])
    note = f"{rounds}; index ready {time_words(median(indexed))}"
    if painted >= median(indexed):
        note += " (NOT AFTER THE ROWS)"
    yield _row("very first start to first rows", "ICML 2024", painted, peer, VERY_FIRST, note)


def _row(what: str, size: str, ours: float, theirs: float, budget: float, note: str) -> Measured:
    words = (time_words(ours), time_words(theirs))
    return Measured(f"{what}, against a minimal app", size, *words, ours / theirs, budget, note)


def _very_first(stage: Stage) -> tuple[Start, float]:
    """Start planner with nothing compiled; return the start, and when the index was there."""
    home = stage.empty_home()
    environment = child_environment({"PLANNER_HOME": str(home)})
    compiled = paths.compiled_folder(paths.places(environment))
    with Terminal([PLANNER], environment) as terminal:
        index = None
        end = time.perf_counter() + 60
        while index is None and time.perf_counter() < end:
            terminal.read(0.02)
            if _is_indexed(compiled):
                index = time.perf_counter() - terminal.started
        terminal.settle(0.3)
        return _replayed(terminal, _shows_rows), index or float("inf")


def _is_indexed(folder: Path) -> bool:
    for path in folder.glob("*.db"):
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as c,
        ):
            return bool(c.execute("SELECT value FROM meta WHERE name = 'indexed'").fetchone()[0])
    return False


def _once(
    command: str | tuple[str, ...], environment: dict[str, str], shows: Callable[[Screen], bool]
) -> Start:
    words = [command] if isinstance(command, str) else list(command)
    with Terminal(words, environment) as terminal:
        terminal.settle(2.0)
        return _replayed(terminal, shows)


def _replayed(terminal: Terminal, shows: Callable[[Screen], bool]) -> Start:
    """Return when the screen first showed what was waited for, and when it then fell silent."""
    screen = Screen()
    painted: float | None = None
    last = 0.0
    for moment, data in terminal.reads:
        if painted is not None and moment - last > QUIET:
            break
        last = moment
        screen.feed(data)
        if painted is None and shows(screen):
            painted = moment
    if painted is None:
        raise RuntimeError(f"Nothing of the kind was painted:\n{terminal.last_words()}")
    return Start(painted - terminal.started, last - terminal.started)


def _shows_rows(screen: Screen) -> bool:
    """Tell whether the count and rows stand on the screen."""
    lines = screen.lines()
    bar = next((y for y, line in enumerate(lines) if "to choose from" in line), None)
    return bar is not None and all(line.strip() for line in lines[bar + 2 : bar + 2 + _ROWS])


def _shows_the_line(screen: Screen) -> bool:
    return "Nothing but this line" in screen.line(0)
