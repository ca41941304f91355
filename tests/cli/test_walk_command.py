"""``planner walk`` and ``planner note``."""

from __future__ import annotations

from tests.cli.conftest import Run

# Of Poster Session 4, Wed 24 Jul 13:30-15:00, by board.
B813, B1311, B2707, NO_BOARD = "poster-34248", "poster-33551", "poster-32858", "poster-32922"
#: The talk of the poster at board 1311.
TALK = "oral-35498"
NO_TIME = "poster-33646"


def test_a_slot_is_walked_by_board(run: Run) -> None:
    run("star", NO_BOARD, B2707, B813, B1311)
    (slot,) = run("walk", "--json").json
    assert slot["slot"] == {
        "start": "2024-07-24T13:30:00+02:00",
        "end": "2024-07-24T15:00:00+02:00",
        "session": "session-poster-4",
    }
    assert slot["free_minutes"] == 90
    assert [stop["id"] for stop in slot["stops"]] == [B813, B1311, B2707, NO_BOARD]
    assert {stop["starred"] for stop in slot["stops"]} == {"want"}
    assert run("walk").ids == [B813, B1311, B2707, NO_BOARD]


def test_a_stop_is_a_row_that_says_whether_it_was_seen(run: Run) -> None:
    run("star", B813, B1311)
    run("visit", B1311)
    stops = run("walk", "--json").json[0]["stops"]
    (row,) = run("search", "board:813", "--json").json
    assert stops[0] == {**row, "visited": False}
    assert [stop["visited"] for stop in stops] == [False, True]


def test_a_poster_is_a_stop_also_when_its_talk_has_the_star(run: Run) -> None:
    run("star", TALK, "--must")
    (stop,) = run("walk", "--json").json[0]["stops"]
    assert (stop["id"], stop["starred"]) == (B1311, None)


def test_a_slot_is_named_by_its_title_or_its_time(run: Run) -> None:
    run("star", B813, "poster-32694")
    assert len(run("walk", "--json").json) == 2
    for name in (
        ("poster session 4",),
        ("session", "4"),
        ("wed 13:30",),
        ("Wed", "13:45"),
        ("2024-07-24T13:30",),
        ("2024-07-24T11:30:00Z",),
    ):
        (slot,) = run("walk", *name, "--json").json
        assert slot["slot"]["session"] == "session-poster-4", name
    assert len(run("walk", "13:30", "--json").json) == 3
    (empty,) = run("walk", "poster session 6", "--json").json
    assert empty["stops"] == []


def test_a_slot_that_there_is_not_is_said(run: Run) -> None:
    for name in ("poster session 9", "2024-07-24T15:00", "tue 03:00", "nonsense", 'at:x"'):
        ran = run("walk", name)
        assert (ran.code, ran.out) == (1, ""), name
        assert "no poster session" in ran.sentence


def test_without_posters_it_says_so(run: Run) -> None:
    assert run("walk", "--json").json == []
    ran = run("walk")
    assert (ran.code, ran.out) == (0, "")
    assert "planner star" in ran.err
    run("star", NO_TIME)
    assert run("walk", "--json").json == []
    assert "1 starred poster has no time known." in run("walk").err


# Notes


def test_a_note_is_kept_shown_and_taken_off(run: Run) -> None:
    ran = run("note", B813, "ask", "about  the bound")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Note kept: Bottleneck-Minimal Indexing")
    assert run("show", B813, "--json").json["note"] == "ask about the bound"
    assert run("search", "has:note").ids == [B813]
    assert run("note", B813, "ask about the bound").err == "Nothing changed.\n"
    assert run("note", B813, "").err.startswith("Note taken off: ")
    assert run("show", B813, "--json").json["note"] is None
    assert run("undo").code == 0
    assert run("show", B813, "--json").json["note"] == "ask about the bound"


def test_a_note_may_begin_with_a_dash_and_have_lines(run: Run) -> None:
    run("note", B813, "--json -x\nsecond\x1b[31m")
    assert run("show", B813, "--json").json["note"] == "--json -x\nsecond [31m"


def test_a_note_needs_an_event_and_a_text(run: Run) -> None:
    assert run("note").code == 2
    assert run("note", B813).code == 2
    assert run("note", "poster-1", "text").code == 1
