"""Browse: what one sees, finds and stars."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from textual import events

from planner.itinerary.store import ItineraryError
from planner.model import Level
from planner.tui.render import ASCII_SIGNS
from planner.workspace.session import Session
from tests.five_days import moment
from tests.tui.conftest import OpenApp


async def test_the_first_start_shows_papers_by_topic_and_a_card(open_app: OpenApp) -> None:
    async with open_app() as screen:
        assert "2,689 to choose from, by topic" in screen.text
        assert "oral 144  spotlight 191  poster 2,299" in screen.text
        assert "Deep Learning / Large Language Models" in screen.lines[4]
        assert "Welcome. All 2,634 papers" in screen.text
        words = screen.text.replace("\n ", " ")
        assert "R asks icml.cc once, your stars stay; T enters a time you know." in words
        assert "2 shows the plan, e takes it to your calendar, ? says the rest." in words


async def test_the_first_key_acts_and_puts_the_card_away(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("j")
        assert "Welcome" not in screen.text
        assert screen.rows[1] == screen.cursor_line


async def test_the_card_is_in_the_help_afterwards(open_app: OpenApp) -> None:
    async with open_app(size=(80, 100)) as screen:
        await screen.press("question_mark")
        assert "Welcome. All 2,634 papers" in screen.text


async def test_typing_finds_letter_by_letter(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("levels of agi")
        assert "/levels of agi" in screen.text
        assert "Position: Levels of AGI" in screen.rows[0]
        await screen.press("ctrl+u")
        assert "2,689" in screen.text


async def test_a_slip_is_said_while_the_last_good_result_stays(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("videopoet")
        assert "VideoPoet" in screen.rows[0]
        await screen.type(" kind:orak")
        assert "oral" in screen.lines[2]
        assert "did you mean" in screen.lines[2]
        assert "VideoPoet" in screen.rows[0]


async def test_escape_in_the_bar_brings_the_query_before_back(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("magiclens")
        await screen.press("enter", "slash")
        await screen.type(" nonsense")
        await screen.press("escape")
        assert "/magiclens " in screen.lines[2] + " "
        await screen.press("escape")
        assert "2,689" in screen.text


async def test_earlier_searches_come_back_with_ctrl_r(open_app: OpenApp) -> None:
    async with open_app() as screen:
        for word in ("magiclens", "videopoet"):
            await screen.press("slash", "ctrl+u")
            await screen.type(word)
            await screen.press("enter")
        await screen.press("slash", "ctrl+u", "ctrl+r")
        assert "/videopoet" in screen.text
        await screen.press("ctrl+r")
        assert "/magiclens" in screen.text


async def test_space_stars_and_moves_on(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await screen.press("space", "space")
        assert [star.level for star in session.itinerary().stars.values()] == [Level.WANT] * 2
        assert screen.rows[2] == screen.cursor_line
        assert [row[1] for row in screen.rows[:3]] == ["★", "★", " "]
        assert screen.lines[0].endswith("★ 2")


@pytest.mark.parametrize(
    ("key", "level", "sign"), [("s", "want", "★"), ("S", "must", "!"), ("m", "maybe", "☆")]
)
async def test_a_level_stays_put_and_the_same_key_takes_it_off(
    open_app: OpenApp, session: Session, key: str, level: str, sign: str
) -> None:
    async with open_app() as screen:
        await screen.press(key)
        assert [star.level.value for star in session.itinerary().stars.values()] == [level]
        assert screen.cursor_line[1] == sign
        assert f"as {level}" in screen.status
        await screen.press(key)
        assert not session.itinerary().stars
        assert screen.cursor_line[1] == " "


async def test_undo_and_redo_name_the_decision(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await screen.press("S", "u")
        assert screen.status.startswith("Undone: starred as must: A Mechanistic")
        assert not session.itinerary().stars
        await screen.press("ctrl+r")
        assert screen.status.startswith("Done again: starred")
        assert len(session.itinerary().stars) == 1


async def test_twins_are_one_row_and_the_star_stays_on_its_showing(
    open_app: OpenApp, session: Session
) -> None:
    poster = session.schedule.event("poster-33646")
    assert poster is not None
    session.decisions.star([poster], Level.MUST)
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("genie generative interactive")
        await screen.press("enter")
        genie = [row for row in screen.rows if "Genie" in row]
        assert len(genie) == 1
        assert "oral" in genie[0]
        assert genie[0][1] == "!"
        await screen.press("m")
        assert {key: star.level for key, star in session.itinerary().stars.items()} == {
            "poster-33646": Level.MAYBE
        }


async def test_hiding_takes_the_paper_out_and_the_count_says_so(open_app: OpenApp) -> None:
    async with open_app() as screen:
        first = screen.rows[0]
        await screen.press("x")
        assert first not in screen.rows
        assert "2,688 to choose from, and 1 hidden" in screen.text
        assert screen.cursor_line == screen.rows[0]
        await screen.press("full_stop")
        assert "2,689" in screen.text


async def test_the_cursor_stays_on_its_event_through_a_change_of_order(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("j", "j", "j")
        event = screen.cursor_line[14:40]
        await screen.press("w")
        assert "by time" in screen.lines[2]
        assert event in screen.cursor_line
        await screen.press("w")
        assert event in screen.cursor_line


async def test_next_star_jumps_there_and_says_when_there_is_none(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("pagedown", "s", "g", "n")
        assert screen.cursor_line[1] == "★"
        await screen.press("n")
        assert screen.status == "No star further on"


async def test_sections_are_turned_with_brackets(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("right_square_bracket")
        assert "Generative Models" in screen.lines[4]
        await screen.press("left_square_bracket")
        assert "Large Language Models" in screen.lines[4]


async def test_enter_gives_the_detail_the_screen_and_q_gives_it_back(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("enter")
        assert "https://icml.cc/virtual/2024/poster/" in screen.text
        assert "to choose from" not in screen.text
        await screen.press("q")
        assert "to choose from" in screen.text


async def test_the_filter_puts_kinds_and_topics_into_the_query(open_app: OpenApp) -> None:
    async with open_app(size=(80, 30)) as screen:
        await screen.press("f")
        await screen.type("workshop")
        await screen.press("enter", "escape")
        assert "/kind:workshop" in screen.text
        assert "30 found" in screen.text
        await screen.press("f")
        await screen.type("tutorial")
        await screen.press("enter", "escape")
        assert "/kind:workshop,tutorial" in screen.text
        assert "42 found" in screen.text


async def test_a_star_from_outside_is_shown_within_a_second(
    open_app: OpenApp, session: Session
) -> None:
    event = session.schedule.event("oral-35451")
    assert event is not None
    async with open_app() as screen:
        assert screen.lines[0].endswith("★ 0")
        session.decisions.star([event], Level.WANT)
        await screen.pilot.pause(0.8)
        assert screen.lines[0].endswith("★ 1")


async def test_nothing_found_says_what_to_press(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("xyzzyx")
        assert "Nothing found for: xyzzyx" in screen.text
        assert "Esc goes back" in screen.text


async def test_without_unicode_all_signs_are_ascii(open_app: OpenApp) -> None:
    async with open_app(signs=ASCII_SIGNS) as screen:
        await screen.press("S", "j", "s", "j", "m")
        frame = [*screen.lines[:4], *screen.lines[-2:]]
        assert "\n".join(frame).isascii()
        assert [row[1] for row in screen.lines[5:8]] == ["!", "*", "o"]


async def test_the_app_opens_where_it_was_left(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("world models")
        await screen.press("enter", "j", "j")
        event = screen.cursor_line
        await screen.press("q")
    async with open_app() as screen:
        assert "/world models" in screen.text
        assert screen.cursor_line == event
        assert "Welcome" not in screen.text


async def test_the_palette_runs_a_command_by_its_words(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await screen.press("colon")
        await screen.type("as must")
        await screen.press("enter")
        assert [star.level for star in session.itinerary().stars.values()] == [Level.MUST]
        assert screen.cursor_line[1] == "!"


async def test_a_click_puts_the_cursor_on_a_row(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.pilot.click("#list", offset=(20, 6))
        await screen.press()
        assert screen.lines[8] == screen.cursor_line


async def test_escape_never_quits(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("escape", "escape", "escape")
        assert "to choose from" in screen.text


async def test_the_detail_says_which_showing_holds_the_star(
    open_app: OpenApp, session: Session
) -> None:
    poster = session.schedule.event("poster-33646")
    assert poster is not None
    session.decisions.star([poster], Level.WANT)
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("genie generative interactive")
        await screen.press("enter")
        assert "its poster  ★ starred" in screen.text
        await screen.press("s", "s")
        assert set(session.itinerary().stars) == {"poster-33646"}


async def test_a_key_is_painted_before_anything_else_happens(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as screen:
        await screen.press("j")
        painted: list[object] = []
        monkeypatch.setattr(screen.app, "_display", lambda _, update: painted.append(update))
        screen.app.browse.act("down")
        assert any(painted)
        assert screen.cursor_line == screen.rows[2]


async def test_hidden_events_are_marked_when_they_are_shown(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("full_stop")
        assert screen.status == "No event is hidden; x hides one"
        await screen.press("x", "full_stop", "g")
        assert screen.rows[0].endswith("hidden")
        assert "hidden ones too" in screen.lines[2]


async def test_an_untouched_list_starts_at_the_top_of_either_order(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("w")
        assert "Mon 22 Jul  09:30" in screen.lines[4]
        assert screen.cursor_line == screen.rows[0]


async def test_by_time_a_talk_known_by_its_session_stands_in_the_sessions_slot(
    open_app: OpenApp,
) -> None:
    async with open_app(size=(100, 24)) as screen:
        await screen.press("slash")
        await screen.type("kind:oral day:wed")
        await screen.press("enter", "w", "G")
        while "10:30-11:30" not in screen.text:
            await screen.press("left_square_bracket")
        row = next(row for row in screen.rows if "Scaling Rectified Flow" in row)
        assert row.endswith("?Hall A1")


async def test_a_whole_error_stands_in_the_status_line(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("day:fryday")
        assert "did you mean" in screen.status


async def test_the_palette_knows_the_key_bars_words(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await screen.press("s", "colon")
        await screen.type("undo")
        await screen.press("enter")
        assert not session.itinerary().stars
        await screen.press("colon")
        await screen.type("filter")
        await screen.press("enter")
        assert "Filter:" in screen.text


async def test_the_next_appointment_stands_in_the_header_at_every_width(
    open_app: OpenApp, session: Session
) -> None:
    event = session.schedule.event("tutorial-35223")
    assert event is not None
    session.decisions.star([event], Level.WANT)
    at = datetime(2024, 7, 22, 13, 18, tzinfo=UTC)
    for width in (60, 80, 120):
        async with open_app(size=(width, 24), at=at) as screen:
            assert "next 15:30 Hall A1 in 12 min" in screen.lines[0]


async def test_an_itinerary_that_can_no_longer_be_read_stays_on_show(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> int:
        raise ItineraryError("The disk went away.")

    async with open_app() as screen:
        await screen.press("s")
        monkeypatch.setattr(screen.app.session.store, "version", gone)
        await screen.press("j", "k", "2", "1")
        await screen.pilot.pause(0.7)
        assert screen.lines[0].endswith("★ 1")
        assert screen.cursor_line[1] == "★"


async def test_keys_typed_in_one_breath_reach_the_screen_that_the_first_opens(
    open_app: OpenApp,
) -> None:
    async with open_app() as screen:
        browse = screen.app.browse
        for key in ("f", "o", "r", "a", "l"):
            browse.post_message(events.Key(key, key))
        await screen.press()
        assert screen.lines[2].startswith(" Filter: oral")


async def test_by_time_an_event_moves_to_the_time_that_the_attendee_gives_it(
    open_app: OpenApp, session: Session
) -> None:
    poster = session.schedule.event("poster-32612")
    assert poster is not None
    async with open_app() as screen:
        await screen.press("w", "j")
        session.decisions.set_time(poster, moment(22, "09:00"), None, "7")
        await screen.press("m", "g")
        assert "Mon 22 Jul  09:00" in screen.lines[4]
        assert poster.title[:20] in screen.rows[0]
        assert screen.rows[0].rstrip().endswith("#7")
        session.decisions.forget_time(poster)
        await screen.press("m", "g")
        assert poster.title[:20] not in screen.rows[0]
