"""``planner next --line``: what begins next, short enough for a prompt, and quiet."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cli.prompt_line import LEAST_WIDTH, prompt_line
from planner.model import Certainty, Commitment
from planner.paths import itinerary_path, places
from planner.record import event_from_record
from tests.cli.conftest import Run
from tests.conftest import Installed, small_document

VIENNA = ZoneInfo("Europe/Vienna")
TUESDAY = datetime(2024, 7, 23, 9, 0, tzinfo=VIENNA)
EVENTS = {record["id"]: event_from_record(record, VIENNA) for record in small_document()["events"]}
ORAL, POSTER, TALK = EVENTS["oral-1"], EVENTS["poster-1"], EVENTS["talk-1"]


def test_time_room_and_title_are_said() -> None:
    assert prompt_line([ORAL], TUESDAY) == "10:30 Hall A: Honey for bears"


def test_posters_that_begin_together_are_counted() -> None:
    assert prompt_line([POSTER] * 12, TUESDAY) == "13:30 Hall C: 12 posters"
    assert prompt_line([POSTER], TUESDAY) == "13:30 Hall C: Honey for bears"


def test_of_several_things_the_first_is_named_and_the_others_counted() -> None:
    lunch = Commitment("block-1", "Lunch", ORAL.start, ORAL.end)  # type: ignore[arg-type]
    assert prompt_line([lunch, ORAL, TALK], TUESDAY) == "10:30 Lunch +2"


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (22, "Tue 10:30 Hall A: Honey for bears"),
        (17, "Tue 10:30 Hall A: Honey for bears"),
        (16, "23 Jul 10:30 Hall A: Honey for bears"),
    ],
)
def test_another_day_is_named_so_that_it_cannot_be_mistaken(day: int, line: str) -> None:
    assert prompt_line([ORAL], TUESDAY.replace(day=day)) == line


def test_a_time_that_is_inferred_is_marked() -> None:
    certainty = replace(ORAL.certainty, slot=Certainty.INFERRED)
    assert prompt_line([replace(ORAL, certainty=certainty)], TUESDAY).startswith("~10:30 ")


def test_nothing_is_an_empty_line() -> None:
    assert prompt_line([], TUESDAY) == ""


@given(st.text(min_size=1, max_size=90), st.integers(LEAST_WIDTH, 80), st.integers(1, 3))
def test_a_line_is_never_longer_than_asked_nor_two(title: str, width: int, number: int) -> None:
    event = replace(ORAL, title=title)
    line = prompt_line([event] * number, TUESDAY, width)
    assert len(line) <= width
    assert len(line.splitlines()) == 1
    assert line.startswith("10:30 ")


def test_where_the_title_has_little_room_it_goes_before_the_place() -> None:
    assert prompt_line([ORAL], TUESDAY, 20) == "10:30 Honey for bea…"
    assert prompt_line([ORAL], TUESDAY, 20, cut="...") == "10:30 Honey for b..."


def test_the_command_prints_the_line_and_nothing_else(run_small: Run) -> None:
    run_small("star", "oral-1")
    ran = run_small("next", "--line", "--at", "tue 9:00", "--width", "20")
    assert (ran.code, ran.out, ran.err) == (0, "10:30 Honey for bea…\n", "")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--within", "30", "--at", "tue 10:00"), 0),
        (("--within", "29", "--at", "tue 10:00"), 1),
        (("--at", "tue 10:30"), 1),
        (("--at", "2025-01-01"), 1),
    ],
)
def test_nothing_to_come_is_silence_and_exit_1(
    run_small: Run, words: tuple[str, ...], code: int
) -> None:
    run_small("star", "oral-1")
    ran = run_small("next", "--line", *words)
    assert (ran.code, bool(ran.out), ran.err) == (code, code == 0, "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--width", "20"), "--width and --within belong to --line."),
        (("--line", "--json"), "--json and --line exclude each other."),
        (("--line", "--width", "3"), "--width takes a whole number from 12, not '3'."),
        (("--line", "--within", "soon"), "--within takes a whole number from 0, not 'soon'."),
    ],
)
def test_what_makes_no_sense_is_refused(
    run_small: Run, words: tuple[str, ...], sentence: str
) -> None:
    ran = run_small("next", *words)
    assert ran.code == 2
    assert sentence in ran.sentence


def test_a_prompt_leaves_a_damaged_itinerary_to_whom_it_can_be_told(run_small: Run) -> None:
    run_small("star", "oral-1")
    (file,) = itineraries_folder().glob("*.db")
    file.write_bytes(b"no database" * 100)
    for _prompt in range(2):
        ran = run_small("next", "--line")
        assert (ran.code, ran.out) == (1, "")
        assert "is damaged: start planner again" in ran.sentence
    assert "set aside. Bring back the latest backup" in run_small("agenda").err


def itineraries_folder() -> Path:
    return itinerary_path(places(os.environ), "small").parent


def test_a_prompt_makes_no_itinerary(run_small: Run) -> None:
    assert run_small("next", "--line").code == 1
    assert not itineraries_folder().exists()


def test_now_has_no_line(run_small: Run) -> None:
    assert run_small("now", "--line").code == 2


def test_the_recipe_for_bash_puts_it_into_the_prompt(installed: Installed) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    installed.run("star", "oral-35442")
    path = f"{installed.program.parent}:{installed.environment['PATH']}"
    prompt = """PS1='$(planner next --line --at "tue 16:00" --width 40)> '"""
    recipe = f'{prompt}; echo "${{PS1@P}}"; false; echo $?'
    done = subprocess.run(
        [bash, "--norc", "-c", recipe],
        capture_output=True,
        env=installed.environment | {"PATH": path},
        check=True,
    )
    line, code = done.stdout.decode().splitlines()
    assert line == "~16:30 Hall A2: How Private are DP-SGD…> "
    assert code == "1"
