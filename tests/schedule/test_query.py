"""The query language: what is a word, what is a qualifier, what is a mistake."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.query import (
    Qualifier,
    Query,
    QueryError,
    Term,
    from_arguments,
    parse,
)
from planner.schedule.vocabulary import Vocabulary
from planner.schedule.words import as_needle


def names(*texts: str) -> MappingProxyType[str, str]:
    return MappingProxyType({text: as_needle(text) for text in texts})


VOCABULARY = Vocabulary(
    days=tuple(date(2024, 7, day) for day in range(21, 28)),
    topics=names(
        "Deep Learning->Large Language Models",
        "Reinforcement Learning->Deep RL",
        "Theory->Probability, Bayes",
        "Probabilistic Methods->Monte Carlo",
    ),
    rooms=names("Hall A1", "Hall A10", "Lehar 1-4"),
    tracks=names("position", "journal"),
    sessions=names("Poster Session 3", "Oral 1A Alignment"),
)


def read(text: str) -> Query:
    query = parse(text, VOCABULARY)
    assert isinstance(query, Query), query
    return query


def mistake(text: str) -> QueryError:
    error = parse(text, VOCABULARY)
    assert isinstance(error, QueryError), error
    return error


def test_words_phrases_and_their_negations() -> None:
    assert read('large "exact phrase" -word !other -"no phrase"').terms == (
        Term("large"),
        Term("exact phrase", exact=True),
        Term("word", negated=True),
        Term("other", negated=True),
        Term("no phrase", exact=True, negated=True),
    )


def test_a_quote_still_open_reaches_to_the_end_and_ends_in_a_prefix() -> None:
    assert read('"large  lang').terms == (Term("large lang"),)
    assert str(read('"large  lang')) == '"large lang'


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("kind:oral,spotlight", Qualifier("kind", ("oral", "spotlight"))),
        ('kind:"invited talk"', Qualifier("kind", ("invited_talk",))),
        ("KIND:Oral", Qualifier("kind", ("oral",))),
        ("-kind:poster", Qualifier("kind", ("poster",), negated=True)),
        ("!is:starred", Qualifier("is", ("starred",), negated=True)),
        ('topic:"large language models"', Qualifier("topic", ("large language models",))),
        ("topic:none", Qualifier("topic", ("none",))),
        ("topic:rl", Qualifier("topic", ("rl",))),
        ('topic:"probability, bayes"', Qualifier("topic", ("probability, bayes",))),
        ("day:tue", Qualifier("day", ("2024-07-23",))),
        ("day:TUESDAY", Qualifier("day", ("2024-07-23",))),
        ("day:23", Qualifier("day", ("2024-07-23",))),
        ("day:2024-07-23,thu", Qualifier("day", ("2024-07-23", "2024-07-25"))),
        ("day:today", Qualifier("day", ("today",))),
        ("after:14:00", Qualifier("after", ("14:00",))),
        ("before:9:30", Qualifier("before", ("09:30",))),
        ("after:2pm", Qualifier("after", ("14:00",))),
        ("at:12am", Qualifier("at", ("00:00",))),
        ('at:"tue 11:45"', Qualifier("at", ("2024-07-23T11:45",))),
        ("at:2024-07-23T11:45", Qualifier("at", ("2024-07-23T11:45",))),
        ("before:wed", Qualifier("before", ("2024-07-24",))),
        ("after:now", Qualifier("after", ("now",))),
        ('room:"hall a1"', Qualifier("room", ("hall a1",))),
        ('session:"poster session 3"', Qualifier("session", ("poster session 3",))),
        ("author:levine", Qualifier("author", ("levine",))),
        ("from:deepmind", Qualifier("from", ("deepmind",))),
        ("track:position", Qualifier("track", ("position",))),
        ("is:starred,must", Qualifier("is", ("starred", "must"))),
        ("has:note", Qualifier("has", ("note",))),
        ("board:503", Qualifier("board", ("503",))),
        ("sort:title", Qualifier("sort", ("title",))),
    ],
)
def test_qualifiers(text: str, qualifier: Qualifier) -> None:
    assert read(text) == Query((), (qualifier,))


@pytest.mark.parametrize(
    "text",
    ["topic: deep", "kind:", "DoRA: Weight-Decomposed", "https://icml.cc/virtual/2024/poster/1"],
)
def test_a_name_is_a_qualifier_only_if_a_value_follows_at_once(text: str) -> None:
    assert [term.text for term in read(text).terms] == text.split()


def test_a_name_far_from_all_others_is_text() -> None:
    assert read("platonic:representation").terms == (Term("platonic:representation"),)


@pytest.mark.parametrize(
    ("text", "place", "nearest"),
    [
        ("deep knd:oral", "knd:", "kind"),
        ("kidn:oral", "kidn:", "kind"),
        ("topics:rl", "topics:", "topic"),
        ("authr:levine", "authr:", "author"),
        ("kind:orl", "orl", "oral"),
        ("kind:oral,postr", "postr", "poster"),
        ("is:stared", "stared", "starred"),
        ("has:abstrac", "abstrac", "abstract"),
        ("sort:tim", "tim", "time"),
        ("day:tew", "tew", "tue"),
        ("day:2024-07-30", "2024-07-30", "2024-07-23"),
        ('topic:"large langage models"', '"large langage models"', "Large Language Models"),
        ('room:"hal a1"', '"hal a1"', "Hall A1"),
        ("track:positon", "positon", "position"),
        ("after:25:00", "25:00", "14:00"),
    ],
)
def test_a_mistake_names_its_place_and_the_nearest(text: str, place: str, nearest: str) -> None:
    error = mistake(text)
    assert text[error.start : error.end] == place
    assert nearest in error.suggestions
    assert nearest in error.message or error.suggestions[0] in error.message


@pytest.mark.parametrize(
    "text", ["kind:,", 'topic:""', "sort:time,title", "-sort:time", "author:…", "at:tue"]
)
def test_a_value_that_says_nothing_is_a_mistake(text: str) -> None:
    mistake(text)


@pytest.mark.parametrize("state", ["clashing", "changed"])
def test_what_cannot_be_answered_yet_is_said_to_be_so(state: str) -> None:
    assert mistake(f"is:{state}").message == f"is:{state} cannot be answered yet."


def test_any_part_of_a_topic_path_will_do_but_only_whole_beginnings_of_words() -> None:
    assert read("topic:language").qualifiers
    assert mistake("topic:arlo")


def test_arguments_of_the_command_line_keep_the_quotes_that_the_shell_ate() -> None:
    arguments = ["topic:large language models", "deep learning", "-room:hall a1", "Foo: bar baz"]
    assert from_arguments(arguments) == (
        'topic:"large language models" deep learning -room:"hall a1" Foo: bar baz'
    )
    assert from_arguments(['topic:"rl",none x']) == 'topic:"rl",none x'


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("word Kind:oral day:tue", "kind:oral day:2024-07-23 word"),
        ('kind:oral !"large la', 'kind:oral -"large la'),
        ('author:"a,b",c', 'author:"a,b",c'),
        ('"kind:oral', '"kind:oral'),
        ('"knd:oral', '"knd:oral'),
        ('"-word', '"-word'),
        ("--word", "--word"),
    ],
)
def test_the_canonical_text(text: str, canonical: str) -> None:
    assert str(read(text)) == canonical
    assert read(canonical) == read(text)


PIECES = st.sampled_from(
    [
        *("kind:", "is:", "topic:", "day:", "at:", "author:", "knd:", "foo:", "oral", "starred"),
        *("rl", "none", "tue", "11:45", "-", "!", '"', ",", " ", "a", "-x", "é", "https://x", "+"),
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS)
def test_any_text_is_a_query_or_a_mistake_with_a_place(text: str) -> None:
    result = parse(text, VOCABULARY)
    if isinstance(result, QueryError):
        assert 0 <= result.start < result.end <= len(text)
        assert result.message.strip()


@given(TEXTS)
def test_the_canonical_text_says_the_same(text: str) -> None:
    result = parse(text, VOCABULARY)
    if isinstance(result, Query):
        assert parse(str(result), VOCABULARY) == result
