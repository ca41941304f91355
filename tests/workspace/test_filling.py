"""What fits into the plan's free time and is like what was starred."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.itinerary.agenda import Gap
from planner.model import Level
from planner.paths import Places
from planner.schedule.search import NotReady
from planner.workspace.filling import Filler, question
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session
from tests.conftest import FrozenClock, compiled
from tests.schedule.schedule_files import document, raw_event


def timed(name: str, title: str, slot: str, kind: str = "talk", **known: Any) -> dict[str, Any]:
    start, end = (f"2024-07-23T{each}:00+02:00" for each in slot.split("-"))
    return raw_event(name, title, kind, start=start, end=end, day="2024-07-23", **known)


EVENTS = [
    timed("talk-1", "Pollen storage in hives", "09:00-10:00", room="Hall A"),
    timed("talk-2", "Queens and pollen", "12:00-13:00", room="Hall A"),
    # Within the gap, like the stars.
    timed("talk-3", "Pollen in winter", "10:15-10:30", room="Hall B"),
    timed("talk-4", "Storage of pollen grains in hives", "11:00-11:30", room="Hall B"),
    timed("poster-1", "Hives without pollen", "11:30-13:00", "poster", board="7", paper="hives"),
    # Like the stars, but there is no time for the walk, or it is not within the gap.
    timed("talk-5", "Storage of pollen, at once", "10:00-10:15", room="Hall B"),
    timed("talk-6", "Pollen at night", "20:00-20:30"),
    # Within the gap, like nothing that is starred.
    timed("talk-7", "Traffic of steam engines", "10:30-10:45"),
    *(raw_event(f"poster-{n}", f"Locomotive number {n}") for n in range(10, 30)),
]


@pytest.fixture
def hives(
    home: Places, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    source = tmp_path / "hives.json"
    source.write_text(json.dumps(document(EVENTS)), encoding="utf-8")
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    compiled(source, tmp_path / "compiled").put_into(home)
    session = Session(home, Preparation(home), clock)
    star(session, "talk-1", "talk-2")
    yield session
    session.close()


def star(session: Session, *names: str) -> None:
    events = [session.schedule.event(name) for name in names]
    session.decisions.star([each for each in events if each is not None], Level.WANT)


def fillers(session: Session) -> list[Filler]:
    (gap,) = gaps(session)
    found = question(session, [gap])(session.schedule)
    assert not isinstance(found, NotReady)
    (told,) = found.values()
    return list(told)


def gaps(session: Session) -> list[Gap]:
    return [gap for day in session.reading.agenda().days for gap in day.gaps]


def names(session: Session) -> set[str]:
    return {each.event.id for each in fillers(session)}


def test_what_fits_is_told_with_its_minutes_and_what_it_has_in_common(hives: Session) -> None:
    found = {each.event.id: each for each in fillers(hives)}
    assert found.keys() == {"talk-3", "talk-4", "poster-1"}
    assert found["talk-4"].words == "30 min, Hall B"
    assert found["poster-1"].words == "5 min, board 7"
    assert found["talk-3"].likeness == "like your stars: Pollen"
    assert "hives" in found["talk-4"].likeness


def test_the_likest_comes_first(hives: Session) -> None:
    assert fillers(hives)[0].event.id == "talk-4"


def test_what_is_starred_hidden_seen_or_declined_is_not_told_again(hives: Session) -> None:
    def events(name: str) -> list[Any]:
        return [hives.schedule.event(name)]

    hives.decisions.hide(events("talk-3"), hidden=True)
    assert names(hives) == {"talk-4", "poster-1"}
    hives.decisions.visit(events("poster-1"), visited=True)
    assert names(hives) == {"talk-4"}
    hives.decisions.decline(events("talk-4"), declined=True)
    assert names(hives) == set()


def test_a_starred_talk_makes_smaller_gaps(hives: Session) -> None:
    star(hives, "talk-4")
    assert [gap.minutes for gap in gaps(hives)] == [60, 30]
    found = question(hives, gaps(hives))(hives.schedule)
    assert not isinstance(found, NotReady)
    assert [{each.event.id for each in told} for told in found.values()] == [
        {"talk-3"},
        {"poster-1"},
    ]


def test_as_many_are_told_as_asked_for(hives: Session) -> None:
    found = question(hives, gaps(hives), most=1)(hives.schedule)
    assert not isinstance(found, NotReady)
    assert [[each.event.id for each in told] for told in found.values()] == [["talk-4"]]
