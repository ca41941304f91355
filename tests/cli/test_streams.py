"""The installed program among other programs: pipes, closed streams, locales, interruptions."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Compiled, Installed, Ran

GENIE = "poster-33646"


def _shell(installed: Installed, script: str) -> Ran:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'planner() {{ "{installed.program}" "$@"; }}; {script}'],
        env=installed.environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_a_reader_that_leaves_early_causes_no_traceback(installed: Installed) -> None:
    for command in ("search", "search --json", "export json kind:poster", "show oral-35508"):
        ran = _shell(installed, f"planner {command} | head -c 20; echo ${{PIPESTATUS[0]}}")
        assert ran.out.endswith("0\n")
        assert ran.err == ""


def test_a_pipeline_through_cut_stars_what_was_found(installed: Installed) -> None:
    ran = _shell(installed, "planner search author:levine | cut -f1 | planner star - --maybe")
    assert (ran.code, ran.out) == (0, "")
    found = installed.run("search", "author:levine").ids
    assert found
    assert sorted(installed.run("search", "is:maybe").ids) == sorted(found)


def test_without_a_terminal_the_app_says_so(installed: Installed) -> None:
    for script in ("planner </dev/null", "planner | cat", "planner --at 10:00 >/dev/null"):
        ran = _shell(installed, script)
        assert (ran.code, ran.out) == (1, "")
        assert "terminal" in ran.sentence
        assert "planner search" in ran.sentence


@pytest.mark.parametrize("words", ["--at", "--at=", "--at now then"])
def test_a_time_that_is_missing_is_wrong_usage(installed: Installed, words: str) -> None:
    ran = _shell(installed, f"planner {words}")
    assert (ran.code, ran.out) == (2, "")
    assert "planner --at TIME" in ran.sentence


def test_closed_streams_never_end_up_in_a_file(installed: Installed) -> None:
    for redirections in (">&-", "2>&-", "<&-", "<&- >&- 2>&-"):
        assert _shell(installed, f"planner star {GENIE} {redirections}").code == 0
        assert _shell(installed, f"planner unstar {GENIE} {redirections}").code == 0
    ran = _shell(installed, f"planner star {GENIE} 2>&-")
    assert ran.out == ""
    assert installed.run("search", "is:starred").ids == [GENIE]
    ran = _shell(installed, "planner star - <&-")
    assert ran.code == 2
    assert "no event was named" in ran.sentence


def test_sentences_that_nobody_reads_change_no_exit_code(installed: Installed) -> None:
    assert _shell(installed, f"planner star {GENIE} 2>/dev/full").code == 0
    assert _shell(installed, "planner star nothing 2>/dev/full").code == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_where_the_locale_is_not_utf_8_json_loses_nothing(
    installed: Installed, encoding: str
) -> None:
    utf8 = installed.run("search", "author:scholkopf", "--json").json
    installed.environment["PYTHONIOENCODING"] = encoding
    ran = installed.run("search", "author:scholkopf", "--json")
    assert ran.code == 0
    assert ran.json == utf8
    assert "Schölkopf" in json.dumps(ran.json, ensure_ascii=False)
    assert _shell(installed, f"planner show {utf8[0]['id']} > /dev/null").code == 0


@pytest.mark.parametrize("locale", ["C", "POSIX", "xx_XX.UTF-8"])
def test_any_locale_will_do(installed: Installed, locale: str) -> None:
    installed.environment["LC_ALL"] = locale
    ran = installed.run("search", "author:Schölkopf")
    assert ran.code == 0
    assert ran.ids


def test_bytes_that_are_no_text_are_no_event(installed: Installed) -> None:
    ran = installed.run("star", "-", stdin=b"\xff\xfe\n")
    assert ran.code == 1
    assert "has no event" in ran.sentence
    ran = installed.run("star", b"\xff\xfe")
    assert ran.code == 1
    assert "has no event" in ran.sentence
    assert installed.run("search", b"genie", b"kind:\xff").code == 2
    assert installed.run("search", b"zzz\xff").code == 0


def test_modules_in_the_present_folder_are_never_run(tmp_path: Path, small: Compiled) -> None:
    folder = tmp_path / "hostile"
    (folder / "planner" / "schedule").mkdir(parents=True)
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w'); raise SystemExit('a trap')"
    for name in ("json.py", "sqlite3.py", "planner/__init__.py", "planner/schedule/compile.py"):
        (folder / name).write_text(trap)
    installed = Installed(tmp_path, PLANNER_SCHEDULE=str(small.source))
    ran = installed.run("search", "board:12", cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.ids == ["poster-1"]
    assert not (tmp_path / "sprung").exists()


def test_the_first_start_needs_nothing_and_leaves_only_its_own_files(tmp_path: Path) -> None:
    installed = Installed(tmp_path)
    ran = installed.run("search", "board:503", cwd=tmp_path)
    assert (ran.code, ran.ids) == (0, ["poster-34535"])
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert not list((tmp_path / "home").rglob("*.part"))
    for path in (tmp_path / "home").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0 or path.is_relative_to(installed.places.cache)


def test_an_interruption_is_quiet(installed: Installed, tmp_path: Path) -> None:
    """The command waits for a pipe that nobody fills when ctrl+c comes."""
    read, write = os.pipe()
    started = tmp_path / "started"
    environment = installed.environment | {"PYTHONINSPECT": ""}
    process = subprocess.Popen(
        ["bash", "-c", f"touch {shlex.quote(str(started))}; exec {installed.program} star -"],
        env=environment,
        stdin=read,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background has ctrl+c ignored, and so have its children.
        preexec_fn=_heed_interruptions,
    )
    os.close(read)
    # Whoever reads the pipe has come as far as its first byte.
    os.write(write, b"x")
    _wait_until_taken(write)
    out, err = _interrupted(process)
    os.close(write)
    assert (out, err) == ("", "")
    assert process.returncode == 130


def _heed_interruptions() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupted(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Press ctrl+c until the process ends, and return what it wrote.

    Once may not do: a signal that comes between two reads of Python's own
    ``FileIO.readall`` is noticed only when the second one returns.
    """
    for _ in range(10):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=2)
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    raise AssertionError("ctrl+c ten times, and it still runs")


def _wait_until_taken(pipe: int) -> None:
    """Return when the other end has read all that was written."""
    import fcntl
    import struct
    import termios
    import time

    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        (waiting,) = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))
        if not waiting:
            return
        time.sleep(0.01)
    raise AssertionError("nobody read the pipe")


def test_debugging_shows_where(tmp_path: Path, small: Compiled) -> None:
    installed = Installed(tmp_path, PLANNER_SCHEDULE=str(tmp_path / "gone"), PLANNER_DEBUG="1")
    ran = installed.run("search")
    assert ran.code == 1
    assert "Traceback" in ran.err
