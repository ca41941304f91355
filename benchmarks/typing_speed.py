"""From a typed letter to its results on the screen, in planner and in fzf, both in a terminal.

Each query is typed once slowly: after every letter the screen is read when
nothing comes any more, and planner's count of hits is compared with a search in
this process. Then the queries are typed as people type, in shuffled rounds; a
letter's time ends with the first read of output after which search bar, rows
and count stand on the screen as they did when it was typed slowly.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.queries import queries
from benchmarks.stage import FZF, BrowseLayout, Stage, app
from benchmarks.table import FRAME, Measured, median, p95, time_words
from benchmarks.terminal import LINES, Screen, Terminal, child_environment
from planner.model import Event
from planner.schedule.query import Query, parse
from planner.schedule.search import Marks, NotReady, View, run
from planner.schedule.store import ScheduleStore

FRAME_BUDGETS = {2_700: 1.0, 6_800: 1.0, 100_000: 1.5}
FZF_BUDGETS = {2_700: 0.5, 6_800: 0.4, 100_000: 0.1}
#: Seconds between two letters of somebody who types fast.
FASTEST, SLOWEST = 0.06, 0.12
_CLEAR = b"\x15"
_LATEST = 3.0

Results = Callable[[Screen], tuple[str, ...]]


@dataclass
class Typist:
    """One program in which queries are typed, and what its screen showed for each text."""

    terminal: Terminal
    screen: Screen
    results: Results
    quiet: float
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    never_right: int = 0

    def learn(self, query: str) -> None:
        """Type a query slowly and keep what the screen shows for each text."""
        for text in _prefixes(query):
            self.terminal.write(text[-1].encode())
            self.terminal.settle(self.quiet, at_most=10)
            self.take()
            self.shown[text] = self.results(self.screen)
        self._clear()

    def type(self, query: str, draw: random.Random, *, wait: bool) -> list[float]:
        """Type a query and return each letter's time in seconds.

        Args:
            query: What is typed.
            draw: Gives the time between letters.
            wait: Whether the next letter waits for the results of this one,
                for a program that cannot follow.
        """
        pressed: list[tuple[float, str]] = []
        seen: list[float] = []
        for text in _prefixes(query):
            pressed.append((self.terminal.write(text[-1].encode()), text))
            self.terminal.read_for(draw.uniform(FASTEST, SLOWEST))
            if wait:
                end = pressed[-1][0] + _LATEST
                while not self._painted(pressed, seen) and time.perf_counter() < end:
                    self.terminal.read(0.1)
        self.terminal.settle(self.quiet, at_most=5)
        self._painted(pressed, seen)
        self._clear()
        self.never_right += len(pressed) - len(seen)
        return seen

    def _painted(self, pressed: list[tuple[float, str]], seen: list[float]) -> bool:
        """Replay what was read; add to ``seen`` the times of the letters that now stand right."""
        for moment, data in self.terminal.taken():
            self.screen.feed(data)
            now = self.results(self.screen)
            for place in range(len(pressed) - 1, len(seen) - 1, -1):
                if now == self.shown[pressed[place][1]]:
                    # A letter overtaken by the next was painted with it.
                    seen += [moment - pressed[n][0] for n in range(len(seen), place + 1)]
                    break
        return len(seen) == len(pressed)

    def _clear(self) -> None:
        self.terminal.write(_CLEAR)
        self.terminal.settle(self.quiet, at_most=10)
        self.take()

    def take(self) -> None:
        """Bring the screen up to date with what was read."""
        for _, data in self.terminal.taken():
            self.screen.feed(data)


def measure(stage: Stage) -> Iterator[Measured]:
    """Yield, for each size, planner against a frame and against fzf."""
    for size in stage.sizes:
        yield from _measure(stage, size)


def _measure(stage: Stage, size: int) -> Iterator[Measured]:
    conference = stage.conference(size)
    typed = queries(conference.events())
    sides = {"planner": _planner(stage, size)}
    try:
        if FZF:
            sides["fzf"] = _fzf(stage, size)
        for side in sides.values():
            for query in typed:
                side.learn(query)
        wrong = _wrong_counts(sides["planner"], conference.store)
        times: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(stage.rounds):
            for name in stage.shuffled(*sides):
                for query in stage.draw.sample(typed, len(typed)):
                    times[name] += sides[name].type(query, stage.draw, wait=name == "fzf")
    finally:
        for side in sides.values():
            side.terminal.close()
    ours = times["planner"]
    note = f"{len(ours)} letters in {stage.rounds} rounds; median {time_words(median(ours))}"
    if missing := sides["planner"].never_right:
        note += f"; {missing} NEVER RIGHT"
    if wrong:
        note += f"; {wrong} COUNTS WRONG"
    yield Measured(
        "key to results painted, p95, against a frame",
        conference.words,
        time_words(p95(ours)),
        time_words(FRAME),
        p95(ours) / FRAME,
        FRAME_BUDGETS.get(size),
        note,
        failed=bool(missing or wrong),
    )
    what = "key to results painted, median, against fzf"
    if "fzf" not in sides:
        note = "skipped: fzf is not installed (Debian's package fzf)"
        yield Measured(what, conference.words, time_words(median(ours)), "-", None, None, note)
        return
    theirs = times["fzf"]
    yield Measured(
        what,
        conference.words,
        time_words(median(ours)),
        time_words(median(theirs)),
        median(ours) / median(theirs),
        FZF_BUDGETS.get(size),
        f"{len(theirs)} letters to fzf; its p95 {time_words(p95(theirs))}"
        + (f"; {sides['fzf'].never_right} never right" if sides["fzf"].never_right else ""),
    )


def _planner(stage: Stage, size: int) -> Typist:
    terminal = app(stage.home(size))
    screen = Screen()
    for _, data in terminal.taken():
        screen.feed(data)
    layout = BrowseLayout.found_on(screen)
    terminal.write(b"/")
    typist = Typist(terminal, screen, layout.results, quiet=0.15 if size < 50_000 else 0.5)
    terminal.settle(0.3)
    typist.take()
    return typist


def _fzf(stage: Stage, size: int) -> Typist:
    text = _text_for_fzf(stage, size)
    terminal = Terminal([str(FZF), "--exact", "--no-mouse"], child_environment(), text)
    screen = Screen()

    def all_read() -> bool:
        for _, data in terminal.taken():
            screen.feed(data)
        return any(f"{size}/{size}" in line for line in screen.lines())

    terminal.wait_for(all_read)
    typist = Typist(terminal, screen, _fzf_results, quiet=0.25 if size < 50_000 else 0.8)
    terminal.settle(0.5)
    typist.take()
    return typist


def _fzf_results(screen: Screen) -> tuple[str, ...]:
    """Return fzf's screen without the wheel that turns in the first columns beside the count."""
    lines = screen.lines()
    return (*lines[: LINES - 2], lines[LINES - 2][2:], lines[LINES - 1])


def _text_for_fzf(stage: Stage, size: int) -> Path:
    """Write the text that planner searches, one event a line."""
    path = stage.folder / f"lines-{size}.txt"
    with path.open("w", encoding="utf-8") as file:
        for event in stage.conference(size).events():
            file.write(searched_text(event) + "\n")
    return path


def searched_text(event: Event) -> str:
    """Return title, people, affiliations, topics and abstract in one line."""
    affiliations = dict.fromkeys(p.affiliation for p in event.people if p.affiliation)
    people = ", ".join(person.name for person in event.people)
    parts = (event.title, people, ", ".join(affiliations), ", ".join(event.topics))
    return " | ".join((*parts, event.abstract or "")).replace("\n", " ")


def _wrong_counts(typist: Typist, store: ScheduleStore) -> int:
    """Return for how many texts the screen showed another count than a search finds."""
    wrong = 0
    for text, shown in typist.shown.items():
        query = parse(text, store.vocabulary())
        found = run(store, query, Marks(), View()) if isinstance(query, Query) else None
        count = None if found is None or isinstance(found, NotReady) else found.count
        on_screen = re.search(r"([\d,]+) found", shown[0])
        bar = shown[0].lstrip(" /")
        if not on_screen or int(on_screen[1].replace(",", "")) != count or not bar.startswith(text):
            wrong += 1
    return wrong


def _prefixes(query: str) -> list[str]:
    return [query[:length] for length in range(1, len(query) + 1)]
