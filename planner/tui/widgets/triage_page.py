"""The Triage screen's page of titles, or one event of it, painted from its state."""

from __future__ import annotations

from textual.strip import Strip

from planner.commands import TRIAGE
from planner.schedule.search import marked as spans_of
from planner.tui.completing import Completing
from planner.tui.render import (
    ACCENT,
    ACCENT_STRONG,
    CURSOR,
    DIM,
    PLAIN,
    Piece,
    Signs,
    cut,
    fit,
    line,
    marked,
    row_edge,
    width_of,
    wrapped,
)
from planner.tui.triaging import Triaging
from planner.tui.widgets.browse_list import (
    KIND_WIDTH,
    NARROW,
    kind_word,
    meant_instead,
    star_sign,
)
from planner.tui.widgets.search_bar import bar_of, offers_line
from planner.workspace.rows import Row
from planner.workspace.wording import people_words

#: Lines above the page: the search bar and how it goes.
LINES_ABOVE = 2
#: From this width on a title stands on one line with what is said quietly beside it.
ONE_LINE = 100
_SHORT_KIND_WIDTH = 6
#: Cells that a topic cut at its end needs to be worth reading.
_LEAST_QUIET = 12
_ORDERS = {
    "likeness": "most like your stars first",
    "words": "best match first",
    "topic": "by topic",
    "time": "by time",
}


def lines_per_row(width: int) -> int:
    """Return how many lines a title has on a page of this width."""
    return 1 if width >= ONE_LINE else 2


def rows_in(width: int, height: int) -> int:
    """Return how many titles a body of this size holds."""
    return max(1, (height - LINES_ABOVE) // lines_per_row(width))


def paint_page(
    triaging: Triaging, completing: Completing, signs: Signs, width: int, height: int
) -> list[Strip]:
    """Return the search bar, how it goes, and the page."""
    strips = paint_above(triaging, completing, signs, width)
    if not triaging.rows:
        return strips + _empty(triaging, completing, signs, width)
    shown = triaging.rows[triaging.top : triaging.top + rows_in(width, height)]
    for place, row in enumerate(shown, triaging.top):
        strips += title_row(row, triaging, signs, width, place == triaging.cursor)
    return strips[:height]


def paint_above(
    triaging: Triaging, completing: Completing, signs: Signs, width: int
) -> list[Strip]:
    """Return the two lines above the page: the search bar, and how it goes or what Tab would do."""
    bar = bar_of(triaging.editor, triaging.typing, triaging.problem, _left(triaging), width, signs)
    offered = triaging.typing and completing.offers
    return [
        bar,
        offers_line(completing, triaging.session.keys, width, signs)
        if offered
        else _going(triaging, signs, width),
    ]


def paint_shared(triaging: Triaging, signs: Signs, width: int) -> list[Strip]:
    """Return the line that says which words one event shares with the stars, if any."""
    shared = ", ".join(triaging.shared())
    if not shared:
        return []
    words = cut(f"like your stars: {shared}", width - 2, signs.ellipsis)
    return [line([(f" {words}", ACCENT)], width)]


def title_row(
    row: Row, triaging: Triaging, signs: Signs, width: int, at_cursor: bool
) -> list[Strip]:
    """Return a row in one line or two: sign, kind, the title whole if it fits, the rest quietly."""
    event = row.event
    base = CURSOR if at_cursor else (DIM if row.declined or row.hidden else PLAIN)
    narrow = width < NARROW
    kind_width = _SHORT_KIND_WIDTH if narrow else KIND_WIDTH
    edge = row_edge(at_cursor, signs)
    before: list[Piece] = [
        edge,
        star_sign(row, signs),
        (signs.seen, ACCENT) if row.visited else (" ", PLAIN),
        (fit(kind_word(event.kind, narrow), kind_width, ""), base if at_cursor else DIM),
        ("  ", PLAIN),
    ]
    indent = 5 + kind_width
    room = width - indent - 1
    if lines_per_row(width) == 1:
        title = cut(event.title, room, signs.ellipsis)
        # What is said quietly begins in one column, unless a title reaches into it.
        used = max(width_of(title) + 3, room * 2 // 3)
        quiet = _fitting(_quietly(row), room - used, signs)
        gap = max(0, min(used, room) - width_of(title))
        title_pieces = marked(title, spans_of(title, triaging.query), base)
        return [line([*before, *title_pieces, (" " * gap, PLAIN), (quiet, DIM)], width)]
    first, *rest = wrapped(event.title, max(10, room))
    second = cut(" ".join(rest), room, signs.ellipsis)
    quiet = _quietly(row) if not second else _people(row)
    gap = 3 if second else 0
    quiet = _fitting(quiet, room - width_of(second) - gap, signs)
    return [
        line([*before, *marked(first, spans_of(first, triaging.query), base)], width),
        line(
            [
                edge,
                (" " * (indent - 1), PLAIN),
                *marked(second, spans_of(second, triaging.query), base),
                (" " * gap, PLAIN),
                (quiet, DIM),
            ],
            width,
        ),
    ]


def _fitting(quiet: str, room: int, signs: Signs) -> str:
    """Return quiet words in ``room`` cells, none where a few letters would be left of them."""
    whole = width_of(quiet) <= room
    return cut(quiet, room, signs.ellipsis) if whole or room >= _LEAST_QUIET else ""


def _quietly(row: Row) -> str:
    """Return what a title is about and who stands behind it."""
    topics = row.event.topics
    topic = topics[0].rpartition("->")[2] if topics else ""
    return "   ".join(filter(None, (topic, _people(row))))


def _people(row: Row) -> str:
    return people_words([person.name for person in row.event.people], 2)


def _left(triaging: Triaging) -> str:
    """Return how many are left, and in which order they come."""
    left = triaging.left_over
    if triaging.waiting:
        return "preparing the search"
    if left is None or triaging.ranked is None:
        return "putting them in order"
    return f"{left:,} left, {_ORDERS[triaging.ranked.by]}"


def _going(triaging: Triaging, signs: Signs, width: int) -> Strip:
    """Return how many were kept lately, and whether it pays to go on."""
    kept, keys = triaging.kept(), triaging.session.keys
    if not triaging.session.itinerary().declined:
        # Stars alone were given anywhere: they say nothing of how the pages go.
        wants, says_no = keys.key("star", TRIAGE), keys.key("decline", TRIAGE)
        words = f"{wants} wants, {says_no} says no: later pages follow your choices"
        return line([(f" {cut(words, width - 2, signs.ellipsis)}", DIM)], width)
    lately = f"of your last {kept.decisions} choices {kept.kept} are stars"
    if kept.decisions == 1:
        lately = f"your last choice is {'a star' if kept.kept else 'a no'}"
    if kept.may_stop:
        words = f"{lately}: it may pay to stop here"
        return line([(f" {cut(words, width - 2, signs.ellipsis)}", ACCENT_STRONG)], width)
    return line([(f" {lately}", DIM)], width)


def _empty(triaging: Triaging, completing: Completing, signs: Signs, width: int) -> list[Strip]:
    """Return what is said where there is no row: why, and what to press."""
    keys = triaging.session.keys
    back, undo = keys.key("up", TRIAGE), keys.key("undo", TRIAGE)
    if triaging.waiting:
        words = ["The search index is being made; the page comes in a moment."]
    elif triaging.ranked is None:
        return []
    elif triaging.query:
        words = [
            f"Nothing undecided is found for: {triaging.query}",
            f"Esc clears the search; {back} goes back, {undo} undoes.",
        ]
    else:
        words = [
            "Nothing undecided is left.",
            f"{keys.key('plan')} shows your plan, {back} goes back, {undo} undoes.",
        ]
    strips = [Strip.blank(width)] + [
        line([(f" {cut(text, width - 2, signs.ellipsis)}", DIM if index else PLAIN)], width)
        for index, text in enumerate(words)
    ]
    return strips + meant_instead(completing.corrections, triaging.typing, keys, width, signs)
