"""Prices of papers: what whoever attends a showing pays, and the sum gets back once.

Lagrange's multipliers: for any prices, what the stretches of time then reach
together is never less than the best true choice. Prices begin where the
heaviest showing alone is wanted, and are moved, one by one or all at once,
until no paper is wanted twice, or is priced in vain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planner.itinerary.suggest_stretch import Choice, Stretch

#: How often the price of each paper is looked at again while that still helps.
_PASSES = 12
#: After so many rounds in vain prices move half as far.
_STILL = 5


class Node(NamedTuple):
    """What is left to settle: weights less the prices, and what stretches make of them.

    All three are changed in place while the prices move.
    """

    weights: list[int]
    prices: dict[int, int]
    found: list[Choice]

    @property
    def bound(self) -> int:
        """What no choice that is still possible here can exceed."""
        return sum(choice.value for choice in self.found) + sum(self.prices.values())

    def copy(self) -> Node:
        """Return a node of the same that can be changed on its own."""
        return Node(list(self.weights), dict(self.prices), list(self.found))

    def take_over(self, other: Node) -> None:
        """Become what another node is."""
        self.weights[:], self.found[:] = other.weights, other.found
        self.prices.update(other.prices)


class Prices:
    """The prices within a group of stretches that papers tie together.

    Args:
        weights: By item; positive.
        stretches: What is tied together.
        papers: For each paper its items.
        units: Of what the weights' higher digits are multiples, greatest first.

    Attributes:
        best: The best choice that was found so far; no price moves on below it.
    """

    def __init__(
        self,
        weights: Sequence[int],
        stretches: Sequence[Stretch],
        papers: Sequence[tuple[int, ...]],
        units: tuple[int, ...],
    ) -> None:
        self._weights = weights
        self._stretches = stretches
        self._papers = papers
        self._place = {item: place for place, one in enumerate(stretches) for item in one.items}
        shown = {item for showings in papers for item in showings}
        #: Only these items' weights ever differ from one time to another.
        self._priced = [[item for item in one.items if item in shown] for one in stretches]
        self._known: list[dict[tuple[int, ...], Choice]] = [{} for _ in stretches]
        self.best = Choice(-1, 0)
        self._units = units

    def begin(self) -> Node:
        """Return the first node, each paper priced so that its heaviest showing alone is wanted."""
        weights, prices = list(self._weights), {}
        for paper, showings in enumerate(self._papers):
            # Dear enough that no showing but the heaviest is wanted: mostly that can be had,
            # and from prices of nothing it would be a long way up for every paper.
            prices[paper] = sorted(weights[item] for item in showings)[-2]
            for item in showings:
                weights[item] -= prices[paper]
        found = [self._solved(place, weights) for place in range(len(self._stretches))]
        return Node(weights, prices, found)

    def only(self, node: Node, paper: int, item: int) -> Node:
        """Return a node in which a paper has no price, and only one showing."""
        weights = list(node.weights)
        for other in self._papers[paper]:
            weights[other] = self._weights[other] if other == item else 0
        prices = {other: price for other, price in node.prices.items() if other != paper}
        found = list(node.found)
        for place in {self._place[other] for other in self._papers[paper]}:
            found[place] = self._solved(place, weights)
        return Node(weights, prices, found)

    def move(self, node: Node) -> int:
        """Move the prices one by one while that lowers the bound, and return the bound."""
        bound, still = node.bound, 0
        for _ in range(_PASSES):
            quiet = True
            for paper in node.prices:
                wanted = self.wanted(node, paper)
                if len(wanted) > 1:
                    self._raise(node, paper, wanted)
                    quiet = False
                elif not wanted and node.prices[paper]:
                    quiet &= not self._lower(node, paper)
            before, bound = bound, node.bound
            still = still + 1 if bound == before else 0
            if quiet or still > 1 or bound <= self.best.value:
                break
        self._keep_if_better(node)
        return bound

    def move_all(self, node: Node, rounds: int) -> None:
        """Move all prices at once, up for what is wanted twice, down for what nobody wants.

        Where moving them one by one is stuck this still gets on (the subgradient
        method, with Polyak's step towards the best choice known).
        """
        bound = node.bound
        least = bound, node.copy()
        parts, still = 1, 0
        for _ in range(rounds):
            moves = {}
            for paper, price in node.prices.items():
                surplus = len(self.wanted(node, paper)) - 1
                if surplus > 0 or (surplus < 0 and price > 0):
                    moves[paper] = surplus
            squares = sum(move * move for move in moves.values())
            step = (bound - self.best.value) // (squares * parts) if moves else 0
            if not step:
                break
            for paper, move in moves.items():
                self._change(node, paper, max(move * step, -node.prices[paper]))
            for place in {self._place[item] for paper in moves for item in self._papers[paper]}:
                node.found[place] = self._solved(place, node.weights)
            self._keep_if_better(node)
            bound, still = node.bound, still + 1
            if bound < least[0]:
                least, still = (bound, node.copy()), 0
                if bound <= self.best.value:
                    return
            elif still == _STILL:
                parts, still = parts * 2, 0
        node.take_over(least[1])
        self._round_prices(node)
        self.move(node)

    def wanted(self, node: Node, paper: int) -> list[int]:
        """Return the showings of a paper that the stretches choose at a node's prices."""
        return [
            item for item in self._papers[paper] if node.found[self._place[item]].chosen >> item & 1
        ]

    def _keep_if_better(self, node: Node) -> None:
        """Remember a node's choice, less the lighter showings of what it holds twice."""
        chosen = 0
        for choice in node.found:
            chosen |= choice.chosen
        for showings in self._papers:
            wanted = [item for item in showings if chosen >> item & 1]
            if len(wanted) > 1:
                heaviest = max(wanted, key=lambda item: self._weights[item])
                for item in wanted:
                    if item != heaviest:
                        chosen &= ~(1 << item)
        value = sum(
            self._weights[item]
            for one in self._stretches
            for item in one.items
            if chosen >> item & 1
        )
        if value > self.best.value:
            self.best = Choice(value, chosen)

    def _round_prices(self, node: Node) -> None:
        """Round all prices to whole units, coarse or fine, where that lowers the bound.

        Worth comes in whole numbers, so the best prices mostly do, and only
        near them do the finer digits of the weights begin to matter.
        """
        for unit in self._units:
            near = node.copy()
            for paper, price in node.prices.items():
                self._change(near, paper, (price + unit // 2) // unit * unit - price)
            for place, one in enumerate(self._priced):
                if one:
                    near.found[place] = self._solved(place, near.weights)
            self._keep_if_better(near)
            if near.bound < node.bound:
                node.take_over(near)
                return

    def _raise(self, node: Node, paper: int, wanted: Sequence[int]) -> None:
        """Raise a price until a showing is dropped.

        With each showing in a stretch of its own, until all but one are. The
        bound falls by what the dropped ones were worth to their stretches.
        """
        without = {item: self._solved_with(node, item, 0) for item in wanted}
        losses = sorted(
            node.found[self._place[item]].value - without[item].value for item in wanted
        )
        showings = self._papers[paper]
        places = {self._place[item] for item in showings}
        step = losses[-2] if len(places) == len(showings) else losses[0]
        self._change(node, paper, step)
        for place in places:
            node.found[place] = self._solved(place, node.weights)
        for item in wanted:
            # Where dropping it costs nothing now, it is dropped.
            now, less = node.found[self._place[item]], without[item]
            if now.chosen >> item & 1 and self._value(item, less, node) == now.value:
                node.found[self._place[item]] = Choice(now.value, less.chosen)

    def _lower(self, node: Node, paper: int) -> bool:
        """Lower the price of what nobody wants until a showing is worth it, or it is 0."""
        before = step = node.prices[paper]
        great = 2 * sum(self._weights)
        dearest = None
        for item in self._papers[paper]:
            place = self._place[item]
            choice = self._solved_with(node, item, node.weights[item] + great)
            if choice.chosen >> item & 1:
                cost = node.found[place].value - (choice.value - great)
                if cost <= step:
                    step, dearest = cost, (item, choice)
        self._change(node, paper, -step)
        for place in {self._place[item] for item in self._papers[paper]}:
            node.found[place] = self._solved(place, node.weights)
        if dearest is not None:
            item, choice = dearest
            now = node.found[self._place[item]]
            if self._value(item, choice, node) == now.value:
                node.found[self._place[item]] = Choice(now.value, choice.chosen)
        return node.prices[paper] < before

    def _change(self, node: Node, paper: int, change: int) -> None:
        """Change a price, and with it what the paper's showings weigh."""
        node.prices[paper] += change
        for item in self._papers[paper]:
            node.weights[item] -= change

    def _value(self, item: int, choice: Choice, node: Node) -> int:
        """Return what another choice of an item's stretch weighs now."""
        held = self._stretches[self._place[item]].items
        return sum(node.weights[one] for one in held if choice.chosen >> one & 1)

    def _solved_with(self, node: Node, item: int, weight: int) -> Choice:
        before = node.weights[item]
        node.weights[item] = weight
        choice = self._solved(self._place[item], node.weights)
        node.weights[item] = before
        return choice

    def _solved(self, place: int, weights: Sequence[int]) -> Choice:
        """Return a stretch's best choice, from memory if it was asked before."""
        key = tuple([weights[item] for item in self._priced[place]])
        known = self._known[place]
        choice = known.get(key)
        if choice is None:
            choice = known[key] = self._stretches[place].best(weights)
        return choice
