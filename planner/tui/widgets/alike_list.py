"""The overlay of events alike, painted from its state: two lines a suggestion."""

from __future__ import annotations

from textual.strip import Strip

from planner.schedule.alike import Alike
from planner.schedule.query import Query
from planner.tui.likening import Likening
from planner.tui.render import DIM, PLAIN, Signs, cut, line, row_edge, section
from planner.tui.widgets.browse_list import KIND_WIDTH, NARROW, SHORT_KIND_WIDTH, list_row
from planner.workspace.alike import shared_words

#: The line above the suggestions, which says what they are like.
LINES_ABOVE = 1
LINES_PER_ROW = 2
_NO_WORDS = Query()


def rows_in(height: int) -> int:
    """Return how many suggestions a body of this height holds."""
    return max(1, (height - LINES_ABOVE) // LINES_PER_ROW)


def paint_alike(likening: Likening, signs: Signs, width: int, height: int) -> list[Strip]:
    """Return what is asked for, and under it the suggestions in view."""
    likening.scroll = likening.scroll.sized(rows_in(height))
    strips = [section(*_heading(likening), width, signs)]
    if not likening.found:
        return [*strips, Strip.blank(width), *_nothing(likening, signs, width)]
    scroll = likening.scroll
    for index in range(scroll.top, min(scroll.count, scroll.top + scroll.height)):
        strips += _suggestion(likening, likening.found[index], index == scroll.cursor, signs, width)
    return strips


def _heading(likening: Likening) -> tuple[str, str]:
    """Return the heading's words and its count."""
    count = f"{len(likening.found):,}" if likening.found else ""
    return likening.heading, count


def _suggestion(
    likening: Likening, suggestion: Alike, at_cursor: bool, signs: Signs, width: int
) -> list[Strip]:
    """Return a suggestion's row as Browse has it, and quietly below it what is shared."""
    row = list_row(likening.row(suggestion), _NO_WORDS, width, signs, at_cursor, by_time=False)
    indent = 5 + (SHORT_KIND_WIDTH if width < NARROW else KIND_WIDTH)
    words = cut(shared_words(suggestion), width - indent - 1, signs.ellipsis)
    edge = row_edge(at_cursor, signs)
    return [row, line([edge, (" " * (indent - 1), PLAIN), (words, DIM)], width)]


def _nothing(likening: Likening, signs: Signs, width: int) -> list[Strip]:
    """Return what is said where there is no suggestion: why, and what to press."""
    if likening.waiting:
        words = ["The search index is being made; suggestions come in a moment."]
    elif likening.found is None:
        return []
    else:
        words = [f"{likening.nothing}.", "Esc goes back."]
    return [
        line([(f" {cut(text, width - 2, signs.ellipsis)}", DIM if index else PLAIN)], width)
        for index, text in enumerate(words)
    ]
