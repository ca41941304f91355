"""The themes: each shown on the whole screen while the cursor is on it; Enter keeps one."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.settings import THEME_NAMES
from planner.tui.render import (
    ACCENT,
    CURSOR,
    DIM,
    HIT,
    PLAIN,
    READABLE,
    STAR,
    WARNING,
    Piece,
    Signs,
    bar,
    line,
    row_edge,
    section,
    spread,
)
from planner.tui.screens.overlay import Choice, ChoiceScreen
from planner.tui.scroll import Scroll
from planner.tui.themes import words_of
from planner.workspace.session import Session
from planner.workspace.settings.writer import SettingNotKept, keep_setting


class ThemesScreen(ChoiceScreen):
    """Lists the themes over a sample of what there is to see.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        worn: The theme in use, to which Esc goes back.
    """

    title_words: ClassVar[str] = "Theme"
    letters_move: ClassVar[bool] = True

    def __init__(self, session: Session, signs: Signs, size: Size, worn: str) -> None:
        self._worn = worn
        super().__init__(session, signs, size)
        self.scroll = self.scroll.to(THEME_NAMES.index(worn))

    def choices(self) -> list[Choice]:
        """Return the themes, the one in use with its mark."""
        return [
            Choice(name, f"{name:<16}{words_of(name)}", on=name == self._worn)
            for name in THEME_NAMES
        ]

    def choose(self, choice: Choice) -> None:
        """Keep the theme in this run and, if its file can be written, in the settings."""
        self.close()
        self.planner.wear(choice.value)
        try:
            keep_setting(self.planner.places, "theme", choice.value)
        except SettingNotKept as error:
            self.planner.say(f"Theme {choice.value}, for this run: {error}")
        else:
            self.planner.say(f"Theme {choice.value}, from now on; it stands in settings.toml")

    def do_close(self) -> None:
        """Go back to the screen below as it was."""
        self.planner.wear(self._worn)
        self.close()

    do_back = do_quit = do_close

    def status(self) -> tuple[str, str]:
        """Say why all themes look the same where they do."""
        if self.planner.shows_themes:
            return "", ""
        return "This terminal shows its own colours only; a theme needs 256 of them", ""

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the themes, and below them what they colour."""
        width = min(width, READABLE)
        strips = super().paint_body(width, height)
        sample = [Strip.blank(width), *_sample(width, self.signs)]
        return [*strips, *sample][:height]

    def refresh_preview(self) -> None:
        """Show everything in the theme under the cursor."""
        choice = self.current()
        if choice is not None and choice.value != self.planner.theme_name:
            self.planner.wear(choice.value)

    def _go(self, scroll: Scroll) -> None:
        super()._go(scroll)
        self.refresh_preview()

    def _narrow(self) -> None:
        super()._narrow()
        if self.is_attached:
            self.refresh_preview()


def _sample(width: int, signs: Signs) -> list[Strip]:
    """Return made-up rows with every sign and role."""

    def row(sign: Piece, kind: str, title: list[Piece], end: str, here: bool = False) -> Strip:
        look = CURSOR if here else DIM
        seen: Piece = (signs.seen, ACCENT) if sign[0] == signs.maybe else (" ", PLAIN)
        left = [row_edge(here, signs), sign, seen, (f"{kind:<11}", look), *title]
        return spread(left, [(f" {end} ", DIM)], width, signs.ellipsis)

    budget: list[Piece] = [("   ", PLAIN), (f"{bar(65, 90, 10, signs)} ", ACCENT)]
    budget += [("65 of 90 min   ", DIM), (f"{bar(95, 90, 10, signs)} 95 of 90 min", WARNING)]
    return [
        section("Tue 23 Jul 10:30", "4 events", width, signs),
        row((signs.must, STAR), "oral", [("A talk not to be missed", PLAIN)], "10:30"),
        row((signs.want, STAR), "poster", [("Where the cursor stands", CURSOR)], "#503", True),
        row((signs.maybe, STAR), "spotlight", [("One already seen", PLAIN)], "#1204"),
        row(
            (" ", PLAIN),
            "tutorial",
            [("What a ", PLAIN), ("search", HIT), (" found", PLAIN)],
            "~9:30",
        ),
        row((signs.no, DIM), "demo", [("Something you said no to", DIM)], signs.unknown),
        line([(f"     {signs.clash} overlaps another talk of yours by 15 min", WARNING)], width),
        line(budget, width),
    ]
