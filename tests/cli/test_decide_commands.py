"""``planner star`` and its like: one decision a command, however one names the events."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run

GENIE = "poster-33646"
GENIE_TALK = "oral-35508"
LINKS = [
    "https://icml.cc/virtual/2024/poster/33646",
    "https://openreview.net/forum?id=bJbSbJskOS",
    "https://proceedings.mlr.press/v235/bruce24a.html",
]


def test_a_star_without_a_level_is_want_and_is_said_on_standard_error(run: Run) -> None:
    ran = run("star", GENIE)
    assert (ran.code, ran.out) == (0, "")
    assert "want" in ran.err
    assert "Genie: Generative Interactive Environments" in ran.err
    (row,) = run("search", "is:starred", "--json").json
    assert (row["id"], row["starred"]) == (GENIE, "want")


@pytest.mark.parametrize("level", ["must", "want", "maybe"])
@pytest.mark.parametrize("first", [True, False])
def test_the_level_stands_before_or_behind_the_ids(run: Run, level: str, first: bool) -> None:
    words = (f"--{level}", GENIE) if first else (GENIE, f"--{level}")
    assert run("star", *words).code == 0
    assert run("search", f"is:{level}").ids == [GENIE]


def test_two_levels_at_once_are_wrong_usage(run: Run) -> None:
    ran = run("star", "--must", "--maybe", GENIE)
    assert ran.code == 2
    assert "one level" in ran.sentence
    assert run("search", "is:starred").ids == []


def test_many_ids_are_one_decision_and_one_undo(run: Run) -> None:
    ids = run("search", "from:deepmind").ids
    assert run("star", *ids).code == 0
    assert sorted(run("search", "is:starred").ids) == sorted(ids)
    assert len(run("history", "--json").json) == 1
    assert run("undo").code == 0
    assert run("search", "is:starred").ids == []
    assert run("redo").code == 0
    assert len(run("search", "is:starred").ids) == 99


@pytest.mark.parametrize(
    "stdin",
    [
        f"{GENIE}\n{GENIE_TALK}\n",
        f"{GENIE}\tno time known\t-\tGenie\n{GENIE_TALK}\t-\t-\tGenie\n",
        f"{GENIE}\r\n{GENIE_TALK}\r\n",
        f"\n\n  {GENIE}  \n\n{GENIE_TALK}",
        f"{GENIE}\n{GENIE}\n{GENIE_TALK}\n",
    ],
    ids=["lines", "what search prints", "CRLF", "blank lines", "repeated"],
)
def test_ids_come_from_standard_input(run: Run, stdin: str) -> None:
    ran = run("star", "-", "--must", stdin=stdin)
    assert ran.code == 0
    assert "2 events" in ran.err
    assert sorted(run("search", "is:must").ids) == [GENIE_TALK, GENIE]


def test_standard_input_and_words_add_up(run: Run) -> None:
    assert run("star", "demo-tacticai", "-", stdin=GENIE).code == 0
    assert sorted(run("search", "is:starred").ids) == ["demo-tacticai", GENIE]


@pytest.mark.parametrize("stdin", ["", "\n\n", "\t\n"])
@pytest.mark.parametrize("command", ["star", "unstar", "hide", "visit"])
def test_an_empty_standard_input_is_wrong_usage(run: Run, stdin: str, command: str) -> None:
    ran = run(command, "-", stdin=stdin)
    assert ran.code == 2
    assert "no event was named" in ran.sentence
    assert f"planner {command} ID" in ran.sentence


@pytest.mark.parametrize("link", LINKS)
def test_a_link_names_its_event(run: Run, link: str) -> None:
    assert run("star", link).code == 0
    (starred,) = run("search", "is:starred", "--json").json
    assert starred["paper"] == "bJbSbJskOS"


def test_the_sites_own_page_of_the_talk_names_the_talk(run: Run) -> None:
    assert run("star", "https://icml.cc/virtual/2024/oral/35508").code == 0
    assert run("search", "is:starred").ids == [GENIE_TALK]


def test_an_event_named_twice_counts_once(run: Run) -> None:
    assert "Genie" in run("star", GENIE, LINKS[0], GENIE).err
    assert run("search", "is:starred").ids == [GENIE]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("poster-3364", "poster-3364"),
        ("poster-99999", "poster-"),
        ("POSTER-33646", GENIE),
        ("demo-tactcai", "demo-tacticai"),
        ("session-1bb", "session-1b"),
    ],
)
def test_an_unknown_id_stars_nothing_and_names_the_nearest(run: Run, name: str, near: str) -> None:
    ran = run("star", GENIE, name, "demo-learnlm")
    assert (ran.code, ran.out) == (1, "")
    assert repr(name) in ran.sentence
    assert f"Did you mean {near}" in ran.sentence
    assert run("search", "is:starred").ids == []
    assert run("history", "--json").json == []


def test_what_is_like_no_id_is_said_to_be_none(run: Run) -> None:
    ran = run("star", "https://example.org/nothing")
    assert ran.code == 1
    assert "Did you mean" not in ran.sentence
    assert "planner search" in ran.sentence


@pytest.mark.parametrize("command", ["star", "unstar", "hide", "unhide", "visit", "unvisit"])
def test_no_ids_and_unknown_options_are_wrong_usage(run: Run, command: str) -> None:
    for words in ((), ("--",), (GENIE, "--loud"), ("-x", GENIE)):
        ran = run(command, *words)
        assert (ran.code, ran.out) == (2, "")
        assert f"planner {command}" in ran.sentence
    assert run("history", "--json").json == []


@pytest.mark.parametrize(
    ("on", "off", "query"),
    [
        ("star", "unstar", "is:starred"),
        ("hide", "unhide", "is:hidden"),
        ("visit", "unvisit", "is:visited"),
    ],
)
def test_every_mark_is_set_and_taken_off(run: Run, on: str, off: str, query: str) -> None:
    assert run(on, GENIE, GENIE_TALK).code == 0
    assert sorted(run("search", query).ids) == [GENIE_TALK, GENIE]
    assert run(off, "-", stdin=f"{GENIE}\n").code == 0
    assert run("search", query).ids == [GENIE_TALK]


def test_a_decision_that_changes_nothing_says_so_and_needs_no_undo(run: Run) -> None:
    run("star", GENIE)
    ran = run("star", GENIE)
    assert (ran.code, ran.err) == (0, "Nothing changed.\n")
    assert len(run("history", "--json").json) == 1


def test_undo_names_what_it_takes_back_and_fails_when_there_is_nothing(run: Run) -> None:
    run("star", GENIE, "--must")
    assert "Genie" in run("undo").err
    assert run("undo").code == 1
    assert "Genie" in run("redo").err
    assert run("redo").code == 1


def test_the_history_tells_the_newest_first_and_what_was_undone(run: Run) -> None:
    run("star", GENIE)
    run("hide", "demo-learnlm")
    run("undo")
    records = run("history", "--json").json
    assert [record["undone"] for record in records] == [True, False]
    assert all(set(record) == {"at", "decision", "undone"} for record in records)
    newest, oldest = run("history").out.splitlines()
    assert "(undone)" in newest
    assert "Genie" in oldest
