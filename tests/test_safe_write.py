"""Files written whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from planner.safe_write import begin_file, make_folder, remove_unfinished, write_whole


def test_the_file_and_its_new_folders_are_their_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two" / "state.json"
    before = os.umask(0)
    try:
        write_whole(path, b"whole")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"whole"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(p.stat().st_mode) for p in (path.parent, path.parent.parent)] == [
        0o700,
        0o700,
    ]


def test_an_export_can_be_for_others_to_read(tmp_path: Path) -> None:
    write_whole(tmp_path / "x.ics", b"", mode=0o644)
    assert stat.S_IMODE((tmp_path / "x.ics").stat().st_mode) == 0o644


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.json"
    write_whole(path, b"old")

    def failing(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_exists_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_what_a_killed_program_left_goes_with_the_next_write(tmp_path: Path) -> None:
    handle, left = begin_file(tmp_path, ".planner-", ".part")
    os.close(handle)  # As the end of a program closes it.
    write_whole(tmp_path / "state.json", b"whole")
    assert not left.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_what_a_running_program_is_writing_is_left_alone(tmp_path: Path) -> None:
    handle, being_written = begin_file(tmp_path, ".planner-", ".part")
    remove_unfinished(tmp_path)
    assert being_written.exists()
    os.close(handle)
    remove_unfinished(tmp_path)
    assert not being_written.exists()


def test_other_files_are_never_taken_for_unfinished(tmp_path: Path) -> None:
    others = [tmp_path / name for name in ("film.part", ".planner-notes", "x.planner-1.part")]
    for path in others:
        path.write_bytes(b"mine")
    (tmp_path / ".planner-link.part").symlink_to(others[0])
    remove_unfinished(tmp_path)
    remove_unfinished(tmp_path / "nowhere")
    assert all(path.read_bytes() == b"mine" for path in others)
