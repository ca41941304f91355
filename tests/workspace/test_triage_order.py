"""Triage's order: only what is undecided, by likeness, by a query's words, or as scheduled."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from planner.model import Level
from planner.schedule.query import Query
from planner.schedule.search import View
from planner.workspace import triage
from planner.workspace.liking import liking
from planner.workspace.session import Session
from planner.workspace.triage import Ranked, ranked


@pytest.fixture(autouse=True)
def _likeness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the last one given the most alike, so that one sees who was asked."""

    def ordered(_found: object, numbers: Sequence[int]) -> list[int]:
        return list(reversed(numbers))

    monkeypatch.setattr(triage, "ordered", ordered)


def order(session: Session, text: str = "", *, likeness: bool = True) -> tuple[list[str], str]:
    query = session.reading.parse(text)
    assert isinstance(query, Query)
    found = ranked(
        session.schedule,
        query,
        session.marks(),
        liking(session.itinerary()),
        likeness=likeness,
        now=session.now,
    )
    assert isinstance(found, Ranked)
    return session.schedule.ids(found.numbers), found.by


def star(session: Session, name: str) -> None:
    event = session.schedule.event(name)
    assert event is not None
    session.decisions.star([event], Level.WANT)


def decline(session: Session, name: str) -> None:
    event = session.schedule.event(name)
    assert event is not None
    session.decisions.decline([event], declined=True)


def test_without_a_star_it_is_browses_order_by_topic_a_paper_once(session: Session) -> None:
    assert order(session) == (["oral-1", "poster-2", "talk-1"], "topic")
    decline(session, "talk-1")
    assert order(session) == (["oral-1", "poster-2"], "topic")


def test_with_a_star_likeness_orders_what_is_undecided(session: Session) -> None:
    star(session, "poster-1")
    assert order(session) == (["talk-1", "poster-2"], "likeness")


def test_words_have_their_own_order(session: Session) -> None:
    star(session, "poster-2")
    assert order(session, "honey") == (["oral-1"], "words")
    assert order(session, "sort:title") == (["talk-1", "oral-1"], "words")
    assert order(session, "kind:oral,talk") == (["talk-1", "oral-1"], "likeness")


def test_the_schedules_order_is_by_time_where_half_of_the_papers_have_one(
    session: Session,
) -> None:
    star(session, "poster-2")
    assert session.schedule.coverage() == (1, 2)
    assert order(session, likeness=False) == (["oral-1", "talk-1"], "time")


def test_what_is_hidden_or_seen_is_decided(session: Session) -> None:
    talk, poster = session.schedule.event("talk-1"), session.schedule.event("poster-2")
    assert talk is not None
    assert poster is not None
    session.decisions.hide([talk], hidden=True)
    session.decisions.visit([poster], visited=True)
    assert order(session)[0] == ["oral-1"]


def test_everything_of_a_large_result_comes_in_one_reading(session: Session) -> None:
    result = session.reading.search(Query(), View())
    assert not isinstance(result, tuple)
    assert result.whole() == list(result.numbers(0, result.count))
