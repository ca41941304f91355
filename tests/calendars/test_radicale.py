"""A real CalDAV server: the same export twice doubles nothing, a moved event moves."""

from __future__ import annotations

import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calendars.conftest import ZONES, Export, program

PATIENCE = 20.0


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(params=ZONES)
def calendar(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty collection on a server whose own zone is far from the venue's."""
    port = free_port()
    settings = tmp_path / "radicale.conf"
    settings.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[rights]\n"
        f"type = authenticated\n[storage]\nfilesystem_folder = {tmp_path / 'collections'}\n"
        "[logging]\nlevel = error\n",
        encoding="utf-8",
    )
    server = subprocess.Popen(
        [program("radicale"), "--config", str(settings)],
        env={"PATH": "/usr/bin:/bin", "TZ": str(request.param), "HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, "Radicale did not start"
                assert time.monotonic() < deadline, "Radicale does not listen"
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/ada/conference/"
    finally:
        server.terminate()
        server.wait()


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
