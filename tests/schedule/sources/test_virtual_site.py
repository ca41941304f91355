"""The programmes of the machine learning conferences' sites."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from planner.model import Attendance, Certainty, Event, Kind
from planner.schedule.loaded import Loaded
from planner.schedule.source import Content
from planner.schedule.sources.virtual_site import SOURCE, companions
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.sources.fixture_files import read_bytes, read_fixture

THIN = "icml-2026-orals-posters.json"
RICH = "neurips-2023-orals-posters.json"
POSTER: dict[str, Any] = {
    "id": 70001,
    "name": "How Otters Learn to Count",
    "eventtype": "Poster",
    "virtualsite_url": "/virtual/2026/poster/70001",
}


def site_file(*events: object, **envelope: object) -> bytes:
    return json.dumps({"count": len(events), "results": list(events), **envelope}).encode()


def read_events(*events: object, place: str = THIN, **asked: Any) -> Loaded:
    return read_bytes(site_file(*events), place=place, **asked)


def only(**values: object) -> Event:
    """Read one event that differs from a plain poster in some values."""
    return read_events({**POSTER, **values}).events[0]


def by_id(loaded: Loaded) -> dict[str, Event]:
    return {event.id: event for event in loaded.events}


def test_the_conference_follows_from_the_files_name() -> None:
    conference = read_fixture(THIN).conference

    assert (conference.id, conference.name) == ("icml2026", "ICML 2026")
    assert conference.timezone == "Asia/Seoul"
    assert (conference.start, conference.end) == (date(2026, 7, 7), date(2026, 7, 8))
    assert conference.source == "https://icml.cc/static/virtual/data/icml-2026-orals-posters.json"


def test_the_conference_follows_from_the_addresses_inside_whatever_the_name() -> None:
    event = {**POSTER, "sourceurl": "https://openreview.net/group?id=ICML.cc/2026/Conference"}

    assert read_events(event, place="download (1).json").conference.id == "icml2026"


def test_a_file_from_an_address_is_asked_for_again_there() -> None:
    address = "https://mirror.example/static/virtual/data/icml-2026-orals-posters.json"

    loaded = read_events(POSTER, place=address)

    assert loaded.conference.source == address
    assert loaded.events[0].links[0].url == "https://icml.cc/virtual/2026/poster/70001"


def test_a_series_that_is_not_known_needs_its_zone_and_a_time() -> None:
    event = {**POSTER, "starttime": "2031-05-05T10:00:00+00:00"}
    place = "https://otter.example/static/virtual/data/otterconf-2031-orals-posters.json"

    with pytest.raises(ScheduleUnusable, match="add --timezone ZONE"):
        read_events(event, place=place)
    loaded = read_events(event, place=place, timezone="Europe/Vienna")

    assert loaded.conference.name == "OTTERCONF 2031"
    assert loaded.events[0].links[0].url == "https://otter.example/virtual/2026/poster/70001"


def test_a_year_without_any_time_has_the_days_that_are_known_of_it() -> None:
    assert read_events(POSTER).conference.start == date(2026, 7, 6)
    with pytest.raises(ScheduleUnusable, match="the days of the conference are not known"):
        read_events(POSTER, place="icml-2091-orals-posters.json", timezone="Asia/Seoul")


def test_the_offset_of_a_time_is_not_the_venues() -> None:
    poster = by_id(read_fixture(THIN))["poster-70003"]

    assert poster.start == datetime(2026, 7, 8, 17, 0, tzinfo=ZoneInfo("Asia/Seoul"))
    assert poster.start is not None
    assert poster.start.tzinfo == ZoneInfo("Asia/Seoul")
    assert poster.day == date(2026, 7, 8)


def test_what_has_no_slot_has_none_here() -> None:
    poster = by_id(read_fixture(THIN))["poster-70004"]

    assert (poster.start, poster.end, poster.day, poster.parent) == (None, None, None, None)
    assert poster.certainty.slot is Certainty.UNKNOWN


def test_slot_room_and_board_are_official_where_they_are_given() -> None:
    certainty = by_id(read_fixture(RICH))["poster-80001"].certainty

    assert {certainty.slot, certainty.room, certainty.board} == {Certainty.OFFICIAL}
    assert by_id(read_fixture(THIN))["poster-70001"].certainty.board is Certainty.UNKNOWN


def test_kinds_follow_the_sites_names_of_types() -> None:
    events = by_id(read_fixture(RICH))

    assert {id_: event.kind.value for id_, event in events.items()} == {
        "poster-80001": "spotlight",
        "poster-80002": "poster",
        "oral-80102": "oral",
        "invited-talk-80201": "invited_talk",
        "tutorial-80202": "tutorial",
        "social-80203": "social",
        "affinity-workshop-80204": "affinity",
        "registration-80205": "other",
        "break-80206": "break",
        "poster-80208": "poster",
        "session-poster-3": "session",
        "session-3b": "session",
    }


@pytest.mark.parametrize(
    ("decision", "kind"),
    [
        ("Accept (poster)", Kind.POSTER),
        ("Accept (oral)", Kind.POSTER),
        ("Accept (spotlight poster)", Kind.SPOTLIGHT),
        ("Accept-spotlight", Kind.SPOTLIGHT),
        ("Accept: notable-top-25%", Kind.SPOTLIGHT),
        (None, Kind.POSTER),
        (7, Kind.POSTER),
    ],
)
def test_a_distinction_makes_a_poster_a_spotlight(decision: object, kind: Kind) -> None:
    event = only(decision=decision)

    assert (event.kind, event.id) == (kind, "poster-70001")


def test_a_spotlight_with_a_page_of_its_own_is_a_short_talk() -> None:
    event = only(
        eventtype="Spotlight",
        virtualsite_url="/virtual/2026/spotlight/70001",
        starttime="2026-07-07T10:00:00+09:00",
        endtime="2026-07-07T10:05:00+09:00",
    )

    assert (event.kind, event.attended) == (Kind.SPOTLIGHT, Attendance.FIXED)


def test_a_type_may_be_a_template() -> None:
    assert only(eventtype=None, event_type="{location} Poster").kind is Kind.POSTER


@pytest.mark.parametrize(
    ("position", "room", "expected"),
    [
        ("#2504", "Hall B", ("Hall B", "2504")),
        ("2504", None, (None, "2504")),
        (2504, "Hall B", ("Hall B", "2504")),
        ("Hall 3 #12", None, ("Hall 3", "12")),
        ("A-1", "None", (None, "A-1")),
        ("", "", (None, None)),
        (None, None, (None, None)),
        ({"board": 1}, ["Hall"], (None, None)),
    ],
)
def test_the_position_is_the_board(
    position: object, room: object, expected: tuple[str | None, str | None]
) -> None:
    event = only(poster_position=position, room_name=room)

    assert (event.room, event.board) == expected


def test_institutions_lose_their_entities_and_what_stands_for_nothing() -> None:
    people = by_id(read_fixture(RICH))["poster-80001"].people

    assert [(person.name, person.affiliation) for person in people] == [
        ("Ida Strand", "Université du Lac"),
        ("Tom Weir", None),
        ("Wu Bay", None),
    ]


def test_authors_may_be_plain_names() -> None:
    assert [each.name for each in only(authors=["Ada Brook", "Li Reed"]).people] == [
        "Ada Brook",
        "Li Reed",
    ]
    assert [each.name for each in only(authors="Ada Brook; Li Reed").people] == [
        "Ada Brook",
        "Li Reed",
    ]


def test_titles_are_unicode_and_one_whose_latex_would_lose_something_stays() -> None:
    loaded = read_fixture(THIN)
    titles = {event.id: event.title for event in loaded.events}

    assert titles["poster-70002"] == "Optimal Top-k Herding of Geese"
    assert titles["poster-70005"] == r"Bridges $\nosuchcommand$ and Fords"
    assert [str(problem) for problem in loaded.report.problems] == [
        r"event 4 (poster-70005): title: kept with its LaTeX: The title "
        r"'Bridges $\\nosuchcommand$ and Fords' holds \nosuchcommand, "
        "which has no plain counterpart."
    ]


def test_an_abstract_is_text() -> None:
    abstract = by_id(read_fixture(RICH))["poster-80001"].abstract

    assert abstract == "Tides are late.\n\nWe say when, if a < b."


def test_links_lead_to_the_site_to_openreview_and_to_what_was_added() -> None:
    event = by_id(read_fixture(RICH))["poster-80001"]

    assert [(link.label, link.url) for link in event.links] == [
        ("NeurIPS", "https://neurips.cc/virtual/2023/poster/80001"),
        ("OpenReview", "https://openreview.net/forum?id=tiDeTim1ng"),
        ("Poster", "https://neurips.cc/media/PosterPDFs/80001.png"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://openreview.net/group?id=ICML.cc/2026/Conference",
        "https://openreview.net/forum?id=2026-Oral--placeholder",
        "https://elsewhere.example/forum?id=tiDeTim1ng",
        "not an address",
        None,
    ],
)
def test_not_every_address_is_a_papers(address: object) -> None:
    assert only(paper_url=address, sourceurl=address).paper is None


def test_tracks_follow_from_the_title_or_the_group() -> None:
    assert by_id(read_fixture(THIN))["poster-70003"].track == "position"
    assert by_id(read_fixture(RICH))["poster-80208"].track == "datasets and benchmarks"
    assert by_id(read_fixture(RICH))["poster-80001"].track is None


def test_twins_share_their_paper() -> None:
    thin, rich = by_id(read_fixture(THIN)), by_id(read_fixture(RICH))

    assert thin["oral-70101"].paper == thin["poster-70001"].paper == "poster-70001"
    assert rich["oral-80102"].paper == rich["poster-80002"].paper == "peBBles042"
    assert thin["oral-70102"].paper is None


def test_an_oral_carries_its_twins_topic_authors_and_abstract() -> None:
    oral = by_id(read_fixture(RICH))["oral-80102"]

    assert oral.topics == ("Applications->Audio",)
    assert oral.topics_by == "conference"
    assert [person.name for person in oral.people] == ["Kai Stone"]
    assert oral.abstract == "Pebbles differ."
    assert oral.board is None


def test_a_withdrawn_paper_is_left_out_with_its_place() -> None:
    problem = read_fixture(RICH).report.dropped[0]

    assert (problem.index, problem.key) == (9, "decision")


def test_an_unsound_event_costs_itself_and_says_where_it_stands() -> None:
    loaded = read_events(
        {**POSTER, "decision": "Reject"},
        {**POSTER, "starttime": "soon"},
        "not an event",
        {**POSTER, "name": None},
        POSTER,
    )

    assert [event.id for event in loaded.events] == ["poster-70001"]
    assert sorted((each.index, each.key) for each in loaded.report.dropped) == [
        (0, "decision"),
        (1, "start"),
        (2, "event"),
        (3, "title"),
    ]


def test_a_deeply_nested_value_costs_its_event() -> None:
    deep: object = "x"
    for _ in range(100):
        deep = [deep]

    loaded = read_events({**POSTER, "keywords": deep}, {**POSTER, "id": 2, "virtualsite_url": ""})

    assert [event.id for event in loaded.events] == ["poster-2"]
    assert loaded.report.dropped[0].index == 0


def test_the_first_page_of_a_longer_list_says_so() -> None:
    raw = site_file(POSTER, count=2891)
    base = read_events(POSTER)

    loaded = read_bytes(raw, place=THIN)

    assert [problem.why for problem in loaded.report.problems] == [
        "the file holds 1 of the 2,891 events that it announces"
    ]
    assert not loaded.partial
    assert read_bytes(raw, place=THIN, base=base).partial
    assert not read_events(POSTER, base=base).partial


def test_a_file_without_any_event_is_refused_with_a_sentence() -> None:
    with pytest.raises(ScheduleUnusable, match=r"^icml-2026.*no"):
        read_bytes(site_file(), place=THIN)


def test_the_results_alone_are_read_as_well() -> None:
    assert read_bytes(json.dumps([POSTER]).encode(), place=THIN).events[0].id == "poster-70001"


@pytest.mark.parametrize(
    "document",
    [
        {"format": 1, "conference": {}, "events": []},
        {"schedule": {"conference": {}}},
        {"count": 3, "results": [{"code": "A", "title": "Talk"}]},
        {"70001": "An abstract."},
        [{"title": "Otters", "status": "Poster", "site": ""}],
        [1, 2, 3],
        "text",
    ],
)
def test_other_files_are_not_taken_for_a_sites(document: object) -> None:
    assert not SOURCE.recognises(Content(json.dumps(document).encode()))


def test_with_a_schedule_in_hand_its_conference_and_ids_stay() -> None:
    base = read_fixture(THIN, conference_id="mine", timezone="Europe/Vienna")
    spotlight = {**POSTER, "virtualsite_url": "/virtual/2026/spotlight/70002", "id": 70002}

    loaded = read_events(spotlight, {**POSTER, "id": 70999, "virtualsite_url": None}, base=base)

    assert loaded.conference == base.conference
    assert [event.id for event in loaded.events] == ["poster-70002", "poster-70999"]


def test_an_oral_is_not_the_poster_that_has_its_number_in_hand() -> None:
    oral = {**POSTER, "eventtype": "Oral", "virtualsite_url": "/virtual/2026/oral/70001"}

    assert read_events(oral, base=read_fixture(THIN)).events[0].id == "oral-70001"


def test_of_two_events_with_one_number_in_hand_its_own_kind_is_meant() -> None:
    tutorial = {
        **POSTER,
        "eventtype": "Tutorial",
        "virtualsite_url": "/virtual/2026/tutorial/70001",
    }
    base = read_events(tutorial, POSTER)

    again = read_events(POSTER, {**tutorial, "name": "Rivers"}, base=base)

    assert [event.id for event in again.events] == ["poster-70001", "tutorial-70001"]


def test_what_is_wrong_with_a_session_has_no_place_in_the_file() -> None:
    loaded = read_events({**POSTER, "session": "x" * 20_000})

    assert [(each.index, each.key) for each in loaded.report.problems] == [(None, "title")]


def test_twins_keep_the_name_that_their_paper_has_in_hand() -> None:
    base = read_fixture(RICH)
    poster = {**POSTER, "id": 80002, "virtualsite_url": "/virtual/2023/poster/80002"}
    oral = {**poster, "id": 80999, "eventtype": "Oral", "related_events_ids": [80002]}
    oral["virtualsite_url"] = "/virtual/2023/oral/80999"

    loaded = read_events(poster, oral, place=RICH, base=base)

    assert Counter(event.paper for event in loaded.events) == {"peBBles042": 2}


def test_a_file_of_another_conference_than_the_one_in_hand_is_refused() -> None:
    with pytest.raises(ScheduleUnusable, match=r"is of NeurIPS 2023, not of ICML 2026"):
        read_fixture(RICH, base=read_fixture(THIN))


def test_reading_again_brings_the_same_events() -> None:
    base = read_fixture(THIN)

    assert read_fixture(THIN, base=base).events == base.events


def test_the_abstracts_lie_beside_the_programme() -> None:
    assert companions("https://icml.cc/static/virtual/data/icml-2026-orals-posters.json") == (
        "https://icml.cc/static/virtual/data/icml-2026-abstracts.json",
    )
    assert companions("https://icml.cc/schedule.json") == ()
    assert companions("http://[") == ()
