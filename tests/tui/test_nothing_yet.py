"""The first minute: what each empty place says to press, also where there is little room."""

from __future__ import annotations

import pytest

from tests.tui.conftest import OpenApp, Screenful, settled


async def search(screen: Screenful, query: str) -> None:
    await screen.press("/")
    await screen.paste(query)
    await settled(screen.pilot)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("is:starred", "Nothing is starred yet; space stars an event."),
        ("is:must kind:oral", "No star is a must yet; S makes an event one."),
        ("is:hidden", "No event is hidden; x hides one."),
        ("is:visited", "No event is marked as seen yet; v marks one."),
        ("has:note", "No event has a note yet; i writes one."),
        ("is:changed", "Nothing changed for your stars; R asks for news."),
        ("zzqx", "Esc goes back; fewer or shorter words find more."),
    ],
)
async def test_a_search_for_decisions_says_how_one_is_made(
    open_app: OpenApp, query: str, words: str
) -> None:
    async with open_app((60, 20)) as screen:
        await search(screen, query)
        assert f" {words}" in screen.lines


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (40, 10)])
async def test_the_first_start_says_what_to_press_in_any_size(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size) as screen:
        assert "Welcome." in screen.text
        if size != (40, 10):
            pane = screen.text[screen.text.index("Welcome.") :]
            for words in ("space stars", "/ finds", "R asks", "? says"):
                assert words in pane
        await screen.press("j")
        assert "Welcome." not in screen.text
        await screen.press("?", "G")
        assert "takes it to your" in screen.text


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("2", "space stars one, and it stands here."),
        ("3", "s stars one; the walk goes by their"),
        ("4", "space wants, x says no: later pages follow your choices"),
        ("5", "R asks icml.cc for news."),
        ("e", "Nothing is starred yet; s in a list stars an event"),
        ("F", "search with /, then F saves it"),
        ("A", "Nothing is starred yet; s stars an event"),
    ],
)
async def test_each_empty_place_says_what_to_press(open_app: OpenApp, key: str, words: str) -> None:
    async with open_app((60, 20)) as screen:
        await screen.press(key)
        await settled(screen.pilot)
        assert words in screen.text
