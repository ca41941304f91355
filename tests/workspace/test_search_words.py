"""The names and texts of saved searches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.query import Query, QueryError, parse
from planner.schedule.vocabulary import Vocabulary
from planner.workspace.search_words import proposed_name, search_name, search_text


@given(st.text())
def test_a_kept_name_is_one_printable_line_and_stays_as_it_is(text: str) -> None:
    try:
        name = search_name(text)
    except ValueError:
        return
    assert name == name.strip()
    assert 0 < len(name) <= 60
    assert len(name.splitlines()) == 1
    assert search_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("reward model", "reward model"),
        ('kind:oral topic:"Deep Learning->Theory" bandits -survey', "oral Theory bandits"),
        ('"exact phrase"', "exact phrase"),
        ("-video", "-video"),
        ("x" * 80, "x" * 60),
        (" ".join(["word"] * 30), " ".join(["word"] * 12)),
    ],
)
def test_a_name_is_proposed_from_the_words_of_the_query(text: str, name: str) -> None:
    topic = {"Deep Learning->Theory": " deep learning theory"}
    query = parse(text, Vocabulary(days=(), topics=topic, rooms={}, tracks={}, sessions={}))
    assert isinstance(query, Query)
    assert proposed_name(query) == name


@given(st.text())
def test_every_proposed_name_is_a_sound_one(text: str) -> None:
    query = parse(text, Vocabulary(days=(), topics={}, rooms={}, tracks={}, sessions={}))
    if isinstance(query, QueryError) or not query:
        return
    name = proposed_name(query)
    assert not name or search_name(name) == name


def test_a_saved_text_means_what_the_typed_text_means() -> None:
    assert search_text(' topic:"deep  learning"\t-x ') == 'topic:"deep learning" -x'
