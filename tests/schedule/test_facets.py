"""Facets: what else one may filter by, and that each count is what choosing it finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import synthetic
from planner.model import Level
from planner.schedule.compile import compile_schedule
from planner.schedule.facet_values import FacetValue
from planner.schedule.facets import Facet, facets
from planner.schedule.filtering import without
from planner.schedule.query import Qualifier, Query, parse
from planner.schedule.search import Marks, NotReady, View, run
from planner.schedule.store import ScheduleStore
from tests.conftest import Compiled
from tests.schedule.schedule_files import raw_event

BROWSE = View("topic", merged=True)
PLAIN = View("time", merged=False)
NOBODY = Marks()

TEXTS = (
    *("", "learning", '"language model" -survey', "kind:oral", "-kind:poster", "kind:session"),
    *("topic:theory day:tue", "-topic:theory", "is:undecided from:google", "from:deepmind"),
    *("is:starred", "-is:scheduled", "room:hall session:poster", "topic:none", "track:position"),
    *("author:levine", "has:note", "is:hidden", "kind:oral,poster -is:must", "day:wed after:14:00"),
)


def query_of(store: ScheduleStore, text: str) -> Query:
    query = parse(text, store.vocabulary())
    assert isinstance(query, Query), query
    return query


def rows(store: ScheduleStore, query: Query, marks: Marks, view: View) -> int:
    result = run(store, query, marks, view)
    assert not isinstance(result, NotReady)
    return result.count


def by_name(
    store: ScheduleStore, text: str = "", marks: Marks = NOBODY, view: View = BROWSE
) -> dict[str, Facet]:
    return {facet.name: facet for facet in facets(store, query_of(store, text), marks, view)}


def counts(facet: Facet) -> dict[str, int]:
    return {value.value: value.rows for value in facet.values}


def check(store: ScheduleStore, text: str, marks: Marks, view: View) -> None:
    """Hold every count of a query against what choosing that value finds."""
    query = query_of(store, text)
    for name, values in facets(store, query, marks, view):
        base = without(query, name)
        for value in values:
            asked = Query(base.terms, (*base.qualifiers, Qualifier(name, (value.value,))))
            assert query_of(store, str(asked)) == asked
            assert value.rows == rows(store, asked, marks, view), asked


@pytest.fixture(scope="session")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic conference with slots, sessions and twins for all, compiled."""
    folder = tmp_path_factory.mktemp("synthetic")
    source = folder / "synthetic.json"
    source.write_text(json.dumps(synthetic.make(700)), encoding="utf-8")
    compile_schedule(source, folder / "synthetic.db")
    return folder / "synthetic.db"


@pytest.fixture(scope="session")
def shipped_conference(icml: Compiled) -> Path:
    return icml.file


def some_marks(store: ScheduleStore) -> Marks:
    """Every level, hidden and seen events, some on one showing of a paper alone."""
    ids = store.ids(range(1, 400, 7))
    twins = store.connection.execute("SELECT number, oral FROM event WHERE oral > 0 LIMIT 6")
    posters, orals = zip(*twins.fetchall(), strict=True)
    decided = store.ids([posters[0], orals[1], posters[2], orals[3]])
    return Marks(
        stars=dict(zip([*ids[:9], *decided[:2]], [*Level] * 4, strict=False)),
        hidden=frozenset([*ids[9:15], *decided[2:]]),
        visited=frozenset(ids[15:18]),
        noted=frozenset(ids[18:20]),
        version=1,
    )


@pytest.mark.parametrize("which", ["shipped_conference", "conference"])
@pytest.mark.parametrize("view", [BROWSE, PLAIN], ids=["browse", "plain"])
def test_every_count_is_what_choosing_the_value_finds(
    which: str, view: View, request: pytest.FixtureRequest
) -> None:
    store = ScheduleStore.open(request.getfixturevalue(which))
    try:
        check(store, "", NOBODY, view)
        check(store, "", some_marks(store), view)
    finally:
        store.close()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    parts=st.lists(st.sampled_from(TEXTS), max_size=2),
    merged=st.booleans(),
    show_hidden=st.booleans(),
    decided=st.booleans(),
)
def test_that_holds_for_any_query(
    conference: Path, parts: list[str], merged: bool, show_hidden: bool, decided: bool
) -> None:
    store = ScheduleStore.open(conference)
    try:
        known = " ".join(
            part for part in parts if isinstance(parse(part, store.vocabulary()), Query)
        )
        marks = some_marks(store) if decided else NOBODY
        check(store, known, marks, View("topic", merged=merged, show_hidden=show_hidden))
    finally:
        store.close()


@pytest.fixture
def hall(open_schedule: Any) -> ScheduleStore:
    """Twins on two days, names that hold one another, names that are hard to write."""
    tuesday = {"start": "2024-07-23T10:30:00+02:00", "day": "2024-07-23"}
    wednesday = {"start": "2024-07-24T11:30:00+02:00", "day": "2024-07-24"}

    def by(*affiliations: str) -> dict[str, Any]:
        return {"people": [{"name": "Ada", "affiliation": each} for each in affiliations]}

    bears: dict[str, Any] = {"topics": ["Animals->Bears"], "paper": "bears"}
    store: ScheduleStore = open_schedule(
        [
            raw_event("session-1", "Talks 1", "session", **tuesday),
            raw_event("session-10", "Talks 10", "session", **wednesday),
            raw_event("oral-1", "Bears", "oral", parent="session-1", **bears, **tuesday),
            raw_event("poster-1", "Bears", parent="session-10", **bears, **wednesday),
            raw_event("poster-2", "Wolves", topics=["Animals", "Theory"], **by("Google", "MIT")),
            raw_event("poster-3", "Foxes", topics=["Theory->Animals"], **by("Google DeepMind")),
            raw_event("poster-4", "Owls", room='Hall "A", left', **by("Google", "Google DeepMind")),
            raw_event("poster-5", "Mice", room="???", track="Hall, A1"),
            raw_event("break-1", "Lunch", "break", **tuesday),
        ]
    )
    return store


def test_a_paper_shown_on_two_days_is_a_row_of_either(hall: ScheduleStore) -> None:
    found = by_name(hall)
    assert counts(found["day"]) == {"2024-07-23": 1, "2024-07-24": 1}
    assert counts(found["kind"])["poster"] == 5
    assert counts(found["topic"])["Animals->Bears"] == 1


def test_a_number_in_a_session_or_room_stands_for_itself(open_schedule: Any) -> None:
    store = open_schedule(
        [
            raw_event("session-1", "Talks 1", "session"),
            raw_event("session-10", "Talks 10", "session"),
            raw_event("poster-1", "Bats", room="Cave 1", parent="session-1"),
            raw_event("poster-2", "Rats", room="Cave 12", parent="session-10"),
        ]
    )
    assert counts(by_name(store)["session"]) == {"Talks 1": 1, "Talks 10": 1}
    assert counts(by_name(store)["room"]) == {"Cave 1": 1, "Cave 12": 1}


def test_a_kind_brings_in_what_is_no_row_of_browse_else(hall: ScheduleStore) -> None:
    assert counts(by_name(hall)["kind"]) == {"oral": 1, "poster": 5, "session": 2, "break": 1}


def test_an_affiliation_counts_what_its_words_find_each_event_once(hall: ScheduleStore) -> None:
    assert counts(by_name(hall)["from"]) == {"Google": 3, "Google DeepMind": 2, "MIT": 1}


def test_topics_stand_below_their_areas_and_none_comes_last(hall: ScheduleStore) -> None:
    assert by_name(hall)["topic"].values == (
        FacetValue("Animals", "Animals", 3),
        FacetValue("Animals->Bears", "Bears", 1, depth=1),
        FacetValue("Theory", "Theory", 2),
        FacetValue("Theory->Animals", "Animals", 1, depth=1),
        FacetValue("none", "No topic", 2),
    )


def test_a_name_is_offered_as_the_language_can_write_it(hall: ScheduleStore) -> None:
    room = by_name(hall)["room"].values
    assert room == (FacetValue("Hall A , left", 'Hall "A", left', 1),)
    assert counts(by_name(hall)["track"]) == {"Hall, A1": 1}


def test_what_the_query_names_is_shown_even_without_a_row(hall: ScheduleStore) -> None:
    found = by_name(hall, "kind:demo -day:tue topic:bear from:nowhere bears")
    assert counts(found["kind"]) == {"demo": 0}
    assert counts(found["day"]) == {"2024-07-23": 0}
    assert found["topic"].values[0] == FacetValue("bear", "bear", 0)
    assert counts(found["from"])["nowhere"] == 0


def test_a_value_written_in_other_letters_is_the_same_value(hall: ScheduleStore) -> None:
    values = by_name(hall, 'topic:"ANIMALS bears"')["topic"].values
    assert [value.value for value in values][:2] == ["Animals", "Animals->Bears"]


def test_stars_are_counted_by_level(hall: ScheduleStore) -> None:
    marks = Marks(stars={"poster-1": Level.MUST, "poster-2": Level.MAYBE}, version=1)
    found = by_name(hall, "is:must", marks)
    assert counts(found["is"]) == {"must": 1, "maybe": 1, "starred": 2, "undecided": 3}


def test_nothing_is_counted_while_the_index_is_being_made(
    hall: ScheduleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScheduleStore, "indexed", False)
    assert facets(hall, query_of(hall, "bears"), NOBODY, BROWSE) == ()
    assert len(facets(hall, query_of(hall, ""), NOBODY, BROWSE)) == 8


def test_a_schedule_of_one_event_has_facets_too(open_schedule: Any) -> None:
    store = open_schedule([raw_event("poster-1", "???")])
    assert counts(by_name(store)["kind"]) == {"poster": 1}
    assert not by_name(store)["from"].values


def test_an_interrupted_count_leaves_what_was_decided_in_place(hall: ScheduleStore) -> None:
    marks = Marks(stars={"poster-1": Level.MUST}, version=1)
    must = query_of(hall, "is:must")
    assert rows(hall, must, marks, BROWSE) == 1
    # What SQLite does with a transaction whose statement is interrupted.
    hall.connection.rollback()
    assert rows(hall, must, marks, BROWSE) == 1
