"""What fits into the plan's free time and is like what was starred: asked beside the event loop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Event, Itinerary
from planner.schedule.alike import Alike, shared_words
from planner.schedule.likeness import Likeness, likeness, with_twins
from planner.schedule.search import NotReady
from planner.settings import DEFAULTS, Settings
from planner.workspace.liking import liking
from planner.workspace.wording import place_words

if TYPE_CHECKING:
    from planner.itinerary.agenda import Gap
    from planner.schedule.store import ScheduleStore
    from planner.workspace.session import Session

#: The most events that are told of one gap.
MOST_FITS = 20
#: How many of the events most like the stars are looked at for one gap.
_LOOKED_AT = 400


class Filler(NamedTuple):
    """An event that fits into a gap: the minutes it takes there, and what it is like the stars in.

    ``event`` is as the attendee meets it.
    """

    event: Event
    minutes: int
    alike: Alike

    @property
    def words(self) -> str:
        """Its length and its place, as said behind its title: ``15 min, Hall A1``."""
        return ", ".join(filter(None, (f"{self.minutes} min", place_words(self.event))))

    @property
    def likeness(self) -> str:
        """What it has in common with the stars: ``like your stars: alignment, reward``."""
        topic = (self.alike.topic or "").rpartition("->")[2]
        common = ", ".join(self.alike.words) or topic
        return f"like your stars: {common}" if common else ""


#: A gap's start and end, UTC.
GapKey = tuple[datetime, datetime]
#: What fits, by gap.
Fillers = Mapping[GapKey, tuple[Filler, ...]]


def gap_key(gap: Gap) -> GapKey:
    """Return what names a gap."""
    return gap.start.astimezone(UTC), gap.end.astimezone(UTC)


def question(
    session: Session, gaps: Sequence[Gap], most: int = MOST_FITS
) -> Callable[[ScheduleStore], Fillers | NotReady]:
    """Return what finds what fits into gaps, the likest first, to be asked of any store.

    Nothing starred is found, nor its other showing, nor what is hidden, declined
    or seen already.

    Args:
        session: The session whose decisions and settings count.
        gaps: The gaps of its agenda.
        most: The most events to find for one gap.
    """
    itinerary, settings = session.itinerary(), session.settings

    def ask(store: ScheduleStore) -> Fillers | NotReady:
        return fillers(store, itinerary, gaps, settings, most) if store.indexed else NotReady()

    return ask


def fillers(
    store: ScheduleStore,
    itinerary: Itinerary,
    gaps: Sequence[Gap],
    settings: Settings = DEFAULTS,
    most: int = MOST_FITS,
) -> Fillers:
    """Return what fits into gaps of an itinerary's agenda; see :func:`question`."""
    from planner.itinerary.fitting import around, fitting
    from planner.itinerary.walk import hangs
    from planner.workspace.chosen import Chosen

    def minutes_of(event: Event) -> int:
        return settings.poster_minutes if hangs(event) else settings.demo_minutes

    chosen = Chosen(store, itinerary, settings=settings)
    liked = likeness(store, liking(itinerary))
    left_out = liked.own | _out_of_question(store, itinerary)
    topics = {topic for event in chosen.events for topic in event.topics}
    budgets = [each for day in chosen.agenda().days for each in day.budgets]
    found: dict[GapKey, tuple[Filler, ...]] = {}
    for gap in gaps:
        numbers = _likest(store, gap, liked, left_out)
        candidates = list(map(chosen.as_met, store.events(numbers)))
        number_of = {event.id: number for event, number in zip(candidates, numbers, strict=True)}
        rooms = around(gap, chosen.attended)
        fits = fitting(gap, candidates, rooms, budgets, minutes_of, settings.walk_minutes)
        papers: dict[str, Filler] = {}
        for event, minutes in fits:
            paper = event.paper or event.id
            if len(papers) < most and paper not in papers:
                number = number_of[event.id]
                topic = next((each for each in event.topics if each in topics), None)
                words = shared_words(event, liked)
                alike = Alike(number, liked.scores[number], words, topic)
                papers[paper] = Filler(event, minutes, alike)
        found[gap_key(gap)] = tuple(papers.values())
    return found


def _likest(
    store: ScheduleStore, gap: Gap, liked: Likeness, left_out: Collection[int]
) -> list[int]:
    """Return the numbers of the events within reach of a gap that are most like the stars."""
    start, end = (int(each.timestamp()) for each in gap_key(gap))
    rows = store.connection.execute(
        "SELECT number FROM event WHERE listed AND start < ? AND end > ?", (end, start)
    )
    scores = liked.scores
    near = (row[0] for row in rows if scores.get(row[0], 0.0) > 0 and row[0] not in left_out)
    return nsmallest(_LOOKED_AT, near, key=lambda number: (-scores[number], number))


def _out_of_question(store: ScheduleStore, itinerary: Itinerary) -> frozenset[int]:
    decided = {*itinerary.hidden, *itinerary.declined, *itinerary.visited, *itinerary.mine}
    numbers = [number for each in decided if (number := store.number(each)) is not None]
    return with_twins(store, numbers)
