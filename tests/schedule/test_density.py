"""Density: topics by day or session, each cell exactly what its filter finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import synthetic
from planner.schedule.compile import compile_schedule
from planner.schedule.density import By, Density, density, of_cell
from planner.schedule.query import Query, parse
from planner.schedule.search import Marks, NotReady, View, run
from planner.schedule.store import ScheduleStore
from tests.schedule.schedule_files import raw_event

BROWSE = View("topic", merged=True)
PLAIN = View("time", merged=False)
NOBODY = Marks()
TEXTS = (
    *("", "learning", "kind:oral", "day:tue,wed", "topic:theory", "-is:scheduled", "topic:none"),
    *("-topic:deep", "session:poster", "from:university -day:tue", "topic:zzz"),
)


def query_of(store: ScheduleStore, text: str) -> Query:
    query = parse(text, store.vocabulary())
    assert isinstance(query, Query), query
    return query


def table(store: ScheduleStore, text: str = "", by: By = "day", view: View = BROWSE) -> Density:
    found = density(store, query_of(store, text), NOBODY, view, by)
    assert found is not None
    return found


def check(store: ScheduleStore, text: str, by: By, view: View) -> None:
    """Hold every cell and every sum against what filtering to it finds."""
    query = query_of(store, text)
    found = table(store, text, by, view)
    for line in (found.all, *found.lines):
        for column, count in [(None, line.total), *zip(found.columns, line.cells, strict=True)]:
            asked = of_cell(query, line.topic, column)
            assert query_of(store, str(asked)) == asked
            result = run(store, asked, NOBODY, view)
            assert not isinstance(result, NotReady)
            assert count == result.count, asked


@pytest.fixture(scope="session")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic conference with slots and sessions for all, compiled."""
    folder = tmp_path_factory.mktemp("density")
    source = folder / "synthetic.json"
    source.write_text(json.dumps(synthetic.make(500)), encoding="utf-8")
    compile_schedule(source, folder / "synthetic.db")
    return folder / "synthetic.db"


@pytest.mark.parametrize("by", ["day", "session"])
def test_every_cell_of_icml_is_what_filtering_to_it_finds(shipped: ScheduleStore, by: By) -> None:
    check(shipped, "", by, BROWSE)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=st.sampled_from(TEXTS), by=st.sampled_from(["day", "session"]), merged=st.booleans())
def test_that_holds_for_any_query(conference: Path, text: str, by: By, merged: bool) -> None:
    store = ScheduleStore.open(conference)
    try:
        if isinstance(parse(text, store.vocabulary()), Query):
            check(store, text, by, View("topic", merged=merged))
    finally:
        store.close()


@pytest.fixture
def hall(open_schedule: Any) -> ScheduleStore:
    """Parallel sessions, a session of its own, an event with a day alone, one with nothing."""

    def slot(day: int, start: str, end: str) -> dict[str, str]:
        on = f"2024-07-{day}"
        return {"start": f"{on}T{start}:00+02:00", "end": f"{on}T{end}:00+02:00", "day": on}

    morning, noon = slot(23, "10:30", "11:30"), slot(24, "12:00", "13:00")
    bears: dict[str, Any] = {"topics": ["Animals->Bears"]}
    store: ScheduleStore = open_schedule(
        [
            raw_event("session-1a", "Oral 1A Bears", "session", **morning),
            raw_event("session-1b", "Oral 1B", "session", **morning),
            raw_event("session-p", "Posters", "session", **noon),
            raw_event("session-x", "Animals", "session", **slot(24, "15:00", "16:00")),
            raw_event("session-y", "Plants", "session", **slot(24, "15:00", "16:00")),
            raw_event("workshop-1", "Workshop", "workshop", **noon),
            raw_event("session-w", "Posters and coffee", "session", parent="workshop-1"),
            raw_event("oral-1", "One", "oral", parent="session-1a", **bears, **morning),
            raw_event("oral-2", "Two", "oral", parent="session-1b", **morning),
            raw_event("poster-3", "Three", parent="session-p", topics=["Plants"], **noon),
            raw_event("talk-4", "Four", "talk", parent="session-x", **slot(24, "15:00", "15:20")),
            raw_event("talk-5", "Five", "talk", parent="session-y", **slot(24, "15:20", "15:40")),
            raw_event("poster-6", "Six", day="2024-07-24", **bears),
            raw_event("poster-7", "Seven", **bears),
        ]
    )
    return store


def test_by_day_what_has_no_time_stands_in_a_column_of_its_own(hall: ScheduleStore) -> None:
    found = table(hall)
    assert [str(column.condition) for column in found.columns] == [
        "day:2024-07-23",
        "day:2024-07-24",
        "-is:scheduled",
    ]
    # A day is known of one event without a time, so it is in two columns.
    assert found.all.cells == (2, 5, 2)
    assert found.all.total == 8
    assert [(line.label, line.depth, line.cells) for line in found.lines] == [
        ("Animals", 0, (1, 1, 2)),
        ("Bears", 1, (1, 1, 2)),
        ("Plants", 0, (0, 1, 0)),
        ("No topic", 0, (1, 3, 0)),
    ]


def test_parallel_sessions_are_one_column_named_by_what_they_share(hall: ScheduleStore) -> None:
    found = table(hall, by="session")
    assert [(column.label, str(column.condition)) for column in found.columns] == [
        ("Oral 1", 'session:"Oral 1"'),
        ("Posters", "session:Posters"),
        ("Animals +1", "session:Animals,Plants"),
        ("", "-is:scheduled"),
    ]
    assert found.columns[0].start is not None
    assert f"{found.columns[0].start:%d %H:%M}" == "23 10:30"
    assert found.all.cells == (2, 1, 2, 2)


@pytest.mark.parametrize(
    ("text", "topic", "column", "after"),
    [
        ("bears", "Animals", 0, "topic:Animals day:2024-07-23 bears"),
        ("topic:animals", "Animals->Bears", None, "topic:Animals->Bears"),
        ("topic:plants", "Animals", None, "topic:plants topic:Animals"),
        ("topic:none,plants", "none", None, "topic:none"),
        ("day:tue,wed", "", 1, "day:2024-07-24"),
        ("-is:scheduled", "", 2, "-is:scheduled"),
        ("-is:scheduled,must", "", 2, "-is:scheduled,must -is:scheduled"),
        ("is:scheduled", "", 2, "is:scheduled -is:scheduled"),
    ],
)
def test_a_cell_narrows_the_query_and_repeats_nothing(
    hall: ScheduleStore, text: str, topic: str, column: int | None, after: str
) -> None:
    columns = table(hall).columns
    chosen = None if column is None else columns[column]
    assert str(of_cell(query_of(hall, text), topic, chosen)) == after


def test_a_query_without_a_row_has_no_lines(hall: ScheduleStore) -> None:
    found = table(hall, "zebra")
    assert found.lines == ()
    assert found.columns == ()
    assert found.all.total == 0


def test_there_is_no_table_while_the_index_is_being_made(
    hall: ScheduleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScheduleStore, "indexed", False)
    assert density(hall, query_of(hall, "bears"), NOBODY, BROWSE) is None
