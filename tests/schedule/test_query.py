"""The query language: what is a word, what is a qualifier, what is a mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.schedule.qualifiers import QUALIFIERS
from planner.schedule.query import (
    MOST_ASKED,
    Qualifier,
    Query,
    QueryError,
    Term,
    from_arguments,
    parse,
    without_unfinished,
)
from planner.schedule.query_tokens import tokens
from planner.schedule.text import blanked, fold
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
        ("day:2024-07-30", "2024-07-30", "2024-07-27"),
        ("day:2024-06-23", "2024-06-23", "2024-07-23"),
        ("day:30", "30", "27"),
        ('at:"tew 11:45"', '"tew 11:45"', '"tue 11:45"'),
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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("has:abstrac", "There is no has:abstrac; did you mean has:abstract? Or note."),
        (
            "sort:tim",
            "There is no sort:tim; did you mean sort:time? Or topic, relevance, title, board.",
        ),
        ("kind:orl", "There is no kind:orl; did you mean kind:oral?"),
        ("is:stared", "There is no is:stared; did you mean is:starred?"),
        (
            "day:sunn",
            '"sunn" is not among sun, mon, tue, wed, thu, fri, sat; did you mean day:sun?',
        ),
        ("day:whenever", '"whenever" is not among sun, mon, tue, wed, thu, fri, sat.'),
        (
            "day:2024-07-30",
            '"2024-07-30" is not in 2024-07-21 to 2024-07-27; did you mean day:2024-07-27?',
        ),
    ],
)
def test_a_mistake_lists_all_values_where_they_fit_on_a_line(text: str, message: str) -> None:
    assert mistake(text).message == message
    assert len(message) <= 80


def test_a_long_conference_names_its_first_and_last_day() -> None:
    weeks = Vocabulary(days=tuple(date(2024, 7, day) for day in range(1, 31)))
    error = parse("day:someday", weeks)
    assert isinstance(error, QueryError)
    assert error.message.startswith('"someday" is not in 2024-07-01 to 2024-07-30')


@pytest.mark.parametrize(
    ("text", "place"),
    [("???", "???"), (" ... - ", "... -"), ("🎉", "🎉"), ('""', '""'), ("-", "-"), ("_", "_")],
)
def test_signs_alone_are_a_mistake_with_their_place(text: str, place: str) -> None:
    error = mistake(text)
    assert text[error.start : error.end] == place
    assert error.message == f'There is no letter or digit to look for in "{place}".'


@pytest.mark.parametrize("text", ["c++ ???", "kind:oral ...", "#", "", "  "])
def test_signs_beside_a_word_or_a_qualifier_do_no_harm(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        *((sign, "") for sign in ("-", "!", '"', '-"', '!"')),
        *((f"word {sign}", "word ") for sign in ("-", "!", '"', '-"')),
        *((text, "") for text in ("kind:", "-kind:", "KIND:", 'topic:"', '!topic:"')),
        ("word topic:", "word "),
        *((t, t) for t in ("word", '"two words"')),
        *((t, t) for t in ('"word "', '"topic:', "- ", "--", "kind:oral,", 'kind:oral,"', "foo:")),
        *((t, t) for t in ("", " ", "???", 'topic:"x')),
    ],
)
def test_what_is_only_begun_at_the_end_is_not_looked_for_yet(text: str, finished: str) -> None:
    assert without_unfinished(text) == finished


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


@given(TEXTS)
def test_what_is_left_of_an_unfinished_text_is_its_beginning(text: str) -> None:
    left = without_unfinished(text)
    assert text.startswith(left)
    if left == text.strip():
        assert without_unfinished(left) == left


@given(TEXTS, st.sampled_from([str.upper, str.title, lambda text: f"  {text}  "]))
def test_case_and_blanks_around_make_no_difference(text: str, change: Callable[[str], str]) -> None:
    lower = parse(text, VOCABULARY)
    other = parse(change(text), VOCABULARY)
    if isinstance(lower, Query) and text.isascii():
        assert isinstance(other, Query)
        assert fold(str(other)) == fold(str(lower))


NAME = st.sampled_from(sorted(QUALIFIERS))
WORDS = st.lists(st.text(st.characters(exclude_characters='"'), min_size=1), min_size=2)


@given(st.lists(st.text(max_size=20), max_size=5))
def test_arguments_that_are_no_qualifiers_stay_as_they_are(arguments: list[str]) -> None:
    plain = [argument.replace(":", "") for argument in arguments]
    assert from_arguments(plain) == " ".join(plain)


@given(st.sampled_from(["", "-", "!"]), NAME, WORDS, st.lists(st.just("word"), max_size=2))
def test_a_qualifier_in_one_argument_is_one_value_to_the_last_blank(
    sign: str, name: str, some: list[str], others: list[str]
) -> None:
    value = blanked(" ".join(some)).strip()
    assume(len(value.split()) > 1)
    text = from_arguments([*others, f"{sign}{name}:{value}", *others])
    pieces = list(tokens(text))
    (piece,) = pieces[len(others) : len(pieces) - len(others)]
    assert (piece.name, piece.negated) == (name, bool(sign))
    assert [each.text for each in piece.values] == [" ".join(value.split())]


@given(TEXTS)
def test_the_pieces_of_a_text_stand_in_order_with_blanks_between(text: str) -> None:
    text = blanked(text)
    end = 0
    for piece in tokens(text):
        assert not text[end : piece.start].strip()
        assert piece.start < piece.end
        for value in piece.values:
            assert piece.start <= value.start <= value.end <= piece.end
        end = piece.end
    assert not text[end:].strip()


def test_what_steers_a_terminal_is_a_blank_and_is_in_no_sentence() -> None:
    # As a file's name or a wrong encoding brings it to the command line.
    assert read("deep\x00learning \ud800") == read("deep learning")
    assert read('"deep\x1blearning"') == read('"deep learning"')
    assert read("kind:\x1boral") == read("kind: oral")
    assert "\x1b" not in mistake('kind:"dance\x1b[31m"').message
    assert "\u202e" not in mistake('topic:"xyz\u202exyz"').message


def test_more_than_a_database_can_take_is_a_mistake_with_its_place() -> None:
    many = "kind:oral " * MOST_ASKED
    assert len(read(many).qualifiers) == MOST_ASKED
    assert mistake(f"{many}deep learning") == QueryError(
        "A search takes at most 300 words and values; leave some out.", len(many), len(many) + 13
    )
    assert "at most 300" in mistake("board:" + ",".join(map(str, range(301)))).message
