"""What an import or an update came to, in sentences for both shells."""

from __future__ import annotations

from collections import Counter
from datetime import date

from planner.schedule.changes import What, is_gift
from planner.workspace.conferences.importing import Brought
from planner.workspace.conferences.updating import Consequences, Updated
from planner.workspace.wording import counted, day_words

#: Of what stayed out this many are named, the others counted.
_NAMED = 20

#: How changes are counted, and below how gifts are: "12 moved", "4 with a room now".
_CHANGES = {
    What.ADDED: "new",
    What.CANCELLED: "cancelled",
    What.MOVED: "moved",
    What.UNSCHEDULED: "without their time again",
    What.ROOM: "in another room",
    What.BOARD: "on another board",
    What.RENAMED: "renamed",
    What.TWIN: "with another showing",
}
_GIFTS = {
    What.SCHEDULED: "with a time now",
    What.DAY: "with a day now",
    What.END: "with an end now",
    What.ROOM: "with a room now",
    What.BOARD: "with a board now",
}


def import_words(brought: Brought) -> list[str]:
    """Return the report of an import, a sentence or a line of counts each."""
    conference = brought.conference
    unknown = brought.events - brought.scheduled
    lines = [
        f"{conference.name} ({conference.id}): {counted(brought.events, 'event')} from "
        f"{brought.source}, {brought.scheduled:,} with a time, {unknown:,} without",
        "kinds: " + ", ".join(f"{count:,} {kind.label}" for kind, count in brought.by_kind),
    ]
    if brought.by_day:
        lines.append("days: " + ", ".join(_day(day, count) for day, count in brought.by_day))
    lines += _left_out(brought)
    lines += brought.beside
    return lines


def update_words(updated: Updated, meant: Consequences) -> list[str]:
    """Return what an update came to: the attendee's own events first."""
    name = updated.shelved.conference.name
    if updated.brought is None:
        return [f"{name}: nothing newer than what is here"]
    changes = Counter(change.what for change in updated.changes if not is_gift(change))
    gifts = Counter(change.what for change in updated.changes if is_gift(change))
    told = [f"{changes[what]:,} {words}" for what, words in _CHANGES.items() if changes[what]]
    told += [f"{gifts[what]:,} {words}" for what, words in _GIFTS.items() if gifts[what]]
    if updated.brought.partial and updated.added:
        told.insert(0, f"{updated.brought.source} for {counted(updated.added, 'event')}")
    lines = [f"{name}: {', '.join(told) if told else 'nothing changed'}"]
    if meant.gift:
        lines.insert(0, meant.gift)
    return lines + _left_out(updated.brought) + list(updated.brought.beside)


def _left_out(brought: Brought) -> list[str]:
    lines = []
    if brought.dropped:
        lines.append(f"left out: {counted(len(brought.dropped), 'event')}")
        lines += [f"  {problem}" for problem in brought.dropped[:_NAMED]]
        more = len(brought.dropped) - _NAMED
        lines += [f"  and {more:,} more"] if more > 0 else []
    if brought.noted:
        lines.append(f"{counted(len(brought.noted), 'value')} left out or mended")
        lines += [f"  {problem}" for problem in brought.noted[:_NAMED]]
        more = len(brought.noted) - _NAMED
        lines += [f"  and {more:,} more"] if more > 0 else []
    return lines


def _day(day: date, count: int) -> str:
    return f"{day_words(day)} {count:,}"
