"""A paper is seen by its talk as much as by its poster."""

from __future__ import annotations

from planner.schedule.query import Query
from planner.schedule.search import NotReady, View
from planner.workspace.rows import Row
from planner.workspace.session import Session


def test_a_paper_is_seen_by_whichever_of_its_showings(session: Session) -> None:
    poster, talk = (session.schedule.event(name) for name in ("poster-1", "oral-1"))
    assert poster is not None
    assert talk is not None
    session.decisions.visit([poster], visited=True)

    def rows() -> list[Row]:
        query = session.reading.parse("is:visited")
        assert isinstance(query, Query)
        result = session.reading.search(query, View(order="time", merged=True))
        assert not isinstance(result, NotReady)
        return session.reading.rows(result.whole())

    # A paper's two showings are one row, that of the talk.
    (row,) = rows()
    assert (row.event.id, row.visited) == ("oral-1", True)
    assert session.decisions.toggle_seen(row).sentence == "Not seen: Honey for bears"
    assert rows() == []
    assert session.itinerary().visited == {}
    session.decisions.undo()
    assert session.itinerary().visited.keys() == {"poster-1"}


def test_the_command_line_prints_the_showing_that_was_seen(session: Session) -> None:
    poster = session.schedule.event("poster-1")
    assert poster is not None
    session.decisions.visit([poster], visited=True)
    query = session.reading.parse("is:visited")
    assert isinstance(query, Query)
    plain = session.reading.search(query, View(order="time", merged=False))
    assert not isinstance(plain, NotReady)
    assert session.schedule.ids(plain.whole()) == ["poster-1"]
