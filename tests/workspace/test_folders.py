"""Folders to save in: what is offered, what a typed one is, how it is completed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.workspace.folders import completions, offered, read_folder, short


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with some folders and a file, in which one stands."""
    home = tmp_path / "ada"
    for name in ("talks", "Tales of old", "trips/2023", ".secret", "notes"):
        (home / name).mkdir(parents=True)
    (home / "taxes.txt").write_text("x", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.delenv("XDG_DOWNLOAD_DIR", raising=False)
    monkeypatch.chdir(home)
    return home


def test_a_path_in_ones_home_is_short(own_home: Path) -> None:
    assert short(own_home) == "~"
    assert short(own_home / "talks") == "~/talks"
    assert short(own_home.with_name("adam")) == str(own_home.with_name("adam"))


def test_what_is_offered_is_there_and_stands_once(own_home: Path) -> None:
    talks = own_home / "talks"
    assert offered(talks, str(own_home / "trips")) == ("~/talks", "~/trips", "~")
    (own_home / "Downloads").mkdir()
    assert offered(own_home, str(own_home / "gone")) == ("~", "~/Downloads")


def test_what_is_offered_where_the_folder_of_the_start_is_gone(own_home: Path) -> None:
    gone = own_home / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert offered(None, None) == ("~",)
    assert completions("ta") == ()


@pytest.mark.parametrize("text", ["~/talks", "talks", "./talks/", "trips/../talks", " ~/talks "])
def test_a_folder_that_is_there_will_do(own_home: Path, text: str) -> None:
    folder = read_folder(text)
    assert (folder.path, folder.words) == (own_home / "talks", "~/talks is there.")
    assert folder.is_there
    assert folder.will_do


def test_a_missing_folder_will_do_and_says_that_it_is_made(own_home: Path) -> None:
    folder = read_folder("~/new/one")
    assert folder.words == "There is no ~/new/one yet: enter makes it."
    assert folder.will_do
    assert not folder.is_there
    assert not (own_home / "new").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("taxes.txt", "~/taxes.txt is a file: name a folder."),
        ("~nobody-of-this-name/x", "There is no home of ~nobody-of-this-name."),
        ("a" * 400, "That is no folder: File name too long."),
    ],
)
def test_what_is_no_folder_says_why(own_home: Path, text: str, words: str) -> None:
    folder = read_folder(text)
    assert folder.words == words
    assert not folder.will_do


def test_a_folder_that_cannot_be_written_to_says_so(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    folder = read_folder("talks")
    assert folder.words == "~/talks cannot be written to: name another folder."
    assert not folder.will_do


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ta", ("talks/", "Tales of old/")),
        ("Ta", ("Tales of old/", "talks/")),
        ("~", ("~/",)),
        ("~/", ("~/notes/", "~/Tales of old/", "~/talks/", "~/trips/")),
        ("~/t", ("~/talks/", "~/trips/", "~/Tales of old/")),
        ("trips/", ("trips/2023/",)),
        (".", (".secret/",)),
        (".s", (".secret/",)),
        ("tax", ()),
        ("gone/x", ()),
        ("~nobody-of-this-name/x", ()),
        ("a" * 400 + "/", ()),
        ("\0", ()),
    ],
)
def test_a_folder_is_completed(own_home: Path, text: str, found: tuple[str, ...]) -> None:
    assert completions(text) == found


@given(text=st.text(max_size=12))
def test_no_text_is_too_odd_to_be_typed(text: str) -> None:
    folder = read_folder(text)
    assert folder.words
    assert all(each.endswith("/") for each in completions(text))


def test_a_way_that_goes_round_is_called_that(own_home: Path) -> None:
    (own_home / "loop").symlink_to("loop")
    found = read_folder("talks/../loop")
    assert not found.will_do
    assert found.words == "That is no folder: Too many levels of symbolic links."


def test_what_is_no_text_in_a_name_is_shown_but_not_offered(own_home: Path) -> None:
    folder = own_home / os.fsdecode(b"n\xff\x1b")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes no such name")
    assert short(folder) == "~/n??"
    assert offered(folder, str(folder)) == ("~",)
