"""The printable page in a real browser: it runs, asks for nothing, filters, keeps what is ticked.

Skipped where there is no Chromium; with PLANNER_REQUIRE_CLIENTS=1 that is a failure.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.workspace import exporting
from planner.workspace.session import Session
from tests.browser.chromium import Chromium, chromium, program

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(
        program() is None and os.environ.get("PLANNER_REQUIRE_CLIENTS") != "1",
        reason="no Chromium is installed",
    ),
]

VISIBLE = "[...document.querySelectorAll('.line')].filter((e) => e.offsetParent).length"
TICKED = "[...document.querySelectorAll('input:checked')].map((e) => e.dataset.event)"
PHONE, DESK = (390, 844), (1280, 900)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all tests of this file, since it takes a second to start."""
    with chromium(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def page(planned: Session, tmp_path: Path) -> Path:
    """The page of the five days' plan: clashes, own time, a note, slots, no times."""
    poster = planned.schedule.event("poster-104")
    assert poster is not None
    planned.decisions.note(poster, "Ask about <b>the dance</b>.")
    planned.decisions.visit([poster], visited=True)
    path = tmp_path / "plan.html"
    path.write_bytes(exporting.html_page(planned, exporting.starred_rows(planned)).content)
    return path


def opened(
    browser: Chromium, page: Path, *, dark: bool = False, size: tuple[int, int] = PHONE
) -> None:
    browser.requests.clear()
    browser.errors.clear()
    browser.look(*size, dark=dark, touch=size == PHONE)
    browser.open(page)


def search(browser: Chromium, words: str) -> None:
    browser.run("document.getElementById('words').value = ''")
    browser.run("document.getElementById('words').focus()")
    browser.type(words)


def test_it_opens_without_an_error_and_asks_for_nothing(browser: Chromium, page: Path) -> None:
    opened(browser, page)
    assert browser.run("document.title") == "Five Days: my plan"
    # All stars, four pieces of own time, and the poster of a starred talk.
    assert browser.run(VISIBLE) == 65
    assert browser.errors == []
    assert browser.requests == [page.as_uri()]


def test_search_follows_each_letter_and_finds_by_slot_and_day_too(
    browser: Chromium, page: Path
) -> None:
    opened(browser, page)
    search(browser, "POSTER 1-0")
    assert browser.run(VISIBLE) == 10
    assert browser.run("document.getElementById('found').textContent") == "10 of 65"
    browser.type("4 dance")
    assert browser.run(VISIBLE) == 1
    search(browser, "thu session")
    assert browser.run(VISIBLE) == 9
    headings = "[...document.querySelectorAll('h2')].filter((e) => e.offsetParent).length"
    assert browser.run(headings) == 1
    search(browser, "zzz")
    assert browser.run("document.getElementById('none').offsetParent !== null") is True
    browser.run("document.getElementById('words').value = ''")
    browser.type(" ")
    assert browser.run(VISIBLE) == 65
    assert browser.errors == []


def test_a_tick_is_kept_and_so_is_a_tick_taken_off(browser: Chromium, page: Path) -> None:
    opened(browser, page)
    browser.run("localStorage.clear()")
    browser.reload()
    assert browser.run(TICKED) == ["poster-104"]
    for event_id in ("poster-104", "poster-201", "poster-202"):
        # A tap on the title ticks too.
        browser.run(f"document.querySelector('[data-event={event_id}] ~ span').click()")
    browser.reload()
    assert browser.run(TICKED) == ["poster-201", "poster-202"]
    slots = "[...document.querySelectorAll('.ticks')].map((e) => e.textContent)"
    assert browser.run(slots) == ["", "2 of 15 seen", ""]
    assert browser.run("Object.keys(localStorage)") == ["planner:five-days:seen"]
    browser.run("localStorage.clear()")
    assert browser.errors == []


def test_it_works_where_the_browser_keeps_nothing(browser: Chromium, page: Path) -> None:
    refusal = (
        "Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    script = browser.call("Page.addScriptToEvaluateOnNewDocument", source=refusal)
    opened(browser, page)
    browser.run("document.querySelector('[data-event=poster-201]').click()")
    assert browser.run(TICKED) == ["poster-104", "poster-201"]
    search(browser, "zzz")
    assert browser.run(VISIBLE) == 0
    assert browser.errors == []
    browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_nothing_is_wider_than_the_screen_and_what_is_tapped_is_large(
    browser: Chromium, page: Path, size: tuple[int, int]
) -> None:
    opened(browser, page, size=size)
    assert browser.run("document.documentElement.scrollWidth - innerWidth") <= 0
    if size == PHONE:
        small = (
            "[...document.querySelectorAll('.tick, .links a, nav a, #words')]"
            ".filter((e) => e.getBoundingClientRect().height < 44).length"
        )
        assert browser.run(small) == 0


def test_each_day_is_a_printed_page(browser: Chromium, page: Path) -> None:
    opened(browser, page)
    pages = re.findall(rb"/Type /Page\b", browser.pdf())
    # Five days of which one has twenty posters and six talks; what has no time is the last.
    assert len(pages) == 6


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_axe_finds_nothing_wrong(
    browser: Chromium, page: Path, size: tuple[int, int], dark: bool
) -> None:
    found = importlib.util.find_spec("axe_core_python")
    if found is None or found.origin is None:
        if os.environ.get("PLANNER_REQUIRE_CLIENTS") == "1":
            pytest.fail("axe-core-python is not installed")
        pytest.skip("axe-core-python is not installed")
    opened(browser, page, dark=dark, size=size)
    browser.run(Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8") + ";0")
    violations = browser.run(
        "axe.run(document).then(({violations}) => violations.map(({id, impact, nodes}) =>"
        " `${impact} ${id}: ${nodes[0].html}`))"
    )
    assert violations == []
