"""Twins: which events show the same paper, as an oral and its poster do.

A source hands over what it knows of each showing and learns what its paper is
called. Three things join showings, the surest first: the source relates them to
each other, they carry the same paper's id, or title and authors agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

from planner.model import Kind
from planner.schedule.papers import PAPER_KINDS
from planner.schedule.text import fold

#: No paper is shown more often; a mark that more events share is no paper's.
_MOST_SHOWINGS = 8


class Showing(NamedTuple):
    """An event that may show a paper.

    Attributes:
        id: The event's id.
        kind: Only orals, spotlights and posters show papers; others are ignored.
        title: In any writing; it is folded here.
        people: The names of the authors, empty where the source has none.
        paper: The paper's id elsewhere (at OpenReview), None if unknown.
        related: Ids of events that the source relates to this one.
        mark: What the source gives to all showings of one paper, if anything.
    """

    id: str
    kind: Kind
    title: str
    people: tuple[str, ...] = ()
    paper: str | None = None
    related: tuple[str, ...] = ()
    mark: str | None = None


def papers_of(showings: Iterable[Showing]) -> dict[str, str]:
    """Return by event id what the showings of its paper share.

    The name is the paper's known id. Twins without one are called by the id of
    their poster, which does not change while the conference keeps its numbers;
    an event alone, without a known id, is not in the result. Showings with
    different known ids are never twins, whatever else agrees.
    """
    shown = {showing.id: showing for showing in showings if showing.kind in PAPER_KINDS}
    groups = _Groups(shown.values())
    for showing in shown.values():
        for id_ in showing.related:
            if id_ in shown and _are_plausible(showing, shown[id_]):
                groups.join(showing.id, id_)
    for group in _by(shown.values(), "paper"):
        for same in group[1:]:
            groups.join(group[0].id, same.id)
    for group in _by(shown.values(), "mark"):
        for same in group[1:] if len(group) <= _MOST_SHOWINGS else ():
            groups.join(group[0].id, same.id)
    for one, other in _alike(shown.values()):
        groups.join(one.id, other.id)
    return {
        id_: name
        for members in groups.members()
        if (name := groups.paper(members[0]) or _name([shown[id_] for id_ in members]))
        for id_ in members
    }


def _are_plausible(one: Showing, other: Showing) -> bool:
    """Tell twins from other papers that a source calls related, such as its neighbours."""
    is_oral_and_poster = (one.kind is Kind.ORAL) != (other.kind is Kind.ORAL)
    return is_oral_and_poster or fold(one.title) == fold(other.title)


class _Groups:
    """Disjoint sets of showings, each with the one paper that is known of it."""

    def __init__(self, showings: Iterable[Showing]) -> None:
        self._above: dict[str, str] = {}
        self._papers: dict[str, str | None] = {}
        for showing in showings:
            self._above[showing.id] = showing.id
            self._papers[showing.id] = showing.paper

    def _root(self, id_: str) -> str:
        while self._above[id_] != id_:
            self._above[id_] = self._above[self._above[id_]]
            id_ = self._above[id_]
        return id_

    def paper(self, id_: str) -> str | None:
        return self._papers[self._root(id_)]

    def join(self, one: str, other: str) -> None:
        one, other = self._root(one), self._root(other)
        papers = {self._papers[one], self._papers[other]} - {None}
        if one != other and len(papers) < 2:
            self._above[other] = one
            self._papers[one] = next(iter(papers), None)

    def members(self) -> Iterable[list[str]]:
        found: dict[str, list[str]] = {}
        for id_ in self._above:
            found.setdefault(self._root(id_), []).append(id_)
        return found.values()


def _by(showings: Iterable[Showing], field: str) -> Iterator[list[Showing]]:
    found: dict[str, list[Showing]] = {}
    for showing in showings:
        if value := getattr(showing, field):
            found.setdefault(value, []).append(showing)
    return (group for group in found.values() if len(group) > 1)


def _alike(showings: Iterable[Showing]) -> Iterator[tuple[Showing, Showing]]:
    """Yield the showings of the same title whose authors do not speak against it.

    Where authors are missing, the title is enough for one oral and one poster.
    """
    by_title: dict[str, list[Showing]] = {}
    for showing in showings:
        if title := fold(" ".join(showing.title.split())):
            by_title.setdefault(title, []).append(showing)
    for group in by_title.values():
        if len(group) < 2:
            continue
        is_one_pair = len(group) == 2 and sum(each.kind is Kind.ORAL for each in group) == 1
        for one, other in pairwise(group) if is_one_pair else _pairs(group):
            authors, others = _folded(one), _folded(other)
            if authors & others or (is_one_pair and not (authors and others)):
                yield one, other


def _pairs(group: list[Showing]) -> Iterator[tuple[Showing, Showing]]:
    """All pairs of a few, each with the first of many: a hostile file may repeat one title."""
    if len(group) <= 20:
        return combinations(group, 2)
    return ((group[0], other) for other in group[1:])


def _folded(showing: Showing) -> frozenset[str]:
    return frozenset(fold(name) for name in showing.people if name.strip())


def _name(members: list[Showing]) -> str | None:
    if len(members) < 2:
        return None
    return min(
        members, key=lambda each: (PAPER_KINDS.index(each.kind) // 2, len(each.id), each.id)
    ).id
