"""A real CalDAV server: the same export twice doubles nothing, a moved event moves."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calendars.conftest import ZONES, Export, radicale


@pytest.fixture(params=ZONES)
def calendar(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty collection on a server whose own zone is far from the venue's."""
    settings = ("[auth]", "type = none", "[rights]", "type = authenticated")
    with radicale(tmp_path, *settings, zone=request.param) as server:
        yield f"{server}/ada/conference/"


def ask(method: str, address: str, body: bytes | None = None) -> str:
    """Ask the server, as ada, and return its answer's body."""
    request = urllib.request.Request(address, data=body, method=method)  # noqa: S310 - loopback
    request.add_header("Authorization", "Basic YWRhOmFkYQ==")
    request.add_header("Content-Type", "text/calendar; charset=utf-8")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def test_the_same_export_twice_doubles_nothing_and_a_moved_event_moves(
    calendar: str, export: Export
) -> None:
    exported = export()
    ask("PUT", calendar, exported.file.read_bytes())
    first = ask("GET", calendar)
    assert sorted(re.findall(r"\nUID:(.+?)\r?\n", first)) == sorted(exported.starts)
    ask("PUT", calendar, exported.file.read_bytes())
    again = ask("GET", calendar)
    assert again.count("BEGIN:VEVENT") == first.count("BEGIN:VEVENT")
    ask("PUT", calendar, export(moved=True).file.read_bytes())
    moved = ask("GET", calendar)
    assert moved.count("BEGIN:VEVENT") == first.count("BEGIN:VEVENT")
    assert "DTSTART;TZID=Europe/Vienna:20240724T150000" in moved
    assert "DTSTART;TZID=Europe/Vienna:20240724T090000" not in moved
    assert "SEQUENCE:1" in moved
