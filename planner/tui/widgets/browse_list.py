"""The Browse screen's search bar, line of kinds and list, painted from its state."""

from __future__ import annotations

from collections.abc import Mapping

from textual.strip import Strip

from planner.model import Certainty, Kind
from planner.schedule.query import QueryError
from planner.schedule.search import marked as spans_of
from planner.tui.browsing import MOST_ROWS_KEPT, Browsing
from planner.tui.render import (
    ACCENT,
    ACCENT_STRONG,
    CURSOR,
    DIM,
    INVERSE,
    PLAIN,
    STAR,
    STRONG,
    WARNING,
    Piece,
    Signs,
    cut,
    fit,
    line,
    marked,
    section,
    spread,
    width_of,
)
from planner.tui.section_words import section_count, section_label
from planner.workspace.reading import Row
from planner.workspace.wording import counted, short_slot

#: Lines above the list: the search bar and the kinds.
LINES_ABOVE = 2
KIND_WIDTH = 9
_BLANK: Piece = (" ", PLAIN)
NARROW = 70
#: Kinds whose names are too long for their column, and for that of a narrow screen.
_KIND_WORDS = {Kind.INVITED_TALK: "invited"}
_SHORT_KINDS = {
    Kind.SPOTLIGHT: "spot",
    Kind.TUTORIAL: "tutor",
    Kind.WORKSHOP: "wkshop",
    Kind.INVITED_TALK: "invite",
    Kind.AFFINITY: "affin",
    Kind.SESSION: "sess",
}

_KINDS = (
    Kind.ORAL,
    Kind.SPOTLIGHT,
    Kind.POSTER,
    Kind.TUTORIAL,
    Kind.WORKSHOP,
    Kind.DEMO,
)


class PaintedRows:
    """Rows as they were painted, kept until any row may look different."""

    def __init__(self) -> None:
        self._stands_for: tuple[int, int] = (-1, 0)
        self._strips: dict[tuple[int, bool], Strip] = {}

    def of(self, browsing: Browsing, width: int) -> dict[tuple[int, bool], Strip]:
        """Return the strips by event number and whether the cursor stands there."""
        stands_for = (browsing.generation, width)
        if stands_for != self._stands_for or len(self._strips) > MOST_ROWS_KEPT:
            self._stands_for, self._strips = stands_for, {}
        return self._strips


def paint_list(
    browsing: Browsing,
    kinds: Mapping[Kind, int],
    painted: PaintedRows,
    signs: Signs,
    width: int,
    height: int,
) -> list[Strip]:
    """Return the search bar, the kinds and the list in ``height`` lines."""
    strips = [search_bar(browsing, width, signs), kinds_line(kinds, width)]
    if browsing.waiting or browsing.result.count == 0:
        return strips + nothing_found(browsing, width, signs)
    by_time, kept = browsing.by_time, painted.of(browsing, width)
    for header, index, row in browsing.lines():
        if header is not None:
            label = section_label(header)
            strips.append(section(label, section_count(header), width, signs))
        elif row is not None:
            key = (row.number, index == browsing.scroll.cursor)
            if key not in kept:
                kept[key] = list_row(row, browsing, width, signs, key[1], by_time)
            strips.append(kept[key])
        else:
            strips.append(Strip.blank(width))
    return strips[:height]


def search_bar(browsing: Browsing, width: int, signs: Signs) -> Strip:
    """Return the search bar: the text with its cursor, and what it found or why not."""
    problem = browsing.problem
    found: list[Piece] = [(f" {count_words(browsing)} ", DIM)]
    if problem is not None:
        message = cut(problem.message, max(20, width * 2 // 3), signs.ellipsis)
        found = [(f" {message} ", WARNING)]
    room = width - sum(width_of(text) for text, _ in found) - 3
    left: list[Piece] = [(" /", ACCENT_STRONG if browsing.typing else DIM)]
    left += _editor_pieces(browsing, max(8, room), problem)
    return spread(left, found, width, signs.ellipsis)


def count_words(browsing: Browsing) -> str:
    """Return how much there is to see: hits, hidden ones, and the order."""
    result = browsing.result
    if browsing.waiting:
        return "preparing the search"
    hidden = f", and {result.hidden:,} hidden" if result.hidden else ""
    if browsing.view.show_hidden:
        hidden = ", hidden ones too"
    order = "time" if browsing.view.order == "time" else "topic"
    if not browsing.query:
        return f"{result.count:,} to choose from{hidden}, by {order}"
    return f"{result.count:,} found{hidden}"


def _editor_pieces(browsing: Browsing, room: int, problem: QueryError | None) -> list[Piece]:
    """Return the text so that its cursor is in view, the faulty part marked."""
    text, cursor = browsing.editor.text, browsing.editor.cursor
    styles = [STRONG if browsing.typing else PLAIN] * (len(text) + 1)
    if problem is not None:
        for place in range(problem.start, min(problem.end, len(text))):
            styles[place] = WARNING
    if browsing.typing:
        styles[cursor] = styles[cursor] + INVERSE
    first = 0
    while first < cursor and width_of(text[first : cursor + 1]) >= room:
        first += 1
    shown = text + " "
    stop = first
    while stop < len(shown) and width_of(shown[first : stop + 1]) <= room:
        stop += 1
    return [(shown[place], styles[place]) for place in range(first, stop)]


def kinds_line(kinds: Mapping[Kind, int], width: int) -> Strip:
    """Return the kinds with their counts, the rare ones together as "more"."""
    shown = [(kind.label, kinds[kind]) for kind in _KINDS if kinds.get(kind)]
    rest = sum(count for kind, count in kinds.items() if kind not in _KINDS)
    while True:
        more = [("more", rest)] if rest else []
        words = "  ".join(f"{label} {count:,}" for label, count in [*shown, *more])
        if width_of(words) + 2 <= width or not shown:
            break
        rest += shown.pop()[1]
    pieces: list[Piece] = [(" ", PLAIN)]
    for label, count in [*shown, *more]:
        pieces += [(f"{label} ", DIM), (f"{count:,}", PLAIN), ("  ", PLAIN)]
    return line(pieces, width)


def list_row(
    row: Row, browsing: Browsing, width: int, signs: Signs, at_cursor: bool, by_time: bool
) -> Strip:
    """Return one row: cursor, sign, kind, title, and what the section doesn't say."""
    event = row.event
    base = CURSOR if at_cursor else (DIM if row.hidden else PLAIN)
    narrow = width < NARROW
    kind = (
        _SHORT_KINDS.get(event.kind, event.kind.label)
        if narrow
        else _KIND_WORDS.get(event.kind, event.kind.label)
    )
    kind_width = 6 if narrow else KIND_WIDTH
    aside = _beside(row, by_time, signs)
    aside_width = 11
    title_width = width - 3 - kind_width - 2 - 1 - aside_width - 1
    title = cut(event.title, title_width, signs.ellipsis)
    pieces: list[Piece] = [
        (signs.cursor, ACCENT) if at_cursor else _BLANK,
        (signs.level(row.level), STAR) if row.star else _BLANK,
        (signs.seen, ACCENT) if row.visited else _BLANK,
        (fit(kind, kind_width, ""), base if at_cursor else DIM),
        ("  ", PLAIN),
        *marked(title, spans_of(title, browsing.query), base),
        (" " * (title_width - width_of(title) + 1), PLAIN),
        (fit(aside, aside_width, signs.ellipsis), DIM),
    ]
    return line(pieces, width)


def _beside(row: Row, by_time: bool, signs: Signs) -> str:
    """Return what the section doesn't say: the time, or under a slot's header the place.

    Before either a cell is kept for the sign that the time is inferred, or that
    it is somewhere (``?``) in the slot of the header.
    """
    event = row.event
    sign = signs.inferred if event.certainty.slot is Certainty.INFERRED else " "
    if row.hidden:
        return " hidden"
    if not by_time:
        return sign + (short_slot(event, row.parent) or signs.unknown)
    if event.start is None and row.parent is not None and row.parent.start is not None:
        sign = "?"
    place = f"#{event.board}" if event.board else event.room
    return sign + (place or (signs.unknown if sign == " " else ""))


def nothing_found(browsing: Browsing, width: int, signs: Signs) -> list[Strip]:
    """Return what an empty list says: why it is empty and what to press."""
    if browsing.waiting:
        words = ["The search index is being made; results come in a moment."]
    else:
        words = [f"Nothing found for: {browsing.query}"]
        if browsing.result.hidden:
            words.append(f"{counted(browsing.result.hidden, 'hidden event')} would: press .")
        words.append("Esc goes back; fewer or shorter words find more.")
    return [Strip.blank(width)] + [
        line([(f" {cut(text, width - 2, signs.ellipsis)}", DIM if index else PLAIN)], width)
        for index, text in enumerate(words)
    ]
