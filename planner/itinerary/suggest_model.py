"""A suggestion's model: what can be attended, what must be, and what excludes what.

1. Taken intervals do not overlap, and between different known rooms there is
   at least the walk. An event never excludes one that it belongs to.
2. For every window from one drop-in slot's start to another's end, the minutes
   of the chosen drop-ins whose slots lie in it fit into it less what is taken.
   Whole minutes: a fraction is of no use.
3. At most one showing of a paper.

What is forced (pins, commitments, what the attendee presents) is taken whatever
it breaks, and everything else works around it: where pinned drop-ins alone do
not fit, they fill their time and the rest is forgiven them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from planner.itinerary.suggest_rules import Measure, Option, Rules, Span
from planner.itinerary.suggest_steps import MINUTE, FixedItem, Slot
from planner.itinerary.suggest_stretch import Stretch
from planner.itinerary.suggest_twins import best_choice


def best_options(options: Sequence[Option], own: Sequence[Span], rules: Rules) -> set[str]:
    """Return the ids of the best choice, which is a single one.

    The greatest sum of worth; of those the most events; of those the earliest
    starts, compared one after the other in the order of time; of those the
    smallest ids, compared in the order of the alphabet.

    Args:
        options: What can be attended, in any order; worth is at least 1 unless forced.
        own: Time of the attendee's own, taken in any case.
        rules: What excludes what.
    """
    forced = [option for option in options if option.forced]
    fixed_forced = [option for option in forced if option.minutes is None]
    papers = {option.event.paper for option in forced if option.event.paper}
    free_of_own = Measure(own)
    measure = Measure([*own, *((option.start, option.end) for option in fixed_forced)])
    open_to = sorted(
        (
            option
            for option in options
            if not option.forced
            and option.event.paper not in papers
            and _is_possible(option, fixed_forced, free_of_own, measure, rules)
        ),
        key=lambda option: option.event.id,
    )
    model = _Normal(open_to, forced, measure, rules)
    showings: defaultdict[str, list[int]] = defaultdict(list)
    for item, option in enumerate(open_to):
        if option.event.paper:
            showings[option.event.paper].append(item)
    weights, units = _weights(open_to)
    chosen = best_choice(
        weights,
        model.stretches,
        model.free,
        [tuple(items) for items in showings.values() if len(items) > 1],
        units,
    )
    found = {option.event.id for option in forced}
    found.update(option.event.id for item, option in enumerate(open_to) if chosen >> item & 1)
    return found


def _is_possible(
    option: Option, forced: Sequence[Option], own: Measure, measure: Measure, rules: Rules
) -> bool:
    """Whether an option can be had beside what is taken in any case."""
    if option.minutes is not None:
        return measure.between(option.start, option.end) >= max(option.minutes, 1) * MINUTE
    if own.between(option.start, option.end) < option.end - option.start:
        return False
    return not any(rules.exclude(option, other) for other in forced)


def _weights(options: Sequence[Option]) -> tuple[list[int], tuple[int, int]]:
    """Return numbers whose sums stand in the order of the suggestions, and the upper digits' units.

    Each is a row of digits: the worth, one for the event, one at the place of
    its start, one at the place of its id. A digit has room for all options, so
    none is ever carried; earlier starts and smaller ids stand further left.
    That compares sorted starts (of as many events) one after the other: the
    first difference is at the smallest start that one of both has more often.
    """
    count = len(options)
    digit = (count + 1).bit_length()
    starts = sorted({option.start for option in options}, reverse=True)
    place = {start: count + digit * number for number, start in enumerate(starts)}
    top = count + digit * len(starts)
    weights = [
        (option.worth << top + digit) + (1 << top) + (1 << place[option.start])
        + (1 << count - 1 - number)
        for number, option in enumerate(options)
    ]  # fmt: skip
    return weights, (1 << top + digit, 1 << top)


class _Normal:
    """Options in normal form: stretches of time, and what is free of them all.

    Attributes:
        stretches: Each with the options, by number, that have to do with each other.
        free: The options that fit whatever else is chosen.
    """

    def __init__(
        self,
        options: Sequence[Option],
        forced: Sequence[Option],
        measure: Measure,
        rules: Rules,
    ) -> None:
        self.free: list[int] = []
        fixed = self._fixed(options, measure, rules)
        least = Measure((one.start, one.end) for one in fixed)
        slots, idle = self._slots(options, forced, measure)
        bound = self._bound_slots(slots, least)
        for slot in idle:
            if least.between(slot.start, slot.end) >= MINUTE:
                self.free.extend(item for item, _ in slot.items)
            elif slot.items or slot.keep:
                bound.append(slot)
        for slot in set(slots).difference(bound):
            self.free.extend(item for item, _ in slot.items)
        self.stretches = [
            Stretch(some, held, least.between) for some, held in _connected(fixed, bound)
        ]

    def _fixed(self, options: Sequence[Option], measure: Measure, rules: Rules) -> list[FixedItem]:
        """Return the fixed options with what they exclude."""
        fixed = [(item, one) for item, one in enumerate(options) if one.minutes is None]
        fixed.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0]))
        excludes = dict.fromkeys((item for item, _ in fixed), 0)
        for place, (item, one) in enumerate(fixed):
            for other_item, other in fixed[place + 1 :]:
                if other.start >= one.end + rules.walk and other.start >= one.end:
                    break
                if rules.exclude(one, other):
                    excludes[item] |= 1 << other_item
                    excludes[other_item] |= 1 << item
        return [
            FixedItem(item, measure.before(one.start), measure.before(one.end), excludes[item])
            for item, one in fixed
        ]

    def _slots(
        self, options: Sequence[Option], forced: Sequence[Option], measure: Measure
    ) -> tuple[list[Slot], list[Slot]]:
        """Return the slots with work in them, and those of options that take no time."""
        items: defaultdict[Span, list[tuple[int, int]]] = defaultdict(list)
        work: defaultdict[Span, int] = defaultdict(int)
        idle: list[Slot] = []
        for item, one in enumerate(options):
            if one.minutes is not None:
                span = Span(measure.before(one.start), measure.before(one.end))
                if one.minutes:
                    items[span].append((item, one.minutes * MINUTE))
                else:
                    idle.append(Slot(*span, ((item, 0),)))
        for one in forced:
            if one.minutes is not None:
                span = Span(measure.before(one.start), measure.before(one.end))
                work[span] += one.minutes * MINUTE
                if not one.minutes and span.end - span.start >= MINUTE:
                    idle.append(Slot(*span, (), keep=True))
        kept = _most_work(work)
        slots = [Slot(*span, tuple(items[span]), kept.get(span, 0)) for span in {**items, **kept}]
        return slots, idle

    def _bound_slots(self, slots: Sequence[Slot], least: Measure) -> list[Slot]:
        """Return the slots in a window that might overflow; the others never do."""
        found: set[int] = set()
        for start in {slot.start for slot in slots}:
            inside = sorted(
                (slot.end, place) for place, slot in enumerate(slots) if slot.start >= start
            )
            load, places = 0, []
            for number, (end, place) in enumerate(inside):
                load += slots[place].load
                places.append(place)
                if number + 1 < len(inside) and inside[number + 1][0] == end:
                    continue
                if load > least.between(start, end):
                    found.update(places)
        return [slots[place] for place in sorted(found)]


def _most_work(work: Mapping[Span, int]) -> dict[Span, int]:
    """Return how much of the work in some slots can be done at all, slot by slot.

    As much of each as fits beside those before. It is the most that can be done
    together, and what room is left for others is the same in whatever order.
    """
    kept: dict[Span, int] = {}
    for span in sorted(span for span, length in work.items() if length):
        room = work[span]
        for start in {other.start for other in [*kept, span] if other.start <= span.start}:
            for end in {other.end for other in [*kept, span] if other.end >= span.end}:
                inside = sum(
                    length
                    for other, length in kept.items()
                    if start <= other.start and other.end <= end
                )
                room = min(room, end - start - inside)
        if room > 0:
            kept[span] = room
    return kept


def _connected(
    fixed: Sequence[FixedItem], slots: Sequence[Slot]
) -> list[tuple[list[FixedItem], list[Slot]]]:
    """Return events and slots in groups that have nothing to do with one another."""
    bounds = [(one.start, one.end) for one in fixed]
    bounds += [(slot.start, slot.end) for slot in slots]
    group = list(range(len(bounds)))

    def root(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    place_of = {one.item: place for place, one in enumerate(fixed)}
    for place, one in enumerate(fixed):
        rest = one.excludes
        while rest:
            lowest = rest & -rest
            group[root(place)] = root(place_of[lowest.bit_length() - 1])
            rest ^= lowest
    first_slot = len(fixed)
    for place in range(first_slot, len(bounds)):
        start, end = bounds[place]
        for other in range(place):
            if bounds[other][0] < end and start < bounds[other][1]:
                group[root(other)] = root(place)
    found: dict[int, tuple[list[FixedItem], list[Slot]]] = {}
    for place in range(len(bounds)):
        held = found.setdefault(root(place), ([], []))
        if place < first_slot:
            held[0].append(fixed[place])
        else:
            held[1].append(slots[place - first_slot])
    return list(found.values())
