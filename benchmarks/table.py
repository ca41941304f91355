"""The table: one row for each thing measured, with ratio, budget and verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["FRAME", "Measured", "median", "p95", "table", "time_words"]

#: One frame of a 60 Hz screen, in seconds.
FRAME = 1 / 60


@dataclass(frozen=True)
class Measured:
    """One row of the table.

    ``planner`` and ``peer`` are shown as they are; ``ratio`` is what the budget
    limits; None where there was nothing to compare with. ``note`` says how
    often it was measured and what else there is to say.
    """

    what: str
    size: str
    planner: str
    peer: str
    ratio: float | None
    budget: float | None
    note: str = ""
    ratio_words: str | None = None
    failed: bool = False

    @property
    def verdict(self) -> str:
        """Whether the budget is met."""
        if self.ratio is None or self.budget is None:
            return "MISSED" if self.failed else "-"
        return "MISSED" if self.failed or self.ratio > self.budget else "met"


def p95(values: Sequence[float]) -> float:
    """Return the smallest value that 95 % of ``values`` do not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(0.95 * len(ordered)) - 1)]


def time_words(seconds: float) -> str:
    """Return a length of time in milliseconds, with as many digits as it deserves."""
    milliseconds = seconds * 1_000
    if milliseconds < 1:
        return f"{milliseconds:.3f} ms"
    if milliseconds < 100:
        return f"{milliseconds:.1f} ms"
    return f"{milliseconds:,.0f} ms"


def table(rows: Sequence[Measured]) -> str:
    """Return the rows as one aligned table."""
    lines = [("what", "size", "planner", "peer", "ratio", "budget", "verdict", "how")]
    for row in rows:
        ratio = "-" if row.ratio is None else (row.ratio_words or f"{row.ratio:.2f}")
        budget = "-" if row.budget is None else f"<= {row.budget:g}"
        lines.append(
            (row.what, row.size, row.planner, row.peer, ratio, budget, row.verdict, row.note)
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
