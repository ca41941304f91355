"""A note: the attendee's words about an event, one decision and one undo."""

from __future__ import annotations

from planner.model import Event
from planner.workspace.session import Session


def event(session: Session, event_id: str) -> Event:
    found = session.schedule.event(event_id)
    assert found is not None
    return found


def texts(session: Session) -> dict[str, str]:
    return {key: note.text for key, note in session.itinerary().notes.items()}


def test_a_note_is_kept_replaced_and_undone(session: Session) -> None:
    talk = event(session, "talk-1")
    outcome = session.decisions.note(talk, "ask")
    assert outcome.sentence == "Note kept: Bees and l₀"
    assert outcome.event_ids == {"talk-1"}
    session.decisions.note(talk, "ask again")
    assert texts(session) == {"talk-1": "ask again"}
    assert session.decisions.undo().sentence == "Undone: note kept: Bees and l₀"
    assert texts(session) == {"talk-1": "ask"}


def test_an_empty_note_takes_it_off(session: Session) -> None:
    talk = event(session, "talk-1")
    assert not session.decisions.note(talk, " \n").changed
    session.decisions.note(talk, "ask")
    assert session.decisions.note(talk, "  ").sentence == "Note taken off: Bees and l₀"
    assert texts(session) == {}
    session.decisions.undo()
    assert texts(session) == {"talk-1": "ask"}


def test_a_note_is_cleaned_and_keeps_its_lines(session: Session) -> None:
    session.decisions.note(event(session, "talk-1"), "a\x1b[31m b\r\n\u202ec\n")
    assert texts(session) == {"talk-1": "a [31m b\nc"}
    assert not session.decisions.note(event(session, "talk-1"), "a [31m b\nc").changed


def test_a_note_stands_in_the_detail_of_either_showing(session: Session) -> None:
    session.decisions.note(event(session, "poster-1"), "at the poster")
    row = session.reading.row("oral-1")
    assert row is not None
    assert session.reading.detail(row).note == "at the poster"
