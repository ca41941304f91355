"""A no: one decision about all showings of a paper, against which a star stands."""

from __future__ import annotations

from planner.export.plan_file import plan_bytes, plan_wishes, read_plan
from planner.itinerary.store import ItineraryStore
from planner.model import Event, Level
from planner.schedule.query import Query
from planner.schedule.search import View
from planner.workspace.liking import liking
from planner.workspace.session import Session
from tests.conftest import FrozenClock


def event(session: Session, event_id: str) -> Event:
    found = session.schedule.event(event_id)
    assert found is not None
    return found


def undecided(session: Session) -> list[str]:
    query = session.reading.parse("is:undecided")
    assert isinstance(query, Query)
    result = session.reading.search(query, View(merged=True))
    assert not isinstance(result, tuple)
    return session.schedule.ids(result.whole())


def test_a_no_is_about_both_showings_and_one_undo(session: Session) -> None:
    outcome = session.decisions.decline([event(session, "poster-1")], declined=True)
    assert outcome.sentence == "No: Honey for bears"
    assert outcome.event_ids == {"oral-1", "poster-1"}
    assert set(session.itinerary().declined) == {"oral-1", "poster-1"}
    assert len(session.store.history()) == 1
    undone = session.decisions.undo()
    assert undone.sentence == "Undone: no: Honey for bears"
    assert undone.event_ids == {"oral-1", "poster-1"}
    assert session.itinerary().declined == {}


def test_a_no_taken_off_says_so_and_again_changes_nothing(session: Session) -> None:
    talk = event(session, "oral-1")
    session.decisions.decline([talk], declined=True)
    assert not session.decisions.decline([talk], declined=True).changed
    outcome = session.decisions.decline([talk], declined=False)
    assert outcome.sentence == "No taken off: Honey for bears"
    assert session.itinerary().declined == {}


def test_several_at_once_are_counted_as_papers(session: Session) -> None:
    showings = [event(session, name) for name in ("oral-1", "poster-1", "talk-1")]
    assert session.decisions.decline(showings, declined=True).sentence == "No: 2 events"


def test_a_star_on_either_showing_takes_the_no_off_in_the_same_decision(session: Session) -> None:
    talk, poster = event(session, "oral-1"), event(session, "poster-1")
    session.decisions.decline([talk], declined=True)
    session.decisions.star([poster], Level.MUST)
    assert session.itinerary().declined == {}
    assert set(session.itinerary().stars) == {"poster-1"}
    session.decisions.undo()
    assert set(session.itinerary().declined) == {"oral-1", "poster-1"}
    assert session.itinerary().stars == {}


def test_a_no_takes_the_star_off_whichever_showing_has_it(session: Session) -> None:
    session.decisions.star([event(session, "poster-1")], Level.WANT)
    session.decisions.decline([event(session, "oral-1")], declined=True)
    assert session.itinerary().stars == {}
    session.decisions.undo()
    assert set(session.itinerary().stars) == {"poster-1"}
    assert session.itinerary().declined == {}


def test_a_no_is_a_decision_but_hides_nothing(session: Session) -> None:
    before = undecided(session)
    assert "oral-1" in before
    session.decisions.decline([event(session, "poster-1")], declined=True)
    assert undecided(session) == [each for each in before if each != "oral-1"]
    everything = session.reading.search(Query(), View(merged=True))
    assert not isinstance(everything, tuple)
    assert (everything.count, everything.hidden) == (3, 0)
    row = session.reading.row("oral-1")
    assert row is not None
    assert (row.declined, row.hidden, row.star) == (True, False, None)


def test_liking_weighs_stars_by_level_and_a_no_against(session: Session) -> None:
    for name, level in (("oral-1", Level.MUST), ("talk-1", Level.MAYBE)):
        session.decisions.star([event(session, name)], level)
    session.decisions.decline([event(session, "poster-2")], declined=True)
    session.decisions.hide([event(session, "break-1")], hidden=True)
    assert liking(session.itinerary()) == {"oral-1": 3, "talk-1": 1, "poster-2": -1}


def test_a_backup_keeps_a_no_and_a_file_without_any_still_loads(
    session: Session, clock: FrozenClock
) -> None:
    session.decisions.decline([event(session, "poster-1")], declined=True)
    zone = session.schedule.zone
    plan = read_plan(plan_bytes(session.itinerary(), clock()), zone)
    assert plan.declined == (("oral-1", clock()), ("poster-1", clock()))
    with ItineraryStore.open(
        session.places.data / "other.db", session.itinerary().conference_id, zone, clock
    ) as store:
        store.decide("restore", plan_wishes(plan))
        assert store.read().declined == session.itinerary().declined
    older = plan_bytes(session.itinerary(), clock()).replace(b'"declined"', b'"forgotten"')
    assert read_plan(older, zone).declined == ()
