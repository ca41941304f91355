"""What planner takes while nothing happens: memory of its own, and processor time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.queries import queries
from benchmarks.stage import MINIMAL, Stage, app
from benchmarks.table import Measured, median
from benchmarks.terminal import Terminal, child_environment

MEMORY_BUDGETS = {2_700: 1.3, 100_000: 1.6}
IDLE_BUDGET = 1.0
_IDLE_SECONDS = 5.0
_SEARCHES = 3


def measure(stage: Stage) -> Iterator[Measured]:
    """Yield anonymous memory against a minimal app, and the idle processor time."""
    memory: dict[str, list[int]] = {"minimal": []}
    idle: list[float] = []
    smallest = min(stage.sizes)
    for size in stage.sizes:
        memory[f"{size}"] = []
    rounds = max(1, stage.rounds // 3)
    for _ in range(rounds):
        for side in stage.shuffled(*memory):
            if side == "minimal":
                with Terminal(MINIMAL, child_environment()) as terminal:
                    terminal.settle(1.0)
                    memory[side].append(_anonymous(terminal.pid))
                continue
            size = int(side)
            with app(stage.home(size)) as terminal:
                _search(terminal, stage, size)
                memory[side].append(_anonymous(terminal.pid))
                if size == smallest:
                    idle.append(_busy(terminal))
    peer = median(memory["minimal"])
    for size in stage.sizes:
        ours = median(memory[f"{size}"])
        yield Measured(
            "anonymous memory after searches, against a minimal app",
            stage.conference(size).words,
            f"{ours / 2**20:.1f} MiB",
            f"{peer / 2**20:.1f} MiB",
            ours / peer,
            MEMORY_BUDGETS.get(size),
            f"medians of {rounds} rounds",
        )
    percent = median(idle)
    yield Measured(
        "processor time while idle, per cent of a core",
        stage.conference(smallest).words,
        f"{percent:.1f} %",
        "-",
        percent,
        IDLE_BUDGET,
        f"{_IDLE_SECONDS:.0f} s in each of {rounds} rounds; the clock ticks in steps of 0.2 %",
        ratio_words="-",
    )


def _search(terminal: Terminal, stage: Stage, size: int) -> None:
    """Type a few searches, so that what searching takes is taken."""
    terminal.write(b"/")
    for query in queries(stage.conference(size).events(), _SEARCHES):
        for letter in query:
            terminal.write(letter.encode())
            terminal.settle(0.1, at_most=3)
        terminal.write(b"\x15")
        terminal.settle(0.2, at_most=3)
    terminal.write(b"\r")
    terminal.settle(1.0)


def _anonymous(pid: int) -> int:
    """Return a process's anonymous memory in bytes (Linux, proc(5), smaps_rollup)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "Anonymous":
            return int(value.split()[0]) * 1024
    raise RuntimeError("This system does not tell a process's anonymous memory.")


def _busy(terminal: Terminal) -> float:
    """Return the per cent of a core that a process takes while nobody touches it."""

    def ticks() -> int:
        fields = Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()
        # utime and stime, fields 14 and 15 of the line, 12 and 13 behind the name.
        return int(fields[11]) + int(fields[12])

    before = ticks()
    begun = time.perf_counter()
    terminal.read_for(_IDLE_SECONDS)
    seconds = (ticks() - before) / os.sysconf("SC_CLK_TCK")
    return 100 * seconds / (time.perf_counter() - begun)
