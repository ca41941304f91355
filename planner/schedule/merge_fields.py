"""One event as it was in hand and as it was fetched: field by field, what holds.

What the fetched event does not say stays. A slot is one fact: where it is
another one, its end and day go with it. So that merging twice is merging once,
no rule here depends on anything but the two events and a few words about the
whole files.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import NamedTuple, TypeVar

from planner.model import Certainty, Event, FactCertainty, Kind, Link, Person
from planner.schedule.text import fold

_Known = TypeVar("_Known", str, date)

_RANK = {
    Certainty.OFFICIAL: 3,
    Certainty.REPORTED: 2,
    Certainty.INFERRED: 1,
    Certainty.UNKNOWN: 0,
}


def in_zone(event: Event, zone: tzinfo) -> Event:
    """Return an event with its slot in the venue's zone; its day follows its start."""
    if event.start is None or event.start.tzinfo == zone:
        return event
    start = event.start.astimezone(zone)
    day = event.day
    if day is None or day == event.start.date():
        day = start.date()
    return replace(event, start=start, end=event.end and event.end.astimezone(zone), day=day)


def merge_event(held: Event, fetched: Event, kinds: frozenset[Kind]) -> Event:
    """Return the event in hand with what the fetched one knows better or besides.

    Id, parent and paper are those in hand: they lead to other events, which
    only the whole merge knows.

    Args:
        held: The event in hand.
        fetched: The same event as it was fetched, its slot in the same zone.
        kinds: The kinds that the fetched file has at all.
    """
    start, end, day, slot = _slot(held, fetched)
    ours, theirs = held.certainty, fetched.certainty
    room, in_room = _value(held.room, ours.room, fetched.room, theirs.room)
    board, on_board = _value(held.board, ours.board, fetched.board, theirs.board)
    topics, topics_by = _topics(held, fetched)
    merged = replace(
        held,
        kind=_kind(held.kind, fetched.kind, kinds),
        title=_title(held, fetched),
        start=start,
        end=end,
        day=day,
        attendance=fetched.attendance or held.attendance,
        room=room,
        board=board,
        people=merge_people(held.people, fetched.people),
        topics=topics,
        topics_by=topics_by,
        track=fetched.track or held.track,
        certainty=FactCertainty(slot, in_room, on_board),
        abstract=fetched.abstract or held.abstract,
        links=_links(held.links, fetched.links),
    )
    return held if merged == held else merged


def merge_people(held: tuple[Person, ...], fetched: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return the fetched people, each with the affiliation in hand if they come without one.

    A list that is only a part of the one in hand is poorer, and not taken.
    """
    if not fetched or held == fetched:
        return held
    affiliations: defaultdict[str, list[str | None]] = defaultdict(list)
    for person in held:
        affiliations[fold(person.name)].append(person.affiliation)
    places: defaultdict[str, int] = defaultdict(int)
    merged = []
    for person in fetched:
        name = fold(person.name)
        known = affiliations.get(name, [])
        place = places[name]
        places[name] += 1
        if person.affiliation is None and place < len(known) and known[place] is not None:
            person = Person(person.name, known[place])
        merged.append(person)
    if len(fetched) < len(held) and places.keys() <= affiliations.keys():
        return held
    return tuple(merged)


class _Slot(NamedTuple):
    start: datetime | None
    end: datetime | None
    day: date | None
    certainty: Certainty


def _slot(held: Event, fetched: Event) -> _Slot:
    ours, theirs = held.certainty.slot, fetched.certainty.slot
    kept = _Slot(held.start, held.end, held.day, ours)
    if fetched.start is None:
        # A day alone says nothing against a start; against another day it may.
        if held.start is not None:
            return kept
        return _Slot(None, None, *_value(held.day, ours, fetched.day, theirs))
    taken = _Slot(fetched.start, fetched.end, fetched.day or held.day, theirs)
    if held.start is None:
        contradicted = held.day is not None and held.day != fetched.day
        return kept if contradicted and not _prevails(theirs, ours) else taken
    if fetched.start != held.start:
        return taken if _prevails(theirs, ours) else kept
    if held.end is None or fetched.end in (None, held.end):
        return taken._replace(end=fetched.end or held.end, certainty=_better(ours, theirs))
    return taken if _prevails(theirs, ours) else kept


def _value(
    held: _Known | None, ours: Certainty, fetched: _Known | None, theirs: Certainty
) -> tuple[_Known | None, Certainty]:
    """Return which of two values holds, and how sure it is."""
    if fetched is None:
        return held, ours
    if held is None:
        return fetched, theirs
    if held == fetched or (
        isinstance(held, str) and isinstance(fetched, str) and fold(held) == fold(fetched)
    ):
        return held, _better(ours, theirs)
    return (fetched, theirs) if _prevails(theirs, ours) else (held, ours)


def _better(ours: Certainty, theirs: Certainty) -> Certainty:
    return theirs if _RANK[theirs] > _RANK[ours] else ours


def _prevails(theirs: Certainty, ours: Certainty) -> bool:
    """Tell whether another value holds against ours: a source's word does, a guess may not."""
    return theirs in (Certainty.OFFICIAL, Certainty.REPORTED) or _RANK[theirs] >= _RANK[ours]


def _title(held: Event, fetched: Event) -> str:
    """Return the title; a session called by its number alone has not lost what it is about."""
    ours, theirs = fold(held.title), fold(fetched.title)
    if held.kind is Kind.SESSION and ours.startswith(f"{theirs} "):
        return held.title
    return fetched.title or held.title


def _kind(held: Kind, fetched: Kind, kinds: frozenset[Kind]) -> Kind:
    """Return the kind; a file without spotlights does not say that none of its posters is one."""
    if fetched is Kind.OTHER or (held is not Kind.OTHER and held not in kinds):
        return held
    return fetched


def _topics(held: Event, fetched: Event) -> tuple[tuple[str, ...], str | None]:
    if not fetched.topics:
        return held.topics, held.topics_by
    if fetched.topics_by == "planner" and held.topics and held.topics_by != "planner":
        return held.topics, held.topics_by
    by = fetched.topics_by
    if by is None and held.topics == fetched.topics:
        by = held.topics_by
    return fetched.topics, by


def _links(held: tuple[Link, ...], fetched: tuple[Link, ...]) -> tuple[Link, ...]:
    known = {link.url for link in held}
    return held + tuple(link for link in fetched if link.url not in known)
