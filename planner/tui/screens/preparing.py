"""The word shown while the schedule is compiled for the first time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen
from textual.strip import Strip

from planner.tui.render import DIM, STRONG, Signs, line
from planner.tui.widgets.painted import Painted


class PreparingScreen(Screen[None]):
    """Says that the schedule is being prepared; any quit key leaves."""

    def __init__(self, signs: Signs) -> None:
        super().__init__()
        self._signs = signs

    def compose(self) -> ComposeResult:
        """Lay out the one widget."""
        yield Painted(self._paint, id="list")

    def on_key(self, event: Key) -> None:
        """Quit on request."""
        if event.key in ("q", "ctrl+c", "escape"):
            self.app.exit()

    def _paint(self, width: int, _height: int) -> list[Strip]:
        return [
            Strip.blank(width),
            line([(f" Preparing the schedule{self._signs.ellipsis}", STRONG)], width),
            line([(" This happens once for each schedule.", DIM)], width),
        ]
