"""What is said shortly before something begins, while the clock goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model import Commitment, Event, Kind
from planner.tui.render import ASCII_SIGNS, Signs
from planner.tui.widgets.notice_line import fitted_notice
from planner.workspace.notice import Told, notice

VIENNA = ZoneInfo("Europe/Vienna")
TEN = datetime(2024, 7, 23, 10, 0, tzinfo=VIENNA)


def event(name: str, start: datetime | None, kind: Kind = Kind.ORAL, room: str = "A1") -> Event:
    end = start + timedelta(minutes=30) if start else None
    return Event(name, kind, f"Talk {name}", start=start, end=end, room=room or None)


def at(minute: int) -> datetime:
    return TEN + timedelta(minutes=minute)


def told_by(events: list[Event], *, minutes: int = 10, last: int = 60) -> dict[int, str]:
    """Return what is said in each minute of the clock from ten on."""
    told: set[Told] = set()
    said = {}
    for minute in range(last):
        found = notice(events, (), at(minute), minutes, told)
        if found:
            told |= found.tells
            said[minute] = found.words
    return said


def test_ten_minutes_before_it_is_said_once() -> None:
    assert told_by([event("a", at(30))]) == {20: "in 10 min: Talk a, A1"}


def test_what_was_starred_late_is_said_with_the_minutes_that_are_left() -> None:
    found = notice([event("a", at(30))], (), at(26), 10)
    assert found is not None
    assert found.words == "in 4 min: Talk a, A1"


def test_part_of_a_minute_counts_as_one() -> None:
    found = notice([event("a", at(30))], (), at(20) + timedelta(seconds=30), 10)
    assert found is not None
    assert found.lead == "in 10 min: "


def test_what_has_begun_is_not_said() -> None:
    assert notice([event("a", at(30))], (), at(30), 10) is None


def test_an_event_that_is_moved_is_said_again() -> None:
    first = notice([event("a", at(30))], (), at(20), 10)
    assert first is not None
    assert notice([event("a", at(30))], (), at(21), 10, first.tells) is None
    again = notice([event("a", at(40))], (), at(30), 10, first.tells)
    assert again is not None


@pytest.mark.parametrize("kind", [Kind.POSTER, Kind.SOCIAL, Kind.WORKSHOP, Kind.BREAK])
def test_where_one_may_come_when_one_likes_nothing_is_said(kind: Kind) -> None:
    assert told_by([event("a", at(30), kind)]) == {}


def test_what_has_no_time_is_never_said() -> None:
    assert told_by([event("a", None)]) == {}


def test_none_is_said_where_it_is_set_off() -> None:
    assert told_by([event("a", at(30))], minutes=0) == {}
    assert told_by([event("a", at(30))], minutes=2) == {28: "in 2 min: Talk a, A1"}


def test_events_that_begin_soon_are_one_notice_the_first_by_name() -> None:
    assert told_by([event("b", at(30)), event("a", at(30))]) == {
        20: "in 10 min: Talk a, A1, and 1 more"
    }


def test_a_commitment_is_said_but_not_time_away() -> None:
    own = Commitment("block-1", "lunch with Ada", at(30), at(60))
    found = notice([], [own], at(20), 10)
    assert found is not None
    assert found.words == "in 10 min: lunch with Ada"
    assert notice([], [own._replace(away=True)], at(20), 10) is None


def test_the_walk_is_told_from_where_something_is_on() -> None:
    here, there = event("a", at(10), room="Hall B"), event("b", at(40))
    found = notice([here, there], (), at(30), 10, (), 5)
    assert found is not None
    assert found.words == "in 10 min: Talk b, A1 (walk 5 min from Hall B)"
    # What was on before and has ended does not tell where one is now.
    found = notice([replace(here, end=at(20)), there], (), at(30), 10, (), 5)
    assert found is not None
    assert found.words == "in 10 min: Talk b, A1"


@pytest.mark.parametrize("here", ["A1", ""])
def test_no_walk_is_told_within_a_room_or_from_an_unknown_one(here: str) -> None:
    events = [event("a", at(10), room=here), event("b", at(35))]
    found = notice(events, (), at(30), 10, (), 5)
    assert found is not None
    assert "walk" not in found.words


def test_the_clock_of_the_machine_makes_no_difference() -> None:
    found = notice([event("a", at(30))], (), at(20).astimezone(UTC), 10)
    assert found == notice([event("a", at(30))], (), at(20), 10)


def test_over_the_change_of_the_clocks_ten_minutes_are_ten_minutes() -> None:
    # At three summer time ends: it is two again.
    start = datetime(2024, 10, 27, 2, 5, tzinfo=VIENNA, fold=1)
    now = datetime(2024, 10, 27, 2, 55, tzinfo=VIENNA)
    found = notice([event("a", start)], (), now, 10)
    assert found is not None
    assert found.lead == "in 10 min: "
    # Ten minutes by the clocks on the wall, and seventy in truth.
    assert notice([event("a", start.replace(hour=3, fold=0))], (), now, 10) is None


@given(
    starts=st.lists(st.integers(-20, 60), max_size=6),
    ticks=st.lists(st.integers(0, 7), min_size=1, max_size=40),
    minutes=st.integers(0, 20),
)
def test_each_is_said_once_and_before_it_begins(
    starts: list[int], ticks: list[int], minutes: int
) -> None:
    events = [event(str(number), at(start)) for number, start in enumerate(starts)]
    told: set[Told] = set()
    now = at(0)
    for tick in ticks:
        now += timedelta(minutes=tick)
        found = notice(events, (), now, minutes, told)
        if found:
            assert not found.tells & told
            assert all(now < start <= now + timedelta(minutes=minutes) for _, start in found.tells)
            told |= found.tells
        # Whatever begins within those minutes has been said by now.
        soon = {each.id for each in events if each.start and now < each.start}
        due = {
            each.id
            for each in events
            if each.start and each.start <= now + timedelta(minutes=minutes)
        }
        assert soon & due <= {name for name, _ in told}


# In the status line


@pytest.mark.parametrize("signs", [Signs(), ASCII_SIGNS])
@pytest.mark.parametrize("room", [38, 58, 78, 198])
def test_when_and_where_stay_and_the_title_gives_way(room: int, signs: Signs) -> None:
    long = replace(event("b", at(35), room="Hall A1"), title="On the " + "very " * 30 + "end")
    found = notice([event("a", at(10), room="Lehar 1-4"), long], (), at(30), 10, (), 5)
    assert found is not None
    words = fitted_notice(found, room, signs)
    assert len(words) <= room
    assert words.startswith("in 5 min: On the very")
    assert "Hall A1" in words
    assert ("(walk 5 min from Lehar 1-4)" in words) == (room >= 78)
