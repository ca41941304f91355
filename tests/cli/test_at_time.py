"""The time of ``--at`` means the same to the app as to ``now`` and ``next``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from planner.cli.open_app import open_app
from planner.cli.output import CommandFailed
from planner.paths import Places
from planner.workspace.session import Clock
from tests.conftest import Compiled


@pytest.fixture
def opened_at(
    home: Places, icml: Compiled, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, datetime]]:
    """The moments and signs that the app was opened with; there is a terminal."""
    icml.put_into(home)
    found: list[tuple[str, datetime]] = []

    def run(_: Places, __: object, signs: object, clock: Clock, ___: str) -> None:
        found.append((getattr(signs, "want", ""), clock()))

    monkeypatch.setattr("planner.tui.app.run", run)
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    return found


@pytest.mark.parametrize(
    "text", ["tue 10:30", "2024-07-23 10:30", "2024-07-23T10:30", "23 jul 10:30am"]
)
def test_the_app_opens_at_the_time_that_is_meant(
    opened_at: list[tuple[str, datetime]], text: str
) -> None:
    assert open_app(["--at", text]) == 0
    ((_, moment),) = opened_at
    meant = datetime(2024, 7, 23, 8, 30, tzinfo=UTC)
    assert meant <= moment < meant + timedelta(minutes=5)


@pytest.mark.parametrize("text", ["10", "yesteryear", "july", "2024-13-40 10:00"])
def test_what_next_would_not_read_opens_nothing(
    opened_at: list[tuple[str, datetime]], text: str
) -> None:
    with pytest.raises(CommandFailed) as failure:
        open_app(["--at", text])
    assert failure.value.code == 2
    assert opened_at == []


@pytest.mark.parametrize(("signs", "want"), [("ascii", "*"), ("unicode", "★")])
def test_the_signs_are_those_that_are_set(
    opened_at: list[tuple[str, datetime]],
    home: Places,
    monkeypatch: pytest.MonkeyPatch,
    signs: str,
    want: str,
) -> None:
    monkeypatch.setenv("TERM", "linux")
    (home.config).mkdir(parents=True, exist_ok=True)
    (home.config / "settings.toml").write_text(f'signs = "{signs}"')
    assert open_app([]) == 0
    assert [sign for sign, _ in opened_at] == [want]
