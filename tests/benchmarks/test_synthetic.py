"""The synthetic conference: always the same, sound, and shaped like an ICML."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.synthetic import POSTER_HALL, SMALLEST, make, write
from planner.schedule.sources.native import parse_native

REAL = json.loads((Path(__file__).parents[2] / "data" / "icml2024.json").read_text("utf-8"))
PAPERS = ("poster", "spotlight")


@pytest.fixture(scope="module")
def conference() -> dict[str, Any]:
    return make(600)


@pytest.fixture(scope="module")
def events(conference: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = conference["events"]
    return found


@pytest.fixture(scope="module")
def greater() -> dict[str, Any]:
    """One so large that a real name or title would come out by chance."""
    return make(6_800, abstracts=False)


def of_kind(events: list[dict[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    return [event for event in events if event["kind"] in kinds]


@pytest.mark.parametrize("size", [SMALLEST, 301, 600, 1_234])
def test_has_exactly_as_many_events_as_asked_for(size: int) -> None:
    assert len(make(size, abstracts=False)["events"]) == size


def test_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert json.dumps(make(250, seed=1)) == json.dumps(make(250, seed=1))
    assert json.dumps(make(250, seed=1)) != json.dumps(make(250, seed=2))


def test_says_that_it_is_synthetic(conference: dict[str, Any]) -> None:
    assert conference["conference"]["id"] == "synthetic-600"
    assert conference["conference"]["name"] == "Synthetic 600"
    assert "Synthetic" in conference["conference"]["title"]
    assert make(1_000, abstracts=False)["conference"]["name"] == "Synthetic 1,000"


def test_a_size_too_small_for_a_conference_is_refused() -> None:
    with pytest.raises(ValueError, match=f"at least {SMALLEST} events, not 10"):
        make(10)


def test_the_native_border_admits_every_event_without_a_word(conference: dict[str, Any]) -> None:
    loaded = parse_native(json.dumps(conference).encode(), "synthetic")
    assert not loaded.report.problems
    assert not loaded.report.unknown_keys
    assert {event.id for event in loaded.events} == {e["id"] for e in conference["events"]}


def test_six_poster_sessions_of_ninety_minutes_hang_over_three_days(
    events: list[dict[str, Any]],
) -> None:
    sessions = [e for e in events if e["id"].startswith("session-poster-")]
    slots = [
        (datetime.fromisoformat(e["start"]), datetime.fromisoformat(e["end"])) for e in sessions
    ]
    assert len(sessions) == 6
    assert {end - start for start, end in slots} == {timedelta(minutes=90)}
    assert len({start.date() for start, _ in slots}) == 3
    shares = Counter(e["parent"] for e in of_kind(events, *PAPERS))
    assert set(shares) == {e["id"] for e in sessions}
    assert max(shares.values()) - min(shares.values()) <= 1


def test_every_poster_has_a_slot_and_a_board_of_its_own_in_the_hall(
    events: list[dict[str, Any]],
) -> None:
    posters = of_kind(events, *PAPERS)
    assert len({(e["start"], e["board"]) for e in posters}) == len(posters)
    assert {e["room"] for e in posters} == {POSTER_HALL}
    assert all(e["end"] and e["board"] for e in posters)
    assert of_kind(events, "spotlight")


def test_every_talk_of_a_quarter_of_an_hour_is_the_twin_of_a_poster(
    events: list[dict[str, Any]],
) -> None:
    posters = {e["paper"]: e for e in of_kind(events, *PAPERS)}
    by_session = Counter(e["parent"] for e in of_kind(events, "oral"))
    assert set(by_session.values()) == {4}
    for oral in of_kind(events, "oral"):
        poster = posters[oral["paper"]]
        assert poster["kind"] == "poster"
        for same in ("title", "people", "topics", "abstract"):
            assert oral[same] == poster[same]
        start, end = (datetime.fromisoformat(oral[key]) for key in ("start", "end"))
        assert end - start == timedelta(minutes=15)


def test_abstracts_have_a_hundred_and_twenty_to_two_hundred_words(
    events: list[dict[str, Any]],
) -> None:
    lengths = [len(e["abstract"].split()) for e in of_kind(events, *PAPERS)]
    assert 120 <= min(lengths) <= max(lengths) <= 200
    assert all(e["abstract"] is None for e in make(250, abstracts=False)["events"])


def test_has_all_that_a_conference_has_beside_papers(events: list[dict[str, Any]]) -> None:
    kinds = Counter(e["kind"] for e in events)
    for kind in ("tutorial", "workshop", "talk", "break", "demo", "affinity", "invited_talk"):
        assert kinds[kind], kind
    workshops = {e["id"] for e in of_kind(events, "workshop")}
    assert {e["parent"] for e in of_kind(events, "talk", "break")} <= workshops


def test_a_greater_one_goes_on_for_more_weeks(greater: dict[str, Any]) -> None:
    shares = Counter(e["parent"] for e in of_kind(greater["events"], *PAPERS))
    assert 400 <= min(shares.values()) <= max(shares.values()) <= 470
    start, end = (date.fromisoformat(greater["conference"][key]) for key in ("start", "end"))
    assert start + timedelta(weeks=2) < end
    assert {e["day"] for e in greater["events"]} <= {
        (start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)
    }


def test_no_title_and_no_person_is_a_real_one(greater: dict[str, Any]) -> None:
    events = greater["events"]
    real = {person["name"] for event in REAL["events"] for person in event["people"]}
    assert not real & {person["name"] for event in events for person in event["people"]}
    titles = {event["title"] for event in of_kind(REAL["events"], *PAPERS)}
    assert not titles & {event["title"] for event in of_kind(events, *PAPERS)}


def test_topics_are_as_frequent_as_in_the_real_schedule() -> None:
    made = Counter(t for e in make(2_700, abstracts=False)["events"] for t in e["topics"])
    real = Counter(t for e in of_kind(REAL["events"], *PAPERS) for t in e["topics"])
    assert made.most_common(1)[0][0] == real.most_common(1)[0][0]
    assert set(made) <= set(real)


def test_a_written_file_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, 250)
    assert json.loads(path.read_text("utf-8")) == make(250)
    path.write_text("kept", "utf-8")
    assert write(tmp_path, 250).read_text("utf-8") == "kept"
