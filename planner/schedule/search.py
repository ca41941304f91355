"""A query's answer: how many, in which sections, and the rows of a page when asked for.

``run`` makes a :class:`Result`, which reads from the store what is shown and no
more: no event objects, no list of all hits. The path of a query: ``query.parse``
makes a value of the text, ``match`` FTS5 expressions and conditions of it,
:class:`~planner.schedule.selection.Selection` the SQL; ``tiers`` (with words) or
``result`` (without) read the numbers of a page, ``ScheduleStore.events`` its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from planner.schedule.highlight import marked
from planner.schedule.marks import Marks, OwnSlot, bind
from planner.schedule.match import Match, match
from planner.schedule.query import Query
from planner.schedule.result import AxisResult, Section
from planner.schedule.selection import Selection
from planner.schedule.store import ScheduleStore
from planner.schedule.tiers import TieredResult

__all__ = ["Marks", "NotReady", "OwnSlot", "Result", "Section", "View", "marked", "run"]

Result = AxisResult | TieredResult


@dataclass(frozen=True, slots=True)
class View:
    """How rows are arranged.

    ``order`` is by topic or by time. ``merged`` is Browse's list: twins in one
    result are one row, and sessions, breaks and agenda items are none until
    asked for; else every event is a row, as on the command line.
    ``show_hidden`` leaves hidden events in.
    """

    order: Literal["topic", "time"] = "topic"
    merged: bool = True
    show_hidden: bool = False


class NotReady(NamedTuple):
    """The full-text index is still being made; ask again when the store has it."""

    message: str = "The search index is being made."


def run(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    now: datetime | None = None,
) -> Result | NotReady:
    """Search ``store`` for ``query``; ``now`` (aware, default the clock) is what "now" means."""
    selection = select(store, query, marks, view, now)
    if isinstance(selection, NotReady):
        return selection
    order = selection.match.order or ("relevance" if selection.match.has_words else view.order)
    if order == "relevance" and not selection.match.has_words:
        order = view.order
    if order == "relevance":
        return TieredResult(selection, view.order)
    return AxisResult(selection, order)


def select(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    now: datetime | None = None,
) -> Selection | NotReady:
    """Return the rows that ``query`` means, not yet counted or ordered."""
    indexed = store.indexed
    bound = bind(store, marks)
    ready: Match = match(query, store, now or datetime.now(UTC), view.merged)
    if ready.needs_index and not indexed:
        return NotReady()
    noted: tuple[int, ...] = ()
    if bound.notes and ready.terms:
        # Most attendees search before they note anything.
        from planner.schedule.noted import by_note

        noted = by_note(store, ready, bound)
    return Selection(store, ready, bound, view.merged, view.show_hidden, noted)


def ids(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    now: datetime | None = None,
) -> list[str] | NotReady:
    """Return the ids of the events that ``query`` finds, in no order that means anything."""
    selection = select(store, query, marks, view, now)
    if isinstance(selection, NotReady):
        return selection
    where, values = selection.row_conditions(hide=True)
    return [row[0] for row in selection.all(f"SELECT e.id FROM event AS e WHERE {where}", values)]
