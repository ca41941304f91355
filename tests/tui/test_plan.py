"""Plan and export: what was chosen, day by day, and how it is taken along."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.model import Level
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp


def star(session: Session, *event_ids: str, level: Level = Level.WANT) -> None:
    found = [session.schedule.event(event_id) for event_id in event_ids]
    session.decisions.star([event for event in found if event is not None], level)


async def test_an_empty_plan_says_what_to_press(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("2")
        assert "Nothing is starred yet." in screen.text
        assert "space stars one" in screen.text


async def test_what_has_no_time_stands_apart_and_is_counted(
    open_app: OpenApp, session: Session
) -> None:
    star(session, "tutorial-35223", "poster-33646", "poster-35180", "demo-tacticai")
    async with open_app() as screen:
        await screen.press("2")
        assert "[Mon 1]" in screen.text
        assert "no time yet 3" in screen.text
        await screen.press("right")
        assert "2 posters with no time: 10 min; the six sessions have 540 min" in screen.text


async def test_posters_of_a_slot_stand_under_its_budget_in_board_order(
    open_app: OpenApp, session: Session
) -> None:
    star(session, "poster-34686", "poster-34535")
    async with open_app() as screen:
        await screen.press("2")
        slot = next(i for i, line in enumerate(screen.lines) if "Poster Session 3" in line)
        assert screen.lines[slot][1:].startswith("11:30")
        assert "10 of 90 min" in screen.lines[slot]
        assert "#503" in screen.lines[slot + 1]
        assert "~ ▐ ★ board ?" in screen.lines[slot + 2]


async def test_an_oral_of_a_session_without_its_own_time_is_in_the_session(
    open_app: OpenApp, session: Session
) -> None:
    star(session, "oral-35451")
    async with open_app() as screen:
        await screen.press("2")
        assert "16:30 ?" in screen.cursor_line
        assert "min" not in screen.cursor_line


async def test_free_time_between_two_talks_is_one_line_with_its_length(
    open_app: OpenApp, session: Session
) -> None:
    ids = [
        event_id
        for event_id in session.schedule.all_ids()
        if (event := session.schedule.event(event_id)) is not None
        and event.kind == "oral"
        and event.start is not None
        and event.start.strftime("%d %H:%M") in ("23 10:30", "23 16:30")
    ]
    star(session, *ids)
    async with open_app() as screen:
        await screen.press("2")
        assert any(line.startswith(" 10:45     free 5 h 45") for line in screen.lines)


async def test_levels_and_undo_work_in_the_plan_too(open_app: OpenApp, session: Session) -> None:
    star(session, "tutorial-35223")
    async with open_app() as screen:
        await screen.press("2", "S")
        assert session.itinerary().stars["tutorial-35223"].level is Level.MUST
        await screen.press("S")
        assert "Nothing is starred yet." in screen.text
        await screen.press("u")
        assert "Physics of Language Models" in screen.text


async def test_the_plan_and_the_list_show_each_others_stars(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("s", "2")
        assert "no time yet 1" in screen.text
        await screen.press("s", "1")
        assert screen.cursor_line[1] == " "


async def test_export_writes_a_calendar_and_says_where(
    open_app: OpenApp,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    star(session, "tutorial-35223", "poster-33646")
    async with open_app(size=(120, 40)) as screen:
        await screen.press("e")
        assert "1 with a time, 1 without" in screen.text
        await screen.press("enter")
        assert screen.status.startswith("Wrote 1 event to ")
    content = (folder / "icml2024-plan.ics").read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 1
    assert b"TZID=Europe/Vienna:20240722T153000" in content


async def test_after_the_poster_sessions_no_minutes_are_said_to_be_left(
    open_app: OpenApp, session: Session
) -> None:
    star(session, "poster-33646", "poster-35180")
    async with open_app(at=datetime(2024, 8, 1, 8, 0, tzinfo=UTC)) as screen:
        await screen.press("2")
        assert "2 posters with no time; the poster sessions are over" in screen.text
        assert "min left" not in screen.text


async def test_export_can_list_what_has_no_time(
    open_app: OpenApp,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    star(session, "tutorial-35223", "poster-33646")
    async with open_app() as screen:
        await screen.press("e", "down", "enter")
        assert screen.status.startswith("Wrote 2 events to ")
    content = (tmp_path / "icml2024-plan.ics").read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 2
    async with open_app() as screen:
        await screen.press("e", "down", "down", "down", "down", "enter")
    rows = json.loads((tmp_path / "icml2024-plan.json").read_text(encoding="utf-8"))
    assert {row["id"] for row in rows} == {"tutorial-35223", "poster-33646"}


async def test_export_of_nothing_says_why_not(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("e")
        assert "nothing is starred yet" in screen.text
        await screen.press("enter")
        assert screen.status == "nothing is starred yet"


async def test_export_where_nothing_can_be_written_says_so(
    open_app: OpenApp, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    star(session, "tutorial-35223")
    monkeypatch.setattr(Path, "cwd", lambda: tmp_path / "file" / "under")
    (tmp_path / "file").write_text("in the way")
    async with open_app() as screen:
        await screen.press("e", "enter")
        assert "Not written" in screen.status


async def test_export_never_takes_the_place_of_a_foreign_file(
    open_app: OpenApp, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    foreign = tmp_path / "icml2024-plan.ics"
    foreign.write_text("mine")
    star(session, "tutorial-35223")
    for _ in range(2):
        async with open_app() as screen:
            await screen.press("e", "enter")
    assert foreign.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.glob("*.ics")) == [
        "icml2024-plan.ics",
        "icml2024-plan_2.ics",
    ]


async def test_a_key_of_another_screen_says_where_it_works(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("2", "space")
        assert screen.status.startswith("In Browse (1): star as want")
        await screen.press("1", "c")
        assert screen.status.startswith("In Plan (2): keep time for something of your own")
        await screen.press("4", "equals_sign")
        assert screen.status.startswith("In Plan (2): suggest the best choice")
        await screen.press("3", "M")
        assert screen.status.startswith("In Browse (1): I present it")


async def test_the_plan_opens_on_the_day_that_was_left(open_app: OpenApp, session: Session) -> None:
    star(session, "tutorial-35223", "poster-34535", "oral-35486")
    async with open_app() as screen:
        await screen.press("2", "right", "right", "q")
    async with open_app() as screen:
        assert "[Wed 1]" in screen.text
