"""The best choice within one stretch of time, exactly: a sweep from its start to its end.

Time here counts in microseconds that are free of what is taken anyway; an
hour of the attendee's own has no length. What is left is decided in passing:
a fixed event when it starts, the drop-ins of a slot when the slot ends. What
was decided before matters to what comes only by

- which fixed events to come it rules out,
- until when one is busy, and
- for every slot that has begun, how far the work inside it reaches: the
  moment until which its start's minutes are spent if no time is wasted.

The last is how a window is kept: the drop-ins from one slot's start to
another's end fit if and only if, at that end, this reach is not beyond it
(Horn, "Some simple scheduling algorithms", 1974). Of all ways that lead to the
same state only the best goes on, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from planner.itinerary.suggest_steps import (
    MINUTE,
    FixedItem,
    Slot,
    States,
    Step,
    Way,
    beginning,
    ending,
    ending_idle,
    taking,
    without_worse,
)

#: More states than this are looked through for some that are worse in every respect.
_MANY = 48


class Choice(NamedTuple):
    """The best choice of a stretch: what it is worth, and the items as bits."""

    value: int
    chosen: int


class Stretch:
    """Fixed events and slots that have to do with each other, and with no others.

    Args:
        fixed: The events attended from start to end.
        slots: The slots of drop-ins.
        open_time: For two moments, the time between them that no fixed event
            of the stretch can take.
    """

    def __init__(
        self,
        fixed: Iterable[FixedItem],
        slots: Iterable[Slot],
        open_time: Callable[[int, int], int],
    ) -> None:
        self._fixed = sorted(fixed, key=lambda one: (one.start, one.end, one.item))
        self._slots = sorted(slots, key=lambda one: (one.end, one.start, one.items))
        self._open_time = open_time
        self.items = tuple(one.item for one in self._fixed) + tuple(
            item for slot in self._slots for item, _ in slot.items
        )
        self._steps = list(self._swept()) if self._slots else []

    def best(self, weights: Sequence[int]) -> Choice:
        """Return the choice whose weights sum to most; what weighs 0 or less is left out.

        Args:
            weights: By item, of any size.
        """
        if not self._slots:
            return self._best_of_fixed(weights)
        states: States = {(0, 0, ()): (0, 0)}
        for step in self._steps:
            states = step(states, weights)
            if len(states) > _MANY:
                states = without_worse(states)
        return Choice(*max(states.values()))

    def _best_of_fixed(self, weights: Sequence[int]) -> Choice:
        """Do the same where time does not matter: states are the events ruled out."""
        ways: dict[int, Way] = {0: (0, 0)}
        open_items = _bits(one.item for one in self._fixed if weights[one.item] > 0)
        for one in self._fixed:
            weight = weights[one.item]
            if weight <= 0:
                continue
            bit = 1 << one.item
            open_items &= ~bit
            excludes = one.excludes & open_items
            after: dict[int, Way] = {}
            for out, way in ways.items():
                rest = out & open_items
                if rest not in after or after[rest][0] < way[0]:
                    after[rest] = way
                if not out & bit:
                    rest |= excludes
                    value = way[0] + weight
                    if rest not in after or after[rest][0] < value:
                        after[rest] = (value, way[1] | bit)
            ways = after
        return Choice(*max(ways.values()))

    def _swept(self) -> Iterable[Step]:
        """Yield the steps in the order of time; at one moment slots end, begin, then events."""
        moments: list[tuple[int, int, int]] = []
        moments += [(slot.end, 0, place) for place, slot in enumerate(self._slots)]
        moments += [
            (slot.start, 1, place)
            for place, slot in enumerate(self._slots)
            if slot.is_idle or all(
                other.is_idle or other.start != slot.start for other in self._slots[:place]
            )
        ]  # fmt: skip
        moments += [(one.start, 2, place) for place, one in enumerate(self._fixed)]
        #: The begun starts in their order: the moment, and the slot if it counts for itself.
        begun: list[tuple[int, int | None]] = []
        ended: set[int] = set()
        open_items = _bits(one.item for one in self._fixed)
        for moment, what, place in sorted(moments):
            if what == 2:
                one = self._fixed[place]
                open_items &= ~(1 << one.item)
                yield taking(one, open_items, self._floors(moment, begun, ended))
                continue
            slot = self._slots[place]
            own = place if slot.is_idle else None
            if what == 1:
                begun.append((moment, own))
                yield beginning(moment)
                continue
            ended.add(place)
            if own is not None:
                position = begun.index((slot.start, own))
                yield ending_idle(slot, position)
                del begun[position]
                continue
            shared = [p for p, (start, alone) in enumerate(begun) if alone is None]
            affected = tuple(p for p in shared if begun[p][0] <= slot.start)
            gone, heir = None, None
            if not any(
                other.start == slot.start and number not in ended and not other.is_idle
                for number, other in enumerate(self._slots)
            ):
                # Its minutes bound what began later as well: the next one inherits them.
                gone = affected[-1]
                heir = next((p for p in shared if p > gone), None)
                del begun[gone]
            yield ending(slot, affected, gone, heir, self._floors(moment, begun, ended))

    def _floors(
        self, moment: int, begun: Sequence[tuple[int, int | None]], ended: set[int]
    ) -> tuple[int, ...]:
        """Return for each begun start a reach so small that it will not matter any more.

        Whatever is chosen from here on, all fits: such reaches are one state.
        """
        found = []
        for start, own in begun:
            if own is not None:
                end = self._slots[own].end
                found.append(moment + self._open_time(moment, end) - MINUTE)
                continue
            load, floor = 0, None
            for number, slot in enumerate(self._slots):
                if number not in ended and slot.start >= start and not slot.is_idle:
                    load += slot.load
                    reach = moment + self._open_time(moment, slot.end) - load
                    floor = reach if floor is None or reach < floor else floor
            found.append(moment if floor is None else floor)
        return tuple(found)


def _bits(items: Iterable[int]) -> int:
    found = 0
    for item in items:
        found |= 1 << item
    return found
