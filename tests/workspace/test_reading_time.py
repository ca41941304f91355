"""No foreign file is read for longer than a minute, however it comes in; a minute is short here."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.paths import Places, kept_schedule
from planner.schedule.unusable import ScheduleUnusable
from planner.workspace.conferences import importing, reading_time, updating
from planner.workspace.conferences.importing import import_schedule
from planner.workspace.conferences.reading_time import LONGEST, within_a_minute
from planner.workspace.conferences.updating import update_schedule
from planner.workspace.errand import Errand
from tests.cli.conftest import Run, runner
from tests.conftest import small_document

#: A child that says that it reads, and is deaf to everything from then on.
DEAF = """
import time
print('{"what": "reading", "done": 0, "of": null}', flush=True)
time.sleep(60)
"""


def endless(*_arguments: object) -> Any:
    """Read for ever, and take every error for the file's own."""
    while True:
        try:
            time.sleep(0.01)
        except Exception:  # noqa: S112 - as a careless reader does
            continue


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(small_document()), encoding="utf-8")
    return str(path)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a second is a minute."""
    monkeypatch.setattr(reading_time, "LONGEST", 0.1)


def test_what_takes_longer_is_ended_with_a_sentence() -> None:
    with (
        pytest.raises(ScheduleUnusable, match=r"^otters\.json takes longer than 0\.05 s to read"),
        within_a_minute("otters.json", 0.05),
    ):
        endless()


def test_what_is_quick_is_left_alone_and_so_is_what_follows() -> None:
    handler = signal.getsignal(signal.SIGALRM)
    with within_a_minute("otters.json", 0.05):
        pass
    assert signal.getsignal(signal.SIGALRM) is handler
    time.sleep(0.1)


def test_an_alarm_of_somebody_else_goes_on() -> None:
    before = signal.setitimer(signal.ITIMER_REAL, 1_000)
    with within_a_minute("otters.json", 5):
        pass
    left, _ = signal.setitimer(signal.ITIMER_REAL, *before)
    assert 900 < left <= 1_000


def test_an_error_inside_comes_out_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError), within_a_minute("otters.json", 5):
        print(1 / 0)


def test_beside_the_main_thread_it_limits_nothing_and_harms_nothing() -> None:
    done = []

    def read() -> None:
        with within_a_minute("otters.json", 0.01):
            time.sleep(0.05)
            done.append(True)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert done == [True]


@pytest.mark.usefixtures("short")
def test_an_import_that_takes_too_long_keeps_nothing(
    home: Places, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "read_by", endless)
    with pytest.raises(ScheduleUnusable, match=r"small\.json takes longer than 0\.1 s to read"):
        import_schedule(home, file)
    assert not kept_schedule(home, "small").exists()


@pytest.mark.parametrize("slow", [(importing, "read_by"), (updating, "merge")], ids=str)
def test_an_update_that_takes_too_long_leaves_the_schedule_as_it_is(
    home: Places, file: str, monkeypatch: pytest.MonkeyPatch, slow: tuple[Any, str]
) -> None:
    import_schedule(home, file)
    before = kept_schedule(home, "small").read_bytes()
    monkeypatch.setattr(reading_time, "LONGEST", 0.1)
    monkeypatch.setattr(*slow, endless)
    with pytest.raises(ScheduleUnusable, match="takes longer"):
        update_schedule(home, "small", file)
    assert kept_schedule(home, "small").read_bytes() == before


@pytest.mark.usefixtures("short")
def test_the_command_says_so_in_one_sentence(
    home: Places,
    file: str,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run: Run = runner(capfdbinary, monkeypatch)
    monkeypatch.setattr(importing, "read_by", endless)
    said = run("import", file)
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"planner: {file} takes longer than 0.1 s to read, so it was given up and nothing "
        "changed. Get the file again, or a smaller one.\n"
    )


def test_an_errand_that_is_deaf_to_its_time_is_ended_from_outside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: Callable[..., Any] = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda _, **given: started([sys.executable, "-c", DEAF], **given)
    )
    now = 0.0
    errand = Errand(["import", "otters.json", "", ""], clock=lambda: now)
    try:
        end = time.monotonic() + 20
        while errand.progress.what != "reading":
            assert not errand.look()
            assert time.monotonic() < end
            time.sleep(0.01)
        now = LONGEST + 1
        assert not errand.look()
        now = LONGEST + 11
        assert errand.look()
        assert errand.failure is not None
        assert errand.failure.startswith("otters.json takes longer than 60 s to read")
    finally:
        errand.close()
