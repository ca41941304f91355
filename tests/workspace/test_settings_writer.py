"""One setting written into the attendee's file: everything else stays, byte by byte."""

from __future__ import annotations

import os
import signal
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.paths import Places, places
from planner.settings import settings_path
from planner.workspace.settings.file import MOST_BYTES, read_settings
from planner.workspace.settings.writer import SettingNotKept, keep_setting, text_with


@pytest.fixture
def home(tmp_path: Path) -> Places:
    where = places({"PLANNER_HOME": str(tmp_path)})
    settings_path(where).parent.mkdir(parents=True, exist_ok=True)
    return where


@pytest.fixture
def deadline() -> Iterator[None]:
    """End the test, as an error, where something is waited for."""

    def late(*_signal: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(5)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'theme = "dark"\n'),
        ("bell = true  # loud", 'bell = true  # loud\ntheme = "dark"\n'),
        ('theme = "light" # mine\nbell = true\n', 'theme = "dark" # mine\nbell = true\n'),
        ("  theme='light'\n", '  theme="dark"\n'),
        ("theme = 3\n", 'theme = "dark"\n'),
        ("# theme = 'x'\n", "# theme = 'x'\ntheme = \"dark\"\n"),
        ("bell = true\r\n", 'bell = true\r\ntheme = "dark"\r\n'),
        ('[keys]\ntheme = "W"\n', 'theme = "dark"\n[keys]\ntheme = "W"\n'),
        ("\ufefftheme = 'light'\n", '\ufefftheme = "dark"\n'),
        ("\ufeff[keys]\n", '\ufefftheme = "dark"\n[keys]\n'),
        ('x = """\ntheme = "x"\n"""\n', 'x = """\ntheme = "x"\n"""\ntheme = "dark"\n'),
        ("x = [\n[1],\n[2]\n]\ntheme = 1\n", 'x = [\n[1],\n[2]\n]\ntheme = "dark"\n'),
    ],
)
def test_the_line_is_exchanged_or_put_before_the_first_table(before: str, after: str) -> None:
    assert text_with(before, "theme", "dark") == after


@given(
    st.lists(
        st.sampled_from(
            [
                *("bell = true", "walk_minutes = 7 # far", "# theme = 'dark'", "", "  ", "x.y = 1"),
                *(
                    "note = '''",
                    "'''",
                    'theme = "light"',
                    "theme = '#'  # [odd]",
                    "[keys]",
                    "a = [",
                ),
                *("]", "[[more]]", 'theme = """', '"""', "\ttheme\t=\t1", "'theme' = 2"),
            ]
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_comes_out_says_the_same_but_for_the_key(lines: list[str], line_end: str) -> None:
    text = line_end.join(lines)
    try:
        before = tomllib.loads(text)
        after = text_with(text, "theme", "dark")
    except ValueError:
        return
    assert tomllib.loads(after) == {**before, "theme": "dark"}
    kept = [line for line in lines if line and "theme" not in line]
    stands = after.replace("\r\n", "\n").split("\n")
    assert [line for line in stands if line and "theme" not in line] == kept


def test_it_is_read_back_and_the_files_permissions_stay(home: Places) -> None:
    path = settings_path(home)
    path.write_text("bell = true\n")
    path.chmod(0o640)
    keep_setting(home, "theme", "light")
    read = read_settings(home)
    assert (read.settings.theme, read.settings.bell, read.problems) == ("light", True, ())
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    where = places({"PLANNER_HOME": str(tmp_path / "none")})
    keep_setting(where, "theme", "light")
    assert read_settings(where).settings.theme == "light"


def test_a_link_to_the_file_stays_a_link(home: Places, tmp_path: Path) -> None:
    path, elsewhere = settings_path(home), tmp_path / "dotfiles.toml"
    elsewhere.write_text("bell = true\n")
    path.symlink_to(elsewhere)
    keep_setting(home, "theme", "light")
    assert path.is_symlink()
    assert elsewhere.read_text() == 'bell = true\ntheme = "light"\n'


@pytest.mark.parametrize("text", ['"theme" = "dark"\n', 'theme = """dark"""\n', "theme.of = 1\n"])
def test_a_sound_file_that_sets_it_in_an_unusual_way_is_not_called_mistaken(
    home: Places, text: str
) -> None:
    settings_path(home).write_text(text)
    with pytest.raises(SettingNotKept, match=r'in an unusual way; write theme = "light" yourself'):
        keep_setting(home, "theme", "light")
    assert settings_path(home).read_text() == text


def test_what_was_made_read_only_is_left_alone(home: Places) -> None:
    path = settings_path(home)
    path.write_text("bell = true\n")
    path.chmod(0o444)
    with pytest.raises(SettingNotKept, match="is read-only; write theme into it yourself"):
        keep_setting(home, "theme", "light")
    assert path.read_text() == "bell = true\n"


def test_neither_a_pipe_nor_a_device_is_waited_for(home: Places, deadline: None) -> None:
    path = settings_path(home)
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
        make(path)
        with pytest.raises(SettingNotKept, match="is no settings file"):
            keep_setting(home, "theme", "light")
        path.unlink()


def test_a_file_of_any_size_is_not_read_for_it(home: Places) -> None:
    with settings_path(home).open("wb") as file:
        file.truncate(1 << 34)
    with pytest.raises(SettingNotKept, match="is no settings file"):
        keep_setting(home, "theme", "light")


@pytest.mark.parametrize(
    "content",
    [b"theme = \n", b"\xff\xfe", b"# " + b"x" * MOST_BYTES, b'theme.of = "night"\n'],
    ids=["no TOML", "no UTF-8", "too large", "a table of that name"],
)
def test_what_cannot_be_kept_is_said_and_the_file_is_as_it_was(
    home: Places, content: bytes
) -> None:
    path = settings_path(home)
    path.write_bytes(content)
    with pytest.raises(SettingNotKept, match=r"settings\.toml"):
        keep_setting(home, "theme", "light")
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_said_to_be_so(home: Places) -> None:
    settings_path(home).mkdir()
    with pytest.raises(SettingNotKept, match=r"settings\.toml"):
        keep_setting(home, "theme", "light")
