"""A fair division of posters among several members: each poster once, slot by slot.

In each slot, in this order of weight: as few posters as possible are nobody's;
the load is as even as it can be (the sum of the squares of what each member gets
is least, so that where nobody is busy the loads differ by at most one); the
wishes of those who get the posters add up to the most; and who has got fewer in
the slots before gets more. That is a flow of least cost, found exactly by
sending one poster after another along its cheapest path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from planner.itinerary.agenda import time_order
from planner.itinerary.budget import POSTER_MINUTES, Interval, free_minutes, interval_of
from planner.itinerary.group import Member, highest, paper_of
from planner.itinerary.suggest import WORTH
from planner.model import Attendance, Event, Kind, Level

_HANGING = (Kind.POSTER, Kind.SPOTLIGHT)


class Share(NamedTuple):
    """A poster and the name of the member who gets it, None where nobody has time; and why."""

    event: Event
    name: str | None
    why: str


class SlotDivision(NamedTuple):
    """How the posters of one slot are divided.

    ``start`` and ``end`` are None for the posters without a time known.
    ``loads`` are how many posters each member gets, ``free`` how many minutes
    of the slot each has (empty where the slot's length is not known); both by
    name in the members' order.
    """

    start: datetime | None
    end: datetime | None
    shares: tuple[Share, ...]
    loads: Mapping[str, int]
    free: Mapping[str, int]


def divide(
    members: Sequence[Member],
    events: Mapping[str, Event],
    poster_minutes: int = POSTER_MINUTES,
) -> list[SlotDivision]:
    """Return who shall see which of the posters that are a must of anybody.

    A member takes as many posters as their free minutes of the slot hold.
    Where no time is known of posters, nobody is taken to be busy.

    Args:
        members: In the order in which they take turns where all else is equal.
        events: By id all that they starred, as they meet it.
        poster_minutes: Minutes that a poster takes.
    """
    slots: defaultdict[tuple[datetime | None, Interval | None], list[Event]] = defaultdict(list)
    for event in _musts(members, events):
        slots[event.start, interval_of(event)].append(event)
    before = [0] * len(members)
    found = []
    for (start, slot), posters in sorted(slots.items(), key=lambda item: _when(item[0])):
        free = [
            free_minutes(slot, [each.slot for each in member.busy]) if slot else None
            for member in members
        ]
        room = [
            len(posters) if minutes is None or poster_minutes <= 0 else minutes // poster_minutes
            for minutes in free
        ]
        wishes = [_wishes(members, events, poster) for poster in posters]
        whose = dealt([[_worth(level) for level in row] for row in wishes], room, before)
        loads = [whose.count(place) for place in range(len(members))]
        before = [had + got for had, got in zip(before, loads, strict=True)]
        shares = tuple(
            Share(
                poster,
                None if place is None else members[place].name,
                _why(members, row, place, loads, room, slot),
            )
            for poster, row, place in zip(posters, wishes, whose, strict=True)
        )
        names = [member.name for member in members]
        found.append(
            SlotDivision(
                start,
                posters[0].end,
                shares,
                dict(zip(names, loads, strict=True)),
                {name: each or 0 for name, each in zip(names, free, strict=True)} if slot else {},
            )
        )
    return found


def dealt(
    wishes: Sequence[Sequence[int]], room: Sequence[int], before: Sequence[int]
) -> list[int | None]:
    """Return for each poster the number of the member who gets it, None for nobody.

    The rules stand at the head of this module. Of posters that are wished for
    alike each member gets neighbours, in the order given.

    Args:
        wishes: Of each poster, how much each member wishes for it, at least 0.
        room: How many posters each member can take.
        before: How many posters each member has got already.
    """
    alike: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(wishes):
        alike[tuple(row)].append(number)
    kinds = list(alike)
    flow = _Flow(kinds, room, before, len(wishes))
    for kind, numbers in enumerate(alike.values()):
        for _ in numbers:
            flow.send(kind)
    found: list[int | None] = [None] * len(wishes)
    for kind, numbers in enumerate(alike.values()):
        waiting = iter(numbers)
        for place in range(len(room)):
            for _ in range(flow.held[place][kind]):
                found[next(waiting)] = place
    return found


class _Flow:
    """Posters of a few kinds flowing to the members; the last place is nobody's."""

    def __init__(
        self,
        kinds: Sequence[tuple[int, ...]],
        room: Sequence[int],
        before: Sequence[int],
        posters: int,
    ) -> None:
        self._room = [*room, posters]
        # Each rule outweighs all that the rules below it can come to.
        wish = posters * max(before, default=0) + 1
        square = wish * (posters * max((max(row, default=0) for row in kinds), default=0) + 1)
        nobody = square * (posters * posters + 1)
        self._wishes = [[-wish * each for each in (*row, 0)] for row in kinds]
        self._square, self._nobody = square, nobody
        self._before = [*before, 0]
        self.held = [[0] * len(kinds) for _ in self._room]

    def send(self, kind: int) -> None:
        """Send one more poster of a kind to where all together costs least."""
        places = range(len(self._room))
        cost = list(self._wishes[kind])
        origin: list[tuple[int, int] | None] = [None] * len(self._room)
        moves = [[self._move(one, other) for other in places] for one in places]
        changed = True
        while changed:
            changed = False
            for one in places:
                for other in places:
                    move = moves[one][other]
                    if move is not None and cost[one] + move[0] < cost[other]:
                        cost[other] = cost[one] + move[0]
                        origin[other] = (one, move[1])
                        changed = True
        open_places = [place for place in places if sum(self.held[place]) < self._room[place]]
        place = min(open_places, key=lambda each: cost[each] + self._one_more(each))
        while (step := origin[place]) is not None:
            one, moved = step
            self.held[place][moved] += 1
            self.held[one][moved] -= 1
            place = one
        self.held[place][kind] += 1

    def _one_more(self, place: int) -> int:
        if place == len(self._room) - 1:
            return self._nobody
        return self._square * (2 * sum(self.held[place]) + 1) + self._before[place]

    def _move(self, one: int, other: int) -> tuple[int, int] | None:
        """Return the least cost of handing a poster on, and its kind; None if there is none."""
        return min(
            (
                (wishes[other] - wishes[one], kind)
                for kind, wishes in enumerate(self._wishes)
                if one != other and self.held[one][kind]
            ),
            default=None,
        )


def _musts(members: Sequence[Member], events: Mapping[str, Event]) -> list[Event]:
    """Return the posters that are a must of anybody, each paper's once, in time order."""
    found: dict[str, Event] = {}
    ids = {name for each in members for name, level in each.levels.items() if level == Level.MUST}
    for event in sorted((events[each] for each in ids), key=time_order):
        if event.kind in _HANGING and event.attended is Attendance.DROP_IN:
            found.setdefault(paper_of(event), event)
    return list(found.values())


def _wishes(
    members: Sequence[Member], events: Mapping[str, Event], poster: Event
) -> list[Level | None]:
    """Return the highest level that each member gave a showing of the poster's paper."""
    paper = paper_of(poster)
    return [
        highest(level for name, level in member.levels.items() if paper_of(events[name]) == paper)
        for member in members
    ]


def _worth(level: Level | None) -> int:
    return WORTH[level] if level else 0


def _why(
    members: Sequence[Member],
    wishes: Sequence[Level | None],
    place: int | None,
    loads: Sequence[int],
    room: Sequence[int],
    slot: Interval | None,
) -> str:
    """Return why a member gets a poster: their own star, or what keeps those who want it more."""
    own = _worth(wishes[place]) if place is not None else -1
    others = [
        f"{level} of {members[other].name} ({_hindrance(members[other], load, most, slot)})"
        for other, (level, load, most) in enumerate(zip(wishes, loads, room, strict=True))
        if level is not None and _worth(level) > own
    ]
    if place is None:
        return ", ".join(["nobody has time left", *others])
    starred = f"starred as {wishes[place]}" if wishes[place] else ""
    return ", ".join(filter(None, (starred, *others)))


def _hindrance(member: Member, load: int, room: int, slot: Interval | None) -> str:
    if load < room or slot is None:
        return f"has {load} already"
    titles = [
        each.title
        for each in sorted(member.busy)
        if each.slot[0] < slot[1] and slot[0] < each.slot[1]
    ]
    if not titles:
        return f"has {load}, which fill the slot"
    time = f"time for {room} beside" if room else "busy with"
    return f"{time} {titles[0]}" + (f" and {len(titles) - 1} more" if len(titles) > 1 else "")


def _when(key: tuple[datetime | None, Interval | None]) -> tuple[bool, float, float]:
    start, slot = key
    return start is None, start.timestamp() if start else 0.0, slot[1].timestamp() if slot else 0.0
