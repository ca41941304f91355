"""Several plans together: who covers what, what nobody covers, and where members meet.

What counts is the paper: who sees the poster covers the talk as well. Whether a
member attends what they starred is decided before, by what fits into their plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from planner.itinerary.agenda import time_order
from planner.itinerary.budget import Interval, interval_of
from planner.model import Attendance, Event, Level

#: Levels from the highest to the lowest.
LEVELS = (Level.MUST, Level.WANT, Level.MAYBE)


class Busy(NamedTuple):
    """A stretch of time, in UTC, in which a member is elsewhere, and with what."""

    slot: Interval
    title: str


class Member(NamedTuple):
    """One whose plan is compared.

    ``levels`` are their stars by event id; ``attends`` the ids of what they
    attend as far as that can be told, what has no time known among it;
    ``busy`` is when they cannot drop in anywhere.
    """

    name: str
    levels: Mapping[str, Level]
    attends: frozenset[str]
    busy: tuple[Busy, ...] = ()


class Covered(NamedTuple):
    """A paper or event that somebody starred.

    ``event`` is the showing that is attended or starred first, ``levels`` the
    highest level by member's name and ``by`` the names of those who attend a
    showing, both in the members' order.
    """

    event: Event
    levels: Mapping[str, Level]
    by: tuple[str, ...]

    @property
    def is_must(self) -> bool:
        """Whether it is a must of somebody."""
        return Level.MUST in self.levels.values()


class Meeting(NamedTuple):
    """Where members are at the same time: at one event, or at the posters of one slot.

    ``event`` is None at a slot; ``common`` are the drop-ins of the slot that at
    least two of them attend. ``start`` is None where an event has no time known.
    """

    start: datetime | None
    end: datetime | None
    names: tuple[str, ...]
    event: Event | None
    common: tuple[Event, ...] = ()


class Comparison(NamedTuple):
    """Several plans compared; everything in time order, what has no time known last."""

    names: tuple[str, ...]
    covered: tuple[Covered, ...]
    meetings: tuple[Meeting, ...]

    @property
    def uncovered(self) -> list[Covered]:
        """What is a must of somebody, and nobody attends."""
        return [each for each in self.covered if each.is_must and not each.by]

    @property
    def alone(self) -> list[Covered]:
        """What is a must of somebody, and a single member attends."""
        return [each for each in self.covered if each.is_must and len(each.by) == 1]


def compare(members: Sequence[Member], events: Mapping[str, Event]) -> Comparison:
    """Return what the members' plans come to together.

    Args:
        members: In the order in which their names shall stand; no two of a name.
        events: By id all that they starred or attend, as they meet it.
    """
    return Comparison(
        tuple(each.name for each in members),
        tuple(_covered(members, events)),
        tuple(sorted(_meetings(members, events), key=_when)),
    )


def highest(levels: Iterable[Level]) -> Level | None:
    """Return the highest of some levels, None of none."""
    found = set(levels)
    return next((level for level in LEVELS if level in found), None)


def paper_of(event: Event) -> str:
    """Return what the showings of one paper share."""
    return event.paper or event.id


def _covered(members: Sequence[Member], events: Mapping[str, Event]) -> list[Covered]:
    showings: defaultdict[str, set[str]] = defaultdict(set)
    for member in members:
        for event_id in member.levels.keys() | member.attends:
            showings[paper_of(events[event_id])].add(event_id)
    found = []
    for ids in showings.values():
        levels = {
            member.name: level
            for member in members
            if (level := highest(member.levels[each] for each in ids if each in member.levels))
        }
        by = tuple(member.name for member in members if not ids.isdisjoint(member.attends))
        attended = ids & {each for member in members for each in member.attends}
        event = min((events[each] for each in attended or ids), key=time_order)
        found.append(Covered(event, levels, by))
    return sorted(found, key=lambda each: time_order(each.event))


def _meetings(members: Sequence[Member], events: Mapping[str, Event]) -> list[Meeting]:
    there: defaultdict[str, list[str]] = defaultdict(list)
    slots: defaultdict[tuple[Interval, str | None], dict[str, set[str]]] = defaultdict(dict)
    for member in members:
        for event_id in sorted(member.attends):
            event = events[event_id]
            slot = interval_of(event)
            if event.attended is not Attendance.DROP_IN:
                there[event_id].append(member.name)
            elif slot is not None:
                slots[slot, event.room].setdefault(member.name, set()).add(event_id)
    found = [
        Meeting(events[name].start, events[name].end, tuple(names), events[name])
        for name, names in there.items()
        if len(names) > 1
    ]
    for present in slots.values():
        if len(present) < 2:
            continue
        ids = {each for held in present.values() for each in held}
        shared = [each for each in ids if sum(each in held for held in present.values()) > 1]
        common = tuple(sorted((events[each] for each in shared), key=time_order))
        one = events[min(ids)]
        found.append(Meeting(one.start, one.end, tuple(present), None, common))
    return found


def _when(meeting: Meeting) -> tuple[bool, float, float, str, tuple[str, ...]]:
    start, end = meeting.start, meeting.end
    return (
        start is None,
        start.timestamp() if start else 0.0,
        end.timestamp() if end else 0.0,
        meeting.event.title.casefold() if meeting.event else "",
        meeting.names,
    )
