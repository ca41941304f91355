"""What the printable page says of a plan, and of what a query finds."""

from __future__ import annotations

from datetime import date

import pytest

from planner.export.page_values import Page, PageDay, PageEvent, PageGap, PageOwnTime, PageSlot
from planner.model import Level
from planner.schedule.query import Query
from planner.schedule.search import NotReady, View
from planner.workspace import exporting
from planner.workspace.printed.page import page_of
from planner.workspace.session import Session
from tests.conftest import FrozenClock
from tests.five_days import CELLS_POSTER, moment

Parts = dict[str, PageEvent]


def plan(session: Session) -> Page:
    return page_of(session, exporting.starred_rows(session), "my plan", whole_plan=True)


def found(session: Session, text: str) -> Page:
    query = session.reading.parse(text)
    assert isinstance(query, Query)
    result = session.reading.search(query, View(order="time", merged=False))
    assert not isinstance(result, NotReady)
    rows = session.reading.rows(result.whole())
    return page_of(session, rows, text, whole_plan=False)


def day(page: Page, number: int) -> PageDay:
    return next(each for each in page.days if each.date == date(2024, 7, number))


def events(page: Page) -> Parts:
    told: Parts = {}
    for each in page.days:
        for part in each.parts:
            held: tuple[PageEvent, ...] = (part,) if isinstance(part, PageEvent) else ()
            held = part.stops if isinstance(part, PageSlot) else held
            held = part.inside if isinstance(part, PageOwnTime) else held
            told |= {event.id: event for event in held}
        told |= {event.id: event for event in each.untimed}
    return told | {event.id: event for event in page.no_time}


def slots(page: Page) -> list[PageSlot]:
    return [part for each in page.days for part in each.parts if isinstance(part, PageSlot)]


def problem(event: PageEvent) -> str:
    (only,) = event.problems
    return f"{only.words}. {only.way}".strip(". ")


def test_every_star_is_on_the_page_once(planned: Session) -> None:
    page = plan(planned)
    assert set(events(page)) == {*planned.itinerary().stars, CELLS_POSTER}
    assert [each.date.day for each in page.days] == [22, 23, 24, 25, 26]
    assert page.facts == (
        "Five days of bees",
        "22-26 Jul 2024, Hall, Vienna",
        "60 events, 3 with no time known",
        "All times are the venue's: Europe/Vienna",
    )


def test_a_day_is_told_in_time_order_with_own_and_free_time(planned: Session) -> None:
    told = day(plan(planned), 24)
    names = [
        part.words
        if isinstance(part, PageGap)
        else part.name
        if isinstance(part, PageSlot)
        else part.title
        for part in told.parts
    ]
    assert names == ["Dances", "75 min free", "Poster Session 2", "Lunch with Ada"]
    own = told.parts[-1]
    assert isinstance(own, PageOwnTime)
    assert own.words == "your own"
    assert day(plan(planned), 23).words == "Tue 23 Jul 2024"


def test_clashes_and_tight_walks_stand_at_both_sides(planned: Session) -> None:
    told = events(plan(planned))
    assert problem(told["tutorial-1"]).startswith("clash, 30 min, with Bounds. Way out: ")
    assert problem(told["tutorial-2"]).startswith("clash, 30 min, with Causes and 1 other")
    assert problem(told["oral-1"]).startswith("tight, 5 min short before Bees")
    assert "its poster, Thu 13:30, board 309" in problem(told["oral-3"])
    own = [part for part in day(plan(planned), 22).parts if isinstance(part, PageOwnTime)]
    assert own[0].problems[0].words.startswith("clash, 30 min, with Bounds")
    assert told["oral-4"].problems == ()


def test_a_slot_is_a_walk_by_board_with_its_budget(planned: Session) -> None:
    first, second, third = slots(plan(planned))
    assert [stop.board for stop in first.stops] == [str(100 + place) for place in range(20)]
    assert all(stop.tickable for stop in first.stops)
    assert (first.name, first.room) == ("Poster Session 1", "Hall C")
    assert first.problems[0].words == "20 x 5 = 100 of 90 min, 2 too many"
    assert second.facts == "15 posters, 75 of 30 min"
    assert third.facts == "8 posters, 40 of 60 min, and 1 by starred talks"
    assert third.problems == ()


def test_the_poster_of_a_starred_talk_is_a_stop_too(planned: Session) -> None:
    last = slots(plan(planned))[-1].stops[-1]
    assert (last.id, last.level, last.board) == (CELLS_POSTER, Level.WANT, "309")
    assert last.remarks == ("its talk is starred, not the poster",)
    planned.decisions.unstar([f"poster-3{place:02}" for place in range(8)])
    planned.decisions.unstar(["talk-1"])
    # Nothing else of Thursday is starred, and still that poster hangs there.
    (only,) = day(plan(planned), 25).parts
    assert isinstance(only, PageSlot)
    assert (only.facts, only.name) == ("1 poster by starred talks", "Poster Session 3")
    assert [stop.id for stop in only.stops] == [CELLS_POSTER]


def test_a_query_tells_its_hits_without_the_rest_of_the_plan(planned: Session) -> None:
    page = found(planned, "room:hall kind:poster,talk day:thu")
    (told,) = page.days
    assert {type(part) for part in told.parts} == {PageSlot, PageEvent}
    # One more than is starred, itself or by its talk, and no budget: that is for what is wanted.
    assert [(slot.facts, len(slot.stops)) for slot in slots(page)] == [("10 posters", 10)]
    levels = [stop.level for stop in slots(page)[0].stops]
    assert levels.count(Level.WANT) == 9
    # A star tells its clashes here as well.
    assert problem(events(found(planned, "causes"))["tutorial-1"]).startswith("clash")


def test_what_is_the_attendees_own_is_said(planned: Session) -> None:
    decisions, schedule = planned.decisions, planned.schedule
    someday, dances = schedule.event("poster-90"), schedule.event("oral-4")
    assert someday is not None
    assert dances is not None
    planned.decisions.note(dances, "Sit in front.")
    decisions.visit([dances], visited=True)
    decisions.set_time(someday, moment(23, "11:30"), moment(23, "13:00"), "150")
    decisions.present([dances], mine=True)
    winter = schedule.event("talk-1")
    assert winter is not None
    decisions.leave(winter, moment(25, "14:20"))
    told = events(plan(planned))
    assert told["talk-1"].remarks == ("you leave at 14:20",)
    assert told["oral-4"].note == "Sit in front."
    assert set(told["oral-4"].remarks) == {"you present this", "seen"}
    assert told["poster-90"].remarks == ("the time is your own, not the programme's",)
    assert slots(plan(planned))[0].stops[-1].id == "poster-90"
    assert not told["oral-4"].tickable


def test_what_lies_in_time_away_stands_under_it(planned: Session) -> None:
    planned.decisions.block("Home", moment(26, "14:00"), moment(27, "02:00"), away=True)
    away = next(
        part
        for part in day(plan(planned), 26).parts
        if isinstance(part, PageOwnTime) and part.title == "Home"
    )
    assert [event.id for event in away.inside] == ["talk-2"]
    assert away.words == "away"
    # Only the part that lies in the day is told under it.
    assert away.end == moment(27, "00:00")


def test_an_unknown_time_is_never_filled_in(planned: Session) -> None:
    page = plan(planned)
    assert [event.id for event in page.no_time] == ["poster-90", "poster-91", "poster-92"]
    assert all(event.start is None for event in page.no_time)
    assert (
        page.no_time_words
        == "A poster without a time hangs in one of three poster sessions, Tue-Thu."
    )


def test_the_page_is_as_new_as_its_newest_decision(planned: Session, clock: FrozenClock) -> None:
    before = plan(planned)
    clock.advance(days=40)
    assert plan(planned) == before
    first = exporting.html_page(planned, exporting.starred_rows(planned))
    assert exporting.html_page(planned, exporting.starred_rows(planned)) == first
    event = planned.schedule.event("oral-4")
    assert event is not None
    clock.advance(days=4000)
    planned.decisions.note(event, "Again.")
    assert plan(planned).dated != before.dated


@pytest.mark.parametrize("text", ["kind:tutorial", "is:visited"])
def test_the_title_says_what_was_asked_for(planned: Session, text: str) -> None:
    rows = exporting.starred_rows(planned)
    content = exporting.html_page(planned, rows, text).content.decode()
    said = {"kind:tutorial": "kind:tutorial", "is:visited": "trip report"}[text]
    assert f"<title>Five Days: {said}</title>" in content
