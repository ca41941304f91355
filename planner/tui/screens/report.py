"""What an import or an update came to, sentence by sentence, to be read and left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import REPORT
from planner.tui.render import DIM, PLAIN, STRONG, Signs, line, wrapped
from planner.tui.screens.scrolled import ScrolledScreen
from planner.workspace.session import Session
from planner.workspace.wording import counted


class ReportScreen(ScrolledScreen):
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

    def status(self) -> tuple[str, str]:
        """Return how much lies below."""
        return (f"{counted(self.below, 'more line')} below" if self.below > 0 else ""), ""

    def do_go_on(self) -> None:
        """Go on where one was."""
        self.close()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the sentences in view."""
        strips = self._lines(width)
        return self.in_view(strips, height)

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
            key = self.session.keys.key("changes")
            strips.append(line([(f" {key} shows what changed for you.", STRONG)], width))
        return strips
