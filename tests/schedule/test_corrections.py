"""What may be meant where nothing is found: near words of the schedule's own, or one part less."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.model import Level
from planner.schedule.corrections import Correction, corrections
from planner.schedule.query import Query, parse
from planner.schedule.search import Marks, NotReady, View, run
from planner.schedule.store import ScheduleStore
from tests.schedule.schedule_files import raw_event

BROWSE = View("topic", merged=True)
PLAIN = View("time", merged=False)
NOBODY = Marks()


@pytest.fixture
def hall(open_schedule: Any) -> ScheduleStore:
    """A small conference of words that resemble one another."""
    scholkopf = {"name": "Bernhard Schölkopf", "affiliation": "Google DeepMind"}
    ada = {"name": "Ada Reward", "affiliation": "MPI"}
    store: ScheduleStore = open_schedule(
        [
            raw_event("oral-1", "Transformers for bears", "oral", people=[scholkopf], paper="a"),
            raw_event("poster-1", "Transformers for bears", people=[scholkopf], paper="a"),
            raw_event("poster-2", "Transformer zebras", people=[ada]),
            raw_event("poster-3", "The transformer of a reward model", abstract="Reinforcement."),
            raw_event("spotlight-1", "Diffusion of bees", "spotlight"),
            raw_event("affinity-1", "Larches", "affinity"),
        ]
    )
    return store


def query_of(store: ScheduleStore, text: str) -> Query:
    query = parse(text, store.vocabulary())
    assert isinstance(query, Query), query
    return query


def count(store: ScheduleStore, text: str, view: View = BROWSE, marks: Marks = NOBODY) -> int:
    result = run(store, query_of(store, text), marks, view)
    assert not isinstance(result, NotReady)
    return result.count


def corrected(store: ScheduleStore, text: str, marks: Marks = NOBODY) -> list[tuple[str, int, str]]:
    return [
        (each.query, each.found, each.why)
        for each in corrections(store, query_of(store, text), marks, BROWSE)
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("transfomer", ("transformer", 3, "transformer")),
        ("reinforcment", ("reinforcement", 1, "reinforcement")),
        ("shcolkopf", ("scholkopf", 1, "scholkopf")),
        ("Schölkpof", ("scholkopf", 1, "scholkopf")),
        ("bers", ("bears", 1, "bears")),
        ("author:shcolkopf", ("author:scholkopf", 1, "scholkopf")),
        ("from:deepmnd", ("from:deepmind", 1, "deepmind")),
        ('from:"google deepmnd"', ('from:"google deepmind"', 1, "deepmind")),
        ('"rewrd model"', ('"reward model"', 1, "reward")),
        ("rewrd-model", ("reward-model", 1, "reward")),
        ("kind:oral transfomers", ("kind:oral transformers", 1, "transformers")),
        ("-larches zebrsa", ("-larches zebras", 1, "zebras")),
        ("transfomer rewrd", ("transformer reward", 2, "transformer reward")),
    ],
)
def test_a_slip_becomes_the_nearest_word_of_the_schedule(
    hall: ScheduleStore, text: str, first: tuple[str, int, str]
) -> None:
    assert corrected(hall, text)[0] == first


def test_nearest_comes_first_then_the_most_frequent(open_schedule: Any) -> None:
    titles = ["stack", "stick", "stick", "stuck", "slack"]
    store = open_schedule([raw_event(f"poster-{n}", each) for n, each in enumerate(titles)])
    assert corrected(store, "stcik")[0] == ("stick", 2, "stick")
    assert [each[0] for each in corrected(store, "stock")] == ["stick", "stack", "stuck"]


def test_the_beginning_of_a_longer_word_counts(hall: ScheduleStore) -> None:
    assert corrected(hall, "reinfro")[0] == ("reinforcement", 1, "reinforcement")
    # What is to be matched as it stands is no beginning.
    assert corrected(hall, '"reinfro"') == []


def test_short_words_have_one_slip_and_shorter_ones_none(hall: ScheduleStore) -> None:
    assert corrected(hall, "bese")[0][0] == "bees"
    assert corrected(hall, "qees") == [("bees", 1, "bees")]
    assert corrected(hall, "qeez") == []
    assert corrected(hall, "qx") == []


def test_a_word_that_resembles_nothing_is_left_out(hall: ScheduleStore) -> None:
    assert corrected(hall, "qqqzzz") == []
    assert corrected(hall, "qqqzzz bears") == [("bears", 1, "without qqqzzz")]
    assert corrected(hall, "author:qqqzzz bears") == [("bears", 1, "without author:qqqzzz")]
    assert corrected(hall, "qqqzzz baers")[0] == ("bears", 1, "bears, without qqqzzz")


def test_one_part_is_left_out_where_all_are_known_the_most_specific_first(
    hall: ScheduleStore,
) -> None:
    assert corrected(hall, "transformer kind:affinity") == [
        ("transformer", 3, "without kind:affinity"),
        ("kind:affinity", 1, "without transformer"),
    ]
    marks = Marks(stars={"affinity-1": Level.WANT}, version=1)
    assert corrected(hall, "is:starred transformer", marks) == [
        ("transformer", 3, "without is:starred"),
        ("is:starred", 1, "without transformer"),
    ]
    assert corrected(hall, "sort:title is:starred") == []
    assert corrected(hall, "sort:title qqqzzz") == []


def test_a_slip_is_corrected_even_where_a_part_must_go_too(hall: ScheduleStore) -> None:
    assert corrected(hall, "transfomer kind:affinity") == [
        ("transformer", 3, "transformer, without kind:affinity"),
        ("kind:affinity", 1, "without transformer"),
    ]


def test_as_many_parts_go_as_must(hall: ScheduleStore) -> None:
    (only,) = corrected(hall, "larches diffusion transformer")
    assert only[1:] == (3, "without larches diffusion")


def test_a_phrase_is_taken_apart(hall: ScheduleStore) -> None:
    assert corrected(hall, '"model reward"') == [("model reward", 1, "words apart")]


def test_rows_are_counted_as_the_list_shows_them(hall: ScheduleStore) -> None:
    query = query_of(hall, "transfomers")
    (browse, *_) = corrections(hall, query, NOBODY, BROWSE)
    (plain, *_) = corrections(hall, query, NOBODY, PLAIN)
    assert (browse.found, plain.found) == (1, 2)
    hidden = Marks(hidden=frozenset({"oral-1", "poster-1"}), version=2)
    assert "transformers" not in [each[0] for each in corrected(hall, "transfomers", hidden)]


def test_there_are_none_until_the_index_is_there(hall: ScheduleStore, monkeypatch: Any) -> None:
    monkeypatch.setattr(ScheduleStore, "indexed", False)
    assert corrected(hall, "transfomer") == []


SLIPS = st.sampled_from(
    [
        *("transfomer", "reinforcment", "shcolkopf", "langauge", "modles", "diffusion", "learning"),
        *("qqqzzz", "kind:affinity", "is:starred", "author:shcolkopf", "from:gogle", "board:9999"),
        *(
            '"reward modle"',
            '"model reward"',
            "-learning",
            "topic:theory",
            "café",
            "???",
            "sort:time",
        ),
        *("https://icml.cc/x", "day:tue", 'from:"Univeristy of Oxfrod"', "é-transfomer", '"lage'),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(SLIPS, min_size=1, max_size=5).map(" ".join), st.sampled_from([BROWSE, PLAIN]))
def test_every_correction_finds_what_it_says(shipped: ScheduleStore, text: str, view: View) -> None:
    query = parse(text, shipped.vocabulary())
    if not isinstance(query, Query) or count(shipped, text, view):
        return
    found = corrections(shipped, query, NOBODY, view)
    assert len(found) <= 3
    for each in found:
        assert isinstance(each, Correction)
        assert each.found == count(shipped, each.query, view) > 0
        assert each.why
        assert query_of(shipped, each.query) != query
