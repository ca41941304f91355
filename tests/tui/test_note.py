"""Notes: one line that grows, written over whichever list one stands in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from planner.model import Level
from planner.tui.screens.note import rows_of
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp, settled

#: During Poster Session 4.
DURING = datetime(2024, 7, 24, 11, 52, tzinfo=UTC)
B813, B1311, TALK = "poster-34248", "poster-33551", "oral-35498"


def star(session: Session, *ids: str) -> None:
    found = [session.schedule.event(each) for each in ids]
    session.decisions.star([event for event in found if event is not None], Level.WANT)


@pytest.fixture
def walked(session: Session) -> Session:
    """A session whose attendee starred two posters of Poster Session 4."""
    star(session, B813, B1311)
    return session


async def test_a_note_is_written_without_leaving_the_walk(
    open_app: OpenApp, walked: Session
) -> None:
    async with open_app((60, 20), at=DURING) as screen:
        await screen.press("3", "j", "i")
        assert "Stop Regressing" in screen.lines[2]
        await screen.paste("ask about the bound, and whether the code is out there somewhere")
        await screen.press("enter")
        note = walked.itinerary().notes[B1311]
        assert note.text == "ask about the bound, and whether the code is out there somewhere"
        assert screen.cursor_line[5:9] == "1311"
        assert screen.status.startswith("Note kept: Stop Regressing")
        assert "note: ask about the bound" in screen.text
        await screen.press("u")
        assert B1311 not in walked.itinerary().notes


async def test_escape_leaves_a_note_as_it_was(open_app: OpenApp, walked: Session) -> None:
    async with open_app(at=DURING) as screen:
        await screen.press("3", "i", *"one", "enter", "i", *" two", "escape")
        assert walked.itinerary().notes[B813].text == "one"
        await screen.press("i", "ctrl+u")
        assert "Enter takes the note off" in screen.text
        await screen.press("enter")
        assert dict(walked.itinerary().notes) == {}


async def test_every_list_writes_notes(open_app: OpenApp, session: Session) -> None:
    star(session, B813)
    async with open_app(at=DURING) as screen:
        for number, keys in enumerate((("1",), ("2", "G"), ("3",), ("4",)), 1):
            await screen.press(*keys)
            await settled(screen.pilot)
            await screen.press("i", "ctrl+u", *f"note{number}", "enter")
            texts = {note.text for note in session.itinerary().notes.values()}
            assert f"note{number}" in texts
            assert screen.status.startswith("Note kept:")


async def test_a_note_of_several_lines_keeps_them(open_app: OpenApp, walked: Session) -> None:
    event = walked.schedule.event(B813)
    assert event is not None
    walked.decisions.note(event, "first\nsecond")
    async with open_app(at=DURING) as screen:
        await screen.press("3", "i")
        assert screen.lines[screen.lines.index(" first") + 1] == " second"
        await screen.press(*"!", "enter")
        assert walked.itinerary().notes[B813].text == "first\nsecond!"


async def test_a_papers_note_is_edited_from_either_showing(
    open_app: OpenApp, session: Session
) -> None:
    star(session, TALK)
    event = session.schedule.event(B1311)
    assert event is not None
    session.decisions.note(event, "at the poster")
    async with open_app(at=DURING) as screen:
        await screen.press("2", "i", *"!", "enter")
        notes = session.itinerary().notes
        assert {key: note.text for key, note in notes.items()} == {B1311: "at the poster!"}


@pytest.mark.parametrize(
    "text", ["", "a", "one two three", "a" * 25, "a\n\nb", "宽宽宽宽 宽", "x  "]
)
@pytest.mark.parametrize("width", [4, 10])
def test_rows_of_a_note_hold_all_of_it(text: str, width: int) -> None:
    rows = rows_of(text, width)
    assert "".join(text[start:end] for start, end in rows) == text
    assert [end for _, end in rows[:-1]] == [start for start, _ in rows[1:]]
