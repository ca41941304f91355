"""Schedules for the tests of this floor: small ones made on the spot, and the one that ships."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from planner.schedule.compile import compile_schedule
from planner.schedule.store import ScheduleStore
from tests.conftest import Compiled
from tests.schedule.schedule_files import document

WriteSchedule = Callable[..., Path]
OpenSchedule = Callable[..., ScheduleStore]


@pytest.fixture
def write_schedule(tmp_path: Path) -> WriteSchedule:
    """Write a native file of events and return where it is."""

    def write(events: Iterable[Any], name: str = "conf.json", **conference: Any) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(document(events, **conference)), encoding="utf-8")
        return path

    return write


@pytest.fixture
def open_schedule(tmp_path: Path, write_schedule: WriteSchedule) -> Any:
    """Compile events and open them; what was opened is closed after the test."""
    opened: list[ScheduleStore] = []

    def open_(events: Iterable[Any], **conference: Any) -> ScheduleStore:
        target = tmp_path / f"{len(opened)}.db"
        compile_schedule(write_schedule(events, **conference), target)
        opened.append(ScheduleStore.open(target))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def shipped(icml: Compiled) -> Any:
    """The ICML 2024 schedule that comes with the planner, compiled."""
    store = ScheduleStore.open(icml.file)
    yield store
    store.close()
