"""The best choice where at most one showing of each paper is attended, exactly.

Without papers every stretch of time could be settled alone. A paper's two
showings tie stretches together, so each paper is given a price; see
:mod:`planner.itinerary.suggest_prices`. Where prices alone do not settle it,
each showing of a paper in turn is made the only one, and what cannot get beyond
the best choice known is left (branch and bound).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.itinerary.suggest_prices import Node, Prices
from planner.itinerary.suggest_stretch import Stretch

#: How often all prices are moved at once: where worth is in doubt, where only ties are.
_ROUNDS, _FEW_ROUNDS = 60, 10


def best_choice(
    weights: Sequence[int],
    stretches: Sequence[Stretch],
    free: Iterable[int],
    papers: Iterable[tuple[int, ...]],
    units: tuple[int, ...] = (1,),
) -> int:
    """Return the items of greatest weight, as bits.

    Args:
        weights: By item; positive.
        stretches: They hold every item once that is not free.
        free: Items that always can be chosen, whatever else is.
        papers: For each paper with several showings, their items.
        units: Of what the weights' higher digits are multiples, greatest first;
            less than the first is a tie. It speeds the search and changes nothing.
    """
    weights = list(weights)
    chosen = 0
    for item in free:
        chosen |= 1 << item
    instead: list[tuple[int, tuple[int, ...]]] = []
    tied = []
    for showings in papers:
        at_hand = [item for item in showings if chosen >> item & 1]
        rest = tuple(item for item in showings if not chosen >> item & 1)
        if at_hand:
            # The paper can be had for nothing: another showing is worth what it has beyond.
            best = max(at_hand, key=lambda item: weights[item])
            for item in at_hand:
                chosen &= ~(1 << item)
            for item in rest:
                weights[item] = max(weights[item] - weights[best], 0)
            instead.append((best, rest))
            rest = tuple(item for item in rest if weights[item])
        if len(rest) > 1:
            tied.append(rest)
    for some, shown in _tied(stretches, tied):
        chosen |= _Search(weights, some, shown, units).best()
    for item, others in instead:
        if not any(chosen >> other & 1 for other in others):
            chosen |= 1 << item
    return chosen


def _tied(
    stretches: Sequence[Stretch], papers: Iterable[tuple[int, ...]]
) -> list[tuple[list[Stretch], list[tuple[int, ...]]]]:
    """Return the stretches in groups that no paper ties to one another, with their papers."""
    place_of = {item: place for place, one in enumerate(stretches) for item in one.items}
    group = list(range(len(stretches)))
    for showings in papers:
        places = {group[place_of[item]] for item in showings}
        first = min(places)
        group = [first if number in places else number for number in group]
    tied: dict[int, tuple[list[Stretch], list[tuple[int, ...]]]] = {}
    for place, number in enumerate(group):
        tied.setdefault(number, ([], []))[0].append(stretches[place])
    for showings in papers:
        tied[group[place_of[showings[0]]]][1].append(showings)
    return list(tied.values())


class _Search:
    """The search within a group of stretches."""

    def __init__(
        self,
        weights: Sequence[int],
        stretches: Sequence[Stretch],
        papers: Sequence[tuple[int, ...]],
        units: tuple[int, ...],
    ) -> None:
        self._weights = weights
        self._papers = papers
        self._prices = Prices(weights, stretches, papers, units)
        #: Less than this between two sums is a tie.
        self._unit = units[0]

    def best(self) -> int:
        """Return the best choice's items."""
        self._explore(self._prices.begin())
        return self._prices.best.chosen

    def _explore(self, node: Node) -> None:
        """Settle a node: by its prices, or by looking at each showing of one paper."""
        if self._prices.move(node) <= self._prices.best.value:
            return
        if node.bound - self._prices.best.value > self._unit:
            self._dive(node)
        is_tie = node.bound - self._prices.best.value <= self._unit
        if node.bound > self._prices.best.value:
            self._prices.move_all(node, _FEW_ROUNDS if is_tie else _ROUNDS)
        if node.bound <= self._prices.best.value:
            return
        doubtful = self._doubtful(node)
        if doubtful is not None:
            for child in self._children(node, doubtful):
                self._explore(child)

    def _dive(self, node: Node) -> None:
        """Find a good choice fast: settle one paper after the other by what looks best."""
        while (doubtful := self._doubtful(node)) is not None:
            node = self._children(node, doubtful)[0]
            if self._prices.move(node) <= self._prices.best.value:
                return

    def _doubtful(self, node: Node) -> int | None:
        """Return the paper that is farthest from settled.

        None where no paper is wanted twice and every price is paid: then the
        bound is reached.
        """
        doubtful, greatest = None, 0
        for paper, price in node.prices.items():
            wanted = self._prices.wanted(node, paper)
            doubt = self._weights[wanted[0]] if len(wanted) > 1 else 0 if wanted else price
            if doubt > greatest:
                doubtful, greatest = paper, doubt
        return doubtful

    def _children(self, node: Node, paper: int) -> list[Node]:
        """Return a node for each showing of a paper as its only one, most promising first."""
        found = [self._prices.only(node, paper, item) for item in self._papers[paper]]
        return sorted(found, key=lambda child: -child.bound)
