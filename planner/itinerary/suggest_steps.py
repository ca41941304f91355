"""The steps of a sweep through a stretch of time: what happens to all its states at once.

What a state is, and why no more of the past matters, stands at the head of
:mod:`planner.itinerary.suggest_stretch`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

#: A minute in microseconds.
MINUTE = 60_000_000

#: Events ruled out, busy until, reach by slot that has begun.
State = tuple[int, int, tuple[int, ...]]
#: What a way to a state is worth, and the items chosen, one bit each.
Way = tuple[int, int]
States = dict[State, Way]
#: Something that happens to all states at once, with the weights of the moment.
Step = Callable[[States, Sequence[int]], States]


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


def taking(one: FixedItem, open_items: int, floors: tuple[int, ...]) -> Step:
    """Return the step at which a fixed event is taken or not."""
    item, start, end = one.item, one.start, one.end
    bit, excludes = 1 << item, one.excludes & open_items

    def step(states: States, weights: Sequence[int]) -> States:
        weight = weights[item]
        if weight <= 0:
            return states
        after: States = {}
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


def beginning(moment: int) -> Step:
    """Return the step at which a slot begins."""

    def step(states: States, _weights: Sequence[int]) -> States:
        return {
            (out, busy, (*reach, busy if busy > moment else moment)): way
            for (out, busy, reach), way in states.items()
        }

    return step


def ending_idle(slot: Slot, position: int) -> Step:
    """Return the step at which a slot ends whose one item takes no time."""
    end = slot.end
    item = slot.items[0][0] if slot.items else None

    def step(states: States, weights: Sequence[int]) -> States:
        weight = 0 if item is None else weights[item]
        after: States = {}
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


def ending(
    slot: Slot,
    affected: tuple[int, ...],
    gone: int | None,
    heir: int | None,
    floors: tuple[int, ...],
) -> Step:
    """Return the step at which a slot ends, and its drop-ins are chosen.

    ``affected`` are the begun starts in whose windows the slot lies; ``gone``
    is the one that no slot to come has, ``heir`` the next after it.
    """
    end, forced = slot.end, slot.forced
    ends_all = not floors
    inside = set(affected)

    def step(states: States, weights: Sequence[int]) -> States:
        bundles = _bundles(slot, weights)
        after: States = {}
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


def without_worse(states: States) -> States:
    """Return the states less those that another beats: worth more, and bound by less."""
    groups: defaultdict[tuple[int, int], list[tuple[Way, tuple[int, ...]]]] = defaultdict(list)
    for (out, busy, reach), way in states.items():
        groups[out, busy].append((way, reach))
    kept: States = {}
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
