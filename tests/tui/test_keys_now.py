"""The key bar tells what the keys do here and now: what opens, and the way back."""

from __future__ import annotations

from planner.model import Level
from planner.tui.render import Signs
from planner.tui.widgets.frame import KeysNow, key_bar
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp, Screenful, settled


def bar(screen: Screenful) -> str:
    return screen.lines[-1].strip()


async def go_to(screen: Screenful, words: str) -> None:
    await screen.press("g")
    for _ in range(40):
        if words in screen.cursor_line:
            return
        await screen.press("j")
    raise AssertionError(f"no line {words!r} in:\n{screen.text}")


def test_some_come_first_some_have_other_words_and_some_are_left_out() -> None:
    now = KeysNow(("back", "saved"), {"open": "read", "search": ""})
    text = key_bar("browse", 200, Signs(), now=now).text
    assert text.startswith(" esc back  F saved  f filter")
    assert "enter read" in text
    assert "search" not in text
    assert text.count("saved") == 1


async def test_the_detail_on_the_whole_screen_tells_the_way_back(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("j")
        assert "enter open" in bar(screen)
        assert "esc" not in bar(screen)
        await screen.press("enter")
        assert bar(screen).startswith("esc back")
        assert "enter" not in bar(screen)
        await screen.press("slash")
        assert "enter to the list" in bar(screen)
        await screen.press("enter", "escape")
        assert "enter open" in bar(screen)


async def test_the_plan_says_what_enter_does_on_the_line(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2")
        await go_to(screen, "My rehearsal")
        assert bar(screen).startswith("enter ways out")
        await screen.press("right")
        await go_to(screen, "Opening words")
        assert bar(screen).startswith("enter detail")
        await screen.press("enter")
        assert bar(screen).startswith("esc back")


async def test_where_enter_does_nothing_it_is_not_offered(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("2")
        assert "enter" not in bar(screen)


async def test_a_suggestion_is_offered_only_where_it_changes_something(
    open_app: OpenApp, session: Session
) -> None:
    event = session.schedule.event("oral-35508")
    assert event is not None
    session.decisions.star([event], Level.WANT)
    async with open_app() as screen:
        await screen.press("2", "equals_sign")
        await settled(screen.pilot)
        assert "nothing would change" in screen.text
        assert "take it" not in bar(screen)


async def test_a_suggestion_that_changes_something_can_be_taken(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", "equals_sign")
        await settled(screen.pilot)
        assert bar(screen).startswith("enter take it")


async def test_without_changes_the_key_bar_begins_with_the_update(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("5")
        assert bar(screen).startswith("R update")
        assert "take note" not in bar(screen)


async def test_triage_says_of_an_event_that_enter_shows_the_page(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("4")
        await settled(screen.pilot)
        assert "enter open" in bar(screen)
        await screen.press("enter")
        assert "enter page" in bar(screen)
