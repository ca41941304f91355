"""The search bar's lines: the text with its cursor, and what Tab would put there."""

from __future__ import annotations

from textual.strip import Strip

from planner.commands import SEARCH
from planner.keys import Keys
from planner.schedule.query import QueryError
from planner.tui.completing import Completing
from planner.tui.line_editor import LineEditor
from planner.tui.render import (
    ACCENT_STRONG,
    DIM,
    INVERSE,
    PLAIN,
    STRONG,
    WARNING,
    Piece,
    Signs,
    cut,
    line,
    spread,
    width_of,
)

#: An offer is cut to this share of the line, so that two can be seen.
_SHARE = 0.6


def bar_of(
    editor: LineEditor,
    typing: bool,
    problem: QueryError | None,
    words: str,
    width: int,
    signs: Signs,
) -> Strip:
    """Return a search bar's line: its text with the cursor, and ``words`` or what is wrong."""
    found: list[Piece] = [(f" {words} ", DIM)]
    if problem is not None:
        message = cut(problem.message, max(20, width * 2 // 3), signs.ellipsis)
        found = [(f" {message} ", WARNING)]
    room = width - sum(width_of(text) for text, _ in found) - 3
    left: list[Piece] = [(" /", ACCENT_STRONG if typing else DIM)]
    left += _editor_pieces(editor, typing, max(8, room), problem)
    return spread(left, found, width, signs.ellipsis)


def _editor_pieces(
    editor: LineEditor, typing: bool, room: int, problem: QueryError | None
) -> list[Piece]:
    """Return the text so that its cursor is in view, the faulty part marked."""
    text, cursor = editor.text, editor.cursor
    styles = [STRONG if typing else PLAIN] * (len(text) + 1)
    if problem is not None:
        for place in range(problem.start, min(problem.end, len(text))):
            styles[place] = WARNING
    if typing:
        styles[cursor] = styles[cursor] + INVERSE
    first = 0
    while first < cursor and width_of(text[first : cursor + 1]) >= room:
        first += 1
    shown = text + " "
    stop = first
    while stop < len(shown) and width_of(shown[first : stop + 1]) <= room:
        stop += 1
    return [(shown[place], styles[place]) for place in range(first, stop)]


def offers_line(completing: Completing, keys: Keys, width: int, signs: Signs) -> Strip:
    """Return the offers from the chosen one on, as many as fit whole, behind the key for them."""
    lead = "did you mean  " if completing.corrections else ""
    pieces: list[Piece] = [(f" {keys.key('complete', SEARCH)} ", ACCENT_STRONG), (f" {lead}", DIM)]
    room = width - sum(width_of(text) for text, _ in pieces)
    first = completing.chosen or 0
    offers = completing.offers
    for place in (*range(first, len(offers)), *range(first)):
        offer = offers[place]
        aside = f" {offer.aside}" if offer.aside else ""
        most = max(8, int(width * _SHARE) - width_of(aside))
        shown = cut(offer.shown, most, signs.ellipsis)
        needed = width_of(shown) + width_of(aside) + 2
        if needed > room:
            break
        chosen = place == completing.chosen
        pieces += [(shown, STRONG + INVERSE if chosen else PLAIN), (aside, DIM), ("  ", PLAIN)]
        room -= needed
    return line(pieces, width)
