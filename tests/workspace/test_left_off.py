"""The place that one left: kept whole, and read with suspicion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planner.workspace.left_off import (
    LeftOff,
    TriageLeft,
    WalkLeft,
    folder_left,
    keep_folder,
    read_left_off,
    write_left_off,
)

TRIAGE = TriageLeft("kind:oral", False, "oral-2", ("oral-1", "oral-2"), ("oral-9", "oral-8"))
WALK = WalkLeft("2024-07-24T11:30:00+00:00/2024-07-24T13:00:00+00:00", "poster-1", "1311")
PLACE = LeftOff("icml2024", "triage", "agi", "time", "oral-1", "2024-07-23", ("agi",), TRIAGE, WALK)


def test_what_was_left_is_found_again(tmp_path: Path) -> None:
    write_left_off(tmp_path / "state.json", PLACE)
    assert read_left_off(tmp_path / "state.json", "icml2024") == PLACE
    assert read_left_off(tmp_path / "state.json", "neurips2024") is None


def test_each_conference_has_a_place_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    other = LeftOff("fosdem2023", "changes", "room:janson", event_id="event-7")
    for left in (PLACE, other, PLACE._replace(query="levels")):
        write_left_off(path, left)
    assert read_left_off(path, "fosdem2023") == other
    assert read_left_off(path, "icml2024") == PLACE._replace(query="levels")
    for number in range(100):
        write_left_off(path, LeftOff(f"other-{number}"))
    assert read_left_off(path, "other-80") is not None
    assert read_left_off(path, "icml2024") is None


@pytest.mark.parametrize("others", [7, [7, None, {"conference_id": ["x"]}], {"icml2024": {}}])
def test_what_is_not_sound_beside_a_place_is_left_out(tmp_path: Path, others: Any) -> None:
    path = tmp_path / "state.json"
    path.write_text(json.dumps({**PLACE._asdict(), "others": others}), encoding="utf-8")
    assert read_left_off(path, "icml2024") is not None
    assert read_left_off(path, "other") is None
    write_left_off(path, LeftOff("other"))
    assert read_left_off(path, "icml2024") is not None


def test_a_file_of_before_triage_and_walk_is_read(tmp_path: Path) -> None:
    record = PLACE._asdict()
    del record["triage"], record["walk"]
    (tmp_path / "state.json").write_text(json.dumps(record), encoding="utf-8")
    left = read_left_off(tmp_path / "state.json", "icml2024")
    assert left == PLACE._replace(triage=TriageLeft(), walk=WalkLeft())


@pytest.mark.parametrize(
    ("harm", "left"),
    [
        (7, TriageLeft()),
        ([], TriageLeft()),
        ({"page": "oral-1"}, TriageLeft()),
        ({"page": [1, None, "oral-1", "a\x07"]}, TriageLeft(page=("oral-1",))),
        ({"likeness": "no", "event_id": 3, "query": ["x"]}, TriageLeft()),
        ({"put_off": [str(n) for n in range(6_000)]}, None),
    ],
)
def test_what_is_not_sound_is_left_out(tmp_path: Path, harm: Any, left: TriageLeft | None) -> None:
    record = {**PLACE._asdict(), "triage": harm, "screen": ["triage"]}
    (tmp_path / "state.json").write_text(json.dumps(record), encoding="utf-8")
    read = read_left_off(tmp_path / "state.json", "icml2024")
    assert read is not None
    assert read.screen == "browse"
    if left is None:
        assert read.triage.put_off == tuple(str(n) for n in range(1_000, 6_000))
    else:
        assert read.triage == left


@pytest.mark.parametrize(
    ("harm", "left"),
    [
        (None, WalkLeft()),
        (["x"], WalkLeft()),
        ({"slot": 3, "event_id": "poster-1", "here": "a\x07"}, WalkLeft(None, "poster-1", None)),
    ],
)
def test_of_a_walk_only_what_is_sound_is_taken(tmp_path: Path, harm: Any, left: WalkLeft) -> None:
    record = {**PLACE._asdict(), "walk": harm, "screen": "walk"}
    (tmp_path / "state.json").write_text(json.dumps(record), encoding="utf-8")
    read = read_left_off(tmp_path / "state.json", "icml2024")
    assert read is not None
    assert (read.screen, read.walk) == ("walk", left)


def test_the_folder_saved_in_last_outlives_every_place(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    assert folder_left(path) is None
    keep_folder(path, "/home/ada/talks")
    assert read_left_off(path, PLACE.conference_id) is None
    write_left_off(path, PLACE)
    write_left_off(path, LeftOff("other"))
    assert folder_left(path) == "/home/ada/talks"
    keep_folder(path, "/home/ada/trips")
    assert folder_left(path) == "/home/ada/trips"
    assert read_left_off(path, PLACE.conference_id) == PLACE
    assert len(json.loads(path.read_bytes())["others"]) == 1


@pytest.mark.parametrize("folder", ["1", '["/"]', '"/a\\u001b[1m"', '"' + "/a" * 4_000 + '"'])
def test_an_unsound_folder_is_none(tmp_path: Path, folder: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(f'{{"conference_id": "x", "folder": {folder}}}', encoding="utf-8")
    assert folder_left(path) is None
    assert read_left_off(path, "x") is not None


def test_a_folder_whose_name_is_no_text_is_not_kept(tmp_path: Path) -> None:
    keep_folder(tmp_path / "state.json", "/home/\udcff")
    assert not (tmp_path / "state.json").exists()


def test_half_a_character_in_the_file_costs_no_more_than_the_place(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text('{"conference_id": "other", "query": "\\ud83d"}')
    write_left_off(path, LeftOff("icml2024"))
    assert read_left_off(path, "icml2024") is None
