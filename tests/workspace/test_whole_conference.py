"""A whole conference planned as an attendee would: sixty stars, five days, time of one's own.

What is compared with was worked out by hand from the tables in ``tests/five_days.py``.
"""

from __future__ import annotations

from planner.workspace.session import Session
from planner.workspace.suggesting import propose, take
from tests.five_days import CELLS_POSTER, poster


def test_what_collides(planned: Session) -> None:
    found = [
        (clash.a.title, clash.b.title, clash.kind, clash.minutes)
        for clash in planned.reading.clashes()
    ]
    assert found == [
        # Mon 10:30-11:00 is in both; then the rehearsal 12:00-13:15 takes the last 30 minutes
        # of the one and the first 15 of the other.
        ("Causes", "Bounds", "clash", 30),
        ("Bounds", "My rehearsal", "clash", 30),
        ("My rehearsal", "Agents", "clash", 15),
        # Tue: Honey ends at 10:45 in Room 1, Bees begins then in Room 2, and the walk is 5 min;
        # Cells begins then in Room 1, so nothing lacks there. Bees and Cells are 15 min each.
        ("Honey", "Bees", "tight", 5),
        ("Bees", "Cells", "clash", 15),
        # Fri: Queens 09:00-10:00, Swarms 09:30-10:30, Drones 10:00-11:00, the call 10:15-10:45.
        # Queens and Drones follow each other in one room; the workshop holds them both.
        ("Queens", "Swarms", "clash", 30),
        ("Swarms", "Drones", "clash", 30),
        ("Swarms", "Call home", "clash", 15),
        ("Drones", "Call home", "clash", 30),
        # The flight is 15:00-17:00, Farewell 15:30-16:30.
        ("Flight", "Farewell", "clash", 60),
    ]


def test_what_the_poster_slots_ask_for(planned: Session) -> None:
    budgets = [budget for day in planned.reading.agenda().days for budget in day.budgets]
    assert [(each.session, each.wanted_minutes, each.free_minutes) for each in budgets] == [
        # 20 posters of 5 min, and nothing else in that slot.
        ("session-1", 100, 90),
        # 15 posters; lunch takes 12:00-13:00 of 11:30-13:00.
        ("session-2", 75, 30),
        # 8 posters; Winter takes 14:00-14:30 of 13:30-15:00.
        ("session-3", 40, 60),
    ]


def test_what_stays_free(planned: Session) -> None:
    gaps = [
        (f"{gap.start:%a %H:%M}", gap.minutes)
        for day in planned.reading.agenda().days
        for gap in day.gaps
    ]
    assert gaps == [
        # Opening words end at 10:00, Honey begins at 10:30.
        ("Tue 10:00", 30),
        # Dances end at 10:45, lunch is at 12:00.
        ("Wed 10:45", 75),
        # Drones end at 11:00, the flight is at 15:00. (A workshop takes no time of its own.)
        ("Fri 11:00", 240),
    ]


def test_what_is_suggested(planned: Session) -> None:
    found = propose(planned.schedule, planned.itinerary()).suggestion
    # Session 1: 18 of 20 fit, so two maybes go, those with the largest ids.
    first = [poster(1, place) for place in range(18)]
    # Session 2: 6 of 15 fit: the three musts, and three of the twelve others.
    second = [poster(2, place) for place in range(6)]
    third = [poster(3, place) for place in range(8)]
    assert set(found.attend) == {
        # A must against a want; the rehearsal stands in the way of the other two.
        "tutorial-1",
        # Bees (100) rather than Honey and Cells together (20).
        *("invited-1", "oral-2"),
        *first,
        "oral-4",
        *second,
        *("talk-1", *third),
        # The call is in the way of Drones and of Swarms.
        "item-1",
    }
    assert len(found.attend) == 38
    # Mon 100; Tue 10 + 100; session 1: 5 x 100 + 10 x 10 + 3 x 1; Wed 100;
    # session 2: 3 x 100 + 3 x 10; Thu 10; session 3: 8 x 10; Fri 10.
    assert found.worth == 100 + 110 + 603 + 100 + 330 + 10 + 80 + 10
    assert {each.id for each in found.drop} == {
        *("tutorial-2", "tutorial-3", "oral-1", "oral-3", "item-2", "item-3", "talk-2"),
        *(poster(1, place) for place in (18, 19)),
        *(poster(2, place) for place in range(6, 15)),
    }
    assert {each.id: each.why for each in found.unplanned} == {
        **{f"poster-9{n}": "no time known" for n in range(3)},
        "workshop-1": "it holds others; choose among them",
    }


def test_taking_it_leaves_nothing_that_does_not_work(planned: Session) -> None:
    proposal = propose(planned.schedule, planned.itinerary())
    # Of what goes, only Cells has another showing; 45 of 60 min are taken in its session then.
    assert [(event.id, level) for event, level in proposal.take] == [(CELLS_POSTER, "want")]
    whys = {each.id: each.why for each in proposal.drop}
    assert whys["oral-3"].endswith("its poster is Thu 13:30, board 309: it fits instead")
    outcome = take(planned, proposal)
    assert outcome.sentence == (
        "Suggestion taken: 18 stars taken off, 1 other showing starred instead"
    )
    # 60 less 18, and the one instead.
    assert len(planned.itinerary().stars) == 43
    assert planned.reading.clashes() == []
    days = planned.reading.agenda().days
    assert not any(budget.missing_minutes for day in days for budget in day.budgets)
    planned.decisions.undo()
    assert len(planned.itinerary().stars) == 60
    assert len(planned.reading.clashes()) == 10


def test_what_is_suggested_once_more_changes_nothing(planned: Session) -> None:
    take(planned, propose(planned.schedule, planned.itinerary()))
    again = propose(planned.schedule, planned.itinerary())
    assert not again.changes
    assert take(planned, again).changed is False
