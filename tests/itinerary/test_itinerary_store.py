"""The itinerary store: what was decided is kept, undone, shared between windows."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.itinerary.facts import (
    COMMITMENT,
    HIDDEN,
    MINE,
    NOTE,
    PIN,
    SEARCH,
    STAR,
    TIME,
    VISITED,
    Wish,
    commitment_value,
    mark_value,
    note_value,
    own_time_value,
    search_value,
    star_value,
)
from planner.itinerary.store import ItineraryStore
from planner.model import Commitment, Event, Kind, Level, OwnTime, Person, SavedSearch

VIENNA = ZoneInfo("Europe/Vienna")
START = datetime(2024, 7, 20, 8, 0, tzinfo=UTC)
Open = Callable[[], ItineraryStore]


def event(number: int = 1, title: str = "Chain of Code") -> Event:
    return Event(
        f"poster-{number}",
        Kind.POSTER,
        title,
        start=datetime(2024, 7, 24, 11, 30, tzinfo=VIENNA),
        people=(Person("Ada Lovelace", "London"),),
        abstract="Long.",
    )


def star(number: int = 1, level: Level = Level.WANT, at: datetime = START) -> Wish:
    return Wish(STAR, f"poster-{number}", star_value(level, at, event(number)))


def unstar(number: int = 1) -> Wish:
    return Wish(STAR, f"poster-{number}", None)


def ticking() -> Callable[[], datetime]:
    minutes = iter(range(1_000_000))
    return lambda: START + timedelta(minutes=next(minutes))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "itineraries" / "icml2024-0123abcd.db"


@pytest.fixture
def window(path: Path) -> Iterator[Open]:
    """Opens the same itinerary once more, as another window would."""
    stores: list[ItineraryStore] = []

    def opened() -> ItineraryStore:
        stores.append(ItineraryStore.open(path, "icml2024", VIENNA, ticking()))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


def test_a_new_itinerary_is_empty_and_says_nothing(window: Open) -> None:
    store = window()
    itinerary = store.read()
    assert itinerary.conference_id == "icml2024"
    assert (itinerary.stars, itinerary.notes, itinerary.visited, itinerary.hidden) == (
        {},
        {},
        {},
        {},
    )
    assert store.notice is None
    assert store.refusal is None
    assert store.history() == []


def test_every_field_survives_a_restart(window: Open) -> None:
    before = window()
    decision = before.decide(
        "everything",
        [
            star(level=Level.MUST),
            Wish(NOTE, "poster-2", note_value("ask about 🧪\nand ℓ₀", START)),
            Wish(VISITED, "poster-3", mark_value(START)),
            Wish(HIDDEN, "poster-4", mark_value(START)),
            Wish(SEARCH, "my own", search_value("topic:rl -survey", START)),
        ],
    )
    assert decision is not None
    before.close()

    itinerary = window().read()
    kept = itinerary.stars["poster-1"]
    assert (kept.level, kept.at) == (Level.MUST, START)
    assert kept.snapshot.title == "Chain of Code"
    assert kept.snapshot.people == (Person("Ada Lovelace", "London"),)
    assert kept.snapshot.start == datetime(2024, 7, 24, 11, 30, tzinfo=VIENNA)
    assert kept.snapshot.start is not None
    assert kept.snapshot.start.tzinfo is VIENNA
    assert kept.snapshot.abstract is None
    assert itinerary.notes["poster-2"].text == "ask about 🧪\nand ℓ₀"
    assert itinerary.visited == {"poster-3": START}
    assert itinerary.hidden == {"poster-4": START}
    assert itinerary.searches == {"my own": SavedSearch("my own", "topic:rl -survey", START)}


def test_files_and_folders_are_their_owners_alone(window: Open, path: Path) -> None:
    window().decide("star", [star()])
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_the_file_is_in_wal_mode_and_synced_in_full(window: Open, path: Path) -> None:
    store = window()
    assert store.journal_mode == "wal"
    assert store._connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_without_shared_memory_the_journal_is_deleted_instead(window: Open, path: Path) -> None:
    first = window()
    first.decide("star", [star()])
    first.close()
    # SQLite follows no link to its shared memory, so here it cannot have any.
    path.with_name(path.name + "-shm").symlink_to(path.parent / "nowhere" / "shm")
    store = window()
    assert store.journal_mode == "delete"
    assert store.decide("another", [star(2)]) is not None
    assert set(window().read().stars) == {"poster-1", "poster-2"}


def test_a_decision_tells_what_was_before_and_after(window: Open) -> None:
    store = window()
    store.decide("Starred it", [star()])
    decision = store.decide("Must see it", [star(level=Level.MUST)])
    assert decision is not None
    assert decision.label == "Must see it"
    assert decision.at.tzinfo is UTC
    (change,) = decision.changes
    assert (change.field, change.key) == (STAR, "poster-1")
    assert change.before is not None
    assert change.after is not None
    assert (change.before["level"], change.after["level"]) == ("want", "must")
    assert store.history()[0] == decision


def test_a_wish_that_changes_nothing_is_no_decision(window: Open) -> None:
    store = window()
    store.decide("star", [star()])
    version = store.version()
    assert store.decide("again", [star(at=START + timedelta(days=1))]) is None
    assert store.decide("off what is off", [unstar(2)]) is None
    assert store.decide("nothing", []) is None
    assert len(store.history()) == 1
    assert store.version() == version
    assert store.read().stars["poster-1"].at == START


def test_only_the_wishes_that_change_something_are_in_the_decision(window: Open) -> None:
    store = window()
    store.decide("one", [star(1)])
    decision = store.decide("both", [star(1), star(2)])
    assert decision is not None
    assert [change.key for change in decision.changes] == ["poster-2"]
    store.undo()
    assert set(store.read().stars) == {"poster-1"}


def test_of_two_wishes_for_one_fact_the_last_counts(window: Open) -> None:
    store = window()
    store.decide("both", [star(level=Level.MUST), star(level=Level.MAYBE)])
    assert store.read().stars["poster-1"].level is Level.MAYBE


def test_undo_and_redo_walk_the_history(window: Open) -> None:
    store = window()
    for number in (1, 2, 3):
        store.decide(f"star {number}", [star(number)])
    assert [d.label for d in (store.undo(), store.undo()) if d] == ["star 3", "star 2"]
    assert set(store.read().stars) == {"poster-1"}
    redone = store.redo()
    assert redone is not None
    assert (redone.label, redone.undone) == ("star 2", False)
    assert set(store.read().stars) == {"poster-1", "poster-2"}
    assert [(d.label, d.undone, d.redoable) for d in store.history()] == [
        ("star 3", True, True),
        ("star 2", False, False),
        ("star 1", False, False),
    ]


def test_undo_and_redo_of_nothing_do_nothing(window: Open) -> None:
    store = window()
    assert store.undo() is None
    assert store.redo() is None


def test_a_new_decision_ends_the_redo_line_but_stays_in_history(window: Open) -> None:
    store = window()
    store.decide("first", [star(1)])
    store.undo()
    store.decide("second", [star(2)])
    assert store.redo() is None
    assert [(d.label, d.undone, d.redoable) for d in store.history()] == [
        ("second", False, False),
        ("first", True, False),
    ]
    store.undo()
    assert store.undo() is None
    assert store.read().stars == {}


def test_a_wish_that_changes_nothing_keeps_the_redo_line(window: Open) -> None:
    store = window()
    store.decide("first", [star(1)])
    store.undo()
    store.decide("nothing", [unstar(1)])
    assert store.redo() is not None


def test_undo_brings_back_what_was_there_before(window: Open) -> None:
    store = window()
    store.decide("star", [star(level=Level.MAYBE)])
    store.decide("note", [Wish(NOTE, "poster-1", note_value("first", START))])
    store.decide("off", [unstar()])
    store.decide("rewrite", [Wish(NOTE, "poster-1", note_value("second", START))])
    store.undo()
    assert store.read().notes["poster-1"].text == "first"
    assert store.read().stars == {}
    store.undo()
    assert store.read().stars["poster-1"].level is Level.MAYBE
    assert store.read().notes["poster-1"].text == "first"


def test_undo_takes_back_the_newest_decision_of_any_window(window: Open) -> None:
    one, other = window(), window()
    one.decide("mine", [star(1)])
    other.decide("theirs", [star(2)])
    undone = one.undo()
    assert undone is not None
    assert undone.label == "theirs"
    assert set(other.read().stars) == {"poster-1"}


def test_a_window_sees_what_another_one_decided(window: Open) -> None:
    one, other = window(), window()
    before, version = other.read(), other.version()
    one.decide("star", [star()])
    assert other.version() > version
    assert other.read() is not before
    assert set(other.read().stars) == {"poster-1"}


def test_reading_twice_gives_the_same_value_until_something_moves(window: Open) -> None:
    store = window()
    store.decide("star", [star()])
    first = store.read()
    assert store.read() is first
    store.decide("star", [star(2)])
    second = store.read()
    assert second is not first
    assert second.version > first.version
    assert second.stars["poster-1"] is first.stars["poster-1"]


def test_history_gives_the_newest_first_up_to_a_limit(window: Open) -> None:
    store = window()
    for number in range(5):
        store.decide(f"star {number}", [star(number)])
    assert [d.label for d in store.history(limit=2)] == ["star 4", "star 3"]


def test_text_that_is_no_unicode_does_not_stop_a_decision(window: Open) -> None:
    store = window()
    store.decide("note \udcff", [Wish(NOTE, "poster-1", note_value("bad \udcff", START))])
    assert window().read().notes["poster-1"].text == "bad \udcff"
    assert store.history()[0].label == "note ?"


def test_a_decision_that_fails_midway_leaves_nothing_behind(path: Path) -> None:
    def broken_clock() -> datetime:
        raise RuntimeError("no time")

    with ItineraryStore.open(path, "icml2024", VIENNA, broken_clock) as store:
        for _ in range(2):
            with pytest.raises(RuntimeError, match="no time"):
                store.decide("star", [star()])
        assert store.read().stars == {}
        assert store.history() == []


def test_windows_that_open_a_new_itinerary_at_once_all_get_it(tmp_path: Path) -> None:
    together = threading.Barrier(6)

    def visit(file: Path, name: str) -> str | None:
        together.wait()
        with ItineraryStore.open(file, "icml2024", VIENNA, ticking()) as store:
            refusal = store.refusal
            store.decide("visit", [Wish(VISITED, name, mark_value(START))])
            return refusal

    names = [f"poster-{number}" for number in range(6)]
    with ThreadPoolExecutor(6) as threads:
        for number in range(10):
            file = tmp_path / f"{number}.db"
            assert list(threads.map(visit, [file] * 6, names)) == [None] * 6
            with ItineraryStore.open(file, "icml2024", VIENNA, ticking()) as store:
                assert set(store.read().visited) == set(names)


_ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("star"), st.integers(1, 3), st.sampled_from(list(Level))),
        st.tuples(st.just("unstar"), st.integers(1, 3), st.none()),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("redo"), st.none(), st.none()),
    ),
    max_size=25,
)


@given(actions=_ACTIONS)
def test_any_walk_of_decisions_agrees_with_a_list_of_states(
    tmp_path_factory: pytest.TempPathFactory,
    actions: list[tuple[str, int | None, Level | None]],
) -> None:
    file = tmp_path_factory.mktemp("walk") / "walk.db"
    states: list[dict[str, Level]] = [{}]
    place = 0
    with ItineraryStore.open(file, "c", VIENNA, ticking()) as store:
        for action, number, level in actions:
            now = dict(states[place])
            if action == "undo":
                assert (store.undo() is None) == (place == 0)
                place = max(place - 1, 0)
            elif action == "redo":
                assert (store.redo() is None) == (place == len(states) - 1)
                place = min(place + 1, len(states) - 1)
            elif number is not None:
                if level:
                    now[f"poster-{number}"] = level
                    made = store.decide("star", [star(number, level)])
                else:
                    now.pop(f"poster-{number}", None)
                    made = store.decide("unstar", [unstar(number)])
                assert (made is None) == (now == states[place])
                if made:
                    states[place + 1 :] = [now]
                    place += 1
            stars = store.read().stars
            assert {key: kept.level for key, kept in stars.items()} == states[place]


_OTHER_PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from planner.itinerary.facts import Wish, mark_value
from planner.itinerary.store import ItineraryStore

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
clock = lambda: datetime(2024, 7, 20, tzinfo=UTC)
with ItineraryStore.open(path, "icml2024", UTC, clock) as store:
    for number in range(count):
        wish = Wish("visited", f"{name}-{number}", mark_value(clock()))
        assert store.decide(f"{name} {number}", [wish])
        assert store.decide("nothing new", [wish]) is None
"""


def test_processes_that_decide_at_once_lose_and_double_nothing(path: Path, window: Open) -> None:
    count = 100
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _OTHER_PROCESS, str(path), name, str(count)],
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two", "three")
    ]
    for process in processes:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said.decode()
    store = window()
    expected = {f"{name}-{n}" for name in ("one", "two", "three") for n in range(count)}
    assert set(store.read().visited) == expected
    decisions = store.history(limit=1_000)
    assert len(decisions) == len(expected)
    assert {change.key for d in decisions for change in d.changes} == expected


def test_a_process_that_dies_after_a_decision_has_kept_it(path: Path, window: Open) -> None:
    script = _OTHER_PROCESS.replace(
        '        assert store.decide("nothing',
        '        import os\n        os._exit(9)\n        assert store.decide("nothing',
    )
    process = subprocess.run([sys.executable, "-c", script, str(path), "dead", "1"], check=False)
    assert process.returncode == 9
    assert set(window().read().visited) == {"dead-0"}


def test_sequence_starts_at_zero_and_rises_with_what_differs(window: Open) -> None:
    store = window()
    assert store.sequences({"a": "x", "b": "y"}) == {"a": 0, "b": 0}
    assert store.sequences({"a": "x", "b": "z"}) == {"a": 0, "b": 1}
    assert store.sequences({"a": "x", "b": "z"}) == {"a": 0, "b": 1}
    assert window().sequences({"b": "y"}) == {"b": 2}


def test_a_preview_of_sequences_changes_nothing(window: Open) -> None:
    store = window()
    store.sequences({"a": "x"})
    assert store.sequences({"a": "y", "b": "z"}, keep=False) == {"a": 1, "b": 0}
    assert store.sequences({"a": "x", "b": "w"}) == {"a": 0, "b": 0}


def test_a_value_changed_by_other_hands_costs_itself_alone(window: Open, path: Path) -> None:
    store = window()
    store.decide("two", [star(1), star(2)])
    with sqlite3.connect(path) as foreign:
        foreign.execute("UPDATE fact SET value = '{\"lev' WHERE key = 'poster-1'")
    foreign.close()
    assert set(store.read().stars) == {"poster-2"}
    assert store.unreadable[STAR] == 1
    assert store.decide("again", [star(1)]) is not None
    assert set(store.read().stars) == {"poster-1", "poster-2"}


def test_umask_does_not_open_the_files(path: Path, window: Open) -> None:
    before = os.umask(0)
    try:
        window().decide("star", [star()])
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


# Time of one's own


NOON = datetime(2024, 7, 24, 12, tzinfo=VIENNA)
LUNCH = Commitment("", "lunch with Ada", NOON, NOON + timedelta(hours=1))


def block(store: ItineraryStore, title: str = "lunch") -> str:
    """Add a commitment and return the id that it got."""
    value = commitment_value(LUNCH._replace(title=title), START)
    (change,) = store.add(f"Blocked: {title}", COMMITMENT, "block", value).changes
    return change.key


def test_time_of_ones_own_survives_a_restart(window: Open) -> None:
    before = window()
    block(before, "lunch with Ada")
    before.decide(
        "facts",
        [
            Wish(TIME, "poster-1", own_time_value(NOON, None, "503", START)),
            Wish(MINE, "poster-2", mark_value(START)),
            Wish(PIN, "poster-3", mark_value(START)),
        ],
    )
    before.close()
    itinerary = window().read()
    assert itinerary.commitments == {"block-1": LUNCH._replace(id="block-1")}
    assert itinerary.commitments["block-1"].start.tzinfo is VIENNA
    assert itinerary.own_times == {"poster-1": OwnTime("poster-1", NOON, None, "503", START)}
    assert (itinerary.mine, itinerary.pins) == ({"poster-2": START}, {"poster-3": START})


def test_a_number_is_never_given_twice(window: Open) -> None:
    store, other = window(), window()
    assert [block(store), block(other), block(store)] == ["block-1", "block-2", "block-3"]
    store.decide("free", [Wish(COMMITMENT, "block-3", None)])
    assert block(other) == "block-4"
    other.undo()
    assert block(store) == "block-5"
    for _ in range(10):
        store.undo()
    assert store.read().commitments == {}
    assert block(window()) == "block-6"


def test_a_number_that_came_from_a_file_is_not_given_again(window: Open) -> None:
    store = window()
    store.decide("load", [Wish(COMMITMENT, "block-41", commitment_value(LUNCH, START))])
    store.undo()
    store.decide("else", [Wish(COMMITMENT, "busy-99", commitment_value(LUNCH, START))])
    assert block(store) == "block-42"


def test_a_title_that_looks_like_an_id_is_no_id(window: Open) -> None:
    store = window()
    assert block(store, '["commitment","block-99"') == "block-1"
    assert block(store, "block-99") == "block-2"


def test_windows_that_add_at_once_take_different_numbers(path: Path) -> None:
    stores = [ItineraryStore.open(path, "icml2024", VIENNA, lambda: START)]
    stores[0].close()

    def add(_window: int) -> list[str]:
        with ItineraryStore.open(path, "icml2024", VIENNA, lambda: START) as store:
            return [block(store) for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        given_ids = [each for ids in pool.map(add, range(4)) for each in ids]
    assert sorted(given_ids) == sorted(f"block-{n}" for n in range(1, 41))
