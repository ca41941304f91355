"""The plans of a group on the screen: pasted, compared, divided, and one's own part copied."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.export.plan_file import plan_bytes
from planner.export.plan_line import plan_line
from planner.model import Itinerary, Level, Star
from planner.tui.render import ASCII_SIGNS, Signs
from planner.workspace.session import Session
from tests.five_days import poster
from tests.tui.conftest import OpenApp, settled

AT = datetime(2024, 7, 1, tzinfo=UTC)
#: Four posters of Tuesday's session.
TUESDAY = [poster(1, number) for number in (1, 2, 3, 4)]


def line_of(session: Session, levels: dict[str, Level]) -> str:
    """Return the line of somebody's stars at the five days."""
    return plan_line(session.schedule.conference.id, levels, AT)


@pytest.fixture
def ada(five: Session) -> str:
    """Ada's line: four posters and a talk as must."""
    return line_of(five, dict.fromkeys([*TUESDAY, "oral-4"], Level.MUST))


async def test_a_pasted_line_is_compared_at_once(open_app: OpenApp, ada: str) -> None:
    async with open_app() as screen:
        await screen.press("C")
        assert "Paste the line that somebody sent you" in screen.text
        await screen.paste(f"Ada={ada[:40]}\n{ada[40:]}")
        assert "Ada ★5" in screen.text
        assert screen.status == "Added: Ada"
        assert "where you meet" in screen.text
        assert any("you, Ada" in line and "Dances" in line for line in screen.lines)


async def test_several_lines_and_a_typed_file_make_a_group(
    open_app: OpenApp, five: Session, ada: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    event = five.schedule.event("oral-4")
    assert event is not None
    stars = {"oral-4": Star("oral-4", Level.WANT, AT, event)}
    plan = Itinerary(five.schedule.conference.id, stars, {}, {}, {})
    Path("cy").write_bytes(plan_bytes(plan, AT))
    async with open_app() as screen:
        await screen.press("C")
        await screen.paste(f"Ada={ada} Bo={line_of(five, {'oral-4': Level.MAYBE})}")
        await screen.press("c", "y", "enter")
        await settled(screen.pilot)
        assert screen.status == "Added: cy"
        assert "Ada ★5, Bo ★1, cy ★1" in screen.text
        await screen.press("ctrl+x")
        assert screen.status == "Removed: cy"
        assert "cy ★1" not in screen.text


async def test_tab_divides_and_ctrl_y_copies_ones_own_part(
    open_app: OpenApp, five: Session, ada: str
) -> None:
    async with open_app() as screen:
        await screen.press("C")
        await screen.paste(f"Ada={ada}")
        await screen.press("tab")
        assert "Tue 23 Jul 11:30-13:00" in screen.text
        await screen.press("ctrl+y")
        copied = screen.app.clipboard
        assert copied.startswith(f"My posters at {five.schedule.conference.name}, divided with Ada")
        posters = [line for line in copied.splitlines() if line.startswith("  #")]
        assert screen.status == f"Your part copied: {len(posters)} posters"
        await screen.press("tab")
        assert "where you meet" in screen.text


async def test_without_a_division_ones_own_line_is_copied(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app() as screen:
        await screen.press("C", "ctrl+y")
        assert screen.app.clipboard.startswith("planner:")
        assert "Your plan copied as a line of" in screen.status


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda line: line[:-3], "damaged or not whole"),
        (lambda line: line.replace(":", ":../", 1), "is no id"),
        (lambda line: "planner:icml2031" + line[line.rindex(":") :], "damaged or not whole"),
    ],
)
async def test_a_line_that_is_not_sound_is_refused_and_nothing_is_lost(
    open_app: OpenApp, ada: str, spoil: Callable[[str], str], sentence: str
) -> None:
    async with open_app(size=(120, 40)) as screen:
        await screen.press("C")
        await screen.paste(f"Ada={ada}")
        await screen.paste(spoil(ada))
        assert sentence in screen.status
        assert "Ada ★5" in screen.text


async def test_a_file_that_is_not_there_stays_in_the_line_to_be_mended(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app() as screen:
        await screen.press("C", "x", "enter")
        await settled(screen.pilot)
        assert screen.status == "x cannot be read: No such file or directory."
        assert screen.lines[2].strip() == "Plan: x"


async def test_the_plans_are_there_when_the_screen_is_opened_again(
    open_app: OpenApp, ada: str
) -> None:
    async with open_app() as screen:
        await screen.press("C")
        await screen.paste(f"Ada={ada}")
        await screen.press("escape")
        assert "Plan:" not in screen.text
        await screen.press("C")
        assert "Ada ★5" in screen.text


async def test_titles_of_a_foreign_file_are_only_text(
    open_app: OpenApp, five: Session, tmp_path: Path
) -> None:
    event = five.schedule.event("oral-4")
    assert event is not None
    stars = {"oral-4": Star("oral-4", Level.MUST, AT, event)}
    plan = Itinerary(five.schedule.conference.id, stars, {}, {}, {})
    record = json.loads(plan_bytes(plan, AT))
    record["stars"][0]["id"] = record["stars"][0]["snapshot"]["id"] = "oral-99"
    record["stars"][0]["snapshot"]["title"] = "[bold]Re[x] close [/foo]"
    path = tmp_path / "p"
    path.write_text(json.dumps(record), encoding="utf-8")
    async with open_app() as screen:
        await screen.press("C")
        await screen.paste(str(path))
        await screen.press("enter")
        await settled(screen.pilot)
        assert "kept as the file tells them" in screen.status
        found = screen.text
        for _ in range(3):
            await screen.press("pagedown")
            found += screen.text
        assert "[bold]Re[x] close [/foo]" in found


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("signs", [Signs(), ASCII_SIGNS], ids=["signs", "ascii"])
async def test_it_stands_in_every_size(
    open_app: OpenApp, ada: str, size: tuple[int, int], signs: Signs
) -> None:
    async with open_app(size=size, signs=signs) as screen:
        await screen.press("C")
        await screen.paste(" ".join(f"Somebody{number}={ada}" for number in range(6)))
        for key in ("tab", "tab", "down", "pagedown", "pageup", "up"):
            await screen.press(key)
            assert all(len(line) <= size[0] for line in screen.lines)
            assert "Somebody5" in screen.text
        if signs is ASCII_SIGNS:
            assert screen.text.isascii()
