"""An exported calendar in the programs that attendees have, in zones far from the venue's."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.calendars.conftest import (
    CHINESE,
    FOLDED,
    LONG,
    ZONES,
    Export,
    Exported,
    clients_required,
    program,
)

VIENNA = ZoneInfo("Europe/Vienna")
ICAL_JS = Path(__file__).parent / "node_modules" / "ical.js" / "dist" / "ical.js"

pytestmark = pytest.mark.parametrize("zone", ZONES)


def run(*command: str | Path, zone: str, home: Path, stdin: str = "") -> str:
    """Run a client in a zone and a home of its own; return what it prints."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TZ": zone,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "1000",
    }
    ran = subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_titles_are_whole_before_any_client_reads_them(export: Export, zone: str) -> None:
    summaries = set(export().summaries.values())
    assert {CHINESE, FOLDED, LONG.strip()} <= summaries
    assert any(each.startswith("Bell and NUL , a;b,c, “quoted”, a b") for each in summaries)


def khal(home: Path, zone: str, exported: Exported) -> list[tuple[str, str]]:
    """Import into khal and list what it shows, by the venue's clock."""
    settings = home / "khal.conf"
    (home / "calendar").mkdir(exist_ok=True)
    settings.write_text(
        f"[calendars]\n[[conference]]\npath = {home / 'calendar'}\n"
        f"[sqlite]\npath = {home / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Europe/Vienna\ndefault_timezone = Europe/Vienna\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    name, where = program("khal"), ("-c", settings)
    run(name, *where, "import", "--batch", "-a", "conference", exported.file, zone=zone, home=home)
    listed = run(
        *(name, *where, "list", "--once", "--notstarted", "--day-format", ""),
        *("--format", "{start-long}\t{title}", "2024-07-22", "2024-07-26"),
        zone=zone,
        home=home,
    )
    lines = [line.split("\t") for line in listed.splitlines() if "\t" in line]
    return sorted((when, title) for when, title in lines)


def test_khal_shows_the_venues_time_and_doubles_nothing(
    export: Export, zone: str, tmp_path: Path
) -> None:
    exported = export()
    shown = khal(tmp_path, zone, exported)
    assert shown == sorted(
        (f"{start.astimezone(VIENNA):%Y-%m-%d %H:%M}", exported.summaries[uid])
        for uid, start in exported.starts.items()
    )
    assert khal(tmp_path, zone, exported) == shown
    moved = khal(tmp_path, zone, export(moved=True))
    assert ("2024-07-24 15:00", "Bees and l₀") in moved
    assert len(moved) == len(shown)


def test_calcurse_shows_the_same_instants_by_its_own_clock(
    export: Export, zone: str, tmp_path: Path
) -> None:
    exported = export()
    name, folder = program("calcurse"), tmp_path / "calcurse"
    folder.mkdir()
    where = ("-D", folder, "-C", folder)
    run(name, *where, "-q", "-i", exported.file, zone=zone, home=tmp_path)
    listed = run(
        *(name, *where, "--input-datefmt", "4", "-Q", "--from", "2024-07-22", "--days", "5"),
        *("--format-apt", "%(start:%Y-%m-%d %H:%M)\t%m\n"),
        *("--format-recur-apt", "%(start:%Y-%m-%d %H:%M)\t%m\n", "--filter-type", "apt"),
        zone=zone,
        home=tmp_path,
    )
    shown = {tuple(line.strip().split("\t")) for line in listed.splitlines() if "\t" in line}
    for uid, start in exported.starts.items():
        when = f"{start.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        assert (when, exported.summaries[uid]) in shown


def test_ical_js_reads_instants_walls_and_texts(export: Export, zone: str, tmp_path: Path) -> None:
    if not ICAL_JS.is_file():
        if clients_required():
            pytest.fail("ical.js is not installed")
        pytest.skip("ical.js is not installed")
    exported = export()
    script = Path(__file__).parent / "read_with_ical_js.mjs"
    printed = run(program("node"), script, ICAL_JS, exported.file, zone=zone, home=tmp_path)
    read = {entry["uid"]: entry for entry in json.loads(printed) if not entry["allDay"]}
    assert read.keys() == exported.starts.keys()
    for uid, start in exported.starts.items():
        assert datetime.fromisoformat(read[uid]["start"]) == start
        assert read[uid]["wall"] == f"{start.astimezone(VIENNA):%Y-%m-%dT%H:%M:%S}"
        assert read[uid]["zone"] == "Europe/Vienna"
        assert read[uid]["summary"] == exported.summaries[uid]


def test_vobject_reads_the_same(export: Export, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    vobject = pytest.importorskip("vobject")
    monkeypatch.setenv("TZ", zone)
    exported = export()
    calendar = vobject.readOne(exported.file.read_text(encoding="utf-8"))
    read = {
        entry.uid.value: entry
        for entry in calendar.vevent_list
        if isinstance(entry.dtstart.value, datetime)
    }
    assert read.keys() == exported.starts.keys()
    for uid, start in exported.starts.items():
        assert read[uid].dtstart.value.astimezone(UTC) == start
        assert read[uid].summary.value == exported.summaries[uid]
