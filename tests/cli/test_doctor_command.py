"""What planner stands on, said line by line; what is not well is named and costs the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.paths import Places, itinerary_path
from planner.settings import settings_path
from planner.workspace.doctor import checks
from planner.workspace.fault import Around, keep_report
from tests.cli.conftest import Run


def test_a_sound_home_is_well(run: Run, home: Places) -> None:
    run("star", "poster-33646")
    ran = run("doctor")
    assert ran.code == 0
    assert all(line.startswith("ok   ") for line in ran.out.splitlines())
    assert "ICML 2024, 3,103 events" in ran.out
    assert "1 star, journal mode wal" in ran.out
    assert run("history").out.count("\n") == 1


def test_nothing_is_made_by_looking(run: Run, home: Places) -> None:
    before = sorted(path for path in home.data.parent.rglob("*") if path.is_file())
    assert run("doctor").code == 0
    assert sorted(path for path in home.data.parent.rglob("*") if path.is_file()) == before


def test_what_is_not_well_is_named(run: Run, home: Places) -> None:
    settings_path(home).parent.mkdir(parents=True)
    settings_path(home).write_text("walk_minuets = 3\n")
    run("search", "--limit", "1")
    path = itinerary_path(home, "icml2024")
    path.unlink()
    path.mkdir()
    ran = run("doctor", "--json")
    assert ran.code == 1
    found = {check["name"]: check for check in json.loads(ran.out)}
    assert not found["settings"]["well"]
    assert "walk_minutes" in found["settings"]["words"]
    assert not found["itinerary"]["well"]


@pytest.mark.parametrize(
    ("environ", "size", "well", "words"),
    [
        ({"TERM": "xterm-256color", "LANG": "C.UTF-8"}, (80, 24), True, "80x24"),
        ({"TERM": "xterm", "LANG": "C"}, (80, 24), True, "signs in ASCII"),
        ({"TERM": "dumb", "LANG": "C.UTF-8"}, (80, 24), False, "dumb"),
        ({"TERM": "xterm", "LANG": "C.UTF-8"}, (40, 24), False, "smaller than 60x20"),
        ({}, None, True, "none here"),
    ],
)
def test_the_terminal(
    home: Places,
    environ: dict[str, str],
    size: tuple[int, int] | None,
    well: bool,
    words: str,
) -> None:
    (terminal,) = (check for check in checks(home, environ, size) if check.name == "terminal")
    assert terminal.well is well
    assert words in terminal.words


def test_a_folder_that_is_a_file_is_not_well(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    places = Places(blocked / "data", tmp_path / "config", tmp_path / "cache")
    found = {check.name: check for check in checks(places, {}, None)}
    assert not found["data folder"].well
    assert found["config folder"].well


def test_the_signs_are_shown_to_be_looked_at(
    run: Run, home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_path(home).parent.mkdir(parents=True)
    settings_path(home).write_text('signs = "unicode"\n')
    assert "! ★ ☆ ✓ ✗ ~ ·" in run("doctor").out
    settings_path(home).write_text('signs = "ascii"\n')
    assert "! * o v X ~ ." in run("doctor").out


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"TERM": "xterm", "NO_COLOR": "1"}, "none (NO_COLOR is set)"),
        ({"TERM": "xterm-256color"}, "the terminal's own sixteen, of more"),
        ({"TERM": "linux"}, "the terminal's own sixteen; NO_COLOR=1 takes them off"),
    ],
)
def test_colours_are_told(home: Places, environ: dict[str, str], words: str) -> None:
    found = {check.name: check for check in checks(home, environ, (80, 24))}
    assert words in found["colours"].words


def test_reports_of_faults_are_named(run: Run, home: Places) -> None:
    assert "none of a fault of planner's own" in run("doctor").out
    kept = keep_report(home, ValueError("a secret"), Around())
    told = run("doctor")
    assert told.code == 0
    assert f"1 report of a fault of planner's own, the newest {kept.path}" in told.out
