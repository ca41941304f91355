"""More like this, more like my stars: what to ask a schedule for, and in which words to say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from planner.schedule.alike import Alike, alike
from planner.schedule.search import NotReady
from planner.schedule.store import ScheduleStore
from planner.workspace.liking import liking

if TYPE_CHECKING:
    from planner.model import Event
    from planner.workspace.session import Session

#: What to do where nothing is starred.
NO_STARS = "Nothing is starred yet"
_AREA = "->"


def question(
    session: Session, event_id: str | None, limit: int
) -> Callable[[ScheduleStore], list[Alike] | NotReady]:
    """Return what finds events alike, to be asked of this session's store or another one.

    Hidden events are left out with their twins, and so is what got a no.

    Args:
        session: The session whose decisions count.
        event_id: The event to be alike; None for all that is starred.
        limit: The most events to find.
    """
    itinerary = session.itinerary()
    liked = liking(itinerary) if event_id is None else {event_id: 1.0}
    without = frozenset({*itinerary.hidden, *itinerary.declined})

    def ask(store: ScheduleStore) -> list[Alike] | NotReady:
        if not store.indexed:
            return NotReady()
        return alike(store, liked, without=without, limit=limit)

    return ask


def has_stars(session: Session) -> bool:
    """Tell whether any star is on an event that the schedule holds."""
    return any(session.schedule.number(id_) is not None for id_ in session.itinerary().stars)


def shared_words(found: Alike) -> str:
    """Return what a suggestion shares, in words: ``shares Graph, Diffusion``, then the topic."""
    words = f"shares {', '.join(found.words)}" if found.words else ""
    topic = found.topic.rpartition(_AREA)[2] if found.topic else ""
    return "   ".join(filter(None, (words, topic)))


def nothing_alike(event: Event | None) -> str:
    """Return why no event is alike: ``event``, or the stars where it is None."""
    whom = "your stars" if event is None else event.title
    return f"No other event shares a telling word with {whom}"
