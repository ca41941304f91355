"""Tab in the search bar: completes what is typed, and corrects what finds nothing."""

from __future__ import annotations

import pytest

from planner.schedule.completion import Completion
from planner.tui.completing import Completing
from planner.tui.line_editor import LineEditor
from tests.tui.conftest import OpenApp, Screenful, settled


async def typed(screen: Screenful, text: str) -> None:
    """Type into the search bar, and wait for what Tab offers."""
    await screen.press("slash")
    await screen.type(text)
    await settled(screen.pilot)


def bar(screen: Screenful) -> str:
    return screen.app.browse.browsing.editor.text


async def test_a_qualifiers_name_then_its_value(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await typed(screen, "ki")
        assert screen.lines[3].startswith(" tab  kind: ")
        await screen.press("tab")
        await settled(screen.pilot)
        assert bar(screen) == "kind:"
        assert "oral 144" in screen.lines[3]
        await screen.press("tab")
        assert bar(screen) == "kind:oral"
        assert "144 found" in screen.lines[2]


async def test_tab_goes_through_the_offers_and_back(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await typed(screen, "author:scho")
        await screen.press("tab")
        first = bar(screen)
        assert first == 'author:"Bernhard Schölkopf"'
        await screen.press("tab")
        assert bar(screen) != first
        await screen.press("shift+tab")
        assert bar(screen) == first


async def test_tab_does_not_wait_for_the_offers_to_be_shown(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.pilot.press(*"kin", "tab")
        assert bar(screen) == "kind:"


async def test_what_is_completed_in_the_middle_leaves_the_rest(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await typed(screen, "topi diffusion")
        await screen.press("home", *["right"] * 4)
        await settled(screen.pilot)
        await screen.press("tab")
        assert bar(screen) == "topic: diffusion"
        assert screen.app.browse.browsing.editor.cursor == len("topic:")


async def test_with_nothing_to_complete_tab_goes_to_the_list(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash", "tab")
        assert not screen.app.browse.browsing.typing
        await screen.press("tab")
        assert screen.app.browse.browsing.typing


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("transfomer", "transformer"),
        ("reinforcment learning", "reinforcement learning"),
        ("shcolkopf", "scholkopf"),
    ],
)
async def test_a_slip_that_finds_nothing_is_corrected(
    open_app: OpenApp, slip: str, meant: str
) -> None:
    async with open_app() as screen:
        await typed(screen, slip)
        assert f"Nothing found for: {slip}" in screen.text
        assert "Did you mean" in screen.text
        await screen.press("tab")
        assert bar(screen) == meant
        assert screen.rows


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("kind:orol", "kind:oral"),
        ("knd:oral", "kind:oral"),
        ("-kind:orol", "-kind:oral"),
        ("day:wde", "day:wed"),
        ('topic:"deep lerning"', 'topic:"Deep Learning"'),
    ],
)
async def test_tab_takes_what_may_be_meant_by_a_mistake(
    open_app: OpenApp, slip: str, meant: str
) -> None:
    async with open_app() as screen:
        await typed(screen, slip)
        assert "did you mean" in screen.text
        await screen.press("tab")
        assert bar(screen) == meant
        assert screen.app.browse.browsing.problem is None


async def test_enter_in_an_empty_list_searches_for_what_may_be_meant(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await typed(screen, "levine kind:tutorial")
        await screen.press("enter")
        assert "Did you mean (enter takes the first)" in screen.text
        assert "without kind:tutorial" in screen.text
        await screen.press("enter")
        assert bar(screen) == "levine"
        assert screen.rows


async def test_the_kinds_come_back_when_one_leaves_the_bar(open_app: OpenApp) -> None:
    async with open_app() as screen:
        kinds = screen.lines[3]
        await typed(screen, "zz")
        await screen.press("escape")
        assert screen.lines[3] == kinds


def test_turning_goes_round() -> None:
    offers = tuple(Completion(text, 0, 2, text, "") for text in ("kind:", "king "))
    line = LineEditor.of("ki")
    completing = Completing(line, offers)
    assert completing.editor == line
    assert completing.turned(1).editor.text == "kind:"
    assert completing.turned(1).goes_on
    assert completing.turned(-1).editor.text == "king "
    assert completing.turned(1).turned(1).turned(1).chosen == 0
    assert Completing(line).turned(1).chosen is None
