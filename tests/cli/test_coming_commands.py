"""``planner now`` and ``planner next``: by the venue's clock, whatever the machine's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import Compiled, Installed

ORAL = "oral-35442"
"""Starts on Tuesday at 16:30 in Vienna."""


def ids(run: Run, *words: str) -> list[str]:
    return [row["id"] for row in run(*words, "--json").json["items"]]


def test_next_is_what_begins_next_with_its_row(run: Run) -> None:
    run("star", ORAL, "--must")
    ran = run("next", "--at", "2024-07-23T09:00", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["at", "items"]
    assert ran.json["at"] == "2024-07-23T09:00:00+02:00"
    (row,) = run("search", "is:starred", "--json").json
    assert ran.json["items"] == [row]
    assert row["starred"] == "must"


@pytest.mark.parametrize(
    ("at", "on", "ahead"),
    [
        ("2024-07-23T16:29", [], [ORAL]),
        ("2024-07-23T16:30", [ORAL], []),
        ("2024-07-23T14:30:00Z", [ORAL], []),
        ("2024-07-23T09:40:00-05:00", [ORAL], []),
        ("tue 16:40", [ORAL], []),
        ("tue 4:40 pm", [ORAL], []),
        ("2024-07-23T16:45", [], []),
        ("2024-07-01T00:00", [], [ORAL]),
        ("2025-07-01T00:00", [], []),
    ],
)
def test_what_is_on_is_not_to_come(run: Run, at: str, on: list[str], ahead: list[str]) -> None:
    run("star", ORAL)
    assert ids(run, "now", "--at", at) == on
    assert ids(run, "next", f"--at={at}") == ahead


def test_the_posters_of_a_slot_come_as_one_thing(run: Run) -> None:
    posters = run("search", "kind:poster", "at:wed 13:30", "day:wed", "is:scheduled").ids[:3]
    run("star", *posters)
    assert sorted(ids(run, "next", "--at", "wed 12:00")) == sorted(posters)
    assert len(run("next", "--at", "wed 12:00").lines) == 3


def test_blocks_own_times_and_what_one_presents_count(run: Run) -> None:
    run("block", "wed 12-13 lunch")
    run("mine", "poster-34535")
    run("star", "poster-33646")
    run("when", "poster-33646", "wed 9:00-10:00")
    assert ids(run, "next", "--at", "wed 8:00") == ["poster-33646"]
    assert run("next", "--at", "wed 8:00").lines[0][1] == "Wed 24 Jul 09:00-10:00 (yours)"
    presented, lunch = run("now", "--at", "wed 12:30", "--json").json["items"]
    assert (presented["id"], presented["attendance"]) == ("poster-34535", "fixed")
    assert (lunch["id"], lunch["kind"], lunch["title"]) == ("block-1", "commitment", "lunch")
    last = run("now", "--at", "wed 12:30").lines[-1]
    assert last == ["block-1", "Wed 24 Jul 12:00-13:00", "-", "lunch"]


def test_what_one_is_away_for_is_neither_on_nor_to_come(run: Run) -> None:
    run("star", ORAL)
    run("block", "away tue")
    assert ids(run, "next", "--at", "mon 9:00") == []
    assert ids(run, "now", "--at", "tue 16:40") == ["block-1"]


@pytest.mark.parametrize("command", ["now", "next"])
def test_nothing_is_no_failure(run: Run, command: str) -> None:
    assert run(command).out == ""
    ran = run(command, "--json")
    assert ran.code == 0
    assert ran.json["items"] == []


@pytest.mark.parametrize("command", ["now", "next"])
@pytest.mark.parametrize("words", [("x",), ("--at",), ("--at", "someday"), ("--at", "Tomorrow T")])
def test_other_words_are_wrong_usage(run: Run, command: str, words: tuple[str, ...]) -> None:
    ran = run(command, *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.sentence


@pytest.mark.parametrize("zone", ["America/Chicago", "Asia/Seoul", "Europe/Vienna"])
def test_the_machines_zone_makes_no_difference(installed: Installed, zone: str) -> None:
    installed.environment["TZ"] = zone
    installed.run("star", ORAL)
    answer = installed.run("next", "--at", "2024-07-23 16:00", "--json")
    assert json.loads(answer.out)["at"] == "2024-07-23T16:00:00+02:00"
    assert [row["id"] for row in answer.json["items"]] == [ORAL]


def test_a_schedule_that_is_not_compiled_yet_is_compiled_first(
    tmp_path: Path, small: Compiled
) -> None:
    installed = Installed(tmp_path, PLANNER_SCHEDULE=str(small.source))
    assert installed.run("next", "--json").json["items"] == []
    assert list((installed.places.cache / "schedules").iterdir())
