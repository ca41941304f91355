"""The mouse: what is clicked is done, and the wheel scrolls what is under it."""

from __future__ import annotations

import pytest
from textual import events
from textual.widget import Widget

from planner.tui.screens.base import PlannerScreen
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp, Screenful, settled


async def click_at(screen: Screenful, x: int, y: int, times: int = 1) -> None:
    """Click on a cell of the screen."""
    widget, region = screen.app.screen.get_widget_at(x, y)
    await screen.pilot.click(widget, offset=(x - region.x, y - region.y), times=times)
    await settled(screen.pilot)


async def click(screen: Screenful, words: str, *, times: int = 1, last: bool = False) -> None:
    """Click on words where they first stand on the screen, or where they stand last."""
    rows = [y for y, line in enumerate(screen.lines) if words in line]
    y = rows[-1 if last else 0]
    await click_at(screen, screen.lines[y].index(words), y, times)


async def wheel(screen: Screenful, widget: Widget, step: int = 1) -> None:
    """Turn the wheel a notch over a widget."""
    kind = events.MouseScrollDown if step > 0 else events.MouseScrollUp
    place = widget.region.offset
    turned = kind(widget, 1, 1, 0, 0, 0, False, False, False, place.x + 1, place.y + 1)
    screen.app.screen._forward_event(turned)
    await settled(screen.pilot)


def scope_of(screen: Screenful) -> str:
    """Return the scope of what is on top."""
    assert isinstance(screen.app.screen, PlannerScreen)
    return screen.app.screen.active_scope()


async def test_a_click_on_a_screens_name_goes_there(open_app: OpenApp) -> None:
    async with open_app() as screen:
        for label, scope in (("2 Plan", "plan"), ("3 Walk", "walk"), ("1 Browse", "browse")):
            await click(screen, label)
            assert scope_of(screen) == scope


async def test_a_click_on_the_key_bar_does_what_the_key_does(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await click(screen, "search", last=True)
        assert scope_of(screen) == "search"
        await click(screen, "back", last=True)
        assert scope_of(screen) == "browse"
        await click(screen, "help", last=True)
        assert scope_of(screen) == "help"


async def test_a_click_on_a_day_of_the_plan_turns_to_it(open_app: OpenApp, five: Session) -> None:
    async with open_app() as screen:
        await screen.press("2")
        for day in ("Thu", "Tue"):
            await click(screen, f" {day} ")
            assert f"── {day} " in screen.text
        await click(screen, "no time yet")
        assert "── no time known" in screen.text


async def test_a_click_on_a_row_goes_to_it_and_a_second_opens_it(open_app: OpenApp) -> None:
    async with open_app() as screen:
        title = screen.rows[2][15:40]
        await click(screen, title)
        assert title in screen.cursor_line
        await click(screen, title, times=2)
        assert screen.app.browse.expanded


async def test_a_click_on_a_kind_filters_and_a_second_one_no_more(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await click(screen, "tutorial 1")
        assert screen.app.browse.browsing.editor.text == "kind:tutorial"
        await click(screen, "tutorial 1")
        assert screen.app.browse.browsing.editor.text == ""
        # What is rare stands together; the filter tells it apart.
        await click(screen, "more ")
        assert scope_of(screen) == "filter"


async def test_a_click_on_a_sections_header_filters_to_it(open_app: OpenApp, five: Session) -> None:
    async with open_app() as screen:
        browsing = screen.app.browse.browsing
        for turn in range(2):
            if turn:
                await screen.press("w")
            section = browsing.result.sections[0]
            head = screen.lines[4].strip(" ─").partition("  ─")[0][:12]
            await click(screen, head)
            assert browsing.editor.text
            assert browsing.problem is None
            assert browsing.result.count >= section.count
            await screen.press("escape")
            assert not browsing.editor.text
        await screen.press("slash", "a", "enter")
        await click(screen, "In the title")
        assert screen.status.startswith("Where the words were found is no filter")


async def test_a_click_on_a_value_of_the_filter_filters(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("f")
        await settled(screen.pilot)
        await click(screen, "tutorial")
        assert screen.app.browse.browsing.editor.text == "kind:tutorial"


async def test_a_click_beside_what_lies_on_top_closes_it(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("question_mark")
        assert scope_of(screen) == "help"
        await click_at(screen, 70, 0)
        assert scope_of(screen) == "browse"
        # On another screen's name it goes there at once.
        await screen.press("question_mark")
        await click(screen, "2 Plan")
        assert scope_of(screen) == "plan"
        assert len(screen.app.screen_stack) == 2


async def test_what_was_begun_is_not_lost_to_a_stray_click(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("i", "x")
        for offset in ((70, 0), (10, 1)):
            await click_at(screen, *offset)
            assert scope_of(screen) == "note"
            assert screen.status == "Esc leaves this; what you typed goes then"


async def test_the_wheel_scrolls_what_is_under_it(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as screen:
        browse = screen.app.browse
        await wheel(screen, browse.list)
        assert browse.browsing.scroll.cursor == 3
        before = screen.text
        await wheel(screen, browse.detail)
        assert browse.browsing.scroll.cursor == 3
        await wheel(screen, browse.list, -1)
        assert browse.browsing.scroll.cursor == 0
        await screen.press("question_mark")
        before = screen.text
        assert isinstance(screen.app.screen, PlannerScreen)
        await wheel(screen, screen.app.screen.list)
        assert screen.text != before
        # A list to choose from scrolls too.
        await screen.press("escape", "colon")
        before = screen.text
        assert isinstance(screen.app.screen, PlannerScreen)
        await wheel(screen, screen.app.screen.list)
        assert screen.text != before


@pytest.mark.parametrize("size", [(60, 20), (200, 50)])
async def test_clicks_find_their_targets_in_every_size(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size) as screen:
        await click(screen, "3 Walk")
        assert scope_of(screen) == "walk"
        await click(screen, "1 Browse")
        await click(screen, "search", last=True)
        assert scope_of(screen) == "search"
