"""More like this and more like the stars: what the overlay shows, and what its keys do."""

from __future__ import annotations

import pytest

from planner.model import Level
from planner.schedule.search import NotReady
from planner.tui.render import ASCII_SIGNS
from planner.tui.screens.alike import AlikeScreen
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp, Screenful, settled


async def ask(screen: Screenful, key: str = "a") -> None:
    """Press a key that asks for what is alike, and wait for the answer."""
    await screen.press(key)
    await settled(screen.pilot)


async def find(screen: Screenful, text: str) -> None:
    """Search in Browse, and go to the list."""
    await screen.press("slash")
    await screen.type(text)
    await screen.press("enter")


def star(session: Session, *ids: str) -> None:
    """Star events as want, as a second window would."""
    found = (session.schedule.event(id_) for id_ in ids)
    session.decisions.star([event for event in found if event], Level.WANT)


async def test_a_shows_what_is_like_the_event_and_what_it_shares(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await find(screen, "bandits budget")
        await ask(screen)
        assert screen.lines[2].startswith(" ── Alike: ")
        assert screen.cursor_line
        shared = screen.lines[4]
        assert "shares " in shared
        words = shared.partition("shares ")[2].partition("   ")[0].split(", ")
        assert all(word in screen.status or word in screen.text for word in words)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_every_suggestion_has_two_lines_in_every_size(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as screen:
        await ask(screen)
        lines = screen.lines[3:-2]
        suggestions = [line for line in lines if "shares " in line]
        assert len(suggestions) == len(lines) // 2
        assert all(len(line) <= size[0] for line in screen.lines)


async def test_it_stands_in_ascii_where_the_terminal_has_no_more(open_app: OpenApp) -> None:
    async with open_app(signs=ASCII_SIGNS) as screen:
        await ask(screen)
        await screen.press("space")
        assert any(line.startswith(">  ") for line in screen.lines)
        assert screen.lines[3].startswith(" *")


async def test_closing_leaves_browse_as_it_was(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await find(screen, "diffusion")
        await screen.press("j", "j")
        before = screen.lines
        await ask(screen)
        await screen.press("j", "j", "escape")
        assert screen.lines == before
        await ask(screen)
        await screen.press("q")
        assert screen.lines == before


async def test_space_stars_and_moves_on_and_the_list_stays(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await ask(screen)
        first, second = screen.lines[3], screen.lines[5]
        await screen.press("space")
        assert screen.status.startswith("Starred as want: ")
        assert screen.lines[3] == f" ★{first[2:]}"
        assert screen.cursor_line == f"▌{second[1:]}"
        await screen.press("S")
        assert screen.lines[5].startswith("▌!")
        await screen.press("u")
        assert screen.lines[5] == f"▌{second[1:]}"
        levels = [each.level for each in session.itinerary().stars.values()]
        assert levels == [Level.WANT]


async def test_hiding_keeps_the_place_here_and_takes_the_event_from_browse(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await ask(screen)
        await screen.press("x")
        assert screen.lines[3].endswith("hidden")
        assert len(session.itinerary().hidden) >= 1
        await screen.press("escape")
        assert "and 1 hidden" in screen.text
        await ask(screen)
        assert "hidden" not in screen.lines[3]


async def test_enter_opens_the_detail_and_esc_leaves_one_level_after_the_other(
    open_app: OpenApp,
) -> None:
    async with open_app() as screen:
        await ask(screen)
        await screen.press("enter")
        assert " by  " in screen.text
        await screen.press("escape")
        assert "── Alike" in screen.text
        await screen.press("escape")
        assert "to choose from" in screen.text


async def test_a_in_the_overlay_goes_on_from_there(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await ask(screen)
        first = screen.lines[2]
        await screen.press("j")
        here = screen.status
        await ask(screen)
        assert screen.lines[2] != first
        assert here.split("…")[0][:20] in screen.lines[2]
        await screen.press("escape")
        assert screen.lines[2] == first


async def test_capital_a_without_a_star_says_what_is_missing(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("A")
        assert "Nothing is starred yet" in screen.status
        assert not isinstance(screen.app.screen, AlikeScreen)


async def test_capital_a_shows_what_is_like_the_stars_but_none_of_them(
    open_app: OpenApp, session: Session
) -> None:
    star(session, "oral-35508", "poster-34535")
    async with open_app() as screen:
        await ask(screen, "A")
        assert screen.lines[2].startswith(" ── More like your stars")
        assert "shares " in screen.lines[4]
        assert "★ " not in screen.text.split("times")[1].partition("\n")[2]
        assert "Genie: Generative" not in screen.text


async def test_plan_asks_too(open_app: OpenApp, session: Session) -> None:
    star(session, "oral-35442")
    async with open_app() as screen:
        await screen.press("2")
        await ask(screen)
        assert "── Alike: " in screen.text
        await screen.press("q")
        assert "2 Plan" in screen.text
        assert "── Alike: " not in screen.text


async def test_an_event_like_nothing_says_so_and_what_to_press(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.workspace.alike.alike", lambda *_, **__: [])
    async with open_app() as screen:
        await ask(screen)
        assert "No other event shares a telling word" in screen.text
        assert "Esc goes back" in screen.text
        await screen.press("j", "space", "x", "enter", "y", "a", "v")
        assert screen.app.is_running


async def test_paging_and_the_ends(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await ask(screen)
        top = screen.cursor_line
        await screen.press("G")
        assert screen.cursor_line != top
        last = screen.cursor_line
        await screen.press("j")
        assert screen.cursor_line == last
        await screen.press("pageup", "ctrl+u", "pagedown", "ctrl+d", "g")
        assert screen.cursor_line == top


async def test_a_click_puts_the_cursor_on_either_line_of_a_suggestion(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await ask(screen)
        second = screen.lines[5]
        await screen.pilot.click("#list", offset=(20, 4))
        await screen.pilot.pause()
        assert screen.cursor_line == f"▌{second[1:]}"


async def test_stars_of_another_window_show(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await ask(screen)
        app_screen = screen.app.screen
        assert isinstance(app_screen, AlikeScreen)
        row = app_screen.current()
        assert row is not None
        star(session, row.event.id)
        app_screen.itinerary_moved()
        await screen.pilot.pause()
        assert screen.lines[3].startswith("▌★")


async def test_while_the_index_is_made_it_says_so_and_asks_again(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([NotReady(), []])
    monkeypatch.setattr("planner.tui.screens.alike.ASK_AGAIN_AFTER", 0.01)
    monkeypatch.setattr(
        "planner.tui.likening.alike.question", lambda *_: lambda _store: next(answers)
    )
    async with open_app() as screen:
        await screen.press("a")
        await settled(screen.pilot)
        await screen.pilot.pause(0.1)
        await settled(screen.pilot)
        assert "No other event shares a telling word" in screen.text
        assert next(answers, None) is None
