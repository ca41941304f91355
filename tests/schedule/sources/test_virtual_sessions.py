"""The sessions that the sites' events only name."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from planner.model import Certainty, Event, Kind
from tests.schedule.sources.fixture_files import read_bytes

Talk = tuple[str | None, str | None]


def read_session(name: str, *slots: Talk, kind: str = "Oral", **values: Any) -> Event:
    """Read a file whose events stand in one session and have ``slots``; return the session."""
    events = [
        {
            "id": 100 + number,
            "name": f"Paper {number}",
            "eventtype": kind,
            "session": name,
            "starttime": start and f"2026-07-07T{start}:00+09:00",
            "endtime": end and f"2026-07-07T{end}:00+09:00",
            "room_name": "Hall A",
            **values,
        }
        for number, (start, end) in enumerate(slots)
    ]
    loaded = read_bytes(
        json.dumps({"count": len(events), "results": events}).encode(),
        place="icml-2026-orals-posters.json",
    )
    session = loaded.events[-1]
    assert {event.parent for event in loaded.events[:-1]} == {session.id}
    return session


def hours(session: Event) -> tuple[str | None, str | None, Certainty]:
    start = session.start and f"{session.start:%H:%M}"
    end = session.end and f"{session.end:%H:%M}"
    return start or None, end or None, session.certainty.slot


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Poster Session 5", "session-poster-5"),
        ("Poster Session 1 & Exhibit Hall", "session-poster-1"),
        ("Oral 1A LLM Adaptation", "session-1a"),
        ("Oral Session 12C: Theory", "session-12c"),
        ("Orals 3B", "session-3b"),
        ("Oral Session 2", "session-oral-2"),
        ("San Diego Poster Session 6", "session-san-diego-poster-6"),
        ("Überblick", "session-uberblick"),
    ],
)
def test_a_session_is_named_by_its_number(name: str, id_: str) -> None:
    session = read_session(name, ("10:00", "11:00"))

    assert (session.id, session.kind, session.title) == (id_, Kind.SESSION, name)


def test_a_name_without_a_letter_of_ascii_has_an_id_too() -> None:
    assert re.fullmatch("session-[0-9a-f]{12}", read_session("会場", ("10:00", "11:00")).id)


def test_two_sessions_of_one_number_are_two() -> None:
    events = [
        {"id": number, "name": f"P {number}", "eventtype": "Oral", "session": f"Oral 1A {name}"}
        for number, name in enumerate(("Rivers", "Lakes"), 100)
    ]
    loaded = read_bytes(json.dumps(events).encode(), place="icml-2026-orals-posters.json")

    assert [event.parent for event in loaded.events] == [
        "session-1a",
        "session-oral-1a-lakes",
        None,
        None,
    ]


def test_the_slot_that_all_events_have_is_the_sessions() -> None:
    session = read_session("Poster Session 1", *[("10:30", "12:15")] * 3, kind="Poster")

    assert hours(session) == ("10:30", "12:15", Certainty.OFFICIAL)
    assert (session.room, session.certainty.room) == ("Hall A", Certainty.OFFICIAL)


def test_talks_one_after_the_other_make_up_a_slot_that_is_inferred() -> None:
    session = read_session("Oral 1A", ("10:15", "10:30"), ("10:00", "10:15"), ("10:35", "10:50"))

    assert hours(session) == ("10:00", "10:50", Certainty.INFERRED)


def test_one_talk_does_not_tell_how_long_its_session_is() -> None:
    assert hours(read_session("Oral 1A", ("10:00", "10:15")))[2] is Certainty.INFERRED


@pytest.mark.parametrize(
    "slots",
    [
        (("10:00", "10:30"), ("10:15", "10:45")),
        (("10:00", "10:15"), ("15:00", "15:15")),
        (("10:00", None), ("10:15", "10:30")),
        ((None, None), (None, None)),
    ],
)
def test_slots_that_do_not_fit_together_tell_none(slots: tuple[Talk, ...]) -> None:
    assert hours(read_session("Oral 1A", *slots)) == (None, None, Certainty.UNKNOWN)


def test_a_talk_without_a_time_stands_in_its_session() -> None:
    session = read_session("Oral 1A", (None, None), ("10:00", "10:15"), ("10:15", "10:30"))

    assert hours(session) == ("10:00", "10:30", Certainty.INFERRED)


def test_a_session_that_the_file_lists_is_used() -> None:
    events = [
        {"id": 35266, "name": "Oral 1A Rivers", "eventtype": "Oral Session"},
        {"id": 101, "name": "Otters", "eventtype": "Oral", "session": "Oral 1A Rivers"},
    ]
    loaded = read_bytes(json.dumps(events).encode(), place="icml-2026-orals-posters.json")

    assert [(event.id, event.parent) for event in loaded.events] == [
        ("oral-session-35266", None),
        ("oral-101", "oral-session-35266"),
    ]
