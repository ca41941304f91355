"""The filter: values with live counts, each a part of Browse's query."""

from __future__ import annotations

import pytest

from planner.model import Level
from planner.tui.render import ASCII_SIGNS
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp, Screenful, settled


async def open_filter(screen: Screenful) -> None:
    await screen.press("f")
    await settled(screen.pilot)


def line_with(screen: Screenful, words: str) -> str:
    return next(line for line in screen.lines if words in line)


async def test_every_section_has_a_header_and_every_value_its_count(open_app: OpenApp) -> None:
    async with open_app(size=(80, 300)) as screen:
        await open_filter(screen)
        headers = [line.strip() for line in screen.lines]
        order = [headers.index(word) for word in ("Kind", "Day", "Star", "Topic", "Session")]
        assert order == sorted(order)
        assert {"Room", "Track", "Affiliation"} <= set(headers)
        assert line_with(screen, "  oral  ").endswith("144")
        assert line_with(screen, "Tue 23 Jul").endswith("21")
        area = headers.index(line_with(screen, "   Applications  ").strip())
        assert headers[area + 1].startswith("Computer Vision")
        assert line_with(screen, "No topic").strip().startswith("No topic")


async def test_choosing_is_painted_at_once_and_counts_follow(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_filter(screen)
        screen.app.screen.act("choose")  # type: ignore[attr-defined]
        assert screen.cursor_line.split() == ["▌✓", "oral", "144"]
        assert "/kind:oral" in screen.lines[3]
        await settled(screen.pilot)
        assert line_with(screen, "Tue 23 Jul").endswith("17")


async def test_values_of_one_name_are_or_and_choosing_again_takes_out(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_filter(screen)
        await screen.press("enter", "down", "enter")
        assert "/kind:oral,spotlight" in screen.lines[3]
        assert "335 found" in screen.lines[3]
        await screen.press("up", "enter", "escape")
        assert "/kind:spotlight" in screen.lines[2]
        assert "191 found" in screen.lines[2]


async def test_typing_narrows_also_across_headings(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_filter(screen)
        await screen.type("room hall a1")
        assert screen.cursor_line.split() == ["▌", "Hall", "A1", "10"]
        await screen.press("ctrl+u")
        await screen.type("large lang")
        assert "Deep Learning / Large Language Models" in screen.cursor_line
        await screen.press("enter")
        assert '/topic:"Deep Learning->Large Language Models"' in screen.lines[3]


async def test_narrowed_lines_stay_in_their_sections_and_the_cursor_goes_to_the_best(
    open_app: OpenApp,
) -> None:
    async with open_app() as screen:
        await open_filter(screen)
        await screen.type("theory")
        assert screen.cursor_line.split()[1] == "Theory"
        assert screen.text.count(" Topic\n") == 1


async def test_tab_goes_from_section_to_section_and_back(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_filter(screen)
        await screen.press("tab", "tab", "tab")
        assert "Deep Learning" in screen.cursor_line
        await screen.press("down", "shift+tab")
        assert "Deep Learning" in screen.cursor_line
        await screen.press("shift+tab")
        assert "undecided" in screen.cursor_line


async def test_one_key_clears_all_filters_and_keeps_words(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("learning kind:oral -day:tue")
        await screen.press("enter")
        await open_filter(screen)
        await screen.press("ctrl+x")
        assert screen.lines[3].startswith(" /learning ")
        await screen.press("ctrl+x")
        assert screen.status == "No filter is set"


async def test_what_was_typed_by_hand_is_checked_and_can_be_taken_out(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type('topic:"large language" -kind:poster')
        await screen.press("enter")
        await open_filter(screen)
        assert line_with(screen, "   poster  ").endswith("left out")
        await screen.type("large language")
        assert screen.cursor_line.startswith("▌✓ large language")
        await screen.press("enter")
        assert screen.lines[3].startswith(" /-kind:poster ")


async def test_stars_are_counted_and_follow_what_another_window_decides(
    open_app: OpenApp, session: Session
) -> None:
    event = session.schedule.event("oral-35451")
    assert event is not None
    async with open_app() as screen:
        await open_filter(screen)
        assert "must see" not in screen.text
        session.decisions.star([event], Level.MUST)
        await screen.pilot.pause(0.8)
        await settled(screen.pilot)
        await screen.type("must")
        assert screen.cursor_line.split() == ["▌", "must", "see", "1"]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_it_fits_and_needs_no_more_than_ascii(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size=size, signs=ASCII_SIGNS) as screen:
        await open_filter(screen)
        await screen.press("enter")
        await settled(screen.pilot)
        assert len(screen.lines) == size[1]
        assert screen.cursor_line == ""
        assert any(line.startswith(">v oral") for line in screen.lines)
        assert "\n".join(screen.lines[:8]).isascii()


async def test_on_a_wide_screen_the_result_stands_beside(open_app: OpenApp) -> None:
    async with open_app(size=(120, 40)) as screen:
        await open_filter(screen)
        assert "A Mechanistic Understanding" in screen.lines[3]
        await screen.type("workshop")
        await screen.press("enter")
        assert "wkshop" in screen.lines[3][60:]


async def test_a_long_query_is_shown_on_more_lines(open_app: OpenApp) -> None:
    async with open_app(size=(60, 20)) as screen:
        await screen.press("slash")
        await screen.paste('topic:"large language models" kind:oral,poster from:google learning')
        await screen.press("enter")
        await open_filter(screen)
        assert screen.lines[3].startswith(' /topic:"large language models"')
        assert "learning" in screen.lines[4] + screen.lines[5]


async def test_the_query_is_copied(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("Y")
        assert screen.status.startswith("Nothing is searched for")
        await screen.press("slash")
        await screen.type("bears kind:oral")
        await screen.press("enter", "Y")
        assert screen.status == "Copied kind:oral bears"
        assert screen.app.clipboard == "kind:oral bears"
