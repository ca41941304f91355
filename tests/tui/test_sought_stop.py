"""What is typed on the walk: a board, or words of a poster."""

from __future__ import annotations

import pytest

from planner.itinerary.walk import Stop
from planner.model import Event, Kind, Person
from planner.tui.sought_stop import Sought, sought

HONEY = Event("poster-1", Kind.POSTER, "Honey for Bees", board="12", people=(Person("Ada Bee"),))
BOOTH = Event("demo-1", Kind.DEMO, "A hive that hums", board="Booth A")
STOPS = (Stop(HONEY, None, visited=False), Stop(BOOTH, None, visited=False))


@pytest.mark.parametrize("text", ["7", "#7", " # 7 "])
def test_a_number_is_a_board_wherever_one_stands(text: str) -> None:
    assert sought(text, STOPS).board == "7"
    assert not sought(text, STOPS).finds


def test_what_a_stops_board_is_called_is_that_board() -> None:
    assert sought("booth a", STOPS).board == "booth a"
    assert sought("booth b", STOPS) == Sought(("booth", "b"))


def test_words_find_by_title_and_by_name_and_each_may_be_unfinished() -> None:
    assert sought("hon be", STOPS).fits(HONEY)
    assert sought("ada", STOPS).fits(HONEY)
    assert not sought("ada hive", STOPS).fits(HONEY)
    assert not sought("ees", STOPS).fits(HONEY)


def test_nothing_typed_finds_nothing_and_names_no_board() -> None:
    assert sought("  ", STOPS) == Sought()
    assert not sought("", STOPS).finds
