"""What is the attendee's own stays theirs: no network unasked, files for their owner alone.

The network is watched where the kernel sees it, with strace; without it the tests skip.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from planner.paths import Places
from tests.conftest import Compiled, Installed
from tests.hostile.conftest import LONG, Start
from tests.hostile.driven import ROUND
from tests.hostile.hostile_files import native

#: Words of the attendee's own that stand nowhere else.
SECRETS = ("zebrafinch", "quagmarsh", "ospreynest")
#: A socket to anywhere but this machine, or a name asked for.
_REACHED = re.compile(r"(?:connect|sendto|sendmsg|sendmmsg)\([^\n]*AF_INET6?[^\n]*")

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is missing")


def watched(trace: Path) -> list[str]:
    return ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace)]


def run_by(before: list[str], program: Installed, *words: str) -> int:
    """Run a command by another program, and return the exit code."""
    done = subprocess.run(
        [*before, program.program, *words],
        env=program.environment,
        capture_output=True,
        timeout=60,
    )
    return done.returncode


def decide(program: Installed) -> None:
    """Use every command that keeps something, with words of the attendee's own."""
    one, two, *_ = program.run("search").ids
    for words in (
        ("star", one, "--must"),
        ("note", one, SECRETS[0]),
        ("block", SECRETS[1], "--from", "2026-07-07 10:00", "--to", "2026-07-07 11:00"),
        ("searches", "save", SECRETS[2], "otters"),
        ("hide", two),
        ("use", "icml2024"),
        ("use", "hostile"),
    ):
        assert program.run(*words).code == 0, words


@pytest.fixture
def used(bare: Installed, icml: Compiled, tmp_path: Path) -> Installed:
    """A program with a conference of its own, imported, and decisions on it."""
    icml.put_into(bare.places)
    file = tmp_path / "hostile.json"
    file.write_bytes(native(["two otters", "three geese", "one [/river]"]))
    assert bare.run("import", str(file)).code == 0
    decide(bare)
    return bare


def home_of(places: Places) -> Path:
    return places.data.parent


@needs_strace
def test_a_whole_session_asks_no_network(used: Installed, start: Start, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    driven = start(used, before=watched(trace))
    driven.go(*(ROUND if LONG else ROUND[::2]))
    assert driven.leave() == 0
    for number, words in enumerate(
        [("search", "otters"), ("agenda",), ("export", "html"), ("export", "ical"), ("history",)]
    ):
        run_by(watched(tmp_path / f"trace{number}"), used, *words)
    said = "".join(path.read_text() for path in tmp_path.glob("trace*"))
    assert _REACHED.findall(said) == []


@needs_strace
def test_the_watch_sees_what_is_asked_for(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    asking = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    subprocess.run([*watched(trace), sys.executable, "-c", asking], check=True)
    assert _REACHED.search(trace.read_text())


@pytest.mark.parametrize("mask", ["0000", *(["0022"] if LONG else [])])
def test_every_file_of_a_session_is_its_owners_alone(
    bare: Installed, start: Start, tmp_path: Path, mask: str
) -> None:
    file = tmp_path / "hostile.json"
    file.write_bytes(native(["two otters", "three geese"]))
    careless = ["sh", "-c", f'umask {mask}; exec "$@"', "sh"]
    assert run_by(careless, bare, "import", str(file)) == 0
    driven = start(bare, before=careless)
    driven.go("s", "j", "i", *SECRETS[:1], "enter", "2", "F", "escape", "/", "otters", "enter")
    home = home_of(bare.places)
    open_to_others = {
        str(path.relative_to(home)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in (home, *home.rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    }
    assert driven.leave() == 0
    open_to_others |= {
        str(path.relative_to(home)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in (home, *home.rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    }
    assert open_to_others == {}


def test_no_report_and_no_error_tells_what_was_decided(used: Installed, tmp_path: Path) -> None:
    file = tmp_path / "newer.json"
    document = json.loads(native(["two otters", "three geese", "one river", "four stones"]))
    file.write_text(json.dumps(document))
    (tmp_path / "broken.json").write_text("{")
    reports = [
        used.run("update", str(file)),
        used.run("update", str(tmp_path / "broken.json")),
        used.run("import", str(file), "--as", "another"),
        used.run("conferences", "--json"),
        used.run("paths"),
        used.run("keys"),
        used.run("schema"),
        used.run("show", "no-such-event"),
    ]
    said = "".join(report.out + report.err for report in reports)
    assert not [word for word in SECRETS if word in said]


def test_nothing_is_written_outside_of_its_own_folders(used: Installed, tmp_path: Path) -> None:
    home = home_of(used.places)
    nobody = Path(used.environment["HOME"])
    assert not nobody.exists()
    words = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and any(secret.encode() in path.read_bytes() for secret in SECRETS)
    ]
    assert words
    assert all(home / "data" in path.parents for path in words), words


def test_what_is_shared_has_no_notes(used: Installed) -> None:
    for words in (("plan", "save", "-"), ("export", "csv", "otters")):
        said = used.run(*words)
        assert said.code == 0
        assert not [word for word in SECRETS[1:] if word in said.out]
    assert SECRETS[0] not in used.run("plan", "save", "-").out
