"""Rows and the agenda as the JSON that ``--json`` prints (the command line's contract)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.model import Commitment, Event, Level, Star

if TYPE_CHECKING:
    from planner.itinerary.agenda import Agenda, Day
    from planner.itinerary.clashes import Clash

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


def commitment_record(commitment: Commitment) -> JsonObject:
    """Return a commitment as ``planner blocks --json`` prints it.

    Times are RFC 3339 with the venue's offset; ``calendar`` is the file that it
    was read from, null for what was typed.
    """
    return {
        "id": commitment.id,
        "title": commitment.title,
        "start": commitment.start.isoformat(),
        "end": commitment.end.isoformat(),
        "away": commitment.away,
        "calendar": commitment.calendar,
    }


def commitment_row(commitment: Commitment) -> JsonObject:
    """Return a commitment among events, with a row's keys and the kind ``commitment``."""
    nothing = ("room", "board", "track", "paper", "parent", "starred")
    return {
        "id": commitment.id,
        "kind": "commitment",
        "title": commitment.title,
        "start": commitment.start.isoformat(),
        "end": commitment.end.isoformat(),
        "day": commitment.start.date().isoformat(),
        "people": [],
        "topics": [],
        "attendance": "fixed",
        "certainty": {"slot": "unknown", "room": "unknown", "board": "unknown"},
        **dict.fromkeys(nothing),
    }


def clash_record(clash: Clash) -> JsonObject:
    """Return a clash as ``planner clashes --json`` prints it.

    ``minutes`` are those that both take place, null where an end is not known;
    of a tight pair they are those that the walk lacks.
    """
    return {"a": clash.a.id, "b": clash.b.id, "kind": clash.kind, "minutes": clash.minutes}


def agenda_record(
    agenda: Agenda, stars: Mapping[str, Star], clashes: Sequence[Clash] = ()
) -> JsonObject:
    """Return an agenda as ``planner agenda --json`` prints it.

    A budget's ``session`` is the session's id or null; a gap is its start, its
    end and its minutes. A clash stands on each day that holds one of its events.
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
                "commitments": [commitment_record(each) for each in day.commitments],
                "clashes": [clash_record(clash) for clash in clashes_of(day, clashes)],
                "away": rows(day.away),
            }
            for day in agenda.days
        ],
        "unscheduled": rows(agenda.unscheduled),
    }


def clashes_of(day: Day, clashes: Iterable[Clash]) -> list[Clash]:
    """Return the clashes of which a day of the agenda holds an event."""
    held = {event.id for event in day.items}
    return [clash for clash in clashes if clash.a.id in held or clash.b.id in held]
