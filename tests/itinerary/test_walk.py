"""The walk: board order, the musts first in the time that is left, from where one stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from planner.itinerary.board import board_key
from planner.itinerary.walk import Stop, Walk, minutes_left, minutes_of, walk, way
from planner.model import Event, Kind, Level

VIENNA = ZoneInfo("Europe/Vienna")
START = datetime(2024, 7, 24, 13, 30, tzinfo=VIENNA)
SLOT = (START, START + timedelta(minutes=90))


def stop(
    board: str | None,
    level: Level | None = Level.WANT,
    *,
    seen: bool = False,
    kind: Kind = Kind.POSTER,
    name: str | None = None,
) -> Stop:
    """Return a stop at a board, which also names it."""
    name = name or f"p{board}"
    return Stop(Event(name, kind, name.title(), board=board), level, seen)


def names(stops: list[Stop] | tuple[Stop, ...]) -> list[str]:
    return [each.event.id for each in stops]


def parts(found: Walk) -> tuple[list[str], list[str]]:
    return names(found.first), names(found.later)


def test_the_way_goes_by_the_numbers_of_the_boards_unknown_ones_last() -> None:
    stops = [stop("1311"), stop(None, name="b"), stop("813"), stop("#2707"), stop(None, name="a")]
    assert names(way(stops)) == ["p813", "p1311", "p#2707", "a", "b"]


def test_from_where_one_stands_it_goes_on_upwards_and_then_back() -> None:
    stops = [stop(board) for board in ("813", "900", "1311", "2707", None)]
    assert names(way(stops, "1000")) == ["p1311", "p2707", "p900", "p813", "pNone"]
    assert names(way(stops, "1311"))[0] == "p1311"
    assert names(way(stops, "9999")) == ["p2707", "p1311", "p900", "p813", "pNone"]


def test_all_stops_come_first_while_they_fit() -> None:
    stops = [stop("3"), stop("1", Level.MAYBE), stop("2", Level.MUST)]
    assert parts(walk(stops, 15)) == (["p1", "p2", "p3"], [])


def test_musts_come_first_and_of_the_others_what_fits_beside_them() -> None:
    stops = [
        *(stop(board, Level.MAYBE) for board in ("1", "2")),
        *(stop(board, Level.WANT) for board in ("3", "4", "5")),
        *(stop(board, Level.MUST) for board in ("6", "7")),
    ]
    assert parts(walk(stops, 20)) == (["p3", "p4", "p6", "p7"], ["p1", "p2", "p5"])
    assert parts(walk(stops, 5)) == (["p6", "p7"], ["p1", "p2", "p3", "p4", "p5"])
    assert parts(walk(stops, 30)) == (["p1", "p3", "p4", "p5", "p6", "p7"], ["p2"])


def test_of_one_level_the_nearest_are_let_in_first() -> None:
    stops = [stop(board) for board in ("1", "2", "3", "4")]
    assert parts(walk(stops, 10, here="3")) == (["p3", "p4"], ["p2", "p1"])


def test_a_demo_takes_ten_minutes() -> None:
    stops = [stop("1", kind=Kind.DEMO), stop("2"), stop("3", kind=Kind.SPOTLIGHT)]
    assert minutes_of(stops) == 20
    assert parts(walk(stops, 10)) == (["p1"], ["p2", "p3"])
    assert parts(walk(stops, 14, poster_minutes=4)) == (["p1", "p2"], ["p3"])


def test_what_is_seen_stays_in_its_place_and_takes_no_time() -> None:
    stops = [stop("1", seen=True), stop("2"), stop("3", Level.MUST, seen=True), stop("4")]
    assert parts(walk(stops, 5)) == (["p1", "p2", "p3"], ["p4"])
    assert minutes_of(stops) == 10
    assert parts(walk(stops, 5, stay_later={"p1"})) == (["p2", "p3"], ["p1", "p4"])


def test_what_was_met_by_chance_comes_after_every_star() -> None:
    stops = [stop("1", None), stop("2", Level.MAYBE)]
    assert parts(walk(stops, 5)) == (["p2"], ["p1"])


boards = st.none() | st.from_regex(r"[A-C]?[0-9]{1,4}", fullmatch=True)
levels = st.none() | st.sampled_from(Level)
some_stops = st.lists(st.tuples(boards, levels, st.booleans()), max_size=25).map(
    lambda given_: [
        stop(board, level, seen=seen, name=f"e{number}")
        for number, (board, level, seen) in enumerate(given_)
    ]
)


@given(some_stops, st.integers(0, 150), boards)
def test_no_stop_is_lost_and_every_must_comes_first(
    stops: list[Stop], minutes: int, here: str | None
) -> None:
    found = walk(stops, minutes, here)
    assert sorted(names(found.stops)) == sorted(names(stops))
    assert all(each.level is not Level.MUST for each in found.later)
    beside = [each for each in found.first if each.level is not Level.MUST]
    musts = [each for each in found.first if each.level is Level.MUST]
    assert minutes_of(beside) <= max(0, minutes - minutes_of(musts))
    order = names(way(stops, here))
    for part in (found.first, found.later):
        assert names(part) == [name for name in order if name in set(names(part))]


@given(some_stops, st.from_regex(r"[0-9]{1,4}", fullmatch=True))
def test_the_way_turns_round_once(stops: list[Stop], here: str) -> None:
    keys = [board_key(each.event.board) for each in way(stops, here)]
    known = [key for key in keys if not key[0]]
    ahead = [key for key in known if key >= board_key(here)]
    passed = [key for key in known if key < board_key(here)]
    assert known == sorted(ahead) + sorted(passed, reverse=True)
    assert keys[: len(known)] == known


@given(some_stops, st.integers(0, 150))
def test_the_order_does_not_depend_on_that_of_the_stars(stops: list[Stop], minutes: int) -> None:
    assert walk(list(reversed(stops)), minutes) == walk(stops, minutes)


# The time that is left


def test_the_time_left_is_that_of_the_slot_before_and_after_it() -> None:
    assert minutes_left(SLOT, [], START - timedelta(hours=5)) == 90
    assert minutes_left(SLOT, [], START) == 90
    assert minutes_left(SLOT, [], START + timedelta(minutes=22)) == 68
    assert minutes_left(SLOT, [], START + timedelta(minutes=22, seconds=1)) == 67
    assert minutes_left(SLOT, [], SLOT[1]) == 90


def test_when_one_is_elsewhere_is_not_left() -> None:
    taken = [(START.astimezone(UTC), START.astimezone(UTC) + timedelta(minutes=30))]
    assert minutes_left(SLOT, taken, START) == 60
    assert minutes_left(SLOT, taken, START + timedelta(minutes=20)) == 60
    assert minutes_left(SLOT, taken, START + timedelta(minutes=40)) == 50
