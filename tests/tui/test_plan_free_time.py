"""Free time in Plan: what fits there, and events left early; and the showings of starred talks."""

from __future__ import annotations

from planner.model import Level
from planner.workspace.session import Session
from tests.five_days import CELLS_POSTER, moment
from tests.tui.conftest import OpenApp, Screenful, settled

#: Two talks of Wednesday, 10:30-10:45 and 17:15-17:30.
MORNING, AFTERNOON = "oral-35444", "oral-35532"


def star(session: Session, *names: str, level: Level = Level.WANT) -> None:
    events = [session.schedule.event(name) for name in names]
    session.decisions.star([event for event in events if event is not None], level)


async def go_to(screen: Screenful, words: str) -> None:
    await screen.press("g")
    for _ in range(40):
        if words in screen.cursor_line:
            return
        await screen.press("j")
    raise AssertionError(f"no line {words!r} in:\n{screen.text}")


async def test_free_time_names_what_fits_and_enter_lists_it_to_star_from(
    open_app: OpenApp, session: Session
) -> None:
    star(session, MORNING, AFTERNOON)
    async with open_app() as screen:
        await screen.press("2")
        await settled(screen.pilot)
        await go_to(screen, "free 6 h 30   fits: ")
        below = screen.lines[screen.lines.index(screen.cursor_line) + 1]
        assert below.strip().startswith("like your stars: ")
        assert "that fit" in screen.status
        await screen.press("enter")
        await settled(screen.pilot)
        assert "Fits Wed 24 Jul 10:45-17:15 and is like your stars" in screen.text
        assert "shares " in screen.text
        await screen.press("s", "escape")
        await settled(screen.pilot)
        assert len(session.itinerary().stars) == 3
        assert "[Wed 3" in screen.text


async def test_free_time_into_which_nothing_fits_says_so(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", "]")
        await settled(screen.pilot)
        await go_to(screen, "free 30 min")
        assert screen.status.startswith("10:00-10:30 is free")
        assert "fits" not in screen.text
        await screen.press("enter")
        assert "Nothing that is like your stars" in screen.status


async def test_free_time_fits_a_narrow_screen(open_app: OpenApp, session: Session) -> None:
    star(session, MORNING, AFTERNOON)
    async with open_app(size=(60, 20)) as screen:
        await screen.press("2")
        await settled(screen.pilot)
        assert "fits: " in screen.text
        assert all(len(line) <= 60 for line in screen.lines)


async def test_the_way_out_to_leave_early_is_taken_and_taken_back(
    open_app: OpenApp, five: Session
) -> None:
    async with open_app() as screen:
        await screen.press("2", "n")
        assert "Bounds" in screen.cursor_line
        await screen.press("enter")
        await go_to_choice(screen, "Leave at 10:25, after 85 of 120 min: Causes")
        await screen.press("enter")
        assert screen.status.startswith("You leave at 10:25: Causes")
        await go_to(screen, "Causes")
        assert "until 10:25, yours" in screen.cursor_line
        assert "Room 1" in screen.cursor_line
        assert five.itinerary().leaving["tutorial-1"].until == moment(22, "10:25")
        await screen.press("enter")
        assert "You leave at 10:25" in screen.text
        await go_to_choice(screen, "Stay to the end after all: Causes")
        await screen.press("enter")
        assert five.itinerary().leaving == {}
        assert "until 10:25" not in screen.text


async def go_to_choice(screen: Screenful, words: str) -> None:
    for _ in range(20):
        if words in screen.cursor_line:
            return
        await screen.press("down")
    raise AssertionError(f"no choice {words!r} in:\n{screen.text}")


async def test_a_slot_names_the_posters_whose_talks_are_starred_instead(
    open_app: OpenApp, five: Session
) -> None:
    async with open_app() as screen:
        await screen.press("2", *"]]]")
        assert "also: 309 (talk Tue)" in screen.text
        assert "8 posters" in screen.text
    star(five, CELLS_POSTER)
    async with open_app() as screen:
        await screen.press("2", *"]]]")
        assert "also: " not in screen.text
        assert "9 posters" in screen.text


async def test_a_slot_of_nothing_but_their_posters_has_a_line_too(
    open_app: OpenApp, session: Session
) -> None:
    star(session, AFTERNOON)
    async with open_app(size=(100, 24)) as screen:
        await screen.press("2")
        slot, below = screen.lines[screen.lines.index(screen.cursor_line) - 2 :][:2]
        assert "13:30  ▐ Poster Session 4   Hall C 4-9   1 twin " in slot
        assert "0 of 90 min" in slot
        assert "also: 813 (talk below)" in below
