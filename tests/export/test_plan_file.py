"""The plan file: written, read back, and refused when it is not sound."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.plan_file import PlanError, plan_bytes, plan_record, plan_wishes, read_plan
from planner.itinerary.store import ItineraryStore
from planner.model import (
    Commitment,
    Event,
    FactCertainty,
    Itinerary,
    Kind,
    Leaving,
    Level,
    Link,
    Note,
    OwnTime,
    Person,
    SavedSearch,
    Star,
)

VIENNA = ZoneInfo("Europe/Vienna")
AT = datetime(2024, 7, 20, 8, 0, tzinfo=UTC)
NOON = datetime(2024, 7, 24, 12, 0, tzinfo=VIENNA)
EVENT = Event(
    "poster-1",
    Kind.POSTER,
    "Chain of Code 长 🧪",
    start=datetime(2024, 7, 24, 11, 30, tzinfo=VIENNA),
    end=datetime(2024, 7, 24, 13, 0, tzinfo=VIENNA),
    day=date(2024, 7, 24),
    room="Hall C 4-9",
    board="503",
    people=(Person("Ada Lovelace", "London"), Person("Bo")),
    topics=("Deep Learning->Large Language Models",),
    paper="x",
    certainty=FactCertainty(),
    links=(Link("OpenReview", "https://openreview.net/forum?id=x"),),
)
ITINERARY = Itinerary(
    "icml2024",
    stars={"poster-1": Star("poster-1", Level.MUST, AT, EVENT)},
    notes={"poster-1": Note("poster-1", "ask\nabout it", AT)},
    visited={"poster-2": AT},
    hidden={"poster-3": AT},
    searches={"theory": SavedSearch("theory", "topic:theory -survey", AT)},
    commitments={
        "block-1": Commitment("block-1", "lunch with Ada", NOON, NOON + timedelta(hours=1)),
        "busy-0123456789ab": Commitment(
            "busy-0123456789ab", "call", NOON, NOON + timedelta(days=1), True, "work.ics"
        ),
    },
    own_times={"poster-4": OwnTime("poster-4", NOON, None, "12", AT)},
    mine={"poster-5": AT},
    pins={"poster-6": AT},
    leaving={"oral-7": Leaving("oral-7", NOON, AT)},
)
_LONG_AGO = "1013-07-07T02:30:00+00:00"

Harm = Callable[[dict[str, Any]], object]


def record() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(plan_bytes(ITINERARY, AT))
    return loaded


def test_the_file_is_that_of_the_format() -> None:
    plan = plan_record(ITINERARY, AT)
    assert list(plan) == [
        *("format", "kind", "conference", "saved", "stars", "notes", "visited", "hidden"),
        *("declined", "searches", "commitments", "own_times", "mine", "pins", "leaving"),
    ]
    assert list(plan["commitments"][0]) == ["id", "title", "start", "end", "away", "calendar"]
    assert list(plan["own_times"][0]) == ["id", "start", "end", "board", "at"]
    assert (plan["format"], plan["kind"], plan["conference"]) == (1, "plan", "icml2024")
    assert plan["saved"] == "2024-07-20T08:00:00+00:00"
    assert list(plan["stars"][0]) == ["id", "level", "at", "snapshot"]
    assert plan["stars"][0]["snapshot"]["board"] == "503"
    assert plan["hidden"] == [{"id": "poster-3", "at": "2024-07-20T08:00:00+00:00"}]
    assert plan_bytes(ITINERARY, AT).endswith(b"}\n")


def test_what_was_written_is_read() -> None:
    plan = read_plan(plan_bytes(ITINERARY, AT), VIENNA)
    assert (plan.conference_id, plan.saved) == ("icml2024", AT)
    assert plan.stars == (ITINERARY.stars["poster-1"],)
    assert plan.notes == (ITINERARY.notes["poster-1"],)
    assert plan.visited == (("poster-2", AT),)
    assert plan.hidden == (("poster-3", AT),)
    assert plan.searches == (SavedSearch("theory", "topic:theory -survey", AT),)
    assert plan.commitments == tuple(ITINERARY.commitments.values())
    assert plan.own_times == (ITINERARY.own_times["poster-4"],)
    assert (plan.mine, plan.pins) == ((("poster-5", AT),), (("poster-6", AT),))


def test_a_plan_for_others_holds_neither_notes_nor_commitments() -> None:
    plan = plan_record(ITINERARY, AT, private=False)
    assert (plan["notes"], plan["commitments"]) == ([], [])
    assert len(plan["stars"]) == len(plan["own_times"]) == 1
    assert "lunch" not in json.dumps(plan)


@pytest.mark.parametrize(
    "harm",
    [
        {"end": "2024-07-24T12:00:00+02:00"},
        {"end": None},
        {"start": "2024-07-24T12:00:00"},
        {"start": "0001-01-01T00:00:00+14:00"},
        {"end": "9999-12-31T23:59:59-12:00"},
        {"title": " \u202e "},
        {"title": None},
        {"id": "Block 1"},
        {"calendar": 7},
    ],
)
def test_a_commitment_that_is_none_is_refused(harm: dict[str, Any]) -> None:
    plan = record()
    plan["commitments"][0] |= harm
    with pytest.raises(PlanError, match=r"commitments\[0\]"):
        read_plan(json.dumps(plan).encode(), VIENNA)


@pytest.mark.parametrize(
    "harm", [{"start": None}, {"end": "2024-07-24T11:00:00+02:00"}, {"board": 5}, {"at": "now"}]
)
def test_an_own_time_that_is_none_is_refused(harm: dict[str, Any]) -> None:
    plan = record()
    plan["own_times"][0] |= harm
    with pytest.raises(PlanError, match=r"own_times\[0\]"):
        read_plan(json.dumps(plan).encode(), VIENNA)


def test_a_backup_restores_an_itinerary(tmp_path: Path) -> None:
    plan = read_plan(plan_bytes(ITINERARY, AT), VIENNA)
    with ItineraryStore.open(tmp_path / "x.db", "icml2024", VIENNA, lambda: AT) as store:
        assert store.decide("restore", plan_wishes(plan)) is not None
        restored = store.read()
        assert plan_bytes(restored, AT) == plan_bytes(ITINERARY, AT)
        assert store.decide("restore", plan_wishes(plan)) is None


def test_a_note_that_is_no_unicode_does_not_stop_the_backup() -> None:
    odd = Itinerary("icml2024", {}, {"a": Note("a", "bad \udcff", AT)}, {}, {})
    assert json.loads(plan_bytes(odd, AT))["notes"][0]["text"] == "bad \udcff"


def test_unknown_keys_are_passed_over() -> None:
    plan = record() | {"commitments": [], "by": "me"}
    plan["stars"][0]["colour"] = "red"
    assert len(read_plan(json.dumps(plan).encode(), VIENNA).stars) == 1


def test_a_file_from_before_searches_were_saved_is_read() -> None:
    plan = record()
    del plan["searches"]
    assert read_plan(json.dumps(plan).encode(), VIENNA).searches == ()


def test_a_saved_search_from_outside_is_cleaned_and_cut() -> None:
    plan = record()
    plan["searches"][0] |= {"name": " my\x1b\n  own " + "x" * 99, "query": "a\tb " + "y" * 999}
    (search,) = read_plan(json.dumps(plan).encode(), VIENNA).searches
    assert (search.name[:9], len(search.name)) == ("my own xx", 60)
    assert (search.query[:5], len(search.query)) == ("a b y", 500)


def test_text_from_outside_is_cleaned() -> None:
    plan = record()
    snapshot = plan["stars"][0]["snapshot"]
    snapshot["title"] = "Evil\x1b[31m red \u202etxt"
    snapshot["links"] = [
        {"label": "bad", "url": "javascript:alert(1)"},
        {"label": "good", "url": "https://example.org"},
    ]
    plan["notes"][0]["text"] = "one\x07\ntwo"
    read = read_plan(json.dumps(plan).encode(), VIENNA)
    assert read.stars[0].snapshot.title == "Evil [31m red txt"
    assert read.stars[0].snapshot.links == (Link("good", "https://example.org"),)
    assert read.notes[0].text == "one\ntwo"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no JSON at line 1"),
        (b"\xff\xfe\x00", "UTF-8|no JSON"),
        (b"[]", "the file is not an object"),
        (b"{}", "not a plan file"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"format": ' + b"9" * 10_000 + b"}", "too long"),
        (b'{"kind": "plan", "format": 2}', "newer planner"),
        (b'{"kind": "plan", "format": true}', "should be 1"),
        (b'{"kind": "plan", "format": "1"}', "should be 1"),
        (b'{"kind": "plan"}', "should be 1"),
    ],
)
def test_what_is_no_plan_file_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(PlanError, match=sentence):
        read_plan(content, VIENNA)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda plan: plan.pop("conference"), "no text 'conference'"),
        (lambda plan: plan.update(conference="../../etc"), "no id"),
        (lambda plan: plan.update(saved="yesterday"), "saved is no RFC 3339 time"),
        (lambda plan: plan.update(stars={}), "no list 'stars'"),
        (lambda plan: plan.update(stars=[7]), r"stars\[0\] is not an object"),
        (lambda plan: plan["stars"][0].update(level="huge"), "must, want, maybe"),
        (lambda plan: plan["stars"][0].update(id="poster-9"), "snapshot of another event"),
        (lambda plan: plan["stars"][0].update(at="2024-07-20T08:00:00"), "no RFC 3339 time"),
        (lambda plan: plan["stars"][0].update(at="2024-13-20T08:00:00Z"), "no such time"),
        (lambda plan: plan["stars"][0].update(snapshot=None), "snapshot is not an object"),
        (lambda plan: plan["stars"][0]["snapshot"].update(kind="cat"), "'cat'"),
        (lambda plan: plan["stars"][0]["snapshot"].update(title=" \x00"), "title is empty"),
        (
            lambda plan: plan["stars"][0]["snapshot"].update(day="0001-01-01", start=_LONG_AGO),
            "beyond",
        ),
        (lambda plan: plan["commitments"][0].update(start=_LONG_AGO), "beyond all calendars"),
        (lambda plan: plan["own_times"][0].update(start=_LONG_AGO), "beyond all calendars"),
        (lambda plan: plan.update(saved="9999-12-31T23:59:59Z"), "beyond all calendars"),
        (lambda plan: plan["stars"][0]["snapshot"].update(start="1721800000"), "no such time"),
        (lambda plan: plan["stars"][0]["snapshot"].update(day="2024-02-31"), "cannot be read"),
        (lambda plan: plan["stars"][0]["snapshot"].update(people=[["Ada"]]), "not an object"),
        (lambda plan: plan["stars"][0]["snapshot"].update(topics=[1]), "not all texts"),
        (lambda plan: plan["stars"][0]["snapshot"].update(certainty={}), "no text 'slot'"),
        (lambda plan: plan["notes"][0].update(text=None), "no text 'text'"),
        (lambda plan: plan["notes"][0].update(text="x" * 1_048_577), "too long"),
        (lambda plan: plan["visited"][0].update(id="A B"), "no id"),
        (lambda plan: plan["searches"][0].update(name=" \x07"), "no name or no query"),
        (lambda plan: plan["searches"][0].update(query=""), "no name or no query"),
        (lambda plan: plan["searches"][0].pop("at"), "no text 'at'"),
        (lambda plan: plan.update(searches={}), "no list 'searches'"),
    ],
)
def test_a_plan_that_is_not_sound_is_refused_with_the_place(harm: Harm, sentence: str) -> None:
    plan = record()
    harm(plan)
    with pytest.raises(PlanError, match=sentence):
        read_plan(json.dumps(plan).encode(), VIENNA)


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(data=st.data(), rubbish=_JSON)
def test_rubbish_in_any_place_is_read_or_refused_by_one_exception(
    data: st.DataObject, rubbish: object
) -> None:
    plan = record()
    node: Any = plan
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
        else:
            break
    node[key] = rubbish
    with contextlib.suppress(PlanError):
        read_plan(json.dumps(plan).encode(), VIENNA)


def test_a_file_of_before_one_could_leave_early_is_read() -> None:
    earlier = record()
    del earlier["leaving"]
    plan = read_plan(json.dumps(earlier).encode(), VIENNA)
    assert plan.leaving == ()
    assert plan.pins == tuple(ITINERARY.pins.items())
    assert read_plan(plan_bytes(ITINERARY, AT), VIENNA).leaving == (ITINERARY.leaving["oral-7"],)


def test_a_time_of_before_zones_were_agreed_upon_comes_back() -> None:
    # Liberia's clocks were 44 minutes and 30 seconds behind until 1972.
    monrovia = ZoneInfo("Africa/Monrovia")
    start = datetime(1970, 7, 24, 12, 0, tzinfo=monrovia)
    star = Star("poster-1", Level.MUST, AT, replace(EVENT, start=start, end=None))
    own = OwnTime("poster-2", start, start + timedelta(hours=1), None, AT)
    kept = ITINERARY._replace(stars={"poster-1": star}, own_times={"poster-2": own}, leaving={})
    plan = read_plan(plan_bytes(kept, AT), monrovia)
    assert plan.stars[0].snapshot.start == start
    assert plan.own_times == (own,)


def test_a_sentence_repeats_only_the_beginning_of_what_the_file_holds() -> None:
    plan = record()
    plan["stars"][0]["snapshot"]["kind"] = "A" * 11_000
    with pytest.raises(PlanError, match="cannot be read: 'AAA") as caught:
        read_plan(json.dumps(plan).encode(), VIENNA)
    assert len(str(caught.value)) < 200


def test_nobody_without_a_name_and_no_calendar_without_one() -> None:
    plan = record()
    plan["stars"][0]["snapshot"]["people"] = [
        {"name": "\u202e", "affiliation": "London"},
        {"name": "Bo", "affiliation": None},
    ]
    plan["commitments"][0]["calendar"] = "\x00"
    read = read_plan(json.dumps(plan).encode(), VIENNA)
    assert read.stars[0].snapshot.people == (Person("Bo"),)
    assert read.commitments[0].calendar is None
