"""The overlay with a suggestion for the plan: what goes and why, what stays; Enter takes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import SUGGESTION
from planner.itinerary.suggest import Left
from planner.model import Event
from planner.tui.render import (
    DIM,
    PLAIN,
    READABLE,
    STAR,
    STRONG,
    Piece,
    Signs,
    line,
    section,
    spread,
    wrapped,
)
from planner.tui.screens.scrolled import ScrolledScreen
from planner.tui.widgets.frame import AS_EVER, KeysNow
from planner.workspace.session import Session
from planner.workspace.suggesting import Proposal, question, screen_words, take
from planner.workspace.wording import counted, short_slot


class SuggestionScreen(ScrolledScreen):
    """A preview with the differences; nothing is decided before Enter."""

    scope: ClassVar[str] = SUGGESTION

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self._proposal: Proposal | None = None

    def on_mount(self) -> None:
        """Ask for the suggestion."""
        self._ask()

    def status(self) -> tuple[str, str]:
        """Return what Enter would do."""
        proposal = self._proposal
        if proposal is None:
            return "Looking for the best choice", ""
        enter = self.session.keys.at_start("take")
        return f"{f'{enter}: ' if proposal.changes else ''}{proposal.summary}", ""

    def keys_now(self) -> KeysNow:
        """Offer to take the suggestion only where it would change something."""
        proposal = self._proposal
        return AS_EVER if proposal and proposal.changes else KeysNow(words={"take": ""})

    def itinerary_moved(self) -> None:
        """Ask anew: the plan is another one now."""
        super().itinerary_moved()
        self._ask()

    def do_take(self) -> None:
        """Take the suggestion, in one decision."""
        if self._proposal is None:
            self.say("Still looking for the best choice")
        elif self._proposal.itinerary.version != self.session.itinerary().version:
            self._ask()
            self.say("Your plan changed meanwhile; this is the suggestion for it now")
        else:
            outcome = take(self.session, self._proposal)
            self.close()
            self.planner.say(outcome.sentence)

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return what goes and why, what cannot be planned, and what stays."""
        if self._proposal is None:
            return [line([(" Looking for the best choice ...", DIM)], width)]
        strips = list(self._lines(self._proposal, min(width, READABLE)))
        return self.in_view(strips, height)

    def _lines(self, proposal: Proposal, width: int) -> Iterator[Strip]:
        goes = [each for each in proposal.drop if each.id in proposal.leave]
        away = [each for each in proposal.drop if each.id not in proposal.leave]
        unplanned = [*proposal.suggestion.unplanned, *away]
        if not goes:
            yield line(
                [(" Everything that can be planned fits; nothing would change.", STRONG)], width
            )
        for heading, left in (
            ("left out, and why", goes),
            ("cannot be planned, stays", unplanned),
        ):
            if left:
                yield section(heading, counted(len(left), "star"), width, self.signs)
            for each in left:
                yield from self._left(proposal, each, width)
        stays = proposal.suggestion.attend
        if stays:
            yield section("stays", counted(len(stays), "event"), width, self.signs)
        for name in stays:
            yield self._event(proposal.events.get(name), name, width)

    def _left(self, proposal: Proposal, left: Left, width: int) -> Iterator[Strip]:
        yield self._event(proposal.events.get(left.id), left.id, width)
        for words in wrapped(screen_words(left.why), width - 16):
            yield line([(f"{'':14}{words}", DIM)], width)

    def _event(self, event: Event | None, name: str, width: int) -> Strip:
        star = self.session.itinerary().stars.get(name)
        if event is None and star is not None:
            event = star.snapshot
        when = short_slot(event) if event else ""
        sign = self.signs.level(star.level if star else None)
        pinned = self.signs.pin if name in self.session.itinerary().pins else " "
        left: list[Piece] = [
            (f" {when:<10}", PLAIN),
            (f"{sign}{pinned} ", STAR),
            (event.title if event else name, PLAIN),
        ]
        return spread(left, [(f" {event.kind.label if event else ''} ", DIM)], width)

    def _ask(self) -> None:
        self.session.aside.ask("suggestion", question(self.session), self._answered)

    def _answered(self, proposal: Proposal) -> None:
        # The overlay may be closed before the answer is there.
        if self.is_attached:
            self._proposal = proposal
            self.list.repaint()
            self.foot.repaint()
