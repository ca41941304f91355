"""Rows and the agenda as the JSON that ``--json`` prints (the command line's contract)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.itinerary.agenda import Agenda
from planner.model import Event, Level, Star

JsonObject = dict[str, Any]


def row_record(event: Event, level: Level | None) -> JsonObject:
    """Return an event as one row of ``planner search --json``.

    Times are RFC 3339 with the venue's offset; ``day`` is the start's where
    the source gives none; ``attendance`` is how one attends, by the kind where
    the source is silent, null for what never clashes.
    """
    day = event.day or (event.start.date() if event.start else None)
    return {
        "id": event.id,
        "kind": event.kind.value,
        "title": event.title,
        "start": event.start.isoformat() if event.start else None,
        "end": event.end.isoformat() if event.end else None,
        "day": day.isoformat() if day else None,
        "room": event.room,
        "board": event.board,
        "people": [person.name for person in event.people],
        "topics": list(event.topics),
        "track": event.track,
        "paper": event.paper,
        "parent": event.parent,
        "attendance": event.attended.value if event.attended else None,
        "certainty": {
            "slot": event.certainty.slot.value,
            "room": event.certainty.room.value,
            "board": event.certainty.board.value,
        },
        "starred": level.value if level else None,
    }


def agenda_record(agenda: Agenda, stars: Mapping[str, Star]) -> JsonObject:
    """Return an agenda as ``planner agenda --json`` prints it.

    A budget's ``session`` is the session's id or null; a gap is its start, its
    end and its minutes.
    """

    def rows(events: tuple[Event, ...]) -> list[JsonObject]:
        return [
            row_record(event, star.level if (star := stars.get(event.id)) else None)
            for event in events
        ]

    return {
        "days": [
            {
                "date": day.date.isoformat(),
                "items": rows(day.items),
                "budgets": [
                    {
                        "slot": {
                            "start": budget.start.isoformat(),
                            "end": budget.end.isoformat(),
                            "session": budget.session,
                        },
                        "wanted_minutes": budget.wanted_minutes,
                        "free_minutes": budget.free_minutes,
                    }
                    for budget in day.budgets
                ],
                "gaps": [
                    {
                        "start": gap.start.isoformat(),
                        "end": gap.end.isoformat(),
                        "minutes": gap.minutes,
                    }
                    for gap in day.gaps
                ],
            }
            for day in agenda.days
        ],
        "unscheduled": rows(agenda.unscheduled),
    }
