"""``python docs/screens.py``: every screen that the app has is named there, and comes out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.attendee import live
from docs.screens import FRESH, LIVELY, VIEWS, View, make, pictures, sheet
from planner.paths import places
from planner.settings import THEME_NAMES
from planner.tui.themes import THEMES
from planner.workspace.session import Session
from tests.conftest import Compiled

SCREENS = Path(__file__).parent.parent / "planner" / "tui" / "screens"
#: Modules that hold no screen of their own, and where a screen goes by another name.
NO_SCREENS = {
    "base",
    "overlay",
    "list_screen",
    "search_screen",
    "scrolled",
    "filling",
    "moving",
} | {
    "errand",
    "learning",
}
OTHER_NAMES = {
    "browse": "browse-by-topic",
    "update": "update-question",
    "bring_in": "import",
    "report": None,  # Only an update that was fetched ends in one.
    "fault": None,
    "typed_line": None,
    "help": "help",
}


@pytest.fixture
def homes(tmp_path: Path, icml: Compiled) -> Iterator[Path]:
    """A folder with a home that has decided nothing, and one of a lively attendee."""
    for name in (FRESH, LIVELY):
        icml.put_into(places({"PLANNER_HOME": str(tmp_path / name)}))
    session = Session.open(places({"PLANNER_HOME": str(tmp_path / LIVELY)}), lambda: View().at)
    live(session)
    yield tmp_path
    session.close()


def test_every_screen_is_pictured() -> None:
    modules = {path.stem for path in SCREENS.glob("[a-z]*.py")} - NO_SCREENS
    wanted = {OTHER_NAMES.get(name, name.replace("_", "-")) for name in modules} - {None}
    assert wanted <= set(VIEWS)


@pytest.mark.parametrize("name", ["browse-starred", "plan-clash"])
def test_a_picture_has_the_attendees_stars_in_each_theme(
    homes: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    where = places({"PLANNER_HOME": str(homes / LIVELY)})
    shown = asyncio.run(pictures(VIEWS[name], where, (80, 24), ["terminal", "light"]))
    assert all("★" in svg and "@font-face" not in svg for svg in shown.values())
    assert THEMES["light"].background in shown["light"]
    assert THEMES["light"].background not in shown["terminal"]


def test_a_sheet_has_a_row_for_each_theme() -> None:
    files = {(theme, (80, 24)): Path(f"plan-{theme}.svg") for theme in THEME_NAMES}
    page = sheet("plan", files)
    assert re.findall(r"<h2>(.*?)</h2>", page) == list(THEME_NAMES)
    assert page.count("<img ") == len(THEME_NAMES)


def test_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        next(make(tmp_path, names=["nowhere"]))
