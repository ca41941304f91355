"""Tables on a terminal: what is cut where the screen is narrow, and what never is."""

from __future__ import annotations

import pytest

from planner.cli.output import print_table
from tests.cli.conftest import Run


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a terminal of 80 columns, without colour; a test's own stream is there only now."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


def test_a_day_of_the_agenda_stands_in_the_order_of_time_and_says_each_whole(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch)
    run("star", "oral-35442", "poster-34535")
    run("when", "poster-33646", "3 #503")
    run("star", "poster-33646")
    run("block", "wed 14-15 my poster")
    run("block", "wed 10-11 breakfast")
    ran = run("agenda")
    assert not ran.err, ran.err
    lines = ran.out.splitlines()
    assert lines[0] == "Tue 23 Jul"
    assert lines[1].split()[2] == "~16:30-16:45"
    first = lines.index("Wed 24 Jul") + 1
    shown = [line[16:].strip() for line in lines[first : first + 4]]
    assert shown[0].startswith("10:00-11:00")
    assert {each[:20].strip() for each in shown[1:3]} == {"11:30-13:00", "11:30-13:00 (yours)"}
    assert shown[3].startswith("14:00-15:00")
    assert all(len(line) <= 80 for line in lines)


def test_a_time_is_never_cut_for_a_title(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    run("star", "poster-34535")
    run("when", "poster-33646", "3 #503")
    run("star", "poster-33646")
    lines = run("suggest").out.splitlines()
    assert any("Wed 24 Jul 11:30-13:00 (yours)  " in line for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_a_short_last_column_takes_nothing_from_the_others(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch)
    cells = [
        ("*", "honey2026", "The Honey Conference", "1-2 Sep 2026", "Europe/Vienna", "3 events")
    ]
    print_table(cells)
    assert capfdbinary.readouterr().out.decode() == "  ".join(cells[0]) + "\n"


def test_what_is_cut_says_so(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch)
    print_table([("*", "poster-1", "a room " * 12, "Bears and honey, a long story")])
    (line,) = capfdbinary.readouterr().out.decode().splitlines()
    assert len(line) <= 80
    assert "ro…  Bears and" in line
    assert line.endswith("…")


def test_saved_searches_say_what_their_numbers_are(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("searches", "save", "courses", "kind:tutorial")
    at_a_terminal(monkeypatch)
    assert run("searches").out == "courses     12 found  0 new  kind:tutorial\n"
