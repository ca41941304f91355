"""Saved searches in the app: kept under a name, run, removed, and what is new in them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from planner.paths import Places
from planner.tui.app import PlannerApp
from planner.tui.lookout import LOOK_EVERY
from planner.tui.render import ASCII_SIGNS, Signs
from planner.workspace.preparation import Preparation
from planner.workspace.searches import looking
from planner.workspace.session import Session
from tests.conftest import small_document
from tests.tui.conftest import MOMENT, OpenApp, Screenful, settled


def saved(session: Session, name: str, query: str) -> None:
    session.decisions.save_search(name, query)
    looking(session, name)(session.schedule)


async def open_saved(screen: Screenful) -> None:
    await screen.press("F")
    await settled(screen.pilot)


async def test_the_search_in_the_bar_is_saved_under_a_name(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("kind:oral diffusion")
        await screen.press("enter")
        await open_saved(screen)
        assert "Save this search: kind:oral diffusion" in screen.cursor_line
        await screen.press("enter")
        assert "Name: oral diffusion" in screen.lines[2]
        assert "Enter saves this search:" in screen.text
        await screen.press("ctrl+u")
        await screen.type("my talks")
        await screen.press("enter")
        assert screen.status == "Search saved: my talks"
        assert session.itinerary().searches["my talks"].query == "kind:oral diffusion"
        await open_saved(screen)
        assert "my talks   kind:oral diffusion" in screen.cursor_line
        assert "Save this search" not in screen.text


async def test_each_saved_search_says_its_query_and_what_it_finds(
    open_app: OpenApp, session: Session
) -> None:
    saved(session, "films", "videopoet")
    saved(session, "Bandits", "kind:tutorial")
    async with open_app() as screen:
        await open_saved(screen)
        first, second = screen.lines[3:5]
        assert first.split() == ["▌", "Bandits", "kind:tutorial", "12"]
        assert second.split() == ["films", "videopoet", "1"]
        assert screen.status == "kind:tutorial"


async def test_enter_runs_the_search_and_typing_narrows(
    open_app: OpenApp, session: Session
) -> None:
    saved(session, "films", "videopoet")
    saved(session, "lenses", "magiclens")
    async with open_app() as screen:
        await open_saved(screen)
        await screen.type("poet")
        assert "films" in screen.cursor_line
        await screen.press("enter")
        assert "/videopoet" in screen.lines[2]
        assert "VideoPoet" in screen.rows[0]
        await screen.press("j")
        await open_saved(screen)
        assert "✓" in screen.lines[3]


async def test_a_search_that_was_run_comes_back_with_ctrl_r(
    open_app: OpenApp, session: Session
) -> None:
    saved(session, "films", "videopoet")
    async with open_app() as screen:
        await screen.press("F", "enter", "escape", "slash", "ctrl+r")
        assert "/videopoet" in screen.lines[2]


async def test_ctrl_x_removes_and_an_undo_brings_back(open_app: OpenApp, session: Session) -> None:
    saved(session, "films", "videopoet")
    saved(session, "lenses", "magiclens")
    async with open_app() as screen:
        await open_saved(screen)
        await screen.press("down", "ctrl+x")
        assert screen.status == "Search removed: lenses; esc and u bring it back"
        assert "magiclens" not in screen.text
        assert "films" in screen.cursor_line
        await screen.press("escape", "u")
        assert screen.status == "Undone: search removed: lenses"
        await open_saved(screen)
        assert "lenses" in screen.text


async def test_a_name_that_is_taken_says_what_it_replaces(
    open_app: OpenApp, session: Session
) -> None:
    saved(session, "films", "videopoet")
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("films")
        await screen.press("enter", "F", "enter")
        assert "Enter saves in place of the search that has this name: videopoet" in screen.text
        await screen.press("enter")
        assert screen.status == "Search replaced: films"
        await screen.press("u")
        assert session.itinerary().searches["films"].query == "videopoet"


async def test_a_name_that_cannot_be_kept_is_refused_in_words(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("films")
        await screen.press("enter", "F", "enter", "ctrl+u")
        assert "A saved search needs a name." in screen.text
        await screen.press("enter")
        assert screen.status == "A saved search needs a name."
        await screen.paste("x" * 61)
        assert "at most 60 characters" in screen.text
        await screen.press("enter", "escape")
        assert "/films" in screen.lines[2]
        assert not session.itinerary().searches


async def test_nothing_saved_says_how_to_save(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_saved(screen)
        assert "No search is saved yet" in screen.cursor_line
        assert "search with /, then F saves it" in screen.cursor_line
        await screen.press("ctrl+x")
        assert screen.status == "No saved search is under the cursor"
        await screen.press("enter")
        assert screen.status == "search with /, then F saves it"
        await screen.press("escape")
        assert "2,689 to choose from" in screen.text


async def test_a_search_with_a_slip_is_not_saved(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("kind:orak")
        await screen.press("enter")
        await open_saved(screen)
        await screen.press("enter")
        assert screen.status == "mend the search first"


async def test_what_is_still_to_be_typed_is_not_saved(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("videopoet kind:")
        await screen.press("enter", "F", "enter", "enter")
        assert session.itinerary().searches["videopoet"].query == "videopoet"


async def test_a_search_saved_in_another_window_appears(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await open_saved(screen)
        saved(session, "films", "videopoet")
        await screen.pilot.pause(LOOK_EVERY + 0.2)
        await settled(screen.pilot)
        assert "films   videopoet" in screen.text


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_both_screens_fit_every_size_in_ascii(
    open_app: OpenApp, session: Session, size: tuple[int, int]
) -> None:
    saved(session, "a name of sixty letters that says at length what it is about", "kind:oral " * 9)
    async with open_app(size=size, signs=ASCII_SIGNS) as screen:
        await screen.press("slash")
        await screen.paste("diffusion " * 12)
        await screen.press("enter")
        await open_saved(screen)
        assert screen.text.isascii()
        assert screen.lines[4].endswith(" 144")
        await screen.press("enter")
        assert screen.lines[2].startswith(" Name: ")
        assert screen.lines[2].endswith("diffusion diffusion")
        assert screen.text.isascii()


# What is new


@asynccontextmanager
async def small_app(where: Places, source: Path, *titles: str) -> AsyncIterator[Screenful]:
    """The app on the small conference, with posters of these titles besides."""
    document = small_document()
    for number, title in enumerate(titles):
        extra = {**document["events"][3], "id": f"poster-extra-{number}", "title": title}
        document["events"].append(extra)
    source.write_text(json.dumps(document), encoding="utf-8")
    preparation = Preparation(where, source)
    preparation.wait()
    app = PlannerApp(where, preparation, Signs(), lambda: MOMENT)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(LOOK_EVERY + 0.2)
            await settled(pilot)
            await pilot.pause(LOOK_EVERY + 0.2)
            yield Screenful(app, pilot)
    finally:
        app.close_session()


async def test_a_start_tells_once_of_what_an_update_brought(where: Places, tmp_path: Path) -> None:
    source = tmp_path / "small.json"
    async with small_app(where, source) as screen:
        saved(screen.app.session, "sweet", "honey")
        saved(screen.app.session, "posters", "kind:poster")
        saved(screen.app.session, "talks", "kind:talk")
    async with small_app(where, source, "More honey", "Honey again") as screen:
        assert screen.status == "2 saved searches have new events: F"
        await open_saved(screen)
        assert [line.split()[-3:] for line in screen.lines[3:6]] == [
            ["2", "new", "4"],
            ["2", "new", "3"],
            ["talks", "kind:talk", "1"],
        ]
        await screen.press("enter")
        await settled(screen.pilot)
        assert screen.status == "posters: 2 new events since you last looked"
        await open_saved(screen)
        assert screen.lines[3].split()[-2:] == ["kind:poster", "4"]
        assert screen.lines[4].split()[-3:] == ["2", "new", "3"]
    async with small_app(where, source, "More honey", "Honey again") as screen:
        assert "saved search" not in screen.status


async def test_what_is_found_when_saving_is_seen(where: Places, tmp_path: Path) -> None:
    source = tmp_path / "small.json"
    async with small_app(where, source) as screen:
        await screen.press("slash")
        await screen.type("honey")
        await screen.press("enter", "F", "enter", "enter")
        await settled(screen.pilot)
    async with small_app(where, source, "More honey") as screen:
        assert screen.status == "Saved search honey has 1 new event: F"


async def test_a_single_search_with_news_is_named(where: Places, tmp_path: Path) -> None:
    source = tmp_path / "small.json"
    async with small_app(where, source) as screen:
        saved(screen.app.session, "sweet", "honey")
    async with small_app(where, source, "More honey") as screen:
        assert screen.status == "Saved search sweet has 1 new event: F"


async def test_a_search_that_is_no_query_any_more_can_be_mended(
    where: Places, tmp_path: Path
) -> None:
    source = tmp_path / "small.json"
    async with small_app(where, source) as screen:
        saved(screen.app.session, "cellar", "room:cellar honey")
        await open_saved(screen)
        assert screen.cursor_line.endswith("cannot be run")
        assert 'There is no room "cellar"' in screen.status
        await screen.press("enter")
        assert "/room:cellar honey" in screen.lines[2]
        assert "There is no room" in screen.lines[2]
        await screen.press("escape")
        assert "to choose from" in screen.text
        assert "cellar" in screen.app.session.itinerary().searches
