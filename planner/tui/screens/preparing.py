"""The word shown while the schedule is compiled for the first time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen
from textual.strip import Strip

from planner.tui.render import DIM, STRONG, Signs, line
from planner.tui.widgets.painted import Painted

#: Nobody types more meanwhile; a paste without brackets, or a key held down, may send more.
_MOST_WAITING = 1_000


class PreparingScreen(Screen[None]):
    """Says that the schedule is being prepared; any quit key leaves.

    Other keys wait for the screen that comes, for a "/" that is lost would make
    commands of the word typed after it.

    Args:
        signs: The signs that the terminal can show.
        waiting: Takes the keys that wait.
    """

    def __init__(self, signs: Signs, waiting: list[Key]) -> None:
        super().__init__()
        self._signs = signs
        self._waiting = waiting

    def compose(self) -> ComposeResult:
        """Lay out the one widget."""
        yield Painted(self._paint, id="list")

    def on_key(self, event: Key) -> None:
        """Quit on request, and keep any other key."""
        event.stop()
        if self.app.screen is not self:
            self.app.screen.post_message(Key(event.key, event.character))
        elif event.key == "ctrl+c" or (event.key in ("q", "escape") and not self._waiting):
            self.app.exit()
        elif len(self._waiting) < _MOST_WAITING:
            self._waiting.append(event)

    def _paint(self, width: int, _height: int) -> list[Strip]:
        return [
            Strip.blank(width),
            line([(f" Preparing the schedule{self._signs.ellipsis}", STRONG)], width),
            line([(" This happens once for each schedule.", DIM)], width),
        ]
