"""What became of the events between two states of a programme, as values and as sentences.

Pure: nothing is read, written or asked for. A change is told from a gift: a
slot, room or board that was unknown and is now known takes nothing from a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from planner.model import Event, Kind
from planner.schedule.recognise import family
from planner.schedule.text import fold

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class What(StrEnum):
    """What became of an event; in the order in which one wants to hear of it.

    ``moved``: the slot, or the day where only that was known, is another one.
    ``unscheduled``: a slot that was known no longer is. ``twin``: its paper
    gained another showing. ``scheduled``, ``day`` and ``end``: a slot, a day or
    an end that was unknown is known now. ``room`` and ``board`` are both, a
    change or something first known: :func:`is_gift` tells.
    """

    CANCELLED = "cancelled"
    MOVED = "moved"
    UNSCHEDULED = "unscheduled"
    ROOM = "room"
    BOARD = "board"
    RENAMED = "renamed"
    TWIN = "twin"
    SCHEDULED = "scheduled"
    DAY = "day"
    END = "end"
    ADDED = "added"


_ORDER = {what: place for place, what in enumerate(What)}


class Change(NamedTuple):
    """One thing that became of one event.

    Attributes:
        event_id: The event's id now; of a cancelled one the id that it had.
        what: What became of it.
        before: The event as it was, None for a new one.
        after: The event as it is, None for a cancelled one. Of ``twin`` it is
            the other showing that the paper gained, and ``event_id`` and
            ``before`` are those of the event that it belongs to.
    """

    event_id: str
    what: What
    before: Event | None
    after: Event | None


def event_changes(before: Event, after: Event | None) -> tuple[Change, ...]:
    """Return what became of one event, ``after`` being None if it is gone.

    Differences of case, accents and typographic signs are none, nor are a
    better certainty of the same fact, other people or a new link. In the order
    of :class:`What`; of the slot at most one.
    """
    if after is None:
        return (Change(before.id, What.CANCELLED, before, None),)
    if before is after:
        return ()
    found = {_slot_change(before, after)}
    found |= {What.ROOM} if _differ(before.room, after.room) else set()
    found |= {What.BOARD} if _differ(before.board, after.board) else set()
    found |= {What.RENAMED} if _differ(before.title, after.title) else set()
    return tuple(Change(after.id, what, before, after) for what in What if what in found)


def changes(
    before: Iterable[Event], after: Iterable[Event], follow: Mapping[str, str]
) -> tuple[Change, ...]:
    """Return all that became of the events, in the order of their new slots.

    An event goes on as the one that ``follow`` names, else as the one of the
    same id; what then has vanished and what has appeared are one event if they
    have one title within a kind, and each only once.

    Args:
        before: The events as they were, no id twice.
        after: The events as they are, no id twice.
        follow: Old ids with the new ones, as :class:`~planner.schedule.merge.Merged` has them;
            all are taken at once, so two events may have changed places.

    Returns:
        By start, then what has no slot; a cancelled event stands at its old
        slot. Of events at once by id, of one event in the order of
        :class:`What`.
    """
    old = {event.id: event for event in before}
    new = {event.id: event for event in after}
    became = {id_: follow.get(id_, id_) for id_ in old}
    became = {id_: now for id_, now in became.items() if now in new}
    reached = set(became.values())
    became |= _same_titles(
        [event for id_, event in old.items() if id_ not in became],
        [event for id_, event in new.items() if id_ not in reached],
    )
    found: list[Change] = []
    for id_, event in old.items():
        found += event_changes(event, new[became[id_]] if id_ in became else None)
    reached = set(became.values())
    found += (
        Change(event.id, What.ADDED, None, event)
        for event in new.values()
        if event.id not in reached
    )
    found += _new_twins(old, new, became)

    def place(change: Change) -> tuple[bool, float, str, int, str]:
        event = new.get(change.event_id) or change.before
        start = event.start if event else None
        other = change.after.id if change.after else ""
        seconds = start.timestamp() if start else 0.0
        return start is None, seconds, change.event_id, _ORDER[change.what], other

    return tuple(sorted(found, key=place))


def is_gift(change: Change) -> bool:
    """Tell whether something unknown is known now and nothing that was known is another."""
    if change.what in (What.SCHEDULED, What.DAY, What.END):
        return True
    if change.before is None or change.after is None:
        return False
    if change.what is What.ROOM:
        return change.before.room is None
    return change.what is What.BOARD and change.before.board is None


def sentence(change: Change, zone: tzinfo) -> str:
    """Return a change as the screen says it, without the title.

    Such as ``moved from Tue 13:30 to Wed 11:30``.

    Args:
        change: What became of an event.
        zone: The venue's zone, in which all times are said.
    """
    before, after = change.before, change.after
    if after is None:
        known = _known(before, zone) if before else ""
        return f"cancelled; it was {known}" if known else "cancelled"
    if change.what is What.TWIN:
        article = "an" if after.kind.label[0] in "aeiou" else "a"
        return ": ".join(
            filter(None, (f"also as {article} {after.kind.label}", _known(after, zone)))
        )
    if before is None:
        return ": ".join(filter(None, ("new", _known(after, zone))))
    match change.what:
        case What.MOVED:
            return _moved(before, after, zone)
        case What.UNSCHEDULED:
            return f"no time known any more; it was {_slot(before, zone)}"
        case What.SCHEDULED:
            return f"has a time now: {_slot(after, zone)}"
        case What.DAY:
            return f"on {_slot(after, zone)}, at a time not yet known"
        case What.END:
            return f"ends at {_clock(after.end, zone)}"
        case What.ROOM:
            return _gained("room", before.room, after.room)
        case What.BOARD:
            return _gained("board", before.board, after.board)
        case _:
            return f'renamed, was "{before.title}"'


def _slot_change(before: Event, after: Event) -> What | None:
    if before.start is None:
        if before.day is None:
            if after.start is not None:
                return What.SCHEDULED
            return None if after.day is None else What.DAY
        if after.day is None:
            return What.UNSCHEDULED if after.start is None else What.SCHEDULED
        if after.day != before.day:
            return What.MOVED
        return None if after.start is None else What.SCHEDULED
    if after.start is None:
        return What.UNSCHEDULED
    if after.start != before.start or (after.end != before.end and before.end and after.end):
        return What.MOVED
    return What.END if before.end is None and after.end is not None else None


def _differ(before: str | None, after: str | None) -> bool:
    if before is None or after is None or before == after:
        return before != after
    return fold(before) != fold(after)


def _same_titles(gone: list[Event], come: list[Event]) -> dict[str, str]:
    """Return which of the vanished events are which of the new ones, by kind and title."""
    if not gone or not come:
        return {}
    ours, theirs = _by_title(gone), _by_title(come)
    return {old: new for sign, old in ours.items() if old and (new := theirs.get(sign))}


def _by_title(events: Iterable[Event]) -> dict[tuple[Kind, str], str]:
    """Return events by kind and folded title; what two share stands for neither."""
    found: dict[tuple[Kind, str], str] = {}
    for event in events:
        sign = (family(event.kind), fold(event.title))
        found[sign] = "" if sign in found else event.id
    return found


def _new_twins(
    old: Mapping[str, Event], new: Mapping[str, Event], became: Mapping[str, str]
) -> Iterator[Change]:
    """Yield for each event that goes on the showings that its paper did not have before."""
    showings: dict[str, list[Event]] = {}
    for event in new.values():
        if event.paper:
            showings.setdefault(event.paper, []).append(event)
    was = {now: old[id_] for id_, now in became.items()}
    for id_, before in was.items():
        paper = new[id_].paper
        for twin in showings.get(paper, ()) if paper else ():
            other = was.get(twin.id)
            known = other is not None and other.paper is not None and other.paper == before.paper
            if twin.id != id_ and not known:
                yield Change(id_, What.TWIN, before, twin)


def _moved(before: Event, after: Event, zone: tzinfo) -> str:
    if before.start is not None and before.start == after.start:
        return f"ends at {_clock(after.end, zone)}, was {_clock(before.end, zone)}"
    old, new = _day(before, zone), _day(after, zone)
    # Two Tuesdays are told apart by their dates.
    dated = old is not None and new is not None and abs(new - old) >= timedelta(days=7)
    return f"moved from {_start(before, zone, dated)} to {_start(after, zone, dated)}"


def _gained(what: str, before: str | None, after: str | None) -> str:
    if after is None:
        return f"{what} no longer known, was {before}"
    return f"{what} {after}" + (f", was {before}" if before is not None else " is known now")


def _known(event: Event, zone: tzinfo) -> str:
    """Return slot, room and board as far as known: ``Tue 13:30-15:00, Hall C, board 503``."""
    board = f"board {event.board}" if event.board else ""
    return ", ".join(word for word in (_slot(event, zone), event.room, board) if word)


def _slot(event: Event, zone: tzinfo) -> str:
    begins = _start(event, zone)
    if event.start is None or event.end is None:
        return begins
    end = event.end.astimezone(zone)
    overnight = end.date() != event.start.astimezone(zone).date()
    return f"{begins}-{_DAYS[end.weekday()]} {end:%H:%M}" if overnight else f"{begins}-{end:%H:%M}"


def _start(event: Event, zone: tzinfo, dated: bool = False) -> str:
    day = _day(event, zone)
    if day is None:
        return ""
    name = _DAYS[day.weekday()] + (f" {day.day} {_MONTHS[day.month - 1]}" if dated else "")
    return name if event.start is None else f"{name} {_clock(event.start, zone)}"


def _day(event: Event, zone: tzinfo) -> date | None:
    return event.day if event.start is None else event.start.astimezone(zone).date()


def _clock(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}" if moment else ""
