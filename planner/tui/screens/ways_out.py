"""The overlay with the ways out of a problem in the plan: each a line, choosing decides it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size

from planner.commands import CHOICE
from planner.itinerary.clashes import Clash
from planner.tui.render import Signs
from planner.tui.screens.overlay import Choice, ChoiceScreen
from planner.workspace.problems import clash_heading, problems
from planner.workspace.session import Session
from planner.workspace.ways_out import stay_words, take_way_out, way_words
from planner.workspace.wording import clock

if TYPE_CHECKING:
    from planner.itinerary.ways_out import WayOut

_DETAIL, _STAY = "detail", "stay"


class WaysOutScreen(ChoiceScreen):
    """What can be decided about each problem of an event; one decision, hence one undo.

    That one stays after all, where one leaves early, stands among them.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        name: The id of the event or the commitment that has the problem.
        opened: Opens its detail; None where it has none.
    """

    scope: ClassVar[str] = CHOICE
    title_words: ClassVar[str] = "Ways out"
    letters_move: ClassVar[bool] = True

    def __init__(
        self,
        session: Session,
        signs: Signs,
        size: Size,
        name: str,
        opened: Callable[[], None] | None,
    ) -> None:
        self._ways: dict[str, tuple[WayOut, Clash]] = {}
        self._about = name
        self._opened = opened
        super().__init__(session, signs, size)

    def choices(self) -> list[Choice]:
        """Return the ways out, problem by problem, and last the detail."""
        found = problems(self.session)
        clashes = [
            (clash_heading(each, self._about), each) for each in found.clashes_of(self._about)
        ]
        for may in found.may_clash_of(self._about):
            # Which of the two comes first is not known, so neither is left early.
            heading = f"May clash with {may.other.title}"
            clashes.append((heading, Clash(may.event, may.other, "clash", None)))
        self._ways = {}
        choices: list[Choice] = []
        for number, (heading, clash) in enumerate(clashes):
            for place, way in enumerate(found.ways_out(clash)):
                value = f"{number}.{place}"
                self._ways[value] = (way, clash)
                choices.append(Choice(value, way_words(way), heading=heading))
        row = self.session.reading.row(self._about) if self._opened is not None else None
        if row is not None and row.leaves is not None:
            heading = f"You leave at {clock(row.leaves)}"
            choices.append(Choice(_STAY, stay_words(row.event), heading=heading))
        if self._opened is not None:
            choices.append(Choice(_DETAIL, "Open the detail", heading="Or"))
        return choices

    def choose(self, choice: Choice) -> None:
        """Decide the way out, or open the detail."""
        self.close()
        if choice.value == _DETAIL:
            if self._opened is not None:
                self._opened()
            return
        if choice.value == _STAY:
            row = self.session.reading.row(self._about)
            if row is not None:
                self.planner.say(self.session.decisions.leave(row.event, None).sentence)
            return
        outcome = take_way_out(self.session, *self._ways[choice.value])
        self.planner.say(outcome.sentence)
