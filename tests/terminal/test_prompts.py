"""The README's recipes for prompts and for tmux, each in the real thing."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import Installed
from tests.terminal.pty_terminal import Terminal

ROOT = Path(__file__).parents[2]
#: A starred talk begins half an hour after the moment that the recipes are given here.
LINE = "~16:30 Hall A2: How Private are DP-SGD"
SHELLS = {
    "~/.bashrc": ("bash", "--norc", "--noprofile", "-i"),
    "~/.zshrc": ("zsh", "-f", "-i"),
    "config.fish": ("fish", "--no-config", "-i"),
}


def recipes() -> dict[str, str]:
    """Return the README's lines that ask for the next event, by the file they belong in."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^(~/\S+|config\.fish) +(\S.*planner next.*)$", readme, re.MULTILINE)
    return {
        file: line.replace("planner next", "planner next --at=2024-07-23T16:00")
        for file, line in found
    }


def need(name: str) -> None:
    if shutil.which(name) is None:
        if os.environ.get("PLANNER_REQUIRE_CLIENTS") == "1":
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")


def environment(planner: Installed, folder: Path) -> dict[str, str]:
    path = f"{planner.program.parent}:{planner.environment['PATH']}"
    return planner.environment | {"PATH": path, "HOME": str(folder), "TERM": "xterm"}


def test_the_readme_has_a_recipe_for_each() -> None:
    assert recipes().keys() == {*SHELLS, "~/.tmux.conf"}


@pytest.mark.parametrize("file", SHELLS)
def test_what_is_next_stands_above_the_prompt(
    file: str, installed: Installed, tmp_path: Path
) -> None:
    need(SHELLS[file][0])
    installed.run("star", "oral-35442")
    with Terminal(SHELLS[file], environment(installed, tmp_path), 120, 24, tmp_path) as terminal:
        terminal.press(recipes()[file], "enter")
        terminal.wait_for(f"\n{LINE}")
        terminal.press("planner unstar oral-35442; clear; echo un''starred", "enter")
        shown = terminal.wait_for("unstarred")
        assert LINE not in shown.partition("unstarred")[2]


def test_what_is_next_stands_in_the_corner_of_tmux(installed: Installed, tmp_path: Path) -> None:
    need("tmux")
    installed.run("star", "oral-35442")
    (tmp_path / "tmux.conf").write_text(recipes()["~/.tmux.conf"] + "\n", encoding="utf-8")
    command = ("tmux", "-u", "-S", tmp_path / "socket", "-f", tmp_path / "tmux.conf", "new", "cat")
    with Terminal(command, environment(installed, tmp_path), 120, 24, tmp_path) as terminal:
        terminal.wait_for("~16:30 Hall A2")
        # The server would outlive its terminal; it goes with what it runs.
        terminal.press("ctrl+d")
        assert terminal.wait_for_end() == 0
