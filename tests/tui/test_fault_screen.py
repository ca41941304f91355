"""A fault of planner's own: an apology, a report without anybody's data, and a way to go on."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from textual import events

from planner.paths import Places
from planner.tui.lookout import Lookout
from planner.tui.screens.browse import BrowseScreen
from planner.tui.screens.plan import PlanScreen
from planner.workspace.fault import kept_reports
from tests.tui.conftest import OpenApp, Screenful, settled

APOLOGY = "Sorry: something went wrong in planner itself."
SECRET = "Ada's secret note"


def raise_it(*_arguments: object, **_more: object) -> None:
    raise ValueError(SECRET)


def report(where: Places) -> str:
    (path,) = kept_reports(where)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path.read_text(encoding="utf-8")


async def apologised(screen: Screenful) -> None:
    for _ in range(100):
        await screen.pilot.pause(0.02)
        if APOLOGY in screen.text:
            return
    raise AssertionError(screen.text)


async def went_on(screen: Screenful) -> None:
    await screen.press("enter")
    for _ in range(200):
        await screen.pilot.pause(0.02)
        if "Went on after a mistake" in screen.text:
            return
    raise AssertionError(screen.text)


async def test_a_key_that_fails_apologises_and_one_goes_on_where_one_was(
    open_app: OpenApp, where: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(faults=True) as screen:
        await screen.press("s", "/", *"genie", "enter")
        await settled(screen.pilot)
        before = screen.cursor_line
        with monkeypatch.context() as broken:
            broken.setattr(BrowseScreen, "do_must", raise_it)
            await screen.press("S")
            await apologised(screen)
        assert "Nothing you decided is lost." in screen.text
        assert str(kept_reports(where)[0]) in screen.text.replace("\n ", "")
        assert "enter go on" in screen.lines[-1]
        await went_on(screen)
        assert "genie" in screen.text
        assert screen.cursor_line == before
        await screen.press("S")
        assert "Starred as must" in screen.status
    told = report(where)
    assert "ValueError\n" in told
    assert "planner/tui/screens/base.py:" in told
    assert "screens: BrowseScreen" in told
    assert "star" not in told
    assert "last commands: want, search, leave_search, must" in told


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_report_holds_nothing_of_the_attendees(
    open_app: OpenApp,
    where: Places,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    monkeypatch.setenv("TERM", "xterm of Ada")
    async with open_app(size, faults=True) as screen:
        await screen.press("/", *"genie", "enter")
        monkeypatch.setattr(BrowseScreen, "do_must", raise_it)
        await screen.press("S")
        await apologised(screen)
        assert SECRET not in screen.text
        assert "q quits" in screen.text
    told = report(where)
    for private in ("secret", "genie", "Ada", str(Path.home()), str(where.data), "poster-"):
        assert private not in told
    # Whatever has a folder is planner's own file.
    assert all("planner/tui/" in line for line in told.splitlines() if "/" in line)


async def test_painting_that_fails_apologises(
    open_app: OpenApp, where: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(faults=True) as screen:
        with monkeypatch.context() as broken:
            broken.setattr(PlanScreen, "paint_body", raise_it)
            await screen.press("2")
            await apologised(screen)
        assert "PlanScreen" in report(where)
        await went_on(screen)
        assert "2 Plan" in screen.text


async def test_a_timer_that_fails_apologises_once(
    open_app: OpenApp, where: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(faults=True) as screen:
        with monkeypatch.context() as broken:
            broken.setattr(Lookout, "_look_for_news", raise_it)
            await apologised(screen)
            await screen.pilot.pause(0.6)
        await went_on(screen)
    assert len(kept_reports(where)) == 1


async def test_an_answer_from_beside_that_fails_apologises(
    open_app: OpenApp, where: Places
) -> None:
    async with open_app(faults=True) as screen:
        screen.app.session.aside.ask("question", lambda _store: 1, raise_it)
        await apologised(screen)
        await went_on(screen)
        await screen.press("j")
        screen.app.session.aside.ask("question", raise_it, print)
        await apologised(screen)
        await went_on(screen)
    assert len(kept_reports(where)) == 2


async def test_a_screen_that_cannot_be_laid_out_apologises(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(faults=True) as screen:
        with monkeypatch.context() as broken:
            broken.setattr(PlanScreen, "compose_body", raise_it)
            await screen.press("2")
            await apologised(screen)
        await went_on(screen)
        await screen.press("2")
        assert "Nothing is starred" in screen.text


async def test_a_start_that_fails_where_one_left_goes_on_at_the_beginning(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as screen:
        await screen.press("2", "q")
    monkeypatch.setattr(PlanScreen, "paint_body", raise_it)
    async with open_app(faults=True) as screen:
        await apologised(screen)
        await went_on(screen)
        assert "to choose from" in screen.text


async def test_a_start_that_fails_at_once_offers_to_quit_after_one_more_try(
    open_app: OpenApp, where: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.tui.screens.base.head", raise_it)
    async with open_app(faults=True) as screen:
        await apologised(screen)
        await screen.press("enter")
        for _ in range(100):
            await screen.pilot.pause(0.02)
            if "It happened again" in screen.text:
                break
        assert "going on would not help; q quits" in screen.text
        await screen.press("enter", "q")
        assert screen.app.return_code == 1
        assert screen.app.failure is not None
        assert "ended the app. Nothing you decided is lost" in screen.app.failure
    assert len(kept_reports(where)) == 2


async def test_a_first_screen_that_cannot_be_made_apologises(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BrowseScreen, "__init__", raise_it)
    async with open_app(faults=True) as screen:
        await apologised(screen)
        monkeypatch.undo()
        await went_on(screen)
        assert "to choose from" in screen.text


@pytest.mark.parametrize("broken", ["wrapped", "Painted", "STANDARD"])
async def test_an_apology_that_fails_itself_ends_with_the_sentence(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    async def failing() -> None:
        async with open_app(faults=True) as screen:
            app = screen.app
            monkeypatch.setattr(BrowseScreen, "do_must", raise_it)
            monkeypatch.setattr(f"planner.tui.screens.fault.{broken}", raise_it)
            app.screen.post_message(events.Key("S", "S"))
            for _ in range(50):
                await asyncio.sleep(0.02)
                if app.failure is not None:
                    break
                app.screen.post_message(events.Key("q", "q"))
            said.append(app.failure)

    said: list[str | None] = []
    # Textual's own tests raise what ended an app.
    with pytest.raises((ValueError, AttributeError)):
        await failing()
    assert "ended the app. Nothing you decided is lost" in (said[0] or "")
