"""An overlay that is read, not chosen from: its lines scroll, whatever they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.tui.render import Signs
from planner.tui.screens.moving import Moving
from planner.tui.screens.overlay import OverlayScreen
from planner.workspace.session import Session


class ScrolledScreen(Moving, OverlayScreen):
    """Lines of which a part is in view; the movement keys and the wheel scroll."""

    wheel_rows: ClassVar[int] = 3

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self._top = 0
        self._most = 0
        self._page = 1

    def in_view(self, strips: Sequence[Strip], height: int) -> list[Strip]:
        """Return the lines in view, of all that there are."""
        self._page = max(1, height - 1)
        self._most = max(0, len(strips) - height)
        self._top = max(0, min(self._top, self._most))
        return list(strips[self._top : self._top + height])

    @property
    def below(self) -> int:
        """How many lines lie below those in view."""
        return self._most - self._top

    def move_by(self, rows: int) -> None:
        """Scroll by lines."""
        self._top = max(0, min(self._most, self._top + rows))
        self.list.repaint_now()
        self.foot.repaint()

    def page_rows(self) -> int:
        """Return how many lines a page has."""
        return self._page
