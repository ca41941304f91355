"""The palette: every command by its words, run on the screen below."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Size

from planner.commands import BY_ID
from planner.tui.render import Signs
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.overlay import Choice, ChoiceScreen
from planner.workspace.session import Session


class PaletteScreen(ChoiceScreen):
    """Lists the commands of the screen below, with their keys."""

    title_words: ClassVar[str] = "Command"

    def __init__(self, session: Session, signs: Signs, size: Size, below: PlannerScreen) -> None:
        self._below = below
        known = session.keys.in_scope(below.scope)
        self._why_not = {command.id: below.why_not(command.id) for command in known}
        super().__init__(session, signs, size)

    def choices(self) -> list[Choice]:
        """Return the commands that work on the screen below."""
        return [
            Choice(
                command.id,
                f"{command.label:<15}{command.help}",
                aside="  ".join(command.keys),
                heading=command.group,
                why_not=self._why_not[command.id],
            )
            for command in self.session.keys.in_scope(self._below.scope)
            if command.id != "palette"
        ]

    def choose(self, choice: Choice) -> None:
        """Close, and run the command below."""
        self.close()
        self._below.act(BY_ID[choice.value].id)
