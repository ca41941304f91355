"""Tab in real shells: what is completed arrives as it is, whatever the schedule holds.

Skipped where a shell is missing; with PLANNER_REQUIRE_CLIENTS=1 that is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import Installed, compiled, small_document
from tests.terminal.pty_terminal import Terminal

#: Rooms that would do harm in a shell, each with what is typed of it before Tab.
HOSTILE = {
    "aa": "aa$(touch harm)",
    "bb": "bb`touch harm`",
    "cc": "cc;touch harm",
    "dd": "dd it's",
    "ee": "ee!x !!",
    "ff": "ff* ?",
    "gg": "gg[a-z]",
    "hh": "hh\\slash\\",
    "ii": "ii $HOME",
    "jj": "jj #no",
    "kk": "kk ~root",
    "ll": "ll größe 漢字",
    "mm": "mm <in >harm | tee harm & ^x",
    "nn": "nn=a:b@c%20",
    "pp": "pp %F{red}#[fg=red]",
}


class Shell(NamedTuple):
    """How a shell is started without anybody's settings, and made to complete."""

    command: tuple[str, ...]
    ready: str
    #: Takes the place of the program and keeps what it is called with.
    stand_in: str


SHELLS = {
    "bash": Shell(
        ("bash", "--norc", "--noprofile", "-i"),
        'PS1="> "; eval "$(planner completions bash)"',
        "planner() { printf '%s\\0' \"$@\" END >> called; }",
    ),
    "zsh": Shell(
        ("zsh", "-f", "-i"),
        'PS1="> "; autoload -U compinit; compinit -u -D; eval "$(planner completions zsh)"',
        "planner() { printf '%s\\0' \"$@\" END >> called; }",
    ),
    "fish": Shell(
        ("fish", "--no-config", "-i"),
        "function fish_prompt; printf '> '; end; planner completions fish | source",
        "function planner; printf '%s\\0' $argv END >> called; end",
    ),
}


def hostile_document() -> dict[str, Any]:
    """Return a small conference with all those rooms."""
    document = small_document()
    pattern = document["events"][-1] | {"kind": "talk"}
    document["events"] += [
        pattern | {"id": f"talk-{start}", "title": f"On {room}", "room": room}
        for start, room in HOSTILE.items()
    ]
    return document


@pytest.fixture
def hostile(installed: Installed, tmp_path: Path) -> Installed:
    """The program in a home that has the hostile conference compiled."""
    source = tmp_path / "hostile.json"
    source.write_text(json.dumps(hostile_document()), encoding="utf-8")
    compiled(source, tmp_path).put_into(installed.places)
    installed.environment["PLANNER_SCHEDULE"] = str(source)
    return installed


@contextmanager
def shell(name: str, planner: Installed, folder: Path) -> Iterator[Terminal]:
    """Start a shell in ``folder`` in which Tab completes planner's commands."""
    if shutil.which(name) is None:
        if os.environ.get("PLANNER_REQUIRE_CLIENTS") == "1":
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    folder.mkdir(exist_ok=True)
    path = f"{planner.program.parent}:{planner.environment['PATH']}"
    environment = planner.environment | {"PATH": path, "HOME": str(folder), "TERM": "xterm"}
    with Terminal(SHELLS[name].command, environment, 120, 40, folder) as terminal:
        terminal.press(f"{SHELLS[name].ready}; echo re''ady", "enter")
        terminal.wait_for("\nready")
        yield terminal


def called(folder: Path, times: int, terminal: Terminal) -> list[list[str]]:
    """Return the arguments of each call of the stand-in, once it was called so often."""
    file = folder / "called"
    terminal.wait_for(lambda _: file.exists() and file.read_bytes().count(b"END\0") >= times)
    calls = file.read_bytes().decode().split("END\0")[:-1]
    return [call.split("\0")[:-1] for call in calls]


@pytest.mark.parametrize("name", SHELLS)
def test_whatever_a_schedule_holds_reaches_planner_as_one_harmless_word(
    name: str, hostile: Installed, tmp_path: Path
) -> None:
    folder = tmp_path / "shell"
    with shell(name, hostile, folder) as terminal:
        terminal.press(SHELLS[name].stand_in, "enter")
        for number, start in enumerate(HOSTILE, 1):
            terminal.press(f"planner search room:{start}", "tab", "enter")
            called(folder, number, terminal)
        calls = called(folder, len(HOSTILE), terminal)
    assert calls == [["search", f"room:{room}"] for room in HOSTILE.values()]
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == [
        "called"
    ]


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quote_that_is_open_is_kept_or_replaced_safely(
    name: str, quote: str, hostile: Installed, tmp_path: Path
) -> None:
    folder = tmp_path / "shell"
    with shell(name, hostile, folder) as terminal:
        terminal.press(SHELLS[name].stand_in, "enter")
        for number, start in enumerate(("aa", "bb", "hh", "ii"), 1):
            terminal.press(f"planner search {quote}room:{start}", "tab", "enter")
            called(folder, number, terminal)
        calls = called(folder, 4, terminal)
    assert calls == [["search", f"room:{HOSTILE[each]}"] for each in ("aa", "bb", "hh", "ii")]
    assert not (folder / "harm").exists()


@pytest.mark.parametrize("name", SHELLS)
def test_commands_options_values_files_and_titles_are_completed(
    name: str, installed: Installed, tmp_path: Path
) -> None:
    folder = tmp_path / "shell"
    folder.mkdir()
    (folder / "my plan.json").touch()
    with shell(name, installed, folder) as terminal:
        terminal.press(SHELLS[name].stand_in, "enter")
        for line in (
            ("planner exp", "bib", "ki", "inv"),
            ("planner sta", "session-1d", "--mu"),
            ("planner plan sa", "my"),
        ):
            for piece in line:
                terminal.press(piece, "tab")
            terminal.press("enter")
        calls = called(folder, 3, terminal)
        terminal.press("planner show session-1", "tab", "tab")
        # Bash has no place for titles.
        terminal.wait_for("session-1b", "session-1d", *([] if name == "bash" else ["Oral 1B"]))
    assert calls == [
        ["export", "bibtex", "kind:invited_talk"],
        ["star", "session-1d", "--must"],
        ["plan", "save", "my plan.json"],
    ]
