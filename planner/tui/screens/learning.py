"""Has Triage's order found beside the event loop, and found anew as it learns from decisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.screen import Screen
from textual.timer import Timer

from planner.schedule.search import NotReady
from planner.tui.triaging import Asked, Triaging
from planner.workspace.triage import Ranked

#: Seconds without a decision after which the pages to come are put in order again: sooner
#: the work would only be in the way of the next key.
LEARN_AFTER = 0.4
#: Seconds until the search index is asked for again while it is being made.
ASK_AGAIN_AFTER = 0.5


class Learning:
    """Asks for the order of what comes next.

    Args:
        screen: The screen on which it shows; its timers are used.
        triaging: What takes the order.
        found: Called when it has taken one.
    """

    def __init__(self, screen: Screen[None], triaging: Triaging, found: Callable[[], None]) -> None:
        self._screen = screen
        self._triaging = triaging
        self._found = found
        self._asking = False
        self._stale = False
        self._timer: Timer | None = None

    def ask_later(self) -> None:
        """Ask as soon as the keys pause: the order follows what was decided."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(LEARN_AFTER, self.ask_when_free)

    def ask_when_free(self) -> None:
        """Ask, but never instead of an order that is being found."""
        if self._asking:
            self._stale = True
        else:
            self.ask()

    def ask(self) -> None:
        """Ask at once; what was asked before is not wanted any more."""
        self._asking, self._stale = True, False
        triaging = self._triaging
        answer = partial(self._answered, triaging.asked())
        triaging.session.aside.ask("triage", triaging.question(), answer)

    def _answered(self, asked: Asked, found: Ranked | NotReady) -> None:
        self._asking = False
        self._triaging.take(asked, found)
        self._found()
        if self._triaging.waiting:
            self._screen.set_timer(ASK_AGAIN_AFTER, self.ask_when_free)
        elif self._stale:
            self.ask()
