"""What is decided follows an event whose id became another, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.itinerary.facts import Wish, mark_value, note_value, own_time_value, star_value
from planner.itinerary.following import following
from planner.itinerary.store import ItineraryStore
from planner.model import Event, Kind, Level
from tests.conftest import MOMENT

VIENNA = ZoneInfo("Europe/Vienna")


def event(name: str) -> Event:
    return Event(name, Kind.POSTER, f"About {name}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ItineraryStore]:
    with ItineraryStore.open(tmp_path / "i.db", "small", VIENNA, lambda: MOMENT) as opened:
        yield opened


def decide(store: ItineraryStore, *wishes: Wish) -> None:
    store.decide("decided", wishes)


def follow(store: ItineraryStore, **moves: str) -> None:
    named = {old.replace("_", "-"): new for old, new in moves.items()}
    store.decide("followed", following(store.read(), named))


def starred(name: str, level: Level = Level.WANT) -> Wish:
    return Wish("star", name, star_value(level, MOMENT, event(name)))


def test_star_note_time_and_marks_move(store: ItineraryStore) -> None:
    decide(
        store,
        starred("demo-a", Level.MUST),
        Wish("note", "demo-a", note_value("ask them", MOMENT)),
        Wish("time", "demo-a", own_time_value(MOMENT, None, "12", MOMENT)),
        *(Wish(field, "demo-a", mark_value(MOMENT)) for field in ("visited", "mine", "pin")),
    )
    follow(store, demo_a="demo-7")
    held = store.read()
    assert held.stars.keys() == held.notes.keys() == held.own_times.keys() == {"demo-7"}
    assert held.visited.keys() == held.mine.keys() == held.pins.keys() == {"demo-7"}
    assert held.stars["demo-7"].level is Level.MUST
    assert held.stars["demo-7"].snapshot.id == "demo-7"


def test_it_is_one_decision_with_its_inverse(store: ItineraryStore) -> None:
    decide(store, starred("demo-a"), Wish("note", "demo-a", note_value("ask", MOMENT)))
    before = store.read()
    follow(store, demo_a="demo-7")
    store.undo()
    assert store.read().stars == before.stars
    assert store.read().notes == before.notes


def test_two_events_may_change_places(store: ItineraryStore) -> None:
    decide(store, starred("poster-1", Level.MUST), starred("poster-2", Level.MAYBE))
    follow(store, poster_1="poster-2", poster_2="poster-1")
    levels = {name: star.level for name, star in store.read().stars.items()}
    assert levels == {"poster-1": Level.MAYBE, "poster-2": Level.MUST}


def test_a_chain_moves_all_at_once(store: ItineraryStore) -> None:
    decide(store, starred("poster-1", Level.MUST), starred("poster-2", Level.MAYBE))
    follow(store, poster_1="poster-2", poster_2="poster-3")
    levels = {name: star.level for name, star in store.read().stars.items()}
    assert levels == {"poster-2": Level.MUST, "poster-3": Level.MAYBE}


def test_where_both_were_decided_about_the_heavier_star_and_both_notes_stay(
    store: ItineraryStore,
) -> None:
    decide(
        store,
        starred("demo-a", Level.MUST),
        starred("demo-7", Level.MAYBE),
        Wish("note", "demo-a", note_value("from the list", MOMENT)),
        Wish("note", "demo-7", note_value("booth 3", MOMENT)),
    )
    follow(store, demo_a="demo-7")
    assert store.read().stars["demo-7"].level is Level.MUST
    assert store.read().notes["demo-7"].text == "booth 3\nfrom the list"


def test_nobody_decided_anything_nothing_is_written(store: ItineraryStore) -> None:
    assert following(store.read(), {"a": "b"}) == []
    assert following(store.read(), {"a": "a"}) == []


NAMES = st.sampled_from(["poster-1", "poster-2", "poster-3", "poster-4"])


@given(
    held=st.dictionaries(NAMES, st.sampled_from(list(Level)), max_size=4),
    moves=st.dictionaries(NAMES, NAMES, max_size=4),
)
def test_no_star_is_lost_but_to_a_heavier_one(
    tmp_path_factory: pytest.TempPathFactory, held: dict[str, Level], moves: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("follow") / "i.db"
    with ItineraryStore.open(path, "small", VIENNA, lambda: MOMENT) as store:
        decide(store, *(starred(name, level) for name, level in held.items()))
        store.decide("followed", following(store.read(), moves))
        now = {name: star.level for name, star in store.read().stars.items()}
    assert now.keys() == {moves.get(name, name) for name in held}
    weight = {Level.MUST: 2, Level.WANT: 1, Level.MAYBE: 0}
    for name, level in now.items():
        came = [held[old] for old in held if moves.get(old, old) == name]
        assert weight[level] == max(weight[each] for each in came)
