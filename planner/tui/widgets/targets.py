"""What can be clicked in a painted line: the line itself knows its targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip


class Target(NamedTuple):
    """The cells from ``start`` up to ``end`` of a line, and what a click on them does.

    ``name`` is the id of a command, or a word that the screen knows; ``what``
    is what the screen is to do it to.
    """

    start: int
    end: int
    name: str
    what: object = None


class Aimed(Strip):
    """A line with targets. Whatever is made of it (cut, joined) has none.

    Args:
        segments: The line's segments.
        cell_length: Its width in cells.
        targets: The targets, none over another.
    """

    __slots__ = ["targets"]

    def __init__(
        self, segments: Sequence[Segment], cell_length: int, targets: Sequence[Target]
    ) -> None:
        super().__init__(segments, cell_length)
        self.targets = tuple(targets)

    def at(self, x: int) -> Target | None:
        """Return the target at a cell of the line."""
        return next((each for each in self.targets if each.start <= x < each.end), None)


def aimed(strip: Strip, targets: Sequence[Target]) -> Strip:
    """Return a line with targets."""
    return Aimed(list(strip), strip.cell_length, targets)
