"""An errand for a schedule: a question with lines to type in, the progress, and how it ended.

The work itself is done in a process of its own, which is only looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from planner.commands import WORKING
from planner.tui.line_editor import LineEditor
from planner.tui.render import (
    ACCENT,
    DIM,
    PLAIN,
    STRONG,
    WARNING,
    Signs,
    bar,
    line,
    wrapped,
)
from planner.tui.screens.overlay import OverlayScreen
from planner.tui.widgets.typed_text import typed_text
from planner.workspace.errand import Errand, Progress
from planner.workspace.session import Session

#: Seconds between two looks at the errand.
LOOK_EVERY = 0.05
_BAR_WIDTH = 30
#: What an errand does, as the screen says it.
_DOING = {
    "starting": "Starting",
    "fetching": "Fetching",
    "reading": "Reading",
    "merging": "Merging it",
    "keeping": "Keeping it",
    "compiling": "Preparing the schedule",
}

#: Called with what an errand came to, when the overlay is gone.
Done = Callable[[Mapping[str, Any]], None]


class ErrandScreen(OverlayScreen):
    """A question with lines to type in; Enter does the errand, Esc leaves things as they are.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        done: Called with what it came to, when the overlay is gone.
    """

    labels: ClassVar[tuple[str, ...]] = ()

    def __init__(self, session: Session, signs: Signs, size: Size, done: Done) -> None:
        super().__init__(session, signs, size)
        self.editors = [LineEditor() for _ in self.labels]
        self.field = 0
        #: Why the last errand came to nothing.
        self.failure = ""
        self._done = done
        self._errand: Errand | None = None
        self._looking: Timer | None = None

    def scopes(self) -> tuple[str, ...]:
        """Return the keys of the question, and those while it is being done."""
        return (self.scope, WORKING)

    def active_scope(self) -> str:
        """Return the scope of the moment."""
        return self.scope if self._errand is None else WORKING

    def question(self) -> list[str]:
        """Return what is asked, line by line."""
        raise NotImplementedError

    def hints(self) -> list[str]:
        """Return what can be typed, and what Enter does."""
        raise NotImplementedError

    def text(self, field: int) -> str:
        """Return what is typed in a line."""
        return self.editors[field].text.strip()

    def typed_text(self) -> str:
        """Return what stands in the lines."""
        return "".join(editor.text for editor in self.editors)

    def begun(self) -> str:
        """Return why a click beside it does not close the screen: it works, or waits to."""
        return "Esc gives it up" if self._errand is not None else super().begun()

    # Typing

    def typed(self, key: str, character: str | None) -> None:
        """Edit the line."""
        if self._errand is not None:
            return
        editor = self.editors[self.field].key(key, character)
        if editor is not None:
            self.put(editor)

    def on_paste(self, event: events.Paste) -> None:
        """Put what was pasted into the line."""
        event.stop()
        if self._errand is None:
            self.put(self.editors[self.field].insert(event.text))

    def do_close(self) -> None:
        """Go back, everything as it was."""
        self.close()

    # The errand

    def start(self, arguments: Sequence[str]) -> None:
        """Begin the errand, and look at it until it is over."""
        self.failure = ""
        self._errand = Errand(arguments)
        self._looking = self.set_interval(LOOK_EVERY, self._look)
        self.repaint_all()

    def do_cancel_errand(self) -> None:
        """Give the errand up."""
        if self._errand is not None:
            self._errand.cancel()
            self._look()

    def on_unmount(self) -> None:
        """End the errand with the app."""
        if self._errand is not None:
            self._errand.close()

    def failed(self, failure: str) -> None:
        """Say why it came to nothing; one may try otherwise."""
        self.failure = failure

    def _look(self) -> None:
        errand = self._errand
        if errand is None:
            return
        before = errand.progress
        if not errand.look():
            if errand.progress != before:
                self.list.repaint()
            return
        errand.close()
        self._errand = None
        if self._looking is not None:
            self._looking.stop()
        if errand.outcome is not None:
            self.close()
            self._done(errand.outcome)
        else:
            self.failed(errand.failure or "")
            self.repaint_all()

    # Showing

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the question, or how far the errand is."""
        inner = max(10, width - 2)
        strips = [line([(f" {each}", STRONG)], width) for each in self._wrapped_question(inner)]
        strips.append(Strip.blank(width))
        if self._errand is not None:
            return [*strips, *_progress_lines(self._errand.progress, self.signs, width)][:height]
        if self.failure:
            why = wrapped(self.failure, inner)
            strips += [line([(f" {each}", WARNING)], width) for each in why]
            strips.append(Strip.blank(width))
        strips += [self._field_line(field, width) for field in range(len(self.labels))]
        strips.append(Strip.blank(width))
        for hint in self.hints():
            strips += [line([(f" {each}", DIM)], width) for each in wrapped(hint, inner)]
        return strips[:height]

    def _wrapped_question(self, width: int) -> list[str]:
        return [words for each in self.question() for words in wrapped(each, width)]

    def _field_line(self, field: int, width: int) -> Strip:
        longest = max(map(len, self.labels))
        label = f" {self.labels[field]:<{longest}}  "
        editor = self.editors[field]
        if field != self.field:
            return line([(label, DIM), (editor.text, PLAIN)], width)
        return line([(label, ACCENT), *typed_text(editor, width - len(label) - 1)], width)

    def put(self, editor: LineEditor) -> None:
        """Show the line that one is in as ``editor`` has it."""
        self.editors[self.field] = editor
        self.list.repaint_now()
        self.foot.repaint()


def _progress_lines(progress: Progress, signs: Signs, width: int) -> list[Strip]:
    """Return what is being done, and how far it is."""
    doing = _DOING.get(progress.what, progress.what.capitalize())
    words = f" {doing}{signs.ellipsis}"
    if progress.of:
        gauge = bar(progress.done, progress.of, min(_BAR_WIDTH, width - 4), signs)
        amount = f" {progress.done / 1e6:.1f} of {progress.of / 1e6:.1f} MB"
        return [line([(words, PLAIN)], width), line([(f" {gauge}", ACCENT), (amount, DIM)], width)]
    amount = f" {progress.done / 1e6:.1f} MB" if progress.done else ""
    return [
        line([(words, PLAIN), (amount, DIM)], width),
        line([(" What is here stays as it is until all of it has come.", DIM)], width),
    ]
