"""What killed programs left half written is gone after the next start."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner import paths
from planner.paths import Places
from planner.safe_write import begin_file
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session
from tests.conftest import Compiled, FrozenClock


def test_a_start_removes_what_nobody_writes_any_more_and_leaves_the_rest(
    home: Places, small: Compiled, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_SCHEDULE", str(small.source))
    compiled = small.put_into(home)
    left: list[Path] = []
    for folder in (
        *(home.data, home.cache, paths.conferences_folder(home)),
        *(paths.backup_folder(home, "small"), paths.seen_path(home, "small").parent),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        handle, path = begin_file(folder, ".planner-", ".part")
        os.close(handle)
        left.append(path)
    handle, work = begin_file(compiled.parent, "other.db.", ".part")
    rows = work.with_suffix(".rows.part")
    rows.write_bytes(b"")
    being_compiled, running = begin_file(compiled.parent, "another.db.", ".part")
    os.close(handle)

    Session(home, Preparation(home), clock).close()

    assert not any(path.exists() for path in [*left, work, rows])
    assert running.exists()
    os.close(being_compiled)
