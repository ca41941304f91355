"""Triage: page by page through what is undecided, one key a decision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from planner.model import Itinerary, Level, Star
from planner.paths import state_path
from planner.schedule.likeness import Likeness
from planner.schedule.query import Query
from planner.schedule.search import NotReady
from planner.tui.render import ASCII_SIGNS
from planner.tui.screens import learning
from planner.tui.triaging import PUT_OFF_AGAIN, Triaging
from planner.workspace import triage
from planner.workspace.left_off import TriageLeft, read_left_off
from planner.workspace.session import Session
from planner.workspace.triage import NEWEST, kept_of_newest
from tests.tui.conftest import OpenApp, Screenful, settled

START = datetime(2024, 7, 9, 8, 0, tzinfo=UTC)
FIRST = "A Mechanistic Understanding of Alignment Algorithms"


@pytest.fixture(autouse=True)
def likeness(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Likeness as a test says it: the numbers to come first, and what was asked."""
    said: dict[str, Any] = {"first": [], "asked": []}

    def likeness_to(_store: object, liked: dict[str, float]) -> Likeness:
        said["asked"].append(dict(liked))
        scores = {number: 9.0 - place for place, number in enumerate(said["first"])}
        return Likeness(scores, {}, frozenset(), frozenset())

    monkeypatch.setattr(triage, "likeness_to", likeness_to)
    monkeypatch.setattr(learning, "LEARN_AFTER", 0.01)
    return said


async def go(screen: Screenful, *keys: str) -> None:
    """Press keys, and wait until the order they lead to has come."""
    await screen.press(*keys)
    await screen.pilot.pause(0.03)
    await settled(screen.pilot)


def titles(screen: Screenful) -> list[str]:
    """Return the page's first lines, without cursor and signs."""
    kinds = ("oral", "spot", "poster", "tutor", "work", "demo")
    return [line[3:] for line in screen.lines[4:-2] if line[3:].startswith(kinds)]


def decided(session: Session) -> tuple[dict[str, str], set[str]]:
    """Return the levels of what is starred, and the ids of what got a no."""
    itinerary = session.itinerary()
    return {key: star.level.value for key, star in itinerary.stars.items()}, set(itinerary.declined)


# A page


async def test_a_page_holds_as_many_titles_as_the_screen(open_app: OpenApp) -> None:
    for size, rows in (((80, 24), 9), ((60, 20), 7), ((120, 40), 34), ((200, 50), 44)):
        async with open_app(size=size) as screen:
            await go(screen, "4")
            assert len(titles(screen)) == rows
            assert "A Mechanistic Understanding of" in titles(screen)[0]
            assert "2,689 left, by topic" in screen.lines[2]
            assert "space wants, x says no" in screen.lines[3]


async def test_a_long_title_stands_in_two_lines_and_its_people_beside(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await go(screen, "4")
        assert screen.lines[4].startswith(f"▌  oral       {FIRST}: A Case Study")
        assert screen.lines[5].startswith("▌             on DPO and Toxicity   Lee, Bai +4")
        assert "Arrows of Time" in screen.lines[12]
        assert screen.lines[13].strip().startswith("Large Language Models   Papadopoulos")


async def test_one_key_decides_marks_the_row_and_moves_on(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "space", "S", "m", "s", "x", "j")
        stars, noes = decided(session)
        assert sorted(stars.values()) == ["maybe", "must", "want", "want"]
        assert len(noes) == 2
        assert [screen.lines[line][1] for line in range(4, 16, 2)] == ["★", "!", "☆", "★", "-", " "]
        assert screen.lines[16].startswith("▌")
        assert "2,684 left" in screen.lines[2]
        assert screen.lines[3] == " of your last 5 choices 4 are stars"


async def test_nothing_moves_on_a_page_while_one_works_through_it(
    open_app: OpenApp, likeness: dict[str, Any]
) -> None:
    async with open_app() as screen:
        await go(screen, "4")
        before = titles(screen)
        likeness["first"] = [2000, 1000]
        await go(screen, "space", "x", "j")
        assert titles(screen) == before


async def test_the_next_page_comes_ranked_by_what_was_learned(
    open_app: OpenApp, session: Session, likeness: dict[str, Any]
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "space", "x")
        likeness["first"] = [2000, 1000]
        await go(screen, "m")
        liked = likeness["asked"][-1]
        stars, noes = decided(session)
        assert {key for key, weight in liked.items() if weight > 0} == set(stars)
        assert {key for key, weight in liked.items() if weight < 0} == noes
        await screen.press("right_square_bracket")
        first, second = session.schedule.events([2000, 1000])
        assert first.title[:40] in titles(screen)[0]
        assert second.title[:40] in titles(screen)[1]
        assert "most like your stars first" in screen.lines[2]


async def test_after_the_last_row_the_next_page_comes_and_k_leads_back(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await go(screen, "4")
        before = titles(screen)
        await go(screen, *["x"] * 9)
        assert not set(titles(screen)) & set(before)
        assert screen.lines[4].startswith("▌")
        await screen.press("k")
        assert titles(screen) == before
        assert screen.lines[20].startswith("▌- ")


async def test_a_level_again_takes_the_star_off_and_stays(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "m", "k", "m")
        assert decided(session) == ({}, set())
        assert screen.lines[4].startswith("▌  oral")
        await go(screen, "x", "k", "x")
        assert decided(session) == ({}, set())
        assert "2,689 left" in screen.lines[2]


async def test_a_star_takes_the_no_off_and_a_no_the_star(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "x", "k", "S")
        stars, noes = decided(session)
        assert (list(stars.values()), noes) == (["must"], set())
        await go(screen, "k", "x")
        stars, noes = decided(session)
        assert (stars, len(noes)) == ({}, 2)
        assert len(session.store.history()) == 3


# Undo


async def test_undo_goes_back_to_the_row(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await go(screen, "4", "space", "x", "j", "j", "u")
        assert screen.lines[6].startswith("▌  oral       Accurate LoRA")
        assert screen.status.startswith("Undone: no: Accurate LoRA")
        assert "2,688 left" in screen.lines[2]
        await go(screen, "u")
        assert screen.lines[4].startswith("▌  oral")
        assert decided(session) == ({}, set())
        await go(screen, "ctrl+r")
        assert screen.lines[4].startswith("▌★ oral")


async def test_undo_turns_back_to_the_page_before(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await go(screen, "4")
        before = titles(screen)
        await go(screen, *["x"] * 9, "u")
        assert titles(screen) == before
        assert screen.lines[20].startswith("▌  ")
        await screen.press("j")
        assert screen.lines[4].startswith("▌  ")
        assert titles(screen) != before


async def test_undo_of_what_stands_on_no_page_brings_it_here(
    open_app: OpenApp, session: Session
) -> None:
    event = session.schedule.event("tutorial-35223")
    assert event is not None
    session.decisions.decline([event], declined=True)
    async with open_app() as screen:
        await go(screen, "4")
        assert "2,688 left" in screen.lines[2]
        await go(screen, "u")
        assert screen.lines[4].startswith("▌  tutorial   Physics of Language Models")
        assert "2,689 left" in screen.lines[2]
        await screen.press("space")
        assert FIRST in screen.lines[4]


# Later, and the end


async def test_what_was_put_off_comes_again_when_the_others_are_through(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "slash")
        await screen.type("kind:tutorial")
        await go(screen, "enter")
        assert "12 left" in screen.lines[2]
        put_off = titles(screen)[0]
        await go(screen, "j", *["x"] * 11)
        assert screen.status == PUT_OFF_AGAIN
        assert titles(screen) == [put_off]
        await go(screen, "j")
        assert titles(screen) == [put_off]
        await go(screen, "space")
        assert "Nothing undecided is found for: kind:tutorial" in screen.text
        assert "0 left" in screen.lines[2]
        await go(screen, "u")
        assert titles(screen) == [put_off]
        await go(screen, "space", "escape")
        assert FIRST in screen.text


async def test_when_nothing_is_left_it_says_what_to_press(
    open_app: OpenApp, session: Session
) -> None:
    schedule = session.schedule
    events = schedule.events(range(1, schedule.size + 1))
    session.decisions.decline(events, declined=True)
    async with open_app() as screen:
        await go(screen, "4")
        assert "Nothing undecided is left." in screen.text
        assert "2 shows your plan, k goes back, u undoes." in screen.text
        await go(screen, "space", "x", "j", "k", "enter", "enter")
        await go(screen, "u")
        assert FIRST in screen.text


async def test_pages_are_turned_with_brackets(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await go(screen, "4")
        first = titles(screen)
        await screen.press("right_square_bracket")
        second = titles(screen)
        assert not set(first) & set(second)
        await screen.press("left_square_bracket")
        assert titles(screen) == first
        await screen.press("l")
        assert titles(screen) == second


# The search bar, and the order


async def test_a_query_narrows_what_is_triaged_and_esc_brings_all_back(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await go(screen, "4", "slash")
        await screen.type("from:deepmind kind:poster")
        await settled(screen.pilot)
        assert "77 left" in screen.lines[2]
        assert all(title.startswith("poster") for title in titles(screen))
        await go(screen, "enter", "escape")
        assert "2,689 left" in screen.lines[2]
        await go(screen, "slash")
        await screen.type("levels of agi")
        await settled(screen.pilot)
        assert "best match first" in screen.lines[2]
        assert "Position: Levels of AGI" in titles(screen)[0]
        await go(screen, "escape")
        assert "2,689 left" in screen.lines[2]


async def test_a_slip_in_the_query_is_said_while_the_page_stays(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await go(screen, "4")
        before = titles(screen)
        await screen.press("slash")
        await screen.type("kind:orak")
        assert "oral" in screen.status
        assert titles(screen) == before


async def test_the_bar_completes_and_corrects_as_in_browse(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await go(screen, "4", "slash")
        await screen.type("kind:tut")
        await settled(screen.pilot)
        await go(screen, "tab", "enter")
        assert "/kind:tutorial" in screen.lines[2]
        assert "12 left" in screen.lines[2]
        await go(screen, "escape", "slash")
        await screen.type("reinforcment")
        await go(screen, "enter")
        assert "Did you mean (enter takes the first)" in screen.text
        await go(screen, "enter")
        assert "/reinforcement" in screen.lines[2]
        assert titles(screen)


async def test_w_turns_between_likeness_and_the_schedules_order(
    open_app: OpenApp, likeness: dict[str, Any]
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "space")
        likeness["first"] = [2000]
        await go(screen, "w")
        assert "2,688 left, by topic" in screen.lines[2]
        assert "Accurate LoRA" in titles(screen)[0]
        await go(screen, "w")
        assert "most like your stars first" in screen.lines[2]
        assert "Accurate LoRA" in titles(screen)[1]


async def test_enter_shows_one_event_and_the_same_keys_work(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "enter")
        assert f" {FIRST}" in screen.lines[4]
        assert "2,689 left" in screen.lines[2]
        assert "https://icml.cc/virtual/2024/" in screen.text
        await go(screen, "space")
        assert "Accurate LoRA" in screen.lines[4]
        assert len(session.itinerary().stars) == 1
        await screen.press("k")
        assert "★ starred" in screen.text
        await screen.press("enter")
        assert screen.lines[4].startswith("▌★ oral")


# How it goes


async def test_the_newest_fifty_decisions_tell_when_it_pays_to_stop(
    open_app: OpenApp, session: Session
) -> None:
    events = session.schedule.events(range(1, 61))
    session.decisions.star(events[:1], Level.WANT)
    session.decisions.decline(events[1:], declined=True)
    async with open_app() as screen:
        await go(screen, "4")
        assert screen.lines[3].endswith("are stars: it may pay to stop here")


async def test_stars_of_other_screens_are_not_said_to_be_triages(
    open_app: OpenApp, session: Session
) -> None:
    session.decisions.star(session.schedule.events(range(1, 31)), Level.WANT)
    async with open_app() as screen:
        await go(screen, "4")
        assert "space wants, x says no" in screen.lines[3]
        await go(screen, "x")
        assert screen.lines[3].startswith(" of your last ")


def test_both_showings_of_a_paper_are_one_decision(session: Session) -> None:
    event = session.schedule.event("oral-35508")
    assert event is not None
    star = Star("oral-35451", Level.WANT, START, event)
    declined = {f"{kind}-{n}": START + timedelta(minutes=n) for n in range(60) for kind in "ab"}
    itinerary = Itinerary("x", {"oral-35451": star}, {}, {}, {}, declined=declined)
    assert kept_of_newest(itinerary, lambda each: each.partition("-")[2]) == (0, NEWEST)
    few = Itinerary("x", {"oral-35451": star}, {}, {}, {}, declined={"a-1": START, "b-1": START})
    kept = kept_of_newest(few, lambda each: each.partition("-")[2])
    assert (kept, kept.may_stop) == ((1, 2), False)


# Coming and going


async def test_triage_opens_where_it_was_left(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await go(screen, "4", "slash")
        await screen.type("kind:spotlight")
        await go(screen, "enter", *["j"] * 10, "x", "j")
        page, here = titles(screen), screen.cursor_line
        await screen.press("q")
    kept = read_left_off(state_path(session.places), "icml2024")
    assert kept is not None
    assert len(kept.triage.put_off) == 9
    async with open_app() as screen:
        await settled(screen.pilot)
        assert " 4 Triage" in screen.lines[1]
        assert "/kind:spotlight" in screen.lines[2]
        assert (titles(screen), screen.cursor_line) == (page, here)
        assert "190 left" in screen.lines[2]
        await go(screen, "1", "q")
    async with open_app() as screen:
        await settled(screen.pilot)
        await go(screen, "4")
        assert titles(screen) == page


async def test_what_browse_and_a_command_decide_is_seen_here(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "1", "space", "4")
        assert screen.lines[4].startswith("▌★ oral")
        assert "2,688 left" in screen.lines[2]
        other = session.schedule.event("tutorial-35223")
        assert other is not None
        session.decisions.decline([other], declined=True)
        await screen.pilot.pause(0.7)
        await settled(screen.pilot)
        assert "2,687 left" in screen.lines[2]


async def test_a_no_is_dim_in_browse_with_a_quiet_sign_and_hides_nothing(
    open_app: OpenApp,
) -> None:
    async with open_app() as screen:
        await go(screen, "4", "x", "1", "g")
        assert "2,689 to choose from" in screen.lines[2]
        assert screen.rows[0].startswith("▌- oral") or "- oral" in screen.lines[5]


async def test_the_screens_lead_to_each_other(open_app: OpenApp) -> None:
    async with open_app() as screen:
        for key, words in (("4", "left,"), ("2", "Nothing is starred"), ("4", "left,")):
            await go(screen, key)
            assert words in screen.text
        await go(screen, "1")
        assert "to choose from" in screen.text
        await go(screen, "2", "4", "1", "4", "escape")
        assert "to choose from" in screen.text


async def test_without_unicode_all_signs_are_ascii(open_app: OpenApp) -> None:
    async with open_app(signs=ASCII_SIGNS) as screen:
        await go(screen, "4", "S", "s", "m", "x")
        assert [screen.lines[line][1] for line in range(4, 12, 2)] == ["!", "*", "o", "-"]
        assert "\n".join([*screen.lines[:4], *screen.lines[-2:]]).isascii()


async def test_a_page_grows_at_its_end_and_scrolls_when_the_screen_shrinks(
    open_app: OpenApp,
) -> None:
    async with open_app(size=(80, 24)) as screen:
        await go(screen, "4")
        before = titles(screen)
        await screen.pilot.resize_terminal(80, 40)
        await screen.press()
        assert titles(screen)[:9] == before
        assert len(titles(screen)) == 17
        await screen.press("G")
        await screen.pilot.resize_terminal(60, 20)
        await screen.press()
        assert len(titles(screen)) == 7
        assert screen.cursor_line


async def test_a_click_puts_the_cursor_on_a_row(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await go(screen, "4")
        await screen.pilot.click("#list", offset=(20, 7))
        await screen.press()
        assert screen.lines[8].startswith("▌")


async def test_a_hundred_decisions_take_a_hundred_keys(open_app: OpenApp, session: Session) -> None:
    async with open_app() as screen:
        await go(screen, "4")
        await screen.press(*["space", "x", "x", "m", "x"] * 20)
        papers = {star.snapshot.paper for star in session.itinerary().stars.values()}
        assert len(papers) == 40
        await settled(screen.pilot)
        assert "2,589 left" in screen.lines[2]


# The state alone


@pytest.fixture
def triaging(session: Session) -> Triaging:
    """A page of three of the ICML's tutorials."""
    state = Triaging(session)
    state.edit(state.editor.insert("kind:tutorial"))
    state.take(state.asked(), state.question()(session.schedule))
    state.sized(3)
    return state


def test_an_answer_to_an_older_question_is_dropped(triaging: Triaging) -> None:
    older, answer = triaging.asked(), triaging.question()(triaging.session.schedule)
    triaging.edit(triaging.editor.insert(" day:mon"))
    page = triaging.page
    triaging.take(older, answer)
    assert (triaging.page, triaging.renewed) == (page, True)
    triaging.take(triaging.asked(), NotReady())
    assert (triaging.waiting, triaging.page) == (True, page)


def test_pages_together_hold_every_row_once(triaging: Triaging) -> None:
    seen: list[int] = []
    for _ in range(4):
        seen += triaging.page
        assert triaging.forward() is None
        assert triaging.next_page() in (None, PUT_OFF_AGAIN)
    assert triaging.ranked is not None
    assert sorted(seen) == sorted(triaging.ranked.numbers)


def test_a_broken_place_is_resumed_as_far_as_it_can_be(session: Session) -> None:
    state = Triaging(session)
    state.resume(
        TriageLeft("kind:nonsense", True, "gone-1", ("gone-1", "tutorial-35223"), ("gone-2",))
    )
    assert state.problem is not None
    assert state.query == Query()
    row = state.current()
    assert row is not None
    assert row.event.id == "tutorial-35223"
    assert not state.passed
