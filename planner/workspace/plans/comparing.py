"""The plans of a group compared for both shells: what each attends, and a fair division.

What a member attends is what the best choice among their own stars keeps, as
``planner suggest`` finds it; what has no time known is taken to be attended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from planner.export.plan_values import PlanError
from planner.itinerary.budget import fixed_intervals
from planner.itinerary.division import SlotDivision, divide
from planner.itinerary.group import Busy, Comparison, Member, compare
from planner.model import Attendance, Event, Itinerary
from planner.settings import DEFAULTS, Settings
from planner.workspace.chosen import Chosen

if TYPE_CHECKING:
    from planner.export.plan_file import Plan
    from planner.schedule.store import ScheduleStore

#: What the attendee's own plan is called among the others'.
YOU = "you"

MOST_PLANS = 50
MOST_STARS = 5_000


class Compared(NamedTuple):
    """A comparison with the division that goes with it."""

    comparison: Comparison
    division: tuple[SlotDivision, ...]


def comparing(
    itineraries: Sequence[tuple[str, Itinerary]], settings: Settings = DEFAULTS
) -> Callable[[ScheduleStore], Compared]:
    """Return the question what several plans come to together.

    A time that one of them knows of an event counts for all; of several the
    newest.

    Args:
        itineraries: The plans by name, in the order in which names shall stand.
        settings: The minutes that a walk, a poster and a demo take.

    Raises:
        PlanError: They are more, or larger, than anybody's group.
    """
    if len(itineraries) > MOST_PLANS:
        raise PlanError(f"More than {MOST_PLANS} plans cannot be compared: leave some out.")
    for name, each in itineraries:
        if len(each.stars) > MOST_STARS:
            raise PlanError(
                f"{name or 'A plan'} holds {len(each.stars):,} stars; plans of more than "
                f"{MOST_STARS:,} cannot be compared."
            )
    names = unique(name for name, _ in itineraries)
    own_times = (own for _, each in itineraries for own in each.own_times.values())
    known = {own.event_id: own for own in sorted(own_times, key=lambda own: own.at)}

    def compared(schedule: ScheduleStore) -> Compared:
        events: dict[str, Event] = {}
        members = [
            _member(name, itinerary._replace(own_times=known), schedule, settings, events)
            for name, (_, itinerary) in zip(names, itineraries, strict=True)
        ]
        return Compared(
            compare(members, events), tuple(divide(members, events, settings.poster_minutes))
        )

    return compared


def itinerary_of(plan: Plan) -> Itinerary:
    """Return a plan as an itinerary."""
    return Itinerary(
        plan.conference_id,
        stars={star.event_id: star for star in plan.stars},
        notes={},
        visited={},
        hidden={},
        commitments={each.id: each for each in plan.commitments},
        own_times={own.event_id: own for own in plan.own_times},
        mine=dict(plan.mine),
        pins=dict(plan.pins),
        leaving={each.event_id: each for each in plan.leaving},
    )


def unique(names: Iterable[str]) -> list[str]:
    """Return names so that no two are alike: the second Ada is ``Ada 2``, none is ``plan 3``."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        wanted = name or f"plan {number}"
        free, again = wanted, 1
        while free in found:
            again += 1
            free = f"{wanted} {again}"
        found.append(free)
    return found


def _member(
    name: str,
    itinerary: Itinerary,
    schedule: ScheduleStore,
    settings: Settings,
    events: dict[str, Event],
) -> Member:
    from planner.workspace.suggesting import propose

    chosen = Chosen(schedule, itinerary, settings=settings)
    proposal = propose(schedule, itinerary, settings)
    left = {each.id for each in proposal.drop}
    attends = {event.id: event for event in chosen.events if event.id not in left}
    attends |= {showing.id: showing for showing, _ in proposal.take}
    starred = {event.id: event for event in chosen.events}
    for event in (*starred.values(), *attends.values()):
        # One who presents an event, or leaves it early, meets it otherwise than all others.
        peculiar = event.id in itinerary.mine or event.id in itinerary.leaving
        if not peculiar or event.id not in events:
            events[event.id] = event
    levels = {event_id: star.level for event_id, star in chosen.stars.items()}
    busy = [
        Busy(slot, event.title)
        for event in attends.values()
        if event.attended is Attendance.FIXED
        for slot in fixed_intervals([event])
    ]
    busy += [
        Busy((each.start.astimezone(UTC), each.end.astimezone(UTC)), each.title)
        for each in chosen.commitments
    ]
    return Member(name, levels, frozenset(attends), tuple(sorted(busy)))
