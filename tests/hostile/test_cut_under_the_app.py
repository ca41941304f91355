"""The compiled schedule cut short or written over in its place while the app reads from it.

Planner itself replaces the file as a whole; this is a foreign hand, a cleaning
program, or a disk that lost its end. A mapped page would be a signal that ends
the app and leaves the terminal as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.paths import compiled_folder
from tests.conftest import Compiled, Installed
from tests.hostile.conftest import LONG, Start

Harm = Callable[[Path], object]


def _emptied(path: Path) -> None:
    os.truncate(path, 0)


def _halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _written_over(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))


def _zeroed(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))


@pytest.mark.parametrize("harm", [_emptied, _written_over, *([_halved, _zeroed] if LONG else [])])
def test_the_app_says_so_in_a_sentence_and_nothing_is_lost(
    bare: Installed, icml: Compiled, start: Start, harm: Harm
) -> None:
    # A copy of its own: the compiled schedule that tests share is one file for all of them.
    shared = icml.put_into(bare.places)
    content = shared.read_bytes()
    shared.unlink()
    shared.write_bytes(content)
    app = start(bare)
    app.go("j", "s")
    app.wait_for("★ 1")
    for compiled in compiled_folder(bare.places).glob("*.db"):
        harm(compiled)
    for key in ("G", "g", "/", "otters", "enter", "2", "1"):
        if app.process.poll() is not None:
            break
        app.press(key)
        app.settle(0.05)
    assert app.wait_for_end() == 1
    assert app.is_restored()
    assert "was damaged and is removed; start planner again." in app.output
    again = bare.run("search", "is:starred")
    assert again.code == 0
    assert len(again.ids) == 1
