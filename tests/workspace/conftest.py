"""Sessions of this floor compile their schedules here and now, not in a process of its own.

That the compiler is a child is proved where planner is: in ``tests/cli`` and ``tests/terminal``.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from planner.schedule import compile as compiling


class Compiler:
    """A child that has compiled and ended when it is there."""

    def __init__(self, command: Sequence[str], **_options: Any) -> None:
        words = command.index(compiling.__name__) + 1
        self.stderr: io.StringIO | None = io.StringIO()
        with contextlib.redirect_stderr(self.stderr):
            self.returncode = compiling.main(list(command[words:]))
        self.stderr.seek(0)

    def poll(self) -> int:
        """Return the exit code."""
        return self.returncode

    def wait(self) -> int:
        """Return the exit code."""
        return self.returncode

    def kill(self) -> None:
        """Do nothing: it has ended."""


@pytest.fixture(autouse=True)
def _no_compiler_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    children = SimpleNamespace(Popen=Compiler, DEVNULL=subprocess.DEVNULL, PIPE=subprocess.PIPE)
    monkeypatch.setattr("planner.workspace.preparation.subprocess", children)
