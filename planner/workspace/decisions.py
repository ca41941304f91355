"""Every decision the attendee can make, each with its inverse: the only writer.

A decision is one transaction and one undo, however many events it names. The
sentences returned are what the shells say: on the app's status line, on the
command line's standard error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from planner.itinerary.facts import Decision, Wish, mark_value, star_value
from planner.itinerary.store import ItineraryStore
from planner.model import Event, Level
from planner.workspace.reading import Row
from planner.workspace.wording import counted


class Outcome(NamedTuple):
    """What a decision came to: a sentence, and whether anything changed."""

    sentence: str
    changed: bool


class Decisions:
    """The decisions of one itinerary, written through its store.

    Args:
        store: The itinerary's store.
        clock: Gives the present moment, aware, in UTC.
        after: Called after each decision that was written (the daily backup).
    """

    def __init__(
        self,
        store: ItineraryStore,
        clock: Callable[[], datetime],
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._after = after
        self._taken_off: dict[str, Event] = {}

    def star(self, events: Sequence[Event], level: Level) -> Outcome:
        """Star ``events`` with ``level``; an event starred otherwise changes its level."""
        now = self._clock()
        wishes = [Wish("star", event.id, star_value(level, now, event)) for event in events]
        return self._decide(f"Starred as {level}: {_named(events)}", wishes)

    def unstar(self, event_ids: Sequence[str], title: str | None = None) -> Outcome:
        """Take the stars off; ``title`` names a single event in the sentence."""
        wishes = [Wish("star", event_id, None) for event_id in event_ids]
        return self._decide(f"Star taken off: {_called(event_ids, title)}", wishes)

    def toggle(self, row: Row, level: Level) -> Outcome:
        """Give a row's event the star ``level``, or take the star off if it has that one.

        A star stays on the showing that it was put on, so a row whose twin
        holds the star changes the twin's.
        """
        paper = row.event.paper or row.event.id
        if row.star is None:
            # Off and on again is no change, also where the other showing had the star.
            return self.star([self._taken_off.get(paper, row.event)], level)
        showing = row.event if row.star.event_id == row.event.id else row.star.snapshot
        if row.star.level == level:
            self._taken_off[paper] = showing
            return self.unstar([showing.id], showing.title)
        return self.star([showing], level)

    def visit(self, events: Sequence[Event], *, visited: bool) -> Outcome:
        """Mark ``events`` as seen now, or take the marks off."""
        label = f"{'Seen' if visited else 'Not seen'}: {_named(events)}"
        return self._mark("visited", events, label, on=visited)

    def hide(self, events: Sequence[Event], *, hidden: bool) -> Outcome:
        """Hide ``events`` from lists and counts, or bring them back."""
        return self._hide(events, _named(events), hidden=hidden)

    def hide_paper(self, showings: Sequence[Event], *, hidden: bool) -> Outcome:
        """Hide a paper with all its showings, or bring it back."""
        return self._hide(showings, showings[0].title, hidden=hidden)

    def undo(self) -> Outcome:
        """Take back the newest decision not yet undone, whichever window made it."""
        return self._told(self._store.undo(), "Undone", "Nothing to undo")

    def redo(self) -> Outcome:
        """Make the decision undone last again."""
        return self._told(self._store.redo(), "Done again", "Nothing to redo")

    def _hide(self, events: Sequence[Event], what: str, *, hidden: bool) -> Outcome:
        label = f"{'Hidden' if hidden else 'Brought back'}: {what}"
        return self._mark("hidden", events, label, on=hidden)

    def _mark(self, field: str, events: Sequence[Event], label: str, *, on: bool) -> Outcome:
        now = self._clock()
        wishes = [Wish(field, event.id, mark_value(now) if on else None) for event in events]
        return self._decide(label, wishes)

    def _decide(self, label: str, wishes: Sequence[Wish]) -> Outcome:
        decision = self._store.decide(label, wishes)
        if decision is not None:
            self._after()
        return Outcome(label if decision else "Nothing changed", decision is not None)

    def _told(self, decision: Decision | None, done: str, nothing: str) -> Outcome:
        if decision is None:
            return Outcome(nothing, changed=False)
        self._after()
        return Outcome(f"{done}: {decision.label[:1].lower()}{decision.label[1:]}", changed=True)


def _named(events: Sequence[Event]) -> str:
    return events[0].title if len(events) == 1 else counted(len(events), "event")


def _called(event_ids: Sequence[str], title: str | None) -> str:
    if len(event_ids) == 1:
        return title or event_ids[0]
    return counted(len(event_ids), "event")
