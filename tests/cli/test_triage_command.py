"""``planner triage``, ``decline`` and ``undecline``."""

from __future__ import annotations

from tests.cli.conftest import Run

GENIE = "poster-33646"
GENIE_TALK = "oral-35508"


def test_triage_lists_what_is_undecided_a_paper_once(run: Run) -> None:
    ids = run("triage").ids
    assert len(ids) == len(set(ids)) == 2_689
    assert GENIE_TALK in ids
    assert GENIE not in ids
    run("star", GENIE)
    run("decline", ids[0])
    left = run("triage").ids
    assert set(ids) - set(left) == {GENIE_TALK, ids[0]}


def test_a_query_and_a_limit_narrow_it(run: Run) -> None:
    assert len(run("triage", "kind:tutorial").ids) == 12
    assert run("triage", "levels of agi", "--limit", "1").lines[0][3].startswith("Position: Levels")
    rows = run("triage", "kind:tutorial", "--limit=3", "--json").json
    assert [row["kind"] for row in rows] == ["tutorial"] * 3
    assert {row["starred"] for row in rows} == {None}
    assert run("triage", "xyzzyx", "--json").json == []


def test_wrong_usage_is_said_with_its_place(run: Run) -> None:
    assert run("triage", "--limit", "few").code == 2
    ran = run("triage", "kind:orak")
    assert ran.code == 2
    assert "orak" in ran.sentence
    for command in ("decline", "undecline"):
        assert run(command).code == 2
        assert f"planner {command} ID" in run(command, "--loud").sentence


def test_a_no_is_about_the_paper_and_can_be_taken_off(run: Run) -> None:
    ran = run("decline", GENIE)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "No: Genie: Generative Interactive Environments.\n"
    assert GENIE_TALK not in run("triage").ids
    assert GENIE in run("search", "genie generative").ids
    assert run("undecline", "-", stdin=GENIE_TALK).err.startswith("No taken off: Genie")
    assert GENIE_TALK in run("triage").ids
    assert len(run("history", "--json").json) == 2


def test_a_star_takes_the_no_off(run: Run) -> None:
    run("decline", GENIE)
    run("star", GENIE_TALK)
    run("unstar", GENIE_TALK)
    assert GENIE_TALK in run("triage").ids
    assert len(run("history", "--json").json) == 3


def test_what_triage_prints_can_be_declined(run: Run) -> None:
    out = run("triage", "kind:demo").out
    assert run("decline", "-", stdin=out).err == "No: 4 events.\n"
    assert run("triage", "kind:demo").ids == []
