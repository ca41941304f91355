"""An event's links: read in full, scanned by a phone, copied, and opened where a browser is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner.tui.render import ASCII_SIGNS
from planner.tui.screens.link import LinkScreen
from planner.workspace import browser
from tests.qr_reader import read_back
from tests.tui.conftest import OpenApp, Screenful, settled


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


async def ask(screen: Screenful) -> list[str]:
    """Go to the first event and ask for its links; return them."""
    await screen.press("down", "o")
    assert isinstance(screen.app.screen, LinkScreen)
    return [link.url for link in screen.app.screen.links]


def shown(screen: Screenful) -> str:
    """Return what stands at the left, line by line joined."""
    words = [line.partition("██")[0].strip() for line in screen.lines[2:-2]]
    return "".join(words)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_every_link_is_shown_in_full_and_read_by_a_phone(
    open_app: OpenApp, size: tuple[int, int], tmp_path: Path
) -> None:
    async with open_app(size=size) as screen:
        links = await ask(screen)
        assert len(links) == 3
        for number, url in enumerate(links, 1):
            await screen.press(str(number))
            assert f"▌{number} " in screen.text
            assert url in shown(screen)
            left = min(line.index("███") for line in screen.lines if "███████" in line)
            code = [line.ljust(size[0])[left:] for line in screen.lines[2:-2]]
            assert read_back(code, tmp_path) == url


async def test_j_and_k_and_numbers_choose(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await ask(screen)
        await screen.press("j")
        assert "▌2 " in screen.text
        await screen.press("k", "k")
        assert "▌1 " in screen.text
        await screen.press("9")
        assert screen.status == "There is no link 9"


async def test_in_ascii_a_large_terminal_has_the_code_in_two_columns(
    open_app: OpenApp, tmp_path: Path
) -> None:
    async with open_app(size=(120, 40), signs=ASCII_SIGNS) as screen:
        (url, *_) = await ask(screen)
        assert screen.text.isascii()
        left = min(line.index("####") for line in screen.lines if "####" in line)
        code = [line[left:] for line in screen.lines if "##" in line]
        assert read_back(code, tmp_path) == url


async def test_where_the_code_has_no_room_is_said_how_large_a_terminal_has(
    open_app: OpenApp,
) -> None:
    async with open_app(size=(80, 24), signs=ASCII_SIGNS) as screen:
        (url, *_) = await ask(screen)
        assert "##" not in screen.text
        assert url in screen.text
        assert "A terminal of 85x35 would show it as a QR code." in screen.text
    async with open_app(size=(85, 35), signs=ASCII_SIGNS) as screen:
        await ask(screen)
        assert "####" in screen.text


async def test_y_copies_the_chosen_link_and_says_so(open_app: OpenApp) -> None:
    async with open_app() as screen:
        links = await ask(screen)
        await screen.press("2", "y")
        assert screen.app.clipboard == links[1]
        assert screen.status == f"Copied {links[1]}"
        await screen.press("escape", "y")
        assert screen.app.clipboard == links[0]
        assert screen.status == f"Copied {links[0]}"


async def test_an_event_without_a_link_has_its_title_copied(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("kind:break")
        await screen.press("enter", "o")
        assert screen.status == "No link is known for this event; y copies its title"
        await screen.press("y")
        assert screen.app.clipboard in screen.text
        assert screen.status.startswith("No link is known; copied its title: ")


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_goes_away_and_nothing_below_has_moved(open_app: OpenApp, key: str) -> None:
    async with open_app() as screen:
        await screen.press("down")
        before = screen.cursor_line
        await screen.press("o", "j", key)
        assert screen.cursor_line == before


@pytest.mark.parametrize("keys", ["a", "4"])
async def test_it_opens_from_the_other_lists_too(open_app: OpenApp, keys: str) -> None:
    async with open_app() as screen:
        await screen.press("down", *keys)
        await settled(screen.pilot)
        await screen.press("o")
        assert isinstance(screen.app.screen, LinkScreen)


# The browser


class Opened:
    """Stands for the program that opens addresses, and ends with a code."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.code = 0

    def __call__(self, words: list[str], **_: Any) -> Opened:
        self.urls.append(words[-1])
        return self

    def wait(self, _: float) -> int:
        return self.code


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """A browser, and a display to show it on."""
    found = Opened()
    monkeypatch.setattr("subprocess.Popen", found)
    monkeypatch.setenv("DISPLAY", ":0")
    return found


async def test_without_a_display_nothing_is_started_and_the_screen_says_so(
    open_app: OpenApp, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    async with open_app() as screen:
        await ask(screen)
        assert screen.status == "No browser opens here; y copies the link"
        await screen.press("enter")
        await settled(screen.pilot)
        assert screen.status == "No browser opens here; y copies the link"
        assert opened.urls == []


async def test_with_a_display_enter_opens_the_chosen_link(
    open_app: OpenApp, opened: Opened
) -> None:
    async with open_app() as screen:
        links = await ask(screen)
        await screen.press("3", "enter")
        await settled(screen.pilot)
        assert opened.urls == [links[2]]
        assert screen.status == f"Opened {links[2]}"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (1, "The browser did not open the link; y copies it"),
        (3, "No browser with a window was found; y copies the link"),
    ],
)
def test_a_browser_that_fails_is_said_to(opened: Opened, code: int, words: str) -> None:
    opened.code = code
    assert browser.opened_words("https://example.org/") == words


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "-help", "ftp://a/"])
def test_only_addresses_of_the_web_are_opened(opened: Opened, url: str) -> None:
    assert browser.opened_words(url) == "Only links of http and https are opened"
    assert opened.urls == []
