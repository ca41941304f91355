"""The state of the overlay of events alike: the suggestions, and where one stands.

Knows the session and nothing of Textual. What is alike comes from elsewhere:
:meth:`Likening.question` is asked beside the event loop, :meth:`Likening.take`
takes the answer. Suggestions keep their places whatever is decided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from planner.model import Event
from planner.schedule.alike import Alike
from planner.schedule.search import NotReady
from planner.schedule.store import ScheduleStore
from planner.tui.scroll import Scroll
from planner.workspace import alike
from planner.workspace.rows import Row
from planner.workspace.session import Session

#: The most suggestions; further down hardly anything is alike.
MOST = 100


@dataclass(slots=True)
class Likening:
    """What is like ``event``, or like the stars where it is None.

    ``found`` is None until the answer is there; ``waiting`` says that the search
    index is still being made.
    """

    session: Session
    event: Event | None
    found: list[Alike] | None = None
    waiting: bool = False
    scroll: Scroll = field(default_factory=Scroll)
    _rows: dict[int, Row] = field(default_factory=dict)

    def question(self) -> Callable[[ScheduleStore], list[Alike] | NotReady]:
        """Return what finds the suggestions, to be asked of any store of this schedule."""
        return alike.question(self.session, self.event.id if self.event else None, MOST)

    @property
    def heading(self) -> str:
        """What the suggestions are, as a heading."""
        return f"Alike: {self.event.title}" if self.event else "More like your stars"

    @property
    def nothing(self) -> str:
        """Why there is no suggestion."""
        return alike.nothing_alike(self.event)

    def take(self, found: list[Alike] | NotReady) -> None:
        """Take the suggestions that were found, or that they must be asked for again."""
        self.waiting = isinstance(found, NotReady)
        if not isinstance(found, NotReady):
            self.found = found
            self.scroll = replace(self.scroll, count=len(found)).to(0)

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        found = self.found or []
        return self.row(found[self.scroll.cursor]) if self.scroll.cursor < len(found) else None

    def row(self, suggestion: Alike) -> Row:
        """Return a suggestion's row, read once until the itinerary moves."""
        if suggestion.number not in self._rows:
            self._rows[suggestion.number] = self.session.reading.rows([suggestion.number])[0]
        return self._rows[suggestion.number]

    def itinerary_moved(self) -> None:
        """Read rows anew."""
        self._rows.clear()
