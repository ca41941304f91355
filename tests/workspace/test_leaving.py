"""Leaving an event early: one decision, and everything in the plan sees the shorter event."""

from __future__ import annotations

import pytest

from planner.export.plan_file import plan_bytes, plan_wishes, read_plan
from planner.model import Event
from planner.workspace.exporting import CalendarOptions, calendar, starred_rows
from planner.workspace.session import Session
from tests.five_days import moment, poster


def event(session: Session, event_id: str) -> Event:
    found = session.schedule.event(event_id)
    assert found is not None
    return found


def leave(session: Session, event_id: str, clock: str, day: int) -> str:
    return session.decisions.leave(event(session, event_id), moment(day, clock)).sentence


def test_it_is_one_decision_with_an_inverse(planned: Session) -> None:
    assert leave(planned, "talk-1", "14:10", 25) == "You leave at 14:10: Winter"
    assert planned.itinerary().leaving["talk-1"].until == moment(25, "14:10")
    assert planned.decisions.leave(event(planned, "talk-1"), None).sentence == (
        "You stay to the end: Winter"
    )
    assert planned.itinerary().leaving == {}
    assert planned.decisions.undo().sentence == "Undone: you stay to the end: Winter"
    assert planned.decisions.undo().sentence == "Undone: you leave at 14:10: Winter"
    assert planned.decisions.redo().changed
    assert "talk-1" in planned.itinerary().leaving


def test_budget_gap_and_suggestion_see_the_shorter_event(planned: Session) -> None:
    def thursday() -> tuple[int, list[int]]:
        day = planned.reading.agenda().days[3]
        return day.budgets[0].free_minutes, [gap.minutes for gap in day.gaps]

    # Winter, 14:00-14:30, takes its minutes from the poster session.
    assert thursday()[0] == 60
    leave(planned, "talk-1", "14:10", 25)
    assert thursday()[0] == 80
    # Causes no longer stands in the way of Bounds, so both are attended.
    from planner.workspace.suggesting import propose

    assert "tutorial-2" in {each.id for each in _left(planned)}
    planned.decisions.unblock(list(planned.itinerary().commitments))
    leave(planned, "tutorial-1", "10:25", 22)
    found = propose(planned.schedule, planned.itinerary())
    assert {"tutorial-1", "tutorial-2"} <= set(found.suggestion.attend)


def _left(session: Session) -> list[Event]:
    from planner.workspace.suggesting import propose

    found = propose(session.schedule, session.itinerary())
    return [found.events[each.id] for each in found.drop]


def test_the_moment_can_be_moved_either_way(planned: Session) -> None:
    leave(planned, "talk-1", "14:10", 25)
    met = planned.reading.chosen.as_met(event(planned, "talk-1"))
    planned.decisions.leave(met, moment(25, "14:20"))
    assert planned.itinerary().leaving["talk-1"].until == moment(25, "14:20")
    with pytest.raises(ValueError, match="before 14:30"):
        planned.decisions.leave(met, moment(25, "14:30"))


@pytest.mark.parametrize(
    ("event_id", "when", "said"),
    [
        ("talk-1", "14:00", "after 14:00 and before 14:30"),
        ("talk-1", "14:30", "after 14:00 and before 14:30"),
        (poster(3, 0), "14:00", "go when you like"),
        ("poster-90", "14:00", "no time known"),
    ],
)
def test_a_moment_outside_of_it_is_refused(
    planned: Session, event_id: str, when: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        leave(planned, event_id, when, 25)
    assert planned.itinerary().leaving == {}


def test_the_calendar_ends_when_one_leaves(planned: Session) -> None:
    def winter() -> str:
        content = calendar(planned, starred_rows(planned), CalendarOptions()).content.decode()
        return next(each for each in content.split("BEGIN:VEVENT") if "UID:talk-1@" in each)

    before = winter()
    leave(planned, "talk-1", "14:10", 25)
    after = winter()
    assert "DTEND;TZID=Europe/Vienna:20240725T143000" in before
    assert "DTEND;TZID=Europe/Vienna:20240725T141000" in after
    assert "You leave at 14:10." in after
    assert ("SEQUENCE:0" in before, "SEQUENCE:1" in after) == (True, True)


def test_a_plan_file_brings_it_back(planned: Session) -> None:
    leave(planned, "talk-1", "14:10", 25)
    saved = plan_bytes(planned.itinerary(), planned.now)
    planned.decisions.undo()
    plan = read_plan(saved, planned.schedule.zone)
    planned.store.decide("Loaded", plan_wishes(plan))
    assert planned.itinerary().leaving["talk-1"].until == moment(25, "14:10")
