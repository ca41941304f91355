"""The detail of an event: what a query found in it is marked, wherever a line breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.strip import Strip

from planner.model import Event, Kind, Person
from planner.schedule.query import Query, parse
from planner.schedule.vocabulary import Vocabulary
from planner.tui.render import HIT, PLAIN, Signs, texts, wrapped
from planner.tui.widgets.event_detail import paint_detail
from planner.tui.widgets.marked_text import MarkedText, hits_in, joined, lines_of
from planner.workspace.rows import Detail, Row

EVENT = Event(
    "poster-1",
    Kind.POSTER,
    "A Reward Model by Google for Berlin",
    people=(
        Person("Bernhard Schölkopf", "MPI Tübingen"),
        Person("Ada Google", "University of Berlin"),
        Person("Levi Tor", "University of Berlin"),
    ),
    topics=("Deep Learning->Large Language Models", "Theory->Google Studies"),
    topics_by="planner",
    abstract="We learn a reward\nmodel from Google data. A reward, model free. " * 3,
)
VOCABULARY = Vocabulary(
    days=(),
    topics={topic: f" {topic.lower().replace('->', ' ')}" for topic in EVENT.topics},
    rooms={},
    tracks={},
    sessions={},
)


def query(text: str) -> Query:
    parsed = parse(text, VOCABULARY)
    assert isinstance(parsed, Query), parsed
    return parsed


def detail(event: Event = EVENT, note: str | None = "ask Google about it") -> Detail:
    row = Row(1, event, None, hidden=False, visited=False, parent=None)
    return Detail(row, twins=(), parent=None, children=(), note=note, possible="")


def hits(strips: list[Strip]) -> list[tuple[int, str]]:
    """Return what is marked: the line, and the text of it."""
    return [
        (number, segment.text)
        for number, strip in enumerate(strips)
        for segment in strip
        if segment.style is not None and segment.style.underline
    ]


def marked_words(text: str, width: int = 200) -> list[str]:
    return [words for _, words in hits(paint_detail(detail(), width, Signs(), query(text)))]


def test_words_are_marked_in_every_field() -> None:
    strips = paint_detail(detail(), 200, Signs(), query("google"))
    places = {texts(strips)[number].split()[0] for number, _ in hits(strips)}
    assert places == {"A", "by", "on", "note", "model"}


def test_folded_text_is_marked_as_it_stands() -> None:
    assert marked_words("scholkopf") == ["Schölkopf"]
    assert marked_words("tubing") == ["Tübing"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("author:google", [("by", "Google")]),
        ("from:berlin", [("by", "Berlin")]),
        ('from:"university of b"', [("by", "University of B")]),
        ("topic:google", [("on", "Google")]),
        ('topic:"deep learning->large"', [("on", "Deep Learning / Large")]),
        ("author:ogle", []),
        ("-author:google", []),
        ("-google", []),
        ("kind:poster", []),
        ("planner", []),
    ],
)
def test_values_are_marked_in_what_they_ask_for_alone(
    text: str, where: list[tuple[str, str]]
) -> None:
    strips = paint_detail(detail(), 200, Signs(), query(text))
    lines = texts(strips)
    assert [(lines[number].split()[0], words) for number, words in hits(strips)] == where


def test_a_phrase_is_marked_whole_where_a_line_breaks_in_it() -> None:
    event = Event("a", Kind.POSTER, "T", abstract="one two three four five reward model six")
    strips = paint_detail(detail(event, None), 34, Signs(), query('"five reward model s'))
    assert [text.strip() for text in texts(strips)[-2:]] == [
        "one two three four five reward",
        "model six",
    ]
    assert hits(strips) == [(len(strips) - 2, "five reward"), (len(strips) - 1, "model s")]


def test_a_phrase_is_marked_over_a_line_end_of_the_text_itself() -> None:
    assert marked_words('"reward model"', width=60).count("reward") >= 3


def test_a_phrase_does_not_reach_from_a_person_into_the_affiliation() -> None:
    assert marked_words('"tor university"') == []
    assert marked_words('"schölkopf mpi"') == []


def test_nothing_is_marked_without_a_query() -> None:
    assert hits(paint_detail(detail(), 80, Signs())) == []


@pytest.mark.parametrize("width", [12, 38, 60, 80, 200])
def test_marking_changes_no_text(width: int) -> None:
    plain = paint_detail(detail(), width, Signs())
    marked = paint_detail(detail(), width, Signs(), query('reward google "model from" topic:deep'))
    assert texts(marked) == texts(plain)
    assert {strip.cell_length for strip in marked} == {width}


def test_no_more_lines_are_painted_than_asked_for() -> None:
    whole = paint_detail(detail(), 40, Signs(), query("google"))
    for most in (0, 1, 5, len(whole), 999):
        assert paint_detail(detail(), 40, Signs(), query("google"), most) == whole[:most]


# Lines of a marked text

_TEXT = st.text(alphabet="ab ö \n長x", max_size=60)


@given(text=_TEXT, width=st.integers(2, 20), data=st.data())
def test_lines_are_those_of_the_text_and_hold_exactly_its_hits(
    text: str, width: int, data: st.DataObject
) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), unique=True, max_size=8).map(sorted))
    spans = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    lines = list(lines_of(MarkedText(text, spans), width, PLAIN))
    assert ["".join(words for words, _ in line) for line in lines] == wrapped(text, width)
    shown = [(char, style == HIT) for line in lines for words, style in line for char in words]
    marked = [any(start <= place < end for start, end in spans) for place in range(len(text))]
    letters = [(char, on) for char, on in zip(text, marked, strict=True) if not char.isspace()]
    assert [(char, on) for char, on in shown if not char.isspace()] == letters


@given(st.lists(_TEXT, max_size=5))
def test_joined_texts_keep_their_own_hits(parts: list[str]) -> None:
    whole = joined(hits_in(part, query("a")) for part in parts)
    assert whole.text == "".join(parts)
    found = [whole.text[start:end] for start, end in whole.spans]
    assert found == [p[s:e] for p in parts for s, e in hits_in(p, query("a")).spans]


@given(st.integers(30, 70))
def test_no_fact_of_time_and_place_is_cut_however_narrow_the_detail(width: int) -> None:
    start = datetime(2024, 7, 24, 11, 30, tzinfo=UTC)
    event = replace(EVENT, start=start, room="Hall C 4-9", board="503")
    twin = replace(event, id="oral-1", kind=Kind.ORAL, room="Straus 1-3", board=None)
    both = detail(event)._replace(twins=(twin,))
    lines = texts(paint_detail(both, width, Signs()))
    assert all(len(each) <= width for each in lines)
    words = " ".join(" ".join(lines).split())
    assert all(word in words for word in ("poster", "11:30", "Hall C 4-9", "503", "Straus 1-3"))
