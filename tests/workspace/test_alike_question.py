"""More like this: what is asked, and how what is shared is said."""

from __future__ import annotations

import pytest

from planner.model import Level
from planner.schedule.alike import Alike
from planner.schedule.search import NotReady
from planner.schedule.store import ScheduleStore
from planner.workspace.alike import has_stars, question, shared_words
from planner.workspace.session import Session


@pytest.mark.parametrize(
    ("words", "topic", "said"),
    [
        (("Graph", "Diffusion"), "Deep Learning->Graphs", "shares Graph, Diffusion   Graphs"),
        (("Graph",), None, "shares Graph"),
        ((), "Optimization", "Optimization"),
    ],
)
def test_what_is_shared_is_said_in_words(
    words: tuple[str, ...], topic: str | None, said: str
) -> None:
    assert shared_words(Alike(1, 1.0, words, topic)) == said


def test_a_star_counts_only_on_an_event_that_the_schedule_holds(session: Session) -> None:
    event = session.schedule.event("poster-1")
    assert event is not None
    assert not has_stars(session)
    session.decisions.star([event], Level.MAYBE)
    assert has_stars(session)


def test_while_there_is_no_index_there_is_no_answer(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScheduleStore, "indexed", False)
    assert isinstance(question(session, None, 5)(session.schedule), NotReady)
