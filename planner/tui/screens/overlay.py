"""A screen that lies on another: esc and q take it away, nothing below it moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import BROWSE, CHOICE
from planner.tui.line_editor import LineEditor
from planner.tui.render import (
    ACCENT,
    ACCENT_STRONG,
    DIM,
    PLAIN,
    READABLE,
    STRONG,
    Piece,
    Signs,
    cut,
    line,
    row_edge,
    spread,
    width_of,
)
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.moving import Moving
from planner.tui.scroll import Scroll
from planner.tui.widgets.typed_text import typed_text
from planner.workspace.session import Session


class OverlayScreen(PlannerScreen):
    """A screen laid over another."""

    def close(self) -> None:
        """Take this screen away."""
        self.app.pop_screen()

    def do_quit(self) -> None:
        """Close what lies on top."""
        self.close()

    do_back = do_quit

    def typed_text(self) -> str:
        """Return what was typed here that would be lost if the screen were closed."""
        return ""

    def begun(self) -> str:
        """Return why a click beside it does not close the screen: something is typed here."""
        return "Esc leaves this; what you typed goes then" if self.typed_text() else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to choose: its words, what stands at its end, and whether it is on.

    ``heading`` opens a section where it differs from the line before's;
    ``why_not`` says why it cannot be chosen now; ``quiet`` stands dim behind the
    words and is searched with them; ``strong`` lines are what others belong to.
    """

    value: str
    label: str
    aside: str = ""
    heading: str = ""
    on: bool = False
    why_not: str = ""
    quiet: str = ""
    strong: bool = False


class ChoiceScreen(Moving, OverlayScreen):
    """A list to choose from, narrowed by typing words of it.

    Typing narrows, Enter chooses, the arrows move; so no letter is a command.
    """

    scope: ClassVar[str] = CHOICE
    title_words: ClassVar[str] = ""
    #: Whether letters (``j`` and ``k``) move as everywhere, until something else is typed.
    letters_move: ClassVar[bool] = False

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.editor = LineEditor()
        self.scroll = Scroll()
        self._lines_above = 1
        moves = {"down": 1, "up": -1}
        on = session.keys.keymap(BROWSE)
        self._letters = {key: moves[name] for key, name in on.items() if name in moves}
        self._narrow()

    def choices(self) -> list[Choice]:
        """Return all that can be chosen."""
        raise NotImplementedError

    def choose(self, choice: Choice) -> None:
        """Carry out a choice."""
        raise NotImplementedError

    def paint_above(self, _width: int) -> list[Strip]:
        """Return what stands between the line one types in and the choices."""
        return []

    def nothing_words(self) -> str:
        """Return what is said where there is nothing to choose."""
        return "Nothing of that name; esc goes back."

    def arranged(self, choices: list[Choice], words: list[str]) -> tuple[list[Choice], int]:
        """Return what was found by typed words in the order to show, and where the cursor goes."""
        # What begins as typed comes first; the headings give way to that.
        return sorted(choices, key=lambda each: not each.label.casefold().startswith(words[0])), 0

    def typed(self, key: str, character: str | None) -> None:
        """Narrow the choices by what is typed."""
        if self.letters_move and not self.editor.text:
            step = self._letters.get(character or key)
            if step is not None:
                self._go(self.scroll.by(step))
                return
        editor = self.editor.key(key, character)
        if editor is not None:
            self.editor = editor
            self._narrow()
            self.repaint_all()

    def current(self) -> Choice | None:
        """Return the line under the cursor."""
        return self._shown[self.scroll.cursor] if self._shown else None

    def do_choose(self) -> None:
        """Choose the line under the cursor."""
        choice = self.current()
        if choice is None:
            return
        if choice.why_not:
            self.say(choice.why_not)
        else:
            self.choose(choice)

    def move_by(self, rows: int) -> None:
        """Move the cursor by lines."""
        self._go(self.scroll.by(rows))

    def page_rows(self) -> int:
        """Return how many lines a page has."""
        return self.scroll.page_rows

    def do_close(self) -> None:
        """Go back to the screen below."""
        self.close()

    def on_paste(self, event: events.Paste) -> None:
        """Narrow by what was pasted."""
        event.stop()
        self.editor = self.editor.insert(event.text)
        self._narrow()
        self.repaint_all()

    def clicked(self, event: events.Click) -> None:
        """Choose the line that was clicked."""
        if event.widget is self.list:
            above = self._lines_above
            row = self.scroll.row_at(self.scroll.top + event.y - above)
            if row is not None and event.y >= above:
                self._go(self.scroll.to(row))
                self.do_choose()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the line one types in, and the choices."""
        width = min(width, READABLE)
        above = self.paint_above(width)
        self._lines_above = 1 + len(above)
        self.scroll = self.scroll.sized(max(1, height - self._lines_above))
        label, found = f" {self.title_words}: ", f" {len(self._shown):,} "
        room = width - width_of(label) - width_of(found) - 1
        typed: list[Piece] = [(label, DIM), *typed_text(self.editor, room)]
        strips = [spread(typed, [(found, DIM)], width), *above]
        for line_number in range(self.scroll.top, self.scroll.top + self.scroll.height):
            row = self.scroll.row_at(line_number)
            if row is not None:
                strips.append(self._choice_line(row, width))
            elif line_number < self.scroll.count + len(self.scroll.starts):
                section = self.scroll.section_at(line_number)
                heading = self._shown[self.scroll.starts[section]].heading
                shown = cut(heading, width - 2, self.signs.ellipsis)
                strips.append(line([(f" {shown}", ACCENT_STRONG)], width))
        if not self._shown:
            strips.append(line([(f" {self.nothing_words()}", DIM)], width))
        return strips

    def refresh_choices(self) -> None:
        """Make the choices anew, the cursor on its line, or where that was."""
        before, scroll = self.current(), self.scroll
        self._narrow()
        values = [choice.value for choice in self._shown]
        row = values.index(before.value) if before and before.value in values else scroll.cursor
        self.scroll = replace(self.scroll, top=scroll.top).to(row)

    def _go(self, scroll: Scroll) -> None:
        self.scroll = scroll
        self.repaint_all()

    def _choice_line(self, row: int, width: int) -> Strip:
        choice = self._shown[row]
        here = row == self.scroll.cursor
        mark = self.signs.seen if choice.on else " "
        style = DIM if choice.why_not else (STRONG if here or choice.strong else PLAIN)
        end = cut(choice.why_not, width // 2, self.signs.ellipsis) or choice.aside
        left: list[Piece] = [
            row_edge(here, self.signs),
            (f"{mark} ", ACCENT),
            (cut(choice.label, width - width_of(end) - 6, self.signs.ellipsis), style),
            (f"   {choice.quiet}" if choice.quiet else "", DIM),
        ]
        return spread(left, [(f" {end} ", DIM)], width, self.signs.ellipsis)

    def _narrow(self) -> None:
        words = self.editor.text.casefold().split()
        self._shown = [
            choice
            for choice in self.choices()
            if all(
                word in f"{choice.heading} {choice.label} {choice.quiet}".casefold()
                for word in words
            )
        ]
        cursor = 0
        if words:
            self._shown, cursor = self.arranged(self._shown, words)
        headings = [choice.heading for choice in self._shown]
        starts = tuple(
            index
            for index, heading in enumerate(headings)
            if heading and (index == 0 or headings[index - 1] != heading)
        )
        height = self.scroll.height
        scroll = Scroll(starts=starts, count=len(self._shown), height=height)
        self.scroll = scroll.to(cursor)
