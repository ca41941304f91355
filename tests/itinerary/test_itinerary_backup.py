"""The folder of automatic backups."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from planner.itinerary.backup import backup_path, backups, is_due, latest, rotate

FIRST = date(2024, 7, 25)


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
    rotate(tmp_path)
    assert backups(tmp_path) == paths[4:]
    assert latest(tmp_path) == paths[-1]


def test_fewer_than_ten_all_stay(tmp_path: Path) -> None:
    paths = filled(tmp_path, 3)
    rotate(tmp_path)
    assert backups(tmp_path) == paths


def test_the_last_backup_is_never_removed(tmp_path: Path) -> None:
    paths = filled(tmp_path, 3)
    rotate(tmp_path, keep=0)
    assert backups(tmp_path) == paths[-1:]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "plan-of-mine.json"
    mine.write_bytes(b"")
    filled(tmp_path, 2)
    rotate(tmp_path, keep=1)
    assert mine.exists()
    assert mine not in backups(tmp_path)


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert backups(tmp_path / "nowhere") == []
    assert latest(tmp_path / "nowhere") is None
    rotate(tmp_path / "nowhere")
