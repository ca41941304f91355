"""The Browse screen's search bar, line of kinds and list, painted from its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.strip import Strip

from planner.commands import BROWSE, SEARCH
from planner.keys import Keys
from planner.model import Certainty, Kind
from planner.schedule.query import Query
from planner.schedule.search import marked as spans_of
from planner.tui.browsing import MOST_ROWS_KEPT, Browsing
from planner.tui.completing import found_words
from planner.tui.render import (
    ACCENT,
    CURSOR,
    DIM,
    EDGE,
    PLAIN,
    STAR,
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
from planner.tui.widgets.search_bar import bar_of
from planner.tui.widgets.targets import Target, aimed
from planner.workspace.rows import Row
from planner.workspace.wording import counted, short_slot

if TYPE_CHECKING:
    from planner.schedule.corrections import Correction

#: What a click on a section's header or on a kind does: narrow the query to it, or not any more.
NARROW_TO = "narrow to"
#: Lines above the list: the search bar and the kinds.
LINES_ABOVE = 2
KIND_WIDTH, SHORT_KIND_WIDTH = 9, 6
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
_PAPERS = (Kind.ORAL, Kind.SPOTLIGHT)


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
    second: Strip,
    instead: Sequence[Correction],
    painted: PaintedRows,
    signs: Signs,
    width: int,
    height: int,
) -> list[Strip]:
    """Return the search bar, the line below it and the list in ``height`` lines.

    ``second`` is the line of kinds or what Tab offers; ``instead`` is what to
    search for where nothing is found.
    """
    strips = [search_bar(browsing, width, signs), second]
    if browsing.waiting or browsing.result.count == 0:
        return strips + nothing_found(browsing, instead, width, signs)
    by_time, kept = browsing.by_time, painted.of(browsing, width)
    for header, index, row in browsing.lines():
        if header is not None:
            label = section_label(header)
            strip = section(label, section_count(header), width, signs)
            strips.append(aimed(strip, [Target(0, width, NARROW_TO, header)]))
        elif row is not None:
            key = (row.number, index == browsing.scroll.cursor)
            if key not in kept:
                kept[key] = list_row(row, browsing.query, width, signs, key[1], by_time)
            strips.append(kept[key])
        else:
            strips.append(Strip.blank(width))
    return strips[:height]


def search_bar(browsing: Browsing, width: int, signs: Signs) -> Strip:
    """Return the search bar: the text with its cursor, and what it found or why not."""
    found = count_words(browsing)
    return bar_of(browsing.editor, browsing.typing, browsing.problem, found, width, signs)


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


def kinds_line(kinds: Mapping[Kind, int], width: int) -> Strip:
    """Return the kinds with their counts, the rare ones together as "more"; a click filters."""
    # A conference without papers has other kinds to choose from.
    named = _KINDS if any(map(kinds.get, _PAPERS)) else tuple(Kind)
    shown = [(kind.label, kinds[kind], kind) for kind in named if kinds.get(kind)]
    rest = sum(count for kind, count in kinds.items() if kind not in named)
    while True:
        more = [("more", rest, None)] if rest else []
        words = "  ".join(f"{label} {count:,}" for label, count, _ in [*shown, *more])
        if width_of(words) + 2 <= width or not shown:
            break
        rest += shown.pop()[1]
    pieces: list[Piece] = [(" ", PLAIN)]
    targets: list[Target] = []
    start = 1
    for label, count, kind in [*shown, *more]:
        pieces += [(f"{label} ", DIM), (f"{count:,}", PLAIN), ("  ", PLAIN)]
        stop = start + width_of(f"{label} {count:,}")
        # The rare kinds are told apart in the filter.
        targets.append(Target(start, stop, NARROW_TO if kind else "filter", kind))
        start = stop + 2
    return aimed(line(pieces, width), targets)


def list_row(
    row: Row, query: Query, width: int, signs: Signs, at_cursor: bool, by_time: bool
) -> Strip:
    """Return one row: cursor, sign, kind, title, and what the section doesn't say."""
    event = row.event
    base = CURSOR if at_cursor else (DIM if row.hidden or row.declined else PLAIN)
    narrow = width < NARROW
    kind = kind_word(event.kind, narrow)
    kind_width = SHORT_KIND_WIDTH if narrow else KIND_WIDTH
    aside = _beside(row, by_time, signs)
    aside_width = 11
    title_width = width - 3 - kind_width - 2 - 1 - aside_width - 1
    title = cut(event.title, title_width, signs.ellipsis)
    pieces: list[Piece] = [
        (signs.cursor, EDGE) if at_cursor else _BLANK,
        star_sign(row, signs),
        (signs.seen, ACCENT) if row.visited else _BLANK,
        (fit(kind, kind_width, ""), base if at_cursor else DIM),
        ("  ", PLAIN),
        *marked(title, spans_of(title, query), base),
        (" " * (title_width - width_of(title) + 1), PLAIN),
        (fit(aside, aside_width, signs.ellipsis), DIM),
    ]
    return line(pieces, width)


def kind_word(kind: Kind, narrow: bool) -> str:
    """Return a kind as its column says it."""
    return (_SHORT_KINDS if narrow else _KIND_WORDS).get(kind, kind.label)


def star_sign(row: Row, signs: Signs) -> Piece:
    """Return the sign of a row's star, a quiet one where it got a no."""
    if row.star:
        return signs.level(row.level), STAR
    return (signs.no, DIM) if row.declined else _BLANK


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
    if place is None and row.own_time:
        place = "yours"
    return sign + (place or (signs.unknown if sign == " " else ""))


def nothing_found(
    browsing: Browsing, instead: Sequence[Correction], width: int, signs: Signs
) -> list[Strip]:
    """Return what an empty list says: why it is empty, what may be meant, what to press."""
    if browsing.waiting:
        words = ["The search index is being made; results come in a moment."]
        return [Strip.blank(width), *_words(words, width, signs)]
    from planner.tui.nothing_yet import nothing_yet

    words = [f"Nothing found for: {browsing.query}"]
    session = browsing.session
    first = nothing_yet(browsing.query, session.marks(), session.keys)
    if browsing.result.hidden:
        press = browsing.session.keys.key("hidden")
        words.append(f"{counted(browsing.result.hidden, 'hidden event')} would: press {press}")
    strips = [Strip.blank(width), *_words(words, width, signs)]
    strips += meant_instead(instead, browsing.typing, browsing.session.keys, width, signs)
    way = first or "Esc goes back; fewer or shorter words find more."
    return [*strips, line([(f" {cut(way, width - 2, signs.ellipsis)}", DIM)], width)]


def meant_instead(
    instead: Sequence[Correction], typing: bool, keys: Keys, width: int, signs: Signs
) -> list[Strip]:
    """Return what may be meant by a query that finds nothing, and which key takes it."""
    if not instead:
        return []
    key = keys.key("complete", SEARCH) if typing else keys.key("open", BROWSE)
    strips = [
        Strip.blank(width),
        *_words([f"Did you mean ({key} takes the first)"], width, signs),
    ]
    for correction in instead:
        aside: list[Piece] = [(f" {found_words(correction)} ", DIM)]
        left: list[Piece] = [("   ", PLAIN), (correction.query, ACCENT)]
        strips.append(spread(left, aside, width, signs.ellipsis))
    return [*strips, Strip.blank(width)]


def _words(words: Sequence[str], width: int, signs: Signs) -> list[Strip]:
    return [
        line([(f" {cut(text, width - 2, signs.ellipsis)}", DIM if index else PLAIN)], width)
        for index, text in enumerate(words)
    ]
