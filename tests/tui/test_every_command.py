"""Every command on every screen: it does something or says why, whatever is decided."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from planner.commands import BROWSE, CHANGES, LISTS, PLAN, TRIAGE, WALK
from planner.keys import STANDARD
from planner.paths import Places
from planner.tui.screens.base import PlannerScreen
from planner.workspace.session import Session
from tests.conftest import Compiled
from tests.tui.conftest import OpenApp, Screenful

#: What ends the app, waits for the terminal's shell, or asks the network.
OUTWARD = {"quit", "quit_search", "suspend", "start_update"}
#: At an end there is nowhere to go, which the list shows.
MOVES = {
    *("down", "up", "page_down", "page_up", "half_down", "half_up", "first", "last"),
    *("next_section", "previous_section", "detail_down", "detail_up", "cell_left", "cell_right"),
    *("choice_down", "choice_up", "choice_page_down", "choice_page_up", "list_down", "list_up"),
    *("next_facet", "previous_facet", "clear_line", "clear_word", "complete_back"),
}
OVERLAYS = {
    BROWSE: ("filter", "density", "saved", "note", "time", "link", "alike", "search", "theme"),
    PLAN: ("add_own", "suggest", "export", "group", "help", "palette"),
    WALK: ("stand",),
    TRIAGE: ("search",),
    CHANGES: (),
}


@pytest.fixture
def undecided(where: Places, five_days: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    """The five days made by hand, of which nothing is starred."""
    monkeypatch.setenv("PLANNER_SCHEDULE", str(five_days.source))
    five_days.put_into(where)


def on_top(screen: Screenful) -> PlannerScreen:
    """Return the screen that is on top."""
    top = screen.app.screen
    assert isinstance(top, PlannerScreen)
    return top


async def answered(screen: Screenful) -> None:
    """Wait for a frame with what is asked beside the event loop."""
    await screen.pilot.pause()
    while not screen.app.session.aside.idle:
        await asyncio.sleep(0.002)
        await screen.pilot.pause()


async def back_to(screen: Screenful, scope: str) -> PlannerScreen:
    """Take away what lies over a screen, and go there."""
    app = screen.app
    while len(app.screen_stack) > 2 or (app.screen is not app.browse and scope == BROWSE):
        app.pop_screen()
    top = app.screen
    assert isinstance(top, PlannerScreen)
    for leaves in ("search_back", "back"):
        if top.active_scope() not in LISTS:
            top.act(leaves)
    app.show(scope)
    await screen.pilot.pause()
    assert isinstance(app.screen, PlannerScreen)
    assert app.screen.scope == scope
    return app.screen


async def silent(screen: Screenful, command: str) -> bool:
    """Carry out a command on what is on top; whether nothing came of it."""
    app = screen.app
    top = app.screen
    assert isinstance(top, PlannerScreen)
    before = (top, screen.text)
    top.act(command)
    await answered(screen)
    after = app.screen
    assert isinstance(after, PlannerScreen)
    return (after, screen.text) == before and not after.message


async def silent_commands(screen: Screenful, scope: str) -> list[str]:
    """Return the commands of a screen and of what opens over it that did nothing."""
    found = []
    await back_to(screen, scope)
    for command in STANDARD.in_scope(scope):
        if command.id not in OUTWARD | MOVES:
            here = screen.app.screen
            if not isinstance(here, PlannerScreen) or here.active_scope() != scope:
                await back_to(screen, scope)
            if await silent(screen, command.id):
                found.append(command.id)
    for opened in OVERLAYS[scope]:
        top = await back_to(screen, scope)
        top.act(opened)
        await answered(screen)
        over = on_top(screen)
        if over is top and over.active_scope() == scope:
            assert over.message, f"{opened} neither opens nor says why"
            continue
        bar = over.active_scope()
        for command in STANDARD.in_scope(bar):
            if command.id in OUTWARD | MOVES:
                continue
            if over is not screen.app.screen or over.active_scope() != bar:
                top = await back_to(screen, scope)
                top.act(opened)
                await answered(screen)
                over = on_top(screen)
            if await silent(screen, command.id):
                found.append(f"{opened}: {command.id}")
    return found


@pytest.mark.parametrize("scope", LISTS)
@pytest.mark.usefixtures("undecided")
async def test_with_nothing_decided_every_command_does_something_or_says_why(
    open_app: OpenApp, scope: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_app() as screen:
        assert await silent_commands(screen, scope) == []


@pytest.mark.parametrize("scope", LISTS)
async def test_with_much_decided_every_command_does_something_or_says_why(
    open_app: OpenApp, five: Session, scope: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_app() as screen:
        assert await silent_commands(screen, scope) == []
