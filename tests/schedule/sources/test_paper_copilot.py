"""The paper lists of Paper Copilot."""

from __future__ import annotations

import json
from datetime import date

import pytest

from planner.model import Event, Kind
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.sources.fixture_files import read_bytes, read_fixture

PAPERS = "icml2024_papers.json"


def papers() -> dict[str, Event]:
    return {event.id: event for event in read_fixture(PAPERS).events}


def test_accepted_papers_become_events_by_their_number() -> None:
    assert {id_: event.kind for id_, event in papers().items()} == {
        "poster-91001": Kind.ORAL,
        "poster-91002": Kind.SPOTLIGHT,
        "poster-91003": Kind.POSTER,
        "event-fd6c2b9bce4a": Kind.POSTER,
    }


def test_papers_that_were_not_accepted_are_left_out_and_counted() -> None:
    assert [str(problem) for problem in read_fixture(PAPERS).report.problems] == [
        "file: status: 2 papers left out that were not accepted (Reject 1, Withdraw 1)"
    ]


def test_a_list_of_nothing_accepted_is_refused() -> None:
    raw = json.dumps([{"title": "Otters", "status": "Reject", "site": ""}]).encode()

    with pytest.raises(ScheduleUnusable, match="none of its papers was accepted"):
        read_bytes(raw, place=PAPERS)


def test_affiliations_belong_to_authors_only_one_by_one() -> None:
    def people(id_: str) -> list[tuple[str, str | None]]:
        return [(person.name, person.affiliation) for person in papers()[id_].people]

    assert people("poster-91001") == [("Ada Brook", "Lake Institute"), ("Li Reed", None)]
    assert people("poster-91002") == [("Noor Marsh", None), ("Io Ford", None)]
    assert [affiliation for _, affiliation in people("poster-91003")] == [None] * 3


def test_papers_are_known_by_openreviews_ids_not_by_the_lists_own() -> None:
    assert papers()["poster-91001"].paper == "otTers4242"
    assert papers()["poster-91003"].paper is None


def test_topic_track_title_and_abstract_are_the_lists() -> None:
    assert papers()["poster-91001"].title == "Otters on ℓ₀ Ice"
    assert papers()["poster-91002"].topics == ("birds in general",)
    assert papers()["poster-91002"].abstract == "They walk."
    assert papers()["poster-91003"].track == "position"


def test_links_lead_to_the_page_and_to_openreview() -> None:
    assert [(link.label, link.url) for link in papers()["poster-91001"].links] == [
        ("ICML", "https://icml.cc/virtual/2024/poster/91001"),
        ("OpenReview", "https://openreview.net/forum?id=otTers4242"),
    ]


def test_no_paper_has_a_time_and_the_days_are_the_known_ones() -> None:
    loaded = read_fixture(PAPERS)

    assert {event.start for event in loaded.events} == {None}
    assert (loaded.conference.start, loaded.conference.end) == (
        date(2024, 7, 21),
        date(2024, 7, 27),
    )
    assert loaded.conference.timezone == "Europe/Vienna"


def test_a_year_of_unknown_days_is_refused_with_the_way_out() -> None:
    raw = json.dumps([{"title": "Otters", "status": "Poster", "site": ""}]).encode()

    with pytest.raises(ScheduleUnusable, match="import the conference's own schedule first"):
        read_bytes(raw, place="icml2091.json", timezone="Europe/Vienna")
    with pytest.raises(ScheduleUnusable, match="add --timezone ZONE"):
        read_bytes(raw, place="icml2091.json")


def test_with_a_schedule_in_hand_its_events_keep_id_kind_and_paper() -> None:
    programme = read_fixture("icml-2026-orals-posters.json")
    record = {
        "id": "otTers4242",
        "title": "How Otters Learn to Count",
        "status": "Oral",
        "author": "Ada Brook;Li Reed",
        "aff": "Lake Institute;Reed College",
        "site": "https://icml.cc/virtual/2026/poster/70001",
    }

    loaded = read_bytes(json.dumps([record]).encode(), place="icml2026.json", base=programme)
    event = loaded.events[0]

    assert loaded.partial
    assert loaded.conference == programme.conference
    assert (event.id, event.kind, event.paper) == ("poster-70001", Kind.POSTER, "poster-70001")
    assert event.people[0].affiliation == "Lake Institute"


def test_the_conference_may_follow_from_the_pages() -> None:
    raw = json.dumps(
        [
            {
                "title": "Otters",
                "status": "Poster",
                "site": "https://icml.cc/virtual/2024/poster/91001",
            }
        ]
    ).encode()

    assert read_bytes(raw, place="papers.json").conference.id == "icml2024"
