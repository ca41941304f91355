"""``planner block``, ``unblock``, ``blocks`` and ``busy``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:standup
DTSTART;TZID=America/New_York:20240102T040000
DURATION:PT30M
RRULE:FREQ=WEEKLY;BYDAY=TU
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:garbage
END:VEVENT
BEGIN:VEVENT
UID:oral-1@icml2024.planner
DTSTART:20240723T080000Z
DURATION:PT1H
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    path = tmp_path / "work.ics"
    path.write_text(CALENDAR)
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("lunch with Ada", "--from", "fri 14:00", "--to", "fri 15:00"),
        ("--from=2024-07-26T14:00", "--to=2024-07-26T15:00", "lunch", "with", "Ada"),
        ("fri 14-15 lunch with Ada",),
        ("fri", "14-15", "lunch", "with", "Ada"),
    ],
)
def test_a_block_is_kept_and_its_id_is_printed(run: Run, words: tuple[str, ...]) -> None:
    ran = run("block", *words)
    assert (ran.code, ran.out) == (0, "block-1\n")
    assert ran.err == "Blocked Fri 26 Jul 14:00-15:00: lunch with Ada.\n"
    assert run("blocks", "--json").json == [
        {
            "id": "block-1",
            "title": "lunch with Ada",
            "start": "2024-07-26T14:00:00+02:00",
            "end": "2024-07-26T15:00:00+02:00",
            "away": False,
            "calendar": None,
        }
    ]


def test_time_away_is_blocked_in_either_way(run: Run) -> None:
    assert run("block", "museum", "--from", "tue", "--to", "tue", "--away").code == 0
    assert run("block", "away from thu 15:00").code == 0
    assert run("block", "--away", "fri 9-10 walk").code == 0
    blocks = run("blocks", "--json").json
    assert [block["away"] for block in blocks] == [True, True, True]
    assert (blocks[0]["start"], blocks[0]["end"]) == (
        "2024-07-23T00:00:00+02:00",
        "2024-07-24T00:00:00+02:00",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), 'planner block "fri 14-15 my poster", or planner block TITLE --from'),
        (("--from", "fri 14:00", "--to", "fri 15:00"), "needs a time and a title"),
        (("x", "--from", "fri 14:00"), "--to TIME is missing"),
        (("x", "--to", "fri 14:00"), "--from TIME is missing"),
        (("x", "--from", "lala", "--to", "fri 14:00"), "--from: 'lala' is no time"),
        (("x", "--from", "fri 15:00", "--to", "fri 14:00"), "after the start"),
        (("my poster",), "no time that can be read"),
        (("fri 14:00 my poster",), "Until when?"),
        (("fri 14-15",), "What is it?"),
        (("fri 14-15 " + "x" * 201,), "201 characters"),
    ],
)
def test_what_is_no_block_is_wrong_usage(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run("block", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.sentence
    assert run("blocks").out == ""


def test_the_same_block_again_is_there_already(run: Run) -> None:
    run("block", "fri 14-15 my poster")
    again = run("block", "My poster", "--from", "fri 14:00", "--to", "fri 15:00")
    assert (again.code, again.out) == (0, "block-1\n")
    assert again.err == "Fri 26 Jul 14:00-15:00: My poster is there already.\n"
    assert len(run("blocks").lines) == 1
    assert run("block", "fri 14-15 another").out == "block-2\n"


def test_blocks_are_lines_for_a_program(run: Run) -> None:
    run("block", "fri 14-15 my poster")
    run("block", "away until mon noon")
    assert run("blocks").lines == [
        ["block-2", "Sun 21 Jul 00:00-Mon 12:00", "away", "away"],
        ["block-1", "Fri 26 Jul 14:00-15:00", "-", "my poster"],
    ]


def test_without_blocks_one_is_told_how_to_make_one(run: Run) -> None:
    ran = run("blocks")
    assert (ran.code, ran.out) == (0, "")
    assert "planner block" in ran.err
    assert run("blocks", "--json").out == "[]\n"


def test_a_block_is_given_back_and_its_number_is_not_used_again(run: Run) -> None:
    run("block", "fri 14-15 one")
    assert run("unblock", "block-1").code == 0
    assert run("block", "fri 14-15 two").out == "block-2\n"
    run("undo")
    assert run("block", "fri 14-15 three").out == "block-3\n"
    assert run("unblock", "-", stdin=run("blocks").out).code == 0
    assert run("blocks").out == ""


def test_an_unknown_block_is_none(run: Run) -> None:
    ran = run("unblock", "block-9")
    assert ran.code == 1
    assert "planner blocks" in ran.sentence
    assert run("unblock").code == 2


def test_blocks_stand_in_the_agenda(run: Run) -> None:
    run("star", "oral-35442", "poster-34535")
    run("block", "tue 16:40-17 call")
    run("block", "away wed")
    agenda = run("agenda", "--json").json
    tuesday, wednesday = agenda["days"]
    assert [each["id"] for each in tuesday["commitments"]] == ["block-1"]
    assert tuesday["clashes"] == [
        {"a": "oral-35442", "b": "block-1", "kind": "clash", "minutes": 5}
    ]
    assert (wednesday["items"], wednesday["budgets"]) == ([], [])
    assert [row["id"] for row in wednesday["away"]] == ["poster-34535"]
    assert run("agenda").ids == ["block-1", "oral-35442", "block-2", "poster-34535"]


def test_a_block_of_several_days_is_one_line_for_a_program(run: Run) -> None:
    run("block", "mon-wed course")
    assert run("agenda").ids == ["block-1"]


# Busy times


def test_a_calendar_gives_its_busy_times_and_what_it_cannot_give_is_counted(
    run: Run, calendar: Path
) -> None:
    ran = run("busy", str(calendar))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        "Busy times of work.ics: 1 commitment.",
        "1 entry could not be read and was left out.",
        "1 entry that planner exported left out.",
    ]
    (block,) = run("blocks", "--json").json
    assert (block["title"], block["start"]) == ("standup", "2024-07-23T10:00:00+02:00")
    assert block["calendar"] == "work.ics"


def test_the_calendar_again_replaces_what_it_gave(run: Run, calendar: Path) -> None:
    run("block", "fri 14-15 my poster")
    run("busy", str(calendar))
    assert run("busy", str(calendar)).err.startswith("Nothing changed.")
    calendar.write_text(CALENDAR.replace("BYDAY=TU", "BYDAY=WE"))
    run("busy", str(calendar))
    assert [cells[1] for cells in run("blocks").lines] == [
        "Wed 24 Jul 10:00-10:30",
        "Fri 26 Jul 14:00-15:00",
    ]
    run("undo")
    assert run("blocks").lines[0][1] == "Tue 23 Jul 10:00-10:30"


def test_what_is_no_calendar_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("BEGIN:VCARD")
    for name in (path, tmp_path / "nowhere.ics", tmp_path):
        ran = run("busy", str(name))
        assert (ran.code, ran.out) == (1, "")
        assert str(name) in ran.sentence
    assert run("busy").code == 2
    assert run("busy", "a.ics", "b.ics").code == 2


def test_blocks_are_exported_only_when_asked_for(run: Run, calendar: Path) -> None:
    run("star", "oral-35442")
    run("block", "fri 14-15 my poster")
    run("busy", str(calendar))
    assert "block-1" not in run("export", "ical").out
    exported = run("export", "ical", "--blocks").out
    assert "UID:block-1@icml2024.planner" in exported
    assert "SUMMARY:my poster" in exported
    assert "standup" not in exported
    run("unstar", "oral-35442")
    assert run("export", "ical").code == 1
    assert "SUMMARY:my poster" in run("export", "ical", "--blocks").out
