"""``show``, ``agenda``, ``keys``, ``paths``, ``schema``, help and version."""

from __future__ import annotations

import pytest

from planner import __version__
from planner.cli.command_lines import COMMAND_LINES
from planner.commands import COMMANDS
from planner.paths import Places
from tests.cli.conftest import Run


def test_show_says_all_that_is_known_of_an_event(run: Run) -> None:
    run("star", "oral-35442", "--maybe")
    ran = run("show", "oral-35442")
    assert (ran.code, ran.err) == (0, "")
    for known in ("oral", "maybe", "Tue 23 Jul 16:30-16:45", "Hall A2", "Oral 2C Privacy"):
        assert known in ran.out
    assert "poster-32705" in ran.out


def test_show_says_that_a_time_is_not_known_and_what_is_possible(run: Run) -> None:
    assert "no time known: one of six poster sessions, Tue-Thu" in run("show", "poster-33646").out


def test_show_as_json_is_the_row_and_more(run: Run) -> None:
    shown = run("show", "https://icml.cc/virtual/2024/poster/33646", "--json").json
    (row,) = run("search", "genie generative", "kind:poster", "--json").json
    assert row.items() <= shown.items()
    assert shown["twins"] == ["oral-35508"]
    assert shown["abstract"] is None
    assert {link["label"] for link in shown["links"]} == {"ICML", "OpenReview", "PMLR"}
    assert (shown["visited"], shown["hidden"], shown["note"]) == (False, False, None)


@pytest.mark.parametrize("words", [(), ("poster-33646", "oral-35508"), ("--loud",)])
def test_show_takes_one_event(run: Run, words: tuple[str, ...]) -> None:
    ran = run("show", *words)
    assert ran.code == 2
    assert "planner show ID" in ran.sentence


def test_show_of_an_unknown_event_names_the_nearest(run: Run) -> None:
    ran = run("show", "demo-tacticaj")
    assert ran.code == 1
    assert "demo-tacticai" in ran.sentence


def test_the_agenda_is_by_day_and_keeps_what_has_no_time(run: Run) -> None:
    run("star", "oral-35442", "poster-34535", "poster-33551", "poster-33646")
    agenda = run("agenda", "--json").json
    assert list(agenda) == ["days", "unscheduled"]
    assert [day["date"] for day in agenda["days"]] == ["2024-07-23", "2024-07-24"]
    tuesday, wednesday = agenda["days"]
    keys = ["date", "items", "budgets", "gaps", "commitments", "clashes", "away"]
    assert list(tuesday) == keys
    assert [row["id"] for row in tuesday["items"]] == ["oral-35442"]
    assert [budget["slot"]["session"] for budget in wednesday["budgets"]] == [
        "session-poster-3",
        "session-poster-4",
    ]
    assert {(b["wanted_minutes"], b["free_minutes"]) for b in wednesday["budgets"]} == {(5, 90)}
    assert [row["id"] for row in agenda["unscheduled"]] == ["poster-33646"]
    assert sum(len(day["items"]) for day in agenda["days"]) == 3


def test_one_day_of_the_agenda(run: Run) -> None:
    run("star", "oral-35442", "poster-34535")
    for day in ("wed", "24", "2024-07-24", "Wednesday"):
        (only,) = run("agenda", "--day", day, "--json").json["days"]
        assert only["date"] == "2024-07-24"
    assert run("agenda", "--day=tue").ids == ["oral-35442"]
    ran = run("agenda", "--day", "someday")
    assert ran.code == 2
    assert "someday" in ran.sentence


def test_a_program_gets_the_agendas_events_without_headings(run: Run) -> None:
    run("star", "oral-35442", "poster-33646")
    ran = run("agenda")
    assert ran.ids == ["oral-35442", "poster-33646"]
    assert ran.err == ""
    assert "~Tue 23 Jul 16:30" in ran.out


def test_an_empty_agenda_is_no_failure(run: Run) -> None:
    ran = run("agenda")
    assert (ran.code, ran.out) == (0, "")
    assert "planner star ID" in ran.err
    assert run("agenda", "--json").out == '{"days": [], "unscheduled": []}\n'


@pytest.mark.parametrize("words", [("tue",), ("--loud",)])
def test_the_agenda_takes_no_words(run: Run, words: tuple[str, ...]) -> None:
    ran = run("agenda", *words)
    assert ran.code == 2
    assert "planner agenda" in ran.sentence


def test_keys_are_those_of_the_registry(run: Run) -> None:
    assert [key["id"] for key in run("keys", "--json").json] == [c.id for c in COMMANDS]
    assert len(run("keys").lines) == len(COMMANDS)


def test_paths_all_lie_in_planners_home(run: Run, home: Places) -> None:
    paths = run("paths", "--json").json
    inside = {name: path for name, path in paths.items() if name != "schedule"}
    assert len(inside) >= 4
    assert all(path.startswith(str(home.data.parent)) for path in inside.values())
    assert {cells[0]: cells[1] for cells in run("paths").lines} == paths


def test_the_schema_is_a_json_schema_that_knows_the_kinds(run: Run) -> None:
    ran = run("schema")
    assert (ran.code, ran.err) == (0, "")
    assert "invited_talk" in ran.out
    assert ran.json["type"] == "object"


@pytest.mark.parametrize("command", ["keys", "paths", "schema", "history", "undo", "redo"])
def test_what_takes_no_words_says_so(run: Run, command: str) -> None:
    ran = run(command, "surplus")
    assert (ran.code, ran.out) == (2, "")
    assert "'surplus'" in ran.sentence


def test_the_version(run: Run) -> None:
    assert run("--version").out == f"planner {__version__}\n"


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_the_help_lists_every_command(run: Run, word: str) -> None:
    ran = run(word)
    assert (ran.code, ran.err) == (0, "")
    assert all(line.usage in ran.out for line in COMMAND_LINES.values())


@pytest.mark.parametrize("command", sorted(COMMAND_LINES))
@pytest.mark.parametrize("word", ["--help", "-h"])
def test_every_command_tells_its_usage(run: Run, command: str, word: str) -> None:
    ran = run(command, word)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: planner {command}")


@pytest.mark.parametrize(("name", "near"), [("serch", "search"), ("agend", "agenda"), ("", None)])
def test_an_unknown_command_is_wrong_usage(run: Run, name: str, near: str | None) -> None:
    ran = run(name)
    assert (ran.code, ran.out) == (2, "")
    assert "--help" in ran.sentence
    if near:
        assert repr(near) in ran.sentence
