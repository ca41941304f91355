"""Merging facts from elsewhere: the newer decision wins, and every difference is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from planner.itinerary.facts import COMMITMENT, DECLINED, NOTE, STAR, TIME, VISITED, Wish
from planner.itinerary.merge import Held, Merged, Removal, merged

NOON = datetime(2024, 7, 20, 12, tzinfo=UTC)
NOW = NOON + timedelta(days=1)


def at(hours: int) -> str:
    return (NOON + timedelta(hours=hours)).isoformat()


def star(level: str, hours: int = 0) -> dict[str, Any]:
    return {"level": level, "at": at(hours), "snapshot": {}}


def lunch(title: str = "Lunch", hours: int = 0) -> dict[str, Any]:
    return {"title": title, "start": "s", "end": "e", "away": False, "at": at(hours)}


def held(*facts: Wish, gone: dict[tuple[str, str], Removal] | None = None, block: int = 0) -> Held:
    known = {(each.field, each.key): each.value for each in facts if each.value is not None}
    return Held(known, gone or {}, block)


def merge(here: Held, *there: Wish, again: bool = False) -> Merged:
    return merged(here, there, NOW, again=again)


def fates(result: Merged) -> list[tuple[str, str, str]]:
    return [(each.fate, each.field, each.key) for each in result.differences]


def test_what_is_new_is_added_and_what_says_the_same_is_counted() -> None:
    here = held(Wish(STAR, "a", star("must")), Wish(VISITED, "a", {"at": at(0)}))
    there = [Wish(STAR, "a", star("must", 5)), Wish(STAR, "b", star("want"))]
    result = merge(here, *there, Wish(VISITED, "a", {"at": at(9)}))
    assert fates(result) == [("added", STAR, "b")]
    assert result.wishes == (there[1],)
    assert result.same == 2


@pytest.mark.parametrize(
    ("hours", "fate"), [(-1, "stays"), (0, "stays"), (1, "changed")], ids=["older", "same", "newer"]
)
def test_the_newer_decision_wins(hours: int, fate: str) -> None:
    for field, here, there in (
        (STAR, star("must"), star("maybe", hours)),
        (NOTE, {"text": "mine", "at": at(0)}, {"text": "theirs", "at": at(hours)}),
        (TIME, {"start": "1", "at": at(0)}, {"start": "2", "at": at(hours)}),
    ):
        result = merge(held(Wish(field, "a", here)), Wish(field, "a", there))
        assert fates(result) == [(fate, field, "a")]
        assert bool(result.wishes) == (fate == "changed")


def test_nothing_that_is_only_here_is_dropped() -> None:
    result = merge(held(Wish(STAR, "a", star("must"))), Wish(STAR, "b", star("must")))
    assert [wish.key for wish in result.wishes] == ["b"]


@pytest.mark.parametrize("again", [False, True])
def test_what_was_taken_off_later_stays_off_unless_asked_for(again: bool) -> None:
    gone = {(STAR, "a"): Removal(NOON + timedelta(hours=2), star("must"))}
    older, newer = Wish(STAR, "a", star("want", 1)), Wish(STAR, "a", star("want", 3))
    assert fates(merge(held(gone=gone), older, again=again)) == [
        ("added" if again else "off", STAR, "a")
    ]
    assert fates(merge(held(gone=gone), newer)) == [("added", STAR, "a")]


@pytest.mark.parametrize(("hours", "wins"), [(-1, "no"), (1, "star")])
def test_a_star_and_a_no_exclude_each_other(hours: int, wins: str) -> None:
    no = Wish(DECLINED, "a", {"at": at(0)})
    result = merge(held(no), Wish(STAR, "a", star("must", hours)))
    if wins == "no":
        assert fates(result) == [("stays", STAR, "a")]
        assert result.wishes == ()
    else:
        assert {(wish.field, wish.value is None) for wish in result.wishes} == {
            (DECLINED, True),
            (STAR, False),
        }


def test_a_later_no_takes_a_star_off_and_says_so() -> None:
    here = held(Wish(STAR, "a", star("want")))
    result = merge(here, Wish(DECLINED, "a", {"at": at(1)}))
    assert fates(result) == [("goes", STAR, "a"), ("added", DECLINED, "a")]
    assert Wish(STAR, "a", None) in result.wishes
    assert fates(merge(here, Wish(DECLINED, "a", {"at": at(-1)}))) == [("stays", DECLINED, "a")]


def test_a_block_of_the_same_number_is_another_one() -> None:
    here = held(Wish(COMMITMENT, "block-1", lunch()), block=3)
    there = [Wish(COMMITMENT, "block-1", lunch("Call")), Wish(COMMITMENT, "block-9", lunch())]
    result = merge(here, *there)
    # The lunch is here already, whatever its number there.
    assert [(wish.key, wish.value) for wish in result.wishes] == [("block-4", lunch("Call"))]
    assert result.same == 1


def test_a_block_that_was_given_back_later_stays_away_whatever_its_number() -> None:
    gone = {(COMMITMENT, "block-1"): Removal(NOON + timedelta(hours=1), lunch())}
    result = merge(held(gone=gone, block=1), Wish(COMMITMENT, "block-5", lunch()))
    assert fates(result) == [("off", COMMITMENT, "block-5")]


def test_nothing_is_decided_in_the_future() -> None:
    result = merge(held(), Wish(STAR, "a", star("must", 10_000)))
    value = result.wishes[0].value
    assert value is not None
    assert value["at"] == NOW.isoformat()


def test_a_fact_whose_bytes_were_changed_gives_way_to_one_that_can_be_read() -> None:
    here = held(Wish(NOTE, "a", {"unreadable": "..."}))
    assert fates(merge(here, Wish(NOTE, "a", {"text": "x", "at": at(0)}))) == [
        ("changed", NOTE, "a")
    ]
