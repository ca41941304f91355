"""What Tab would put into the search bar, and what it has put there: a frozen value.

Knows nothing of Textual. Completions are of the piece under the cursor,
corrections of the whole text when it finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from planner.schedule.query import Query
from planner.schedule.search import Marks, View
from planner.schedule.store import ScheduleStore
from planner.tui.line_editor import LineEditor

if TYPE_CHECKING:
    from datetime import datetime

    from planner.schedule.completion import Completion
    from planner.schedule.corrections import Correction


class Completing(NamedTuple):
    """A line as it was typed with what may stand there instead.

    Attributes:
        line: The line as typed.
        offers: What Tab puts there, best first.
        corrections: Whole texts to search for instead, where the line finds nothing.
        chosen: The offer that stands in the bar now, None while it holds the line as typed.
    """

    line: LineEditor = LineEditor()
    offers: tuple[Completion, ...] = ()
    corrections: tuple[Correction, ...] = ()
    chosen: int | None = None

    @property
    def editor(self) -> LineEditor:
        """The line with the chosen offer in its place, the cursor behind it."""
        if self.chosen is None:
            return self.line
        offer = self.offers[self.chosen]
        text = self.line.text
        before = text[: offer.start] + offer.text
        return LineEditor.of(before + text[offer.end :])._replace(cursor=len(before))

    @property
    def goes_on(self) -> bool:
        """Whether the chosen offer is a beginning: a qualifier's name, whose value comes next."""
        return self.chosen is not None and self.offers[self.chosen].text.endswith(":")

    def turned(self, step: int) -> Completing:
        """Return it with the next offer chosen (1), or the one before (-1), round and round."""
        if not self.offers:
            return self
        if self.chosen is None:
            return self._replace(chosen=0 if step > 0 else len(self.offers) - 1)
        return self._replace(chosen=(self.chosen + step) % len(self.offers))


class FoundNothing(NamedTuple):
    """A query without a result, as corrections need it."""

    query: Query
    marks: Marks
    view: View
    now: datetime


def question(
    line: LineEditor, nothing: FoundNothing | None, *, complete: bool = True
) -> Callable[[ScheduleStore], Completing]:
    """Return what asks a store for all that ``line`` may become.

    Args:
        line: The search bar as it stands.
        nothing: The query, if it finds nothing.
        complete: Whether the piece under the cursor is being typed.
    """

    def asked(store: ScheduleStore) -> Completing:
        # Only here, since a start without a search needs neither.
        from planner.schedule.completion import Completion, completions

        instead: list[Correction] = []
        if nothing:
            from planner.schedule.corrections import corrections

            instead = corrections(store, *nothing)
        respelled: list[Completion] = []
        shortened: list[Completion] = []
        for each in instead:
            offer = Completion(each.query, 0, len(line.text), each.query, f"{each.found:,}")
            (respelled if _respells(each) else shortened).append(offer)
        offers = completions(store, line.text, line.cursor) if complete else []
        # A word is rather one that is still being typed than one to be left out.
        return Completing(line, (*respelled, *offers, *shortened), tuple(instead))

    return asked


def found_words(correction: Correction) -> str:
    """Return how many a correction finds, and what it leaves out if one cannot see that."""
    found = f"{correction.found:,} found"
    return found if _respells(correction) else f"{found}, {correction.why}"


def _respells(correction: Correction) -> bool:
    """Whether what was corrected stands in the query that is offered."""
    return correction.why in correction.query
