"""Walk: through a slot's posters, board by board, and where one stands in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.model import Level
from planner.paths import Places, state_path
from planner.tui.app import PlannerApp
from planner.tui.render import ASCII_SIGNS
from planner.tui.screens.walk import WalkScreen
from planner.tui.widgets.painted import Painted
from planner.workspace.left_off import read_left_off
from planner.workspace.session import Session
from tests.conftest import compiled
from tests.five_days import document
from tests.tui.conftest import OpenApp, Screenful, settled

# Poster Session 4 is on Wed 24 Jul, 13:30-15:00 in Hall C 4-9.
DURING = datetime(2024, 7, 24, 11, 52, tzinfo=UTC)
B813, B1311, B2707, NO_BOARD = "poster-34248", "poster-33551", "poster-32858", "poster-32922"
#: The talk of the poster at board 1311, somewhere in a session from 16:30 on.
TALK = "oral-35498"
#: Hangs in Poster Session 2, as it is inferred.
EARLIER = "poster-32694"
NO_TIME = "poster-33646"


def star(session: Session, *ids: str, level: Level = Level.WANT) -> None:
    found = [session.schedule.event(each) for each in ids]
    session.decisions.star([event for event in found if event is not None], level)


@pytest.fixture
def walked(session: Session) -> Session:
    """A session whose attendee starred four posters of Poster Session 4."""
    star(session, B813, B2707)
    star(session, B1311, level=Level.MUST)
    star(session, NO_BOARD, level=Level.MAYBE)
    return session


def boards(screen: Screenful) -> list[str]:
    """Return the boards of the stops from the top, with what stands before them."""
    found = []
    for line in screen.lines[4:-2]:
        sign, board = line[:4], line[5:9].strip()
        if board.isdigit() or board == "?":
            found.append(f"{sign.strip(' ▌')}{board}")
    return found


def at_cursor(screen: Screenful) -> str:
    return screen.cursor_line[5:9].strip()


def seen(session: Session) -> set[str]:
    return set(session.itinerary().visited)


def numbers(lines: Sequence[str], words: str) -> list[int]:
    return [number for number, line in enumerate(lines) if words in line]


# The page


async def test_the_present_slot_is_open_with_its_posters_by_board(
    open_app: OpenApp, walked: Session
) -> None:
    star(walked, TALK)
    async with open_app((60, 20), at=DURING) as screen:
        await screen.press("3")
        assert screen.lines[0] == " Poster Session 4  Hall C 4-9            13:52, 68 min left"
        assert "3 Walk" in screen.lines[1]
        assert screen.lines[2].endswith("0 of 4 seen           20 min to go, board order")
        assert boards(screen) == ["★813", "!1311", "★2707", "☆?"]
        assert screen.lines[4] == "▌  ★  813  Bottleneck-Minimal Indexing for Generative"
        assert screen.lines[5].strip() == "Document Retrieval"
        assert screen.lines[6].strip() == "Du, Xiu, Tanaka-Ishii"
        assert screen.lines[17].startswith(" 16:30? Hall C 1-3  Stop Regressing")
        assert screen.lines[17].endswith("(talk), in 2 h 38")


async def test_it_works_in_every_size_and_in_ascii(open_app: OpenApp, walked: Session) -> None:
    for size in ((60, 20), (80, 24), (120, 40), (200, 50)):
        for signs in (None, ASCII_SIGNS):
            async with open_app(size, signs=signs, at=DURING) as screen:
                await screen.press("3")
                assert numbers(screen.lines, "Poster Session 4") == [0 if size[1] < 22 else 2]
                assert len(boards(screen)) == 4
                assert "0 of 4 seen" in screen.text
                if signs:
                    assert screen.text.isascii()


async def test_a_tiny_screen_loses_nothing(open_app: OpenApp, walked: Session) -> None:
    async with open_app((40, 10), at=DURING) as screen:
        await screen.press("3", "space", "space")
        assert seen(walked) == {B813, B1311}
        assert screen.cursor_line.startswith("▌  ★ 2707")


async def test_what_does_not_fit_stands_below_a_rule(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING + timedelta(minutes=56)) as screen:
        await screen.press("3")
        assert "12 min left" in screen.lines[2]
        assert boards(screen) == ["★813", "!1311", "★2707", "☆?"]
        (rule,) = numbers(screen.lines, "if time is left")
        assert "2707" in screen.lines[rule + 1]


async def test_a_stop_seen_below_the_rule_stays_there(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING + timedelta(minutes=62)) as screen:
        await screen.press("3", "G", "k", "space")
        assert seen(walked) == {B2707}
        assert boards(screen) == ["!1311", "★813", "✓ ★2707", "☆?"]
        assert at_cursor(screen) == "?"


async def test_a_poster_is_a_stop_by_its_talks_star(open_app: OpenApp, session: Session) -> None:
    star(session, TALK, level=Level.MUST)
    async with open_app(at=DURING) as screen:
        await screen.press("3")
        assert boards(screen) == ["!1311"]
        assert "starred as a talk" in screen.text
        await screen.press("space")
        assert seen(session) == {B1311}
        assert set(session.itinerary().stars) == {TALK}


async def test_an_inferred_time_is_shown_as_inferred(open_app: OpenApp, session: Session) -> None:
    star(session, EARLIER)
    async with open_app(at=datetime(2024, 7, 23, 11, 40, tzinfo=UTC)) as screen:
        await screen.press("3")
        assert screen.cursor_line.startswith("▌ ~★    ?  Transformers Learn")
        assert "~ inferred" in screen.text


async def test_the_names_give_way_to_what_is_inferred(open_app: OpenApp, session: Session) -> None:
    star(session, EARLIER)
    async with open_app((40, 12), at=datetime(2024, 7, 23, 11, 40, tzinfo=UTC)) as screen:
        await screen.press("3")
        assert any(line.endswith("   ~ inferred") for line in screen.lines)


async def test_before_and_after_the_slot_it_says_so(open_app: OpenApp, walked: Session) -> None:
    for at, words in (
        (datetime(2024, 7, 9, 8, 0, tzinfo=UTC), "Wed 24 Jul 13:30-15:00, in 15 days"),
        (DURING - timedelta(hours=2, minutes=32), "13:30-15:00, in 2 h 10"),
        (DURING + timedelta(hours=3), "13:30-15:00, over"),
    ):
        async with open_app(at=at) as screen:
            await screen.press("3")
            assert screen.lines[2].endswith(words)


async def test_what_was_missed_is_counted_and_is_no_stop(
    open_app: OpenApp, walked: Session
) -> None:
    star(walked, EARLIER)
    async with open_app(at=DURING) as screen:
        await screen.press("3")
        assert len(boards(screen)) == 4
        assert "1 missed so far" in screen.text
        await screen.press("left_square_bracket", "space", "right_square_bracket")
        assert "missed" not in screen.text


# Seen


async def test_space_marks_as_seen_and_goes_on_to_the_next_not_seen(
    open_app: OpenApp, walked: Session
) -> None:
    async with open_app((60, 20), at=DURING) as screen:
        await screen.press("3", "space")
        assert boards(screen)[0] == "✓ ★813"
        assert at_cursor(screen) == "1311"
        assert "1 of 4 seen" in screen.lines[2]
        assert "15 min to go" in screen.lines[2]
        assert screen.status.startswith("813 seen at 13:52")
        assert screen.status.endswith("u undo")
        await screen.press("j", "space", "space")
        assert at_cursor(screen) == "1311"
        await screen.press("space")
        assert screen.status == "All 4 seen"
        assert seen(walked) == {B813, B1311, B2707, NO_BOARD}


async def test_space_again_takes_the_mark_off(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "space", "k", "space")
        assert seen(walked) == set()
        assert at_cursor(screen) == "813"
        await screen.press("v")
        assert (seen(walked), at_cursor(screen)) == ({B813}, "813")


async def test_undo_goes_back_to_its_stop(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "space", "space", "j", "u")
        assert at_cursor(screen) == "1311"
        assert seen(walked) == {B813}
        assert screen.status.startswith("Undone: seen: Stop Regressing")
        await screen.press("right_square_bracket", "u")
        assert (at_cursor(screen), seen(walked)) == ("813", set())
        await screen.press("ctrl+r")
        assert seen(walked) == {B813}


async def test_a_mark_is_painted_before_the_key_returns(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3")
        walk = screen.app.screen
        assert isinstance(walk, WalkScreen)
        walk.act("seen")
        lines = walk.query_one("#list", Painted).render_lines(walk.list.size.region)
        assert any("✓ ★  813" in strip.text for strip in lines)


async def test_another_window_is_followed(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "j")
        event = walked.schedule.event(B813)
        assert event is not None
        walked.decisions.visit([event], visited=True)
        await screen.pilot.pause(0.7)
        assert boards(screen)[0] == "✓ ★813"
        assert at_cursor(screen) == "1311"


async def test_the_time_runs_while_one_walks(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "j")
        app = screen.app
        assert isinstance(app, PlannerApp)
        app.session.clock = lambda: DURING + timedelta(minutes=60)
        app.screen.minute_passed()  # type: ignore[attr-defined]  # every PlannerScreen has it
        await screen.pilot.pause()
        assert "8 min left" in screen.lines[2]
        assert "if time is left" in screen.text
        assert at_cursor(screen) == "1311"


# Where one stands


async def test_a_board_is_gone_to_while_it_is_typed(open_app: OpenApp, walked: Session) -> None:
    async with open_app((60, 20), at=DURING) as screen:
        await screen.press("3", "slash", *"1000")
        assert screen.lines[2].startswith(" /1000")
        assert screen.lines[2].endswith("enter goes to 1311")
        assert boards(screen) == ["!1311", "★2707", "★813", "☆?"]
        await screen.press("enter")
        assert at_cursor(screen) == "1311"
        assert screen.lines[2].endswith("from board 1000")
        await screen.press("space", "space")
        assert at_cursor(screen) == "813"
        await screen.press("escape")
        assert boards(screen) == ["★813", "✓ !1311", "✓ ★2707", "☆?"]
        assert at_cursor(screen) == "813"


async def test_escape_in_the_bar_leads_back(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "j", "slash", *"2000", "escape")
        assert boards(screen) == ["★813", "!1311", "★2707", "☆?"]
        assert at_cursor(screen) == "1311"
        await screen.press("escape")
        assert "to choose from" in screen.text


async def test_an_empty_bar_begins_at_the_first_board_again(
    open_app: OpenApp, walked: Session
) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "slash", *"2000", "enter", "slash", "enter")
        assert boards(screen)[0] == "★813"
        assert "board order" in screen.text


async def test_a_word_finds_a_stop(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "slash", *"farebro")
        assert boards(screen)[0] == "!1311"
        await screen.press("enter")
        assert at_cursor(screen) == "1311"
        assert boards(screen) == ["★813", "!1311", "★2707", "☆?"]
        assert "board order" in screen.text


async def test_a_poster_without_a_time_can_be_met(open_app: OpenApp, walked: Session) -> None:
    star(walked, NO_TIME)
    async with open_app(at=DURING) as screen:
        await screen.press("3")
        assert "One of your posters has no time known; it may hang here." in screen.text
        assert len(boards(screen)) == 4
        await screen.press("slash", *"genie", "enter")
        assert boards(screen)[-1] == "★?"
        assert screen.cursor_line.endswith("Genie: Generative Interactive Environments")
        assert "no time known" in screen.text
        await screen.press("space")
        assert seen(walked) == {NO_TIME}
        assert "1 of 5 seen" in screen.text
        assert "may hang here" not in screen.text
    async with open_app(at=DURING + timedelta(minutes=20)) as screen:
        await screen.press("3")
        assert boards(screen)[-1] == "✓ ★?"
        await screen.press("left_square_bracket")
        assert "13:30-15:00" not in screen.text


async def test_a_poster_without_a_star_can_be_met(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "slash", *"levels agi")
        await settled(screen.pilot)
        (rule,) = numbers(screen.lines, "no star of yours")
        assert "Position: Levels of AGI" in screen.lines[rule + 1]
        await screen.press("enter", "space")
        assert "1 of 5 seen" in screen.text
        assert "no star of yours" not in screen.text
        await screen.press("slash", *"xyzzy")
        await settled(screen.pilot)
        await screen.press("enter")
        assert screen.status == "No poster here for xyzzy"
        assert len(boards(screen)) == 5


async def test_a_board_that_one_reads_there_is_entered_there(
    open_app: OpenApp, walked: Session
) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "G", "T")
        await screen.paste("#4711")
        await screen.press("enter")
        assert boards(screen)[-1] == "☆4711"


async def test_enter_does_not_wait_for_the_answer(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3")
        await screen.pilot.press("slash", *"levelsofagi"[:6], "space", *"agi", "enter")
        await settled(screen.pilot)
        assert "Levels of AGI" in screen.cursor_line


# Slots, and nothing to walk


async def test_brackets_go_from_slot_to_slot(open_app: OpenApp, walked: Session) -> None:
    star(walked, EARLIER)
    async with open_app(at=DURING) as screen:
        await screen.press("3", "h")
        assert "Poster Session 2" in screen.lines[2]
        await screen.press("left_square_bracket")
        assert screen.status == "No slot with posters of yours before this one"
        await screen.press("l")
        assert "Poster Session 4" in screen.lines[2]


async def test_before_a_slot_the_next_one_that_holds_stars_is_open(
    open_app: OpenApp, walked: Session
) -> None:
    star(walked, NO_TIME, EARLIER)
    async with open_app(at=datetime(2024, 7, 24, 8, 0, tzinfo=UTC)) as screen:
        await screen.press("3")
        assert "Poster Session 4" in screen.lines[2]


async def test_a_slot_without_stops_says_what_is_known(open_app: OpenApp, session: Session) -> None:
    star(session, NO_TIME)
    async with open_app((60, 20), at=DURING) as screen:
        await screen.press("3")
        assert "Poster Session 4" in screen.lines[0]
        assert "No poster of yours is known to hang here" in screen.lines[2]
        assert "One of your posters has no time known; it may hang here." in screen.text
        assert "/ and a word of its title" in screen.text
        await screen.press("space", "i", "enter", "j", "k")
        assert seen(session) == set()
        await screen.press("slash", *"genie", "enter", "space")
        assert seen(session) == {NO_TIME}


async def test_without_any_star_it_says_what_to_press(open_app: OpenApp) -> None:
    async with open_app((60, 20), at=DURING) as screen:
        await screen.press("3")
        assert "No poster is starred yet." in screen.text
        assert "1 shows all events" in screen.text
        await screen.press("space", "slash", "j", "i", "enter", "right_square_bracket", "u")
        await screen.press("escape")
        assert "to choose from" in screen.text


async def test_a_conference_without_posters_is_said_to_have_none(
    open_app: OpenApp, where: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = document()
    kept = [each for each in content["events"] if each["kind"] not in ("poster", "spotlight")]
    source = tmp_path / "talks.json"
    source.write_text(json.dumps(content | {"events": kept}), encoding="utf-8")
    compiled(source, tmp_path).put_into(where)
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    async with open_app((60, 20)) as screen:
        await screen.press("3")
        assert "has no posters to walk along." in screen.text
        assert "stars one" not in screen.text


async def test_the_detail_opens_over_the_walk(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "j", "enter")
        assert "must see" in screen.text
        assert "its talk" in screen.text
        await screen.press("q")
        assert at_cursor(screen) == "1311"


# Resuming


async def test_the_walk_is_resumed_where_it_was_left(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "space", "slash", *"1000", "enter", "j", "q")
    async with open_app(at=DURING + timedelta(minutes=5)) as screen:
        assert "Poster Session 4" in screen.text
        assert at_cursor(screen) == "2707"
        assert "from board 1000" in screen.text
        assert "1 of 4 seen" in screen.text


async def test_the_place_is_kept_without_leaving(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "j", "j")
        await screen.pilot.pause(1.2)
        left = read_left_off(state_path(walked.places), "icml2024")
        assert left is not None
        assert (left.screen, left.walk.event_id) == ("walk", B2707)


async def test_a_slot_that_is_over_gives_way_to_the_present_one(
    open_app: OpenApp, walked: Session
) -> None:
    star(walked, EARLIER)
    async with open_app(at=datetime(2024, 7, 23, 12, 0, tzinfo=UTC)) as screen:
        await screen.press("3", "q")
    async with open_app(at=DURING) as screen:
        assert "Poster Session 4" in screen.lines[2]
        assert at_cursor(screen) == "813"


async def test_the_present_slot_goes_before_one_that_was_looked_at(
    open_app: OpenApp, walked: Session
) -> None:
    star(walked, NO_TIME)
    async with open_app(at=DURING - timedelta(hours=4)) as screen:
        await screen.press("3", "right_square_bracket", "right_square_bracket")
        assert "Poster Session 6" in screen.lines[2]
        await screen.press("q")
    async with open_app(at=DURING) as screen:
        assert "Poster Session 4" in screen.lines[2]
