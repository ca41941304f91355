"""The apology for a fault of planner's own: what is lost (nothing), what was kept, how to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.strip import Strip

from planner.commands import FAULT
from planner.keys import STANDARD
from planner.tui.render import DIM, PLAIN, STRONG, WARNING, Signs, line, wrapped
from planner.tui.widgets.frame import key_bar
from planner.tui.widgets.painted import Painted
from planner.workspace.fault import Report

_WHERE = (
    "It holds versions, the size of the terminal, the last commands and where in the program "
    "it happened; no title, no search, no note of yours."
)


class FaultScreen(Screen[None]):
    """Says that planner made a mistake. It needs no session, since that may be what is broken.

    Args:
        report: What was kept of the fault.
        signs: The signs that the terminal can show.
        go_on: Called to go on, None where it was tried already.
        leave: Called to quit.
    """

    scope: ClassVar[str] = FAULT

    def __init__(
        self,
        report: Report,
        signs: Signs,
        go_on: Callable[[], None] | None,
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self._report = report
        self._signs = signs
        self._go_on = go_on
        self._leave = leave
        self._message = ""

    def compose(self) -> ComposeResult:
        """Lay out the one widget."""
        yield Painted(self._paint, id="list")

    def on_key(self, event: events.Key) -> None:
        """Go on or quit; any other key does nothing."""
        event.stop()
        event.prevent_default()
        command = STANDARD.keymap(FAULT).get(event.key)
        if command == "go_on":
            self.do_go_on()
        elif command == "quit":
            self.do_quit()

    def do_go_on(self) -> None:
        """Go on with screens made anew."""
        if self._go_on is None:
            return
        go_on, self._go_on = self._go_on, None
        self._message = f"Going on {self._signs.ellipsis}"
        self.query_one(Painted).repaint()
        go_on()

    def do_quit(self) -> None:
        """Quit; the shell says again where the report is."""
        self._leave()

    def _paint(self, width: int, height: int) -> list[Strip]:
        report = self._report
        paragraphs: list[tuple[str, Style]] = [
            ("Sorry: something went wrong in planner itself.", WARNING),
            ("Nothing you decided is lost.", STRONG),
        ]
        if report.path is None:
            paragraphs.append((f"No report could be saved: {report.why_not}.", PLAIN))
        else:
            paragraphs.append((f"A report ({report.kind}) was saved to\n{report.path}", PLAIN))
            paragraphs.append((_WHERE, DIM))
        if self._go_on is not None:
            paragraphs.append(("enter goes on; q quits.", PLAIN))
        elif not self._message:
            again = "It happened again at once, so that going on would not help; q quits."
            paragraphs.append((again, PLAIN))
        strips: list[Strip] = []
        for words, style in paragraphs:
            strips.append(Strip.blank(width))
            broken = wrapped(words, max(10, width - 2))
            strips += [line([(f" {part}", style)], width) for part in broken]
        strips = strips[: max(0, height - 2)]
        strips += [Strip.blank(width)] * (height - 2 - len(strips))
        return [
            *strips,
            line([(f" {self._message}", PLAIN)], width),
            key_bar(FAULT, width, self._signs),
        ]
