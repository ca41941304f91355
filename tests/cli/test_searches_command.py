"""``planner searches``: saved, listed, run and removed by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.paths import Places
from tests.cli.conftest import Run
from tests.conftest import Compiled, compiled, small_document


def test_a_saved_search_is_listed_with_what_it_finds(run: Run) -> None:
    saved = run("searches", "save", "oral theory", "topic:theory", "kind:oral", "-survey")
    assert (saved.code, saved.out, saved.err) == (0, "", "Search saved: oral theory.\n")
    ran = run("searches")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [["oral theory", "topic:theory kind:oral -survey", "11", "0"]]


def test_json_names_what_is_known_of_each_search(run: Run) -> None:
    run("searches", "save", "b", "videopoet")
    run("searches", "save", "A", "kind:tutorial")
    assert run("searches", "--json").json == [
        {"name": "A", "query": "kind:tutorial", "found": 12, "new": 0, "problem": None},
        {"name": "b", "query": "videopoet", "found": 2, "new": 0, "problem": None},
    ]


def test_nothing_saved_is_an_empty_list_and_a_word_how_to_save(run: Run) -> None:
    assert run("searches", "--json").json == []
    ran = run("searches")
    assert (ran.code, ran.out) == (0, "")
    assert "planner searches save NAME QUERY" in ran.err


def test_a_name_runs_its_search_as_search_does(run: Run) -> None:
    run("searches", "save", "my theory", "topic:theory", "kind:oral")
    assert run("searches", "my theory").out == run("search", "topic:theory", "kind:oral").out
    assert len(run("searches", "my", "theory", "--limit", "2").lines) == 2
    assert len(run("searches", "--limit=3", "MY THEORY", "--json").json) == 3


def test_quotes_that_the_shell_ate_are_put_back(run: Run) -> None:
    run("searches", "save", "llm", "topic:large language models", "levels")
    assert run("searches").lines[0][1] == 'topic:"large language models" levels'


def test_a_name_that_is_taken_is_replaced_in_one_undo(run: Run) -> None:
    run("searches", "save", "mine", "videopoet")
    assert run("searches", "save", "mine", "magiclens").err == "Search replaced: mine.\n"
    run("undo")
    assert run("searches").lines[0][1] == "videopoet"


def test_a_removed_search_is_gone_until_an_undo(run: Run) -> None:
    run("searches", "save", "mine", "videopoet")
    assert run("searches", "remove", "mine").err == "Search removed: mine.\n"
    assert run("searches").out == ""
    run("undo")
    assert run("searches").lines[0][0] == "mine"


def test_a_search_may_have_the_name_of_a_verb(run: Run) -> None:
    run("searches", "save", "save", "videopoet")
    run("searches", "save", "remove", "magiclens")
    assert run("searches", "save").out == run("search", "videopoet").out
    assert run("searches", "remove").out == run("search", "magiclens").out
    run("searches", "remove", "save")
    assert run("searches", "save").code == 2


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("save",), 2, "takes a name and a query. usage:"),
        (("save", "mine"), 2, "takes a name and a query. usage:"),
        (("save", "mine", "kind:orl"), 2, "did you mean"),
        (("save", " ", "videopoet"), 2, "needs a name"),
        (("save", "x" * 61, "videopoet"), 2, "at most 60 characters"),
        (("remove",), 2, "takes the name of a search. usage:"),
        (("remove", "thoery"), 1, "no saved search 'thoery'. Did you mean 'theory'?"),
        (("zzz",), 1, "no saved search 'zzz'. planner searches lists them"),
        (("--limit", "3"), 2, "--limit needs the name"),
        (("theory", "--limit", "x"), 2, "whole number"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, words: tuple[str, ...], code: int, sentence: str
) -> None:
    run("searches", "save", "theory", "topic:theory")
    ran = run("searches", *words)
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.sentence
    assert [line[0] for line in run("searches").lines] == ["theory"]


@pytest.fixture
def updated(
    tmp_path: Path, home: Places, small: Compiled, monkeypatch: pytest.MonkeyPatch
) -> Compiled:
    """The small conference after an update: one poster more, and another room."""
    document = small_document()
    document["events"][1]["room"] = "Cellar"
    document["events"].append({**document["events"][3], "id": "poster-9", "title": "More honey"})
    (tmp_path / "updated.json").write_text(json.dumps(document), encoding="utf-8")
    return compiled(tmp_path / "updated.json", tmp_path / "compiled")


def test_what_an_update_brought_is_new_until_the_search_is_run(
    run_small: Run, updated: Compiled, home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_small("searches", "save", "honey", "honey")
    monkeypatch.setenv("PLANNER_SCHEDULE", str(updated.source))
    updated.put_into(home)
    assert run_small("searches").lines == [["honey", "honey", "3", "1"]]
    ran = run_small("searches", "honey")
    assert (len(ran.lines), ran.err) == (3, "1 new since you last looked.\n")
    assert run_small("searches").lines == [["honey", "honey", "3", "0"]]


def test_a_search_that_can_no_longer_be_run_is_kept_and_says_why(
    run_small: Run, updated: Compiled, home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_small("searches", "save", "hall", 'room:"hall a"', "honey")
    monkeypatch.setenv("PLANNER_SCHEDULE", str(updated.source))
    updated.put_into(home)
    ran = run_small("searches")
    assert (ran.code, ran.lines) == (0, [["hall", 'room:"hall a" honey', "-", "0"]])
    assert ran.sentence.startswith('planner: hall: There is no room "hall a"')
    (record,) = run_small("searches", "--json").json
    assert (record["found"], record["problem"][:25]) == (None, 'There is no room "hall a"')
    failed = run_small("searches", "hall")
    assert (failed.code, failed.out) == (1, "")
    assert "'hall' cannot be run" in failed.sentence
