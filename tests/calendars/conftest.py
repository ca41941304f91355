"""A calendar file as planner exports it, and the programs that read it as an attendee's would."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from planner.cli.main import main
from planner.paths import Places
from tests.conftest import small_document

#: Seconds until a server listens.
PATIENCE = 20.0

#: Zones of readers far from Vienna, on either side of it.
ZONES = ("America/Chicago", "Asia/Seoul")

CHINESE = "基于扩散模型的机器人学习与规划"
#: The line's 75 octets end within the emoji, wherever the property's name begins.
FOLDED = "Pigeons " + "🐦" * 40
LONG = "On the length of titles " + "and on " * 54
WRONG = "Bell \x07 and NUL \x00, a;b,c, “quoted”, a\u202eb"


def clients_required() -> bool:
    """Whether a missing client fails the test instead of skipping it."""
    return os.environ.get("PLANNER_REQUIRE_CLIENTS") == "1"


def program(name: str) -> str:
    """Return where a client is; without it the test is skipped, or fails where it must be there."""
    found = shutil.which(name)
    if found is None:
        if clients_required():
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def radicale(folder: Path, *settings: str, zone: str = "UTC") -> Iterator[str]:
    """Run a CalDAV server, its files in ``folder``, and give its address without a last slash.

    ``settings`` are lines of its own configuration; ``zone`` is its machine's.
    """
    port = free_port()
    file = folder / "radicale.conf"
    lines = [
        *("[server]", f"hosts = 127.0.0.1:{port}", "[logging]", "level = error"),
        *("[storage]", f"filesystem_folder = {folder / 'collections'}", *settings),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    server = subprocess.Popen(
        [program("radicale"), "--config", str(file)],
        env={"PATH": "/usr/bin:/bin", "TZ": zone, "HOME": str(folder)},
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
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


class Exported(NamedTuple):
    """A calendar file, and by UID what its entries must come out as."""

    file: Path
    starts: dict[str, datetime]
    summaries: dict[str, str]


Export = Callable[..., Exported]


def document() -> dict[str, Any]:
    """Return the small conference with talks whose titles are hard to carry."""
    held = small_document()
    talk = held["events"][4]
    for number, title in enumerate((CHINESE, FOLDED, LONG, WRONG)):
        slot = {
            "start": f"2024-07-24T{10 + number}:00:00+02:00",
            "end": f"2024-07-24T{10 + number}:45:00+02:00",
        }
        held["events"].append(talk | {"id": f"talk-hard-{number}", "title": title} | slot)
    return held


@pytest.fixture
def export(home: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Star every talk and the posters, and export; again with ``moved`` after a talk has moved."""
    source = tmp_path / "conference.json"
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))

    def exported(*options: str, moved: bool = False) -> Exported:
        held = deepcopy(document())
        if moved:
            held["events"][4] |= {
                "start": "2024-07-24T15:00:00+02:00",
                "end": "2024-07-24T16:00:00+02:00",
            }
        source.write_text(json.dumps(held), encoding="utf-8")
        ids = [event["id"] for event in held["events"] if event["kind"] != "break"]
        assert main(["star", *ids]) == 0
        target = tmp_path / ("moved.ics" if moved else "export.ics")
        assert main(["export", "ical", "-o", str(target), *options]) == 0
        return Exported(target, *expected(target))

    return exported


def expected(file: Path) -> tuple[dict[str, datetime], dict[str, str]]:
    """Return starts and summaries by UID as the library that wrote the file understands it."""
    import icalendar

    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    starts: dict[str, datetime] = {}
    summaries: dict[str, str] = {}
    for entry in calendar.walk("VEVENT"):
        start = entry.decoded("DTSTART")
        if isinstance(start, datetime):
            starts[str(entry["UID"])] = start
            summaries[str(entry["UID"])] = str(entry["SUMMARY"])
    return starts, summaries
