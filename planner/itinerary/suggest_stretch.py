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

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

MINUTE = 60_000_000

#: More states than this are looked through for some that are worse in every respect.
_MANY = 48

#: Events ruled out, busy until, reach by slot that has begun.
_State = tuple[int, int, tuple[int, ...]]
#: What a way to a state is worth, and the items chosen, one bit each.
_Way = tuple[int, int]
_States = dict[_State, _Way]
#: Something that happens to all states at once, with the weights of the moment.
_Step = Callable[[_States, Sequence[int]], _States]


class Choice(NamedTuple):
    """The best choice of a stretch: what it is worth, and the items as bits."""

    value: int
    chosen: int


class FixedItem(NamedTuple):
    """An event that is attended from start to end, or not at all.

    ``excludes`` are the items, as bits, that cannot be attended beside it.
    """

    item: int
    start: int
    end: int
    excludes: int


class Slot(NamedTuple):
    """Drop-ins of one slot: items with the microseconds that each takes.

    ``forced`` is the time of those that are chosen in any case. An item that
    takes no time needs some minute of the slot to be free, however few others
    leave; such an item has a slot to itself. ``keep`` says that it must be.
    """

    start: int
    end: int
    items: tuple[tuple[int, int], ...]
    forced: int = 0
    keep: bool = False

    @property
    def is_idle(self) -> bool:
        """Whether what is in it takes no time."""
        return not self.forced and not any(length for _, length in self.items)

    @property
    def load(self) -> int:
        """The time that all of it would take."""
        return self.forced + sum(length for _, length in self.items)


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
        states: _States = {(0, 0, ()): (0, 0)}
        for step in self._steps:
            states = step(states, weights)
            if len(states) > _MANY:
                states = _without_worse(states)
        return Choice(*max(states.values()))

    def _best_of_fixed(self, weights: Sequence[int]) -> Choice:
        """Do the same where time does not matter: states are the events ruled out."""
        ways: dict[int, _Way] = {0: (0, 0)}
        open_items = _bits(one.item for one in self._fixed if weights[one.item] > 0)
        for one in self._fixed:
            weight = weights[one.item]
            if weight <= 0:
                continue
            bit = 1 << one.item
            open_items &= ~bit
            excludes = one.excludes & open_items
            after: dict[int, _Way] = {}
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

    def _swept(self) -> Iterable[_Step]:
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
                yield _taking(one, open_items, self._floors(moment, begun, ended))
                continue
            slot = self._slots[place]
            own = place if slot.is_idle else None
            if what == 1:
                begun.append((moment, own))
                yield _beginning(moment)
                continue
            ended.add(place)
            if own is not None:
                position = begun.index((slot.start, own))
                yield _ending_idle(slot, position)
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
            yield _ending(slot, affected, gone, heir, self._floors(moment, begun, ended))

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


def _taking(one: FixedItem, open_items: int, floors: tuple[int, ...]) -> _Step:
    """Return the step at which a fixed event is taken or not."""
    item, start, end = one.item, one.start, one.end
    bit, excludes = 1 << item, one.excludes & open_items

    def step(states: _States, weights: Sequence[int]) -> _States:
        weight = weights[item]
        if weight <= 0:
            return states
        after: _States = {}
        for (out, busy, reach), (value, chosen) in states.items():
            free_from = busy if busy > start else start
            left = (out & open_items, free_from, _raised(reach, floors))
            if left not in after or after[left][0] < value:
                after[left] = (value, chosen)
            if not out & bit:
                more = end - free_from
                if more > 0:
                    reach = tuple([until + more for until in reach])
                    free_from = end
                taken = (out & open_items | excludes, free_from, _raised(reach, floors))
                if taken not in after or after[taken][0] < value + weight:
                    after[taken] = (value + weight, chosen | bit)
        return after

    return step


def _beginning(moment: int) -> _Step:
    """Return the step at which a slot begins."""

    def step(states: _States, _weights: Sequence[int]) -> _States:
        return {
            (out, busy, (*reach, busy if busy > moment else moment)): way
            for (out, busy, reach), way in states.items()
        }

    return step


def _ending_idle(slot: Slot, position: int) -> _Step:
    """Return the step at which a slot ends whose one item takes no time."""
    end = slot.end
    item = slot.items[0][0] if slot.items else None

    def step(states: _States, weights: Sequence[int]) -> _States:
        weight = 0 if item is None else weights[item]
        after: _States = {}
        for (out, busy, reach), (value, chosen) in states.items():
            beyond = busy - end if busy > end else 0
            has_room = end + beyond - reach[position] >= MINUTE
            if slot.keep and not has_room:
                continue
            if has_room and item is not None and weight > 0:
                value += weight
                chosen |= 1 << item
            key = (out, busy, reach[:position] + reach[position + 1 :])
            if key not in after or after[key][0] < value:
                after[key] = (value, chosen)
        return after

    return step


def _ending(
    slot: Slot,
    affected: tuple[int, ...],
    gone: int | None,
    heir: int | None,
    floors: tuple[int, ...],
) -> _Step:
    """Return the step at which a slot ends, and its drop-ins are chosen.

    ``affected`` are the begun starts in whose windows the slot lies; ``gone``
    is the one that no slot to come has, ``heir`` the next after it.
    """
    end, forced = slot.end, slot.forced
    ends_all = not floors
    inside = set(affected)

    def step(states: _States, weights: Sequence[int]) -> _States:
        bundles = _bundles(slot, weights)
        after: _States = {}
        for (out, busy, reach), (value, chosen) in states.items():
            beyond = busy - end if busy > end else 0
            room = end + beyond - max([reach[position] for position in affected]) - forced
            if room < 0:
                continue
            for length, worth, items in bundles:
                if length > room:
                    continue
                spent = forced + length
                spread = [
                    until + spent if position in inside else until
                    for position, until in enumerate(reach)
                ]
                if gone is not None:
                    if heir is not None and spread[gone] > spread[heir]:
                        spread[heir] = spread[gone]
                    del spread[gone]
                key = (out, busy, _raised(tuple(spread), floors))
                if key not in after or after[key][0] < value + worth:
                    after[key] = (value + worth, chosen | items)
                if ends_all or key[2] == floors:
                    # What takes less is worth less, and no state is better than this one.
                    break
        return after

    return step


def _bundles(slot: Slot, weights: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return what a slot's items can be worth: length, weight, items; most first.

    Of items that take as long the heaviest go first. Only bundles that weigh
    more than all shorter ones are any use.
    """
    by_length: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for item, length in slot.items:
        if weights[item] > 0:
            by_length[length].append((weights[item], item))
    bundles = [(0, 0, 0)]
    for length, found in by_length.items():
        found.sort(reverse=True)
        sums = list(accumulate((weight for weight, _ in found), initial=0))
        masks = list(accumulate((1 << item for _, item in found), initial=0))
        rows = sorted(
            (
                (taken + number * length, worth + sums[number], items | masks[number])
                for taken, worth, items in bundles
                for number in range(len(found) + 1)
            ),
            key=lambda row: (row[0], -row[1]),
        )
        bundles = []
        for row in rows:
            if not bundles or row[1] > bundles[-1][1]:
                bundles.append(row)
    bundles.reverse()
    return bundles


def _raised(reach: tuple[int, ...], floors: tuple[int, ...]) -> tuple[int, ...]:
    if len(reach) == 1:
        return reach if reach[0] >= floors[0] else floors
    return tuple([max(pair) for pair in zip(reach, floors, strict=True)])


def _without_worse(states: _States) -> _States:
    """Return the states less those that another beats: worth more, and bound by less."""
    groups: defaultdict[tuple[int, int], list[tuple[_Way, tuple[int, ...]]]] = defaultdict(list)
    for (out, busy, reach), way in states.items():
        groups[out, busy].append((way, reach))
    kept: _States = {}
    for (out, busy), rows in groups.items():
        rows.sort(key=lambda row: (-row[0][0], row[1]))
        best: list[tuple[int, ...]] = []
        for way, reach in rows:
            for other in best:
                for mine, theirs in zip(reach, other):  # noqa: B905 - strict costs a third
                    if mine < theirs:
                        break
                else:
                    break
            else:
                best.append(reach)
                kept[out, busy, reach] = way
    return kept


def _bits(items: Iterable[int]) -> int:
    found = 0
    for item in items:
        found |= 1 << item
    return found
