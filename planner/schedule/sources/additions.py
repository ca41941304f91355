"""What files without a schedule of their own add to the events in hand.

Such a file is of use only with the schedule that has its events: it is matched
by the numbers of the conference's site, and comes back as those events, once
more over the border, with what the file adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from planner.model import Event
from planner.record import event_record
from planner.schedule.border import admit_events
from planner.schedule.loaded import Loaded, Report
from planner.schedule.source import Asked
from planner.schedule.sources.series import Edition, edition_of_place
from planner.schedule.unusable import ScheduleUnusable

#: An id of a number of the site's, such as ``poster-33646``; not ``registration-2024-07-23``,
#: ``session-poster-3`` or ``workshop-29943-0900``.
_NUMBERED = re.compile(r"[a-z]+(?:-[a-z]+)*-([1-9]\d{2,11})")


def number_of(id_: str) -> int | None:
    """Return the number of the site's that an event's id is made of, None if it is named."""
    found = _NUMBERED.fullmatch(id_)
    return int(found[1]) if found else None


def ids_by_number(events: Iterable[Event]) -> dict[int, tuple[str, ...]]:
    """Return the ids of events by the number that they are made of."""
    found: dict[int, tuple[str, ...]] = {}
    for event in events:
        number = number_of(event.id)
        if number is not None:
            found[number] = (*found.get(number, ()), event.id)
    return found


def base_of(asked: Asked, what: str) -> Loaded:
    """Return the schedule in hand, which a file that holds only ``what`` needs.

    Raises:
        ScheduleUnusable: there is none.
    """
    if asked.base is None:
        raise ScheduleUnusable(
            f"{asked.place} holds {what}, but no schedule to add them to: import the conference's "
            f"schedule first, then run planner update {asked.place}."
        )
    return asked.base


def refuse_another(asked: Asked, edition: Edition | None) -> None:
    """Refuse a file of another conference than the one in hand, where both are known.

    Raises:
        ScheduleUnusable: it is another's.
    """
    if asked.base is None or edition is None:
        return
    conference = asked.base.conference
    held = edition_of_place(conference.source or "") or edition_of_place(conference.id)
    if held is not None and held != edition:
        raise ScheduleUnusable(
            f"{asked.place} is of {edition.name}, not of {conference.name}; "
            f"use planner import {asked.place} to read it as a conference of its own."
        )


def added(
    asked: Asked, base: Loaded, additions: Mapping[str, Mapping[str, Any]], report: Report
) -> Loaded:
    """Return the events of ``base`` that a file adds to, with what it adds.

    Args:
        asked: Names the file.
        base: The schedule in hand.
        additions: By event id, the native keys and values that the file has.
        report: Gets what does not come over the border.

    Raises:
        ScheduleUnusable: the file has nothing for any of the events.
    """
    natives = [
        {**event_record(event), **additions[event.id], "parent": None}
        for event in base.events
        if event.id in additions
    ]
    if not natives:
        raise ScheduleUnusable(
            f"{asked.place} has nothing for {base.conference.name}: none of what it lists is in "
            "that schedule; check that it is of the same conference."
        )
    own = Report()
    events = admit_events(natives, base.conference, own)
    report.problems += [replace(problem, index=None) for problem in own.problems]
    # The parents are in the schedule in hand, though not among what the file adds to.
    parents = {event.id: event.parent for event in base.events}
    events = tuple(replace(event, parent=parents[event.id]) for event in events)
    return Loaded(base.conference, events, report, partial=True)
