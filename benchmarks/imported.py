"""``python -m benchmarks.imported FILE``: a conference of your own beside the one that ships.

FILE is imported with the command line, then queries made of each conference's
own words are typed into planner, in a terminal, in shuffled rounds. The figure
is the ratio of the medians: how much slower a key is on the imported one.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stage import PLANNER, BrowseLayout, app
from benchmarks.table import FRAME, median, p95, time_words
from benchmarks.terminal import Screen, child_environment
from benchmarks.typing_speed import Typist
from planner import paths
from planner.schedule.compiled import compiled_path
from planner.schedule.store import ScheduleStore
from planner.workspace.in_use import schedule_in_use

_SEED = 2024


def main() -> int:
    """Print what an import takes, and how fast a key is on it and on the one that ships."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imported", description=__doc__)
    parser.add_argument("file", type=Path, help="a schedule that planner can import")
    parser.add_argument("--timezone", help="as for planner import")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    zone = ["--timezone", given.timezone] if given.timezone else []
    with tempfile.TemporaryDirectory(prefix="planner-imported-") as folder:
        homes = {"shipped": Path(folder) / "shipped", "imported": Path(folder) / "imported"}
        took = _timed(homes["imported"], "import", str(given.file), *zone)
        compiled = _timed(homes["imported"], "search", "--limit", "1")
        _timed(homes["shipped"], "search", "--limit", "1")
        print(f"import {took:.2f} s, first command after it {compiled:.2f} s")
        _type(homes, given.rounds)
    return 0


def _timed(home: Path, *words: str) -> float:
    begun = time.perf_counter()
    environment = child_environment({"PLANNER_HOME": str(home)})
    subprocess.run([PLANNER, *words], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _type(homes: dict[str, Path], rounds: int) -> None:
    draw = random.Random(_SEED)
    typists = {name: _typist(home) for name, home in homes.items()}
    typed = {name: _queries(home) for name, home in homes.items()}
    times: dict[str, list[float]] = {name: [] for name in homes}
    try:
        for name, typist in typists.items():
            for query in typed[name]:
                typist.learn(query)
        for _ in range(rounds):
            for name in draw.sample(list(homes), len(homes)):
                for query in draw.sample(typed[name], len(typed[name])):
                    times[name] += typists[name].type(query, draw, wait=False)
    finally:
        for typist in typists.values():
            typist.terminal.close()
    for name, taken in times.items():
        print(
            f"{name:9} key to results painted: median {time_words(median(taken))}, "
            f"p95 {time_words(p95(taken))} ({p95(taken) / FRAME:.2f} of a frame), "
            f"{len(taken)} letters, {typists[name].never_right} never right"
        )
    print(f"ratio of the medians: {median(times['imported']) / median(times['shipped']):.2f}")


def _typist(home: Path) -> Typist:
    terminal = app(child_environment({"PLANNER_HOME": str(home)}))
    screen = Screen()
    for _, data in terminal.taken():
        screen.feed(data)
    layout = BrowseLayout.found_on(screen)
    terminal.write(b"/")
    typist = Typist(terminal, screen, layout.results, quiet=0.15)
    terminal.settle(0.3)
    typist.take()
    return typist


def _queries(home: Path, count: int = 8) -> list[str]:
    """Return queries of one or two words of titles: not every conference names people."""
    where = paths.places({"PLANNER_HOME": str(home)})
    store = ScheduleStore.open(
        compiled_path(schedule_in_use(where, {}), paths.compiled_folder(where))
    )
    try:
        titles = [event.title for event in store.events(range(1, store.size + 1))]
    finally:
        store.close()
    draw = random.Random(_SEED)
    found: list[str] = []
    while len(found) < count:
        words = [word.casefold() for word in draw.choice(titles).split() if len(word) > 3]
        if len(words) > 2 and all(word.isascii() and word.isalpha() for word in words[:2]):
            found.append(" ".join(words[: 1 + len(found) % 2]))
    return found


if __name__ == "__main__":
    sys.exit(main())
