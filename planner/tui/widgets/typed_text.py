"""A line in which one types, painted with its cursor in view."""

from __future__ import annotations

from planner.tui.line_editor import LineEditor
from planner.tui.render import INVERSE, STRONG, Piece, width_of


def typed_text(editor: LineEditor, room: int) -> list[Piece]:
    """Return what is typed, with the cursor; where it is too long its beginning gives way.

    Args:
        editor: The line.
        room: How many cells there are up to and with the cursor; the text behind
            it may be longer, and is cut with the line that it stands in.
    """
    text, place = f"{editor.text} ", editor.cursor
    first, left = place, room - width_of(text[place])
    while first and (left := left - width_of(text[first - 1])) >= 0:
        first -= 1
    return [
        (text[first:place], STRONG),
        (text[place], INVERSE),
        (text[place + 1 :], STRONG),
    ]
