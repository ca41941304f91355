"""What was seen and missed, a paper counted once whichever of its showings it was."""

from __future__ import annotations

from typing import NamedTuple

from planner.model import Itinerary
from planner.schedule.papers import paper_key, paper_keys
from planner.schedule.store import ScheduleStore


class SeenAndMissed(NamedTuple):
    """How many events were marked as seen, and how many starred ones were not.

    A paper counts once, and as seen if any of its showings is.
    """

    seen: int
    missed: int


def seen_and_missed(schedule: ScheduleStore, itinerary: Itinerary) -> SeenAndMissed:
    """Return how many events or papers were seen, and how many starred ones were missed."""
    keys = keys_of_decided(schedule, itinerary)
    seen = {keys[event_id] for event_id in itinerary.visited}
    starred = {keys[event_id] for event_id in itinerary.stars}
    return SeenAndMissed(len(seen), len(starred - seen))


def keys_of_decided(schedule: ScheduleStore, itinerary: Itinerary) -> dict[str, str]:
    """Return what the showings of a paper share, by the ids of all events decided about."""
    keys = paper_keys(schedule, [*itinerary.visited, *itinerary.notes, *itinerary.stars])
    # What has left the schedule is known by its star alone.
    gone = (star for star in itinerary.stars.values() if keys[star.event_id] == star.event_id)
    return keys | {star.event_id: paper_key(star.snapshot) for star in gone}
