"""Triage's order: what is undecided, the likeliest to be wanted first."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from planner.model import Itinerary, Kind
from planner.schedule import search
from planner.schedule.alike import ordered
from planner.schedule.likeness import Likeness
from planner.schedule.likeness import likeness as likeness_to
from planner.schedule.marks import Marks
from planner.schedule.query import Qualifier, Query
from planner.schedule.search import NotReady, View
from planner.schedule.store import ScheduleStore
from planner.schedule.tiers import TieredResult

#: The decisions by which one can tell whether it pays to go on.
NEWEST = 50
#: With no more kept of the newest decisions, it hardly pays.
HARDLY_ANY = 2

_UNDECIDED = Qualifier("is", ("undecided",))


class Ranked(NamedTuple):
    """The numbers of undecided events, best first, and what put them in that order.

    ``by`` is ``likeness`` to the stars, ``words`` for a query's own order, or
    ``topic`` or ``time``. ``liked`` tells which words are liked, where that is known.
    """

    numbers: tuple[int, ...]
    by: str
    liked: Likeness | None = None


class Kept(NamedTuple):
    """How many of the newest ``decisions`` kept an event by a star."""

    kept: int
    decisions: int

    @property
    def may_stop(self) -> bool:
        """Whether so few were kept lately that going on hardly pays."""
        return self.decisions == NEWEST and self.kept <= HARDLY_ANY


def ranked(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    liked: Mapping[str, float],
    *,
    likeness: bool = True,
    now: datetime | None = None,
) -> Ranked | NotReady:
    """Return the undecided papers and events that ``query`` finds, a paper once, in order.

    A query with words has its own order, by where they stand. Else the order
    is by likeness, as long as something is liked; without that by topic, and
    without ``likeness`` as the schedule is best read: by time where most of it
    is known, else by topic.

    Args:
        store: The schedule.
        query: What to choose from; that it is undecided goes without saying.
        marks: What is decided.
        liked: Weights by event id; see :func:`planner.workspace.liking.liking`.
        likeness: Whether to order by likeness.
        now: What "now" means, aware; the clock's unless given.
    """
    undecided = Query(query.terms, (*query.qualifiers, _UNDECIDED))
    by_time = not likeness and store.mostly_scheduled
    view = View(order="time" if by_time else "topic", merged=True)
    result = search.run(store, undecided, marks, view, now)
    if isinstance(result, NotReady):
        return result
    numbers = result.whole()
    if query.has("sort") or isinstance(result, TieredResult):
        return Ranked(tuple(numbers), "words")
    if likeness and store.indexed and any(weight > 0 for weight in liked.values()):
        found = likeness_to(store, liked)
        # The scores of all events are no longer needed, and many.
        return Ranked(tuple(ordered(found, numbers)), "likeness", found._replace(scores={}))
    return Ranked(tuple(numbers), "time" if by_time else "topic")


def kept_of_newest(itinerary: Itinerary, paper_of: Callable[[str], str]) -> Kept:
    """Return how many of the newest decisions were stars; the others were noes.

    The moments are those of the itinerary, so that it makes no difference where
    and in which run something was decided.

    Args:
        itinerary: What was decided.
        paper_of: Gives the paper of an event by its id, or the id itself: both
            showings of a paper are one decision.
    """
    moments = [(star.at, event_id, True) for event_id, star in itinerary.stars.items()]
    moments += [(at, event_id, False) for event_id, at in itinerary.declined.items()]
    papers: dict[str, bool] = {}
    # A paper has two showings, hardly ever more.
    for _, event_id, kept in heapq.nlargest(3 * NEWEST, moments):
        if len(papers) == NEWEST:
            break
        papers.setdefault(paper_of(event_id), kept)
    return Kept(sum(papers.values()), len(papers))


def numbers_of(schedule: ScheduleStore, event_ids: Iterable[str]) -> list[int]:
    """Return the numbers of those events that the schedule holds."""
    found = map(schedule.number, event_ids)
    return [number for number in found if number is not None]


def showings_of(schedule: ScheduleStore, event_ids: Iterable[str]) -> list[int]:
    """Return the numbers of events and their twins, the one that is a row of Browse first."""
    found = [event for each in event_ids if (event := schedule.event(each)) is not None]
    events = {event.id: event for event in found}
    for event in found:
        events.update((twin.id, twin) for twin in schedule.twins(event))
    rows_first = sorted(events.values(), key=lambda event: event.kind is not Kind.ORAL)
    return numbers_of(schedule, [event.id for event in rows_first])
