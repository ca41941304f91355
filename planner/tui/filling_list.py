"""The state of the overlay of what fits into free time: events to star from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.itinerary.agenda import Gap
from planner.schedule.alike import Alike
from planner.schedule.search import NotReady
from planner.schedule.store import ScheduleStore
from planner.tui.likening import Likening
from planner.workspace import filling
from planner.workspace.wording import day_words, span


@dataclass(slots=True)
class FillingList(Likening):
    """What fits into free time and is like the stars, the likest first."""

    gap: Gap | None = None

    def question(self) -> Callable[[ScheduleStore], list[Alike] | NotReady]:
        """Return what finds what fits, to be asked of any store of this schedule."""
        assert self.gap is not None  # noqa: S101 - every list is made with one
        key, asked = filling.gap_key(self.gap), filling.question(self.session, [self.gap])

        def ask(store: ScheduleStore) -> list[Alike] | NotReady:
            found = asked(store)
            return found if isinstance(found, NotReady) else [each.alike for each in found[key]]

        return ask

    @property
    def heading(self) -> str:
        """What the suggestions are, as a heading."""
        assert self.gap is not None  # noqa: S101
        when = f"{day_words(self.gap.start.date())} {span(self.gap.start, self.gap.end)}"
        return f"Fits {when} and is like your stars"

    @property
    def nothing(self) -> str:
        """Why there is no suggestion."""
        return "Nothing that is like your stars is known to fit here"
