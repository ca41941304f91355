"""A typed line: its cursor is always in view, and all of it where there is room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.tui.line_editor import LineEditor
from planner.tui.render import INVERSE, width_of
from planner.tui.widgets.typed_text import typed_text

TEXTS = st.text(st.sampled_from("ab 漢字é"), max_size=40)


def test_a_short_line_stands_there_whole_with_the_cursor_behind_it() -> None:
    pieces = typed_text(LineEditor.of("oral"), 20)
    assert "".join(text for text, _ in pieces) == "oral "
    assert pieces[1] == (" ", INVERSE)


def test_of_a_long_line_the_end_that_one_types_at_stays_in_view() -> None:
    before, under, after = typed_text(LineEditor.of("0123456789"), 5)
    assert (before[0], under[0], after[0]) == ("6789", " ", "")


def test_a_wide_sign_takes_two_cells() -> None:
    before, under, _ = typed_text(LineEditor.of("漢字漢字"), 6)
    assert (before[0], under[0]) == ("漢字", " ")


@given(TEXTS, st.integers(0, 40), st.integers(2, 30))
def test_the_cursor_is_in_view_and_no_room_is_wasted(text: str, place: int, room: int) -> None:
    editor = LineEditor(text, min(place, len(text)))
    (before, _), (under, style), (after, _) = typed_text(editor, room)
    assert style == INVERSE
    assert width_of(before) + width_of(under) <= room
    assert f"{text} ".endswith(before + under + after)
    gone = f"{text} ".removesuffix(before + under + after)
    assert not gone or width_of(gone[-1] + before + under) > room
