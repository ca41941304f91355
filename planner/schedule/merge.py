"""An update merges into the schedule in hand; it never replaces it (DESIGN, section 5).

Pure: two schedules go in, one comes out. Which event is which is told by
:mod:`~planner.schedule.recognise`, what holds of two versions of an event by
:mod:`~planner.schedule.merge_fields`; here are ids, parents, papers, and what
is taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from planner.model import Conference, Event, Kind
from planner.schedule.merge_fields import in_zone, merge_event
from planner.schedule.recognise import Group, groups, is_new_number, recognise

if TYPE_CHECKING:
    from planner.schedule.loaded import Loaded

#: A day further from the conference's others than this is a slip of the file.
_NEAR = timedelta(days=14)


class Merged(NamedTuple):
    """What a merge comes to.

    Attributes:
        conference: The one in hand, its days widened to its events.
        events: Those in hand in their order, then the new ones in theirs.
        cancelled: Events taken out, as they were in hand.
        follow: Old ids with the new ones, all to be taken at once since two
            events may have changed places. Whatever the attendee decided for
            an old id belongs to the new one, which is that of one of
            ``events`` or, where an id turned out to be another's, of
            ``cancelled``.
        carried: The ids, as they are in ``events``, of what the fetched
            schedule holds: what ``earlier`` is at the next update.
    """

    conference: Conference
    events: tuple[Event, ...]
    cancelled: tuple[Event, ...]
    follow: Mapping[str, str]
    carried: frozenset[str]


def merge(held: Loaded, fetched: Loaded, earlier: frozenset[str]) -> Merged:
    """Return ``held`` with what ``fetched`` knows better or besides.

    An id in hand stays, except that a conference's number takes the place of a
    name, and that an id which turns out to be another event's becomes that
    event's.

    Args:
        held: The schedule in hand.
        fetched: What a source offers now.
        earlier: Ids in ``held`` of what an earlier fetch of the same source
            held. Only these can be cancelled, of them only those of a kind that
            ``fetched`` has at all, and none if ``fetched`` is partial.
    """
    zone = ZoneInfo(held.conference.timezone)
    news = {event.id: in_zone(event, zone) for event in fetched.events}
    same = recognise(held.events, tuple(news.values()))
    there = {ours: theirs for theirs, ours in same.items()}
    gone = frozenset() if fetched.partial else _gone(held, fetched, there, earlier)
    ids = _new_ids(held.events, there, news.keys())
    papers = _papers(held.events, there, news)
    kinds = frozenset(event.kind for event in fetched.events)

    def paper_of(event: Event) -> str | None:
        return papers.get(event.paper, event.paper) if event.paper else None

    parents = {theirs: ids[ours] for theirs, ours in same.items()}

    def parent_of(event: Event) -> str | None:
        return parents.get(event.parent, event.parent) if event.parent in news else None

    events: dict[str, Event] = {}
    cancelled: list[Event] = []
    for event in held.events:
        now = event
        parent = ids.get(event.parent, event.parent) if event.parent else None
        if event.id in there:
            version = news[there[event.id]]
            now = merge_event(event, version, kinds)
            parent = parent_of(version) or parent
            now = _with(now, paper=paper_of(version) or event.paper)
        now = _with(now, id=ids[event.id], parent=parent)
        if event.id in gone:
            cancelled.append(now)
        else:
            events[now.id] = now
    for id_, event in news.items():
        if id_ not in same:
            events[id_] = _with(event, paper=paper_of(event), parent=parent_of(event))
    _drop_unsound_parents(events)
    _share_between_twins(events, news.keys() - same.keys())
    merged = tuple(events.values())
    return Merged(
        _conference(held.conference, fetched.conference, merged),
        merged,
        tuple(cancelled),
        {old: new for old, new in ids.items() if old != new},
        frozenset(parents.get(id_, id_) for id_ in news),
    )


def worse(held: Loaded, fetched: Loaded) -> str | None:
    """Return why ``fetched`` looks like a worse file than what is in hand, None if it does not.

    It is worse if it has fewer than half of the events in hand of a kind that it
    has, or no slot at all where events of its kinds have some. Such a file is
    taken only with ``--force``. Sessions are not counted: most formats have none
    of their own, they are read off the words of other events.
    """
    if fetched.partial:
        return None
    ours = _by_group(held.events)
    theirs = _by_group(fetched.events)
    for group, events in theirs.items():
        before = len(ours.get(group, ()))
        if len(events) * 2 < before:
            label = group.kind.label
            if group.of is not None:
                label = f"agenda item ({label})"
            return (
                f"The file has {len(events):,} where there were {before:,} events of the kind "
                f"{label}, so it was not taken. Get it again, or add --force if it is right."
            )
    timed = sum(event.is_scheduled for group in theirs for event in ours.get(group, ()))
    if timed and not any(event.is_scheduled for event in fetched.events):
        return (
            f"The file has no time for any event where {timed:,} had one, so it was not taken. "
            "Get it again, or add --force if it is right."
        )
    return None


def _by_group(events: tuple[Event, ...]) -> dict[Group, list[Event]]:
    found: dict[Group, list[Event]] = {}
    group_of = groups(events)
    for event in events:
        if event.kind is not Kind.SESSION:
            found.setdefault(group_of[event.id], []).append(event)
    return found


def _gone(
    held: Loaded, fetched: Loaded, there: Mapping[str, str], earlier: frozenset[str]
) -> frozenset[str]:
    """Return the ids of events that the source held and no longer has."""
    carried = set(groups(fetched.events).values())
    group_of = groups(held.events)
    return frozenset(
        id_ for id_ in earlier & group_of.keys() - there.keys() if group_of[id_] in carried
    )


def _new_ids(
    held: tuple[Event, ...], there: Mapping[str, str], theirs: Iterable[str]
) -> dict[str, str]:
    """Return the id that each event in hand has from now on."""
    taken = set(theirs)
    ids: dict[str, str] = {}
    for old, new in there.items():
        # What the file calls by our id and is not our event must be able to have it.
        ids[old] = new if old in taken or is_new_number(old, new) else old
    used = set(ids.values()) | (taken - set(there.values()))
    avoided = used | taken | {event.id for event in held}
    for event in held:
        if event.id not in ids:
            ids[event.id] = event.id if event.id not in used else _free(event.id, avoided)
            avoided.add(ids[event.id])
    return ids


def _free(id_: str, used: set[str]) -> str:
    number = 2
    while (free := f"{id_[:76]}-{number}") in used:
        number += 1
    return free


def _papers(
    held: tuple[Event, ...], there: Mapping[str, str], news: Mapping[str, Event]
) -> dict[str, str]:
    """Return what the papers of the fetched schedule are called in hand."""
    known = {event.paper for event in held if event.paper}
    named: dict[str, str] = {}
    for event in held:
        version = news[there[event.id]] if event.id in there else None
        if version and version.paper:
            paper = version.paper if version.paper in known else event.paper
            if paper:
                named.setdefault(version.paper, paper)
    return named


def _with(event: Event, **values: str | None) -> Event:
    """Return the event with these values, itself if it has them."""
    if all(getattr(event, name) == value for name, value in values.items()):
        return event
    return replace(event, **values)  # type: ignore[arg-type]


def _drop_unsound_parents(events: dict[str, Event]) -> None:
    """Take off parents that are gone, or that two files together made lead in a circle."""
    for id_, event in tuple(events.items()):
        seen = {id_}
        above = event.parent
        while above in events and above not in seen:
            seen.add(above)
            above = events[above].parent
        if event.parent is not None and (event.parent not in events or above in seen):
            events[id_] = replace(event, parent=None)


def _share_between_twins(events: dict[str, Event], new: Iterable[str]) -> None:
    """Give new showings of papers in hand the topics and people that they came without."""
    poor = [
        event
        for event in map(events.__getitem__, sorted(new))
        if event.paper and not (event.topics and event.people)
    ]
    papers = {event.paper for event in poor}
    rich: dict[str | None, list[Event]] = {}
    for event in events.values():
        if event.paper in papers:
            rich.setdefault(event.paper, []).append(event)
    for event in poor:
        topics = next((twin for twin in rich[event.paper] if twin.topics), event)
        people = next((twin.people for twin in rich[event.paper] if twin.people), ())
        events[event.id] = replace(
            event,
            topics=event.topics or topics.topics,
            topics_by=event.topics_by if event.topics else topics.topics_by,
            people=event.people or people,
        )


def _conference(held: Conference, fetched: Conference, events: tuple[Event, ...]) -> Conference:
    """Return the conference in hand, told what it did not know, with a day for every event."""
    start, end = held.start, held.end
    days = sorted({event.day for event in events if event.day is not None})
    for day in days:
        if end < day <= end + _NEAR:
            end = day
    for day in reversed(days):
        if start - _NEAR <= day < start:
            start = day
    return replace(
        held,
        start=start,
        end=end,
        venue=held.venue or fetched.venue,
        url=held.url or fetched.url,
        source=held.source or fetched.source,
    )
