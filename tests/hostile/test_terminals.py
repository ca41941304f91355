"""Terminals of every kind and temper: no crash, and nothing of ours is left on the shell.

``PLANNER_LONG=1`` makes the storms longer.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import Installed
from tests.hostile.conftest import LONG, Start
from tests.hostile.driven import ROUND, Driven, foreign
from tests.terminal.pty_terminal import PATIENCE, Terminal

READY = "to choose from"
_MORE_KINDS: tuple[dict[str, str], ...] = (
    {"TERM": "dumb"},
    {"TERM": "vt100"},
    {"TERM": "screen-256color"},
    {"TERM": "no-such-terminal"},
    {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii"},
)


def is_left_as_it_was(driven: Driven) -> bool:
    return driven.leave() == 0 and driven.is_restored() and "Traceback" not in driven.output


def test_a_storm_of_resizes_ends_in_a_whole_screen(installed: Installed, start: Start) -> None:
    driven = start(installed)
    sizes = random.Random(7)  # noqa: S311 - no secret
    for _ in range(1_000 if LONG else 40):
        driven.resize(sizes.randint(1, 300), sizes.randint(1, 100))
        driven.press(sizes.choice(["j", "G", "2", "1", "g"]))
        driven.settle(0.001, 0.02)
    driven.resize(80, 24)
    driven.go("escape", "1")
    driven.wait_for(READY, "1 Browse")
    assert is_left_as_it_was(driven)


@pytest.mark.parametrize(
    ("columns", "lines"), [(20, 5), (500, 200), *([(1, 1), (2, 200), (500, 1)] if LONG else [])]
)
def test_no_size_is_too_small_or_too_large(
    installed: Installed, start: Start, columns: int, lines: int
) -> None:
    driven = start(installed, columns, lines)
    driven.go("j", "s", "2", "3", "1", "G")
    assert foreign(driven.output) == []
    assert is_left_as_it_was(driven)


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "linux"},
        {"TERM": ""},
        {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        *(_MORE_KINDS if LONG else ()),
    ],
    ids=str,
)
def test_any_kind_of_terminal_will_do(
    installed: Installed, start: Start, environment: dict[str, str]
) -> None:
    driven = start(installed, **environment)
    keys = ROUND if LONG else ("j", "s", "enter", "escape", "/", "bär", "escape", "2", "1")
    driven.go(*keys)
    assert foreign(driven.output) == []
    assert is_left_as_it_was(driven)


@pytest.mark.parametrize("between", ["[/foo] \t", "\x1b[31m\x1b"], ids=["plain", "escapes"])
def test_a_megabyte_pasted_into_the_search_bar_is_cut(
    installed: Installed, start: Start, between: str
) -> None:
    driven = start(installed)
    driven.go("/")
    pasted = f"otters and geese {between}" * 40_000
    driven.send(b"\x1b[200~" + pasted.encode() + b"\x1b[201~")
    driven.wait_for("otters and geese")
    driven.settle(0.2)
    assert driven.memory() < 200
    driven.go("escape", "escape")
    driven.wait_for(READY)
    assert is_left_as_it_was(driven)


def test_what_is_pasted_over_the_list_is_no_key(installed: Installed, start: Start) -> None:
    driven = start(installed)
    driven.send(b"\x1b[200~\x1bS\x1b[Bx\x1b" + b"q" * 40 + b"\x1b[201~")
    # It goes into the search bar, wherever one is.
    driven.wait_for("S[Bxqqqq")
    assert is_left_as_it_was(driven)
    assert installed.run("history").out == ""


def test_a_long_paste_without_brackets_is_taken(installed: Installed, start: Start) -> None:
    # A terminal that knows no bracketed paste sends all of it as keys.
    driven = start(installed)
    driven.go("/")
    driven.send(b"otters and geese " * (6_000 if LONG else 300))
    driven.settle(0.5, PATIENCE)
    assert driven.process.poll() is None
    driven.go("ctrl+u", "escape", "escape")
    assert is_left_as_it_was(driven)


def test_five_thousand_keys_in_a_second_lose_none(installed: Installed, start: Start) -> None:
    driven = start(installed)
    driven.send((b"j" * 1_000 + b"k" * 1_000) * 2 + b"j" * 1_000)
    driven.send(b"k" * 999)
    driven.settle(0.3)
    driven.go("S")
    driven.wait_for("Starred as must")
    (there,) = installed.run("search", "is:starred").ids
    driven.go("u", "g", "j", "S")
    driven.wait_for("★ 1")
    # One key down from the first row, had a key been lost it would be another.
    assert installed.run("search", "is:starred").ids == [there]
    assert is_left_as_it_was(driven)


def test_a_letter_that_is_not_utf_8_costs_itself_alone(installed: Installed, start: Start) -> None:
    # What the keyboard of a Latin-1 terminal sends.
    driven = start(installed)
    driven.go("/")
    driven.send("genie intäractivö\x08".encode("latin-1") + b"\x15genie interactive")
    driven.wait_for("1 found")
    assert is_left_as_it_was(driven)


def test_rubbish_from_the_keyboard_is_no_key(installed: Installed, start: Start) -> None:
    driven = start(installed)
    noise = random.Random(3)  # noqa: S311 - no secret
    for _ in range(200 if LONG else 20):
        # No ctrl+c, ctrl+z, or q among it, and no colon, behind which "quit" could be spelt.
        rubbish = bytes(
            byte for byte in noise.randbytes(200) if byte >= 0x80 or chr(byte) in "\x1b[]?;0123OMP~"
        )
        driven.send(rubbish)
        driven.settle(0.01)
    assert driven.process.poll() is None
    driven.send(b"\x1b\\\x07\x1b[201~")
    driven.settle(0.3)
    assert is_left_as_it_was(driven)


def test_suspended_and_resumed_again_and_again(installed: Installed) -> None:
    environment = installed.environment | {"PS1": "shell: "}
    entered = "\x1b[?1049h"
    with Driven(["bash", "--norc", "-i"], environment) as driven:
        driven.press(f"{installed.program}\r")
        driven.wait_for(READY)
        for number in range(20 if LONG else 2):
            driven.press("ctrl+z")
            driven.wait_for(lambda _, n=number: driven.output.count("Stopped") > n)  # type: ignore[misc]
            assert driven.output.rindex("\x1b[?1049l") > driven.output.rindex("\x1b[?1049h")
            driven.resize(80 + number % 2, 24)
            driven.press("fg\r")
            driven.wait_for(lambda _, n=number: driven.output.count(entered) > n + 1)  # type: ignore[misc]
            driven.settle(0.3)
        driven.press("q")
        driven.wait_for(lambda _: driven.output.endswith("shell: "))
        driven.press("echo ended=$?\r")
        driven.wait_for_output("ended=0")


@pytest.mark.parametrize(
    "where", [("/", "ott"), *([("2",), ("e",), ("i", "a note")] if LONG else [])], ids=str
)
def test_a_hang_up_ends_every_screen(
    installed: Installed, start: Start, where: tuple[str, ...]
) -> None:
    driven = start(installed)
    driven.go("s", *where)
    driven.hang_up()
    driven.process.wait(10)
    assert len(installed.run("search", "is:starred").ids) == 1


@pytest.mark.parametrize("number", [signal.SIGHUP, *([signal.SIGTERM] if LONG else [])])
def test_a_signal_leaves_the_shell_as_it_was(
    installed: Installed, start: Start, number: signal.Signals
) -> None:
    driven = start(installed)
    driven.go("2")
    driven.process.send_signal(number)
    driven.wait_for_end()
    assert driven.is_restored()


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_inside_tmux_it_is_the_same(installed: Installed, tmp_path: Path) -> None:
    socket = tmp_path / "tmux"

    def tmux(*words: str) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-f", os.devnull, "-S", socket, *words],
            env=installed.environment | {"TERM": "xterm-256color"},
            capture_output=True,
            check=True,
            timeout=PATIENCE,
        )
        return done.stdout.decode()

    def shown(wanted: str) -> str:
        end = time.monotonic() + PATIENCE
        while wanted not in (screen := tmux("capture-pane", "-p")):
            assert time.monotonic() < end, screen
            time.sleep(0.05)
        return screen

    tmux("new-session", "-d", "-x", "80", "-y", "24", "env", "PS1=shell: ", "bash", "--norc")
    try:
        tmux("send-keys", str(installed.program), "Enter")
        assert "★" in shown(READY)
        tmux("send-keys", "s")
        shown("★ 1")
        tmux("resize-window", "-x", "60", "-y", "20")
        tmux("send-keys", "2")
        shown("no time known")
        tmux("send-keys", "q")
        shown("shell: ")
    finally:
        tmux("kill-server")


def test_a_terminal_that_takes_nothing_does_not_stop_the_stars(installed: Installed) -> None:
    # Nobody reads what the app writes, as when a connection hangs.
    with Terminal([installed.program], installed.environment) as terminal:
        terminal.wait_for(READY)
        terminal.press("s")
        end = time.monotonic() + PATIENCE
        while len(installed.run("search", "is:starred").ids) != 1:
            assert time.monotonic() < end
        terminal.press("q")
        assert terminal.wait_for_end() == 0
