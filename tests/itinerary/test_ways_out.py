"""The ways out of a clash: another showing first, then less of the one that weighs less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.itinerary.clashes import Clash, clashes
from planner.itinerary.ways_out import best_that_fit, ways_out
from planner.model import Commitment, Event, Kind, Level

VIENNA = ZoneInfo("Europe/Vienna")


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2024-07-24T{clock}").replace(tzinfo=VIENNA)


def event(name: str, slot: str | None, kind: Kind = Kind.ORAL, paper: str | None = None) -> Event:
    start, end = (at(clock) for clock in slot.split("-")) if slot else (None, None)
    return Event(name, kind, name, start=start, end=end, paper=paper)


def found(
    one: Event | Commitment,
    other: Event,
    levels: dict[str, Level],
    showings: Sequence[Event] = (),
) -> list[tuple[str, str, str | None]]:
    starred = [each for each in (one, other) if isinstance(each, Event)]
    own = [one] if isinstance(one, Commitment) else []
    (clash,) = clashes(starred, {}, commitments=own)

    def of_paper(asked: Event) -> list[Event]:
        return [each for each in showings if asked.paper and each.paper == asked.paper]

    return [
        (way.what, way.event.id, way.instead.id if way.instead else None)
        for way in ways_out(clash, levels, of_paper)
    ]


CHAIN = event("chain", "10:30-10:45", paper="c")
ROBUST = event("robust", "10:30-10:45", paper="r")


def test_the_other_showing_of_the_lighter_one_comes_first() -> None:
    poster = event("poster", "11:30-13:00", Kind.POSTER, "r")
    ways = found(CHAIN, ROBUST, {"chain": Level.MUST, "robust": Level.WANT}, [poster])
    assert ways == [
        ("showing", "robust", "poster"),
        ("maybe", "robust", None),
        ("drop", "robust", None),
        ("drop", "chain", None),
    ]


def test_a_poster_whose_time_is_not_known_is_a_way_out_too() -> None:
    poster = event("poster", None, Kind.POSTER, "r")
    ways = found(CHAIN, ROBUST, {"chain": Level.WANT, "robust": Level.WANT}, [poster])
    assert ("showing", "robust", "poster") in ways


def test_a_poster_that_hangs_only_during_the_other_is_no_way_out() -> None:
    talk = event("talk", "10:30-12:00")
    poster = event("poster", "11:00-11:30", Kind.POSTER, "r")
    ways = found(talk, ROBUST, {"talk": Level.WANT, "robust": Level.WANT}, [poster])
    assert all(what != "showing" for what, *_ in ways)


def test_one_can_leave_what_began_before_the_other() -> None:
    long = event("long", "10:00-11:00")
    late = event("late", "10:45-11:15")
    (clash,) = clashes([long, late], {})
    ways = ways_out(clash, {"long": Level.WANT, "late": Level.MUST}, lambda _: [])
    leave = next(way for way in ways if way.what == "leave")
    assert (leave.event, leave.until) == (long, at("10:45"))


def test_one_leaves_so_early_that_there_is_time_for_the_walk() -> None:
    long = replace(event("long", "10:00-11:00"), room="Hall A")
    late = replace(event("late", "10:45-11:15"), room="Hall B")
    (clash,) = clashes([long, late], {})
    until = [way.until for way in ways_out(clash, {}, lambda _: []) if way.what == "leave"]
    assert until == [at("10:40")]
    ways = ways_out(clash, {}, lambda _: [], walk_minutes=45)
    assert all(way.what != "leave" for way in ways)


def test_what_begins_together_cannot_be_left_for_the_other() -> None:
    assert all(what != "leave" for what, *_ in found(CHAIN, ROBUST, {}))


def test_of_a_tight_walk_one_leaves_by_the_minutes_that_it_lacks() -> None:
    first = replace(event("a", "10:00-10:30"), room="Hall A")
    second = replace(event("b", "10:32-11:00"), room="Hall B")
    (tight,) = clashes([first, second], {})
    assert (tight.kind, tight.minutes) == ("tight", 3)
    (leave,) = (way for way in ways_out(tight, {}, lambda _: []) if way.what == "leave")
    assert (leave.event, leave.until) == (first, at("10:27"))
    assert clashes([replace(first, end=leave.until), second], {}) == []


def test_nothing_of_ones_own_is_left_early_for_a_walk() -> None:
    lunch = Commitment("block-1", "lunch", at("10:00"), at("10:30"))
    second = event("b", "10:32-11:00")
    ways = ways_out(Clash(lunch, second, "tight", 3), {}, lambda _: [])
    assert all(way.what != "leave" for way in ways)


def test_a_maybe_is_not_made_a_maybe_again_but_the_other_may_be() -> None:
    ways = found(CHAIN, ROBUST, {"chain": Level.WANT, "robust": Level.MAYBE})
    assert [way for way in ways if way[0] == "maybe"] == [("maybe", "chain", None)]


def test_a_commitment_is_given_up_last_and_never_made_a_maybe() -> None:
    lunch = Commitment("block-1", "lunch", at("10:00"), at("11:00"))
    ways = found(lunch, CHAIN, {"chain": Level.MUST})
    assert ways == [
        ("maybe", "chain", None),
        ("drop", "chain", None),
        ("drop", "block-1", None),
    ]


def test_the_best_that_fit_are_the_heavier_and_then_the_smaller_boards() -> None:
    slot = "11:30-13:00"
    posters = [event(name, slot, Kind.POSTER) for name in ("a", "b", "c", "d")]
    levels = {"a": Level.MAYBE, "b": Level.WANT, "c": Level.MUST, "d": Level.WANT}
    kept, left = best_that_fit(posters, levels, lambda _: 5, free_minutes=14)
    assert [each.id for each in kept] == ["b", "c"]
    assert [each.id for each in left] == ["a", "d"]


def test_all_are_kept_where_all_fit() -> None:
    posters = [event(name, "11:30-13:00", Kind.POSTER) for name in ("a", "b")]
    kept, left = best_that_fit(posters, {}, lambda _: 5, free_minutes=10)
    assert (kept, left) == (posters, [])
