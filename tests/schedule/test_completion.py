"""Completing a query as one types: what is offered where, and that all of it finds something."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.schedule.completion import Completion, completions
from planner.schedule.qualifiers import QUALIFIERS
from planner.schedule.query import Query, parse
from planner.schedule.search import Marks, NotReady, View, run
from planner.schedule.store import ScheduleStore
from tests.schedule.schedule_files import raw_event

BROWSE = View("topic", merged=True)
OF_THE_SCHEDULE = ("topic", "author", "from", "room", "session", "track", "kind", "day")
RL, LLM = "Reinforcement Learning->Deep RL", "Deep Learning->Large Language Models"


def on(day: str, start: str, end: str) -> dict[str, Any]:
    return {"start": f"{day}T{start}:00+02:00", "end": f"{day}T{end}:00+02:00", "day": day}


@pytest.fixture
def hall(open_schedule: Any) -> ScheduleStore:
    """A small conference whose names need quotes, share words, or differ by a prefix."""
    levine = {"name": "Sergey Levine", "affiliation": "UC Berkeley"}
    levina = {"name": "Anna Levina", "affiliation": "Google"}
    scholkopf = {"name": "Bernhard Schölkopf", "affiliation": "MPI, Tübingen"}
    quoted = {"name": 'Ada "Bee" Lovelace', "affiliation": "Google DeepMind"}
    talk: dict[str, Any] = {
        "title": "Honey",
        "people": [levine, quoted],
        "topics": [RL],
        "paper": "honey",
    }
    store: ScheduleStore = open_schedule(
        [
            raw_event("oral-1", kind="oral", **talk, **on("2024-07-23", "10:30", "10:45")),
            raw_event("poster-1", **talk, **on("2024-07-23", "11:30", "13:00"), room="Hall A10"),
            raw_event("poster-2", "Bears", people=[levine], topics=[LLM], room="Hall A1"),
            raw_event("poster-3", "Birds", people=[levina], topics=[LLM], parent="session-1"),
            raw_event("poster-4", "Larches", people=[scholkopf], topics=[LLM], track="position"),
            raw_event("poster-5", "Zebras", topics=["Theory->None", "None"]),
            raw_event("session-1", "Poster Session 1", "session"),
            raw_event("session-2", "Empty session", "session"),
            raw_event("workshop-1", "Workshop", "workshop", **on("2024-07-24", "09:00", "17:00")),
            raw_event(
                "talk-1",
                "Agenda item",
                "talk",
                parent="workshop-1",
                people=[{"name": "Grace Agenda", "affiliation": "Agenda Institute"}],
                room="Back room",
            ),
        ]
    )
    return store


def offered(store: ScheduleStore, text: str, cursor: int | None = None) -> list[str]:
    """Return the texts that the completions make of ``text``, the cursor at its end."""
    at = len(text) if cursor is None else cursor
    return [put_in(text, each) for each in completions(store, text, at)]


def put_in(text: str, completion: Completion) -> str:
    return text[: completion.start] + completion.text + text[completion.end :]


def rows(store: ScheduleStore, text: str, view: View = BROWSE) -> int:
    query = parse(text, store.vocabulary())
    assert isinstance(query, Query), query
    result = run(store, query, Marks(), view)
    assert not isinstance(result, NotReady)
    return result.count


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("ki", ["kind:"]),
        ("KI", ["kind:"]),
        ("-ki", ["-kind:"]),
        ("deep tra", ["deep track:"]),
        ("kind:or", ["kind:oral"]),
        ("kind:oral,po", ["kind:oral,poster"]),
        ("!kind:p", ["!kind:poster"]),
        ('kind:"or', ["kind:oral"]),
        ("topic:larg", [f'topic:"{LLM}"']),
        ("topic:LARG", [f'topic:"{LLM}"']),
        ('topic:"deep rl', [f'topic:"{RL}"']),
        ("topic:theo", ["topic:Theory", "topic:Theory->None"]),
        ("author:levi", ['author:"Sergey Levine"', 'author:"Anna Levina"']),
        ("author:scho", ['author:"Bernhard Schölkopf"']),
        ("author:SCHÖ", ['author:"Bernhard Schölkopf"']),
        ("author:bee", ['author:"Ada Bee Lovelace"']),
        ("from:goo", ["from:Google", 'from:"Google DeepMind"']),
        ("from:mpi", ['from:"MPI, Tübingen"']),
        ("room:hall", ['room:"Hall A1"', 'room:"Hall A10"']),
        ("session:p", ['session:"Poster Session 1"']),
        ("track:", ["track:position"]),
        ("day:", ["day:tue", "day:wed"]),
        ("day:w", ["day:wed"]),
        ("day:2024-07-23", ["day:tue"]),
        ("is:st", ["is:starred"]),
        ("has:", ["has:abstract", "has:note"]),
        ("sort:re", ["sort:relevance"]),
        ("at:", ["at:now"]),
        ("topic:no", ["topic:Theory->None", "topic:none"]),
    ],
)
def test_what_a_beginning_becomes(hall: ScheduleStore, text: str, whole: list[str]) -> None:
    assert offered(hall, text) == whole


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "k", "word ", "-", "board:", "board:5", "sort:time,", "-sort:", "zzz"),
        *('"', "author:…", "https://icml.cc/lev", "kind:oral", "author:zzz", "session:empty"),
    ],
)
def test_where_nothing_is_offered(hall: ScheduleStore, text: str) -> None:
    assert offered(hall, text) == []


def test_a_word_becomes_what_holds_a_word_that_begins_so(hall: ScheduleStore) -> None:
    assert [(each.text, each.shown, each.aside) for each in completions(hall, "la", 2)] == [
        (f'topic:"{LLM}"', "Large Language Models", "topic"),
    ]
    assert offered(hall, "-lev") == ['-author:"Sergey Levine"', '-author:"Anna Levina"']
    assert offered(hall, '"sergey lev') == ['author:"Sergey Levine"']
    assert offered(hall, "ro") == ["room:"]
    kinds = [each.aside for each in completions(hall, "be", 2)]
    assert kinds == ["starts earlier", "person", "person", "affiliation"]


def test_no_kind_of_name_crowds_out_the_others(open_schedule: Any) -> None:
    topics = [f"Deep {n}" for n in range(20)]
    people = [{"name": f"Deepa {n}", "affiliation": f"Deep Institute {n}"} for n in range(20)]
    store = open_schedule([raw_event("poster-1", "x", topics=topics, people=people)])
    asides = [each.aside for each in completions(store, "deep", 4)]
    assert asides == ["topic"] * 3 + ["person"] * 3 + ["affiliation"] * 2


def test_names_come_with_the_rows_that_they_find(hall: ScheduleStore) -> None:
    counts = {each.text: each.aside for each in completions(hall, "topic:", 6)}
    assert counts['"Deep Learning"'] == "3"
    # A talk and its poster are one row.
    assert counts['"Reinforcement Learning"'] == "1"
    assert [each.aside for each in completions(hall, "from:goo", 8)] == ["2", "1"]
    assert [each.aside for each in completions(hall, "room:", 5)] == ["1", "1"]


def test_topics_are_shown_by_their_last_part_unless_two_share_it(hall: ScheduleStore) -> None:
    assert [each.shown for each in completions(hall, "topic:no", 8)] == ["Theory / None", "none"]
    shown = [each.shown for each in completions(hall, "topic:", 6)]
    assert "Large Language Models" in shown


def test_an_agenda_items_speaker_is_offered_but_nothing_that_browse_leaves_out(
    hall: ScheduleStore,
) -> None:
    assert offered(hall, "author:agenda") == ['author:"Grace Agenda"']
    assert rows(hall, 'author:"Grace Agenda"') == 1
    assert offered(hall, "from:agenda") == []
    assert offered(hall, "room:back") == []


def test_days_are_dates_where_a_weekday_is_not_enough(open_schedule: Any) -> None:
    events = [
        raw_event(f"talk-{day}", "x", "talk", **on(f"2024-07-{day}", "10:00", "11:00"))
        for day in (22, 23, 29)
    ]
    store = open_schedule(events, end="2024-07-29")
    assert offered(store, "day:") == ["day:2024-07-22", "day:tue", "day:2024-07-29"]
    assert offered(store, "day:mon") == ["day:2024-07-22", "day:2024-07-29"]
    assert offered(store, "day:mon,") == ["day:mon,tue"]


def test_a_value_is_completed_where_the_cursor_stands(hall: ScheduleStore) -> None:
    assert offered(hall, "author:levi word", 9) == [
        'author:"Sergey Levine" word',
        'author:"Anna Levina" word',
    ]
    # What stands behind the cursor is replaced too, but not a word behind an open quote.
    assert offered(hall, "kind:orange word", 7) == ["kind:oral word"]
    assert offered(hall, 'room:"hall kind:oral', 8) == [
        'room:"Hall A1" kind:oral',
        'room:"Hall A10" kind:oral',
    ]
    assert offered(hall, "kind:or,poster", 7) == ["kind:oral,poster"]
    # Not within a qualifier's name, nor where the text would run on into the value.
    assert offered(hall, "kind:oral", 3) == []
    assert offered(hall, 'kind:"or"x', 8) == []


def test_what_is_chosen_already_is_not_offered_again(hall: ScheduleStore) -> None:
    assert offered(hall, "kind:oral,o") == []
    assert offered(hall, 'author:"sergey levine",lev') == [
        'author:"sergey levine","Anna Levina"',
    ]
    assert offered(hall, "has:note,") == ["has:note,abstract"]


def test_there_are_no_names_until_the_index_is_there(hall: ScheduleStore, monkeypatch: Any) -> None:
    monkeypatch.setattr(ScheduleStore, "indexed", False)
    assert offered(hall, "author:lev") == []
    assert offered(hall, "kind:or") == ["kind:oral"]


def test_no_more_are_offered_than_asked_for(hall: ScheduleStore) -> None:
    for text in ("ro", "lev", "is:", "kind:", "topic:"):
        for limit in (0, 1, 3):
            assert len(completions(hall, text, len(text), limit)) <= limit


PREFIXES = st.sampled_from(["", "-", "!", "word ", "kind:poster ", '"a phrase" '])
BEGUN = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyzäö1 -", max_size=4),
    st.sampled_from(["deep l", "lev", "univ", "google, ", "tsinghua university, t", "hall a1"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(PREFIXES, st.sampled_from(sorted(QUALIFIERS)), st.sampled_from(["", '"']), BEGUN)
def test_whatever_is_offered_for_a_value_can_be_searched_for(
    shipped: ScheduleStore, before: str, name: str, quote: str, begun: str
) -> None:
    # A blank or a comma ends a value that stands in no quotes.
    text = f"{before}{name}:{quote}{begun if quote else begun.replace(',', ' ').split(' ')[0]}"
    for each in completions(shipped, text, len(text)):
        assert isinstance(parse(put_in(text, each), shipped.vocabulary()), Query)
        if name in OF_THE_SCHEDULE:
            assert rows(shipped, f"{name}:{each.text}", View(merged=False)) > 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(PREFIXES, BEGUN)
def test_whatever_is_offered_for_a_word_can_be_searched_for(
    shipped: ScheduleStore, before: str, begun: str
) -> None:
    text = before + begun
    for each in completions(shipped, text, len(text)):
        assert isinstance(parse(put_in(text, each), shipped.vocabulary()), Query)
        if not each.text.endswith(":"):
            assert rows(shipped, each.text, View(merged=False)) > 0


@pytest.mark.parametrize("name", ["topic", "author", "from", "room", "session", "track"])
def test_every_name_finds_as_many_rows_as_are_said(shipped: ScheduleStore, name: str) -> None:
    every = completions(shipped, f"{name}:", len(name) + 1, limit=20_000)
    assert every
    # Each tenth person or affiliation will do.
    for each in every[:: max(1, len(every) // 400)]:
        assert f"{rows(shipped, f'{name}:{each.text}'):,}" == each.aside, each


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from([*(f"{name}:" for name in QUALIFIERS), *' ",-!', "le", "none", "é"]),
            max_size=8,
        ).map("".join),
    ),
    st.integers(-2, 40),
)
def test_no_text_and_no_cursor_is_too_odd(shipped: ScheduleStore, text: str, cursor: int) -> None:
    for each in completions(shipped, text, cursor):
        assert 0 <= each.start <= each.end <= len(text)
        assert put_in(text, each) != text
