"""``planner suggest``, and what ``planner star`` says of a clash."""

from __future__ import annotations

import pytest

from planner.paths import Places
from planner.workspace.session import Session
from tests.cli.conftest import Run, runner
from tests.five_days import CELLS_POSTER


@pytest.fixture
def run_planned(
    home: Places,
    planned: Session,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run a command on the five days, everything starred."""
    del home, planned
    return runner(capfdbinary, monkeypatch)


def test_json_is_the_contract_and_nothing_else(run_planned: Run) -> None:
    ran = run_planned("suggest", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == {"attend", "drop", "unplanned", "worth"}
    assert (len(ran.json["attend"]), len(ran.json["drop"])) == (38, 18)
    assert ran.json["worth"] == 1343
    assert all(set(each) == {"id", "why"} for each in ran.json["drop"] + ran.json["unplanned"])
    assert {"id": "poster-90", "why": "no time known"} in ran.json["unplanned"]


def test_the_events_to_attend_are_lines_and_the_reasons_are_told_apart(run_planned: Run) -> None:
    ran = run_planned("suggest")
    assert ran.ids[0] == "tutorial-1"
    assert len(ran.ids) == 38
    assert "18 events left out:" in ran.err
    assert "4 events cannot be planned:" in ran.err
    assert "overlaps Bees" in ran.err


def test_without_apply_nothing_is_decided(run_planned: Run) -> None:
    run_planned("suggest")
    assert len(run_planned("search", "is:starred").ids) == 60


def test_apply_is_one_decision_and_one_undo(run_planned: Run) -> None:
    before = len(run_planned("history", "--json").json)
    ran = run_planned("suggest", "--apply", "--json")
    assert ran.json["worth"] == 1343
    assert "Suggestion taken: 18 stars taken off, 1 other showing starred instead." in ran.err
    starred = run_planned("search", "is:starred").ids
    assert len(starred) == 43
    assert CELLS_POSTER in starred
    assert len(run_planned("history", "--json").json) == before + 1
    assert run_planned("undo").code == 0
    assert len(run_planned("search", "is:starred").ids) == 60


def test_with_nothing_starred_it_suggests_nothing(run: Run) -> None:
    ran = run("suggest", "--json")
    assert ran.json == {"attend": [], "drop": [], "unplanned": [], "worth": 0}
    ran = run("suggest", "--apply")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Nothing to change: all that can be planned fits.\n"


@pytest.mark.parametrize("word", ["--loud", "poster-90", "--apply=yes"])
def test_it_takes_no_other_words(run: Run, word: str) -> None:
    ran = run("suggest", word)
    assert ran.code == 2
    assert "planner suggest [--apply] [--json]" in ran.sentence


def test_a_star_that_clashes_says_so_at_once(run_planned: Run) -> None:
    ran = run_planned("star", "oral-3", "--must")
    assert ran.code == 0
    assert ran.err == (
        "Starred as must: Cells.\nClashes with Bees for 15 min; its poster is Thu 13:30.\n"
    )


def test_several_stars_that_clash_are_counted(run_planned: Run) -> None:
    ran = run_planned("star", "oral-2", "oral-3", "oral-4", "--maybe")
    assert ran.err.splitlines()[1:] == ["2 clashes; planner clashes tells with what."]


def test_a_star_that_clashes_with_nothing_says_nothing_more(run_planned: Run) -> None:
    assert run_planned("star", "oral-4", "--want").err == "Starred as want: Dances.\n"
