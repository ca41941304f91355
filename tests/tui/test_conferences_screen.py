"""Conferences: the list of them, bringing one in, updating, and going on without a new start."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.model import Level
from planner.paths import Places, kept_schedule, story_path
from planner.tui.app import PlannerApp
from planner.tui.render import ASCII_SIGNS
from planner.tui.screens.bring_in import ImportScreen
from planner.tui.screens.browse import BrowseScreen
from planner.tui.screens.plan import PlanScreen
from planner.tui.screens.report import ReportScreen
from planner.tui.screens.update import UpdateScreen
from planner.workspace import errand
from planner.workspace.in_use import conference_in_use, keep_in_use, schedule_in_use
from planner.workspace.session import Session
from tests.conftest import small_document
from tests.tui.conftest import MOMENT, OpenApp, Screenful

Document = dict[str, Any]

#: An errand that never comes to its end.
FOR_EVER = """
import time
print('{"what": "fetching", "done": 1200000, "of": 4800000}', flush=True)
time.sleep(60)
"""


def keep(where: Places, document: Document) -> Path:
    """Keep a schedule beside the others, as an import does."""
    path = kept_schedule(where, document["conference"]["id"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def later(document: Document, event_id: str, day: str) -> Document:
    """Return a schedule in which one event is on another day."""
    for event in document["events"]:
        if event["id"] == event_id:
            event |= {"day": day}
            event["start"] = f"{day}{event['start'][10:]}"
            event["end"] = f"{day}{event['end'][10:]}"
    return document


@pytest.fixture
def small_in_use(where: Places, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A second window on the small conference, which is kept and in use; one poster is starred."""
    monkeypatch.setenv("PLANNER_HOME", str(where.data.parent))
    keep(where, small_document())
    keep_in_use(where, "small")
    session = Session.open(where, lambda: MOMENT)
    poster = session.schedule.event("poster-1")
    assert poster is not None
    session.decisions.star([poster], Level.MUST)
    yield session
    session.close()


async def until(screen: Screenful, seen: Callable[[], bool]) -> None:
    """Wait for what a process of its own brings about."""
    for _ in range(600):
        if seen():
            break
        await asyncio.sleep(0.02)
    assert seen(), screen.text
    await screen.pilot.pause()
    await screen.pilot.pause()


def on_top(app: PlannerApp, kind: type) -> Callable[[], bool]:
    return lambda: bool(app.screen_stack) and isinstance(app.screen, kind)


def name(app: PlannerApp) -> str:
    return app.session.schedule.conference.name


# The list


async def test_all_conferences_are_listed_with_dates_days_to_go_and_events(
    open_app: OpenApp, small_in_use: Session
) -> None:
    async with open_app() as screen:
        await screen.press("L")
        small, shipped = screen.lines[3:5]
        assert small.startswith("▌✓ Small 2024   23-24 Jul 2024")
        assert small.endswith("in use   in 14 days   6 events")
        assert shipped.startswith("   ICML 2024   21-27 Jul 2024")
        assert shipped.endswith("in 12 days")
        assert "Hall, Vienna, Europe/Vienna" in screen.text
        await screen.press("j")
        assert "As it comes with planner" in screen.text


@pytest.mark.parametrize("size", [(60, 20), (120, 40), (200, 50)])
async def test_the_list_works_in_every_size_and_in_ascii(
    open_app: OpenApp, small_in_use: Session, size: tuple[int, int]
) -> None:
    async with open_app(size, signs=ASCII_SIGNS, at=MOMENT + timedelta(days=15)) as screen:
        await screen.press("L")
        assert screen.text.isascii()
        assert "Small 2024" in screen.lines[3]
        assert "day 2 of 2" in screen.lines[3]


async def test_enter_uses_another_one_and_coming_back_finds_the_place_there(
    open_app: OpenApp, small_in_use: Session, where: Places
) -> None:
    async with open_app() as screen:
        await screen.press("slash", "h", "o", "n", "enter", "2")
        await screen.press("L", "j", "enter")
        await until(screen, lambda: name(screen.app) == "ICML 2024")
        assert screen.lines[0].startswith(" ICML 2024")
        assert "1 Browse" in screen.lines[1]
        assert screen.status == "In use: ICML 2024"
        assert conference_in_use(where) == "icml2024"
        await screen.press("L", "g", "enter")
        await until(screen, lambda: name(screen.app) == "Small 2024")
        assert screen.lines[0].startswith(" Small 2024")
        # As it was left: in Plan, and the search stands in Browse.
        assert isinstance(screen.app.screen, PlanScreen)
        await screen.press("1")
        assert screen.lines[2].startswith(" /hon")


async def test_x_asks_before_it_removes_and_what_was_decided_stays(
    open_app: OpenApp, small_in_use: Session, where: Places
) -> None:
    kept = kept_schedule(where, "small")
    async with open_app() as screen:
        await screen.press("L", "x")
        assert screen.status.startswith("x again: its schedule goes, your decisions stay.")
        await screen.press("k", "x")
        assert kept.is_file()
        await screen.press("x")
        await until(screen, lambda: name(screen.app) == "ICML 2024")
        assert not kept.exists()
        assert "stays in" in screen.status
    assert small_in_use.itinerary().stars.keys() == {"poster-1"}


async def test_what_ships_cannot_be_removed(open_app: OpenApp, small_in_use: Session) -> None:
    async with open_app() as screen:
        await screen.press("L", "j", "x")
        assert "comes with planner" in screen.status
        await screen.press("x")
        assert screen.lines[4].startswith("▌  ICML 2024")


async def test_where_the_environment_names_the_schedule_nothing_is_changed(
    open_app: OpenApp, small_in_use: Session, monkeypatch: pytest.MonkeyPatch, where: Places
) -> None:
    monkeypatch.setenv("PLANNER_SCHEDULE", str(schedule_in_use(where, {})))
    async with open_app() as screen:
        for key in ("L", "R"):
            await screen.press(key)
            assert screen.status == "Unset PLANNER_SCHEDULE first: it names the schedule file"
            assert screen.app.screen is screen.app.browse


# Bringing one in


async def test_a_file_without_a_zone_asks_for_it_completes_it_and_is_used_then(
    open_app: OpenApp, small_in_use: Session, tmp_path: Path
) -> None:
    file = tmp_path / "huts.xml"
    file.write_text(
        "<schedule><conference><acronym>hut24</acronym><title>Hut Days</title></conference>"
        '<day index="1" date="2024-09-01"><room name="A"><event guid="a1" id="1">'
        "<date>2024-09-01T10:00:00+02:00</date><start>10:00</start><duration>00:30</duration>"
        "<title>Huts</title></event><event guid='b2' id='2'><title></title></event>"
        "</room></day></schedule>",
        encoding="utf-8",
    )
    async with open_app() as screen:
        await screen.press("L", "i", "enter")
        assert screen.status == "Type a file or an address first"
        top = screen.app.screen
        assert isinstance(top, ImportScreen)
        top.on_paste(_Pasted(str(file)))  # type: ignore[arg-type]  # all that is asked of it
        await screen.press("enter")
        await until(screen, lambda: bool(top.failure))
        assert "does not name its time zone; type it below" in " ".join(screen.text.split())
        assert not Path(kept_schedule(small_in_use.places, "hut24")).exists()
        await screen.press("v", "i", "e", "n", "n", "tab")
        assert "time zone        Europe/Vienna" in screen.text
        await screen.press("enter")
        await until(screen, on_top(screen.app, ReportScreen))
        assert name(screen.app) == "Hut Days"
        assert "1 event from frab XML" in screen.text
        assert "kinds: 1 talk" in screen.text
        assert "left out: 1 event" in screen.text
        assert conference_in_use(small_in_use.places) == "hut24"
        await screen.press("enter")
        assert "Huts" in screen.cursor_line
        assert "Welcome. 1 event is here, offline." in screen.text


class _Pasted:
    """A paste, as far as a screen looks at it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def stop(self) -> None:
        """End its way."""


# Updating


async def test_r_asks_first_and_esc_leaves_all_as_it_is(
    open_app: OpenApp, small_in_use: Session
) -> None:
    async with open_app() as screen:
        await screen.press("R")
        assert "Small 2024 names no address to ask." in screen.text
        await screen.press("enter")
        assert screen.status == "Type a file that you downloaded, or esc goes back"
        await screen.press("escape")
        assert screen.app.screen is screen.app.browse


async def test_where_a_host_is_known_it_is_named(open_app: OpenApp) -> None:
    async with open_app((60, 20)) as screen:
        await screen.press("R")
        assert screen.lines[2] == " Ask icml.cc for a newer schedule? Your stars stay."
        assert "esc leaves all as it is" in screen.text
        await screen.press("escape")


async def test_an_update_goes_on_at_the_same_row_with_the_report_first(
    open_app: OpenApp, small_in_use: Session, tmp_path: Path
) -> None:
    newer = later(small_document(), "poster-1", "2024-07-24")
    file = tmp_path / "newer.json"
    file.write_text(json.dumps(newer), encoding="utf-8")
    async with open_app() as screen:
        await screen.press("G")
        row = screen.cursor_line
        before = screen.app.session
        await screen.press("R")
        top = screen.app.screen
        assert isinstance(top, UpdateScreen)
        top.on_paste(_Pasted(str(file)))  # type: ignore[arg-type]  # all that is asked of it
        await screen.press("enter")
        await until(screen, on_top(screen.app, ReportScreen))
        assert screen.app.session is not before
        assert "Small 2024: 1 moved" in screen.text
        assert "5 shows what changed for you" in screen.text
        await screen.press("enter")
        assert isinstance(screen.app.screen, BrowseScreen)
        assert screen.cursor_line == row
        await screen.press("5")
        assert "moved from Tue 13:30 to Wed 13:30" in screen.text
        await screen.press("space")
        assert "Nothing changed." in screen.text
        # Twice, to see that an app that went on goes on again.
        await screen.press("R", *"x", "enter")
        await until(screen, lambda: "cannot be read" in screen.text)
        await screen.press("escape")


async def test_a_failed_update_says_why_and_changes_nothing(
    open_app: OpenApp, small_in_use: Session, where: Places
) -> None:
    content = kept_schedule(where, "small").read_bytes()
    async with open_app() as screen:
        await screen.press("R", "n", "o", "enter")
        await until(screen, lambda: "cannot be read" in screen.text)
        assert isinstance(screen.app.screen, UpdateScreen)
        # What was typed still stands there, to be mended.
        assert "file or address  no" in screen.text
    assert kept_schedule(where, "small").read_bytes() == content


async def test_an_errand_under_way_shows_its_progress_and_is_cancelled(
    open_app: OpenApp, small_in_use: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = subprocess.Popen
    children = []

    def endless(_command: list[str], **options: Any) -> Any:
        children.append(started([sys.executable, "-c", FOR_EVER], **options))
        return children[-1]

    async with open_app() as screen:
        monkeypatch.setattr(subprocess, "Popen", endless)
        await screen.press("R", "n", "enter")
        await until(screen, lambda: "1.2 of 4.8 MB" in screen.text)
        assert "Fetching" in screen.text
        await screen.press("j")
        await screen.press("escape")
        assert "Cancelled; nothing changed." in screen.text
        assert children[0].poll() is not None
        await screen.press("enter")
        await until(screen, lambda: "1.2 of 4.8 MB" in screen.text)
    # Nor does it outlive the app.
    assert children[1].poll() is not None


async def test_what_another_window_updated_is_offered_and_taken_up(
    open_app: OpenApp, small_in_use: Session, where: Places
) -> None:
    async with open_app() as screen:
        keep(where, later(small_document(), "poster-1", "2024-07-24"))
        await until(screen, lambda: "updated elsewhere; R takes it up" in screen.status)
        before = screen.app.session
        await screen.press("R")
        await until(screen, lambda: screen.app.session is not before)
        assert "5 Changes 1" in screen.lines[1]
        assert "updated elsewhere" in screen.status


async def test_a_schedule_that_cannot_be_used_leaves_what_is_open(
    open_app: OpenApp, small_in_use: Session, where: Places
) -> None:
    async with open_app() as screen:
        kept_schedule(where, "small").write_text("{}", encoding="utf-8")
        screen.app.renewing.go_on(kept_schedule(where, "small"))
        await until(screen, lambda: "What was open stays as it is." in screen.text)
        await screen.press("enter")
        assert isinstance(screen.app.screen, BrowseScreen)
        await screen.press("S")
        assert len(small_in_use.itinerary().stars) == 0


# By itself


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The arguments of all errands that were begun; none of them does anything."""
    begun: list[list[str]] = []

    class Begun:
        failure = None

        def __init__(self, arguments: list[str]) -> None:
            begun.append(arguments)
            self.outcome = {"sentences": ["ICML 2024: nothing newer"], "mine": 0}

        def look(self) -> bool:
            return True

        def close(self) -> None:
            """Nothing is to be ended."""

    monkeypatch.setattr(errand, "Errand", Begun)
    return begun


async def test_nothing_is_asked_at_a_start(open_app: OpenApp, started: list[list[str]]) -> None:
    async with open_app() as screen:
        await asyncio.sleep(0.6)
        assert started == []
        assert screen.app.browse.card


async def test_where_the_settings_allow_it_one_asks_once_a_day(
    open_app: OpenApp, started: list[list[str]], where: Places
) -> None:
    where.config.mkdir(parents=True, exist_ok=True)
    (where.config / "settings.toml").write_text("daily_check = true\n", encoding="utf-8")
    async with open_app() as screen:
        await until(screen, lambda: screen.status == "ICML 2024: nothing newer")
        assert started == [["update", "icml2024"]]
    story = story_path(where, "icml2024")
    story.parent.mkdir(parents=True, exist_ok=True)
    story.write_text("{}", encoding="utf-8")
    async with open_app():
        assert len(started) == 1
    os.utime(story, (0, 0))
    async with open_app() as screen:
        await until(screen, lambda: "nothing newer" in screen.status)
    assert len(started) == 2
