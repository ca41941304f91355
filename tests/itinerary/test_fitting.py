"""What fits into free time: fixed events whole and with the walk, posters by their minutes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.itinerary.agenda import Gap
from planner.itinerary.budget import budgets
from planner.itinerary.fitting import Around, around, fitting
from planner.model import Event, Kind

VIENNA = ZoneInfo("Europe/Vienna")
WALK = 5


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2024-07-24T{clock}").replace(tzinfo=VIENNA)


def event(
    name: str, slot: str | None, kind: Kind = Kind.TALK, room: str | None = None, board: str = ""
) -> Event:
    start, end = (at(clock) for clock in slot.split("-")) if slot else (None, None)
    return Event(name, kind, name, start=start, end=end, room=room, board=board or None)


GAP = Gap(at("10:00"), at("11:00"), 60)
HALL_A = Around(frozenset({"A"}), frozenset({"A"}))
NOWHERE = Around(frozenset(), frozenset())


def minutes(_: Event) -> int:
    return 5


def fits(candidate: Event, rooms: Around = NOWHERE, *starred: Event) -> int | None:
    """Return the minutes that an event takes in the gap, None where it does not fit."""
    found = fitting(GAP, [candidate], rooms, budgets(starred), minutes, WALK)
    assert all(each.event is candidate for each in found)
    return found[0].minutes if found else None


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        ("10:00-11:00", 60),
        ("10:15-10:30", 15),
        ("09:55-10:30", None),
        ("10:30-11:05", None),
        ("09:00-12:00", None),
        (None, None),
    ],
)
def test_a_talk_fits_only_whole(slot: str | None, expected: int | None) -> None:
    assert fits(event("talk", slot)) == expected


@pytest.mark.parametrize(
    ("slot", "room", "expected"),
    [
        ("10:00-10:30", "A", 30),
        ("10:00-10:30", "B", None),
        ("10:05-10:55", "B", 50),
        ("10:05-10:56", "B", None),
        ("10:00-11:00", None, 60),
    ],
)
def test_another_known_room_costs_the_walk_there_and_back(
    slot: str, room: str | None, expected: int | None
) -> None:
    assert fits(event("talk", slot, room=room), HALL_A) == expected


@pytest.mark.parametrize(
    ("slot", "expected"),
    [("09:00-10:05", 5), ("09:00-10:04", None), ("10:55-13:00", 5), ("11:00-13:00", None)],
)
def test_a_poster_fits_by_its_minutes(slot: str, expected: int | None) -> None:
    assert fits(event("poster", slot, Kind.POSTER)) == expected


def test_no_more_posters_fit_than_the_slot_has_minutes_left() -> None:
    slot = "10:00-10:30"
    starred = [event(f"p{n}", slot, Kind.POSTER) for n in range(6)]
    assert fits(event("one", slot, Kind.POSTER), NOWHERE, *starred[:5]) == 5
    assert fits(event("one", slot, Kind.POSTER), NOWHERE, *starred) is None
    # Another slot's minutes are its own.
    assert fits(event("one", "10:00-11:00", Kind.POSTER), NOWHERE, *starred) == 5


def test_what_holds_others_or_is_a_break_does_not_fill_time() -> None:
    assert fits(event("session", "10:00-11:00", Kind.SESSION)) is None
    assert fits(event("lunch", "10:00-11:00", Kind.BREAK)) is None


def test_one_comes_from_what_ended_and_goes_to_what_begins() -> None:
    attended = [
        event("before", "09:00-10:00", room="A"),
        event("after", "11:00-12:00", room="B"),
        event("no room", "11:00-11:30"),
        event("elsewhen", "12:00-13:00", room="C"),
        event("poster", "11:00-12:00", Kind.POSTER, room="D"),
    ]
    assert around(GAP, attended) == Around(frozenset({"A"}), frozenset({"B"}))


MINUTE = st.integers(0, 23 * 60)


@given(start=MINUTE, length=st.integers(1, 59), room=st.sampled_from([None, "A", "B"]))
def test_what_fits_lies_in_the_gap_and_collides_with_nothing_around_it(
    start: int, length: int, room: str | None
) -> None:
    def clock(minute: int) -> str:
        return f"{minute // 60:02}:{minute % 60:02}"

    from planner.itinerary.clashes import clashes

    talk = event("talk", f"{clock(start)}-{clock(start + length)}", room=room)
    bounds = [event("b", "09:00-10:00", room="A"), event("c", "11:00-12:00", room="A")]
    found = fitting(GAP, [talk], around(GAP, bounds), [], minutes, WALK)
    assert talk.start is not None
    in_gap = GAP.start <= talk.start < GAP.end
    assert bool(found) == (in_gap and not clashes([talk, *bounds], {}, WALK))
