"""The report of a fault: where it happened in planner, and nothing of the attendee's."""

from __future__ import annotations

import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.paths import Places
from planner.workspace.fault import (
    KEPT,
    Around,
    Report,
    fault_report,
    keep_report,
    kept_reports,
    reports_folder,
)
from planner.workspace.typed import time as typed_time

SECRET = "Lunch with Ada"


def fault() -> Exception:
    """Return an error that came through a file of planner's and one of the library's."""
    try:
        typed_time.read_span(SECRET, [], None, datetime.now(UTC))  # type: ignore[arg-type]
        typed_time.read_moment(None, None)  # type: ignore[arg-type,call-arg]
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def text(report: Report) -> str:
    assert report.path is not None
    return report.path.read_text(encoding="utf-8")


def test_it_names_planners_lines_and_no_message_value_or_folder(home: Places) -> None:
    def inside() -> None:
        own = SECRET
        assert own + 1  # type: ignore[operator]

    try:
        inside()
    except TypeError as error:
        report = keep_report(
            home, raised(ValueError(SECRET), error), Around((80, 24), ("Browse",), ("star",))
        )
    told = text(report)
    assert SECRET not in told
    assert str(Path.home()) not in told
    assert str(home.data) not in told
    assert "80x24" in told
    assert "screens: Browse\n" in told
    assert "last commands: star\n" in told


def test_planners_own_files_are_named_with_their_lines(home: Places) -> None:
    told = text(keep_report(home, fault(), Around()))
    assert "planner/workspace/typed/time.py:" in told
    places = [line for line in told.splitlines() if line.startswith("  ")]
    assert all(line.startswith(("  planner/", "  (")) for line in places)


def test_causes_are_told_and_known_reasons_named(home: Places) -> None:
    refused = raised(sqlite3.OperationalError(SECRET))
    refused.sqlite_errorname = "SQLITE_FULL"  # type: ignore[attr-defined]
    refused.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[attr-defined]
    told = text(keep_report(home, raised(OSError(28, SECRET), refused), Around()))
    assert "OSError ENOSPC" in told
    assert "caused by OperationalError SQLITE_FULL" in told
    assert SECRET not in told


@pytest.mark.parametrize(
    ("value", "told"), [("xterm-256color", True), ("Ada's terminal", False), ("x" * 41, False)]
)
def test_a_terminal_is_named_only_by_a_plain_name(
    home: Places, monkeypatch: pytest.MonkeyPatch, value: str, told: bool
) -> None:
    monkeypatch.setenv("TERM", value)
    assert (f"TERM={value}" in text(keep_report(home, ValueError(), Around()))) is told


def test_only_the_owner_reads_them_and_the_newest_ten_are_kept(home: Places) -> None:
    written = [keep_report(home, ValueError(), Around()).path for _ in range(KEPT + 3)]
    assert kept_reports(home) == written[: -KEPT - 1 : -1]
    assert len(kept_reports(home)) == KEPT
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept_reports(home)} == {0o600}
    assert stat.S_IMODE(reports_folder(home).stat().st_mode) == 0o700


def test_the_newest_one_stays_though_the_clock_was_set_back(home: Places) -> None:
    reports_folder(home).mkdir(parents=True)
    for number in range(KEPT):
        (reports_folder(home) / f"20991231T235959Z-{number:03}.txt").write_text("of the future")
    path = keep_report(home, ValueError(), Around()).path
    assert path is not None
    assert path.exists()
    assert len(kept_reports(home)) == KEPT


def test_where_none_can_be_kept_the_sentence_does_without(home: Places) -> None:
    home.data.parent.mkdir(parents=True)
    home.data.write_text("a file in the way")
    report = keep_report(home, ValueError(SECRET), Around())
    assert report.path is None
    assert report.why_not
    said = fault_report(home, ValueError(SECRET))
    assert said.endswith("ended the app. Nothing you decided is lost.")
    assert SECRET not in said


def test_a_fault_that_goes_round_and_round_is_cut(home: Places) -> None:
    def again(depth: int) -> None:
        again(depth + 1)

    with pytest.raises(RecursionError) as caught:
        again(0)
    assert len(text(keep_report(home, caught.value, Around())).splitlines()) < 60
