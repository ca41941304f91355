"""The ways out of a problem in the plan: what each decides, and how it is offered."""

from __future__ import annotations

import pytest

from planner.itinerary.ways_out import WayOut
from planner.model import Level
from planner.workspace.problems import clash_heading, problems
from planner.workspace.session import Session
from planner.workspace.ways_out import keep_best, stay_words, take_way_out, way_words
from tests.five_days import CELLS_POSTER, commitment, event_of, moment, poster


def way(session: Session, name: str, what: str, of: str) -> str:
    """Take a way out of the worst problem of ``name``, and return what is said."""
    found = problems(session)
    clash = found.clashes_of(name)[0]
    ways = [each for each in found.ways_out(clash) if (each.what, each.event.id) == (what, of)]
    return take_way_out(session, ways[0], clash).sentence


def levels(session: Session) -> dict[str, Level]:
    return {name: star.level for name, star in session.itinerary().stars.items()}


def test_to_see_the_poster_instead_moves_the_star_and_its_level(planned: Session) -> None:
    before = levels(planned)
    assert way(planned, "oral-3", "showing", "oral-3") == "Its poster instead: Cells"
    after = levels(planned)
    assert after.pop(CELLS_POSTER) is before.pop("oral-3")
    assert after == before
    planned.decisions.undo()
    assert levels(planned) == before | {"oral-3": Level.WANT}


def test_to_leave_early_ends_the_clash_and_leaves_time_for_the_walk(planned: Session) -> None:
    # Bounds begins at 10:30 in another room.
    assert way(planned, "tutorial-1", "leave", "tutorial-1") == "You leave at 10:25: Causes"
    assert problems(planned).clashes_of("tutorial-1") == []
    row = planned.reading.row("tutorial-1")
    assert row is not None
    assert (row.event.end, row.leaves) == (moment(22, "10:25"), moment(22, "10:25"))
    planned.decisions.undo()
    assert len(problems(planned).clashes_of("tutorial-1")) == 1
    assert planned.itinerary().leaving == {}


def test_to_make_it_a_maybe_changes_the_level_alone(planned: Session) -> None:
    way(planned, "oral-3", "maybe", "oral-3")
    assert levels(planned)["oral-3"] is Level.MAYBE


def test_to_keep_one_takes_the_others_star_off(planned: Session) -> None:
    assert way(planned, "oral-3", "drop", "oral-2") == "Star taken off: Bees"
    assert "oral-2" not in levels(planned)


def test_time_of_ones_own_can_be_given_back(planned: Session) -> None:
    flight = commitment(planned, "Flight").id
    assert way(planned, "talk-2", "drop", flight) == "Time given back: Flight"
    assert flight not in planned.itinerary().commitments


def test_what_the_attendee_presents_is_never_given_up(planned: Session) -> None:
    planned.decisions.present([event_of(planned, "oral-3")], mine=True)
    found = problems(planned)
    ways = found.ways_out(found.clashes_of("oral-3")[0])
    assert ways
    assert "oral-3" not in {each.event.id for each in ways}


def test_each_way_out_is_a_line_in_plain_words(planned: Session) -> None:
    found = problems(planned)
    clash = found.clashes_of("oral-3")[0]
    assert clash_heading(clash, "oral-3") == "Clash, 15 min, with Bees"
    said = [way_words(each) for each in found.ways_out(clash)]
    assert said[0] == "See its poster, Thu 13:30, board 309, instead of Cells"
    assert "Take its star off: Cells" in said
    cells = event_of(planned, "oral-3")
    assert way_words(WayOut("maybe", cells)) == "Make it a maybe: Cells"
    leave = WayOut("leave", cells, until=moment(23, "10:50"))
    assert way_words(leave) == "Leave at 10:50, after 5 of 15 min: Cells"
    assert stay_words(cells) == "Stay to the end after all: Cells"


@pytest.mark.parametrize(("pinned", "gone"), [(False, {18, 19}), (True, {17, 18})])
def test_the_best_of_a_slot_are_kept_and_a_pin_always(
    planned: Session, pinned: bool, gone: set[int]
) -> None:
    # 18 of 20 fit; the last five are maybes, of which those with the largest boards go.
    planned.decisions.pin([event_of(planned, poster(1, 19))], pinned=pinned)
    budget = planned.reading.agenda().days[1].budgets[0]
    outcome = keep_best(planned, budget, "Poster Session 1")
    assert outcome.sentence == "Kept the best 18 of 20 in Poster Session 1"
    starred = planned.itinerary().stars
    assert {place for place in range(20) if poster(1, place) not in starred} == gone
    planned.decisions.undo()
    assert len(planned.itinerary().stars) == 60
