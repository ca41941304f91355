"""The slots that one walks through: what hangs in them, what may, and what was missed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from planner.model import Event, Level
from planner.paths import Places
from planner.workspace.poster_slot import PosterSlot
from planner.workspace.session import Session
from planner.workspace.walk import Walks
from tests.conftest import FrozenClock, compiled, small_document

VIENNA = ZoneInfo("Europe/Vienna")
NOON = datetime(2024, 7, 23, 12, 0, tzinfo=VIENNA)


@pytest.fixture
def hall(
    home: Places, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A session on a conference whose posters are known by halves."""
    document = small_document()
    by_id = {event["id"]: event for event in document["events"]}

    def add(copied: str, **known: Any) -> None:
        document["events"].append({**by_id[copied], "paper": None, **known})

    slot = {name: by_id["poster-1"][name] for name in ("start", "end", "day")}
    add("session-1", id="hall-1", title="Posters at noon", room="Hall C", **slot)
    for event in document["events"]:
        if event["id"] == "poster-1":
            event["parent"] = "hall-1"
    add("poster-2", id="in-session", title="Only its session is known", parent="hall-1")
    add("poster-1", id="no-end", title="No end", end=None, parent="hall-1")
    add("poster-1", id="lost-end", title="No end and no session", end=None, parent=None)
    add("poster-2", id="tomorrow", title="Tomorrow some time", day="2024-07-24")
    add("poster-1", id="demo-1", kind="demo", title="A demo", board=None, room="Booth 1")
    add("poster-1", id="social-1", kind="social", title="A social", board=None)
    source = tmp_path / "hall.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    compiled(source, tmp_path / "made").put_into(home)
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    session = Session.open(home, clock)
    yield session
    session.close()


def events(session: Session, *ids: str) -> list[Event]:
    found = [session.schedule.event(each) for each in ids]
    return [event for event in found if event is not None]


def star(session: Session, *ids: str) -> None:
    session.decisions.star(events(session, *ids), Level.WANT)


def only_slot(session: Session) -> PosterSlot:
    (slot,) = Walks(session).slots().slots
    return slot


def ids(slot: PosterSlot) -> set[str]:
    return {stop.event.id for stop in slot.stops}


def test_without_stars_there_is_nothing_to_walk(hall: Session) -> None:
    assert Walks(hall).slots() == ((), ())


def test_a_slot_has_its_sessions_name_room_and_free_minutes(hall: Session) -> None:
    star(hall, "poster-1")
    slot = only_slot(hall)
    assert (slot.session, slot.name, slot.room) == ("hall-1", "Posters at noon", "Hall C")
    assert (f"{slot.start:%H:%M}", f"{slot.end:%H:%M}", slot.free_minutes) == ("13:30", "15:00", 90)
    assert slot.start.tzinfo == VIENNA


def test_a_poster_of_a_session_hangs_there_though_its_own_time_is_not_known(hall: Session) -> None:
    star(hall, "in-session", "no-end", "lost-end")
    slot = only_slot(hall)
    assert ids(slot) == {"in-session", "no-end"}
    assert {stop.event.end for stop in slot.stops} == {None}


def test_a_demo_is_a_stop_and_a_social_is_none(hall: Session) -> None:
    star(hall, "demo-1", "social-1", "poster-1")
    assert ids(only_slot(hall)) == {"demo-1", "poster-1"}


def test_a_poster_without_a_time_may_hang_in_the_sessions_of_its_day(hall: Session) -> None:
    star(hall, "poster-2", "tomorrow")
    slots = Walks(hall).slots()
    assert {stop.event.id for stop in slots.without_time} == {"poster-2", "tomorrow"}
    assert [stop.event.id for stop in only_slot(hall).hanging] == ["poster-2"]


def test_one_seen_during_a_session_hung_there(hall: Session, clock: FrozenClock) -> None:
    star(hall, "poster-2")
    clock.moment = NOON + timedelta(hours=2)
    hall.decisions.visit(events(hall, "poster-2"), visited=True)
    slot = only_slot(hall)
    assert (ids(slot), slot.hanging) == ({"poster-2"}, ())


def test_one_seen_at_another_time_hangs_nowhere(hall: Session, clock: FrozenClock) -> None:
    star(hall, "poster-2")
    clock.moment = NOON + timedelta(hours=8)
    hall.decisions.visit(events(hall, "poster-2"), visited=True)
    assert Walks(hall).slots() == ((), ())


def test_what_was_seen_without_a_star_is_a_stop_of_the_app_alone(hall: Session) -> None:
    hall.decisions.visit(events(hall, "poster-1", "talk-1"), visited=True)
    slot = only_slot(hall)
    assert [(stop.event.id, stop.level, stop.visited) for stop in slot.stops] == [
        ("poster-1", None, True)
    ]
    assert slot.walk(NOON).stops == ()


def test_the_talks_star_makes_its_poster_a_stop_and_the_posters_own_goes_first(
    hall: Session,
) -> None:
    star(hall, "oral-1")
    (stop,) = only_slot(hall).stops
    assert (stop.event.id, stop.by_talk) == ("poster-1", True)
    hall.decisions.star(events(hall, "poster-1"), Level.MAYBE)
    (stop,) = only_slot(hall).stops
    assert (stop.level, stop.by_talk) == (Level.MAYBE, False)


def test_what_was_missed_is_counted_when_the_slot_is_over(hall: Session) -> None:
    star(hall, "poster-1", "in-session")
    walks = Walks(hall)
    assert walks.missed(NOON + timedelta(hours=2)) == 0
    assert walks.missed(NOON + timedelta(hours=3)) == 2
    hall.decisions.visit(events(hall, "in-session"), visited=True)
    assert walks.missed(NOON + timedelta(hours=3)) == 1
    hall.decisions.visit(events(hall, "oral-1"), visited=True)
    assert walks.missed(NOON + timedelta(hours=3)) == 0


def test_the_next_fixed_event_is_named_with_how_exactly_it_is_known(hall: Session) -> None:
    star(hall, "oral-1", "talk-1", "poster-1")
    walks = Walks(hall)
    first = walks.next_fixed(NOON - timedelta(hours=2))
    assert first is not None
    assert (first.event.id, f"{first.start:%H:%M}", first.exact) == ("oral-1", "10:30", True)
    later = walks.next_fixed(NOON)
    assert later is not None
    assert later.event.id == "talk-1"
    assert walks.next_fixed(NOON - timedelta(days=9)) is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("noon", True),
        ("posters at", True),
        ("13:30", True),
        ("tue 14:59", True),
        ("2024-07-23T13:30", True),
        ("2024-07-23T11:30:00+00:00", True),
        ("2024-07-23", False),
        ("15:00", False),
        ("wed 13:30", False),
        ("session 9", False),
        ("", False),
        ('x:"', False),
    ],
)
def test_a_slot_is_named_by_title_or_time(hall: Session, text: str, known: bool) -> None:
    star(hall, "poster-1")
    assert bool(Walks(hall).named(text)) is known


def test_now_names_the_present_slot(hall: Session, clock: FrozenClock) -> None:
    find: Callable[[], list[PosterSlot]] = lambda: Walks(hall).named("now")  # noqa: E731
    assert find() == []
    clock.moment = NOON + timedelta(hours=2)
    assert [slot.session for slot in find()] == ["hall-1"]


# The attendee's own word


def test_a_time_of_ones_own_puts_a_poster_into_its_slot(hall: Session) -> None:
    star(hall, "poster-1", "poster-2")
    start = NOON + timedelta(minutes=90)
    hall.decisions.set_time(
        events(hall, "poster-2"), start, start + timedelta(minutes=90), board="7"
    )
    slot = only_slot(hall)
    assert {stop.event.id: stop.event.board for stop in slot.stops} == {
        "poster-1": "12",
        "poster-2": "7",
    }
    assert slot.hanging == ()


def test_what_the_attendee_presents_is_no_stop_and_takes_its_time(hall: Session) -> None:
    star(hall, "poster-1", "oral-1", "in-session")
    hall.decisions.present(events(hall, "poster-1"), mine=True)
    slot = only_slot(hall)
    assert ids(slot) == {"in-session"}
    assert slot.free_minutes == 0


def test_a_commitment_takes_its_time_and_away_its_stops(hall: Session) -> None:
    star(hall, "poster-1", "in-session")
    start = NOON + timedelta(minutes=60)
    hall.decisions.block("Lunch with Ada", start, start + timedelta(minutes=60))
    assert only_slot(hall).free_minutes == 60
    assert only_slot(hall).minutes_left(NOON + timedelta(minutes=100)) == 60
    hall.decisions.block("Home", NOON, NOON + timedelta(hours=9), away=True)
    assert Walks(hall).slots().slots == ()
