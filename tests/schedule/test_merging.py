"""An update merges: what it says holds, what it does not say stays, and decisions can follow."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model import (
    Attendance,
    Certainty,
    Conference,
    Event,
    FactCertainty,
    Kind,
    Link,
    Person,
)
from planner.schedule.changes import What, changes
from planner.schedule.loaded import Loaded, Report
from planner.schedule.merge import Merged, merge, worse
from planner.schedule.source import Asked, Content
from planner.schedule.sources import read_schedule
from planner.schedule.sources.native import read_native
from tests.conftest import ICML

VIENNA = ZoneInfo("Europe/Vienna")
CONFERENCE = Conference(
    "conf", "Conf", "A Conference", date(2024, 7, 22), date(2024, 7, 24), "Europe/Vienna"
)
NOBODY: frozenset[str] = frozenset()
OFFICIAL, REPORTED, INFERRED = Certainty.OFFICIAL, Certainty.REPORTED, Certainty.INFERRED


def at(day: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2024, 7, day, hour, minute, tzinfo=VIENNA)


def slot(day: int, start: str, end: str | None = None) -> dict[str, Any]:
    return {"start": at(day, start), "end": end and at(day, end), "day": date(2024, 7, day)}


def sure(
    of_slot: Certainty = OFFICIAL, room: Certainty = OFFICIAL, board: Certainty = OFFICIAL
) -> dict[str, Any]:
    return {"certainty": FactCertainty(of_slot, room, board)}


def poster(id_: str, title: str, **known: Any) -> Event:
    return Event(id_, Kind.POSTER, title, **known)


def oral(id_: str, title: str, **known: Any) -> Event:
    return Event(id_, Kind.ORAL, title, **known)


def talk(id_: str, title: str, **known: Any) -> Event:
    return Event(id_, Kind.TALK, title, **known)


def session(id_: str, title: str, **known: Any) -> Event:
    return Event(id_, Kind.SESSION, title, **known)


def schedule(*events: Event, partial: bool = False, **conference: Any) -> Loaded:
    return Loaded(replace(CONFERENCE, **conference), events, Report(), partial)


def merged(held: Iterable[Event], fetched: Iterable[Event], earlier: Iterable[str] = ()) -> Merged:
    return merge(schedule(*held), schedule(*fetched), frozenset(earlier))


def one(held: Event, fetched: Event) -> Event:
    """Return what the one event in hand becomes."""
    (event,) = merged([held], [fetched]).events
    return event


def ids(result: Merged) -> list[str]:
    return [event.id for event in result.events]


# Fields


def test_what_the_file_says_is_taken() -> None:
    held = poster("poster-101", "Bees", room="Hall A", board="1", abstract="Old.")
    fetched = poster(
        "poster-101",
        "Bees again",
        **slot(23, "13:30", "15:00"),
        **sure(),
        room="Hall C",
        board="503",
        abstract="New.",
        track="position",
        attendance=Attendance.FIXED,
    )
    assert one(held, fetched) == fetched


def test_what_the_file_does_not_say_stays() -> None:
    held = poster(
        "poster-101",
        "Bees",
        **slot(23, "13:30", "15:00"),
        **sure(),
        attendance=Attendance.FIXED,
        room="Hall C",
        board="503",
        people=(Person("Ada Bär", "Institute of Bears"),),
        topics=("Animals->Bees",),
        topics_by="conference",
        track="position",
        paper="bees",
        abstract="Honey.",
        links=(Link("ICML", "https://icml.example/1"),),
    )
    assert one(held, poster("poster-101", "Bees")) == held


def test_an_end_goes_with_its_start() -> None:
    held = talk("talk-101", "Bees", **slot(23, "09:00", "10:00"), **sure())
    assert one(held, talk("talk-101", "Bees", **slot(23, "09:00"), **sure())) == held
    moved = talk("talk-101", "Bees", **slot(24, "11:00"), **sure())
    assert one(held, moved) == moved


def test_a_day_alone_takes_no_start_away() -> None:
    held = talk("talk-101", "Bees", **slot(23, "09:00"))
    assert one(held, talk("talk-101", "Bees", day=date(2024, 7, 24), **sure())) == held


def test_a_day_is_replaced_by_another_and_filled_by_a_start() -> None:
    held = talk("talk-101", "Bees", day=date(2024, 7, 23))
    later = talk("talk-101", "Bees", day=date(2024, 7, 24), **sure())
    assert one(held, later).day == date(2024, 7, 24)
    timed = talk("talk-101", "Bees", **slot(25, "09:00"), **sure(INFERRED))
    assert one(held, timed).start == at(25, "09:00")
    assert one(later, timed).start is None  # a guess against an official day


@pytest.mark.parametrize(
    ("ours", "theirs", "taken"),
    [
        (INFERRED, OFFICIAL, True),
        (INFERRED, INFERRED, True),
        (OFFICIAL, OFFICIAL, True),
        (OFFICIAL, REPORTED, True),
        (OFFICIAL, INFERRED, False),
        (REPORTED, Certainty.UNKNOWN, False),
    ],
)
def test_another_value_holds_unless_it_is_a_guess_against_a_word(
    ours: Certainty, theirs: Certainty, taken: bool
) -> None:
    held = poster(
        "poster-101", "Bees", **slot(23, "13:30"), room="A", board="1", **sure(ours, ours, ours)
    )
    fetched = poster(
        "poster-101",
        "Bees",
        **slot(24, "11:30"),
        room="B",
        board="2",
        **sure(theirs, theirs, theirs),
    )
    assert one(held, fetched) == (fetched if taken else held)


@pytest.mark.parametrize("theirs", [OFFICIAL, REPORTED, INFERRED, Certainty.UNKNOWN])
def test_of_one_value_the_better_certainty_holds(theirs: Certainty) -> None:
    known = slot(23, "13:30", "15:00") | {"room": "Hall A", "board": "1"}
    held = poster("poster-101", "Bees", **known, **sure(REPORTED, REPORTED, REPORTED))
    fetched = poster("poster-101", "Bees", **known, **sure(theirs, theirs, theirs))
    better = OFFICIAL if theirs is OFFICIAL else REPORTED
    assert one(held, fetched).certainty == FactCertainty(better, better, better)


def test_a_room_in_other_letters_is_the_same_room() -> None:
    held = poster("poster-101", "Bees", room="Hall A", **sure(room=INFERRED))
    event = one(held, poster("poster-101", "Bees", room="HALL A", **sure()))
    assert (event.room, event.certainty.room) == ("Hall A", OFFICIAL)


def test_certainties_go_with_their_own_fact() -> None:
    held = poster("poster-101", "Bees", room="Hall A", **sure(Certainty.UNKNOWN, REPORTED))
    fetched = poster("poster-101", "Bees", **slot(23, "13:30"), **sure(INFERRED, Certainty.UNKNOWN))
    assert one(held, fetched).certainty == FactCertainty(INFERRED, REPORTED, OFFICIAL)


def test_people_keep_the_affiliations_that_the_file_lacks() -> None:
    held = (Person("Ada Bär", "Bears"), Person("Kun Xu", "A"), Person("Kun Xu", "B"))
    fetched = (Person("Ada Bar"), Person("Kun Xu"), Person("Kun Xu", "C"), Person("Eve"))
    event = one(
        poster("poster-101", "Bees", people=held), poster("poster-101", "Bees", people=fetched)
    )
    assert event.people == (
        Person("Ada Bar", "Bears"),
        Person("Kun Xu", "A"),
        Person("Kun Xu", "C"),
        Person("Eve"),
    )


def test_a_list_that_is_a_part_of_ours_is_not_taken_but_another_one_is() -> None:
    held = poster("poster-101", "Bees", people=(Person("Ada"), Person("Bea"), Person("Cy")))
    assert one(held, replace(held, people=(Person("Ada"),))) == held
    assert one(held, replace(held, people=(Person("Eve"),))).people == (Person("Eve"),)


def test_topics_of_our_own_do_not_replace_the_conferences() -> None:
    theirs = talk("talk-101", "Bees", topics=("Bees",), topics_by="conference")
    ours = talk("talk-101", "Bees", topics=("Insects",), topics_by="planner")
    assert one(theirs, ours) == theirs
    assert one(ours, theirs) == theirs


def test_links_are_united_by_address() -> None:
    held = (Link("ICML", "https://icml.example/1"),)
    fetched = (Link("Page", "https://icml.example/1"), Link("Video", "https://icml.example/2"))
    event = one(poster("poster-101", "B", links=held), poster("poster-101", "B", links=fetched))
    assert event.links == (held[0], fetched[1])


def test_a_file_without_spotlights_does_not_make_posters_of_them() -> None:
    held = [Event("poster-101", Kind.SPOTLIGHT, "Bees"), poster("poster-102", "Ants")]
    plain = [poster("poster-101", "Bees"), poster("poster-102", "Ants")]
    assert [event.kind for event in merged(held, plain).events] == [Kind.SPOTLIGHT, Kind.POSTER]
    swapped = [poster("poster-101", "Bees"), Event("poster-102", Kind.SPOTLIGHT, "Ants")]
    assert [event.kind for event in merged(held, swapped).events] == [Kind.POSTER, Kind.SPOTLIGHT]


def test_slots_come_into_the_zone_of_the_conference() -> None:
    start = datetime(2024, 7, 23, 20, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    fetched = talk("talk-101", "Bees", start=start, day=start.date(), **sure())
    result = merge(
        schedule(talk("talk-101", "Bees")),
        schedule(fetched, timezone="America/Los_Angeles"),
        NOBODY,
    )
    assert result.conference.timezone == "Europe/Vienna"
    assert result.events[0].start == start
    assert str(result.events[0].start) == "2024-07-24 05:30:00+02:00"
    assert result.events[0].day == date(2024, 7, 24)


# Which event is which


def test_an_event_with_another_id_is_recognised_by_its_paper_and_keeps_its_id() -> None:
    held = oral("oral-101", "Bees", paper="p1")
    result = merged([held], [oral("oral-205", "On bees", paper="p1")])
    assert result.events == (replace(held, title="On bees"),)
    assert result.follow == {}
    assert result.carried == {"oral-101"}


def test_papers_that_changed_places_take_their_ids_along() -> None:
    held = [oral("oral-101", "Bees", paper="p1"), oral("oral-102", "Ants", paper="p2")]
    fetched = [oral("oral-101", "Ants", paper="p2"), oral("oral-102", "Bees", paper="p1")]
    result = merged(held, fetched)
    assert result.follow == {"oral-101": "oral-102", "oral-102": "oral-101"}
    assert {event.id: event.title for event in result.events} == {
        "oral-102": "Bees",
        "oral-101": "Ants",
    }


def test_titles_tell_papers_that_changed_places_where_the_file_names_no_papers() -> None:
    held = [oral("oral-101", "Bees", paper="p1"), oral("oral-102", "Ants", paper="p2")]
    result = merged(held, [oral("oral-101", "Ants"), oral("oral-102", "Bees")])
    assert result.follow == {"oral-101": "oral-102", "oral-102": "oral-101"}
    assert [event.paper for event in result.events] == ["p1", "p2"]


def test_an_id_that_is_another_papers_is_given_up() -> None:
    held = [oral("oral-101", "Bees", paper="p1"), oral("oral-102", "Ants", paper="p2")]
    fetched = [oral("oral-102", "Bees", paper="p1"), oral("oral-101", "Cats", paper="p3")]
    result = merged(held, fetched)
    assert result.follow == {"oral-101": "oral-102", "oral-102": "oral-102-2"}
    assert {event.id: event.paper for event in result.events} == {
        "oral-102": "p1",
        "oral-102-2": "p2",
        "oral-101": "p3",
    }


def test_decisions_about_a_cancelled_event_do_not_pass_to_the_heir_of_its_id() -> None:
    held = [oral("oral-101", "Bees", paper="p1"), oral("oral-102", "Ants", paper="p2")]
    fetched = [oral("oral-102", "Bees", paper="p1"), oral("oral-101", "Cats", paper="p3")]
    result = merged(held, fetched, ["oral-101", "oral-102"])
    assert [event.title for event in result.cancelled] == ["Ants"]
    assert result.follow["oral-102"] == result.cancelled[0].id
    assert result.cancelled[0].id not in ids(result)


def test_a_poster_with_a_new_title_is_recognised_by_its_id() -> None:
    assert one(poster("poster-101", "Bees"), poster("poster-101", "On bees")).title == "On bees"


def test_a_poster_with_a_new_id_is_recognised_by_its_title() -> None:
    result = merged([poster("poster-101", "On Bées")], [poster("poster-300", "on bees")])
    assert ids(result) == ["poster-101"]


def test_a_title_that_several_have_recognises_none() -> None:
    held = [talk("talk-a", "Panel"), talk("talk-b", "Panel")]
    result = merged(held, [talk("talk-c", "Panel")])
    assert ids(result) == ["talk-a", "talk-b", "talk-c"]


def test_the_same_title_in_another_kind_is_another_event() -> None:
    result = merged([poster("poster-101", "Bees")], [oral("oral-300", "Bees")])
    assert ids(result) == ["poster-101", "oral-300"]


def test_agenda_items_are_recognised_by_title_under_their_workshop() -> None:
    workshops = [Event(f"workshop-{n}", Kind.WORKSHOP, f"Workshop {n}") for n in (101, 102)]
    held = [
        talk("workshop-101-0900", "Panel", parent="workshop-101", **slot(23, "09:00")),
        talk("workshop-101-1000", "Bees", parent="workshop-101", **slot(23, "10:00")),
        talk("workshop-102-0900", "Panel", parent="workshop-102", **slot(24, "09:00")),
    ]
    fetched = [
        talk("workshop-101-0900", "Bees", parent="workshop-101", **slot(23, "09:00")),
        talk("workshop-101-1000", "Panel", parent="workshop-101", **slot(23, "10:00")),
        talk("workshop-102-1100", "Panel", parent="workshop-102", **slot(24, "11:00")),
    ]
    result = merged(workshops + held, workshops + fetched)
    assert result.follow == {
        "workshop-101-0900": "workshop-101-1000",
        "workshop-101-1000": "workshop-101-0900",
    }
    assert ids(result)[2:] == ["workshop-101-1000", "workshop-101-0900", "workshop-102-0900"]
    assert result.events[-1].start == at(24, "11:00")


def test_of_several_with_a_title_the_start_tells() -> None:
    held = [
        talk("talk-a", "Panel", **slot(23, "09:00")),
        talk("talk-b", "Panel", **slot(24, "09:00")),
    ]
    result = merged(held, [talk("talk-c", "Panel", **slot(24, "09:00"), abstract="Honey.")])
    assert [event.abstract for event in result.events] == [None, "Honey."]


def test_a_session_is_recognised_by_its_number_whatever_it_is_about() -> None:
    held = [
        session("session-35256", "Oral 1A Alignment"),
        session("session-poster-3", "Poster Session 3"),
    ]
    fetched = [
        session("session-1a", "Oral 1A Alignment and Safety"),
        session("session-p3", "Poster 3"),
    ]
    result = merged(held, fetched)
    assert ids(result) == ["session-35256", "session-poster-3"]
    assert result.events[0].title == "Oral 1A Alignment and Safety"


def test_a_session_called_by_its_number_alone_keeps_its_title() -> None:
    held = session("session-1a", "Oral 1A Alignment")
    assert one(held, session("session-1a", "Oral 1A")) == held


def test_a_number_renames_what_had_a_name() -> None:
    held = [
        session("session-1b", "Oral 1B"),
        oral("oral-101", "Bees", parent="session-1b"),
    ]
    result = merged(held, [session("session-35258", "Oral 1B Bees")])
    assert result.follow == {"session-1b": "session-35258"}
    assert ids(result) == ["session-35258", "oral-101"]
    assert result.events[1].parent == "session-35258"
    assert "session-35258" in result.carried


# Parents, papers, twins


def test_parents_are_pointed_to_what_they_are_called_in_hand() -> None:
    held = [session("session-35256", "Oral 1A"), oral("oral-101", "Bees")]
    fetched = [
        session("session-1a", "Oral 1A"),
        oral("oral-101", "Bees", parent="session-1a"),
        oral("oral-102", "Ants", parent="session-1a"),
    ]
    result = merged(held, fetched)
    assert {event.id: event.parent for event in result.events} == {
        "session-35256": None,
        "oral-101": "session-35256",
        "oral-102": "session-35256",
    }


def test_what_belonged_to_a_cancelled_event_belongs_to_none() -> None:
    held = [
        session("session-1", "A"),
        session("session-2", "B"),
        talk("t", "C", parent="session-1"),
    ]
    result = merged(held, [session("session-2", "B")], ["session-1"])
    assert [(event.id, event.parent) for event in result.events] == [
        ("session-2", None),
        ("t", None),
    ]


def test_two_files_never_make_a_circle() -> None:
    held = [session("session-a", "A", parent="session-b"), session("session-b", "B")]
    fetched = [session("session-a", "A"), session("session-b", "B", parent="session-a")]
    parents = {event.id: event.parent for event in merged(held, fetched).events}
    assert None in parents.values()


def test_a_new_showing_joins_its_paper_in_hand() -> None:
    held = poster(
        "poster-101", "Bees", paper="p1", topics=("Bees",), topics_by="conference",
        people=(Person("Ada", "Bears"),),
    )  # fmt: skip
    fetched = [
        poster("poster-101", "Bees", paper="pair-7"),
        oral("oral-102", "Bees", paper="pair-7"),
    ]
    result = merged([held], fetched)
    assert result.events[0] == held
    assert result.events[1] == replace(held, id="oral-102", kind=Kind.ORAL)


# What is taken out


def test_only_what_an_earlier_fetch_held_is_cancelled() -> None:
    held = [
        poster("poster-101", "Bees"),
        poster("poster-102", "Ants"),
        poster("poster-103", "Cats"),
    ]
    result = merged(held, held[:1], ["poster-101", "poster-102"])
    assert ids(result) == ["poster-101", "poster-103"]
    assert result.cancelled == (held[1],)


def test_a_kind_that_the_file_does_not_have_stays() -> None:
    held = [
        poster("poster-101", "Bees"),
        Event("workshop-1", Kind.WORKSHOP, "Ants"),
        talk("workshop-1-0900", "Cats", parent="workshop-1"),
    ]
    fetched = [poster("poster-101", "Bees"), talk("talk-9", "Dogs")]
    result = merged(held, fetched, ["poster-101", "workshop-1", "workshop-1-0900"])
    assert result.cancelled == ()
    assert len(result.events) == 4


def test_a_partial_file_cancels_nothing() -> None:
    held = schedule(poster("poster-101", "Bees"), poster("poster-102", "Ants"))
    addition = schedule(poster("poster-101", "Bees", abstract="Honey."), partial=True)
    result = merge(held, addition, frozenset({"poster-101", "poster-102"}))
    assert result.cancelled == ()
    assert result.events[0].abstract == "Honey."


def test_what_is_new_comes_after_what_was_there() -> None:
    result = merged([poster("poster-2", "B")], [poster("poster-1", "A"), poster("poster-2", "B")])
    assert ids(result) == ["poster-2", "poster-1"]
    assert result.carried == {"poster-1", "poster-2"}


# The conference


def test_the_conference_keeps_what_it_is_called_and_learns_what_it_did_not_know() -> None:
    held = schedule(poster("poster-1", "A"), source="https://conf.example/a.json")
    fetched = schedule(
        poster("poster-1", "A"),
        id="other",
        name="Other",
        title="Other",
        venue="Messe",
        source="https://conf.example/b.json",
    )
    result = merge(held, fetched, NOBODY).conference
    assert result == replace(held.conference, venue="Messe")


def test_days_grow_to_hold_the_events_but_not_to_reach_a_slip() -> None:
    fetched = [
        talk("talk-a", "A", day=date(2024, 7, 21)),
        talk("talk-b", "B", day=date(2024, 7, 27)),
        talk("talk-c", "C", day=date(1970, 1, 1)),
    ]
    result = merged([poster("poster-1", "A")], fetched).conference
    assert (result.start, result.end) == (date(2024, 7, 21), date(2024, 7, 27))


# A worse file


def test_fewer_than_half_of_a_kind_is_worse() -> None:
    held = schedule(*(poster(f"poster-{n}", f"P{n}") for n in range(10)), talk("talk-a", "A"))
    assert worse(held, schedule(*held.events[:5])) is None
    sentence = worse(held, schedule(*held.events[:4]))
    assert sentence is not None
    assert "4 where there were 10 events of the kind poster" in sentence
    assert "--force" in sentence


def test_a_file_is_not_worse_for_kinds_that_it_does_not_have() -> None:
    posters = [poster(f"poster-{n}", f"P{n}") for n in range(3)]
    workshop = Event("workshop-1", Kind.WORKSHOP, "W")
    agenda = [talk(f"workshop-1-{n}", f"T{n}", parent="workshop-1") for n in range(1000, 1009)]
    held = schedule(*posters, workshop, *agenda)
    assert worse(held, schedule(*posters, talk("talk-a", "A"))) is None


def test_spotlights_that_became_posters_are_no_loss() -> None:
    held = schedule(*(Event(f"poster-{n}", Kind.SPOTLIGHT, f"P{n}") for n in range(9)))
    assert worse(held, schedule(*(poster(f"poster-{n}", f"P{n}") for n in range(9)))) is None


def test_a_file_without_any_slot_is_worse_than_one_with_some() -> None:
    bare = schedule(poster("poster-1", "A"), poster("poster-2", "B"))
    timed = schedule(poster("poster-1", "A", **slot(23, "13:30")), poster("poster-2", "B"))
    assert worse(bare, timed) is None
    assert worse(bare, bare) is None
    sentence = worse(timed, bare)
    assert sentence is not None
    assert "no time for any event where 1 had one" in sentence


def test_a_partial_file_is_never_worse() -> None:
    held = schedule(*(poster(f"poster-{n}", f"P{n}", **slot(23, "13:30")) for n in range(9)))
    assert worse(held, schedule(poster("poster-1", "P1"), partial=True)) is None


# Properties

_TITLES = st.sampled_from(["Bees", "Ants", "BEES", "Oral 1A Bees", "Oral 1A", "Panel", "Cats"])
_MAYBE = st.sampled_from([None, None, "p1", "p2", "p3"])
_SURE = st.builds(FactCertainty, *(st.sampled_from(Certainty) for _ in range(3)))
_PEOPLE = st.lists(
    st.builds(Person, st.sampled_from(["Ada", "Bea", "Cy"]), st.sampled_from([None, "A", "B"])),
    max_size=3,
).map(tuple)
_IDS = st.sampled_from(
    [
        *("poster-101", "poster-102", "poster-103", "oral-101", "oral-102", "session-1a"),
        *("session-301", "workshop-7", "workshop-7-0900", "workshop-7-1000", "event-a"),
    ]
)

_KINDS = {
    "poster": [Kind.POSTER, Kind.SPOTLIGHT],
    "oral": [Kind.ORAL],
    "session": [Kind.SESSION],
    "workshop": [Kind.WORKSHOP],
    "event": [Kind.TALK, Kind.TUTORIAL, Kind.OTHER],
}


def _kinds(id_: str) -> list[Kind]:
    return [Kind.TALK] if id_.count("-") == 2 else _KINDS[id_.partition("-")[0]]


@st.composite
def _events(draw: st.DrawFn, id_: str) -> Event:
    start = draw(st.none() | st.sampled_from([at(23, "09:00"), at(23, "13:30"), at(24, "09:00")]))
    long = draw(st.none() | st.sampled_from([timedelta(minutes=15), timedelta(hours=1)]))
    topics = draw(st.sampled_from([(), ("Bees",), ("Ants", "Bees")]))
    day = start.date() if start else draw(st.sampled_from([None, None, date(2024, 7, 23)]))
    return Event(
        id_,
        draw(st.sampled_from(_kinds(id_))),
        draw(_TITLES),
        start,
        start + long if start and long else None,
        day,
        draw(st.sampled_from([None, Attendance.FIXED])),
        draw(st.sampled_from([None, "Hall A", "HALL A", "Hall B"])),
        draw(st.sampled_from([None, "1", "2"])),
        draw(_PEOPLE),
        topics,
        draw(st.sampled_from(["conference", "planner"])) if topics else None,
        draw(st.sampled_from([None, "position"])),
        draw(_MAYBE),
        None,
        draw(_SURE),
        draw(st.sampled_from([None, "Honey."])),
        draw(st.sampled_from([(), (Link("A", "https://a.example"),)])),
    )


@st.composite
def _schedules(draw: st.DrawFn) -> Loaded:
    """A schedule as the border lets it in: each id once, parents that exist, no circle."""
    names = draw(st.lists(_IDS, unique=True, min_size=1, max_size=6))
    events = [draw(_events(name)) for name in names]
    for place in range(1, len(events)):
        if draw(st.booleans()):
            above = draw(st.sampled_from(names[:place]))
            events[place] = replace(events[place], parent=above)
    return schedule(*events, partial=draw(st.booleans()))


@given(_schedules())
def test_merging_a_file_with_itself_changes_nothing(held: Loaded) -> None:
    result = merge(held, held, frozenset(event.id for event in held.events))
    assert result.events == held.events
    assert (result.cancelled, result.follow) == ((), {})
    assert worse(held, held) is None
    assert changes(held.events, result.events, result.follow) == ()


@given(_schedules(), _schedules())
def test_merging_twice_is_merging_once(held: Loaded, fetched: Loaded) -> None:
    once = merge(held, fetched, NOBODY)
    again = merge(
        replace(held, conference=once.conference, events=once.events), fetched, once.carried
    )
    assert again.events == once.events
    assert again.conference == once.conference
    assert (again.cancelled, again.follow, again.carried) == ((), {}, once.carried)


@given(_schedules(), _schedules(), st.frozensets(_IDS))
def test_nothing_vanishes_and_every_id_leads_somewhere(
    held: Loaded, fetched: Loaded, earlier: frozenset[str]
) -> None:
    result = merge(held, fetched, earlier)
    there, gone = set(ids(result)), {event.id for event in result.cancelled}
    assert len(there) == len(result.events)
    assert not there & gone
    for event in held.events:
        now = result.follow.get(event.id, event.id)
        assert now in there or (now in gone and event.id in earlier and not fetched.partial)
    assert set(result.follow.values()) <= there | gone
    assert len(set(result.follow.values())) == len(result.follow)
    assert len(result.carried) == len(fetched.events)
    assert result.carried <= there
    assert all(event.parent is None or event.parent in there for event in result.events)


@given(_schedules(), _schedules())
def test_a_null_never_overwrites(held: Loaded, fetched: Loaded) -> None:
    result = merge(held, fetched, NOBODY)
    after = {event.id: event for event in result.events}
    for before in held.events:
        now = after[result.follow.get(before.id, before.id)]
        for field in fields(Event):
            # An end belongs to its start; a parent may be lost to a circle.
            if field.name in ("end", "parent") and getattr(now, field.name) is None:
                continue
            assert not getattr(before, field.name) or getattr(now, field.name), field.name
        assert not before.end or now.end or now.start != before.start


# ICML 2024, updated from a file as thin as the sites' newest


def _number(event: Event) -> int:
    return int(event.id.rsplit("-", 1)[1])


def _thin(event: Event, place: int, numbers: dict[str, int]) -> dict[str, Any]:
    """Return a paper in the sites' layout, with a slot and little else."""
    is_oral = event.kind is Kind.ORAL
    day, half = divmod(place % 6, 2)
    start = datetime(2024, 7, 23 + day, 9 if is_oral else 11 + half, 30, tzinfo=UTC)
    kind = "Oral" if is_oral else "Poster"
    number = numbers[event.id]
    return {
        "id": number,
        "name": event.title,
        "authors": [{"id": 0, "fullname": p.name, "institution": None} for p in event.people],
        "topic": None,
        "keywords": [],
        "decision": f"Accept ({kind.lower()})",
        "session": f"Oral {place % 6 + 1}A" if is_oral else f"Poster Session {place % 6 + 1}",
        "eventtype": kind,
        "event_type": kind,
        "room_name": "Hall C 4-9",
        "virtualsite_url": f"/virtual/2024/{kind.lower()}/{number}",
        "sourceurl": "https://openreview.net/group?id=ICML.cc/2024/Conference",
        "starttime": start.isoformat(),
        "endtime": (start + timedelta(minutes=15 if is_oral else 90)).isoformat(),
        "paper_url": None,
        "paper_pdf_url": None,
        "poster_position": "",
        "eventmedia": [],
        "related_events_ids": [],
    }


@pytest.fixture(scope="module")
def icml() -> Loaded:
    return read_native(ICML)


@pytest.fixture(scope="module")
def thin(icml: Loaded) -> Loaded:
    """ICML 2024's orals and posters alone, all with slots, the numbers of two orals swapped."""
    papers = [e for e in icml.events if e.kind in (Kind.ORAL, Kind.POSTER, Kind.SPOTLIGHT)]
    numbers = {event.id: _number(event) for event in papers}
    numbers["oral-35445"], numbers["oral-35490"] = 35490, 35445
    results = [_thin(event, place, numbers) for place, event in enumerate(papers)]
    document = {"count": len(results), "next": None, "previous": None, "results": results}
    content = Content(json.dumps(document).encode())
    place = "https://icml.cc/static/virtual/data/icml-2024-orals-posters.json"
    return read_schedule(content, Asked(place, base=icml))


@pytest.fixture(scope="module")
def updated(icml: Loaded, thin: Loaded) -> Merged:
    assert worse(icml, thin) is None
    return merge(icml, thin, NOBODY)


def test_icml_keeps_what_the_thin_file_lacks(icml: Loaded, updated: Merged) -> None:
    before = Counter(event.kind for event in icml.events)
    after = Counter(event.kind for event in updated.events)
    kinds = (Kind.TUTORIAL, Kind.WORKSHOP, Kind.DEMO, Kind.INVITED_TALK, Kind.AFFINITY)
    assert [after[kind] for kind in kinds] == [12, 30, 4, 6, 3]
    assert after == before
    agenda = [event for event in icml.events if (event.parent or "").startswith("workshop-")]
    assert set(agenda) <= set(updated.events)
    assert len(agenda) == 218
    assert updated.conference == icml.conference


def test_icml_keeps_its_topics_affiliations_boards_and_links(icml: Loaded, updated: Merged) -> None:
    after = {event.id: event for event in updated.events}
    for before in icml.events:
        event = after[updated.follow.get(before.id, before.id)]
        assert (event.topics, event.topics_by) == (before.topics, before.topics_by)
        assert event.people == before.people
        assert event.board == before.board
        assert set(before.links) <= set(event.links)
        assert event.paper == before.paper
        assert event.kind is before.kind


def test_icml_gets_its_slots_and_stars_follow_the_papers(icml: Loaded, updated: Merged) -> None:
    papers = [event for event in updated.events if event.kind in (Kind.ORAL, Kind.POSTER)]
    assert all(event.start and event.certainty.slot is OFFICIAL for event in papers)
    assert updated.follow == {"oral-35445": "oral-35490", "oral-35490": "oral-35445"}
    known = {event.id: event for event in icml.events}
    after = {event.id: event for event in updated.events}
    assert after["oral-35490"].title == known["oral-35445"].title
    told = Counter(change.what for change in changes(icml.events, updated.events, updated.follow))
    assert told[What.SCHEDULED] > 2_600
    assert not told.keys() & {What.ADDED, What.CANCELLED, What.RENAMED, What.TWIN}
