"""The folder of automatic backups."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from planner.itinerary.backup import backup_path, backups, is_due, latest, rotate

FIRST = date(2024, 7, 25)
TODAY = date(2024, 8, 20)


def filled(folder: Path, days: int) -> list[Path]:
    paths = [backup_path(folder, FIRST + timedelta(days=day)) for day in range(days)]
    for path in paths:
        path.write_bytes(b"{}")
    return paths


def test_a_backup_is_due_once_a_day(tmp_path: Path) -> None:
    assert is_due(tmp_path, FIRST)
    filled(tmp_path, 1)
    assert not is_due(tmp_path, FIRST)
    assert is_due(tmp_path, FIRST + timedelta(days=1))


def test_the_newest_ten_are_kept_across_months(tmp_path: Path) -> None:
    paths = filled(tmp_path, 14)
    rotate(tmp_path, TODAY)
    assert backups(tmp_path, TODAY) == paths[4:]
    assert latest(tmp_path, TODAY) == paths[-1]


def test_fewer_than_ten_all_stay(tmp_path: Path) -> None:
    paths = filled(tmp_path, 3)
    rotate(tmp_path, TODAY)
    assert backups(tmp_path, TODAY) == paths


def test_the_last_backup_is_never_removed(tmp_path: Path) -> None:
    paths = filled(tmp_path, 3)
    rotate(tmp_path, TODAY, keep=0)
    assert backups(tmp_path, TODAY) == paths[-1:]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "plan-of-mine.json"
    mine.write_bytes(b"")
    filled(tmp_path, 2)
    rotate(tmp_path, TODAY, keep=1)
    assert mine.exists()
    assert mine not in backups(tmp_path, TODAY)


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert backups(tmp_path / "nowhere", TODAY) == []
    assert latest(tmp_path / "nowhere", TODAY) is None
    rotate(tmp_path / "nowhere", TODAY)


def test_one_that_a_wrong_clock_dated_ahead_is_the_oldest(tmp_path: Path) -> None:
    paths = filled(tmp_path, 10)
    ahead = backup_path(tmp_path, date(2034, 1, 1))
    ahead.write_bytes(b"{}")
    assert latest(tmp_path, TODAY) == paths[-1]
    rotate(tmp_path, TODAY)
    assert backups(tmp_path, TODAY) == paths
    assert not ahead.exists()


def test_while_the_clock_is_behind_the_newest_of_its_days_is_the_latest(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    behind = backup_path(tmp_path, date(1970, 1, 1))
    behind.write_bytes(b"{}")
    assert latest(tmp_path, date(1970, 1, 1)) == behind
