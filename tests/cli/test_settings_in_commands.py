"""What commands make of the settings file: its minutes, and a sentence for what is wrong in it."""

from __future__ import annotations

import pytest

from planner.paths import Places
from planner.settings import settings_path
from tests.cli.conftest import Run


def write(home: Places, text: str) -> None:
    path = settings_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_mistake_is_said_on_standard_error_and_stops_nothing(run: Run, home: Places) -> None:
    before = run("clashes", "--json")
    write(home, "demo_minutes = 0\npostr_minutes = 3\n")
    ran = run("clashes", "--json")
    assert (ran.code, ran.out) == (before.code, before.out)
    path = settings_path(home)
    assert ran.err.splitlines() == [
        f"planner: {path}, line 1: demo_minutes is 1 to 240 whole minutes, not 0; 10 stands.",
        f"planner: {path}, line 2: there is no setting postr_minutes; did you mean poster_minutes?",
    ]


def test_paths_name_the_settings_and_what_was_seen(run: Run, home: Places) -> None:
    paths = run("paths", "--json").json
    assert paths["settings"] == str(settings_path(home))
    assert paths["seen"] == str(home.data / "seen")


def test_a_budget_and_a_walk_take_the_minutes_that_are_set(run: Run, home: Places) -> None:
    ids = run("search", "kind:poster", "is:scheduled", "--limit", "3").ids
    assert len(ids) == 3
    run("star", *ids)
    for minutes in (5, 7):
        write(home, f"poster_minutes = {minutes}\n")
        days = run("agenda", "--json").json["days"]
        wanted = sum(budget["wanted_minutes"] for day in days for budget in day["budgets"])
        assert wanted == 3 * minutes


@pytest.mark.parametrize("words", [["now"], ["next"]])
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tue 10:30", "2024-07-23T10:30:00+02:00"),
        ("2024-07-23 10:30", "2024-07-23T10:30:00+02:00"),
        ("2024-07-23T08:30:00Z", "2024-07-23T10:30:00+02:00"),
    ],
)
def test_a_time_is_read_in_one_way(run: Run, words: list[str], text: str, meant: str) -> None:
    assert run(*words, "--at", text, "--json").json["at"] == meant
