"""What is said of a file goes to a terminal, whatever the file holds."""

from __future__ import annotations

from planner.schedule.loaded import Problem


def test_a_problem_is_one_harmless_line_with_its_place() -> None:
    problem = Problem(3, "one\ud800\x1b[31m\n", "title", "no \u202eroom")
    assert str(problem) == "event 3 (one [31m ): title: no room"


def test_a_problem_of_the_file_has_no_number() -> None:
    assert str(Problem(None, None, "source", "not an address")) == "file: source: not an address"
