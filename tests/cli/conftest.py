"""The command line within the test's process, as fast as it gets; it behaves as the program."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from planner.cli.main import main
from planner.paths import Places
from tests.conftest import Compiled, Ran

Run = Callable[..., Ran]


@pytest.fixture
def run(
    home: Places,
    icml: Compiled,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run a command on ICML 2024 in an empty home: ``run("star", "-", stdin="poster-33646")``."""
    icml.put_into(home)
    return runner(capfdbinary, monkeypatch)


@pytest.fixture
def run_small(
    home: Places,
    small: Compiled,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run a command on the small conference in an empty home."""
    small.put_into(home)
    monkeypatch.setenv("PLANNER_SCHEDULE", str(small.source))
    return runner(capfdbinary, monkeypatch)


def runner(capture: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a command and takes what it prints."""

    def run(*words: str, stdin: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capture.readouterr()
        code = main(words)
        out, err = capture.readouterr()
        return Ran(code, out.decode(), err.decode())

    return run
