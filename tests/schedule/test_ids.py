"""Ids: which texts are one, and the id of an event that its source knows by any name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.ids import LONGEST, digits, event_id, is_id


@pytest.mark.parametrize("text", ["poster-33646", "7", "session-1b", "a.b_c", "x" * LONGEST])
def test_what_the_format_allows_is_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "-1", "Poster-1", "poster 1", "é", "a\n", "x" * 81])
def test_everything_else_is_none(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize("name", ["33646", "a1b2c3d4-0000", "b.c_d", "x" * 74])
def test_a_name_that_fits_stands_in_its_events_id(name: str) -> None:
    assert event_id(name) == f"event-{name}"


@pytest.mark.parametrize("name", ["", "ABC", "two words", "x" * 75, "\ud800"])
def test_a_name_that_does_not_fit_gives_its_digits(name: str) -> None:
    assert event_id(name) == f"event-{digits(name)}"


@given(st.text(), st.text())
def test_every_name_gives_an_id_of_its_own(one: str, other: str) -> None:
    assert is_id(event_id(one))
    assert event_id(one) == event_id(one)
    if one.encode("utf-8", "replace") != other.encode("utf-8", "replace"):
        assert event_id(one) != event_id(other)
