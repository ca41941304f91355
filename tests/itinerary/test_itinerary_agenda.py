"""The agenda: days, budgets, gaps, and the order of boards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.itinerary.agenda import Agenda, agenda
from planner.itinerary.board import board_key
from planner.itinerary.budget import Budget, budgets
from planner.model import Attendance, Commitment, Event, Kind, Level, Star

VIENNA = ZoneInfo("Europe/Vienna")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=VIENNA)


def poster(number: int, start: datetime | None = None, minutes: int = 90, **more: object) -> Event:
    end = start + timedelta(minutes=minutes) if start else None
    return Event(
        f"poster-{number}",
        Kind.POSTER,
        f"Poster {number}",
        start,
        end,
        **more,  # type: ignore[arg-type]  # any field
    )


def oral(number: int, start: datetime, minutes: int | None = 15) -> Event:
    end = start + timedelta(minutes=minutes) if minutes else None
    return Event(f"oral-{number}", Kind.ORAL, f"Oral {number}", start, end)


def only(found: list[Budget]) -> Budget:
    (budget,) = found
    return budget


def agenda_of(*events: Event, schedule: tuple[Event, ...] | None = None) -> Agenda:
    stars = {e.id: Star(e.id, Level.WANT, datetime(2024, 7, 1, tzinfo=UTC), e) for e in events}
    return agenda(stars, {e.id: e for e in (events if schedule is None else schedule)}, VIENNA)


def test_a_budget_sets_the_minutes_wanted_against_the_slot() -> None:
    posters = [poster(n, at(24, 11, 30), parent="session-3") for n in range(31)]
    budget = only(budgets(posters))
    assert (budget.wanted_minutes, budget.free_minutes, budget.missing_minutes) == (155, 90, 65)
    assert (budget.start, budget.end) == (at(24, 11, 30), at(24, 13))
    assert budget.session == "session-3"


def test_fixed_events_take_their_time_from_the_slot_once() -> None:
    slot = poster(1, at(24, 11, 30))
    overlapping = [oral(1, at(24, 11, 45), 30), oral(2, at(24, 12), 30)]
    assert only(budgets([slot, *overlapping])).free_minutes == 90 - 45


def test_what_ends_when_the_slot_starts_takes_nothing() -> None:
    slot = poster(1, at(24, 11, 30))
    around = [oral(1, at(24, 11, 15)), oral(2, at(24, 13))]
    assert only(budgets([slot, *around])).free_minutes == 90


def test_what_reaches_into_the_slot_takes_only_what_is_inside() -> None:
    slot = poster(1, at(24, 11, 30))
    around = [oral(1, at(24, 11, 20)), oral(2, at(24, 12, 50), 60)]
    assert only(budgets([slot, *around])).free_minutes == 90 - 5 - 10


def test_an_end_that_is_not_known_takes_nothing() -> None:
    assert only(budgets([poster(1, at(24, 11, 30)), oral(1, at(24, 12), None)])).free_minutes == 90


def test_containers_and_breaks_take_nothing() -> None:
    workshop = Event("workshop-1", Kind.WORKSHOP, "W", at(24, 9), at(24, 18))
    lunch = Event("break-1", Kind.BREAK, "L", at(24, 12), at(24, 13))
    assert only(budgets([poster(1, at(24, 11, 30)), workshop, lunch])).free_minutes == 90


def test_a_demo_wants_its_own_minutes_and_a_social_none() -> None:
    demo = Event("demo-1", Kind.DEMO, "D", at(24, 11, 30), at(24, 13))
    social = Event("social-1", Kind.SOCIAL, "S", at(24, 19), at(24, 22))
    events = [poster(1, at(24, 11, 30)), demo, social]
    assert only(budgets(events)).wanted_minutes == 15
    assert only(budgets(events, poster_minutes=3, demo_minutes=20)).wanted_minutes == 23


def test_slots_come_in_time_order() -> None:
    found = budgets([poster(2, at(24, 13, 30)), poster(1, at(24, 11, 30)), poster(3)])
    assert [budget.start for budget in found] == [at(24, 11, 30), at(24, 13, 30)]


def test_a_poster_that_its_presenter_attends_from_start_to_end_is_no_wish() -> None:
    mine = poster(1, at(24, 11, 30), attendance=Attendance.FIXED)
    budget = only(budgets([mine, poster(2, at(24, 11, 30))]))
    assert (budget.wanted_minutes, budget.free_minutes) == (5, 0)


def test_minutes_are_counted_across_a_change_of_the_clocks() -> None:
    start = datetime(2024, 10, 27, 1, 0, tzinfo=VIENNA)
    night = Event("poster-1", Kind.POSTER, "P", start, start.replace(hour=4))
    assert only(budgets([night])).free_minutes == 240


_STRETCH = st.tuples(st.integers(0, 200), st.integers(1, 100))


@given(st.lists(_STRETCH, max_size=8))
def test_free_minutes_agree_with_counting_them_one_by_one(stretches: list[tuple[int, int]]) -> None:
    base = at(24, 10)
    taken = [oral(n, base + timedelta(minutes=m), d) for n, (m, d) in enumerate(stretches)]
    slot = poster(1, base + timedelta(minutes=60))
    free = [m for m in range(60, 150) if not any(a <= m < a + d for a, d in stretches)]
    assert only(budgets([slot, *taken])).free_minutes == len(free)


def test_days_hold_the_starred_events_in_time_order() -> None:
    found = agenda_of(
        poster(2, at(24, 11, 30), board="1311"),
        poster(1, at(24, 11, 30), board="813"),
        oral(1, at(24, 10, 30)),
        oral(2, at(23, 10, 30)),
    )
    assert [day.date for day in found.days] == [date(2024, 7, 23), date(2024, 7, 24)]
    assert [e.id for e in found.days[1].items] == ["oral-1", "poster-1", "poster-2"]
    assert [budget.wanted_minutes for budget in found.days[1].budgets] == [10]
    assert found.unscheduled == ()


def test_what_has_only_a_day_comes_after_the_times_of_that_day() -> None:
    talk = Event("invited-talk-1", Kind.INVITED_TALK, "A", day=date(2024, 7, 24))
    found = agenda_of(talk, oral(1, at(24, 10, 30)))
    assert [e.id for e in found.days[0].items] == ["oral-1", "invited-talk-1"]


def test_what_has_neither_stands_apart_and_is_not_dropped() -> None:
    found = agenda_of(poster(1), poster(2))
    assert found.days == ()
    assert [e.id for e in found.unscheduled] == ["poster-1", "poster-2"]


def test_a_talk_is_put_on_the_day_of_its_session() -> None:
    session = Event("session-1", Kind.SESSION, "S", at(24, 10, 30), at(24, 11, 30))
    talk = Event("oral-1", Kind.ORAL, "O", parent="session-1")
    found = agenda_of(talk, schedule=(talk, session))
    assert [day.date for day in found.days] == [date(2024, 7, 24)]
    assert found.days[0].items[0].start is None


def test_the_day_is_the_venues() -> None:
    late = oral(1, datetime(2024, 7, 23, 22, 30, tzinfo=UTC))
    assert agenda_of(late).days[0].date == date(2024, 7, 24)


def test_an_event_that_left_the_schedule_stays_as_it_was_starred() -> None:
    gone = oral(1, at(24, 10, 30))
    assert agenda_of(gone, schedule=()).days[0].items == (gone,)


def test_an_event_that_moved_stands_at_its_new_time() -> None:
    found = agenda_of(oral(1, at(24, 10, 30)), schedule=(oral(1, at(25, 9)),))
    assert [day.date for day in found.days] == [date(2024, 7, 25)]


def test_gaps_are_the_free_time_between_fixed_events() -> None:
    day = agenda_of(
        oral(1, at(24, 9), 60),
        oral(2, at(24, 9, 30), 15),
        oral(3, at(24, 10), 15),
        poster(1, at(24, 11)),
        oral(4, at(24, 12)),
    ).days[0]
    assert [(gap.start, gap.end, gap.minutes) for gap in day.gaps] == [
        (at(24, 10, 15), at(24, 12), 105)
    ]


def test_after_an_unknown_end_no_time_is_called_free() -> None:
    day = agenda_of(oral(1, at(24, 9)), oral(2, at(24, 10), None), oral(3, at(24, 12))).days[0]
    assert [(gap.start, gap.end) for gap in day.gaps] == [(at(24, 9, 15), at(24, 10))]


@pytest.mark.parametrize(
    "boards",
    [["9", "10", "813", "1311", "2707", None], ["#5", "#12", "A1", "a2", "A10", "B1", None]],
)
def test_boards_sort_as_one_walks_past_them(boards: list[str | None]) -> None:
    shuffled = [*boards[1::2], *boards[::2]]
    assert sorted(shuffled, key=board_key) == boards


# Commitments


def own(start: datetime, end: datetime, *, away: bool = False, name: str = "block-1") -> Commitment:
    return Commitment(name, name.title(), start, end, away)


def planned(
    *events: Event, commitments: Sequence[Commitment] = (), **more: Collection[Any]
) -> Agenda:
    stars = {e.id: Star(e.id, Level.WANT, datetime(2024, 7, 1, tzinfo=UTC), e) for e in events}
    known = {event.id: event for event in events}
    return agenda(stars, known, VIENNA, commitments=commitments, **more)  # type: ignore[arg-type]


def test_a_commitment_takes_its_minutes_from_a_slot_as_a_talk_does() -> None:
    slot, talk = poster(1, at(24, 11, 30)), oral(1, at(24, 11, 30), 30)
    lunch = own(at(24, 11, 45), at(24, 12, 30))
    assert only(budgets([slot], commitments=[lunch])).free_minutes == 45
    assert only(budgets([slot, talk], commitments=[lunch])).free_minutes == 30


def test_a_commitment_is_no_free_time() -> None:
    day = planned(
        oral(1, at(24, 9)),
        oral(2, at(24, 14)),
        commitments=[own(at(24, 12), at(24, 13))],
    ).days[0]
    assert [(gap.start, gap.end, gap.minutes) for gap in day.gaps] == [
        (at(24, 9, 15), at(24, 12), 165),
        (at(24, 13), at(24, 14), 60),
    ]


def test_commitments_stand_on_each_of_their_days_in_time_order() -> None:
    late, early = own(at(23, 14), at(24, 12)), own(at(23, 9), at(23, 10), name="block-2")
    found = planned(oral(1, at(24, 10, 30)), commitments=[late, early])
    assert [(day.date.day, day.commitments) for day in found.days] == [
        (23, (early, late)),
        (24, (late,)),
    ]


def test_a_commitment_that_ends_at_midnight_is_not_on_the_day_after() -> None:
    found = planned(commitments=[own(at(23, 0), at(24, 0))])
    assert [day.date.day for day in found.days] == [23]


def test_a_commitment_alone_makes_only_the_days_asked_for() -> None:
    week = own(at(20, 0), at(30, 0))
    days = [date(2024, 7, 23), date(2024, 7, 24)]
    found = planned(oral(1, at(26, 9)), commitments=[week], days=days)
    assert [day.date.day for day in found.days] == [23, 24, 26]
    assert all(day.commitments == (week,) for day in found.days)


def test_a_commitment_of_a_thousand_years_is_no_matter() -> None:
    ages = Commitment(
        "block-1",
        "ages",
        datetime(1024, 1, 1, tzinfo=UTC),
        datetime(9024, 1, 1, tzinfo=UTC),
    )
    found = planned(commitments=[ages], days=[date(2024, 7, 23)])
    assert [day.date.day for day in found.days] == [23]


def test_what_lies_in_time_away_is_apart_and_has_no_budget() -> None:
    inside, outside = poster(1, at(24, 11, 30)), poster(2, at(24, 13, 30))
    found = planned(inside, outside, commitments=[own(at(24, 9), at(24, 13), away=True)])
    (day,) = found.days
    assert (day.items, day.away) == ((outside,), (inside,))
    assert [budget.events for budget in day.budgets] == [(outside,)]


def test_a_day_on_which_all_is_apart_is_still_a_day() -> None:
    away = own(at(24, 0), at(25, 0), away=True)
    (day,) = planned(oral(1, at(24, 9)), commitments=[away], days=[]).days
    assert (day.items, [event.id for event in day.away], day.gaps) == ((), ["oral-1"], ())


def test_what_one_presents_while_away_is_not_apart() -> None:
    away = own(at(24, 0), at(25, 0), away=True)
    (day,) = planned(oral(1, at(24, 9)), commitments=[away], mine={"oral-1"}).days
    assert [event.id for event in day.items] == ["oral-1"]
