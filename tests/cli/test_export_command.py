"""``planner export``: the starred events or a query's, to a file or to standard output."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import threading
from pathlib import Path

import icalendar
import pytest

from tests.cli.conftest import Run

TIMED = "oral-35442"
UNTIMED = "poster-33646"


def test_without_a_query_it_is_what_is_starred(run: Run) -> None:
    run("star", TIMED, UNTIMED)
    ran = run("export", "json")
    assert [row["id"] for row in ran.json] == [TIMED, UNTIMED]
    ran = run("export", "ical")
    (event,) = icalendar.Calendar.from_ical(ran.out).walk("VEVENT")
    assert event["UID"] == f"{TIMED}@icml2024.planner"
    assert "\r\n" in ran.out
    assert "1 event without a time" in ran.err
    assert "--unscheduled" in ran.err


def test_a_query_exports_what_it_finds(run: Run) -> None:
    ran = run("export", "json", "kind:demo")
    assert len(ran.json) == 4
    assert run("export", "json", "topic:large language models", "-survey").code == 0


def test_options_stand_anywhere_and_two_dashes_end_them(run: Run, tmp_path: Path) -> None:
    run("star", TIMED)
    target = tmp_path / "plan.ics"
    assert run("export", "-o", str(target), "ical", "--utc").code == 0
    assert b"T143000Z" in target.read_bytes()
    assert run("export", "json", "--", "-o").code in (0, 1)


def test_a_file_is_written_whole_and_said(run: Run, tmp_path: Path) -> None:
    run("star", TIMED)
    target = tmp_path / "plan.json"
    ran = run("export", "json", "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert str(target) in ran.err
    assert [row["id"] for row in json.loads(target.read_text())] == [TIMED]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["plan.json"]


def test_exporting_twice_gives_the_same_bytes(run: Run) -> None:
    run("star", TIMED, UNTIMED, "poster-34535")
    first = run("export", "ical", "--unscheduled").out
    assert first == run("export", "ical", "--unscheduled").out
    assert first.count("BEGIN:VEVENT") == 3


@pytest.mark.parametrize(
    "words",
    [
        ("ical",),
        ("json",),
        ("html",),
        ("markdown",),
        ("csv",),
        ("bibtex",),
        ("json", "zzzqqq"),
        ("markdown", "is:visited"),
    ],
)
def test_nothing_to_export_is_a_failure(run: Run, words: tuple[str, ...]) -> None:
    ran = run("export", *words)
    assert (ran.code, ran.out) == (1, "")
    assert "nothing to export" in ran.sentence


def test_nothing_with_a_time_is_no_calendar(run: Run, tmp_path: Path) -> None:
    run("star", UNTIMED)
    ran = run("export", "ical", "-o", str(tmp_path / "plan.ics"))
    assert (ran.code, ran.out) == (1, "")
    assert not (tmp_path / "plan.ics").exists()
    assert run("export", "ical", "--unscheduled").code == 0


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("papyrus",),
        ("ical", "-o"),
        ("ical", "--alarm", "soon"),
        ("ical", "--posters", "some"),
    ],
)
def test_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    run("star", TIMED)
    ran = run("export", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.sentence


def test_a_folder_as_the_file_is_refused_by_its_own_name(run: Run, tmp_path: Path) -> None:
    run("star", TIMED)
    ran = run("export", "json", "-o", str(tmp_path))
    assert ran.code == 1
    assert f"{tmp_path} cannot be written" in ran.sentence
    assert ".part" not in ran.sentence


def test_a_pipe_is_written_to_and_stays_a_pipe(run: Run, tmp_path: Path) -> None:
    run("star", TIMED)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    taken: list[bytes] = []
    reader = threading.Thread(target=lambda: taken.append(pipe.read_bytes()), daemon=True)
    reader.start()
    ran = run("export", "json", "-o", str(pipe))
    assert ran.code == 0
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    reader.join(10)
    assert json.loads(taken[0])[0]["id"] == TIMED


def test_a_link_stays_a_link_and_what_it_points_at_is_written(run: Run, tmp_path: Path) -> None:
    run("star", TIMED)
    link, target = tmp_path / "link.json", tmp_path / "target.json"
    link.symlink_to(target)
    assert run("export", "json", "-o", str(link)).code == 0
    assert link.is_symlink()
    assert json.loads(target.read_text())


def test_hidden_events_are_left_out_of_a_querys_export_and_counted(run: Run) -> None:
    run("hide", "demo-tacticai")
    ran = run("export", "json", "kind:demo")
    assert len(ran.json) == 3
    assert "3, and 1 hidden" in ran.err


def test_markdown_is_a_page_of_what_is_starred(run: Run) -> None:
    run("star", TIMED, UNTIMED, "--must")
    run("note", UNTIMED, "Ask *Jake* <b>")
    ran = run("export", "markdown")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# ICML 2024: my plan\n")
    assert "## Tue 23 Jul 2024" in ran.out
    time = "Oral, 16:30-16:45, Hall A2, in Oral 2C Privacy (the time is inferred)"
    assert f"\n  - {time}\n" in ran.out
    title = (
        "[Genie: Generative Interactive Environments](https://openreview.net/forum?id=bJbSbJskOS)"
    )
    note = r"Ask \*Jake\* \<b\>"
    assert f"\n- {title} (must, missed)\n  > {note}\n" in ran.out.split("## No time known")[1]
    assert "one of six poster sessions, Tue-Thu" in ran.out
    assert run("export", "markdown").out == ran.out


def test_the_trip_report_is_what_was_seen_with_the_count_of_what_was_not(run: Run) -> None:
    run("star", TIMED, UNTIMED, "poster-34535")
    run("visit", TIMED, "poster-32627")
    ran = run("export", "markdown", "is:visited")
    assert ran.out.startswith("# ICML 2024: trip report\n")
    assert "2 seen, 2 missed" in ran.out
    assert ran.out.count("\n- [") == 2
    assert "(want, seen)" in ran.out
    assert "Genie" not in ran.out


def test_talk_and_poster_of_a_paper_are_told_once(run: Run) -> None:
    run("star", "oral-35440")
    twin = run("show", "oral-35440", "--json").json["twins"][0]
    run("star", twin, "--must")
    run("note", twin, "Bring the poster")
    for query in ((), ("ditto", "music")):
        ran = run("export", "markdown", *query)
        assert ran.out.count("\n- [") == 1
        assert "(must" in ran.out
        assert "> Bring the poster" in ran.out
        assert "  - Oral" in ran.out
        assert "  - Poster" in ran.out


def test_bibtex_writes_papers_once_and_counts_what_is_none(run: Run) -> None:
    run("star", "oral-35440", UNTIMED, "demo-tacticai", "workshop-29943")
    twin = run("show", "oral-35440", "--json").json["twins"][0]
    run("star", twin)
    ran = run("export", "bibtex")
    assert ran.code == 0
    assert "2 events left out: only papers have references" in ran.err
    keys = [line for line in ran.out.splitlines() if line.startswith("@")]
    assert keys == ["@inproceedings{bruce2024genie,", "@inproceedings{novack2024ditto,"]


def test_a_papers_key_is_the_same_in_every_export(run: Run) -> None:
    everything = run("export", "bibtex", "kind:poster,spotlight,oral").out
    keys = [line for line in everything.splitlines() if line.startswith("@")]
    assert len(set(keys)) == len(keys) == 2634
    later = next(key for key in keys if key.endswith("-b,"))
    title = everything.split(later, 1)[1].split("\n")[1].strip(" {},").removeprefix("title = {")
    assert later in run("export", "bibtex", f'"{title}"').out


def test_no_papers_are_nothing_to_export(run: Run) -> None:
    ran = run("export", "bibtex", "kind:demo")
    assert (ran.code, ran.out) == (1, "")
    assert "none of them is a paper" in ran.err


def test_a_page_and_references_go_to_files_too(run: Run, tmp_path: Path) -> None:
    run("star", UNTIMED)
    for form in ("markdown", "bibtex"):
        target = tmp_path / form
        ran = run("export", form, "-o", str(target))
        assert (ran.code, ran.out) == (0, "")
        assert target.read_text() == run("export", form).out
    assert "Wrote 1 paper to" in ran.err


def test_html_is_one_page_of_what_is_starred_the_same_each_time(run: Run) -> None:
    run("star", TIMED, UNTIMED, "--must")
    run("note", UNTIMED, "Ask <b>")
    run("block", "fri 14-15 my poster")
    ran = run("export", "html")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("<!doctype html>\n")
    assert "<title>ICML 2024: my plan</title>" in ran.out
    assert "Ask &lt;b&gt;" in ran.out
    assert "Europe/Vienna" in ran.out
    for heading in ("Tue 23 Jul 2024", "Fri 26 Jul 2024", "No time known"):
        assert heading in ran.out
    assert "my poster" in ran.out
    assert run("export", "html").out == ran.out
    found = run("export", "html", "kind:demo").out
    assert "<title>ICML 2024: kind:demo</title>" in found
    assert "my poster" not in found


def test_csv_is_a_table_of_what_is_starred_in_the_agendas_order(run: Run) -> None:
    run("star", UNTIMED, TIMED, "--maybe")
    run("note", TIMED, "=1+1")
    ran = run("export", "csv")
    assert (ran.code, ran.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"), newline="")))
    assert [row["id"] for row in rows] == [TIMED, UNTIMED]
    assert [row["starred"] for row in rows] == ["maybe", "maybe"]
    assert rows[0]["note"] == "'=1+1"
    records = run("export", "json").json
    for row, record in zip(rows, records, strict=True):
        for name in ("title", "start", "room", "kind", "attendance"):
            assert row[name] == (record[name] or "")


def test_json_of_what_is_starred_is_what_a_search_prints(run: Run) -> None:
    run("star", TIMED, UNTIMED)
    assert run("export", "json").json == run("search", "is:starred", "--json").json
    keys = {"id", "kind", "title", "start", "end", "day", "room", "board", "people", "topics"}
    keys |= {"track", "paper", "parent", "attendance", "certainty", "starred"}
    assert all(set(row) == keys for row in run("export", "json").json)


def test_a_page_and_a_table_go_to_files_as_they_are(run: Run, tmp_path: Path) -> None:
    run("star", TIMED)
    for form in ("html", "csv"):
        target = tmp_path / f"plan.{form}"
        assert run("export", form, "-o", str(target)).code == 0
        assert target.read_bytes().decode() == run("export", form).out
