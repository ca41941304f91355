"""The bench's table: fault, times injected, decisions made, decisions lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import NamedTuple


class Tally:
    """What one fault came to, counted while it is injected.

    Args:
        name: The fault in a few words.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.injected = 0
        self.made = 0
        self.lost = 0
        #: Sentences for what else was not as promised; empty where all was well.
        self.broken: list[str] = []
        #: Figures worth telling, after the row.
        self.remarks: list[str] = []

    @property
    def held(self) -> bool:
        """Whether every promise held."""
        return not self.lost and not self.broken

    def count(self, made: int, lost: int, where: str) -> None:
        """Count one injection, with what its loss happened at."""
        self.injected += 1
        self.made += made
        self.lost += lost
        if lost:
            self.broken.append(f"{lost} lost: {where}")

    def expect(self, promise: bool, otherwise: str) -> None:
        """Note a promise that was not held."""
        if not promise:
            self.broken.append(otherwise)


class Bench(NamedTuple):
    """What every fault is given: where to work, chance that can be repeated, and how often.

    ``scale`` is how many times as often as in the short form; a smoke test has
    less than one.
    """

    scratch: Path
    random: Random
    scale: float

    def times(self, short: int, full: int) -> int:
        """Return how many injections this run makes where the two forms make these."""
        if self.scale < 1:
            return max(3, round(short * self.scale)) if short >= 3 else short
        return short if self.scale == 1 else full


#: Injects a kind of fault, and yields a tally for each row of the table.
Fault = Callable[[Bench], Iterable[Tally]]

_HEADINGS = ("fault", "injected", "decisions", "lost")


def heading() -> str:
    """Return the table's first line."""
    return _line(_HEADINGS)


def row(tally: Tally) -> str:
    """Return one fault's line, and below it what was not as promised, and what is worth telling."""
    cells = (tally.name, f"{tally.injected:,}", f"{tally.made:,}", f"{tally.lost:,}")
    lines = [_line(cells) + ("" if tally.held else "  !")]
    lines += [f"  ! {sentence}" for sentence in tally.broken[:8]]
    if len(tally.broken) > 8:
        lines.append(f"  ! and {len(tally.broken) - 8} more")
    return "\n".join([*lines, *(f"    {remark}" for remark in tally.remarks)])


def _line(cells: tuple[str, ...]) -> str:
    name, *numbers = cells
    return f"{name:<58}" + "".join(f"{number:>11}" for number in numbers)
