"""The rows and the agenda as JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from planner.export.rows import agenda_record, commitment_row, row_record
from planner.itinerary.agenda import agenda
from planner.itinerary.clashes import clashes
from planner.model import Certainty, Commitment, Event, FactCertainty, Kind, Level, Person, Star

VIENNA = ZoneInfo("Europe/Vienna")


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=VIENNA)


POSTER = Event(
    "poster-1",
    Kind.POSTER,
    "Stop Regressing",
    start=datetime(2024, 7, 24, 13, 30, tzinfo=VIENNA),
    end=datetime(2024, 7, 24, 15, 0, tzinfo=VIENNA),
    room="Hall C 4-9",
    board="1311",
    people=(Person("Jesse Farebrother", "McGill"), Person("Jordi Orbay")),
    topics=("Reinforcement Learning->Deep RL",),
    paper="x",
    parent="session-4",
    certainty=FactCertainty(Certainty.INFERRED, Certainty.OFFICIAL, Certainty.REPORTED),
    abstract="Long.",
)


def test_a_row_has_the_keys_of_the_contract_in_its_order() -> None:
    assert json.dumps(row_record(POSTER, Level.MUST)) == json.dumps(
        {
            "id": "poster-1",
            "kind": "poster",
            "title": "Stop Regressing",
            "start": "2024-07-24T13:30:00+02:00",
            "end": "2024-07-24T15:00:00+02:00",
            "day": "2024-07-24",
            "room": "Hall C 4-9",
            "board": "1311",
            "people": ["Jesse Farebrother", "Jordi Orbay"],
            "topics": ["Reinforcement Learning->Deep RL"],
            "track": None,
            "paper": "x",
            "parent": "session-4",
            "attendance": "drop_in",
            "certainty": {"slot": "inferred", "room": "official", "board": "reported"},
            "starred": "must",
        }
    )


def test_what_is_not_known_is_null() -> None:
    row = row_record(Event("break-1", Kind.BREAK, "Coffee"), None)
    for key in ("start", "end", "day", "room", "board", "attendance", "starred"):
        assert row[key] is None
    assert row["people"] == []


def test_the_agenda_is_that_of_the_contract() -> None:
    decided = datetime(2024, 7, 1, tzinfo=UTC)
    events = {
        e.id: e
        for e in (
            POSTER,
            Event("oral-1", Kind.ORAL, "A", POSTER.start, POSTER.start),
            Event(
                "oral-2",
                Kind.ORAL,
                "B",
                datetime(2024, 7, 24, 10, 0, tzinfo=VIENNA),
                datetime(2024, 7, 24, 10, 30, tzinfo=VIENNA),
            ),
            Event("invited-talk-1", Kind.INVITED_TALK, "C", day=date(2024, 7, 24)),
            Event("poster-2", Kind.POSTER, "D"),
        )
    }
    stars = {key: Star(key, Level.WANT, decided, event) for key, event in events.items()}
    record = agenda_record(agenda(stars, events, VIENNA), stars)
    assert list(record) == ["days", "unscheduled"]
    (day,) = record["days"]
    assert list(day) == ["date", "items", "budgets", "gaps", "commitments", "clashes", "away"]
    assert day["date"] == "2024-07-24"
    assert [row["id"] for row in day["items"]] == [
        "oral-2",
        "poster-1",
        "oral-1",
        "invited-talk-1",
    ]
    assert day["items"][1] == row_record(POSTER, Level.WANT)
    assert day["budgets"] == [
        {
            "slot": {
                "start": "2024-07-24T13:30:00+02:00",
                "end": "2024-07-24T15:00:00+02:00",
                "session": "session-4",
            },
            "wanted_minutes": 5,
            "free_minutes": 90,
        }
    ]
    assert day["gaps"] == [
        {
            "start": "2024-07-24T10:30:00+02:00",
            "end": "2024-07-24T13:30:00+02:00",
            "minutes": 180,
        }
    ]
    assert (day["commitments"], day["clashes"], day["away"]) == ([], [], [])
    assert [row["id"] for row in record["unscheduled"]] == ["poster-2"]


def test_the_agenda_tells_of_time_of_ones_own() -> None:
    decided = datetime(2024, 7, 1, tzinfo=UTC)
    talk = Event("oral-1", Kind.ORAL, "A", at(14), at(14, 30))
    apart = Event("oral-2", Kind.ORAL, "B", at(9), at(10))
    events = {event.id: event for event in (POSTER, talk, apart)}
    stars = {key: Star(key, Level.WANT, decided, event) for key, event in events.items()}
    lunch = Commitment("block-1", "lunch with Ada", at(14, 15), at(15))
    away = Commitment("block-2", "museum", at(8), at(12), away=True)
    plan = agenda(stars, events, VIENNA, commitments=[lunch, away])
    found = clashes([POSTER, talk], {}, commitments=[lunch, away])
    (day,) = agenda_record(plan, stars, found)["days"]
    assert [each["id"] for each in day["commitments"]] == ["block-2", "block-1"]
    assert day["commitments"][1] == {
        "id": "block-1",
        "title": "lunch with Ada",
        "start": "2024-07-24T14:15:00+02:00",
        "end": "2024-07-24T15:00:00+02:00",
        "away": False,
        "calendar": None,
    }
    assert day["clashes"] == [{"a": "oral-1", "b": "block-1", "kind": "clash", "minutes": 15}]
    assert [row["id"] for row in day["away"]] == ["oral-2"]
    assert [row["id"] for row in day["items"]] == ["poster-1", "oral-1"]
    assert day["budgets"][0]["free_minutes"] == 90 - 30 - 30


def test_a_clash_stands_on_the_day_of_its_events() -> None:
    decided = datetime(2024, 7, 1, tzinfo=UTC)
    one = Event("oral-1", Kind.ORAL, "A", at(9), at(10))
    other = Event("oral-2", Kind.ORAL, "B", at(9, day=25), at(10, day=25))
    stars = {event.id: Star(event.id, Level.WANT, decided, event) for event in (one, other)}
    week = Commitment("block-1", "a course", at(0, day=22), at(0, day=27))
    plan = agenda(stars, {}, VIENNA, commitments=[week], days=[])
    record = agenda_record(plan, stars, clashes([one, other], {}, commitments=[week]))
    assert [[clash["b"] for clash in day["clashes"]] for day in record["days"]] == [
        ["oral-1"],
        ["oral-2"],
    ]


def test_a_commitment_among_rows_has_the_keys_of_a_row() -> None:
    row = commitment_row(Commitment("block-1", "lunch", at(12), at(13)))
    assert set(row) == set(row_record(POSTER, None))
    assert (row["id"], row["kind"], row["attendance"]) == ("block-1", "commitment", "fixed")
    assert (row["start"], row["day"]) == ("2024-07-24T12:00:00+02:00", "2024-07-24")
