"""Conferences by command: import, use, update, remove, and what each prints."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from planner.paths import Places
from tests.cli.conftest import Run
from tests.conftest import small_document


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(small_document()), encoding="utf-8")
    return path


def changed(source: Path) -> Path:
    """Move the oral by half an hour, as a newer file has it."""
    document = deepcopy(small_document())
    document["events"][1] |= {
        "start": "2024-07-23T11:00:00+02:00",
        "end": "2024-07-23T11:15:00+02:00",
    }
    newer = source.with_name("newer.json")
    newer.write_text(json.dumps(document), encoding="utf-8")
    return newer


def test_an_import_is_in_use_at_once_and_reports_what_came(run: Run, source: Path) -> None:
    imported = run("import", str(source))
    assert imported.code == 0
    assert imported.err.splitlines()[:3] == [
        "Small 2024 (small): 6 events from native, 5 with a time, 1 without",
        "kinds: 1 oral, 2 poster, 1 talk, 1 session, 1 break",
        "days: Tue 23 Jul 4, Wed 24 Jul 1",
    ]
    assert imported.out == ""
    assert run("search", "honey").out.count("\n") == 2


def test_the_report_as_json(run: Run, source: Path) -> None:
    record = json.loads(run("import", str(source), "--json").out)
    assert record["id"] == "small"
    assert record["kinds"] == {"oral": 1, "poster": 2, "talk": 1, "session": 1, "break": 1}
    assert record["days"] == {"2024-07-23": 4, "2024-07-24": 1}
    assert record["dropped"] == record["noted"] == []


def test_conferences_lists_them_and_use_goes_from_one_to_the_other(run: Run, source: Path) -> None:
    run("import", str(source))
    listed = json.loads(run("conferences", "--json").out)
    assert {each["id"]: each["in_use"] for each in listed} == {"icml2024": False, "small": True}
    assert run("use", "icml2024").err == "In use: ICML 2024, 21-27 Jul 2024.\n"
    listed = json.loads(run("conferences", "--json").out)
    assert {each["id"]: each["in_use"] for each in listed} == {"icml2024": True, "small": False}
    lines = run("conferences").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["small", "icml2024"]


def test_stars_of_each_conference_are_its_own(run: Run, source: Path) -> None:
    run("star", "poster-33646")
    run("import", str(source))
    assert run("search", "is:starred").out == ""
    run("star", "oral-1")
    run("use", "icml2024")
    assert run("search", "is:starred").out.startswith("poster-33646\t")


def test_an_update_says_what_it_means_for_the_stars(run: Run, source: Path) -> None:
    run("import", str(source))
    run("star", "oral-1")
    updated = run("update", str(changed(source)))
    assert updated.code == 0
    assert updated.err.splitlines()[0] == "Small 2024: 1 moved"
    assert updated.out == "oral-1\tmoved from Tue 10:30 to Tue 11:00\tHoney for bears\n"
    assert run("search", "is:changed").out.startswith("oral-1\t")


def test_an_update_as_json(run: Run, source: Path) -> None:
    run("import", str(source))
    run("star", "oral-1")
    record: dict[str, Any] = json.loads(run("update", str(changed(source)), "--json").out)
    assert record["moved"] == ["oral-1"]
    assert record["added"] == record["removed"] == record["scheduled"] == record["renamed"] == []
    (mine,) = record["mine"]
    assert (mine["id"], mine["what"], mine["sentence"]) == (
        "oral-1",
        "moved",
        "moved from Tue 10:30 to Tue 11:00",
    )


def test_the_calendar_after_an_update_has_a_higher_sequence(run: Run, source: Path) -> None:
    run("import", str(source))
    run("star", "oral-1")
    assert "SEQUENCE:0" in run("export", "ical", "-o", "-").out.replace("\r", "")
    run("update", str(changed(source)))
    after = run("export", "ical", "-o", "-").out.replace("\r", "")
    assert "SEQUENCE:1" in after
    assert "DTSTART;TZID=Europe/Vienna:20240723T110000" in after


def test_nothing_newer_is_said_so(run: Run, source: Path) -> None:
    run("import", str(source))
    assert run("update", str(source)).err == "Small 2024: nothing changed\n"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("use", "nowhere"), 1, "There is no conference 'nowhere' here."),
        (("use",), 2, "usage: planner use ID"),
        (("remove", "icml2024"), 1, "comes with planner and was never updated"),
        (("import", "gone.json"), 1, "gone.json cannot be read"),
        (("import",), 2, "usage: planner import"),
        (("import", "a", "b"), 2, "usage: planner import"),
        (("update", "a", "b"), 2, "usage: planner update"),
        (("update", "gone.json"), 1, "gone.json cannot be read"),
        (("conferences", "all"), 2, "usage: planner conferences"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    run: Run, home: Places, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = run(*words)
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""
    assert ran.err.count("\n") == 1


def test_remove_keeps_what_was_decided(run: Run, source: Path) -> None:
    run("import", str(source))
    run("star", "oral-1")
    assert "what you decided there stays in" in run("remove", "small").err
    assert run("search", "is:starred").out == ""
    run("import", str(source))
    assert run("search", "is:starred").out.startswith("oral-1\t")
