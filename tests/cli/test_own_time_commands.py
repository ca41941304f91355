"""``planner when``, ``mine``, ``pin`` and ``clashes``."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run

GENIE = "poster-33646"
GENIE_LINK = "https://openreview.net/forum?id=bJbSbJskOS"


def met(run: Run, event_id: str = GENIE) -> tuple[str | None, str | None, str | None]:
    shown = run("show", event_id, "--json").json
    return shown["start"], shown["end"], shown["board"]


@pytest.mark.parametrize(
    ("words", "board"),
    [
        (("4",), None),
        (("4", "--board", "503"), "503"),
        (("4 #503",), "503"),
        (("wed 13:30", "--board=#503"), "503"),
        (("wed", "13:30-15:00", "--board", "503"), "503"),
        (("Wed 24 Jul 1:30 p.m. - 3 p.m. Hall C 4-9 #503",), "503"),
        (("2024-07-24T13:30",), None),
    ],
)
def test_an_event_gets_the_time_that_one_knows(
    run: Run, words: tuple[str, ...], board: str | None
) -> None:
    run("star", GENIE)
    ran = run("when", GENIE, *words)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Your own time, Wed 24 Jul 13:30-15:00: Genie")
    assert met(run) == ("2024-07-24T13:30:00+02:00", "2024-07-24T15:00:00+02:00", board)
    (day,) = run("agenda", "--json").json["days"]
    (row,) = day["items"]
    assert (row["id"], row["start"], row["room"]) == (
        GENIE,
        "2024-07-24T13:30:00+02:00",
        "Hall C 4-9",
    )
    assert row["certainty"]["slot"] == "unknown"
    assert day["budgets"][0]["slot"]["session"] == "session-poster-4"


def test_it_is_marked_as_ones_own(run: Run) -> None:
    run("star", GENIE)
    run("when", GENIE, "4")
    assert run("agenda").lines[0][1] == "Wed 24 Jul 13:30-15:00 (yours)"
    shown = run("show", GENIE)
    assert "time your own" in shown.out
    assert run("show", GENIE, "--json").json["own_time"] == {
        "start": "2024-07-24T13:30:00+02:00",
        "end": "2024-07-24T15:00:00+02:00",
        "board": None,
    }
    exported = run("export", "ical").out
    assert "STATUS:TENTATIVE" in exported
    assert "your own word" in exported.replace("\r\n ", "")


def test_a_link_or_standard_input_names_the_event(run: Run) -> None:
    assert run("when", GENIE_LINK, "4").code == 0
    assert run("when", "-", "4", stdin=f"{GENIE}\nposter-33551\n").code == 0
    assert len(run("history", "--json").json) == 2
    assert run("show", "poster-33551", "--json").json["own_time"]


def test_the_time_is_taken_off_again_and_undone(run: Run) -> None:
    run("when", GENIE, "4")
    assert run("when", GENIE, "--forget").code == 0
    assert met(run) == (None, None, None)
    run("undo")
    assert met(run)[0] == "2024-07-24T13:30:00+02:00"


def test_where_the_programme_says_otherwise_both_are_told(run: Run) -> None:
    (talk,) = run("search", "kind:tutorial", "is:scheduled", "--limit", "1", "--json").json
    ran = run("when", talk["id"], "wed 9:00")
    assert ran.code == 0
    assert "you had Wed 09:00, the programme says Mon" in ran.err
    assert met(run, talk["id"])[0] == talk["start"]
    assert "you had Wed 09:00, the programme says Mon" in run("show", talk["id"]).out


@pytest.mark.parametrize(
    "words",
    [
        *((), (GENIE,), ("4",), (GENIE, "--board", "5"), (GENIE, "4", "--forget")),
        *((GENIE, "--forget", "--board", "5"), (GENIE, "someday"), (GENIE, "wed"), (GENIE, "7")),
        *((GENIE, "wed 15-14"), (GENIE, "4", "--board", "x" * 41), ("--loud", "4")),
    ],
)
def test_what_is_no_time_is_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    ran = run("when", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.sentence
    assert run("history", "--json").json == []


def test_an_unknown_event_has_no_time(run: Run) -> None:
    ran = run("when", "poster-0", "4")
    assert ran.code == 1
    assert "no event" in ran.sentence


# Mine and pinned


def test_what_one_presents_is_fixed_and_in_the_agenda_without_a_star(run: Run) -> None:
    ran = run("mine", "poster-34535", GENIE_LINK)
    assert (ran.code, ran.err) == (0, "You present: 2 events.\n")
    (day,) = run("agenda", "--json").json["days"]
    (row,) = day["items"]
    assert (row["id"], row["attendance"], row["starred"]) == ("poster-34535", "fixed", None)
    assert day["budgets"] == []
    assert run("show", "poster-34535", "--json").json["mine"] is True
    assert "you present it" in run("show", "poster-34535").out
    assert "UID:poster-34535@icml2024.planner" in run("export", "ical").out
    assert run("unmine", "-", stdin="poster-34535\n").code == 0
    assert run("agenda", "--json").json["days"] == []


def test_pins_are_shown_and_taken_off(run: Run) -> None:
    assert run("pin", GENIE).code == 0
    assert run("show", GENIE, "--json").json["pinned"] is True
    assert run("unpin", GENIE).code == 0
    assert run("show", GENIE, "--json").json["pinned"] is False


@pytest.mark.parametrize("command", ["mine", "unmine", "pin", "unpin"])
def test_they_take_events_alone(run: Run, command: str) -> None:
    for words in ((), ("--loud", GENIE)):
        ran = run(command, *words)
        assert ran.code == 2
        assert f"planner {command} ID" in ran.sentence


# Clashes


def test_clashes_are_those_of_the_contract(run: Run) -> None:
    run("star", "oral-35442")
    run("block", "tue 16:40-17 call")
    assert run("clashes", "--json").json == [
        {"a": "oral-35442", "b": "block-1", "kind": "clash", "minutes": 5}
    ]
    assert run("clashes").lines == [["oral-35442", "block-1", "clash", "5"]]
    shown = run("show", "oral-35442")
    assert "clash, 5 min, with block-1  call" in shown.out
    assert run("show", "oral-35442", "--json").json["clashes"] == run("clashes", "--json").json
    assert run("search", "is:clashing").ids == ["oral-35442"]


def test_no_clashes_are_an_empty_list(run: Run) -> None:
    ran = run("clashes", "--json")
    assert (ran.code, ran.out, ran.err) == (0, "[]\n", "")
    assert run("clashes", "x").code == 2


def test_what_may_clash_is_said_beside(run: Run) -> None:
    orals = run("search", "kind:oral", "-is:scheduled", "--json").json
    half = next(row for row in orals if row["parent"])
    session = run("show", half["parent"], "--json").json
    run("star", half["id"])
    run("block", "x", "--from", session["start"], "--to", session["end"])
    ran = run("clashes")
    assert (ran.code, ran.out) == (0, "")
    assert f"{half['id']} is somewhere in" in ran.err
    assert "may clash with block-1, x" in ran.err
    assert "may clash" in run("show", half["id"]).out
    assert run("clashes", "--json").json == []


TALK = "oral-35442"


def test_one_can_leave_early_and_stay_after_all(run: Run) -> None:
    start, end, _ = met(run, TALK)
    assert start is not None
    until = f"{start[:14]}{int(start[14:16]) + 5:02}"
    run("star", TALK)
    ran = run("leave", TALK, until[11:])
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"You leave at {until[11:]}: ")
    assert met(run, TALK)[1] == f"{until}:00+02:00"
    assert f"you leave at {until[11:]}" in run("show", TALK).out
    assert run("show", TALK, "--json").json["leaves"] == f"{until}:00+02:00"
    assert run("leave", TALK, "--forget").code == 0
    assert met(run, TALK)[1] == end


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((TALK,), "usage: planner leave ID TIME"),
        ((TALK, "11:00", "--forget"), "usage: planner leave ID TIME"),
        ((TALK, "03:00"), "Leave it after"),
        ((GENIE, "tue 11:00"), "no time known"),
        ((TALK, "soon"), "soon"),
    ],
)
def test_leaving_that_is_none_is_wrong_usage(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run("leave", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_board_alone_keeps_the_time(run: Run) -> None:
    assert run("when", GENIE, "#503").code == 2
    run("when", GENIE, "4")
    assert run("when", GENIE, "#503").code == 0
    assert met(run) == ("2024-07-24T13:30:00+02:00", "2024-07-24T15:00:00+02:00", "503")


def test_queries_by_time_know_times_of_ones_own(run: Run) -> None:
    def finds(query: str) -> bool:
        return GENIE in run("search", "genie", *query.split()).ids

    assert not finds("is:scheduled")
    run("when", GENIE, "4")
    for query in ("is:scheduled", "day:wed", "after:wed", "before:14:00", "at:14:59", "-day:tue"):
        assert finds(query), query
    for query in ("-is:scheduled", "day:tue", "at:15:00", "after:13:31", "-day:wed"):
        assert not finds(query), query
    run("when", GENIE, "--forget")
    assert not finds("day:wed")
