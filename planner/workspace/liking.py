"""What the attendee likes, by weight: the stars so far, and what got a no."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nlargest
from types import MappingProxyType

from planner.model import Itinerary, Level

#: How much a star of each level says about what is liked.
WEIGHTS: Mapping[Level, float] = MappingProxyType(
    {Level.MUST: 3.0, Level.WANT: 2.0, Level.MAYBE: 1.0}
)
#: A no is a weaker word than any star: it may be about this one event only.
DECLINED_WEIGHT = -1.0
#: The newest noes tell what was looked at lately; older ones add only time.
MOST_DECLINED = 200


def liking(itinerary: Itinerary) -> dict[str, float]:
    """Return the weights of all events that say what the attendee likes, by event id.

    A star weighs by its level, the newest noes weigh against; hiding and
    visiting say nothing about liking. Where an event has both, the star counts.
    """
    declined = itinerary.declined
    newest = nlargest(MOST_DECLINED, declined, key=lambda event_id: (declined[event_id], event_id))
    liked = dict.fromkeys(newest, DECLINED_WEIGHT)
    liked.update({event_id: WEIGHTS[star.level] for event_id, star in itinerary.stars.items()})
    return liked
