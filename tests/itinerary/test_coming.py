"""What is going on, and what begins next: by instants, half-open, nothing guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.itinerary.coming import coming, going_on
from planner.model import Commitment, Event, Kind

VIENNA = ZoneInfo("Europe/Vienna")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 7, 23, hour, minute, tzinfo=VIENNA)


def event(
    name: str,
    start: datetime | None,
    end: datetime | None,
    kind: Kind = Kind.TALK,
    board: str | None = None,
) -> Event:
    return Event(name, kind, name, start=start, end=end, board=board)


TALK = event("talk", at(10, 30), at(11, 30))
LUNCH = Commitment("block-1", "lunch with Ada", at(12), at(13))


def ids(found: list[Event | Commitment]) -> list[str]:
    return [each.id for each in found]


@pytest.mark.parametrize(
    ("moment", "on"),
    [(at(10, 29), []), (at(10, 30), ["talk"]), (at(11, 29), ["talk"]), (at(11, 30), [])],
)
def test_what_goes_on_has_started_and_not_ended(moment: datetime, on: list[str]) -> None:
    assert ids(going_on([TALK], [], moment)) == on


def test_the_zone_in_which_one_asks_makes_no_difference() -> None:
    moment = at(10, 45)
    for zone in (UTC, ZoneInfo("America/Chicago"), ZoneInfo("Asia/Seoul")):
        assert ids(going_on([TALK], [LUNCH], moment.astimezone(zone))) == ["talk"]
        assert ids(coming([TALK], [LUNCH], moment.astimezone(zone))) == ["block-1"]


def test_posters_that_are_on_come_in_board_order_after_what_began_before() -> None:
    posters = [
        event(f"p{board}", at(11), at(12), Kind.POSTER, board) for board in ("1311", "813", "99")
    ]
    assert ids(going_on([*posters, TALK], [], at(11, 15))) == ["talk", "p99", "p813", "p1311"]


def test_how_long_an_event_without_an_end_goes_on_is_not_guessed() -> None:
    workshop = event("workshop", at(9), None, Kind.WORKSHOP)
    assert ids(going_on([workshop], [], at(9))) == ["workshop"]
    assert going_on([workshop], [], at(9, 1)) == []


def test_a_block_is_on_too() -> None:
    assert ids(going_on([], [LUNCH], at(12, 30))) == ["block-1"]


def test_next_is_all_that_begins_together_at_the_earliest_start() -> None:
    posters = [event(f"p{n}", at(13, 30), at(15), Kind.POSTER, str(n)) for n in (2, 1)]
    oral = event("oral", at(13, 30), at(13, 45), Kind.ORAL)
    later = event("later", at(13, 45), at(14))
    assert ids(coming([later, *posters, oral, TALK], [], at(13))) == ["p1", "p2", "oral"]


def test_what_begins_just_now_is_on_and_not_coming() -> None:
    assert coming([TALK], [], at(10, 30)) == []
    assert ids(coming([TALK], [], at(10, 29))) == ["talk"]


def test_breaks_time_away_and_unknown_times_are_nothing_to_go_to() -> None:
    coffee = event("coffee", at(9), at(10), Kind.BREAK)
    unknown = event("unknown", None, None)
    away = LUNCH._replace(id="block-2", start=at(9), away=True)
    assert ids(coming([coffee, unknown], [away, LUNCH], at(8))) == ["block-1"]
    assert ids(going_on([coffee], [away], at(9, 30))) == ["coffee", "block-2"]


_MINUTES = st.integers(0, 600)


@given(st.lists(st.tuples(_MINUTES, st.integers(1, 120)), max_size=20), _MINUTES)
def test_nothing_of_what_is_to_come_lies_between_now_and_next(
    slots: list[tuple[int, int]], minute: int
) -> None:
    nine = at(9)
    events = [
        event(f"e{n}", nine + timedelta(minutes=start), nine + timedelta(minutes=start + length))
        for n, (start, length) in enumerate(slots)
    ]
    moment = nine + timedelta(minutes=minute)
    found = coming(events, [], moment)
    ahead = sorted(start for start, _ in slots if start > minute)
    assert [each.start for each in found] == [
        nine + timedelta(minutes=start) for start in ahead if start == ahead[0]
    ]
    on = {each.id for each in going_on(events, [], moment)}
    assert on == {
        f"e{n}" for n, (start, length) in enumerate(slots) if start <= minute < start + length
    }
