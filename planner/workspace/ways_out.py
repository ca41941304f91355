"""The ways out of a problem in the plan: as lines to choose from, and decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from planner.model import Commitment, Event, Level
from planner.workspace.problems import problems, showing_words
from planner.workspace.wording import clock

if TYPE_CHECKING:
    from planner.itinerary.budget import Budget
    from planner.itinerary.clashes import Clash
    from planner.itinerary.ways_out import WayOut
    from planner.workspace.decisions import Outcome
    from planner.workspace.session import Session


def keep_best(session: Session, budget: Budget, name: str) -> Outcome:
    """Take off the stars of a slot that do not fit: one decision, hence one undo.

    Args:
        session: The session.
        budget: What the slot's events ask of its time.
        name: What the slot is called.
    """
    gone = problems(session).beyond(budget)
    count = len(budget.events)
    label = f"Kept the best {count - len(gone)} of {count} in {name}"
    return session.decisions.rearrange(label, [], [event.id for event in gone])


def take_way_out(session: Session, way: WayOut, clash: Clash) -> Outcome:
    """Decide a way out: one decision, hence one undo."""
    decisions, event = session.decisions, way.event
    if isinstance(event, Commitment):
        return decisions.unblock([event.id])
    if way.what == "showing" and way.instead is not None:
        level = session.reading.chosen.stars[event.id].level
        label = f"Its {way.instead.kind.label} instead: {event.title}"
        return decisions.rearrange(label, [(way.instead, level)], [event.id])
    if way.what == "leave" and way.until is not None:
        return decisions.leave(event, way.until)
    if way.what == "maybe":
        return decisions.star([event], Level.MAYBE)
    return decisions.unstar([event.id], event.title)


def way_words(way: WayOut) -> str:
    """Return a way out as a line to choose, what is done first and with which event last."""
    title = way.event.title
    if isinstance(way.event, Commitment):
        return f"Give your own time back: {title}"
    if way.what == "showing" and way.instead is not None:
        return f"See {showing_words(way.instead, None)}, instead of {title}"
    if way.what == "leave" and way.until is not None:
        return f"Leave at {clock(way.until)}{_after_words(way.event, way.until)}: {title}"
    if way.what == "maybe":
        return f"Make it a maybe: {title}"
    return f"Take its star off: {title}"


def stay_words(event: Event) -> str:
    """Return staying to the end of an event that one leaves early, as a line to choose."""
    return f"Stay to the end after all: {event.title}"


def _after_words(event: Event, until: datetime) -> str:
    """Return how much of an event one attends: ``, after 15 of 30 min``."""
    if event.start is None:
        return ""
    attended = (until - event.start) // timedelta(minutes=1)
    whole = f" of {(event.end - event.start) // timedelta(minutes=1)}" if event.end else ""
    return f", after {attended}{whole} min"
