"""Changes: what the programme changed since one starred, and how one takes note of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.itinerary.facts import Wish, star_value
from planner.model import Event, Kind, Level
from planner.paths import Places, story_path
from planner.tui.render import ASCII_SIGNS
from planner.tui.screens.changes import ChangesScreen
from planner.workspace.conferences.story import Story, Told, write_story
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session
from tests.conftest import Compiled
from tests.tui.conftest import MOMENT, OpenApp, Screenful

POSTER, TALK, NO_TIME, GONE = "poster-1", "talk-1", "poster-2", "poster-99"


def starred(session: Session, event: Event, level: Level = Level.WANT) -> None:
    """Star an event as it was before the last update."""
    value = star_value(level, MOMENT, event)
    session.store.decide("Starred", [Wish("star", event.id, value)])


def known(session: Session, event_id: str) -> Event:
    found = session.schedule.event(event_id)
    assert found is not None
    return found


@pytest.fixture
def small_session(
    where: Places, small: Compiled, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A second window on the small conference."""
    monkeypatch.setenv("PLANNER_SCHEDULE", str(small.source))
    small.put_into(where)
    session = Session(where, Preparation(where), lambda: MOMENT)
    yield session
    session.close()


@pytest.fixture
def changed(small_session: Session) -> Session:
    """An attendee one of whose stars moved, one got a room, one a time, and one was cancelled."""
    session = small_session
    poster, talk = known(session, POSTER), known(session, TALK)
    assert poster.start is not None
    assert poster.end is not None
    day = timedelta(days=1)
    starred(session, replace(poster, start=poster.start + day, end=poster.end + day), Level.MUST)
    starred(session, replace(talk, start=None, end=None, day=None))
    gone = Event(GONE, Kind.POSTER, "Cold winters", start=poster.start, end=poster.end)
    starred(session, gone)
    others = (
        Told("break-1", "renamed", "Lunch", 'renamed, was "Dinner"'),
        Told("oral-1", "moved", "Honey for bears", "moved from Mon 10:30 to Tue 10:30"),
        Told(POSTER, "moved", "Honey for bears", "moved from Wed 13:30 to Tue 13:30"),
        Told("talk-7", "cancelled", "Wasps", "cancelled; it was Tue 10:30"),
    )
    at = datetime(2024, 7, 9, 6, 30, tzinfo=UTC)
    story = Story(session.schedule.conference, 6, 5, at, changes=others)
    path = story_path(session.places, session.schedule.conference.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_story(path, story)
    return session


def numbers(screen: Screenful, words: str) -> list[int]:
    return [number for number, line in enumerate(screen.lines) if words in line]


async def test_what_became_known_comes_first_then_what_changed_cancelled_ones_before(
    open_app: OpenApp, changed: Session
) -> None:
    async with open_app() as screen:
        await screen.press("5")
        assert "5 Changes 2" in screen.lines[1]
        assert screen.cursor_line.startswith("▌ 3 of your 3 stars have a time now")
        assert "2 shows your plan" in screen.lines[3]
        (cancelled,) = numbers(screen, "cancelled; it was Tue 13:30")
        (moved,) = numbers(screen, "moved from Wed 13:30 to Tue 13:30")
        assert screen.lines[cancelled - 1].split() == ["★", "poster", "Cold", "winters"]
        assert screen.lines[moved - 1].split() == ["!", "poster", "Honey", "for", "bears"]
        assert 3 < cancelled < moved < numbers(screen, "Others")[0]


async def test_esc_leads_back_from_the_plan_that_was_shown_here(
    open_app: OpenApp, changed: Session
) -> None:
    async with open_app() as screen:
        await screen.press("5", "enter")
        assert screen.app.screen is screen.app.get_screen("plan")
        await screen.press("escape")
        assert screen.app.screen is screen.app.get_screen("changes")
        await screen.press("2", "escape")
        assert screen.app.screen is screen.app.browse


async def test_others_stand_below_the_gravest_first_without_ones_own(
    open_app: OpenApp, changed: Session
) -> None:
    async with open_app() as screen:
        await screen.press("5")
        (others,) = numbers(screen, "Others")
        assert screen.lines[others].endswith(" 3 changes")
        assert screen.lines[others + 1].strip() == "1 cancelled, 1 moved, 1 renamed"
        found = [line.split()[-1] for line in screen.lines[others + 2 : others + 5]]
        assert found == ["10:30", "10:30", '"Dinner"']
        assert "Wasps" in screen.lines[others + 2]


async def test_space_takes_note_of_one_after_the_other_and_u_undoes(
    open_app: OpenApp, changed: Session
) -> None:
    async with open_app() as screen:
        await screen.press("5", "space")
        assert "have a time now" not in screen.text
        assert "Change acknowledged: Bees and l₀" in screen.status
        assert "Cold winters" in screen.cursor_line
        await screen.press("space")
        assert "Honey for bears" in screen.cursor_line
        assert changed.itinerary().stars[GONE].gone
        assert "5 Changes 1" in screen.lines[1]
        await screen.press("space")
        assert "Nothing of yours changed." in screen.text
        assert "5 Changes\n" in screen.text + "\n"
        assert changed.changes.changed_ids() == frozenset()
        await screen.press("u", "u")
        assert "5 Changes 2" in screen.lines[1]
        assert "cancelled; it was Tue 13:30" in screen.text


async def test_n_goes_through_ones_own_changes_and_says_where_they_end(
    open_app: OpenApp, changed: Session
) -> None:
    async with open_app() as screen:
        await screen.press("5", "n", "n")
        assert "Honey for bears" in screen.cursor_line
        await screen.press("n")
        assert screen.status == "No change of yours further on"
        await screen.press("G", "N")
        assert "Honey for bears" in screen.cursor_line
        await screen.press("N", "N", "N")
        assert screen.status == "No change of yours before this"


async def test_enter_shows_the_event_in_browse_also_where_the_search_leaves_it_out(
    open_app: OpenApp, changed: Session
) -> None:
    async with open_app() as screen:
        await screen.press("slash", "b", "e", "e", "s", "enter", "5", "n")
        await screen.press("enter")
        assert screen.status == "It is no longer in the schedule"
        await screen.press("n", "enter")
        assert "1 Browse" in screen.lines[1]
        assert "Honey for bears" in screen.cursor_line
        # What was searched for is an earlier search now.
        await screen.press("slash", "ctrl+r")
        assert screen.lines[2].startswith(" /bees")


async def test_stars_are_put_on_and_taken_off_as_elsewhere(
    open_app: OpenApp, changed: Session
) -> None:
    async with open_app() as screen:
        await screen.press("5", "G", "s")
        assert changed.itinerary().stars["break-1"].level is Level.WANT
        assert screen.cursor_line.startswith("▌ ★ break")
        await screen.press("m")
        assert changed.itinerary().stars["break-1"].level is Level.MAYBE
        await screen.press("g", "n", "s")
        assert GONE not in changed.itinerary().stars
        assert "Star taken off: Cold winters" in screen.status
        assert numbers(screen, "cancelled; it was Tue 13:30") == []


async def test_a_cancelled_star_stays_in_the_plan_and_collides_with_nothing(
    open_app: OpenApp, changed: Session
) -> None:
    talk = known(changed, "oral-1")
    starred(changed, talk)
    starred(changed, replace(talk, id="oral-99", paper=None, title="Frost"))
    assert changed.reading.clashes() == []
    async with open_app() as screen:
        await screen.press("2", "bracketleft", "bracketleft")
        frost = next(line for line in screen.lines if "Frost" in line)
        assert "10:30" in frost
        assert frost.endswith("cancelled")


async def test_nothing_changed_says_so_and_what_to_press(
    open_app: OpenApp, small_session: Session
) -> None:
    async with open_app() as screen:
        await screen.press("5")
        assert "Nothing changed. R takes a newer file that you downloaded." in screen.text
        assert "it was never updated" in screen.text
        await screen.press("space")
        assert screen.status == "There is no change to take note of"
        await screen.press("enter")
        assert screen.status == "There is no event here"


async def test_when_the_schedule_was_updated_is_said(open_app: OpenApp, changed: Session) -> None:
    changed.decisions.unstar([POSTER, TALK, GONE])
    async with open_app() as screen:
        await screen.press("5")
        assert "Nothing of yours changed." in screen.text
        assert "updated on Tue 9 Jul at 08:30" in screen.text
        assert screen.cursor_line.count("Wasps") == 1


async def test_it_works_in_every_size_and_in_ascii(open_app: OpenApp, changed: Session) -> None:
    for size in ((60, 20), (80, 24), (120, 40), (200, 50)):
        for signs in (None, ASCII_SIGNS):
            async with open_app(size, signs=signs) as screen:
                await screen.press("5")
                assert "moved from Wed 13:30 to Tue 13:30" in screen.text
                assert "Wasps" in screen.text
                if signs:
                    assert screen.text.replace("l₀", "").isascii()


async def test_many_others_are_counted_and_some_hundreds_listed(
    open_app: OpenApp, small_session: Session
) -> None:
    session = small_session
    told = tuple(Told(f"e-{n}", "added", f"New {n}", "new: Tue 10:30") for n in range(1_000))
    path = story_path(session.places, session.schedule.conference.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_story(path, Story(session.schedule.conference, 6, 5, MOMENT, changes=told))
    async with open_app() as screen:
        await screen.press("5", "G")
        assert "New 299" in screen.cursor_line
        assert "and 700 more changes, none of them yours" not in screen.cursor_line
        shown = screen.app.screen
        assert isinstance(shown, ChangesScreen)
        assert shown.changing.all_others == 1_000
        await screen.press("k", "pagedown")
        assert screen.cursor_line.split()[-1] == "10:30"


async def test_what_also_moved_is_not_noted_along_with_what_became_known(
    open_app: OpenApp, small_session: Session
) -> None:
    poster, talk = known(small_session, POSTER), known(small_session, TALK)
    assert poster.start is not None
    starred(small_session, replace(poster, start=poster.start - timedelta(hours=1), board=None))
    starred(small_session, replace(talk, start=None, end=None, day=None))
    async with open_app() as screen:
        await screen.press("5", "space")
        assert "Change acknowledged: Bees and l₀" in screen.status
        assert "Honey for bears" in screen.cursor_line
        assert "5 Changes 1" in screen.lines[1]
