"""What has a time of the attendee's own stands at that time, as if the schedule said it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import planner.schedule.tiers
from planner.schedule.compile import compile_schedule
from planner.schedule.density import density
from planner.schedule.facets import facets
from planner.schedule.query import Query
from planner.schedule.search import Marks, OwnSlot, View
from planner.schedule.store import ScheduleStore
from planner.schedule.text import fold
from tests.schedule.schedule_files import document, raw_event
from tests.schedule.test_search import BROWSE, BY_TIME, NOBODY, PLAIN, found, search, slot

VIENNA = ZoneInfo("Europe/Vienna")
SESSION = raw_event("session-3", "Poster Session 3", "session", **slot("11:30", "13:00"))


def at(clock: str, end: str | None = None, board: str | None = None) -> OwnSlot:
    """Return an own time on the Tuesday of the tests' conference."""

    def moment(words: str) -> datetime:
        return datetime.fromisoformat(f"2024-07-23T{words}").replace(tzinfo=VIENNA)

    return OwnSlot(moment(clock), moment(end) if end else None, board)


def marks_of(times: dict[str, OwnSlot], **other: Any) -> Marks:
    return Marks(times=MappingProxyType(times), version=1, **other)


def told(events: list[dict[str, Any]], times: dict[str, OwnSlot]) -> list[dict[str, Any]]:
    """Return the events of a schedule that says itself what the attendee knew."""
    return [
        {
            **event,
            "start": own.start.isoformat(),
            "end": own.end.isoformat() if own.end else None,
            "day": own.start.date().isoformat(),
            "board": own.board,
        }
        if (own := times.get(event["id"]))
        else event
        for event in events
    ]


def headers(store: ScheduleStore, view: View, marks: Marks) -> list[tuple[Any, ...]]:
    """Return each section's clock, its day, and its numbers of rows and of known starts."""
    return [
        (s.start and f"{s.start:%H:%M}", s.day and s.day.day, s.count, s.scheduled)
        for s in search(store, "", view, marks).sections
    ]


@pytest.fixture
def posters(open_schedule: Any) -> ScheduleStore:
    """Five posters of which the schedule knows the time of two, and a talk."""
    store: ScheduleStore = open_schedule(
        [
            SESSION,
            raw_event("poster-1", "Alpha", board="10", **slot("11:30", "13:00")),
            raw_event("poster-2", "Bees", board="30", **slot("11:30", "13:00")),
            raw_event("poster-3", "Clay", topics=["Earth"]),
            raw_event("poster-4", "Dust", topics=["Earth"]),
            raw_event("poster-5", "Elms", topics=["Earth"], day="2024-07-24"),
            raw_event("oral-1", "Fire", "oral", **slot("10:30", "10:45")),
        ]
    )
    return store


def test_it_stands_at_its_time_by_board_in_both_shells(posters: ScheduleStore) -> None:
    marks = marks_of({"poster-3": at("11:30", "13:00", "20"), "poster-4": at("09:00")})
    assert found(posters, "", PLAIN, marks) == [
        *("poster-4", "oral-1", "poster-1", "poster-3", "poster-2", "session-3"),
        "poster-5",
    ]
    in_browse = ["poster-4", "oral-1", "poster-1", "poster-3", "poster-2", "poster-5"]
    assert found(posters, "", BY_TIME, marks) == in_browse
    assert found(posters, "sort:time", BROWSE, marks) == in_browse


def test_its_section_is_that_of_its_slot_or_a_new_one(posters: ScheduleStore) -> None:
    assert headers(posters, BY_TIME, NOBODY) == [
        ("10:30", 23, 1, 1),
        ("11:30", 23, 2, 2),
        (None, 24, 1, 0),
        (None, None, 2, 0),
    ]
    marks = marks_of({"poster-3": at("11:30", "13:00", "20"), "poster-4": at("09:00")})
    assert headers(posters, BY_TIME, marks) == [
        ("09:00", 23, 1, 1),
        ("10:30", 23, 1, 1),
        ("11:30", 23, 3, 3),
        (None, 24, 1, 0),
    ]


def test_by_topic_it_counts_as_one_with_a_time(posters: ScheduleStore) -> None:
    marks = marks_of({"poster-3": at("11:30", "13:00")})
    (earth,) = [s for s in search(posters, "", BROWSE, marks).sections if s.label == "Earth"]
    assert (earth.count, earth.scheduled) == (3, 1)


def test_an_inferred_time_gives_way(posters: ScheduleStore) -> None:
    marks = marks_of({"oral-1": at("14:00", "14:15")})
    assert found(posters, "", BY_TIME, marks)[:3] == ["poster-1", "poster-2", "oral-1"]
    assert headers(posters, BY_TIME, marks)[:2] == [("11:30", 23, 2, 2), ("14:00", 23, 1, 1)]


def test_a_hidden_one_is_no_row(posters: ScheduleStore) -> None:
    marks = marks_of({"poster-3": at("09:00")}, hidden=frozenset({"poster-3"}))
    assert "poster-3" not in found(posters, "", BY_TIME, marks)
    result = search(posters, "", BY_TIME, marks)
    assert (result.count, result.hidden) == (5, 1)
    number = posters.number("poster-3")
    assert number is not None
    assert result.index(number) is None
    shown = View("time", merged=True, show_hidden=True)
    assert found(posters, "", shown, marks)[0] == "poster-3"


def test_it_moves_when_the_attendee_learns_better(posters: ScheduleStore) -> None:
    assert found(posters, "", BY_TIME, marks_of({"poster-3": at("09:00")}))[0] == "poster-3"
    later = marks_of({"poster-3": at("15:00"), "poster-4": at("15:00")})
    assert found(posters, "", BY_TIME, later)[3:] == ["poster-3", "poster-4", "poster-5"]
    assert found(posters, "", BY_TIME, NOBODY)[:2] == ["oral-1", "poster-1"]


def test_the_filter_and_the_table_of_days_count_it_on_its_day(posters: ScheduleStore) -> None:
    marks = marks_of({"poster-3": at("09:00"), "poster-5": at("09:00")})
    for view in (PLAIN, BY_TIME):
        (days,) = [f for f in facets(posters, Query(), marks, view) if f.name == "day"]
        assert days.values
        table = density(posters, Query(), marks, view)
        assert table is not None
        asked = {value.value: value.rows for value in days.values}
        counted = dict(zip((column.day for column in table.columns), table.all.cells, strict=True))
        for day, rows in asked.items():
            assert search(posters, f"day:{day}", view, marks).count == rows
            assert counted[date.fromisoformat(day)] == rows
        assert counted[None] == search(posters, "-is:scheduled", view, marks).count


def test_what_has_left_the_schedule_stands_nowhere(posters: ScheduleStore) -> None:
    marks = marks_of({"poster-gone": at("09:00")})
    assert found(posters, "", BY_TIME, marks) == found(posters, "", BY_TIME)


CLOCKS = ("09:00", "10:00", "10:30", "11:30")
BOARDS = (None, "4", "12", "B")
VIEWS = (PLAIN, BY_TIME, BROWSE, View("time", merged=True, show_hidden=True))
TEXTS = ("", "sort:time", "clay", "c", "kind:poster", "clay sort:time", "is:scheduled", "-clay")


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, OwnSlot]]:
    """Draw a schedule, and own times for some of its events."""

    def timed() -> tuple[str, str | None]:
        start = draw(st.sampled_from(CLOCKS))
        return start, draw(st.sampled_from((None, "12:00", "13:00")))

    events: list[dict[str, Any]] = [SESSION]
    times: dict[str, OwnSlot] = {}
    for n in range(draw(st.integers(1, 9))):
        values: dict[str, Any] = {
            "title": draw(st.sampled_from(("Clay", "Bees", "clay cows", "Élan"))),
            "board": draw(st.sampled_from(BOARDS)),
            "parent": draw(st.sampled_from((None, None, "session-3"))),
            "topics": draw(st.sampled_from(([], ["Earth"], ["Air"]))),
        }
        known = draw(st.sampled_from(("no", "no", "day", "start")))
        if known == "start":
            values |= slot(*timed())
        elif known == "day":
            values["day"] = "2024-07-23"
        events.append(raw_event(f"poster-{n}", **values, paper=f"p{n}"))
        if draw(st.integers(0, 3)) == 0:
            values |= {"board": None, "start": None, "end": None}
            events.append(raw_event(f"oral-{n}", kind="oral", **values, paper=f"p{n}"))
    for event in events[1:]:
        if draw(st.booleans()):
            board = event["board"] or draw(st.sampled_from(BOARDS))
            times[event["id"]] = at(*timed(), board)
    return events, times


def by_slot(event: dict[str, Any]) -> tuple[Any, ...]:
    """Return what DESIGN puts events with a start in order by: time, board, title."""
    board = event["board"]
    number = (2, 0, "") if board is None else (0, int(board), board) if board.isdigit() else None
    return (
        datetime.fromisoformat(event["start"]).timestamp(),
        number or (1, 0, board),
        fold(event["title"]),
        event["id"],
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases(), st.sampled_from((0, 1, 500)), st.sets(st.integers(0, 9), max_size=2))
@example(([SESSION, raw_event("poster-0", "Clay")], {"poster-0": at("09:00")}), 0, set())
def test_a_schedule_reads_as_if_it_said_the_time_itself(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    case: tuple[list[dict[str, Any]], dict[str, OwnSlot]],
    most_ranked: int,
    hidden: set[int],
) -> None:
    events, times = case
    monkeypatch.setattr(planner.schedule.tiers, "MOST_RANKED", most_ranked)
    folder = tmp_path_factory.mktemp("own")
    stores = list(opened(folder, events, told(events, times)))
    known, says_itself = stores
    left_out = frozenset(f"poster-{n}" for n in hidden)
    with_own, without = marks_of(times, hidden=left_out), Marks(hidden=left_out)
    try:
        for view in VIEWS:
            for text in TEXTS:
                ours = search(known, text, view, with_own)
                theirs = search(says_itself, text, view, without)
                numbers = list(ours.numbers(0, ours.count))
                assert known.ids(numbers) == found(says_itself, text, view, without)
                assert (ours.count, ours.hidden) == (theirs.count, theirs.hidden)
                assert ours.sections == theirs.sections
                fresh = search(known, text, view, with_own)
                assert [fresh.index(number) for number in numbers] == list(range(ours.count))
        rows = [event for event in told(events, times) if event["start"]]
        assert found(known, "is:scheduled", PLAIN, marks_of(times)) == [
            event["id"] for event in sorted(rows, key=by_slot)
        ]
    finally:
        for store in stores:
            store.close()


def opened(folder: Any, *schedules: list[dict[str, Any]]) -> Iterator[ScheduleStore]:
    for number, events in enumerate(schedules):
        source, target = folder / f"{number}.json", folder / f"{number}.db"
        source.write_text(json.dumps(document(events)), encoding="utf-8")
        compile_schedule(source, target)
        yield ScheduleStore.open(target)


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_any_page_of_many_rows_is_that_of_a_plain_sort(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    day = datetime(2024, 7, 23, 9, tzinfo=VIENNA)
    events = [
        raw_event(f"poster-{n}", f"Title {n % 7}", **slot(f"{9 + n % 5:02}:00") if n % 3 else {})
        for n in range(300)
    ]
    chosen = data.draw(st.sets(st.integers(0, 299), max_size=40))
    minutes = data.draw(st.lists(st.integers(0, 400), min_size=40, max_size=40))
    times = {
        f"poster-{n}": OwnSlot(day + timedelta(minutes=minute))
        for n, minute in zip(sorted(chosen), minutes, strict=False)
    }
    (store,) = opened(tmp_path_factory.mktemp("pages"), events)
    rows = sorted((each for each in told(events, times) if each["start"]), key=by_slot)
    try:
        result = search(store, "", PLAIN, marks_of(times))
        first = data.draw(st.integers(0, len(rows)))
        page = store.ids(result.numbers(first, first + 40))
        assert page[: len(rows) - first] == [event["id"] for event in rows][first : first + 40]
        number = store.number(rows[first - 1]["id"])
        assert number is not None
        assert search(store, "", PLAIN, marks_of(times)).index(number) == (first - 1) % len(rows)
    finally:
        store.close()


def test_the_day_of_an_own_time_is_the_venues(posters: ScheduleStore) -> None:
    marks = marks_of({"poster-3": at("23:30")})
    last = search(posters, "is:scheduled", BY_TIME, marks).sections[-1]
    assert last.day == date(2024, 7, 23)
