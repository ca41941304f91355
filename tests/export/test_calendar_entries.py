"""What goes into a calendar: which entries, with which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.export.calendar_entries import Posters, entries
from planner.export.calendar_values import Entries, Entry, StarredEvent
from planner.model import (
    Attendance,
    Certainty,
    Commitment,
    Conference,
    Event,
    FactCertainty,
    Kind,
    Level,
    Link,
    Person,
)

VIENNA = ZoneInfo("Europe/Vienna")
DECIDED = datetime(2024, 7, 20, 8, 0, tzinfo=UTC)
ICML = Conference(
    "icml2024",
    "ICML 2024",
    "The conference",
    date(2024, 7, 21),
    date(2024, 7, 27),
    "Europe/Vienna",
    "Messe Wien, Vienna",
    "https://icml.cc",
)
SESSION = Event(
    "session-3",
    Kind.SESSION,
    "Poster Session 3",
    datetime(2024, 7, 24, 11, 30, tzinfo=VIENNA),
    datetime(2024, 7, 24, 13, 0, tzinfo=VIENNA),
)
INFERRED = FactCertainty(slot=Certainty.INFERRED)
OFFICIAL = FactCertainty(slot=Certainty.OFFICIAL)


def poster(number: int, board: str | None = None, **more: object) -> Event:
    return replace(
        Event(
            f"poster-{number}",
            Kind.POSTER,
            f"Paper {number}",
            SESSION.start,
            SESSION.end,
            room="Hall C 4-9",
            board=board,
            parent=SESSION.id,
            certainty=OFFICIAL,
        ),
        **more,  # type: ignore[arg-type]  # any field
    )


def oral(**more: object) -> Event:
    return replace(
        Event(
            "oral-1",
            Kind.ORAL,
            "Chain of Code",
            datetime(2024, 7, 24, 10, 30, tzinfo=VIENNA),
            datetime(2024, 7, 24, 10, 45, tzinfo=VIENNA),
            room="Hall A2",
            people=(Person("Ada Lovelace", "London"), Person("Emmy Noether")),
            links=(Link("OpenReview", "https://openreview.net/forum?id=x"),),
            certainty=OFFICIAL,
        ),
        **more,  # type: ignore[arg-type]  # any field
    )


def exported(
    *events: Event, posters: Posters = "slot", unscheduled: bool = False, note: str | None = None
) -> Entries:
    starred = [StarredEvent(event, Level.WANT, note, DECIDED) for event in events]
    parents = {SESSION.id: SESSION}
    return entries(ICML, starred, posters=posters, unscheduled=unscheduled, parents=parents)


def single(*events: Event, note: str | None = None) -> Entry:
    (entry,) = exported(*events, note=note).entries
    return entry


def test_a_talk_is_an_entry_with_all_that_is_known() -> None:
    entry = single(oral(board="7"), note="ask about\nthe emulator")
    assert entry.uid == "oral-1@icml2024.planner"
    assert (entry.start, entry.end) == (oral().start, oral().end)
    assert entry.summary == "Chain of Code"
    assert entry.location == "Hall A2, board 7, Messe Wien, Vienna"
    assert entry.description == (
        "Ada Lovelace, Emmy Noether\n"
        "OpenReview: https://openreview.net/forum?id=x\n"
        "Note: ask about\nthe emulator"
    )
    assert entry.url == "https://openreview.net/forum?id=x"
    assert entry.category == "oral"
    assert not entry.is_tentative
    assert not entry.is_transparent
    assert entry.decided == DECIDED


def test_the_location_is_at_least_the_venue() -> None:
    assert single(oral(room=None)).location == "Messe Wien, Vienna"


def test_an_inferred_slot_is_tentative_and_says_so() -> None:
    entry = single(oral(certainty=INFERRED))
    assert entry.is_tentative
    assert entry.description.startswith("The time is inferred, not announced.")


def test_what_one_leaves_early_says_when() -> None:
    end = datetime(2024, 7, 24, 8, 40, tzinfo=UTC)
    left = StarredEvent(oral(end=end), Level.WANT, None, DECIDED, leaves=end)
    (entry,) = entries(ICML, [left]).entries
    assert entry.end == end
    assert entry.description.startswith("You leave at 10:40.\n")
    # What a calendar shows has changed, so its SEQUENCE rises.
    assert entry.fingerprint != single(oral()).fingerprint


@pytest.mark.parametrize("minutes", [None, 0, -15])
def test_an_end_that_is_not_known_is_not_made_up(minutes: int | None) -> None:
    start = oral().start
    assert start is not None
    end = None if minutes is None else start + timedelta(minutes=minutes)
    assert single(oral(end=end)).end is None


def test_a_day_alone_gives_an_all_day_entry_that_says_time_unknown() -> None:
    entry = single(oral(start=None, end=None, day=date(2024, 7, 24)))
    assert entry.start == date(2024, 7, 24)
    assert not isinstance(entry.start, datetime)
    assert entry.end is None
    assert "time unknown" in entry.summary
    assert entry.is_transparent


def test_a_talk_in_a_session_with_a_time_stands_on_that_day() -> None:
    entry = single(oral(start=None, end=None, parent=SESSION.id))
    assert entry.start == date(2024, 7, 24)
    assert entry.description.startswith("Time unknown, in 11:30-13:00 (Poster Session 3).")


def test_the_posters_of_a_slot_are_one_entry_with_the_walk() -> None:
    entry = single(poster(1, "1311"), poster(2), poster(3, "813", kind=Kind.SPOTLIGHT), note="why?")
    assert entry.uid == "posters-20240724T093000Z@icml2024.planner"
    assert (entry.start, entry.end) == (SESSION.start, SESSION.end)
    assert entry.summary == "Poster Session 3: 3 posters"
    assert entry.location == "Hall C 4-9, Messe Wien, Vienna"
    assert entry.description == (
        "In board order:\n\n"
        "Board 813: Paper 3 (want)\nNote: why?\n\n"
        "Board 1311: Paper 1 (want)\nNote: why?\n\n"
        "Board unknown: Paper 2 (want)\nNote: why?"
    )
    assert entry.posters == ("poster-3", "poster-1", "poster-2")
    assert not entry.is_transparent


def test_a_slots_entry_says_which_of_its_posters_are_inferred() -> None:
    mixed = single(poster(1, "1"), poster(2, "2", certainty=INFERRED))
    assert not mixed.is_tentative
    assert "Paper 1 (want)" in mixed.description
    assert "Paper 2 (want; that it hangs here is inferred)" in mixed.description
    all_inferred = single(poster(1, certainty=INFERRED), poster(2, certainty=INFERRED))
    assert all_inferred.is_tentative
    assert "(want)" in all_inferred.description


def test_a_slots_entry_is_dated_by_its_newest_decision() -> None:
    later = DECIDED + timedelta(hours=1)
    starred = [
        StarredEvent(poster(1), Level.WANT, None, later),
        StarredEvent(poster(2), Level.WANT, None, DECIDED),
    ]
    assert entries(ICML, starred).entries[0].decided == later


def test_posters_that_start_together_share_the_uid_hence_the_entry() -> None:
    start = SESSION.start
    assert start is not None
    entry = single(poster(1), poster(2, end=start + timedelta(hours=2)), poster(3, end=None))
    assert entry.end == start + timedelta(hours=2)


def test_posters_of_two_slots_are_two_entries() -> None:
    later = datetime(2024, 7, 24, 13, 30, tzinfo=VIENNA)
    found = exported(poster(1), poster(2, start=later, end=later + timedelta(hours=1)))
    assert [entry.uid for entry in found.entries] == [
        "posters-20240724T093000Z@icml2024.planner",
        "posters-20240724T113000Z@icml2024.planner",
    ]


def test_each_poster_can_have_its_own_entry_that_blocks_no_time() -> None:
    found = exported(poster(1), poster(2), posters="each").entries
    assert [entry.uid for entry in found] == [
        "poster-1@icml2024.planner",
        "poster-2@icml2024.planner",
    ]
    assert all(entry.is_transparent for entry in found)


def test_a_demo_and_ones_own_poster_are_entries_of_their_own() -> None:
    demo = poster(1, id="demo-1", kind=Kind.DEMO)
    mine = poster(2, attendance=Attendance.FIXED)
    found = exported(demo, mine, poster(3)).entries
    assert [entry.uid.split("@")[0] for entry in found] == [
        "demo-1",
        "poster-2",
        "posters-20240724T093000Z",
    ]


def test_what_has_no_time_is_left_out_and_counted() -> None:
    found = exported(oral(), poster(1, start=None, end=None, parent=None))
    assert [entry.uid for entry in found.entries] == ["oral-1@icml2024.planner"]
    assert found.without_time == 1


def test_what_has_no_time_can_be_listed_on_the_first_day() -> None:
    lost = [poster(n, start=None, end=None, parent=None) for n in (1, 2)]
    found = exported(*lost, unscheduled=True)
    (entry,) = found.entries
    assert found.without_time == 2
    assert entry.uid == "unscheduled@icml2024.planner"
    assert entry.start == date(2024, 7, 21)
    assert entry.is_transparent
    assert "Paper 1" in entry.description
    assert "Paper 2" in entry.description
    assert exported(oral(), unscheduled=True).entries == exported(oral()).entries


def test_entries_come_in_time_order() -> None:
    found = exported(poster(1), oral(start=None, day=date(2024, 7, 25)), oral(id="oral-2"))
    assert [entry.uid.split("@")[0] for entry in found.entries] == [
        "oral-2",
        "posters-20240724T093000Z",
        "oral-1",
    ]


def test_a_link_that_is_no_web_address_is_not_written() -> None:
    links = (
        Link("bad", "javascript:alert(1)"),
        Link("worse", "https://x\r\nATTENDEE:y"),
        Link("sly", "https://x\u202e"),
    )
    entry = single(oral(links=links, people=()))
    assert entry.url is None
    assert entry.description == ""


@pytest.mark.parametrize(
    "changed",
    [
        oral(start=datetime(2024, 7, 24, 10, 35, tzinfo=VIENNA)),
        oral(end=None),
        oral(room="Hall A3"),
        oral(start=None, end=None, day=date(2024, 7, 24)),
    ],
    ids=["start", "end", "room", "time gone"],
)
def test_the_fingerprint_follows_time_and_place(changed: Event) -> None:
    assert single(changed).fingerprint != single(oral()).fingerprint


def test_the_fingerprint_follows_the_set_of_posters() -> None:
    both = single(poster(1), poster(2)).fingerprint
    assert both != single(poster(1)).fingerprint
    assert both == single(poster(2, "5"), poster(1, "9")).fingerprint


def test_the_fingerprint_follows_nothing_else() -> None:
    other = oral(title="Renamed", people=(), links=(), certainty=INFERRED)
    assert single(other, note="new").fingerprint == single(oral()).fingerprint


# What is the attendee's own


def starred(event: Event, *, own_time: bool = False, mine: bool = False) -> StarredEvent:
    return StarredEvent(event, Level.WANT, None, DECIDED, own_time, mine)


def entries_of(*held: StarredEvent) -> dict[str, Entry]:
    found = entries(ICML, held, parents={SESSION.id: SESSION})
    return {entry.uid.partition("@")[0]: entry for entry in found.entries}


def test_a_time_of_ones_own_is_tentative_and_says_whose_it_is() -> None:
    (entry,) = entries_of(starred(oral(), own_time=True)).values()
    assert entry.is_tentative
    assert entry.description.startswith("The time is your own, not the programme's.")


def test_a_slot_is_tentative_only_if_nobody_vouches_for_any_of_its_posters() -> None:
    own, other = starred(poster(1, "1"), own_time=True), starred(poster(2, "2"))
    (both,) = entries_of(own, other).values()
    assert not both.is_tentative
    assert "Board 1: Paper 1 (want; that it hangs here is your own word)" in both.description
    assert "Board 2: Paper 2 (want)" in both.description
    (alone,) = entries_of(own).values()
    assert alone.is_tentative


def test_what_one_presents_is_an_entry_of_its_own_and_takes_its_time() -> None:
    presented = poster(1, "1", attendance=Attendance.FIXED)
    found = entries_of(starred(presented, mine=True), starred(poster(2, "2")))
    assert set(found) == {"poster-1", "posters-20240724T093000Z"}
    own = found["poster-1"]
    assert (own.start, own.end) == (SESSION.start, SESSION.end)
    assert not own.is_transparent
    assert own.description == "You present this."
    assert found["posters-20240724T093000Z"].posters == ("poster-2",)


def test_commitments_are_entries_when_they_are_given() -> None:
    start = datetime(2024, 7, 24, 12, 0, tzinfo=VIENNA)
    lunch = Commitment("block-1", "lunch with Ada", start, start + timedelta(hours=1))
    (entry,) = entries(ICML, [], commitments=[lunch], dated=DECIDED).entries
    assert (entry.uid, entry.summary) == ("block-1@icml2024.planner", "lunch with Ada")
    assert (entry.start, entry.end) == (lunch.start, lunch.end)
    assert (entry.location, entry.decided, entry.is_transparent) == (None, DECIDED, False)
