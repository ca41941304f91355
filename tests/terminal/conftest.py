"""Planner in a real terminal, in an empty home that has ICML 2024 compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import Installed
from tests.terminal.pty_terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def start(installed: Installed, tmp_path: Path) -> Iterator[Start]:
    """Start planner: ``start("--at", "2024-07-23 10:00", columns=60, NO_COLOR="1")``."""
    running: list[Terminal] = []
    folder = tmp_path / "folder"
    folder.mkdir()

    def start(
        *words: str,
        columns: int = 80,
        lines: int = 24,
        before: Sequence[str] = (),
        **environment: str,
    ) -> Terminal:
        terminal = Terminal(
            [*before, installed.program, *words],
            installed.environment | environment,
            columns,
            lines,
            folder,
        )
        running.append(terminal)
        return terminal

    yield start
    for terminal in running:
        terminal.close()
