"""schedule.json as pretalx and frab write it, defects and all."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from planner.model import Kind
from planner.schedule.loaded import Loaded
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.sources.fixture_files import FIXTURES, read_bytes, read_fixture


def _document() -> Any:
    return json.loads((FIXTURES / "river_conf.json").read_text(encoding="utf-8"))


def _read(document: object, **asked: Any) -> Loaded:
    return read_bytes(json.dumps(document).encode(), **asked)


def test_the_conference_is_what_the_file_says() -> None:
    conference = read_fixture("river_conf.json").conference

    assert (conference.id, conference.title) == ("river24", "RiverConf 2024")
    assert (conference.start, conference.end) == (date(2024, 5, 16), date(2024, 5, 17))
    assert (conference.timezone, conference.url) == ("Europe/Lisbon", "https://river.example/")


def test_an_event_is_told_whole() -> None:
    event = read_fixture("river_conf.json").events[0]

    assert event.id == "event-11111111-2222-5333-8444-555555555555"
    assert (event.title, event.kind) == ("Locks, explained", Kind.INVITED_TALK)
    assert str(event.start) == "2024-05-16 09:30:00+01:00"
    assert str(event.end) == "2024-05-16 10:10:00+01:00"
    assert (event.room, event.topics) == ("Quay", ("Boats",))
    assert [person.name for person in event.people] == ["Inês Vale"]
    assert event.abstract == "How a lock lifts a boat, if water < gate."
    assert [(link.label, link.url) for link in event.links] == [
        ("Event page", "https://river.example/talk/RVR7XK/"),
        ("Drawing", "https://river.example/lock.svg"),
        ("Slides", "https://river.example/media/lock.pdf"),
    ]


def test_what_begins_after_midnight_belongs_to_the_day_before() -> None:
    event = read_fixture("river_conf.json").events[1]

    assert (event.title, event.day) == ("Night ferry", date(2024, 5, 16))


def test_beyond_a_day_pretalx_counts_days() -> None:
    event = read_fixture("river_conf.json").events[2]

    assert event.start is not None
    assert event.end is not None
    assert event.end - event.start == timedelta(days=1, hours=2)


def test_what_is_no_event_is_reported_with_its_place() -> None:
    assert [
        (problem.index, problem.dropped)
        for problem in read_fixture("river_conf.json").report.problems
    ] == [(2, True)]


def test_without_the_outer_schedule() -> None:
    assert _read(_document()["schedule"]).events == read_fixture("river_conf.json").events


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_with_days_beside_the_conference(is_wrapped: bool) -> None:
    document = _document()
    document["schedule"]["days"] = document["schedule"]["conference"].pop("days")
    document["schedule"]["conference"]["days"] = 2

    loaded = _read(document if is_wrapped else document["schedule"])

    assert loaded.events == read_fixture("river_conf.json").events


def test_with_days_beside_the_schedule() -> None:
    document = _document()
    document["days"] = document["schedule"]["conference"].pop("days")

    assert _read(document).events == read_fixture("river_conf.json").events


def test_with_rooms_as_a_list() -> None:
    document = _document()
    for day in document["schedule"]["conference"]["days"]:
        day["rooms"] = [{"name": name, "events": events} for name, events in day["rooms"].items()]

    assert _read(document).events == read_fixture("river_conf.json").events


@pytest.mark.parametrize(
    "days", [[], [3], [{"date": "2024-05-16"}], [{"rooms": {"A": 3}}], [{"rooms": {"A": [{}]}}]]
)
def test_a_file_with_nothing_sound_is_refused(days: list[Any]) -> None:
    document = _document()
    document["schedule"]["conference"]["days"] = days

    with pytest.raises(ScheduleUnusable, match="no event"):
        _read(document | {"start": None})


def test_deep_nesting_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    document = _document()
    document["schedule"]["conference"]["days"][0]["rooms"]["Quay"][0]["answers"] = deep

    with pytest.raises(ScheduleUnusable, match="nests deeper than 64"):
        _read(document)


@pytest.mark.parametrize("key", ["guid", "title", "start", "date", "persons", "links", "room"])
@pytest.mark.parametrize("value", [None, 7, True, [], {}, "\ud800", [[]], 1e400, "9" * 5000])
def test_a_value_of_the_wrong_type_costs_at_most_its_event(key: str, value: object) -> None:
    document = _document()
    document["schedule"]["conference"]["days"][0]["rooms"]["Quay"][0][key] = value

    assert len(_read(document).events) >= 2
