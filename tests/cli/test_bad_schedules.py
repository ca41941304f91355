"""A schedule file that cannot be used: one sentence that says what, where and what to do."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from planner.paths import Places, compiled_folder
from planner.schedule.compiled import compiled_path
from tests.cli.conftest import Run
from tests.conftest import ICML, Compiled, Ran, garbled, small_document


def _document(**changed: Any) -> bytes:
    return json.dumps(small_document() | changed).encode()


CONTENTS: dict[str, tuple[bytes, str]] = {
    "truncated": (ICML.read_bytes()[:5000], "cut off"),
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "newer": (_document(format=2), "format 2, newer"),
    "without a format": (_document(format=None), '"format"'),
    "not JSON": (b"ICML 2024, Vienna\n", "not JSON"),
    "binary": (b"\xff\xfe\x00\x01" * 100, "not UTF-8"),
    "another JSON": (b"[1, 2, 3]", "no native schedule"),
    "deep": (b"[" * 100_000, "deeper"),
    "without a conference": (_document(conference=None), '"conference"'),
    "without events": (_document(events=[]), "no event"),
    "without a sound event": (_document(events=[{"id": "x"}, 3, None]), "no event"),
    "in no known zone": (
        _document(conference=small_document()["conference"] | {"timezone": "Mars/Olympus"}),
        "Mars/Olympus",
    ),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_the_sentence_names_the_file_and_the_reason(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    content, reason = CONTENTS[what]
    source = tmp_path / "conference.json"
    source.write_bytes(content)
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    ran = run("star", "poster-1")
    assert (ran.code, ran.out) == (1, "")
    assert str(source) in ran.sentence
    assert reason in ran.sentence
    assert ran.sentence.endswith(".")


def test_a_missing_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _refused(run, tmp_path / "gone.json", monkeypatch, "No such file")


def test_a_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _refused(run, tmp_path, monkeypatch, "it is a folder")


def test_a_pipe_is_not_waited_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    _refused(run, tmp_path / "pipe", monkeypatch, "no regular file")


def _refused(run: Run, source: Path, monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    ran = run("search")
    assert (ran.code, ran.out) == (1, "")
    assert str(source) in ran.sentence
    assert reason in ran.sentence
    assert "PLANNER_SCHEDULE" in ran.sentence


def test_one_bad_event_costs_itself_not_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = small_document()["events"]
    events[1] = events[1] | {"start": "half past ten"}
    source = tmp_path / "conference.json"
    source.write_bytes(_document(events=[*events, {"id": "bad"}]))
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    found = run("search").ids
    assert set(found) == {"session-1", "poster-1", "poster-2", "talk-1", "break-1"}


def test_a_schedule_that_goes_bad_leaves_the_stars(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "conference.json"
    source.write_bytes(_document())
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    assert run("star", "poster-2").code == 0
    source.write_bytes(b"{")
    assert run("search").code == 1
    source.write_bytes(_document())
    assert run("search", "is:starred").ids == ["poster-2"]


def test_titles_that_look_like_markup_are_printed_as_they_are(run_small: Run) -> None:
    assert "Re[x] close [/foo] in the meadow" in run_small("search").out
    assert run_small("search", "l0").ids == ["talk-1"]


# The compiled schedule


@pytest.fixture
def own_copy(home: Places, five_days: Compiled, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A compiled schedule in use that may be spoilt: other tests share the others."""
    monkeypatch.setenv("PLANNER_SCHEDULE", str(five_days.source))
    path = compiled_path(five_days.source, compiled_folder(home))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(five_days.file.read_bytes())
    return path


@pytest.mark.parametrize("content", [b"", b"garbage", b"SQLite format 3\0" + b"\7" * 5000])
def test_a_compiled_schedule_that_is_none_is_made_anew(
    run: Run, own_copy: Path, content: bytes
) -> None:
    own_copy.unlink()
    own_copy.write_bytes(content)
    assert run("search", "board:109").ids == ["poster-109"]


def test_a_truncated_compiled_schedule_is_made_anew(run: Run, own_copy: Path) -> None:
    spoilt = own_copy.read_bytes()[:100_000]
    own_copy.unlink()
    own_copy.write_bytes(spoilt)
    assert run("search", "board:109").ids == ["poster-109"]


def _run_on(run: Run, path: Path, content: bytes, *words: str) -> Ran:
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    return run(*words)


def test_garbage_inside_the_compiled_schedule_is_said_and_gone_the_next_time(
    run: Run, own_copy: Path
) -> None:
    run("star", "poster-109")
    ran = _run_on(run, own_copy, garbled(own_copy.read_bytes()), "search", "honey")
    assert ran.code == 1
    assert str(own_copy) in ran.sentence
    assert "again" in ran.sentence
    assert run("search", "is:starred").ids == ["poster-109"]


def test_a_record_that_was_changed_is_said_and_gone_the_next_time(run: Run, own_copy: Path) -> None:
    connection = sqlite3.connect(own_copy)
    with connection:
        connection.execute("UPDATE record SET json = '{\"id\":'")
    connection.close()
    ran = _run_on(run, own_copy, own_copy.read_bytes(), "search", "board:109")
    assert ran.code == 1
    assert str(own_copy) in ran.sentence
    assert run("search", "board:109").ids == ["poster-109"]


def test_a_start_that_was_cut_short_before_the_index_is_made_good(run: Run, own_copy: Path) -> None:
    connection = sqlite3.connect(own_copy)
    with connection:
        connection.execute("UPDATE meta SET value = 0 WHERE name = 'indexed'")
        connection.execute("DROP TABLE words")
    connection.close()
    content = own_copy.read_bytes()
    assert _run_on(run, own_copy, content, "search", "poster session").code == 0
