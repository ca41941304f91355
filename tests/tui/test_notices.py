"""What begins soon is said in the status line, on every screen, as the clock goes on."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from planner.paths import Places
from planner.settings import settings_path
from planner.workspace.session import Session
from tests.conftest import FrozenClock
from tests.five_days import VIENNA
from tests.tui.conftest import OpenApp, Screenful

#: Eleven minutes before the talk called Honey, on Tuesday.
BEFORE = datetime(2024, 7, 23, 10, 19, tzinfo=VIENNA)


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.tui.lookout.LOOK_EVERY", 0.02)


def ticking(screen: Screenful, moment: datetime = BEFORE) -> FrozenClock:
    """Give the app a clock that can be moved."""
    clock = FrozenClock(moment)
    screen.app.clock = screen.app.session.clock = clock
    return clock


async def passed(screen: Screenful, clock: FrozenClock, **by: float) -> None:
    """Let time pass, and the app notice it."""
    clock.advance(**by)
    await asyncio.sleep(0.08)
    await screen.pilot.pause()


def write_settings(where: Places, text: str) -> None:
    path = settings_path(where)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


async def test_ten_minutes_before_it_is_said_for_a_minute(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app(at=BEFORE) as screen:
        clock = ticking(screen)
        await passed(screen, clock, seconds=30)
        assert "in 10 min" not in screen.status
        await passed(screen, clock, seconds=30)
        assert screen.status == "in 10 min: Honey, Room 1"
        # A key that says something is heard, and the notice is not lost by it.
        await screen.press("y")
        assert "Honey" not in screen.status
        await screen.press("j")
        assert screen.status == "in 10 min: Honey, Room 1"
        await passed(screen, clock, minutes=1)
        assert "min: Honey" not in screen.status


@pytest.mark.parametrize("key", ["2", "3", "4", "question_mark", "e", "o"])
async def test_it_is_said_on_whatever_lies_on_top(
    open_app: OpenApp, five: Session, key: str
) -> None:
    del five
    async with open_app(at=BEFORE) as screen:
        clock = ticking(screen)
        await screen.press("down", key)
        await passed(screen, clock, minutes=1)
        assert screen.status == "in 10 min: Honey, Room 1"


async def test_it_takes_the_place_of_what_was_said_before(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app(at=BEFORE) as screen:
        clock = ticking(screen)
        await passed(screen, clock, seconds=1)
        screen.app.say("Said before")
        await passed(screen, clock, minutes=1)
        assert screen.status == "in 10 min: Honey, Room 1"


@pytest.mark.parametrize(("text", "rings"), [("", 0), ("bell = true", 1)])
async def test_the_bell_rings_where_it_is_set(
    open_app: OpenApp,
    five: Session,
    where: Places,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    rings: int,
) -> None:
    del five
    write_settings(where, text)
    async with open_app(at=BEFORE) as screen:
        rung: list[int] = []
        monkeypatch.setattr(screen.app, "bell", lambda: rung.append(1))
        clock = ticking(screen)
        await passed(screen, clock, minutes=1)
        assert len(rung) == rings


async def test_the_minutes_before_are_a_setting(
    open_app: OpenApp, five: Session, where: Places
) -> None:
    del five
    write_settings(where, "notice_minutes = 3")
    async with open_app(at=BEFORE) as screen:
        clock = ticking(screen)
        await passed(screen, clock, minutes=1)
        assert "Honey" not in screen.status
        await passed(screen, clock, minutes=7)
        assert screen.status == "in 3 min: Honey, Room 1"


async def test_what_is_wrong_in_the_settings_is_said_at_the_start(
    open_app: OpenApp, where: Places
) -> None:
    write_settings(where, "walk_minutes = 'x'")
    async with open_app(size=(120, 40)) as screen:
        assert screen.status == (
            'settings.toml, line 1: walk_minutes is 0 to 120 whole minutes, not "x"; 5 stands.'
        )
