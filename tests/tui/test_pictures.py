"""What the screens look like, as text, at the four sizes they are made for.

The pictures stand in ``pictures/``. After a wanted change of the look, run the
tests with PLANNER_REPAINT=1 and read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.model import Level
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp, Screenful

PICTURES = Path(__file__).parent / "pictures"
SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]
STARS = {
    "oral-35486": Level.MUST,
    "tutorial-35223": Level.MUST,
    "oral-35451": Level.WANT,
    "poster-33646": Level.WANT,
    "poster-34535": Level.WANT,
    "poster-32858": Level.WANT,
    "workshop-29953": Level.WANT,
    "poster-34686": Level.MAYBE,
    "demo-tacticai": Level.MAYBE,
}
PATHS: dict[str, tuple[str, ...]] = {
    "first-start": (),
    "browse-by-topic": ("j", "j"),
    "browse-by-time": ("w", "g", "right_square_bracket", "right_square_bracket"),
    "search": ("slash", *"genie"),
    "detail": ("slash", *"genie", "enter", "enter"),
    "plan": ("2", "right", "right"),
    "plan-no-time": ("2", *("right",) * 6),
    "filter": ("f",),
    "help": ("question_mark",),
    "export": ("e",),
    "walk": ("3",),
    "triage": ("4",),
    "changes": ("5",),
    "suggestion": ("2", "equals_sign"),
    "alike": ("a",),
    "density": ("d",),
    "saved": ("F",),
    "conferences": ("L",),
    "themes": ("W",),
    "palette": ("colon",),
    "own-time": ("j", "T"),
    "commitment": ("2", "c"),
    "group": ("C",),
}


@pytest.fixture
def starred(session: Session) -> Session:
    """A session with a handful of stars of each kind."""
    for event_id, level in STARS.items():
        event = session.schedule.event(event_id)
        assert event is not None
        session.decisions.star([event], level)
    return session


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", PATHS)
async def test_the_screen_is_as_pictured(
    open_app: OpenApp,
    starred: Session,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    size: tuple[int, int],
) -> None:
    # The dialogue of the export names the folder: at home it is a short one.
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    # The list of themes says where a terminal has too few colours for them.
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    async with open_app(size=size) as screen:
        if PATHS[name]:
            await screen.press(*PATHS[name])
        compare(screen, f"{name}-{size[0]}x{size[1]}")


async def test_a_resized_screen_is_the_one_of_its_new_size(
    open_app: OpenApp, starred: Session
) -> None:
    async with open_app(size=(200, 50)) as screen:
        await screen.press("j", "j")
        for width, height in [(60, 20), (30, 6), (120, 40), (80, 24)]:
            await screen.pilot.resize_terminal(width, height)
            await screen.press()
        compare(screen, "browse-by-topic-80x24")


async def test_a_terminal_too_small_is_said_to_be_so(open_app: OpenApp) -> None:
    async with open_app(size=(20, 5)) as screen:
        assert screen.lines[:4] == [
            "Too small:",
            "40x10 needed",
            "20x5 here",
            "nothing is lost",
        ]


def compare(screen: Screenful, name: str) -> None:
    """Compare the screen with its picture."""
    path = PICTURES / f"{name}.txt"
    if os.environ.get("PLANNER_REPAINT"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(screen.text + "\n", encoding="utf-8")
    width, _ = screen.app.size
    assert all(len(line) <= width for line in screen.lines)
    assert screen.text + "\n" == path.read_text(encoding="utf-8")
