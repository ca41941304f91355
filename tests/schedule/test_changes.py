"""What became of events between two states of a programme, and how the screen says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model import Certainty, Event, FactCertainty, Kind, Person
from planner.schedule.changes import Change, What, changes, event_changes, is_gift, sentence

VIENNA = ZoneInfo("Europe/Vienna")
TUESDAY, WEDNESDAY = date(2024, 7, 23), date(2024, 7, 24)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, datetime.strptime(clock, "%H:%M").time(), VIENNA)  # noqa: DTZ007


def slot(day: date, start: str, end: str | None = None) -> dict[str, Any]:
    return {"start": at(day, start), "end": at(day, end) if end else None, "day": day}


def poster(id_: str = "poster-1", title: str = "Bees", **known: Any) -> Event:
    return Event(id_, Kind.POSTER, title, **known)


UNKNOWN = poster()
TIMED = poster(**slot(TUESDAY, "13:30", "15:00"))


def what(before: Event, after: Event | None) -> list[What]:
    return [change.what for change in event_changes(before, after)]


def said(before: Event, after: Event | None) -> list[str]:
    return [sentence(change, VIENNA) for change in event_changes(before, after)]


def told(
    before: Iterable[Event], after: Iterable[Event], follow: dict[str, str] | None = None
) -> list[tuple[str, What]]:
    return [(change.event_id, change.what) for change in changes(before, after, follow or {})]


# One event, in the words of the screen

ONE_EVENT = [
    (TIMED, poster(**slot(WEDNESDAY, "11:30", "13:00")), "moved from Tue 13:30 to Wed 11:30"),
    (TIMED, poster(**slot(TUESDAY, "13:30", "16:00")), "ends at 16:00, was 15:00"),
    (poster(day=TUESDAY), poster(day=WEDNESDAY), "moved from Tue to Wed"),
    (poster(day=TUESDAY), poster(**slot(WEDNESDAY, "09:00")), "moved from Tue to Wed 09:00"),
    (TIMED, UNKNOWN, "no time known any more; it was Tue 13:30-15:00"),
    (poster(room="Hall B"), poster(room="Hall A1"), "room Hall A1, was Hall B"),
    (poster(board="12"), poster(board="503"), "board 503, was 12"),
    (poster(room="Hall B"), UNKNOWN, "room no longer known, was Hall B"),
    (UNKNOWN, poster(title="Honey bees"), 'renamed, was "Bees"'),
    (replace(TIMED, room="Hall C"), None, "cancelled; it was Tue 13:30-15:00, Hall C"),
    (UNKNOWN, None, "cancelled"),
]  # fmt: skip

ONE_GIFT = [
    (UNKNOWN, TIMED, "has a time now: Tue 13:30-15:00"),
    (poster(day=TUESDAY), TIMED, "has a time now: Tue 13:30-15:00"),
    (UNKNOWN, poster(day=TUESDAY), "on Tue, at a time not yet known"),
    (replace(TIMED, end=None), TIMED, "ends at 15:00"),
    (UNKNOWN, poster(room="Hall A1"), "room Hall A1 is known now"),
    (UNKNOWN, poster(board="503"), "board 503 is known now"),
]


@pytest.mark.parametrize(("before", "after", "words"), ONE_EVENT)
def test_a_change_is_said_with_what_it_was(before: Event, after: Event | None, words: str) -> None:
    assert said(before, after) == [words]
    assert not any(map(is_gift, event_changes(before, after)))


@pytest.mark.parametrize(("before", "after", "words"), ONE_GIFT)
def test_what_becomes_known_is_a_gift(before: Event, after: Event, words: str) -> None:
    assert said(before, after) == [words]
    assert all(map(is_gift, event_changes(before, after)))


@pytest.mark.parametrize(
    "after",
    [
        replace(TIMED, title="BÉES"),
        replace(TIMED, end=None),
        replace(TIMED, certainty=FactCertainty(Certainty.OFFICIAL)),
        replace(TIMED, abstract="Honey.", people=(Person("Ada"),), topics=("Bees",)),
        replace(TIMED, start=at(TUESDAY, "13:30").astimezone(UTC)),
    ],
    ids=["spelling", "end not said", "certainty", "more known", "zone"],
)
def test_what_makes_no_difference_is_no_change(after: Event) -> None:
    assert event_changes(TIMED, after) == ()


def test_several_changes_of_one_event_come_with_the_gravest_first() -> None:
    before = replace(TIMED, room="Hall B")
    after = poster(title="Ants", room="Hall A", board="1", **slot(WEDNESDAY, "09:00"))
    assert what(before, after) == [What.MOVED, What.ROOM, What.BOARD, What.RENAMED]


def test_times_are_said_in_the_zone_of_the_venue() -> None:
    moved = replace(TIMED, start=datetime(2024, 7, 24, 22, 30, tzinfo=UTC))
    assert said(TIMED, moved) == ["moved from Tue 13:30 to Thu 00:30"]


def test_two_tuesdays_are_told_apart() -> None:
    later = poster(**slot(date(2024, 7, 30), "13:30"))
    assert said(TIMED, later) == ["moved from Tue 23 Jul 13:30 to Tue 30 Jul 13:30"]


def test_an_end_on_another_day_is_said_with_its_day() -> None:
    night = poster(start=at(TUESDAY, "22:00"), end=at(WEDNESDAY, "02:00"), day=TUESDAY)
    assert said(UNKNOWN, night) == ["has a time now: Tue 22:00-Wed 02:00"]


# A whole programme


def test_what_is_new_is_added() -> None:
    (found,) = changes([], [replace(TIMED, room="Hall C", board="7")], {})
    assert found.what is What.ADDED
    assert sentence(found, VIENNA) == "new: Tue 13:30-15:00, Hall C, board 7"
    assert sentence(changes([], [UNKNOWN], {})[0], VIENNA) == "new"


def test_what_is_gone_is_cancelled() -> None:
    assert changes([TIMED], [], {}) == (Change("poster-1", What.CANCELLED, TIMED, None),)


def test_an_event_goes_on_under_the_id_that_follows() -> None:
    after = replace(TIMED, id="poster-9", room="Hall C")
    assert told([TIMED], [after], {"poster-1": "poster-9"}) == [("poster-9", What.ROOM)]


def test_two_events_may_change_places() -> None:
    before = [poster("poster-1", "Bees"), poster("poster-2", "Ants")]
    after = [poster("poster-1", "Ants"), poster("poster-2", "Bees")]
    assert told(before, after, {"poster-1": "poster-2", "poster-2": "poster-1"}) == []
    assert told(before, after) == [("poster-1", What.RENAMED), ("poster-2", What.RENAMED)]


def test_an_id_that_vanished_and_a_title_that_appeared_are_one_event() -> None:
    after = poster("poster-9", "BEES", **slot(WEDNESDAY, "11:30"))
    assert told([TIMED], [after]) == [("poster-9", What.MOVED)]


def test_a_title_that_several_have_joins_none() -> None:
    before = [poster("poster-1", "Bees"), poster("poster-2", "Bees")]
    assert told(before, [poster("poster-3", "Bees")]) == [
        ("poster-1", What.CANCELLED),
        ("poster-2", What.CANCELLED),
        ("poster-3", What.ADDED),
    ]


def test_a_title_in_another_kind_is_another_event() -> None:
    after = Event("oral-1", Kind.ORAL, "Bees")
    assert told([UNKNOWN], [after]) == [("oral-1", What.ADDED), ("poster-1", What.CANCELLED)]


def test_changes_come_in_the_order_of_the_new_slots() -> None:
    before = [poster("poster-1", "A"), poster("poster-2", "B"), poster("poster-3", "C", board="1")]
    after = [
        poster("poster-1", "A", **slot(WEDNESDAY, "11:30")),
        poster("poster-2", "B", **slot(TUESDAY, "11:30")),
        poster("poster-3", "C", board="2"),
        poster("poster-4", "D", **slot(TUESDAY, "13:30")),
    ]
    assert told(before, after) == [
        ("poster-2", What.SCHEDULED),
        ("poster-4", What.ADDED),
        ("poster-1", What.SCHEDULED),
        ("poster-3", What.BOARD),
    ]


# Twins


def test_a_paper_that_gained_a_showing_is_told_of_the_one_there_was() -> None:
    held = poster(paper="p")
    talk = Event("oral-1", Kind.ORAL, "Bees", paper="p", room="Hall A", **slot(TUESDAY, "10:30"))
    found = changes([held], [held, talk], {})
    assert [(each.event_id, each.what) for each in found] == [
        ("oral-1", What.ADDED),
        ("poster-1", What.TWIN),
    ]
    assert found[1].after == talk
    assert sentence(found[1], VIENNA) == "also as an oral: Tue 10:30, Hall A"
    assert not is_gift(found[1])


def test_events_that_turn_out_to_be_twins_are_told_of_each_other() -> None:
    before = [poster(), Event("oral-1", Kind.ORAL, "Bees")]
    after = [replace(event, paper="p") for event in before]
    assert told(before, after) == [("oral-1", What.TWIN), ("poster-1", What.TWIN)]


def test_twins_that_their_paper_is_called_otherwise_are_no_news() -> None:
    before = [poster(paper="p"), Event("oral-1", Kind.ORAL, "Bees", paper="p")]
    assert told(before, [replace(event, paper="q") for event in before]) == []


# Properties


@st.composite
def _programmes(draw: st.DrawFn) -> list[Event]:
    ids = draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=5))
    events = []
    for name in ids:
        start = draw(st.sampled_from([None, at(TUESDAY, "09:00"), at(WEDNESDAY, "13:30")]))
        long = draw(st.sampled_from([None, timedelta(hours=1), timedelta(hours=2)]))
        events.append(
            Event(
                name,
                draw(st.sampled_from([Kind.POSTER, Kind.ORAL])),
                draw(st.sampled_from(["Bees", "Ants", "BEES"])),
                start,
                start + long if start and long else None,
                start.date() if start else draw(st.sampled_from([None, TUESDAY])),
                room=draw(st.sampled_from([None, "A", "a", "B"])),
                board=draw(st.sampled_from([None, "1"])),
                paper=draw(st.sampled_from([None, "p", "q"])),
            )
        )
    return events


@given(_programmes())
def test_nothing_became_of_what_is_the_same(programme: list[Event]) -> None:
    assert changes(programme, [replace(event) for event in reversed(programme)], {}) == ()


@given(_programmes(), _programmes())
def test_every_change_can_be_said_and_stands_for_an_event_there_is_or_was(
    before: list[Event], after: list[Event]
) -> None:
    found = changes(before, after, {})
    assert len(set(map(repr, found))) == len(found)
    now, was = {event.id for event in after}, {event.id for event in before}
    for change in found:
        words = sentence(change, VIENNA)
        assert words
        assert "None" not in words
        assert not words.endswith((" ", ","))
        assert change.event_id in (was if change.what is What.CANCELLED else now)
    added = sum(change.what is What.ADDED for change in found)
    cancelled = sum(change.what is What.CANCELLED for change in found)
    assert len(after) - len(before) == added - cancelled


@given(_programmes(), _programmes())
def test_a_gift_one_way_is_a_loss_or_nothing_the_other_way(
    before: list[Event], after: list[Event]
) -> None:
    for change in changes(before, after, {}):
        if is_gift(change):
            assert change.before is not None
            assert change.after is not None
            back = event_changes(change.after, replace(change.before, id=change.after.id))
            assert not any(is_gift(other) and other.what is change.what for other in back)
