"""What comes in over the border, what is left out, and what is said about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from planner.model import Event, Kind, Link, Person
from planner.schedule.limits import MAX_PEOPLE, MAX_TITLE
from planner.schedule.loaded import Loaded
from planner.schedule.sources.native import parse_native, read_native
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.schedule_files import document, raw_event

START = "2024-07-23T11:30:00+02:00"
END = "2024-07-23T13:00:00+02:00"


def load(*events: Any, **conference: Any) -> Loaded:
    return parse_native(json.dumps(document(events, **conference)).encode(), "conf.json")


def only(loaded: Loaded) -> Event:
    assert len(loaded.events) == 1
    return loaded.events[0]


def problems(loaded: Loaded) -> list[tuple[int | None, str, bool]]:
    return [(p.index, p.key, p.dropped) for p in loaded.report.problems]


def test_a_sound_event_comes_in_whole_with_times_in_the_venues_zone() -> None:
    loaded = load(
        raw_event(
            "poster-1",
            "Attention",
            start="2024-07-23T09:30:00Z",
            end=END,
            people=[{"name": "Ada", "affiliation": None}],
            topics=["A->B"],
            links=[{"label": "Paper", "url": "https://example.org/1"}],
        )
    )
    event = only(loaded)
    assert event.start is not None
    assert event.start.isoformat() == START
    assert event.start.tzinfo == ZoneInfo("Europe/Vienna")
    assert event.day == event.start.date()
    assert event.people == (Person("Ada"),)
    assert event.links == (Link("Paper", "https://example.org/1"),)
    assert not loaded.report.problems


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("start", "2024-07-23T11:30:00"),
        ("start", "1721800000"),
        ("start", 1721800000),
        ("start", "2024-07-23"),
        ("start", "2024-13-23T11:30:00+02:00"),
        ("start", "0001-01-01T00:00:00+14:00"),
        ("end", "soon"),
        ("day", "1721800000"),
        ("day", "2024-02-30"),
        ("title", None),
        ("title", " \u202e "),
        ("title", 5),
        ("id", None),
        ("id", ""),
    ],
)
def test_an_event_that_cannot_be_trusted_costs_itself_alone(key: str, value: object) -> None:
    bad = {**raw_event("poster-1", "Bad"), key: value}
    loaded = load(raw_event("poster-0", "Good"), bad, raw_event("poster-2", "Good too"))
    assert [event.id for event in loaded.events] == ["poster-0", "poster-2"]
    assert problems(loaded) == [(1, key, True)]
    assert loaded.report.dropped[0].id == (None if key == "id" else "poster-1")


@pytest.mark.parametrize("bad", [None, 5, "text", []])
def test_what_is_no_object_is_no_event(bad: object) -> None:
    loaded = load(bad, raw_event("poster-1", "Good"))
    assert problems(loaded) == [(0, "event", True)]


@pytest.mark.parametrize(
    ("key", "value", "stays"),
    [
        ("kind", "dance", Kind.OTHER),
        ("board", 503, None),
        ("attendance", "maybe", None),
        ("people", "Ada", ()),
        ("people", [{"name": ""}], ()),
        ("topics", [3], ()),
        ("links", [{"label": "x", "url": "javascript:alert(1)"}], ()),
        ("links", [{"label": "x", "url": "https://"}], ()),
        ("links", [{"label": "x", "url": "https://[bad/"}], ()),
    ],
)
def test_any_other_unsound_value_is_left_out_and_the_event_stays(
    key: str, value: object, stays: object
) -> None:
    loaded = load({**raw_event("poster-1", "Good"), key: value})
    assert getattr(only(loaded), key) == stays
    assert problems(loaded) == [(0, key, False)]


def test_text_is_cleaned_not_refused() -> None:
    event = only(load(raw_event("poster-1", " Red\x1b[31m \u202eRe[x] close [/foo]\n")))
    assert event.title == "Red [31m Re[x] close [/foo]"


def test_unknown_keys_are_counted_not_fatal() -> None:
    loaded = load({**raw_event("poster-1", "A"), "mood": 1}, {**raw_event("p2", "B"), "mood": 2})
    assert len(loaded.events) == 2
    assert loaded.report.unknown_keys == {"mood": 2}


def test_limits_cut_and_say_so() -> None:
    people = [{"name": f"P{n}", "affiliation": None} for n in range(MAX_PEOPLE + 1)]
    loaded = load(raw_event("poster-1", "x" * (MAX_TITLE + 1), people=people))
    event = only(loaded)
    assert len(event.title) == MAX_TITLE
    assert len(event.people) == MAX_PEOPLE
    assert sorted(problems(loaded)) == [(0, "people", False), (0, "title", False)]


def test_a_repeated_id_gets_its_start_and_a_true_repetition_is_dropped() -> None:
    later = "2024-07-24T11:30:00+02:00"
    loaded = load(
        raw_event("talk-1", "A", start=START),
        raw_event("talk-1", "A again", start=later),
        raw_event("talk-1", "A the same", start=START),
        raw_event("talk-1", "A without a time"),
    )
    assert [event.id for event in loaded.events] == ["talk-1", "talk-1-20240724t1130"]
    assert problems(loaded) == [(2, "id", True), (3, "id", True)]


def test_an_id_that_does_not_fit_becomes_one_that_does_and_children_follow() -> None:
    loaded = load(
        raw_event("../../Etc", "A", "workshop"), raw_event("b", "B", "talk", parent="../../Etc")
    )
    parent, child = loaded.events
    assert parent.id.startswith("event-")
    assert len(parent.id) == len("event-") + 12
    assert child.parent == parent.id


def test_parents_that_are_missing_or_lead_in_a_circle_are_left_out() -> None:
    loaded = load(
        raw_event("a", "A", parent="b"),
        raw_event("b", "B", parent="a"),
        raw_event("c", "C", parent="nowhere"),
        raw_event("d", "D", parent="a"),
    )
    parents = {event.id: event.parent for event in loaded.events}
    assert parents["c"] is None
    assert parents["d"] == "a"
    assert None in (parents["a"], parents["b"])


@pytest.mark.parametrize(
    ("end", "why"),
    [("2024-07-23T10:00:00+02:00", "before the start")],
)
def test_an_end_before_the_start_is_left_out(end: str, why: str) -> None:
    loaded = load(raw_event("a", "A", start=START, end=end))
    assert only(loaded).end is None
    assert why in loaded.report.problems[0].why


def test_what_happens_after_midnight_may_belong_to_the_day_before() -> None:
    event = only(load(raw_event("a", "A", start="2024-07-24T00:30:00+02:00", day="2024-07-23")))
    assert event.day is not None
    assert event.day.isoformat() == "2024-07-23"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"{", "not JSON or is cut off"),
        (b'{"format": 1, "conference": {"id": "x', "line 1"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "no native schedule"),
        (b'{"events": []}', "format"),
        (b'{"format": true, "events": []}', "format"),
        (b'{"format": 2, "events": []}', "newer than this planner"),
        (b'{"format": 1, "events": {}}', "not a list"),
        (b'{"format": 1, "events": []}', "conference"),
        (b"[" * 100_000, "nests deeper"),
        (b'{"format": 1, "events": ' + b"9" * 5000 + b"}", "number"),
    ],
)
def test_a_file_that_is_no_schedule_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(ScheduleUnusable, match=says) as caught:
        parse_native(content, "conf.json")
    assert str(caught.value).startswith("conf.json")
    assert str(caught.value).endswith(".")


def test_nothing_sound_means_no_schedule() -> None:
    with pytest.raises(ScheduleUnusable, match="no event that can be used"):
        load(raw_event("a", ""))


def test_deep_nesting_is_refused_wherever_it_hides() -> None:
    deep: list[Any] = []
    for _ in range(70):
        deep = [deep]
    with pytest.raises(ScheduleUnusable, match="nests deeper"):
        load({**raw_event("a", "A"), "extra": deep})


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("timezone", "+02:00", "IANA name"),
        ("timezone", "Mars/Olympus", "IANA name"),
        ("timezone", "../../etc/passwd", "IANA name"),
        ("timezone", None, "timezone"),
        ("start", "July", "start"),
        ("end", "2024-07-01", "ends before it starts"),
        ("name", None, "name"),
    ],
)
def test_a_conference_that_lacks_its_frame_is_refused(key: str, value: object, says: str) -> None:
    with pytest.raises(ScheduleUnusable, match=says):
        load(raw_event("a", "A"), **{key: value})


def test_a_sentence_repeats_no_more_of_a_file_than_fits_on_a_line() -> None:
    with pytest.raises(ScheduleUnusable, match="time zone") as caught:
        load(raw_event("a", "A"), timezone="A" * 11_000)
    assert len(str(caught.value)) < 200


def test_a_conferences_addresses_are_http_or_nothing() -> None:
    loaded = load(raw_event("a", "A"), url="file:///etc/passwd", source="https://conf.example/s")
    assert loaded.conference.url is None
    assert loaded.conference.source == "https://conf.example/s"


def test_a_file_that_cannot_be_read_says_which_and_why(tmp_path: Path) -> None:
    with pytest.raises(ScheduleUnusable, match=r"none\.json cannot be read: No such file"):
        read_native(tmp_path / "none.json")
