"""What an import or an update came to, sentence by sentence, to be read and left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import BY_ID, REPORT
from planner.tui.render import DIM, PLAIN, STRONG, Signs, line, wrapped
from planner.tui.screens.overlay import OverlayScreen
from planner.workspace.session import Session
from planner.workspace.wording import counted


class ReportScreen(OverlayScreen):
    """Shows sentences; any movement key scrolls, Enter and Esc go on.

    Args:
        session: The session, of the schedule that is in use now.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        sentences: The report, the first one being the most welcome.
        mine: Whether it is about the attendee's own events.
    """

    scope: ClassVar[str] = REPORT

    def __init__(
        self, session: Session, signs: Signs, size: Size, sentences: Sequence[str], *, mine: bool
    ) -> None:
        super().__init__(session, signs, size)
        self._sentences = tuple(sentences)
        self._mine = mine
        self._top = 0
        self._most = 0
        self._page = 1

    def status(self) -> tuple[str, str]:
        """Return how much lies below."""
        below = self._most - self._top
        return (f"{counted(below, 'more line')} below" if below > 0 else ""), ""

    def do_go_on(self) -> None:
        """Go on where one was."""
        self.close()

    def do_down(self) -> None:
        """Scroll a line down."""
        self._scroll(1)

    def do_up(self) -> None:
        """Scroll a line up."""
        self._scroll(-1)

    def do_page_down(self) -> None:
        """Scroll a page down."""
        self._scroll(self._page)

    def do_page_up(self) -> None:
        """Scroll a page up."""
        self._scroll(-self._page)

    def do_half_down(self) -> None:
        """Scroll half a page down."""
        self._scroll(self._page // 2)

    def do_half_up(self) -> None:
        """Scroll half a page up."""
        self._scroll(-(self._page // 2))

    def do_first(self) -> None:
        """Scroll to the start."""
        self._scroll(-self._most)

    def do_last(self) -> None:
        """Scroll to the end."""
        self._scroll(self._most)

    def on_mouse_scroll_down(self) -> None:
        """Scroll with the wheel."""
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll back with the wheel."""
        self._scroll(-3)

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the sentences in view."""
        strips = self._lines(width)
        self._page = max(1, height - 1)
        self._most = max(0, len(strips) - height)
        self._top = min(self._top, self._most)
        return strips[self._top : self._top + height]

    def _lines(self, width: int) -> list[Strip]:
        strips: list[Strip] = []
        for number, sentence in enumerate(self._sentences):
            # What stays out is named below its count, a little further in.
            bare = sentence.lstrip(" ")
            indent = " " * (1 + len(sentence) - len(bare))
            style = DIM if len(indent) > 1 else PLAIN if number else STRONG
            broken = wrapped(bare, max(10, width - len(indent) - 1))
            strips += [line([(f"{indent}{words}", style)], width) for words in broken]
            if number == 0:
                strips.append(Strip.blank(width))
        if self._mine:
            strips.append(Strip.blank(width))
            key = BY_ID["changes"].keys[0]
            strips.append(line([(f" {key} shows what changed for you.", STRONG)], width))
        return strips

    def _scroll(self, lines: int) -> None:
        self._top = max(0, min(self._most, self._top + lines))
        self.list.repaint_now()
        self.foot.repaint()
