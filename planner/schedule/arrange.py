"""Orders and sections of a schedule: where each event stands, by topic and by time.

Pure: it makes positions of events, once, when a schedule is compiled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from planner.model import Event, Kind
from planner.schedule.text import fold

#: The word between an area and a topic in the native format.
ARROW = "->"

_TIERS = {Kind.ORAL: 0, Kind.SPOTLIGHT: 1, Kind.POSTER: 2}
_KINDS = {kind: rank for rank, kind in enumerate(Kind)}
_NEVER_ROWS = frozenset({Kind.SESSION, Kind.BREAK, Kind.OTHER})
_WITH_AGENDA = frozenset({Kind.WORKSHOP, Kind.TUTORIAL})
_HANGING = frozenset({Kind.POSTER, Kind.SPOTLIGHT})
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of one axis: its label, and what the label cannot say.

    ``label`` is a topic's path, or "No topic", or empty on the time axis, where
    ``start`` and ``end`` are UTC seconds and ``day`` is a proleptic ordinal.
    """

    label: str = ""
    kind: Kind | None = None
    start: int | None = None
    end: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Events numbered from 1 in the order by topic, with all other orders.

    The lists run parallel to ``events``. ``topic_section`` and ``time_section``
    are indexes into ``topics`` and ``times``; ``by_time``, ``plain``,
    ``by_title`` and ``by_board`` are ranks from 0; ``row`` tells what Browse
    shows without being asked for; ``oral`` is the number of a poster's oral twin.
    """

    events: list[Event]
    topics: list[Heading]
    times: list[Heading]
    topic_section: list[int]
    time_section: list[int]
    by_time: list[int]
    plain: list[int]
    by_title: list[int]
    by_board: list[int]
    row: list[bool]
    oral: list[int | None]
    number: dict[str, int]


def arrange(events: Sequence[Event]) -> Arrangement:
    """Return where each of ``events`` stands in every order."""
    by_id = {event.id: event for event in events}
    folded = {event.id: fold(event.title) for event in events}
    is_row = {event.id: _is_row(event, by_id) for event in events}
    headings = _topic_headings([event for event in events if is_row[event.id]], events)
    place = {heading: index for index, heading in enumerate(headings)}

    def by_topic(event: Event) -> tuple[Any, ...]:
        section = place[_topic_heading(event)]
        return section, _tier(event), _KINDS[event.kind], folded[event.id], event.id

    ordered = sorted(events, key=by_topic)
    position = {event.id: index for index, event in enumerate(ordered)}

    def by_time(event: Event) -> tuple[Any, ...]:
        heading = _time_heading(event, by_id)
        if heading.start is not None:
            end = heading.end if heading.end is not None else heading.start
            return 0, heading.start, end, board_rank(event.board), folded[event.id], event.id
        if heading.day is not None:
            return 1, heading.day, board_rank(event.board), folded[event.id], event.id
        return 2, position[event.id]

    def plain(event: Event) -> tuple[Any, ...]:
        """By time, board, title; without a slot last, by topic, tier, title."""
        title = (folded[event.id], event.id)
        if event.start is not None:
            return 0, event.start.timestamp(), board_rank(event.board), *title
        topic = event.topics[0] if event.topics else ""
        return 1, not topic, fold(topic), _tier(event), _KINDS[event.kind], *title

    in_time = sorted(ordered, key=by_time)
    times = list(dict.fromkeys(_time_heading(event, by_id) for event in in_time))
    time_place = {heading: index for index, heading in enumerate(times)}
    number = {event.id: index + 1 for index, event in enumerate(ordered)}
    orals = {
        event.paper: number[event.id]
        for event in reversed(ordered)
        if event.kind is Kind.ORAL and event.paper
    }
    return Arrangement(
        events=ordered,
        topics=headings,
        times=times,
        topic_section=[place[_topic_heading(event)] for event in ordered],
        time_section=[time_place[_time_heading(event, by_id)] for event in ordered],
        by_time=_ranks(ordered, by_time),
        plain=_ranks(ordered, plain),
        by_title=_ranks(ordered, lambda event: (folded[event.id], position[event.id])),
        by_board=_ranks(ordered, lambda event: (board_rank(event.board), position[event.id])),
        row=[is_row[event.id] for event in ordered],
        oral=[
            orals.get(event.paper) if event.kind in _HANGING and event.paper else None
            for event in ordered
        ],
        number=number,
    )


def _ranks(ordered: Sequence[Event], key: Callable[[Event], Any]) -> list[int]:
    ranks = [0] * len(ordered)
    keys = [key(event) for event in ordered]
    for rank, index in enumerate(sorted(range(len(ordered)), key=keys.__getitem__)):
        ranks[index] = rank
    return ranks


def _is_row(event: Event, by_id: dict[str, Event]) -> bool:
    """Tell whether Browse lists the event before a word or a kind asks for it."""
    if event.kind in _NEVER_ROWS:
        return False
    above = event.parent
    while above is not None and above in by_id:
        if by_id[above].kind in _WITH_AGENDA:
            return False
        above = by_id[above].parent
    return True


def _topic_heading(event: Event) -> Heading:
    return Heading(event.topics[0]) if event.topics else Heading("No topic", kind=event.kind)


def _topic_headings(rows: Sequence[Event], events: Sequence[Event]) -> list[Heading]:
    """Return all topic sections: large areas first, inside them large topics first."""
    sizes = Counter(_topic_heading(event) for event in rows)
    areas: Counter[str] = Counter()
    for heading, size in sizes.items():
        areas[_area(heading)] += size

    def rank(heading: Heading) -> tuple[Any, ...]:
        if heading.kind is not None:
            return 1, _tier_of(heading.kind), _KINDS[heading.kind]
        area = _area(heading)
        return 0, -areas[area], area, -sizes[heading], heading.label

    return sorted({_topic_heading(event) for event in events}, key=rank)


def _area(heading: Heading) -> str:
    return heading.label.split(ARROW, 1)[0]


def _time_heading(event: Event, by_id: dict[str, Event]) -> Heading:
    """Return the slot's heading; what has only a session's slot stands under that one."""
    known = event
    if event.start is None and event.parent is not None:
        known = by_id.get(event.parent, event)
    if known.start is not None:
        end = int(known.end.timestamp()) if known.end else None
        return Heading(start=int(known.start.timestamp()), end=end, day=_day(known))
    return Heading(day=_day(event))


def _day(event: Event) -> int | None:
    return event.day.toordinal() if event.day else None


def _tier(event: Event) -> int:
    return _tier_of(event.kind)


def _tier_of(kind: Kind) -> int:
    return _TIERS.get(kind, 3)


def board_rank(board: str | None) -> tuple[int, int, str]:
    """Return a key that sorts boards by their number; those without one come last."""
    if board is None:
        return 2, 0, ""
    found = _NUMBER.search(board)
    return (0, int(found[0]), board) if found else (1, 0, board)
