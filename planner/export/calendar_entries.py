"""What goes into a calendar, and how it reads there: an entry of each event, slot and own time.

Pure: no library, no bytes; :mod:`planner.export.ical` writes them. A poster
session is not a talk: the starred posters of a slot are one entry with the
walk in its description, unless each is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from planner.export.calendar_values import Entries, Entry, StarredEvent, instant
from planner.export.links import address
from planner.itinerary.agenda import day_of, time_order
from planner.itinerary.board import board_key
from planner.model import Attendance, Certainty, Commitment, Conference, Event, Kind
from planner.schedule.text import clean, clean_text_block

Posters = Literal["slot", "each"]


def entries(
    conference: Conference,
    starred: Sequence[StarredEvent],
    *,
    posters: Posters = "slot",
    unscheduled: bool = False,
    parents: Mapping[str, Event] | None = None,
    commitments: Sequence[Commitment] = (),
    dated: datetime | None = None,
) -> Entries:
    """Return the calendar entries of starred events.

    What the attendee presents is an entry of its own, never one of a slot's.

    Args:
        conference: Gives the venue, the zone and the end of each UID.
        starred: The events to export, each once.
        posters: ``slot`` makes the drop-in posters that start together one
            entry; ``each`` makes one of each, which blocks no time.
        unscheduled: Whether to add one all-day entry, on the conference's
            first day, that lists the events with neither slot nor day.
        parents: Events by id, to name a poster session and to find the day of
            a talk of which only the session is known.
        commitments: Time of the attendee's own, an entry each.
        dated: What the commitments' entries are dated by, an aware datetime;
            the conference's first day unless given.
    """
    zone = ZoneInfo(conference.timezone)
    parents = parents or {}
    found: list[Entry] = []
    together: defaultdict[datetime, list[StarredEvent]] = defaultdict(list)
    without: list[StarredEvent] = []
    for one in sorted(starred, key=lambda one: time_order(one.event)):
        event = one.event
        if event.start is None:
            parent = parents.get(event.parent or "")
            day = day_of(event, zone) or day_of(parent, zone)
            if day:
                found.append(_day_entry(conference, one, day, parent))
            else:
                without.append(one)
        elif posters == "slot" and _is_drop_in_poster(event):
            together[event.start.astimezone(UTC)].append(one)
        else:
            found.append(_event_entry(conference, one, zone))
    for start, held in together.items():
        found.append(_slot_entry(conference, held, start.astimezone(zone), parents))
    since = dated or datetime.combine(conference.start, time(), zone)
    found += [_commitment_entry(conference, each, zone, since) for each in commitments]
    if unscheduled and without:
        found.append(_unscheduled_entry(conference, without))
    found.sort(key=lambda entry: (_day(entry.start), instant(entry.start), entry.uid))
    return Entries(tuple(found), len(without))


def _event_entry(conference: Conference, one: StarredEvent, zone: ZoneInfo) -> Entry:
    event = one.event
    assert event.start is not None  # noqa: S101 - for the type checker, chosen by the caller
    end = event.end.astimezone(zone) if event.end and event.end > event.start else None
    inferred = event.certainty.slot is Certainty.INFERRED
    lines = [*_whose(one, zone), *_inferred(inferred), *_about(one)]
    return Entry(
        uid=f"{event.id}@{conference.id}.planner",
        start=event.start.astimezone(zone),
        end=end,
        summary=clean(event.title),
        location=_location(event.room, event.board, conference),
        description=clean_text_block("\n".join(lines)),
        url=_url(event),
        category=event.kind.label,
        is_tentative=inferred or one.own_time,
        is_transparent=_is_drop_in_poster(event),
        decided=one.decided,
        posters=(event.id,),
    )


def _day_entry(conference: Conference, one: StarredEvent, day: date, parent: Event | None) -> Entry:
    event = one.event
    within = ""
    if parent and parent.start and parent.end:
        within = f", in {parent.start:%H:%M}-{parent.end:%H:%M} ({parent.title})"
    lines = [f"Time unknown{within}.", *_about(one)]
    return Entry(
        uid=f"{event.id}@{conference.id}.planner",
        start=day,
        end=None,
        summary=f"{clean(event.title)} (time unknown)",
        location=_location(event.room, event.board, conference),
        description=clean_text_block("\n".join(lines)),
        url=_url(event),
        category=event.kind.label,
        is_tentative=event.certainty.slot is Certainty.INFERRED,
        is_transparent=True,
        decided=one.decided,
        posters=(event.id,),
    )


def _slot_entry(
    conference: Conference,
    held: Sequence[StarredEvent],
    start: datetime,
    parents: Mapping[str, Event],
) -> Entry:
    walk = sorted(held, key=lambda one: (board_key(one.event.board), time_order(one.event)))
    ends = [one.event.end for one in held if one.event.end and one.event.end > start]
    rooms = sorted({one.event.room for one in held if one.event.room})
    sessions = {one.event.parent for one in held if one.event.parent in parents}
    session = parents[sessions.pop() or ""].title if len(sessions) == 1 else "Posters"
    title = walk[0].event.title if len(walk) == 1 else f"{len(walk)} posters"
    inferred = [one.event.certainty.slot is Certainty.INFERRED for one in walk]
    lines = [*_inferred(all(inferred)), "In board order:"]
    for one, is_inferred in zip(walk, inferred, strict=True):
        lines += ["", *_stop(one, is_inferred=is_inferred and not all(inferred))]
    doubts = [one.own_time or each for one, each in zip(walk, inferred, strict=True)]
    stamp = start.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return Entry(
        uid=f"posters-{stamp}@{conference.id}.planner",
        start=start,
        end=max(ends).astimezone(start.tzinfo) if ends else None,
        summary=clean(f"{session}: {title}"),
        location=_location("; ".join(rooms), None, conference),
        description=clean_text_block("\n".join(lines)),
        url=address(conference.url),
        category=Kind.POSTER.label,
        is_tentative=all(doubts),
        is_transparent=False,
        decided=max(one.decided for one in held),
        posters=tuple(one.event.id for one in walk),
    )


def _commitment_entry(
    conference: Conference, commitment: Commitment, zone: ZoneInfo, dated: datetime
) -> Entry:
    return Entry(
        uid=f"{commitment.id}@{conference.id}.planner",
        start=commitment.start.astimezone(zone),
        end=commitment.end.astimezone(zone),
        summary=clean(commitment.title),
        location=None,
        description="",
        url=None,
        category="away" if commitment.away else "commitment",
        is_tentative=False,
        is_transparent=False,
        decided=dated,
        posters=(commitment.id,),
    )


def _unscheduled_entry(conference: Conference, without: Sequence[StarredEvent]) -> Entry:
    lines = ["Starred, with no time known:"]
    for one in without:
        lines.append(f"- {one.event.title} ({one.event.kind.label}, {one.level.value})")
        lines += [f"  {url}" for url in [_url(one.event)] if url]
    starred = f"{len(without)} starred {'event' if len(without) == 1 else 'events'}"
    return Entry(
        uid=f"unscheduled@{conference.id}.planner",
        start=conference.start,
        end=None,
        summary=clean(f"{conference.name}: {starred}, time unknown"),
        location=_location(None, None, conference),
        description=clean_text_block("\n".join(lines)),
        url=address(conference.url),
        category=Kind.OTHER.label,
        is_tentative=False,
        is_transparent=True,
        decided=max(one.decided for one in without),
        posters=tuple(one.event.id for one in without),
    )


def _stop(one: StarredEvent, *, is_inferred: bool) -> list[str]:
    event = one.event
    place = f"Board {event.board}" if event.board else "Board unknown"
    if event.board and event.certainty.board is Certainty.INFERRED:
        place += " (inferred)"
    doubt = "; that it hangs here is inferred" if is_inferred else ""
    doubt = "; that it hangs here is your own word" if one.own_time else doubt
    return [f"{place}: {event.title} ({one.level.value}{doubt})", *_about(one)]


def _about(one: StarredEvent) -> list[str]:
    event = one.event
    lines = []
    if event.people:
        lines.append(", ".join(person.name for person in event.people))
    lines += [f"{link.label}: {url}" for link in event.links if (url := address(link.url))]
    if one.note:
        lines.append(f"Note: {one.note}")
    return lines


def _whose(one: StarredEvent, zone: ZoneInfo) -> list[str]:
    """Say what is the attendee's own: the event, its time, and that they leave early."""
    lines = ["You present this."] if one.mine else []
    if one.leaves is not None:
        lines.append(f"You leave at {one.leaves.astimezone(zone):%H:%M}.")
    return [*lines, "The time is your own, not the programme's."] if one.own_time else lines


def _inferred(is_inferred: bool) -> list[str]:
    return ["The time is inferred, not announced."] if is_inferred else []


def _location(room: str | None, board: str | None, conference: Conference) -> str | None:
    places = [room, f"board {board}" if board else None, conference.venue]
    return clean(", ".join(place for place in places if place)) or None


def _is_drop_in_poster(event: Event) -> bool:
    return event.kind in (Kind.POSTER, Kind.SPOTLIGHT) and event.attended is Attendance.DROP_IN


def _url(event: Event) -> str | None:
    return next((url for link in event.links if (url := address(link.url))), None)


def _day(start: datetime | date) -> date:
    return start.date() if isinstance(start, datetime) else start
