"""``planner serve`` in a real browser: search, star, plan, download, links, two tabs.

Skipped where there is no Chromium; with PLANNER_REQUIRE_CLIENTS=1 that is a failure.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from planner.paths import state_path
from tests.browser.chromium import Chromium, chromium, program
from tests.browser.served import Served
from tests.conftest import Installed

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(
        program() is None and os.environ.get("PLANNER_REQUIRE_CLIENTS") != "1",
        reason="no Chromium is installed",
    ),
]

#: Sequences that pyte would print.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
_PATIENCE = 30.0


class Page:
    """The terminal in a page: what the page was told to draw, and keys for it."""

    def __init__(self, browser: Chromium) -> None:
        self.browser = browser
        self._screen = pyte.Screen(200, 60)
        self._stream = pyte.ByteStream(self._screen)

    def open(self, address: str) -> None:
        self.browser.requests.clear()
        self.browser.errors.clear()
        self.browser.visit(address)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.browser.press(key, {"Enter": "\r", "Escape": ""}.get(key, key))

    def wait_for(self, *wanted: str) -> str:
        for frame in self.browser.frames(_PATIENCE):
            self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", frame))
            shown = "\n".join(line.rstrip() for line in self._screen.display)
            if all(words in shown for words in wanted):
                return shown
        raise AssertionError("\n".join(self._screen.display))


@pytest.fixture
def served(installed: Installed, tmp_path: Path) -> Iterator[Served]:
    with Served(installed, tmp_path) as running:
        yield running


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with chromium(tmp_path / "profile") as browser:
        browser.look(1000, 600, touch=False)
        downloads = str(tmp_path / "downloads")
        browser.call("Page.setDownloadBehavior", behavior="allow", downloadPath=downloads)
        yield Page(browser)


def test_one_searches_stars_plans_and_downloads(
    page: Page, served: Served, installed: Installed, tmp_path: Path
) -> None:
    page.open(served.address)
    page.wait_for("to choose from", "★ 0")
    page.press("/", *"genie", "Enter")
    page.wait_for("1 found")
    page.press("s")
    page.wait_for("★ 1")
    page.press("2")
    page.wait_for("Genie: Generative")
    page.press("e")
    page.wait_for("To your browser's downloads")
    page.press(*"markd", "Enter")
    page.wait_for("The browser downloads 1 event as icml2024-plan.md")
    file = tmp_path / "downloads" / "icml2024-plan.md"
    until = time.monotonic() + _PATIENCE
    # Chromium takes the name with an empty file, and puts the whole one in its place.
    while not (file.exists() and file.stat().st_size) and time.monotonic() < until:
        time.sleep(0.05)
    assert "Genie: Generative Interactive Environments" in file.read_text(encoding="utf-8")
    assert not (tmp_path / "icml2024-plan.md").exists()
    assert len(installed.run("search", "is:want").ids) == 1
    # Nothing came from elsewhere, and nothing was refused.
    host = served.address.partition("?")[0]
    assert {address[: len(host)] for address in page.browser.requests} == {host}
    assert page.browser.errors == []


def test_a_tab_that_is_closed_leaves_its_place_and_a_second_one_has_the_same_stars(
    page: Page, served: Served, installed: Installed
) -> None:
    page.open(served.address)
    page.wait_for("to choose from")
    page.press("/", *"genie", "Enter")
    page.wait_for("1 found")
    assert installed.run("star", "poster-33646").code == 0
    page.wait_for("★ 1")
    page.browser.visit("about:blank")
    until = time.monotonic() + _PATIENCE
    while not state_path(installed.places).exists() and time.monotonic() < until:
        time.sleep(0.05)
    again = Page(page.browser)
    # The browser keeps what it was let in with; the page's own address needs no token any more.
    again.open(f"http://{served.host}{served.home}")
    again.wait_for("/genie", "1 found", "★ 1")


def test_a_link_opens_in_a_tab_that_knows_nothing_of_this_one(page: Page, served: Served) -> None:
    page.open(served.address)
    page.wait_for("to choose from")
    page.press("/", *"genie", "Enter")
    page.wait_for("1 found")
    page.press("o")
    page.wait_for("https://")
    page.press("Enter")
    page.wait_for("Opened https://")
    targets = page.browser.call("Target.getTargets")["targetInfos"]
    urls = [each["url"] for each in targets if each["type"] == "page"]
    assert any("icml.cc" in url or "openreview" in url for url in urls), urls
    assert all(not each.get("canAccessOpener") for each in targets)
