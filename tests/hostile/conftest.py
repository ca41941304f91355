"""What the tests against hostile files and terminals share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from planner.paths import Places
from tests.cli.conftest import Run, runner
from tests.conftest import Installed
from tests.hostile.driven import Driven

#: The long forms are for an hour of patience, not for every day.
LONG = bool(os.environ.get("PLANNER_LONG"))

Start = Callable[..., Driven]


@pytest.fixture
def bare(tmp_path: Path) -> Installed:
    """The installed program in an empty home."""
    return Installed(tmp_path)


@pytest.fixture
def within(
    home: Places, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The command line within the test's process, in the same empty home as ``bare``."""
    return runner(capfdbinary, monkeypatch)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a program's app on a terminal: ``start(installed, 80, 24, TERM="linux")``."""
    running: list[Driven] = []

    def start(
        program: Installed,
        columns: int = 80,
        lines: int = 24,
        *,
        before: Sequence[str] = (),
        **environment: str,
    ) -> Driven:
        folder = tmp_path / "folder"
        folder.mkdir(exist_ok=True)
        driven = Driven(
            [*before, program.program], program.environment | environment, columns, lines, folder
        )
        running.append(driven)
        driven.wait_for_start()
        return driven

    yield start
    for driven in running:
        driven.close()
