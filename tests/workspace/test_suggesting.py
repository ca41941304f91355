"""Suggestions for a session's plan: what is told, what is taken, and what stays in any case."""

from __future__ import annotations

import pytest

from planner.model import Level
from planner.workspace.session import Session
from planner.workspace.suggesting import Proposal, propose, question, screen_words, take
from tests.five_days import CELLS_POSTER, commitment, moment, poster


def proposed(session: Session) -> Proposal:
    return propose(session.schedule, session.itinerary())


def why(session: Session, event_id: str) -> str:
    return next(each.why for each in proposed(session).drop if each.id == event_id)


def pin(session: Session, event_id: str) -> None:
    event = session.schedule.event(event_id)
    assert event is not None
    session.decisions.pin([event], pinned=True)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("overlaps X, worth 100 against 10", "overlaps X, wanted more"),
        ("overlaps X and Y, worth 10 against 10", "overlaps X and Y, wanted as much"),
        ("takes the time of 3 posters: worth 1,030 against 10", None),
        ("you are away then", "you are away then"),
    ],
)
def test_the_screen_says_what_is_wanted_more_without_numbers(reason: str, said: str | None) -> None:
    assert screen_words(reason) == (said or "takes the time of 3 posters: wanted more")


def test_no_reason_says_worth_on_the_screen(planned: Session) -> None:
    said = [screen_words(each.why) for each in proposed(planned).drop]
    assert len(said) == 18
    assert not any("worth" in words for words in said)


def test_a_pinned_event_is_kept(planned: Session) -> None:
    assert "oral-3" not in proposed(planned).suggestion.attend
    pin(planned, "oral-3")
    found = proposed(planned)
    assert "oral-3" in found.suggestion.attend
    assert "oral-2" in found.leave


def test_what_the_attendee_presents_is_never_left_out(planned: Session) -> None:
    event = planned.schedule.event(poster(2, 14))
    assert event is not None
    assert event.id in proposed(planned).leave
    planned.decisions.present([event], mine=True)
    assert event.id in proposed(planned).suggestion.attend


def test_what_lies_in_time_away_keeps_its_star(planned: Session) -> None:
    planned.decisions.block("away", moment(25, "00:00"), moment(26, "00:00"), away=True)
    found = proposed(planned)
    assert why(planned, "talk-1") == "you are away then"
    assert "talk-1" not in found.leave
    # Its poster hangs while one is away, so Cells has no other showing any more.
    assert found.take == ()
    take(planned, found)
    assert "talk-1" in planned.itinerary().stars


def test_another_showing_is_taken_only_where_it_fits(planned: Session) -> None:
    assert [event.id for event, _ in proposed(planned).take] == [CELLS_POSTER]
    # Of 13:30-15:00 the talk leaves 60 min, and this one 20 less; the 8 posters want 40.
    planned.decisions.block("Coffee", moment(25, "14:30"), moment(25, "14:50"))
    assert proposed(planned).take == ()


def test_a_hidden_showing_is_not_taken(planned: Session) -> None:
    event = planned.schedule.event(CELLS_POSTER)
    assert event is not None
    planned.decisions.hide([event], hidden=True)
    assert proposed(planned).take == ()


def test_the_other_showing_gets_the_level_of_the_star_that_goes(planned: Session) -> None:
    talk = planned.schedule.event("oral-3")
    assert talk is not None
    planned.decisions.star([talk], Level.MAYBE)
    take(planned, proposed(planned))
    assert planned.itinerary().stars[CELLS_POSTER].level is Level.MAYBE


def test_where_everything_fits_nothing_changes(planned: Session) -> None:
    planned.decisions.unstar(list(planned.itinerary().stars))
    found = proposed(planned)
    assert found.summary == "Nothing to change: all that can be planned fits"
    assert take(planned, found).changed is False


def test_the_question_is_about_the_plan_when_it_was_asked(planned: Session) -> None:
    asked = question(planned)
    planned.decisions.unblock([commitment(planned, "Flight").id])
    found = asked(planned.schedule)
    assert "talk-2" in found.leave
    assert found.itinerary.version != planned.itinerary().version
    assert "talk-2" not in proposed(planned).leave
