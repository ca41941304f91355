"""Facets and columns in words."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from planner.schedule.density import NO_TIME, Column
from planner.schedule.facet_values import FacetValue
from planner.schedule.query import Qualifier
from planner.workspace.facet_words import column_head, column_words, value_words

ZONE = ZoneInfo("Europe/Vienna")
SLOT = Column(
    Qualifier("session", ("Oral 1",)),
    "Oral 1",
    start=datetime(2024, 7, 23, 10, 30, tzinfo=ZONE),
    end=datetime(2024, 7, 23, 11, 30, tzinfo=ZONE),
)
DAY = Column(Qualifier("day", ("2024-07-23",)), day=date(2024, 7, 23))
UNTIMED = Column(Qualifier("session", ("Posters",)), "Posters")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("day", "2024-07-23", "Tue 23 Jul"),
        ("day", "today", "today"),
        ("is", "must", "must see"),
        ("is", "undecided", "undecided"),
        ("room", "2024-07-23", "2024-07-23"),
    ],
)
def test_a_value_is_said_as_the_attendee_would(name: str, value: str, words: str) -> None:
    assert value_words(name, FacetValue(value, value, 1)) == words


@pytest.mark.parametrize(
    ("column", "words", "head"),
    [
        (DAY, "Tue 23 Jul", ("Tue", "23", "")),
        (SLOT, "Tue 23 Jul 10:30-11:30, Oral 1", ("Tue", "10:30", "Oral 1")),
        (UNTIMED, "Posters", ("", "", "Posters")),
        (Column(NO_TIME), "no time", ("no", "time", "")),
    ],
)
def test_a_column_is_said_in_full_and_in_its_head(
    column: Column, words: str, head: tuple[str, str, str]
) -> None:
    assert column_words(column) == words
    assert column_head(column) == head
