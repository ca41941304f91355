"""Words that the attendee noted find the event, in a tier of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import planner.schedule.tiers
from planner.schedule.compile import compile_schedule
from planner.schedule.facets import kinds
from planner.schedule.query import Query, Term
from planner.schedule.search import Marks, View, ids
from planner.schedule.store import ScheduleStore
from tests.schedule.schedule_files import document, raw_event
from tests.schedule.test_search import BROWSE, BY_TIME, PLAIN, found, query_of, search, slot

NOTES = {
    "poster-a": "Ask about honey; zebra too",
    "oral-b": "The bees! Ask Schölkopf, C++ and honeycombs",
    "poster-b": "ask about MoE",
    "talk-c": "überragend",
    "poster-d": "ask",
    "poster-gone": "ask the one who left",
}


def events(*, with_notes: bool) -> list[dict[str, Any]]:
    """Return a few events, their notes in their abstracts if asked for."""
    plain = [
        raw_event("poster-a", "Honey for bears", paper="a", **slot("11:30", "13:00")),
        raw_event("oral-a", "Honey for bears", "oral", paper="a", **slot("10:30", "10:45")),
        raw_event("poster-b", "Tasks in OpenMoE", paper="b", abstract="Bees learn."),
        raw_event("oral-b", "Tasks in OpenMoE", "oral", paper="b", abstract="Bees learn."),
        raw_event("talk-c", "Masks and bees", "talk"),
        raw_event(
            "poster-d", "Zebra", people=[{"name": "Ada Ask", "affiliation": None}], room="Hall"
        ),
        raw_event("poster-e", "Unmasked bears", topics=["Animals->Bees"]),
        raw_event("break-1", "Coffee with honey", "break", **slot("23:30")),
    ]
    for event in plain if with_notes else ():
        note = NOTES.get(event["id"], "")
        # An abstract's words must not stand beside a note's, as a phrase would have them.
        event["abstract"] = " stop ".join(filter(None, [event["abstract"], note]))
    return plain


@pytest.fixture
def noted() -> Marks:
    return Marks(noted=frozenset(NOTES), notes=MappingProxyType(NOTES), version=1)


@pytest.fixture
def farm(open_schedule: Any) -> ScheduleStore:
    store: ScheduleStore = open_schedule(events(with_notes=False))
    return store


@pytest.mark.parametrize(
    ("text", "found_ids"),
    [
        ("honeyc", {"oral-b"}),
        ("scholkopf", {"oral-b"}),
        ("uberrag", {"talk-c"}),
        ("c++", {"oral-b"}),
        ('"about honey"', {"poster-a"}),
        ('"about hon"', set()),
        ('"about hon', {"poster-a"}),
        ("ask", {"poster-a", "oral-b", "poster-d", "poster-b", "talk-c", "poster-e"}),
        # One word in the title, the other in the note.
        ("bears zebra", {"poster-a"}),
        ("masks überragend", {"talk-c"}),
        ("ask -zebra", {"oral-b", "poster-b", "talk-c", "poster-e"}),
        ("ask kind:talk", {"talk-c"}),
        ("author:ada ask", {"poster-d"}),
        ("zebra is:scheduled", {"poster-a"}),
        ("-honey kind:talk", {"talk-c"}),
        ("sort:title scholkopf", {"oral-b"}),
    ],
)
def test_words_of_notes_find_their_events(
    farm: ScheduleStore, noted: Marks, text: str, found_ids: set[str]
) -> None:
    assert set(found(farm, text, PLAIN, noted)) == found_ids


def test_what_is_not_wanted_keeps_an_event_only_if_its_own_fields_hold_it(
    farm: ScheduleStore, noted: Marks
) -> None:
    # Its title holds the one word, its note alone the other.
    assert "poster-a" in found(farm, "honey -zebra", PLAIN, noted)


def test_notes_come_after_the_events_own_fields_and_before_parts_of_words(
    farm: ScheduleStore, noted: Marks
) -> None:
    result = search(farm, "ask", BROWSE, noted)
    labels = [(section.label, section.count) for section in result.sections]
    assert labels == [("people", 1), ("your notes", 2), ("inside words", 2)]
    rows = farm.ids(result.numbers(0, result.count))
    assert rows[0] == "poster-d"
    assert set(rows[1:3]) == {"poster-a", "oral-b"}
    assert set(rows[3:]) == {"talk-c", "poster-e"}


def test_without_notes_nothing_changes(farm: ScheduleStore) -> None:
    result = search(farm, "ask", BROWSE)
    assert [section.label for section in result.sections] == ["people", "inside words"]
    assert found(farm, "scholkopf") == []


def test_hidden_events_that_a_note_finds_are_left_out_and_counted(farm: ScheduleStore) -> None:
    marks = Marks(notes=MappingProxyType(NOTES), hidden=frozenset({"oral-b"}))
    result = search(farm, "scholkopf", PLAIN, marks)
    assert (result.count, result.hidden) == (0, 1)
    assert found(farm, "scholkopf is:hidden", PLAIN, marks) == ["oral-b"]


def test_a_changed_note_is_found_by_its_new_words(farm: ScheduleStore) -> None:
    for version, (note, word) in enumerate([("first", "first"), ("second", "second")]):
        marks = Marks(notes=MappingProxyType({"talk-c": note}), version=version)
        assert found(farm, word, PLAIN, marks) == ["talk-c"]
    assert found(farm, "first", PLAIN, marks) == []


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ScheduleStore, ScheduleStore]]:
    """The farm, and one in whose abstracts the notes stand."""
    stores = []
    folder = tmp_path_factory.mktemp("farms")
    for with_notes in (False, True):
        source, target = folder / f"{with_notes}.json", folder / f"{with_notes}.db"
        source.write_text(json.dumps(document(events(with_notes=with_notes))), encoding="utf-8")
        compile_schedule(source, target)
        stores.append(ScheduleStore.open(target))
    yield stores[0], stores[1]
    for store in stores:
        store.close()


_WORDS = ["ask", "as", "honey", "honeyc", "bees", "be", "zebra", "c++", "scholkopf", "mask", "moe"]
_TERMS = st.lists(
    st.one_of(
        st.builds(Term, st.sampled_from(_WORDS)),
        st.builds(Term, st.sampled_from(["ask about", "the bees", "honey"]), exact=st.just(True)),
    ),
    min_size=1,
    max_size=3,
)


@given(
    terms=_TERMS,
    qualified=st.sampled_from(["", "kind:poster,oral,talk", "is:scheduled", "-kind:oral"]),
    hidden=st.sets(st.sampled_from(["poster-a", "oral-a", "oral-b", "poster-d", "talk-c"])),
    view=st.sampled_from([PLAIN, BROWSE, BY_TIME, View("topic", True, True)]),
    most_ranked=st.sampled_from([0, 1, 500]),
)
# The note of the poster holds what its oral holds inside a word.
@example(terms=[Term("moe")], qualified="", hidden=set(), view=BROWSE, most_ranked=500)
@example(terms=[Term("as"), Term("moe")], qualified="", hidden=set(), view=PLAIN, most_ranked=0)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_note_finds_as_if_it_stood_in_the_abstract(
    both: tuple[ScheduleStore, ScheduleStore],
    monkeypatch: pytest.MonkeyPatch,
    terms: list[Term],
    qualified: str,
    hidden: set[str],
    view: View,
    most_ranked: int,
) -> None:
    monkeypatch.setattr(planner.schedule.tiers, "MOST_RANKED", most_ranked)
    plain, with_notes = both
    query = Query(tuple(terms), query_of(plain, qualified).qualifiers)
    text = str(query)
    marks = Marks(notes=MappingProxyType(NOTES), hidden=frozenset(hidden))
    result = search(plain, text, view, marks)
    wanted = search(with_notes, text, view, Marks(hidden=frozenset(hidden)))
    rows = list(result.numbers(0, result.count))
    expected = with_notes.ids(wanted.numbers(0, wanted.count))
    assert sorted(plain.ids(rows)) == sorted(expected)
    assert (result.count, result.hidden) == (wanted.count, wanted.hidden)
    assert len(set(rows)) == result.count
    # Every other way to count and to find a row agrees with it.
    assert sum(section.count for section in result.sections) == result.count
    fresh = search(plain, text, view, marks)
    assert [fresh.index(number) for number in rows] == list(range(len(rows)))
    assert all(fresh.section_at(row) is not None for row in range(len(rows)))
    assert sorted(ids(plain, query, marks, view)) == sorted(expected)
    if "kind" not in qualified:
        assert sum(kinds(plain, query, marks, view).values()) == result.count
