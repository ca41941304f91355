"""The invented files of every format, and how a test reads one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.schedule.loaded import Loaded
from planner.schedule.source import Asked, Content
from planner.schedule.sources import read_schedule

FIXTURES = Path(__file__).parent / "fixtures"


def read_fixture(name: str, **asked: Any) -> Loaded:
    """Read a fixture as the source that recognises it does."""
    return read_bytes((FIXTURES / name).read_bytes(), place=name, **asked)


def read_bytes(raw: bytes, place: str = "file", **asked: Any) -> Loaded:
    """Read a file's bytes as the source that recognises them does."""
    return read_schedule(Content(raw), Asked(place, **asked))
