"""The settings file: what is allowed, what is said of the rest, and what a start costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.paths import Places
from planner.settings import DEFAULTS, Settings, SettingsRead, settings_cache_path, settings_path
from planner.workspace.session import Session
from planner.workspace.settings.check import ALLOWED, parse_settings
from planner.workspace.settings.file import read_settings, status_words
from tests.conftest import Compiled

PATH = Path("/somewhere/settings.toml")
ALL = """\
walk_minutes = 8
poster_minutes = 4
demo_minutes = 12
notice_minutes = 0
bell = true
signs = "ascii"
daily_check = true
"""

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(home: Places) -> Write:
    """Write the settings file."""

    def written(text: str | bytes) -> Path:
        path = settings_path(home)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


def test_without_a_file_everything_stands_at_its_default(home: Places) -> None:
    assert read_settings(home) == (DEFAULTS, ())
    assert not settings_cache_path(home).exists()
    minutes = (DEFAULTS.walk_minutes, DEFAULTS.poster_minutes, DEFAULTS.demo_minutes)
    assert minutes == (5, 5, 10)
    assert (DEFAULTS.notice_minutes, DEFAULTS.bell, DEFAULTS.signs) == (10, False, "auto")


def test_every_setting_is_read(home: Places, write: Write) -> None:
    write(ALL)
    wanted = Settings(8, 4, 12, 0, bell=True, signs="ascii", daily_check=True)
    assert read_settings(home) == (wanted, ())
    assert set(ALLOWED) | {"keys"} == set(Settings._fields)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "\nwalk_minutes = 'five'",
            '/somewhere/settings.toml, line 2: walk_minutes is 0 to 120 whole minutes, not "five"; '
            "5 stands.",
        ),
        ("poster_minutes = 0", "poster_minutes is 1 to 240 whole minutes, not 0; 5 stands."),
        ("demo_minutes = 7.5", "demo_minutes is 1 to 240 whole minutes, not 7.5; 10 stands."),
        ("walk_minutes = true", "walk_minutes is 0 to 120 whole minutes, not true; 5 stands."),
        ("bell = 1", "bell is true or false, not 1; false stands."),
        ('bell = "yes"', 'bell is true or false, not "yes"; false stands.'),
        (
            'signs = "emoji"',
            'signs is "auto", "unicode" or "ascii", not "emoji"; "auto" stands.',
        ),
        ("bel = true", "there is no setting bel; did you mean bell?"),
        ("[walk-minutes]", "line 1: there is no setting walk-minutes; did you mean walk_minutes?"),
        ("zebra = 1", "there is no setting zebra; there are walk_minutes, poster_minutes, "),
        ("bell = true\nsigns =", "line 2: it is no TOML (invalid value); every setting stands at"),
        ("bell = true\nbell = true", "line 2: it is no TOML (cannot overwrite a value); every"),
        (f"[{'a' * 900}]\n" * 2, "line 2: it is no TOML (cannot declare ('aaa"),
        ("x = " + "[" * 5_000, "it is nested too deeply; every setting stands at its default"),
        ('signs = "a\\u001b]8;;b"', 'not "a ]8;;b"; "auto" stands.'),
        (f"bell = 0x{'a' * 5_000}", "not a number of thousands of digits; false stands."),
        (f'signs = "{"a" * 900}"', f'not "{"a" * 37}..."; "auto" stands.'),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_is_allowed(text: str, sentence: str) -> None:
    read = parse_settings(text, PATH)
    assert read.settings == DEFAULTS
    (problem,) = read.problems
    assert sentence in problem
    assert problem.startswith("/somewhere/settings.toml")
    assert problem.isprintable()
    assert len(problem) < 300


def test_one_bad_key_leaves_the_others_as_set() -> None:
    read = parse_settings("walk_minutes = -1\ndemo_minutes = 15\nbell = true\nfoo = 3", PATH)
    assert read.settings == DEFAULTS._replace(demo_minutes=15, bell=True)
    assert len(read.problems) == 2


@given(st.text())
def test_no_text_stops_the_program(text: str) -> None:
    read = parse_settings(text, PATH)
    assert isinstance(read, SettingsRead)
    assert all(problem.isprintable() for problem in read.problems)


@pytest.mark.parametrize(
    ("content", "words"), [(b"bell = \xff", "not in UTF-8"), (b"#" * 70_000, "more than 64 KiB")]
)
def test_a_file_that_is_no_text_is_said_to_be_so(
    home: Places, write: Write, content: bytes, words: str
) -> None:
    write(content)
    (problem,) = read_settings(home).problems
    assert words in problem


def test_a_folder_or_a_pipe_in_its_place_stops_nothing(home: Places) -> None:
    path = settings_path(home)
    path.mkdir(parents=True)
    assert "no regular file" in read_settings(home).problems[0]
    path.rmdir()
    os.mkfifo(path)
    assert "no regular file" in read_settings(home).problems[0]


def test_where_a_file_stands_for_the_folder_there_are_no_settings(home: Places) -> None:
    home.config.parent.mkdir(parents=True, exist_ok=True)
    home.config.write_text("not a folder")
    assert read_settings(home) == SettingsRead()


def test_what_was_found_is_kept_until_the_file_changes(home: Places, write: Write) -> None:
    path = write("walk_minutes = 8\nbel = true\n")
    first = read_settings(home)
    assert settings_cache_path(home).stat().st_mode & 0o077 == 0
    # The same size and moment: whoever reads it anew would see another number.
    stamp = path.stat()
    path.write_text("walk_minutes = 9\nbel = true\n")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert read_settings(home) == first
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1))
    assert read_settings(home).settings.walk_minutes == 9


@pytest.mark.parametrize(
    "change",
    [
        lambda record: {**record, "values": {**record["values"], "walk_minutes": "9"}},
        lambda record: {**record, "values": {"walk_minutes": 9}},
        lambda record: {**record, "problems": [3]},
        lambda record: [],
    ],
)
def test_a_cache_that_is_not_sound_is_made_anew(
    home: Places, write: Write, change: Callable[[dict[str, dict[str, int]]], object]
) -> None:
    write("walk_minutes = 8")
    first = read_settings(home)
    cache = settings_cache_path(home)
    cache.write_text(json.dumps(change(json.loads(cache.read_bytes()))))
    assert read_settings(home) == first


@pytest.mark.parametrize(("word", "changed"), [("dark", "dbrk"), (" 8,", " 0,"), ("f2", "f9")])
def test_a_cache_in_which_a_byte_was_changed_is_made_anew(
    home: Places, write: Write, word: str, changed: str
) -> None:
    write('walk_minutes = 8\ntheme = "dark"\n[keys]\nstar = "f2"\n')
    first = read_settings(home)
    cache = settings_cache_path(home)
    text = cache.read_text()
    assert word in text
    cache.write_text(text.replace(word, changed))
    assert read_settings(home) == first


def test_where_nothing_can_be_kept_the_settings_hold_all_the_same(
    home: Places, write: Write
) -> None:
    write("walk_minutes = 8")
    home.cache.parent.mkdir(parents=True, exist_ok=True)
    home.cache.write_text("a file in the way")
    assert read_settings(home).settings.walk_minutes == 8


def test_a_start_without_changes_validates_nothing(home: Places, write: Write) -> None:
    write(ALL)
    code = (
        "import os, sys\nfrom planner.paths import places\n"
        "from planner.workspace.settings.file import read_settings\n"
        "print(read_settings(places(os.environ)).settings.walk_minutes)\n"
        "print(bool({'pydantic', 'tomllib', 'difflib'} & set(sys.modules)))"
    )

    def start() -> list[str]:
        environment = {**os.environ, "PLANNER_HOME": str(home.data.parent)}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment
        )
        return done.stdout.split()

    assert start() == ["8", "True"]
    assert start() == ["8", "False"]


def test_a_status_line_has_the_first_fault_and_their_number() -> None:
    one = parse_settings("bell = 1", PATH).problems
    assert status_words(one, PATH) == (
        "settings.toml, line 1: bell is true or false, not 1; false stands."
    )
    two = parse_settings("bell = 1\nfoo = 1", PATH).problems
    words = (
        "2 faults in settings.toml, see planner doctor; "
        "line 1: bell is true or false, not 1; false stands."
    )
    assert status_words(two, PATH) == words


# Where the minutes are used


def test_the_plan_is_made_with_the_minutes_that_are_set(
    home: Places, write: Write, five_days: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.five_days import star_all

    monkeypatch.setenv("PLANNER_SCHEDULE", str(five_days.source))
    five_days.put_into(home)
    wanted, tight = {}, {}
    for minutes in (5, 9):
        write(f"poster_minutes = {minutes}\nwalk_minutes = {5 * minutes}")
        session = Session.open(home)
        if minutes == 5:
            star_all(session)
        budgets = [each for day in session.reading.agenda().days for each in day.budgets]
        wanted[minutes] = sum(each.wanted_minutes for each in budgets)
        tight[minutes] = sum(each.kind == "tight" for each in session.reading.clashes())
        posters = sum(len(each.events) for each in budgets)
        session.close()
    assert wanted[9] > wanted[5]
    assert (wanted[9] - wanted[5]) % 4 == 0
    assert 0 < (wanted[9] - wanted[5]) // 4 <= posters
    assert tight[9] > tight[5]
