"""Files without a schedule of their own, which add to the one in hand: abstracts, downloads."""

from __future__ import annotations

import json

import pytest

from planner.schedule.loaded import Loaded
from planner.schedule.sources.additions import ids_by_number
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.schedule_files import raw_event
from tests.schedule.sources.fixture_files import read_bytes, read_fixture

PROGRAMME = "icml-2026-orals-posters.json"
ABSTRACTS = "icml-2026-abstracts.json"
DOWNLOADS = "icml-2026-downloads.json"


@pytest.fixture
def programme() -> Loaded:
    return read_fixture(PROGRAMME)


def abstracts(loaded: Loaded) -> dict[str, str | None]:
    return {event.id: event.abstract for event in loaded.events}


@pytest.mark.parametrize("name", [ABSTRACTS, DOWNLOADS])
def test_without_a_schedule_in_hand_one_sentence_says_what_to_do(name: str) -> None:
    with pytest.raises(ScheduleUnusable, match=f"then run planner update {name}"):
        read_fixture(name)


def test_abstracts_come_to_their_events_and_to_the_twins(programme: Loaded) -> None:
    loaded = read_fixture(ABSTRACTS, base=programme)

    assert loaded.partial
    assert loaded.conference == programme.conference
    assert abstracts(loaded) == {
        "poster-70001": "Otters count on their paws.\n\nWe show how far.",
        "poster-70002": "Geese go where they go.",
        "oral-70101": "Otters count on their paws.\n\nWe show how far.",
    }


@pytest.mark.parametrize("name", [ABSTRACTS, DOWNLOADS])
def test_nothing_else_of_an_event_changes(name: str, programme: Loaded) -> None:
    held = {event.id: event for event in programme.events}

    for event in read_fixture(name, base=programme).events:
        before = held[event.id]
        assert (event.start, event.parent, event.room, event.paper, event.links) == (
            before.start,
            before.parent,
            before.room,
            before.paper,
            before.links,
        )


def test_what_is_of_no_event_is_counted(programme: Loaded) -> None:
    loaded = read_fixture(ABSTRACTS, base=programme)

    assert [str(problem) for problem in loaded.report.problems] == [
        "file: abstracts: 1 of 4 are of no event in the schedule"
    ]


def test_downloads_are_matched_by_number_then_by_title(programme: Loaded) -> None:
    loaded = read_fixture(DOWNLOADS, base=programme)

    assert abstracts(loaded) == {
        "poster-70001": "Otters count on their paws.",
        "poster-70003": "Names last.",
        "oral-70101": "Otters count on their paws.",
        "oral-70102": "They wait.",
    }


def test_downloads_name_the_people_where_nobody_is_named(programme: Loaded) -> None:
    people = {
        event.id: [person.name for person in event.people]
        for event in read_fixture(DOWNLOADS, base=programme).events
    }

    assert people["poster-70003"] == ["Io Ford", "Uma Lock"]
    assert people["poster-70001"] == ["Ada Brook", "Li Reed"]


def test_downloads_may_lie_in_an_object_and_call_their_columns_otherwise(
    programme: Loaded,
) -> None:
    record = {
        "Type": "Poster",
        "Title": "Herding",
        "Virtual Site URL": "https://icml.cc/virtual/2026/poster/70002",
        "Authors": "Ada Brook",
        "Abstract": "Geese go.",
    }

    loaded = read_bytes(json.dumps({"data": [record]}).encode(), base=programme)

    assert abstracts(loaded) == {"poster-70002": "Geese go."}


def test_a_title_that_two_papers_have_settles_nothing(programme: Loaded) -> None:
    twice = [raw_event(f"poster-{number}", "Rivers", day="2026-07-07") for number in (70001, 70002)]
    base = read_bytes(
        json.dumps(
            {
                "format": 1,
                "conference": {
                    "id": "icml2026",
                    "name": "ICML 2026",
                    "title": "ICML",
                    "start": "2026-07-07",
                    "end": "2026-07-08",
                    "timezone": "Asia/Seoul",
                },
                "events": twice,
            }
        ).encode()
    )
    record = {"name": "Rivers", "virtualsite_url": "", "abstract": "They flow."}

    with pytest.raises(ScheduleUnusable, match="has nothing for ICML 2026"):
        read_bytes(json.dumps([record]).encode(), base=base)
    assert read_fixture(DOWNLOADS, base=programme).events


def test_what_belongs_to_another_conference_is_refused(programme: Loaded) -> None:
    with pytest.raises(ScheduleUnusable, match="is of ICML 2027, not of ICML 2026"):
        read_bytes(b'{"70001": "x"}', place="icml-2027-abstracts.json", base=programme)
    with pytest.raises(ScheduleUnusable, match="has nothing for ICML 2026"):
        read_bytes(b'{"123": "x"}', place="file.json", base=programme)


def test_an_abstract_that_is_no_text_is_left_out_and_reported(programme: Loaded) -> None:
    texts = dict.fromkeys((f"{number}" for number in range(80000, 80050)), "x")
    raw = json.dumps({"70001": "Sound.", **texts, "70002": ["not", "text"]}).encode()

    loaded = read_bytes(raw, base=programme)

    assert abstracts(loaded) == {"poster-70001": "Sound.", "oral-70101": "Sound."}
    assert str(loaded.report.problems[0]) == "file (70002): abstract: left out: not a text"


def test_only_a_number_of_the_sites_own_is_one(programme: Loaded) -> None:
    assert ids_by_number(programme.events) == {
        70001: ("poster-70001",),
        70002: ("poster-70002",),
        70003: ("poster-70003",),
        70004: ("poster-70004",),
        70005: ("poster-70005",),
        70101: ("oral-70101",),
        70102: ("oral-70102",),
    }
