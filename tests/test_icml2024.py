"""The schedule that ships: complete, consistent, and true to its sources."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
DATA = HERE.parent / "data"

Event = dict[str, Any]

SCHEDULE: dict[str, Any] = json.loads((DATA / "icml2024.json").read_text(encoding="utf-8"))
EVENTS: list[Event] = SCHEDULE["events"]
BY_ID = {event["id"]: event for event in EVENTS}
# Typed by hand from the sources, one by one; a record names only the keys that it checks.
RECORDS: list[Event] = json.loads((HERE / "icml2024_records.json").read_text(encoding="utf-8"))

KEYS = [
    *("id", "kind", "title", "start", "end", "day", "attendance", "room", "board", "people"),
    *("topics", "topics_by", "track", "paper", "parent", "certainty", "abstract", "links"),
]


def of_kind(kind: str) -> list[Event]:
    return [event for event in EVENTS if event["kind"] == kind]


def agenda_items() -> list[Event]:
    return [e for e in EVENTS if re.fullmatch(r"(workshop|tutorial)-\d+-\d{4}", e["id"])]


def test_it_names_the_conference() -> None:
    assert SCHEDULE["format"] == 1
    assert SCHEDULE["conference"] == {
        "id": "icml2024",
        "name": "ICML 2024",
        "title": "The 41st International Conference on Machine Learning",
        "start": "2024-07-21",
        "end": "2024-07-27",
        "timezone": "Europe/Vienna",
        "venue": "Messe Wien, Vienna",
        "url": "https://icml.cc/Conferences/2024",
        "source": "https://icml.cc/static/virtual/data/icml-2024-orals-posters.json",
    }


def test_it_holds_every_event_of_the_sources_and_no_other() -> None:
    agenda = {event["id"] for event in agenda_items()}
    assert Counter(e["kind"] for e in EVENTS if e["id"] not in agenda) == {
        "poster": 2443,
        "spotlight": 191,
        "oral": 144,
        "session": 36 + 6,
        "workshop": 30,
        "tutorial": 12,
        "invited_talk": 6,
        "other": 4 + 1,
        "demo": 4,
        "affinity": 3,
    }
    assert Counter(e["id"].startswith("session-poster-") for e in of_kind("session"))[True] == 6
    assert sum(e["id"].startswith("registration-") for e in EVENTS) == 4
    assert len(EVENTS) == 3103


def test_the_agendas_of_fifteen_workshops_and_a_tutorial_are_there() -> None:
    items = agenda_items()
    assert Counter(item["parent"].split("-")[0] for item in items) == {
        "workshop": 218,
        "tutorial": 5,
    }
    assert len({item["parent"] for item in items}) == 16
    assert Counter(item["kind"] for item in items) == {
        "talk": 139,
        "break": 33,
        "session": 28,
        "other": 22,
        "social": 1,
    }


def test_papers_have_their_tracks() -> None:
    papers = [e for e in EVENTS if e["kind"] in ("poster", "spotlight")]
    assert Counter(e["track"] for e in papers) == {None: 2535, "position": 75, "journal": 24}
    assert all((e["track"] == "position") == e["title"].startswith("Position:") for e in EVENTS)


def test_deepmind_has_87_papers_in_99_events() -> None:
    events = [
        event
        for event in EVENTS
        if any("deepmind" in (p["affiliation"] or "").casefold() for p in event["people"])
    ]
    assert len(events) == 99
    assert len({event["paper"] for event in events}) == 87


def test_deepmind_shows_three_demos_at_its_booth() -> None:
    demos = [e["id"] for e in of_kind("demo") if e["room"] == "Google DeepMind booth"]
    assert demos == ["demo-gemini-nano", "demo-learnlm", "demo-tacticai"]


def test_no_more_slots_rooms_and_boards_are_claimed_than_are_public() -> None:
    posters = [e for e in EVENTS if e["kind"] in ("poster", "spotlight")]
    assert sum(e["start"] is not None for e in posters) == 47
    assert sum(e["board"] is not None for e in posters) == 9
    assert sum(e["start"] is not None for e in of_kind("oral")) == 32
    assert sum(e["parent"] is not None for e in of_kind("oral")) == 42
    assert not any(e["day"] == "2024-07-21" for e in EVENTS)
    assert not any(e["start"] for e in of_kind("invited_talk"))
    assert not any(e["end"] for e in of_kind("workshop"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_a_record_checked_by_hand_is_as_its_source_says(record: Event) -> None:
    event = BY_ID[record["id"]]
    assert {key: event[key] for key in record} == record


def test_more_than_thirty_records_were_checked_by_hand() -> None:
    assert len({record["id"] for record in RECORDS}) == len(RECORDS) >= 30


def test_every_event_has_every_key_in_the_order_of_the_format() -> None:
    assert all(list(event) == KEYS for event in EVENTS)
    assert all(list(e["certainty"]) == ["slot", "room", "board"] for e in EVENTS)
    assert all(list(p) == ["name", "affiliation"] for e in EVENTS for p in e["people"])
    assert all(list(link) == ["label", "url"] for e in EVENTS for link in e["links"])


def test_the_file_has_one_event_a_line() -> None:
    text = (DATA / "icml2024.json").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert text.endswith("]}\n")
    assert lines[0] == '{"format": 1,'
    assert lines[1].startswith(' "conference": {"id"')
    assert len([line for line in lines if line.startswith('  {"id"')]) == len(EVENTS)


def test_ids_are_well_formed_and_used_once() -> None:
    assert len(BY_ID) == len(EVENTS)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", identity) for identity in BY_ID)


def test_a_parent_exists_and_holds_its_children_on_its_day() -> None:
    for event in EVENTS:
        if event["parent"] is not None:
            parent = BY_ID[event["parent"]]
            assert parent["kind"] in ("session", "workshop", "tutorial"), event["id"]
            assert parent["day"] == event["day"], event["id"]


def test_a_talk_lies_inside_its_session() -> None:
    for event in EVENTS:
        if event["parent"] and event["parent"].startswith("session-"):
            parent = BY_ID[event["parent"]]
            if event["start"]:
                assert parent["start"] <= event["start"] < event["end"] <= parent["end"]
            assert event["room"] == parent["room"], event["id"]


def test_no_two_talks_of_a_session_start_at_once() -> None:
    starts = Counter((e["parent"], e["start"]) for e in of_kind("oral") if e["start"])
    assert set(starts.values()) == {1}


def test_an_agenda_item_is_named_after_its_parent_and_its_start() -> None:
    for item in agenda_items():
        assert item["id"] == f"{item['parent']}-{item['start'][11:13]}{item['start'][14:16]}"


def test_every_oral_has_one_poster_as_its_twin() -> None:
    posters = {e["paper"]: e for e in EVENTS if e["kind"] in ("poster", "spotlight")}
    orals = of_kind("oral")
    assert len({oral["paper"] for oral in orals}) == 144
    for oral in orals:
        poster = posters[oral["paper"]]
        assert poster["kind"] == "poster", oral["id"]
        for key in ("title", "people", "topics", "topics_by", "track", "paper"):
            assert oral[key] == poster[key], (oral["id"], key)


def test_only_journal_posters_have_no_paper() -> None:
    posters = [e for e in EVENTS if e["kind"] in ("poster", "spotlight")]
    assert all((e["paper"] is None) == (e["track"] == "journal") for e in posters)
    papers = [e["paper"] for e in posters if e["paper"]]
    assert len(set(papers)) == len(papers) == 2610
    others = [e for e in EVENTS if e["kind"] not in ("poster", "spotlight", "oral")]
    assert all(e["paper"] is None for e in others)


def test_what_is_unknown_is_null_and_what_is_known_has_a_source() -> None:
    for event in EVENTS:
        certainty = event["certainty"]
        assert set(certainty.values()) <= {"official", "reported", "inferred", "unknown"}
        # A slot of which only the day is known has the certainty of the day.
        assert (certainty["slot"] == "unknown") == (event["day"] is None), event["id"]
        assert (certainty["room"] == "unknown") == (event["room"] is None), event["id"]
        assert (certainty["board"] == "unknown") == (event["board"] is None), event["id"]


def test_times_are_viennas_and_lie_on_their_day_within_the_conference() -> None:
    for event in EVENTS:
        start, end, day = event["start"], event["end"], event["day"]
        assert day is None or "2024-07-22" <= day <= "2024-07-27"
        assert end is None or start is not None
        for moment in filter(None, (start, end)):
            assert re.fullmatch(r"2024-07-\d\dT\d\d:\d\d:00\+02:00", moment), event["id"]
            assert moment[:10] == day, event["id"]
        assert not (start and end) or start < end, event["id"]


def test_an_oral_lasts_fifteen_minutes() -> None:
    for oral in of_kind("oral"):
        if oral["start"]:
            lasts = datetime.fromisoformat(oral["end"]) - datetime.fromisoformat(oral["start"])
            assert lasts == timedelta(minutes=15), oral["id"]


def test_texts_are_clean_and_free_of_latex() -> None:
    for event in EVENTS:
        names = [p["name"] for p in event["people"]]
        affiliations = [p["affiliation"] for p in event["people"] if p["affiliation"] is not None]
        assert "$" not in event["title"]
        for text in (event["title"], *names, *affiliations):
            assert text
            assert text == " ".join(text.split())
            assert text.isprintable(), repr(text)
            assert "\\" not in text


def test_nobody_is_called_et_al() -> None:
    names = {person["name"] for event in EVENTS for person in event["people"]}
    assert not [n for n in names if re.search(r"\bet al\b|moderator|organi[sz]er|,| and ", n, re.I)]


def test_there_is_no_abstract_and_no_attendance_of_our_own() -> None:
    assert all(event["abstract"] is None and event["attendance"] is None for event in EVENTS)


def test_links_lead_to_the_conference_openreview_or_the_proceedings() -> None:
    starts = {
        "ICML": "https://icml.cc/virtual/2024/",
        "OpenReview": "https://openreview.net/forum?id=",
        "PMLR": "https://proceedings.mlr.press/v235/",
    }
    for event in EVENTS:
        for link in event["links"]:
            assert link["url"].startswith(starts[link["label"]]), event["id"]
        if event["paper"]:
            assert [link["label"] for link in event["links"]] == ["ICML", "OpenReview", "PMLR"]
            assert event["links"][1]["url"].endswith("=" + event["paper"])


def test_an_orals_own_link_is_stored_only_where_it_was_seen() -> None:
    own = {e["id"] for e in of_kind("oral") if "/oral/" in e["links"][0]["url"]}
    assert own == {
        *("oral-35447", "oral-35451", "oral-35463", "oral-35467", "oral-35487", "oral-35488"),
        *("oral-35508", "oral-35511", "oral-35515", "oral-35527", "oral-35529", "oral-35532"),
        *("oral-35535", "oral-35536", "oral-35580"),
    }


def test_topics_are_the_conferences_or_marked_as_the_planners() -> None:
    papers = [e for e in EVENTS if e["kind"] in ("poster", "spotlight", "oral")]
    vocabulary = {topic for event in papers for topic in event["topics"]}
    assert len(vocabulary) == 85
    assert sum(not e["topics"] for e in papers if e["kind"] != "oral") == 243
    for event in EVENTS:
        of_planner = event["kind"] in ("tutorial", "workshop", "demo")
        whose = "planner" if of_planner else "conference"
        assert event["topics_by"] == (whose if event["topics"] else None), event["id"]
        assert set(event["topics"]) <= vocabulary, event["id"]


def test_the_planners_topics_are_those_of_the_table_in_the_readme() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `((?:tutorial|workshop|demo)-[^`]+)` \| (.*) \|$", readme, re.M)
    table = {identity: re.findall(r"`([^`]+)`", cell) for identity, cell in rows}
    kinds = ("tutorial", "workshop", "demo")
    assert table == {e["id"]: e["topics"] for e in EVENTS if e["kind"] in kinds}
