"""Deciding in Plan: ways out, suggestions, pins, the best of a slot, and time of one's own."""

from __future__ import annotations

import asyncio

import pytest

from planner.model import Level
from planner.tui.screens import list_screen
from planner.workspace.session import Session
from tests.five_days import CELLS_POSTER, commitment, moment, poster
from tests.tui.conftest import OpenApp, Screenful, settled


async def go_to(screen: Screenful, words: str) -> None:
    """Go to the line of the open day that holds some words."""
    await screen.press("g")
    for _ in range(40):
        if words in screen.cursor_line:
            return
        await screen.press("j")
    raise AssertionError(f"no line {words!r} in:\n{screen.text}")


async def type_line(screen: Screenful, text: str) -> None:
    """Type into the line of an overlay."""
    names = {" ": "space", ":": "colon", "-": "minus", "#": "number_sign"}
    await screen.press(*(names.get(char, char) for char in text))


async def told(screen: Screenful) -> str:
    """Wait for what a star collides with, and return the status line."""
    await asyncio.sleep(0.1)
    await settled(screen.pilot)
    return screen.status


# Problems


async def test_n_goes_from_problem_to_problem_over_the_days(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2")
        found = []
        for _ in range(12):
            await screen.press("n")
            found.append(screen.cursor_line.split("  ")[0].strip("▌ ") + screen.lines[2][:0])
            if "No problem further on" in screen.status:
                break
        # Mon: Bounds, the rehearsal, Agents; Tue: Bees, Cells, the slot; Wed: the slot;
        # Fri: Swarms, the second half of the morning, Farewell.
        assert screen.status == "No problem further on; N goes to the one before"
        assert len(found) == 12
        assert "Farewell" in screen.cursor_line
        await screen.press(*"N" * 11)
        assert "[Mon 3 ✗3]" in screen.text
        await screen.press("N")
        assert screen.status == "No problem before this"


async def test_enter_on_a_problem_shows_the_ways_out_and_choosing_decides_one(
    open_app: OpenApp, five: Session
) -> None:
    async with open_app() as screen:
        await screen.press("2", "right")
        await go_to(screen, "oral      Cells")
        await screen.press("enter")
        assert "Clash, 15 min, with Bees" in screen.text
        assert "See its poster, Thu 13:30, board 309, instead of Cells" in screen.cursor_line
        assert "Open the detail" in screen.text
        await screen.press("enter")
        assert screen.status == "Its poster instead: Cells"
        assert CELLS_POSTER in five.itinerary().stars
        assert "oral-3" not in five.itinerary().stars
        assert "✗ clash" not in screen.text
        await screen.press("u")
        assert "oral-3" in five.itinerary().stars


async def test_the_last_of_the_ways_out_is_the_detail(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", "right")
        await go_to(screen, "oral      Cells")
        await screen.press("enter", *("down",) * 9, "enter")
        assert "in  Oral A" in screen.text
        await screen.press("enter")
        assert "oral      Cells" in screen.cursor_line


async def test_esc_leaves_the_ways_out_undecided(open_app: OpenApp, five: Session) -> None:
    before = five.itinerary().version
    async with open_app() as screen:
        await screen.press("2", "right")
        await go_to(screen, "oral      Cells")
        await screen.press("enter", "escape")
        assert "oral      Cells" in screen.cursor_line
    assert five.itinerary().version == before


async def test_enter_where_nothing_is_wrong_is_the_detail(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", "right")
        await go_to(screen, "Opening words")
        await screen.press("enter")
        assert "invited talk" in screen.text
        assert "Bees" not in screen.text


async def test_time_of_ones_own_has_ways_out_too(open_app: OpenApp, five: Session) -> None:
    async with open_app() as screen:
        await screen.press("2")
        await go_to(screen, "My rehearsal")
        await screen.press("enter")
        assert "Clash, 30 min, with Bounds" in screen.text
        assert "Open the detail" not in screen.text
        while "Take its star off: Bounds" not in screen.cursor_line:
            await screen.press("down")
        await screen.press("enter")
        assert "tutorial-2" not in five.itinerary().stars


async def test_a_half_known_talk_can_be_seen_at_its_poster(
    open_app: OpenApp, session: Session
) -> None:
    # The one has no time but its session's, the other's time lies in that session.
    half, other = (session.schedule.event(name) for name in ("oral-35451", "oral-35532"))
    assert half is not None
    assert other is not None
    assert half.start is None
    session.decisions.star([half, other], Level.WANT)
    assert len(session.reading.may_clash()) == 1
    async with open_app() as screen:
        await screen.press("2")
        assert "? may clash with" in screen.text
        assert "in 16:30-17:30" in screen.text
        assert "Safe: its poster, 13:30, board 2707" in screen.text
        assert "✗" not in screen.text
        await screen.press("n", "enter")
        assert "May clash with" in screen.text
        assert "instead of" in screen.text


# At the moment of starring


async def test_a_star_that_clashes_says_so_once_it_is_drawn(
    open_app: OpenApp, five: Session
) -> None:
    five.decisions.unstar(["oral-3"])
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("cells kind:oral")
        await screen.press("enter", "s")
        assert screen.cursor_line[1] == "★"
        assert await told(screen) == (
            "Starred as want: Cells. Clashes with Bees for 15 min; its poster is Thu 13:30"
        )
        # The same key again takes it off, and that collides with nothing.
        await screen.press("s")
        assert await told(screen) == "Star taken off: Cells"


async def test_what_was_said_meanwhile_stays(
    open_app: OpenApp, five: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_screen, "TELL_AFTER", 0.4)
    five.decisions.unstar(["oral-3"])
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("cells kind:oral")
        await screen.press("enter", "s", "y")
        await asyncio.sleep(0.5)
        assert await told(screen) == "No link is known; copied its title: Cells"


async def test_triage_says_it_too(open_app: OpenApp, five: Session) -> None:
    five.decisions.unstar(["oral-3"])
    async with open_app() as screen:
        await screen.press("4")
        await settled(screen.pilot)
        await screen.press("slash")
        await screen.type("cells kind:oral")
        await settled(screen.pilot)
        await screen.press("enter", "space")
        assert "Clashes with Bees for 15 min" in await told(screen)


# The best of a slot, and pins


async def test_b_keeps_the_best_that_fit_in_one_decision(open_app: OpenApp, five: Session) -> None:
    async with open_app() as screen:
        await screen.press("2", "right")
        await go_to(screen, "Poster Session 1")
        await screen.press("b")
        assert screen.status == "Kept the best 18 of 20 in Poster Session 1"
        assert "too many" not in screen.text
        assert poster(1, 19) not in five.itinerary().stars
        await screen.press("b")
        assert screen.status == "All 18 of Poster Session 1 fit"
        await screen.press("u")
        assert len(five.itinerary().stars) == 60


async def test_b_works_on_a_poster_of_the_slot_and_nowhere_else(
    open_app: OpenApp, five: Session
) -> None:
    async with open_app() as screen:
        await screen.press("2", "b")
        assert screen.status == "b keeps the best posters of a slot; go to one"
        await screen.press("right")
        await go_to(screen, "Poster Session 1")
        await screen.press("enter", "j", "p")
        assert "!◆#100" in screen.cursor_line
        await screen.press("b")
        assert "Kept the best 18 of 20" in screen.status
    assert poster(1, 0) in five.itinerary().pins


# A suggestion


async def test_a_suggestion_is_a_preview_that_enter_takes_and_one_undo_takes_back(
    open_app: OpenApp, five: Session
) -> None:
    before = set(five.itinerary().stars)
    async with open_app() as screen:
        await screen.press("2", "equals_sign")
        await settled(screen.pilot)
        assert screen.status == "Enter: 18 stars taken off, 1 other showing starred instead"
        assert "left out, and why" in screen.text
        assert "overlaps Bees, wanted more" in screen.text
        assert "worth" not in screen.text
        await screen.press("G")
        assert "stays" in screen.text or "Queens" in screen.text
        assert set(five.itinerary().stars) == before
        await screen.press("enter")
        assert screen.status.startswith("Suggestion taken: 18 stars taken off")
        assert "✗" not in screen.text
        assert len(five.itinerary().stars) == 43
        await screen.press("u")
        assert set(five.itinerary().stars) == before


async def test_esc_leaves_everything_as_it_was(open_app: OpenApp, five: Session) -> None:
    before = five.itinerary().version
    async with open_app() as screen:
        await screen.press("2", "equals_sign")
        await settled(screen.pilot)
        await screen.press("escape")
        assert "[Mon 3 ✗3]" in screen.text
    assert five.itinerary().version == before


async def test_what_cannot_be_planned_is_named_and_stays(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app(size=(120, 40)) as screen:
        await screen.press("2", "equals_sign")
        await settled(screen.pilot)
        await screen.press("pagedown")
        assert "cannot be planned, stays" in screen.text
        assert "it holds others; choose among them" in screen.text


async def test_a_plan_that_changed_meanwhile_is_not_overwritten(
    open_app: OpenApp, five: Session
) -> None:
    async with open_app() as screen:
        await screen.press("2", "equals_sign")
        await settled(screen.pilot)
        five.decisions.unstar(["oral-2"])
        await screen.press("enter")
        assert "Your plan changed meanwhile" in screen.status
        await settled(screen.pilot)
        await screen.press("enter")
        # Without Bees, Honey and Cells both fit.
        assert {"oral-1", "oral-3"} <= set(five.itinerary().stars)


async def test_where_all_fits_the_suggestion_says_so(open_app: OpenApp, five: Session) -> None:
    five.decisions.unstar(list(five.itinerary().stars))
    event = five.schedule.event("oral-4")
    assert event is not None
    five.decisions.star([event], Level.WANT)
    async with open_app() as screen:
        await screen.press("2", "equals_sign")
        await settled(screen.pilot)
        assert "Everything that can be planned fits; nothing would change." in screen.text
        await screen.press("enter")
        assert screen.status == "Nothing to change: all that can be planned fits"


# Time of one's own


async def test_c_reads_along_and_keeps_time_of_ones_own(open_app: OpenApp, five: Session) -> None:
    async with open_app() as screen:
        await screen.press("2", "c")
        await type_line(screen, "fri 14-15")
        assert "Type a title behind the time" in screen.text
        await type_line(screen, " my poster")
        assert "Fri 26 Jul 14:00-15:00  my poster" in screen.text
        await screen.press("enter")
        assert screen.status == "Blocked Fri 26 Jul 14:00-15:00: my poster"
        assert "my poster" in screen.cursor_line
        assert "[Fri " in screen.text
        held = commitment(five, "my poster")
        assert (held.start, held.end) == (moment(26, "14:00"), moment(26, "15:00"))
        await screen.press("x")
        assert screen.status == "Time given back: my poster"
        assert held.id not in five.itinerary().commitments


async def test_without_a_day_it_is_the_day_that_is_shown(open_app: OpenApp, five: Session) -> None:
    async with open_app() as screen:
        await screen.press("2", "right", "right", "right", "c")
        await type_line(screen, "16-17 tea")
        assert "Thu 25 Jul 16:00-17:00  tea" in screen.text
        await screen.press("enter")
        assert commitment(five, "tea").start == moment(25, "16:00")


async def test_what_cannot_be_read_is_not_kept(open_app: OpenApp, five: Session) -> None:
    before = five.itinerary().version
    async with open_app() as screen:
        await screen.press("2", "c")
        await type_line(screen, "whenever")
        await screen.press("enter")
        assert "enter keep" in screen.text
        await screen.press("escape")
        assert "[Mon 3 ✗3]" in screen.text
    assert five.itinerary().version == before


async def test_time_away_is_said_to_be_so(open_app: OpenApp, five: Session) -> None:
    async with open_app() as screen:
        await screen.press("2", "c")
        await type_line(screen, "away until tue noon")
        assert "(away from the conference)" in screen.text
        await screen.press("enter")
        assert "away until Tue 12:00: 3 stars lie in it" in screen.cursor_line
    assert commitment(five, "away").away


async def test_x_on_an_event_says_what_it_is_for(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", "x")
        assert screen.status == "x takes time of your own away; s takes a star off"


@pytest.mark.parametrize("typed", ["2", "wed 11:30", "wed 11:30-13:00"])
async def test_a_poster_session_is_picked_by_number_or_time(
    open_app: OpenApp, five: Session, typed: str
) -> None:
    async with open_app() as screen:
        await screen.press("2", *("right",) * 5)
        assert "Someday 0" in screen.cursor_line
        await screen.press("T")
        assert "2 Poster Session 2, Wed 24 Jul 11:30-13:00" in screen.text
        await type_line(screen, typed)
        assert "Wed 24 Jul 11:30-13:00, Poster Session 2" in screen.text
        await screen.press("enter")
        assert screen.status.startswith("Your own time, Wed 24 Jul 11:30-13:00")
        assert "no time yet 2" in screen.text
    assert five.itinerary().own_times["poster-90"].end == moment(24, "13:00")


async def test_a_pasted_line_gives_the_board_too(open_app: OpenApp, five: Session) -> None:
    from textual.events import Paste

    async with open_app() as screen:
        await screen.press("2", *("right",) * 5, "T")
        line = "Thu 25 Jul 1:30 p.m. - 3 p.m.\r\nHall C 4-9 #503"
        screen.app.screen.post_message(Paste(line))
        await screen.press()
        assert "Thu 25 Jul 13:30-15:00, Poster Session 3, board 503" in screen.text
        await screen.press("enter")
        await screen.press("left", "left")
        assert "★ 503" in screen.text
    assert five.itinerary().own_times["poster-90"].board == "503"


async def test_an_empty_line_takes_ones_own_time_off(open_app: OpenApp, five: Session) -> None:
    event = five.schedule.event("poster-90")
    assert event is not None
    five.decisions.set_time(event, moment(25, "13:30"), moment(25, "15:00"))
    async with open_app() as screen:
        await screen.press("2", *("right",) * 3)
        await go_to(screen, "Poster Session 3")
        await screen.press("enter")
        await go_to(screen, "Someday 0")
        assert screen.cursor_line.endswith("yours")
        await screen.press("T")
        assert "Your own time: Thu 25 Jul 13:30-15:00" in screen.text
        assert "Enter takes your own time off" in screen.text
        await screen.press("enter")
        assert screen.status == "Your own time taken off: Someday 0"
    assert not five.itinerary().own_times


async def test_the_schedules_word_counts_and_that_is_said(open_app: OpenApp, five: Session) -> None:
    event = five.schedule.event("oral-4")
    assert event is not None
    five.decisions.set_time(event, moment(25, "13:30"), moment(25, "15:00"))
    async with open_app() as screen:
        await screen.press("2", "right", "right")
        await go_to(screen, "Dances")
        await screen.press("T")
        assert "The schedule says Wed 24 Jul 10:30-10:45, and its word counts" in screen.text


async def test_a_talks_number_of_a_session_is_its_posters_time(
    open_app: OpenApp, five: Session
) -> None:
    async with open_app() as screen:
        await screen.press("2", "right")
        await go_to(screen, "oral      Cells")
        await screen.press("T", "3")
        assert "its poster, Thu 25 Jul 13:30-15:00" in screen.text
        await screen.press("enter")
    assert list(five.itinerary().own_times) == [CELLS_POSTER]


async def test_what_one_presents_is_marked_and_takes_its_whole_slot(
    open_app: OpenApp, five: Session
) -> None:
    async with open_app() as screen:
        await screen.press("2", *("right",) * 3)
        await go_to(screen, "Poster Session 3")
        await screen.press("enter", "j", "M")
        assert screen.status == "You present: Poster 3-00"
        assert poster(3, 0) in five.itinerary().mine
        # From 13:30 to 15:00 in the hall: it meets Winter, and leaves no minute for the others.
        assert "clash, 30 min, with Poster 3-00" in screen.text
        assert "35 of 0 min" in screen.text
        assert "yours 90 min" in screen.text


async def test_browse_gives_a_time_and_presents_too(open_app: OpenApp, five: Session) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("someday")
        await screen.press("enter", "M")
        assert screen.status == "You present: Someday 0"
        await screen.press("T", "1", "enter")
        assert screen.status.startswith("Your own time, Tue 23 Jul 11:30-13:00")
    assert five.itinerary().own_times["poster-90"].start == moment(23, "11:30")


async def test_everything_can_be_clicked(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app(size=(120, 40)) as screen:
        await screen.press("2", "right")
        row = next(y for y, line in enumerate(screen.lines) if "Dances" in line)
        column = screen.lines[row].index("Dances")
        await screen.pilot.click("#list", offset=(column, row - 2))
        await screen.press()
        # The second day's line: that day is the open one now.
        assert "[Wed 16 ✗1]" in screen.text
        assert "Dances" in screen.status
