"""The installed app, key by key, as it stands on a terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.paths import compiled_folder, itinerary_path, state_path
from tests.bad_places import powerless
from tests.conftest import Installed, garbled
from tests.terminal.conftest import Start
from tests.terminal.pty_terminal import Terminal

READY = "to choose from"


def _stars(number: int) -> str:
    return f"★ {number}"


def _row(sign: str, kind: str) -> Callable[[str], bool]:
    """Return whether the row under the cursor has a sign and a kind."""
    return lambda shown: re.search(rf"▌{sign} *{kind}", shown) is not None


def _opened(terminal: Terminal) -> Terminal:
    terminal.wait_for(READY)
    return terminal


def test_the_first_start_shows_the_list_and_the_card(start: Start) -> None:
    shown = start().wait_for(READY, "Welcome.", "? help")
    assert "ICML 2024" in shown
    assert "oral 144" in shown
    assert "Deep Learning" in shown
    assert len(re.findall(r"^▌", shown, re.MULTILINE)) == 1


def test_a_search_opens_and_stars_and_the_next_start_is_where_one_left(start: Start) -> None:
    terminal = _opened(start())
    terminal.press("/", "levels of agi")
    terminal.wait_for("1 found", "Levels of AGI")
    terminal.press("enter", "enter")
    terminal.wait_for("Meredith Ringel Morris")
    terminal.press("S")
    terminal.wait_for("Starred as must", "★ 1")
    terminal.press("q")
    terminal.wait_for("1 found")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.is_restored()

    again = start()
    shown = again.wait_for("levels of agi", "1 found", "★ 1", _row("!", "spotlight"))
    assert "Welcome." not in shown


def test_ten_stars_outlive_a_killed_app(start: Start, installed: Installed) -> None:
    terminal = _opened(start())
    for number in range(1, 11):
        terminal.press("space")
        terminal.wait_for(_stars(number))
    os.kill(terminal.process.pid, signal.SIGKILL)
    assert terminal.wait_for_end() == -signal.SIGKILL
    assert len(installed.run("search", "is:starred").ids) == 10
    start().wait_for(READY, _stars(10))


def test_what_a_command_decides_is_shown_within_a_second(
    start: Start, installed: Installed
) -> None:
    terminal = _opened(start())
    terminal.press("/", "genie interactive", "enter")
    terminal.wait_for("1 found")
    assert installed.run("star", "poster-33646", "--must").code == 0
    decided = time.monotonic()
    terminal.wait_for("★ 1", _row("!", "oral"))
    assert time.monotonic() - decided < 1.0
    assert installed.run("undo").code == 0
    terminal.wait_for("★ 0")


def test_what_the_app_decides_a_command_sees_and_undoes(start: Start, installed: Installed) -> None:
    terminal = _opened(start())
    terminal.press("s")
    terminal.wait_for("★ 1")
    assert len(installed.run("search", "is:want").ids) == 1
    assert installed.run("undo").code == 0
    terminal.wait_for("★ 0")


def test_two_windows_show_each_others_stars(start: Start) -> None:
    one, other = _opened(start()), _opened(start())
    one.press("s")
    other.wait_for("★ 1")
    other.press("j", "s")
    one.wait_for("★ 2")


def test_a_terminal_too_small_says_so_and_quits(start: Start) -> None:
    terminal = start(columns=20, lines=5)
    terminal.wait_for("Too small", "20x5")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.is_restored()


@pytest.mark.parametrize(("columns", "lines"), [(60, 20), (120, 40), (200, 50)])
def test_every_size_is_filled(start: Start, columns: int, lines: int) -> None:
    terminal = start(columns=columns, lines=lines)
    shown = terminal.wait_for(READY, lambda shown: "space star" in shown.split("\n")[lines - 1])
    assert shown.startswith(" ICML 2024")
    assert max(map(len, shown.split("\n"))) > columns - 4


def test_a_resize_is_followed(start: Start) -> None:
    terminal = _opened(start())
    terminal.press("j")
    terminal.resize(30, 8)
    terminal.wait_for("Too small", "30x8")
    terminal.resize(120, 40)
    terminal.wait_for(READY, "q quit", "│")
    terminal.resize(60, 20)
    terminal.wait_for(READY, lambda shown: "│" not in shown)


@pytest.mark.parametrize("keys", [("q",), ("ctrl+c",), ("/", "ctrl+c"), ("2", "ctrl+c")])
def test_every_way_out_restores_the_terminal(start: Start, keys: tuple[str, ...]) -> None:
    terminal = _opened(start())
    assert not terminal.is_restored()
    for key in keys:
        terminal.press(key)
    assert terminal.wait_for_end() == 0
    assert terminal.is_restored()


def test_a_signal_to_end_restores_the_terminal_and_keeps_the_place(start: Start) -> None:
    terminal = _opened(start())
    terminal.press("/", *"videopoet", "enter")
    terminal.wait_for("/videopoet")
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.wait_for_end() == 0
    assert terminal.is_restored()
    start().wait_for("/videopoet")


def test_a_hang_up_ends_the_app_and_keeps_the_stars(start: Start, installed: Installed) -> None:
    terminal = _opened(start())
    terminal.press("s")
    terminal.wait_for("★ 1")
    terminal.hang_up()
    terminal.process.wait(10)
    assert len(installed.run("search", "is:starred").ids) == 1


def test_without_colour_no_colour_is_written(start: Start) -> None:
    terminal = _opened(start(NO_COLOR="1"))
    terminal.press("s", "/", "genie")
    terminal.wait_for("1 found")
    assert terminal.colours() == set()


def test_with_colour_only_the_terminals_own_sixteen_are_written(start: Start) -> None:
    terminal = _opened(start())
    terminal.press("s", "/", "genie")
    terminal.wait_for("1 found")
    assert terminal.colours()
    assert terminal.colours().isdisjoint({38, 48})


@pytest.mark.parametrize(
    "environment",
    [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_CTYPE": "POSIX"}, {"TERM": "linux"}],
    ids=lambda environment: " ".join(f"{name}={value}" for name, value in environment.items()),
)
def test_where_only_ascii_can_be_shown_the_signs_are_ascii(
    start: Start, environment: dict[str, str]
) -> None:
    terminal = start(**environment)
    terminal.wait_for(READY)
    terminal.press("S")
    shown = terminal.wait_for("* 1", "Starred as must")
    signs = re.sub(r"\w", "", shown)
    assert signs.isascii(), sorted(set(signs) - set(map(chr, range(128))))


def test_a_dumb_terminal_will_do(start: Start) -> None:
    terminal = start(TERM="dumb")
    terminal.wait_for(READY)
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_export_writes_the_file_where_one_stands(start: Start, tmp_path: Path) -> None:
    terminal = _opened(start())
    terminal.press("/", "private dp-sgd", "enter", "s")
    terminal.wait_for("★ 1")
    terminal.press("e")
    terminal.wait_for("Export what you starred")
    terminal.press("json", "enter")
    terminal.wait_for("Wrote 1 event")
    (record,) = json.loads((tmp_path / "folder" / "icml2024-plan.json").read_text())
    assert "DP-SGD" in record["title"]


def test_the_app_opens_at_a_given_time(start: Start) -> None:
    start("--at", "2024-07-23 10:00").wait_for(READY, "day 3 of 7")


def test_a_time_that_is_none_is_refused_before_the_screen_is_taken(start: Start) -> None:
    terminal = start("--at", "yesteryear")
    terminal.wait_for_output("is no time")
    assert terminal.wait_for_end() == 2
    assert "\x1b[?1049h" not in terminal.output


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        b"[]",
        b'{"conference_id": "icml2024", "query": 3, "earlier": [null], "screen": []}',
        b'{"conference_id": "icml2024", "query": "kidn:x", "event_id": "gone"}',
    ],
)
def test_a_garbled_place_costs_only_the_place(
    start: Start, installed: Installed, content: bytes
) -> None:
    path = state_path(installed.places)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    terminal = start()
    terminal.wait_for("ICML 2024", "144")
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_the_app_opens_while_the_schedule_is_still_compiled(
    start: Start, installed: Installed
) -> None:
    for path in compiled_folder(installed.places).iterdir():
        path.unlink()
    terminal = _opened(start())
    terminal.press("/", "genie interactive")
    terminal.wait_for("1 found")


def test_what_is_typed_while_the_schedule_is_prepared_waits_for_the_list(
    start: Start, installed: Installed
) -> None:
    # A "/" that is lost would make commands of the letters after it.
    for path in compiled_folder(installed.places).iterdir():
        path.unlink()
    terminal = start()
    terminal.wait_for("Preparing the schedule")
    terminal.press("/", "genie interactive")
    terminal.wait_for("/genie interactive", "1 found")


def test_a_schedule_that_cannot_be_used_is_said_on_the_terminal(
    start: Start, tmp_path: Path
) -> None:
    source = tmp_path / "bad.json"
    source.write_text("{")
    terminal = start(PLANNER_SCHEDULE=str(source))
    terminal.wait_for_output("not JSON or is cut off")
    assert terminal.wait_for_end() == 1
    assert terminal.is_restored()
    assert "Traceback" not in terminal.output
    assert "fault of planner" not in terminal.output


def test_a_damaged_itinerary_is_said_in_the_status_line(start: Start, installed: Installed) -> None:
    assert installed.run("star", "poster-33646").code == 0
    itinerary_path(installed.places, "icml2024").write_bytes(b"garbage" * 2000)
    start().wait_for(READY, "The itinerary was damaged")


def test_a_damaged_compiled_schedule_is_gone_at_the_next_start(
    start: Start, installed: Installed
) -> None:
    (path,) = compiled_folder(installed.places).iterdir()
    content = garbled(path.read_bytes())
    path.unlink()
    path.write_bytes(content)
    terminal = start()
    terminal.wait_for_output("was damaged and is removed")
    assert terminal.wait_for_end() == 1
    assert "Traceback" not in terminal.output
    assert terminal.is_restored()
    start().wait_for(READY)


def test_a_table_on_a_terminal_fits_its_width(start: Start) -> None:
    terminal = start("search", "genie", columns=60)
    terminal.wait_for_end()
    shown = terminal.text.rstrip().splitlines()
    assert "oral-35508" in shown[0]
    assert len(shown) == 2
    assert "…" in shown[0]
    assert "\x1b[1m" in terminal.output
    plain = start("search", "genie", NO_COLOR="1")
    plain.wait_for_end()
    assert "\x1b[" not in plain.output


def test_suspended_the_shell_is_there_and_fg_brings_the_app_back(installed: Installed) -> None:
    environment = installed.environment | {"PS1": "shell: "}
    with Terminal(["bash", "--norc", "-i"], environment) as terminal:
        terminal.press(f"{installed.program}\r")
        _opened(terminal)
        terminal.press("j")
        before = terminal.wait_for("by  Haotong Qin", "Qin, Ma, Zheng +6", "? help")
        terminal.press("ctrl+z")
        terminal.wait_for_output("Stopped")
        assert terminal.output.rindex("\x1b[?1049l") > terminal.output.rindex("\x1b[?1049h")
        terminal.press("fg\r")
        terminal.wait_for(lambda shown: shown == before)
        terminal.press("q")
        terminal.wait_for(lambda _: terminal.output.endswith("shell: "))
        terminal.press("echo ended=$?\r")
        terminal.wait_for_output("ended=0")


def test_a_star_that_cannot_be_kept_is_not_drawn_and_says_why(
    start: Start, installed: Installed
) -> None:
    data = installed.places.data
    data.mkdir(parents=True)
    data.chmod(0o555)
    terminal = start(before=powerless())
    try:
        terminal.wait_for(READY)
        terminal.press("s")
        shown = terminal.wait_for("Nothing can be kept in")
        assert "★ 0" in shown
        assert re.search(r"▌  *oral", shown)
        terminal.press("j", "/", "genie interactive")
        terminal.wait_for("1 found")
        terminal.press("ctrl+c")
        assert terminal.wait_for_end() == 0
    finally:
        data.chmod(0o755)


def test_where_the_cache_cannot_be_written_the_app_opens_and_stars(
    start: Start, installed: Installed
) -> None:
    cache = compiled_folder(installed.places)
    for path in cache.iterdir():
        path.unlink()
    cache.chmod(0o555)
    terminal = start(before=powerless())
    try:
        terminal.wait_for(READY)
        terminal.press("s")
        terminal.wait_for("★ 1", "Starred as want")
        assert list(cache.iterdir()) == []
    finally:
        cache.chmod(0o755)
    terminal.press("q")
    assert terminal.wait_for_end() == 0
