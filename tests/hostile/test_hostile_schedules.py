"""Schedules that mean ill, through every source, every command and every screen.

``PLANNER_LONG=1`` takes a million events instead of a few too many, and every
source to every screen and every export.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest

from planner.schedule.border_values import is_address
from planner.schedule.limits import MAX_EVENTS
from planner.schedule.source import Asked, Content
from planner.schedule.sources import read_schedule
from planner.schedule.unusable import ScheduleUnusable
from tests.cli.conftest import Run
from tests.conftest import Installed
from tests.hostile import hostile_files
from tests.hostile.conftest import LONG, Start
from tests.hostile.driven import ROUND, foreign, lines_of, steering
from tests.hostile.hostile_files import ADDED, IMPORTED, STEERING

TEXTS = tuple(STEERING.values())
#: The beginning, the smallest event and the end of a file in each layout.
CROWDS: dict[str, tuple[bytes, bytes, bytes]] = {
    "hostile.json": (
        b'{"format":1,"conference":{"id":"x","name":"x","title":"x","start":"2026-07-06",'
        b'"end":"2026-07-08","timezone":"Asia/Seoul"},"events":[',
        b'{"id":"talk-1","title":"a"},',
        b"0]}",
    ),
    "icml-2026-orals-posters.json": (
        b'{"count":1,"results":[',
        b'{"id":1,"name":"a","eventtype":"Poster","starttime":"2026-07-06T18:30:00-07:00"},',
        b"0]}",
    ),
    "icml2024_papers.json": (b"[", b'{"title":"a","status":"Poster","site":""},', b"0]"),
    "s.json": (
        b'{"conference":{"title":"x","time_zone_name":"Asia/Seoul","days":'
        b'[{"date":"2026-07-07","rooms":{"a":[',
        b'{"id":1,"title":"a","start":"10:00"},',
        b"0]}}]}}",
    ),
    "s.xml": (
        b"<schedule><conference><title>x</title><time_zone_name>Asia/Seoul</time_zone_name>"
        b"</conference><day date='2026-07-07'><room name='a'>",
        b"<event id='1'><title>a</title><start>10:00</start></event>",
        b"</room></day></schedule>",
    ),
    "s.ics": (
        b"BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Asia/Seoul\r\n",
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260707T100000\r\nSUMMARY:a\r\nEND:VEVENT\r\n",
        b"END:VCALENDAR\r\n",
    ),
}
#: Exports and what else prints a whole schedule.
COMMANDS = (
    ("search",),
    ("search", "--json"),
    ("export", "ical", "kind:poster,talk"),
    ("export", "html", "kind:poster,talk"),
    *(
        (
            ("agenda",),
            ("agenda", "--json"),
            ("facets",),
            ("density",),
            ("density", "--by", "session"),
            ("triage",),
            ("walk",),
            ("clashes",),
            ("suggest",),
            ("history",),
            ("conferences",),
            ("next", "--at", "2026-07-07 10:00"),
            ("export", "markdown"),
            ("export", "csv"),
            ("export", "json"),
            ("export", "bibtex"),
            ("export", "ical", "--unscheduled", "--posters", "each"),
            ("plan", "save", "-"),
        )
        if LONG
        else ()
    ),
)


def brought_in(run: Run, folder: Path, name: str) -> None:
    """Import the hostile file ``name``, and see that its report is harmless."""
    path = folder / name
    path.write_bytes(IMPORTED[name](TEXTS))
    ran = run("import", str(path), "--as", "hostile")
    assert ran.code == 0, ran.err
    assert steering(ran.out + ran.err) == set()


def refused(raw: bytes, name: str = "hostile.json") -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(ScheduleUnusable) as caught:
        read_schedule(Content(raw), Asked(name))
    sentence = str(caught.value)
    assert name in sentence
    assert steering(sentence) == set()
    assert len(sentence) < 400
    return sentence


@pytest.mark.parametrize("name", IMPORTED)
def test_no_command_prints_what_steers_a_terminal(
    bare: Installed, within: Run, tmp_path: Path, name: str
) -> None:
    # One layout shows that the program prints as its command line does within this process.
    run = bare.run if LONG or name == "hostile.json" else within
    brought_in(run, tmp_path, name)
    ids = run("search").ids
    assert len(ids) >= len(TEXTS) - 2
    assert run("star", "-", stdin=lines_of(ids)).code == 0
    for words in (*COMMANDS, ("show", ids[0])):
        ran = run(*words)
        assert "fault of planner" not in ran.err, (words, ran.err)
        # csv and iCalendar end their lines with CR LF.
        assert steering((ran.out + ran.err).replace("\r\n", "\n")) <= {"\ufeff"}, words


@pytest.mark.parametrize("name", ADDED)
def test_no_addition_brings_what_steers_a_terminal(within: Run, tmp_path: Path, name: str) -> None:
    brought_in(within, tmp_path, "icml-2026-orals-posters.json")
    path = tmp_path / name
    path.write_bytes(ADDED[name](TEXTS))
    ran = within("update", str(path))
    assert ran.code == 0
    assert steering(ran.out + ran.err) == set()
    assert steering(within("show", within("search", "kind:poster").ids[0]).out) == set()


@pytest.mark.parametrize(
    ("name", "columns", "lines"),
    [
        (name, columns, lines)
        for name in (IMPORTED if LONG else ["hostile.json"])
        for columns, lines in ([(60, 20), (80, 24), (120, 40)] if LONG else [(80, 24)])
    ],
)
def test_no_screen_writes_to_the_terminal_what_a_schedule_says(
    bare: Installed, start: Start, tmp_path: Path, name: str, columns: int, lines: int
) -> None:
    brought_in(bare.run, tmp_path, name)
    driven = start(bare, columns, lines)
    driven.go(*ROUND)
    assert foreign(driven.output) == []
    assert driven.memory() < 150
    assert driven.leave() == 0
    assert driven.is_restored()
    assert "fault of planner" not in driven.output


@pytest.mark.parametrize("name", CROWDS)
def test_more_events_than_the_limit_are_refused_before_they_are_looked_at(name: str) -> None:
    first, event, last = CROWDS[name]
    began = time.monotonic()
    assert "250,000" in refused(first + event * (MAX_EVENTS + 1) + last, name)
    assert time.monotonic() - began < 20


@pytest.mark.skipif(not LONG, reason="a long form")
@pytest.mark.parametrize("name", CROWDS)
def test_a_million_events_are_refused_in_five_seconds(
    bare: Installed, tmp_path: Path, name: str
) -> None:
    first, event, last = CROWDS[name]
    path = tmp_path / name
    path.write_bytes(first + event * 1_000_000 + last)
    began = time.monotonic()
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [bare.program, "import", path], env=bare.environment, stderr=said
        )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert time.monotonic() - began < 5
    assert process.returncode == 1
    assert "250,000" in (tmp_path / "said").read_text()
    assert used.ru_maxrss < 1 << 20, "KiB"


#: The beginning of a file, the value of which it has so many, and its end.
BOMBS = {
    "lists": (b'{"format":1,"conference":{},"events":[', b"[],", 9_000_000, b"0]}"),
    "numbers": (b'{"format":1,"conference":{},"events":[', b"1.5,", 17_000_000, b"0]}"),
    "elements": (b"<schedule>", b"<a/>", 9_000_000, b"</schedule>"),
    "depth": (b"", b"[", 10_000_000, b""),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_of_nothing_but_values_is_refused_unread(bomb: str) -> None:
    first, value, times, last = BOMBS[bomb]
    assert "more values" in refused(first + value * times + last)


@pytest.mark.parametrize(
    "declared",
    [
        "<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY x '&b;&b;&b;&b;&b;'>",
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p; <!ENTITY x 'a'>",
        "<!ELEMENT a ANY>",
    ],
)
def test_entities_of_a_files_own_are_not_read(declared: str) -> None:
    raw = f"<!DOCTYPE schedule [{declared}]><schedule><title>&x;</title></schedule>"
    assert "entities" in refused(raw.encode(), "s.xml")


@pytest.mark.parametrize("depth", [65, 300, 900, 985, 990, 995])
def test_an_event_that_nests_too_deeply_costs_itself_or_the_file(depth: int) -> None:
    whole = json.loads(hostile_files.native(["one", "two", "three"]))
    for key in ("board", "people", "links", "abstract", "certainty"):
        document = json.loads(json.dumps(whole))
        mark = "\0"
        document["events"][1][key] = mark
        raw = json.dumps(document).replace(json.dumps(mark), "[" * depth + "]" * depth)
        try:
            sound = len(read_schedule(Content(raw.encode()), Asked("hostile.json")).events)
        except ScheduleUnusable:
            sound = 0
        assert sound in (0, 2, 3)


def test_a_title_of_a_megabyte_and_a_crowd_of_people_are_cut() -> None:
    document = json.loads(hostile_files.native(["\x1b[1m" * 250_000, "two"]))
    document["events"][1]["people"] = [{"name": f"Ada {n}"} for n in range(100_000)]
    loaded = read_schedule(Content(json.dumps(document).encode()), Asked("hostile.json"))
    first, second = loaded.events
    assert len(first.title) == 10_000
    assert len(second.people) == 1_000
    assert any("100,000" in str(problem) for problem in loaded.report.problems)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("0001-01-01", "9999-12-31"),
        ("0001-01-01", "0001-01-02"),
        ("9999-12-30", "9999-12-31"),
        ("2026-07-06", "2028-07-06"),
        ("2026-07-06", "2026-07-05"),
    ],
)
def test_a_conference_that_nobody_can_plan_for_is_refused(first: str, last: str) -> None:
    assert "correct" in refused(hostile_files.native(["one"], start=first, end=last))


def test_an_event_outside_of_all_calendars_costs_itself() -> None:
    document = json.loads(hostile_files.native(["sound"]))
    sound = document["events"][0]
    slots = [
        ("0001-01-01T00:00:00+09:00", None),
        ("0001-01-01T12:00:00-09:00", "9999-12-31T00:00:00+09:00"),
        ("9999-12-31T23:59:59-09:00", None),
        ("9999-12-31T10:00:00+09:00", "0001-01-01T00:00:00+00:00"),
        ("2026-02-30T00:00:00Z", None),
    ]
    for number, (start, end) in enumerate(slots):
        document["events"].append(sound | {"id": f"talk-{number}", "start": start, "end": end})
    for number, day in enumerate(["0001-01-01", "9999-12-31", "0000-00-00"]):
        late = {"id": f"talk-1{number}", "start": None, "end": None, "day": day}
        document["events"].append(sound | late)
    loaded = read_schedule(Content(json.dumps(document).encode()), Asked("hostile.json"))
    assert [event.id for event in loaded.events] == [sound["id"]]
    assert len(loaded.report.dropped) == 8


def test_an_end_before_the_start_or_years_after_it_is_no_end() -> None:
    document = json.loads(hostile_files.native(["one", "two", "three"]))
    start = "2026-07-07T10:00:00+09:00"
    ends = [start, "2026-07-07T09:00:00+09:00", "2027-09-01T10:00:00+09:00"]
    for event, end in zip(document["events"], ends, strict=True):
        event |= {"start": start, "end": end}
    loaded = read_schedule(Content(json.dumps(document).encode()), Asked("hostile.json"))
    nothing, negative, endless = loaded.events
    assert nothing.end == nothing.start
    assert (negative.end, endless.end) == (None, None)
    assert all(event.day == date(2026, 7, 7) for event in loaded.events)


def test_an_id_a_thousand_times_is_one_event_or_one_a_start() -> None:
    document = json.loads(hostile_files.native(["one"]))
    document["events"] *= 1_000
    loaded = read_schedule(Content(json.dumps(document).encode()), Asked("hostile.json"))
    assert len(loaded.events) == 1


@pytest.mark.parametrize("sign", ["\x9b", "\x9d", "\u202e", "\u2066", "\u200b", "\ufeff", "\x7f"])
def test_no_address_holds_a_sign_that_steers(sign: str) -> None:
    assert is_address("https://river.example/ötter")
    assert not is_address(f"https://river.example/a{sign}b")


def test_a_files_name_steers_no_terminal(bare: Installed, tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b]52;c;ZXZpbA==\x07\u202e.json"
    path.write_text("[")
    ran = bare.run("import", str(path))
    assert steering(ran.sentence) == set()
    assert steering(bare.run("star", "\x1b[31mred").err) == set()
