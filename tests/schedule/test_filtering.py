"""Filters as parts of a query: put in, taken out, cleared."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.filtering import chosen, cleared, toggled, without
from planner.schedule.query import Qualifier, Query, parse
from planner.schedule.vocabulary import Vocabulary
from planner.schedule.words import as_needle

TOPICS = ("Deep Learning->Large Language Models", "Theory", "Theory->Bandits, Games")
VOCABULARY = Vocabulary(
    days=(date(2024, 7, 23), date(2024, 7, 24)),
    topics={name: as_needle(name) for name in TOPICS},
    rooms={"Hall A1": as_needle("Hall A1")},
)


def query_of(text: str) -> Query:
    query = parse(text, VOCABULARY)
    assert isinstance(query, Query), query
    return query


@pytest.mark.parametrize(
    ("text", "name", "value", "after"),
    [
        ("", "kind", "oral", "kind:oral"),
        ("bears kind:oral", "kind", "poster", "kind:oral,poster bears"),
        ("kind:oral,poster", "kind", "oral", "kind:poster"),
        ("kind:oral", "kind", "oral", ""),
        ("kind:oral kind:poster", "kind", "demo", "kind:oral,poster,demo"),
        ('topic:"theory"', "topic", "Theory", ""),
        ("topic:none", "topic", "none", ""),
        ("topic:theory", "topic", TOPICS[2], f'topic:theory,"{TOPICS[2]}"'),
        ("-kind:oral,poster", "kind", "oral", "-kind:poster"),
        ("-kind:oral", "kind", "oral", ""),
        ("-kind:oral", "kind", "poster", "-kind:oral kind:poster"),
        ("is:scheduled", "is", "must", "is:scheduled is:must"),
        ("is:must is:scheduled", "is", "want", "is:scheduled is:must,want"),
        ('room:"HALL A1"', "room", "Hall A1", ""),
    ],
)
def test_a_value_is_put_in_or_taken_out(text: str, name: str, value: str, after: str) -> None:
    assert str(toggled(query_of(text), name, value)) == after


@given(
    st.sampled_from(["", "bears -kind:demo", "is:scheduled day:tue", "topic:theory sort:title"]),
    st.lists(
        st.sampled_from(
            [("kind", "oral"), ("kind", "poster"), ("topic", TOPICS[0]), ("is", "must")]
        ),
        max_size=5,
    ),
)
def test_a_value_chosen_twice_is_gone_and_the_text_says_all(
    text: str, choices: list[tuple[str, str]]
) -> None:
    query = query_of(text)
    for name, value in choices:
        before = chosen(query, name)
        once = toggled(query, name, value)
        assert (value in chosen(once, name)) != (value in before)
        assert sorted(chosen(toggled(once, name, value), name)) == sorted(before)
        assert query_of(str(once)) == once
        query = once


def test_clearing_keeps_words_and_order() -> None:
    query = query_of('bears "of honey" -bees kind:oral -is:hidden day:tue sort:title')
    assert str(cleared(query)) == 'sort:title bears "of honey" -bees'


def test_what_a_facet_asks_for_is_left_out_and_what_it_excludes_stays() -> None:
    query = query_of("is:scheduled is:must -is:want -kind:demo kind:oral")
    assert str(without(query, "is")) == "is:scheduled -is:want -kind:demo kind:oral"
    assert str(without(query, "kind")) == "is:scheduled is:must -is:want -kind:demo"
    assert chosen(query, "kind", negated=True) == ("demo",)
    assert without(Query((), (Qualifier("is", ("must", "hidden")),)), "is").qualifiers
