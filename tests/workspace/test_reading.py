"""What the shells show: the line of now before, during and after, and what clashes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner.model import Level
from planner.paths import places
from planner.schedule.query import Query
from planner.schedule.search import NotReady, View
from planner.workspace.session import Session

VIENNA = ZoneInfo("Europe/Vienna")
At = Callable[[datetime], Session]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def at(home: Path) -> Iterator[At]:
    """A session at a moment, whose decisions are undone afterwards."""
    opened: list[Session] = []

    def session_at(moment: datetime) -> Session:
        opened.append(Session.open(places({"PLANNER_HOME": str(home)}), lambda: moment))
        return opened[-1]

    yield session_at
    for session in opened:
        while session.decisions.undo().changed:
            pass
        session.close()


def vienna(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=VIENNA)


def star(session: Session, *event_ids: str) -> None:
    for event_id in event_ids:
        event = session.schedule.event(event_id)
        assert event is not None
        session.decisions.star([event], Level.WANT)


def test_before_the_conference_the_days_are_counted(at: At) -> None:
    assert at(vienna(12, 9)).reading.line_of_now() == ("in 9 days", "")
    assert at(vienna(20, 23)).reading.line_of_now() == ("tomorrow", "")


def test_the_day_is_the_venues_whatever_the_machines_zone(at: At) -> None:
    late_in_chicago = datetime(2024, 7, 20, 18, 0, tzinfo=ZoneInfo("America/Chicago"))
    assert at(late_in_chicago).reading.line_of_now() == ("day 1 of 7", "")


def test_during_it_the_next_starred_talk_is_said_with_room_and_minutes(at: At) -> None:
    session = at(vienna(22, 15, 18))
    star(session, "tutorial-35223", "poster-34535")
    assert session.reading.line_of_now() == (
        "day 2 of 7",
        "next 15:30 Hall A1 in 12 min: Physics of Language Models",
    )


def test_a_poster_is_no_appointment(at: At) -> None:
    session = at(vienna(24, 11, 0))
    star(session, "poster-34535")
    assert session.reading.line_of_now() == ("day 4 of 7", "")


def test_afterwards_what_was_seen_and_missed_is_counted(at: At) -> None:
    session = at(vienna(28, 9))
    assert session.reading.line_of_now() == ("over", "")
    star(session, "tutorial-35223", "poster-34535")
    event = session.schedule.event("poster-34535")
    assert event is not None
    session.decisions.visit([event], visited=True)
    assert session.reading.line_of_now() == ("over: 1 seen, 1 missed", "")


def found(session: Session, text: str) -> list[str]:
    query = session.reading.parse(text)
    assert isinstance(query, Query), query
    result = session.reading.search(query, View(order="time", merged=False))
    assert not isinstance(result, NotReady)
    return session.schedule.ids(result.numbers(0, result.count))


def test_what_clashes_can_be_searched_for(at: At) -> None:
    session = at(vienna(9, 10))
    # Two orals of Tuesday 10:30, one of 10:45 in the room of the first.
    star(session, "oral-35483", "oral-35486")
    assert found(session, "is:clashing") == []
    star(session, "oral-35513")
    assert found(session, "is:clashing") == ["oral-35483", "oral-35513"]
    assert "oral-35486" in found(session, "is:starred -is:clashing")
    assert [(c.a.id, c.b.id, c.kind, c.minutes) for c in session.reading.clashes()] == [
        ("oral-35483", "oral-35513", "clash", 15),
        ("oral-35513", "oral-35486", "tight", 5),
    ]


def test_without_an_update_nothing_has_changed(at: At) -> None:
    session = at(vienna(9, 10))
    assert found(session, "is:changed") == []
