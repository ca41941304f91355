"""Which event of a fetched schedule is which event in hand.

Of a paper's showings the paper tells, then the title, last the id: the numbers
of orals may be inferred, and an agenda item is named after its start. Of all
else the id comes first. No guess is made among several: what is not one-to-one
is left to the next sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple

from planner.model import Event, Kind
from planner.schedule.text import fold

#: ``poster-33646``, ``invited-talk-35249``: the conference's own numbers. Names
#: such as ``session-poster-3`` have smaller ones.
_NUMBERED = re.compile(r"[a-z]+(?:-[a-z]+)*-\d{3,}")
#: What follows the parent's id in that of an agenda item, ``<parent id>-<HHMM>``.
_START = re.compile(r"-\d{4}(?:-\d+)?")
#: ``oral 1a``, ``poster session 3``: what a session is called whatever it is about.
_CODE = re.compile(r"(?:oral|poster|spotlight)(?: session)? \d+[a-z]?\b")

_PAPERS = frozenset({Kind.ORAL, Kind.POSTER, Kind.SPOTLIGHT})


class Group(NamedTuple):
    """Events that a source has all or none of: a kind, and of agenda items their parent's kind.

    Spotlights count as posters. What belongs to a session, as an oral does, is
    no agenda item.
    """

    kind: Kind
    of: Kind | None


def family(kind: Kind) -> Kind:
    """Return the kind under which an event may come again: a spotlight as a poster."""
    return Kind.POSTER if kind is Kind.SPOTLIGHT else kind


def groups(events: Iterable[Event]) -> dict[str, Group]:
    """Return by id which group an event is in; ``events`` are all of a schedule."""
    kinds = {event.id: event.kind for event in events}
    found = {}
    for event in events:
        above = kinds.get(event.parent) if event.parent else None
        of = None if above is None or above is Kind.SESSION else family(above)
        found[event.id] = Group(family(event.kind), of)
    return found


def is_numbered(id_: str) -> bool:
    """Tell whether an id is made of a conference's number: ``poster-33646``."""
    return bool(_NUMBERED.fullmatch(id_))


def is_new_number(old: str, new: str) -> bool:
    """Tell whether ``new`` is the number that the event named ``old`` has been given."""
    same_sort = old.partition("-")[0] == new.partition("-")[0]
    return same_sort and is_numbered(new) and not is_numbered(old) and not old.startswith("event-")


def recognise(held: tuple[Event, ...], fetched: tuple[Event, ...]) -> dict[str, str]:
    """Return the ids of fetched events with those of the same events in hand, each once."""
    return _Recognition(held, fetched).run()


class _Recognition:
    """Both schedules, and what of them has not been recognised yet."""

    def __init__(self, held: tuple[Event, ...], fetched: tuple[Event, ...]) -> None:
        self.held = {event.id: event for event in held}
        self.fetched = {event.id: event for event in fetched}
        self.groups = groups(held), groups(fetched)
        papers = {event.paper for event in held if event.paper}
        # Papers can contradict an id only where both sides name them in the same way.
        self.papers_comparable = any(event.paper in papers for event in fetched)
        self.titles = {id(event): fold(event.title) for side in (held, fetched) for event in side}
        self.found: dict[str, str] = {}
        self.known: set[str] = set()

    def run(self) -> dict[str, str]:
        self._by(self._paper)
        for id_, event in self.fetched.items():
            other = self.held.get(id_)
            if other and self._is_same_by_id(other, event):
                self._join(id_, id_)
        self._by(self._title)
        self._by(self._title_under_parent)
        self._by(self._title_at_start)
        for id_, event in self.fetched.items():
            other = self.held.get(id_)
            if other and self._may_be_same(other, event):
                self._join(id_, id_)
        self._by(self._code)
        return self.found

    def _join(self, fetched: str, held: str) -> None:
        if fetched not in self.found and held not in self.known:
            self.found[fetched] = held
            self.known.add(held)

    def _by(self, sign: Callable[[Event, int], Hashable]) -> None:
        """Join what is left and has a sign that no other event of its side has."""
        theirs = self._once((e for e in self.fetched.values() if e.id not in self.found), 1, sign)
        if theirs:
            ours = self._once((e for e in self.held.values() if e.id not in self.known), 0, sign)
            for value, id_ in theirs.items():
                if id_ and (other := ours.get(value)):
                    self._join(id_, other)

    def _once(
        self, events: Iterable[Event], side: int, sign: Callable[[Event, int], Hashable]
    ) -> Mapping[Hashable, str]:
        """Return events by their sign; a sign that two have stands for none of them."""
        found: dict[Hashable, str] = {}
        for event in events:
            value = sign(event, side)
            if value is not None:
                found[value] = "" if value in found else event.id
        return found

    def _paper(self, event: Event, side: int) -> Hashable:
        return (family(event.kind), event.paper) if event.paper else None

    def _title(self, event: Event, side: int) -> Hashable:
        return self.groups[side][event.id], self.titles[id(event)]

    def _title_under_parent(self, event: Event, side: int) -> Hashable:
        above = (self.held, self.fetched)[side].get(event.parent or "")
        return above and (*self._title(event, side), self.titles[id(above)])  # type: ignore[misc]

    def _title_at_start(self, event: Event, side: int) -> Hashable:
        if event.start is None:
            return None
        return self._title(event, side), event.start, event.room and fold(event.room)

    def _code(self, event: Event, side: int) -> Hashable:
        group = self.groups[side][event.id]
        code = group == (Kind.SESSION, None) and _CODE.match(self.titles[id(event)])
        return code[0].replace(" session", "") if code else None

    def _is_same_by_id(self, held: Event, fetched: Event) -> bool:
        """Tell whether one id settles it before titles have been compared with others."""
        if self._are_other_papers(held, fetched):
            return False
        if self.titles[id(held)] == self.titles[id(fetched)]:
            return True
        return not (_is_weak(held) or _is_weak(fetched))

    def _may_be_same(self, held: Event, fetched: Event) -> bool:
        """Tell whether one id settles it after titles have found no other."""
        if self.titles[id(held)] == self.titles[id(fetched)]:
            return True
        return not self._are_other_papers(held, fetched)

    def _are_other_papers(self, held: Event, fetched: Event) -> bool:
        return (
            self.papers_comparable
            and held.paper is not None
            and fetched.paper is not None
            and held.paper != fetched.paper
        )


def _is_weak(event: Event) -> bool:
    """Tell whether an event's id may become another's: a paper's, or one made of a start."""
    if event.kind in _PAPERS:
        return True
    return event.parent is not None and bool(
        event.id.startswith(event.parent) and _START.fullmatch(event.id[len(event.parent) :])
    )
