"""An overlay in which one types a line and sees beneath it what was understood."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.tui.line_editor import LineEditor
from planner.tui.render import (
    DIM,
    PLAIN,
    STRONG,
    Piece,
    Signs,
    line,
    spread,
    width_of,
    wrapped,
)
from planner.tui.screens.overlay import OverlayScreen
from planner.tui.widgets.typed_text import typed_text
from planner.workspace.session import Session


class TypedLineScreen(OverlayScreen):
    """One line of text with its live reading; what Enter does is the subclass's."""

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.editor = LineEditor()

    def title_lines(self, width: int) -> list[Strip]:
        """Return what stands above the line."""
        raise NotImplementedError

    def understood(self) -> tuple[str, bool]:
        """Return what the text is read as, and whether Enter can take it."""
        raise NotImplementedError

    def hints(self) -> list[str]:
        """Return what can be typed, line by line."""
        raise NotImplementedError

    def typed_text(self) -> str:
        """Return the line."""
        return self.editor.text

    def typed(self, key: str, character: str | None) -> None:
        """Edit the line."""
        editor = self.editor.key(key, character)
        if editor is not None:
            self.editor = editor
            self.list.repaint_now()
            self.foot.repaint()

    def on_paste(self, event: events.Paste) -> None:
        """Put what was pasted into the line."""
        event.stop()
        # The conference's own line may be copied from several lines of its page.
        self.editor = self.editor.insert(" ".join(event.text[:1_000].split()))
        self.list.repaint_now()

    def do_close(self) -> None:
        """Go back, everything as it was."""
        self.close()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the line, what it is read as, and what can be typed."""
        words, taken = self.understood()
        typed: list[Piece] = [(" ", PLAIN), *typed_text(self.editor, width - 3)]
        strips = [*self.title_lines(width), spread(typed, [], width, self.signs.ellipsis)]
        style = STRONG if taken else DIM
        lines = [words] if width_of(words) < width else wrapped(words, width - 2)
        strips += [line([(f" {each}", style)], width) for each in lines]
        strips.append(Strip.blank(width))
        for hint in self.hints():
            strips += [line([(f" {each}", DIM)], width) for each in wrapped(hint, width - 2)]
        return strips[:height]
