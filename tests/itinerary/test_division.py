"""The fair division of posters among members, against all that could be done instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.itinerary.division import SlotDivision, dealt, divide
from planner.itinerary.group import Busy, Member
from planner.model import Attendance, Event, Kind, Level

VIENNA = ZoneInfo("Europe/Vienna")
MUST, WANT, MAYBE = Level.MUST, Level.WANT, Level.MAYBE


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 7, 24, hour, minute, tzinfo=VIENNA)


ELEVEN = at(11, 30)


def poster(number: int, start: datetime | None = ELEVEN, **known: Any) -> Event:
    """Return a poster that hangs for an hour from ``start``."""
    end = start.replace(hour=start.hour + 1) if start else None
    name, board = f"poster-{number}", str(number)
    event = Event(name, Kind.POSTER, f"Paper {number}", start=start, end=end, board=board)
    return replace(event, **known)


def member(name: str, levels: dict[int, Level], *busy: Busy) -> Member:
    ids = {f"poster-{number}": level for number, level in levels.items()}
    return Member(name, ids, frozenset(ids), busy)


def busy(start: datetime, end: datetime, title: str = "Keynote") -> Busy:
    return Busy((start.astimezone(UTC), end.astimezone(UTC)), title)


def divided(members: Sequence[Member], *events: Event) -> list[SlotDivision]:
    return divide(members, {event.id: event for event in events})


def whose(division: SlotDivision) -> dict[str, str | None]:
    return {share.event.id: share.name for share in division.shares}


def weighed(
    given_to: Sequence[int | None],
    wishes: Sequence[Sequence[int]],
    room: Sequence[int],
    before: Sequence[int],
) -> tuple[int, int, int, int]:
    """Return how bad a division is, the weightiest rule first."""
    loads = [list(given_to).count(place) for place in range(len(room))]
    assert all(load <= most for load, most in zip(loads, room, strict=True))
    return (
        list(given_to).count(None),
        sum(load * load for load in loads),
        -sum(row[to] for row, to in zip(wishes, given_to, strict=True) if to is not None),
        sum(load * had for load, had in zip(loads, before, strict=True)),
    )


@given(st.data())
def test_no_other_division_is_better(data: st.DataObject) -> None:
    members = data.draw(st.integers(1, 3))
    row = st.lists(st.sampled_from([0, 1, 10, 100]), min_size=members, max_size=members)
    wishes = data.draw(st.lists(row, max_size=5))
    room = data.draw(st.lists(st.integers(0, 4), min_size=members, max_size=members))
    before = data.draw(st.lists(st.integers(0, 3), min_size=members, max_size=members))
    found = weighed(dealt(wishes, room, before), wishes, room, before)
    every = (
        choice
        for choice in product([None, *range(members)], repeat=len(wishes))
        if all(choice.count(place) <= most for place, most in enumerate(room))
    )
    assert found == min(weighed(choice, wishes, room, before) for choice in every)


@given(
    st.lists(st.lists(st.sampled_from([0, 10, 100]), min_size=3, max_size=3), max_size=30),
    st.permutations([0, 1, 2]),
)
def test_where_nobody_is_busy_loads_differ_by_at_most_one(
    wishes: list[list[int]], before: list[int]
) -> None:
    found = dealt(wishes, [len(wishes)] * 3, before)
    loads = [found.count(place) for place in range(3)]
    assert None not in found
    assert max(loads) - min(loads) <= 1


def test_each_gets_what_they_want_more_and_hears_why() -> None:
    ada = member("Ada", {1: MUST, 2: MUST, 3: MUST, 4: MAYBE})
    bo = member("Bo", {3: WANT, 4: MUST})
    (slot,) = divided([ada, bo], *(poster(number) for number in (1, 2, 3, 4)))
    assert whose(slot) == {
        "poster-1": "Ada",
        "poster-2": "Ada",
        "poster-3": "Bo",
        "poster-4": "Bo",
    }
    assert slot.loads == {"Ada": 2, "Bo": 2}
    assert [share.why for share in slot.shares] == [
        "starred as must",
        "starred as must",
        "starred as want, must of Ada (has 2 already)",
        "starred as must",
    ]


def test_a_poster_is_only_divided_if_it_is_a_must_of_somebody() -> None:
    ada, bo = member("Ada", {1: WANT, 2: MAYBE}), member("Bo", {1: WANT, 3: MUST})
    talk = Event("oral-9", Kind.ORAL, "Talk", start=at(11, 30), end=at(11, 45))
    ada = ada._replace(levels={**ada.levels, "oral-9": MUST})
    (slot,) = divided([ada, bo], poster(1), poster(2), poster(3), talk)
    assert whose(slot) == {"poster-3": "Bo"}


def test_who_is_busy_gets_what_fits_into_the_rest_of_the_slot() -> None:
    ada = member("Ada", dict.fromkeys(range(1, 7), MUST), busy(at(11), at(12, 20)))
    bo = member("Bo", {})
    (slot,) = divided([ada, bo], *(poster(number) for number in range(1, 7)))
    assert slot.loads == {"Ada": 2, "Bo": 4}
    assert slot.free == {"Ada": 10, "Bo": 60}
    assert slot.shares[-1].why == "must of Ada (time for 2 beside Keynote)"


def test_what_nobody_has_time_for_is_said_to_be_nobodys() -> None:
    ada = member("Ada", {1: MUST, 2: MUST}, busy(at(11), at(12, 25)))
    bo = member("Bo", {2: WANT}, busy(at(9), at(18), "Away"), busy(at(12), at(13), "Lunch"))
    (slot,) = divided([ada, bo], poster(1), poster(2))
    assert whose(slot) == {"poster-1": "Ada", "poster-2": None}
    assert slot.shares[1].why == (
        "nobody has time left, must of Ada (time for 1 beside Keynote), "
        "want of Bo (busy with Away and 1 more)"
    )


def test_slots_come_in_time_order_and_those_without_a_time_last() -> None:
    ada = member("Ada", {1: MUST, 2: MUST, 3: MUST}, busy(at(0), at(23)))
    found = divided([ada], poster(3, None), poster(2), poster(1, at(9)))
    assert [slot.start for slot in found] == [at(9), at(11, 30), None]
    # Without a time nobody can be said to be busy.
    assert [whose(slot) for slot in found] == [
        {"poster-1": None},
        {"poster-2": None},
        {"poster-3": "Ada"},
    ]


def test_who_got_less_before_gets_the_odd_one() -> None:
    ada, bo = member("Ada", {1: MUST, 2: MUST}), member("Bo", {1: MUST, 2: MUST})
    first, second = divided([ada, bo], poster(1, at(9)), poster(2))
    assert (whose(first), whose(second)) == ({"poster-1": "Ada"}, {"poster-2": "Bo"})


def test_a_paper_that_hangs_twice_is_divided_once_and_its_talk_tells_the_wish() -> None:
    ada, bo = member("Ada", {1: MUST, 2: MUST}), member("Bo", {})
    bo = bo._replace(levels={"oral-1": MUST})
    oral = Event("oral-1", Kind.ORAL, "Talk", start=at(9), end=at(10), paper="one")
    found = divided(
        [ada, bo],
        poster(1, paper="one"),
        poster(2, at(14), paper="one"),
        poster(3),
        oral,
    )
    assert [whose(slot) for slot in found] == [{"poster-1": "Ada"}]


def test_what_a_member_presents_is_no_poster_to_divide() -> None:
    ada = member("Ada", {1: MUST})
    assert divided([ada], poster(1, attendance=Attendance.FIXED)) == []


@pytest.mark.parametrize("minutes", [0, 5])
def test_posters_wished_for_alike_are_dealt_as_neighbours(minutes: int) -> None:
    both = dict.fromkeys(range(1, 9), MUST)
    events = {each.id: each for each in (poster(number) for number in both)}
    (slot,) = divide([member("Ada", both), member("Bo", both)], events, minutes)
    assert [share.name for share in slot.shares] == ["Ada"] * 4 + ["Bo"] * 4
