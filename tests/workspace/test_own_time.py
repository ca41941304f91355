"""Decisions about time of one's own, and how the plan reads after them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.model import Attendance, Commitment, Event, Level
from planner.workspace.session import Session

VIENNA = ZoneInfo("Europe/Vienna")


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=VIENNA)


def event(session: Session, event_id: str) -> Event:
    found = session.schedule.event(event_id)
    assert found is not None
    return found


def star(session: Session, *event_ids: str, level: Level = Level.WANT) -> None:
    session.decisions.star([event(session, each) for each in event_ids], level)


def undo_all(session: Session) -> int:
    steps = 0
    while session.decisions.undo().changed:
        steps += 1
    return steps


# Blocks


def test_a_block_is_one_decision_with_an_id_and_an_undo(session: Session) -> None:
    outcome = session.decisions.block(" lunch with\nAda ", at(12), at(13))
    assert outcome.sentence == "Blocked Tue 23 Jul 12:00-13:00: lunch with Ada"
    assert (outcome.commitment_ids, outcome.event_ids) == (frozenset({"block-1"}), frozenset())
    assert session.reading.chosen.commitments == [
        Commitment("block-1", "lunch with Ada", at(12), at(13))
    ]
    undone = session.decisions.undo()
    assert "lunch with Ada" in undone.sentence
    assert session.reading.chosen.commitments == []
    session.decisions.redo()
    assert session.itinerary().commitments.keys() == {"block-1"}


def test_the_same_time_of_the_same_title_is_kept_once(session: Session) -> None:
    session.decisions.block("my poster", at(12), at(13))
    same = session.decisions.block("My  poster", at(12).astimezone(UTC), at(13))
    assert not same.changed
    assert same.sentence.endswith("is there already")
    assert same.commitment_ids == frozenset({"block-1"})
    others = [("my poster", at(12), at(14)), ("lunch", at(12), at(13))]
    assert all(session.decisions.block(*each).changed for each in others)
    assert session.decisions.block("my poster", at(12), at(13), away=True).changed
    assert len(session.itinerary().commitments) == 4


def test_time_away_says_so(session: Session) -> None:
    outcome = session.decisions.block("museum", at(9), at(12), away=True)
    assert outcome.sentence.startswith("Away Tue 23 Jul")
    assert session.itinerary().commitments["block-1"].away


@pytest.mark.parametrize(
    ("title", "end", "said"),
    [
        (" ", at(13), "title"),
        ("x" * 201, at(13), "201 characters"),
        ("x", at(12), "after the start"),
    ],
)
def test_a_block_that_is_none_is_refused(
    session: Session, title: str, end: datetime, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        session.decisions.block(title, at(12), end)
    assert session.store.history() == []


def test_several_blocks_are_given_back_in_one_decision(session: Session) -> None:
    for title in ("lunch", "poster"):
        session.decisions.block(title, at(12), at(13))
    assert session.decisions.unblock(["block-1", "block-2"]).sentence == (
        "Time given back: 2 commitments"
    )
    assert session.itinerary().commitments == {}
    session.decisions.undo()
    assert len(session.itinerary().commitments) == 2


# Busy times


def busy(name: str, hour: int) -> Commitment:
    return Commitment(f"busy-{name}", name, at(hour), at(hour + 1))


def titles(session: Session) -> list[str]:
    return [each.title for each in session.reading.chosen.commitments]


def test_a_calendar_replaces_what_it_gave_and_nothing_else(session: Session) -> None:
    session.decisions.block("lunch", at(12), at(13))
    session.decisions.take_busy("work.ics", [busy("a", 9), busy("b", 10)])
    session.decisions.take_busy("home.ics", [busy("c", 11)])
    outcome = session.decisions.take_busy("work.ics", [busy("b", 10), busy("d", 14)])
    assert outcome.sentence == "Busy times of work.ics: 2 commitments"
    assert titles(session) == ["b", "c", "lunch", "d"]
    session.decisions.undo()
    assert titles(session) == ["a", "b", "c", "lunch"]


def test_the_same_calendar_again_changes_nothing(session: Session) -> None:
    session.decisions.take_busy("work.ics", [busy("a", 9)])
    assert not session.decisions.take_busy("work.ics", [busy("a", 9)]).changed


def test_what_two_calendars_hold_is_lost_by_neither(session: Session) -> None:
    session.decisions.take_busy("work.ics", [busy("a", 9)])
    session.decisions.take_busy("all.ics", [busy("a", 9), busy("b", 10)])
    assert titles(session) == ["a", "a", "b"]
    assert not session.decisions.take_busy("all.ics", [busy("a", 9), busy("b", 10)]).changed
    session.decisions.take_busy("all.ics", [])
    assert titles(session) == ["a"]
    assert session.reading.chosen.commitments[0].calendar == "work.ics"


# A time of one's own


def test_an_own_time_takes_part_in_the_plan(session: Session) -> None:
    star(session, "poster-2")
    assert [each.id for each in session.reading.agenda().unscheduled] == ["poster-2"]
    poster = event(session, "poster-2")
    outcome = session.decisions.set_time(poster, at(13, 30), at(15), "#7")
    assert outcome.sentence == f"Your own time, Tue 23 Jul 13:30-15:00: {poster.title}"
    (day,) = session.reading.agenda().days
    (met,) = day.items
    assert (met.start, met.end, met.board) == (at(13, 30), at(15), "7")
    assert [budget.wanted_minutes for budget in day.budgets] == [5]
    assert session.reading.chosen.own_times == {"poster-2"}
    row = session.reading.row("poster-2")
    assert row is not None
    assert (row.event.start, row.own_time) == (at(13, 30), True)
    session.decisions.undo()
    assert [each.id for each in session.reading.agenda().unscheduled] == ["poster-2"]


def test_an_own_time_is_taken_off_again(session: Session) -> None:
    poster = event(session, "poster-2")
    session.decisions.set_time(poster, at(13, 30), None)
    assert "taken off" in session.decisions.forget_time(poster).sentence
    assert session.itinerary().own_times == {}
    assert not session.decisions.forget_time(poster).changed


def test_several_events_get_a_time_in_one_decision(session: Session) -> None:
    events = [event(session, "poster-1"), event(session, "poster-2")]
    session.decisions.set_time(events, at(13, 30), None)
    assert session.itinerary().own_times.keys() == {"poster-1", "poster-2"}
    assert undo_all(session) == 1


def test_where_the_programme_knows_a_time_it_counts_and_the_two_disagree(session: Session) -> None:
    star(session, "poster-1")
    poster = event(session, "poster-1")
    session.decisions.set_time(poster, at(9), None)
    assert [each.start for each in session.reading.starred_events()] == [poster.start]
    (found,) = session.reading.chosen.disagreements
    assert (found.event, found.own.start) == (poster, at(9))
    assert session.reading.chosen.own_times == frozenset()


@pytest.mark.parametrize(
    ("end", "board", "said"), [(at(9), None, "after the start"), (None, "x" * 41, "40 characters")]
)
def test_an_own_time_that_is_none_is_refused(
    session: Session, end: datetime | None, board: str | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        session.decisions.set_time(event(session, "poster-2"), at(9), end, board)


def test_a_star_remembers_the_schedules_word_and_not_the_attendees(session: Session) -> None:
    poster = event(session, "poster-2")
    session.decisions.set_time(poster, at(13, 30), None)
    row = session.reading.row("poster-2")
    assert row is not None
    session.decisions.toggle(row, Level.MUST)
    assert session.itinerary().stars["poster-2"].snapshot.start is None


# What one presents


def test_what_one_presents_counts_as_a_must_without_a_star(session: Session) -> None:
    outcome = session.decisions.present([event(session, "poster-1")], mine=True)
    assert outcome.sentence == "You present: Honey for bears"
    (met,) = session.reading.starred_events()
    assert (met.id, met.attended) == ("poster-1", Attendance.FIXED)
    assert session.reading.chosen.stars["poster-1"].level is Level.MUST
    assert session.itinerary().stars == {}
    row = session.reading.row("poster-1")
    assert row is not None
    assert (row.mine, row.star) == (True, None)
    session.decisions.present([event(session, "poster-1")], mine=False)
    assert session.reading.starred_events() == []


def test_a_star_on_what_one_presents_keeps_its_level(session: Session) -> None:
    star(session, "poster-1", level=Level.MAYBE)
    session.decisions.present([event(session, "poster-1")], mine=True)
    assert session.reading.chosen.stars["poster-1"].level is Level.MAYBE


def test_pins_are_kept_and_taken_off(session: Session) -> None:
    session.decisions.pin([event(session, "oral-1")], pinned=True)
    assert session.itinerary().pins.keys() == {"oral-1"}
    session.decisions.pin([event(session, "oral-1")], pinned=False)
    assert session.itinerary().pins == {}


# Clashes


def clashing(session: Session) -> list[tuple[str, str, str, int | None]]:
    return [(each.a.id, each.b.id, each.kind, each.minutes) for each in session.reading.clashes()]


def test_a_starred_talk_clashes_with_a_block(session: Session) -> None:
    star(session, "oral-1")
    session.decisions.block("call", at(10, 40), at(11))
    assert clashing(session) == [("oral-1", "block-1", "clash", 5)]
    # Only events can be searched for.
    assert session.marks().clashing == {"oral-1"}


def test_what_one_presents_clashes_for_its_whole_slot(session: Session) -> None:
    session.decisions.present([event(session, "poster-1")], mine=True)
    session.decisions.block("call", at(14), at(15))
    assert clashing(session) == [("poster-1", "block-1", "clash", 60)]


def test_away_nothing_clashes_but_what_one_presents(session: Session) -> None:
    star(session, "oral-1", "talk-1")
    session.decisions.block("away", at(0), at(0) + timedelta(days=1), away=True)
    assert clashing(session) == []
    (tuesday, wednesday) = session.reading.agenda().days
    assert ([e.id for e in tuesday.away], tuesday.items) == (["oral-1"], ())
    assert [each.id for each in wednesday.items] == ["talk-1"]
    assert [each.id for each in session.reading.chosen.attended] == ["talk-1"]
    session.decisions.present([event(session, "poster-1")], mine=True)
    assert clashing(session) == [("block-1", "poster-1", "clash", 90)]


def test_the_line_of_now_goes_by_own_times_and_leaves_out_what_one_is_away_for(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "clock", lambda: at(9))
    star(session, "oral-1")
    session.decisions.present([event(session, "poster-2")], mine=True)
    session.decisions.set_time(event(session, "poster-2"), at(10), at(10, 20))
    assert "next 10:00 in 1 h 00" in session.reading.line_of_now()[1]
    session.decisions.present([event(session, "poster-2")], mine=False)
    assert "next 10:30" in session.reading.line_of_now()[1]
    session.decisions.block("away", at(10), at(12), away=True)
    assert session.reading.line_of_now()[1] == ""


def test_another_window_sees_it_at_once(session: Session) -> None:
    from planner.workspace.preparation import Preparation

    preparation = Preparation(session.places)
    other = Session(session.places, preparation, session.clock)
    try:
        star(session, "oral-1")
        assert other.reading.clashes() == []
        session.decisions.block("call", at(10), at(11))
        assert [each.b.id for each in other.reading.clashes()] == ["oral-1"]
    finally:
        other.close()
