"""Clashes and tight walks: half-open, by minutes, never among what belongs together."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from planner.itinerary.clashes import Clash, MayClash, clashes, may_clash
from planner.model import Attendance, Commitment, Event, Kind

VIENNA = ZoneInfo("Europe/Vienna")


def talk(
    name: str,
    start: str,
    end: str | None,
    room: str | None = None,
    *,
    kind: Kind = Kind.TALK,
    parent: str | None = None,
    paper: str | None = None,
    attendance: Attendance | None = None,
) -> Event:
    """Return an event on Tuesday 23 July, its times as ``10:30``."""

    def at(clock: str | None) -> datetime | None:
        return (
            datetime.fromisoformat(f"2024-07-23T{clock}").replace(tzinfo=VIENNA) if clock else None
        )

    return Event(
        name, kind, name.title(), start=at(start), end=at(end), room=room, parent=parent,
        paper=paper, attendance=attendance,
    )  # fmt: skip


def said(found: list[Clash]) -> list[tuple[str, str, str, int | None]]:
    return [(clash.a.id, clash.b.id, clash.kind, clash.minutes) for clash in found]


def test_two_talks_at_once_clash_by_their_common_minutes() -> None:
    found = clashes([talk("b", "10:45", "11:15"), talk("a", "10:30", "11:00")], {})
    assert said(found) == [("a", "b", "clash", 15)]


def test_what_ends_as_the_other_starts_does_not_clash() -> None:
    assert clashes([talk("a", "10:30", "11:30"), talk("b", "11:30", "12:00")], {}) == []


def test_a_long_event_clashes_with_all_inside_it() -> None:
    day = talk("day", "09:00", "17:00")
    inside = [talk("a", "10:00", "10:15"), talk("b", "16:45", "17:15")]
    assert said(clashes([day, *inside], {})) == [
        ("day", "a", "clash", 15),
        ("day", "b", "clash", 15),
    ]


def test_without_an_end_an_event_is_a_point_and_the_minutes_are_unknown() -> None:
    point = talk("point", "10:30", None)
    assert said(clashes([point, talk("a", "10:00", "11:00")], {})) == [
        ("a", "point", "clash", None)
    ]
    assert clashes([point, talk("a", "10:00", "10:30", "x")], {}) == []
    assert said(clashes([point, talk("a", "10:30", "11:00")], {})) == [
        ("a", "point", "clash", None)
    ]


def test_rooms_apart_with_less_than_the_walk_between_are_tight_by_the_minutes_missing() -> None:
    first = talk("a", "10:30", "11:00", "Hall A")
    assert said(clashes([first, talk("b", "11:02", "11:30", "Hall B")], {})) == [
        ("a", "b", "tight", 3)
    ]
    assert clashes([first, talk("b", "11:05", "11:30", "Hall B")], {}) == []
    assert clashes([first, talk("b", "11:02", "11:30", "Hall A")], {}) == []
    assert clashes([first, talk("b", "11:02", "11:30")], {}) == []
    assert said(clashes([first, talk("b", "11:05", "11:30", "Hall B")], {}, walk_minutes=12)) == [
        ("a", "b", "tight", 7)
    ]


def test_an_end_that_is_not_known_makes_no_walk_tight() -> None:
    found = clashes([talk("a", "10:30", None, "A"), talk("b", "10:32", "11:00", "B")], {})
    assert found == []


def test_posters_containers_and_breaks_never_clash() -> None:
    talk_ = talk("a", "10:30", "11:30")
    others = [
        talk("p", "10:30", "12:00", kind=Kind.POSTER),
        talk("s", "10:30", "12:00", kind=Kind.SESSION),
        talk("w", "10:30", "12:00", kind=Kind.WORKSHOP),
        talk("c", "10:30", "12:00", kind=Kind.BREAK),
    ]
    assert clashes([talk_, *others], {}) == []


def test_the_sources_word_on_attendance_counts() -> None:
    short = talk("w", "10:30", "12:00", kind=Kind.WORKSHOP, attendance=Attendance.FIXED)
    assert said(clashes([talk("a", "10:30", "11:30"), short], {})) == [("a", "w", "clash", 60)]


def test_an_event_never_clashes_with_what_holds_it_however_far_above() -> None:
    tutorial = talk("t", "09:00", "12:00", kind=Kind.TUTORIAL)
    part = talk("part", "09:00", "10:00", kind=Kind.SESSION, parent="t")
    item = talk("item", "09:30", "10:00", parent="part")
    assert clashes([tutorial, item], {"t": tutorial, "part": part}) == []


def test_two_showings_of_one_paper_never_clash() -> None:
    shows = [talk("a", "10:30", "11:00", paper="x"), talk("b", "10:45", "11:00", paper="x")]
    assert clashes(shows, {}) == []


def test_a_circle_of_parents_ends() -> None:
    one, other = talk("a", "10:30", "11:00", parent="b"), talk("b", "10:30", "11:00", parent="a")
    assert clashes([one, other], {"a": one, "b": other}) == []


_MINUTES = st.integers(0, 300)


@given(st.lists(st.tuples(_MINUTES, st.integers(1, 120)), max_size=12))
def test_every_pair_that_overlaps_is_found_and_no_other(slots: list[tuple[int, int]]) -> None:
    nine = datetime(2024, 7, 23, 9, tzinfo=VIENNA)
    events = [
        Event(
            f"e{n:02}",
            Kind.TALK,
            "T",
            start=nine + timedelta(minutes=begin),
            end=nine + timedelta(minutes=begin + length),
        )
        for n, (begin, length) in enumerate(slots)
    ]
    found = {frozenset((c.a.id, c.b.id)): c.minutes for c in clashes(events, {})}
    expected = {}
    for n, (begin, length) in enumerate(slots):
        for m in range(n + 1, len(slots)):
            other, other_length = slots[m]
            both = min(begin + length, other + other_length) - max(begin, other)
            if both > 0:
                expected[frozenset((f"e{n:02}", f"e{m:02}"))] = both
    assert found == expected


# Commitments


def own(name: str, start: str, end: str) -> Commitment:
    """Return a commitment on Tuesday 23 July, its times as ``10:30``."""
    times = (datetime.fromisoformat(f"2024-07-23T{clock}") for clock in (start, end))
    begins, ends = (time.replace(tzinfo=VIENNA) for time in times)
    return Commitment(name, name.title(), begins, ends)


def test_a_fixed_event_clashes_with_a_commitment_whichever_starts_first() -> None:
    lunch = own("block-1", "12:00", "13:00")
    events = [talk("a", "11:30", "12:15"), talk("b", "12:30", "14:00"), talk("c", "13:00", "14:00")]
    assert said(clashes(events[:1], {}, commitments=[lunch])) == [("a", "block-1", "clash", 15)]
    assert said(clashes(events[1:], {}, commitments=[lunch])) == [
        ("block-1", "b", "clash", 30),
        ("b", "c", "clash", 60),
    ]


def test_commitments_do_not_clash_with_each_other_nor_with_posters() -> None:
    blocks = [own("block-1", "12:00", "13:00"), own("block-2", "12:30", "14:00")]
    poster = talk("p", "12:00", "13:30", kind=Kind.POSTER)
    assert clashes([poster], {}, commitments=blocks) == []


def test_there_is_no_walk_to_a_commitment_since_nobody_knows_where_it_is() -> None:
    events = [talk("a", "11:00", "12:00", "Hall A"), talk("b", "13:02", "14:00", "Hall B")]
    assert clashes(events, {}, commitments=[own("block-1", "12:01", "13:00")]) == []


def test_thousands_of_commitments_at_once_are_no_matter() -> None:
    busy = [own(f"busy-{n}", "00:00", "23:59") for n in range(5_000)]
    found = clashes([talk("a", "10:30", "11:00")], {}, commitments=busy)
    assert len(found) == len(busy)


# What may clash


def within(name: str, session: str, paper: str | None = None) -> Event:
    return Event(name, Kind.ORAL, name, parent=session, paper=paper)


SESSIONS = {
    name: talk(name, "10:30", "11:30", kind=Kind.SESSION) for name in ("session-1", "session-2")
}


def may(found: list[MayClash]) -> list[tuple[str, str, str]]:
    return [(each.event.id, each.session.id, each.other.id) for each in found]


def test_a_talk_somewhere_in_its_session_may_clash_with_what_lies_in_the_slot() -> None:
    half = within("half", "session-1")
    events = [half, talk("in", "11:15", "12:00"), talk("after", "11:30", "12:00")]
    found = may_clash(events, SESSIONS, [own("block-1", "10:00", "10:45")])
    assert may(found) == [
        ("half", "session-1", "block-1"),
        ("half", "session-1", "in"),
    ]
    assert clashes(events, SESSIONS) == [Clash(events[1], events[2], "clash", 30)]


def test_two_such_talks_may_clash_if_they_are_of_different_sessions() -> None:
    one, other = within("one", "session-1"), within("other", "session-2")
    same = within("same", "session-1")
    assert may(may_clash([one, same], SESSIONS)) == []
    assert may(may_clash([one, other], SESSIONS)) == [
        ("one", "session-1", "other"),
        ("other", "session-2", "one"),
    ]


def test_a_talk_of_the_same_session_or_the_same_paper_is_no_danger() -> None:
    half = within("half", "session-1", paper="x")
    sibling = talk("sibling", "10:30", "10:45", parent="session-1")
    twin = talk("twin", "10:45", "11:00", paper="x")
    assert may_clash([half, sibling, twin], SESSIONS) == []


def test_without_a_known_session_nothing_is_said() -> None:
    lost = [within("half", "session-9"), talk("a", "10:30", "11:00")]
    assert may_clash(lost, SESSIONS) == []
    untimed = {"session-1": Event("session-1", Kind.SESSION, "S")}
    assert may_clash([within("half", "session-1"), lost[1]], untimed) == []


def test_a_point_in_time_lies_in_the_slot() -> None:
    half = within("half", "session-1")
    assert may(may_clash([half, talk("point", "10:30", None)], SESSIONS))
    assert not may(may_clash([half, talk("point", "11:30", None)], SESSIONS))
