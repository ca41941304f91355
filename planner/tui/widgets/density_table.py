"""The table of density, painted: topics by days or sessions, numbers with small bars."""

from __future__ import annotations

from textual.strip import Strip

from planner.schedule.density import NO_TIME, Density, Line
from planner.tui.density_cursor import FIRST, NAME, TOTAL, DensityCursor
from planner.tui.render import (
    ACCENT,
    ACCENT_STRONG,
    DIM,
    INVERSE,
    PLAIN,
    STAR,
    STRONG,
    Piece,
    Signs,
    cut,
    fit,
    line,
    row_edge,
    width_of,
)
from planner.workspace.facet_words import column_head, column_words

#: Cells for names: the fewest, and as a share of the width where the columns don't fit.
_LEAST_NAME, _MOST_NAME, _NAME_SHARE = 16, 52, 0.35
#: The fewest cells of a column by days, and by sessions, whose heads are wider.
_LEAST = {"day": 4, "session": 7}


def paint_density(cursor: DensityCursor, signs: Signs, width: int, height: int) -> list[Strip]:
    """Return the table in ``height`` lines; the names, the heads and the sums always stay."""
    table = cursor.table
    heads = _heads(table)
    parts = 3 if table.by == "session" else 2
    cursor = cursor.sized(height - parts)
    widths = _widths(cursor, heads)
    name = _name_width(cursor, widths, width)
    shown = _columns_in_view(cursor, widths, width - name)
    strongest = _strongest(table)
    strips = [_head(part, heads, widths, shown, name, width) for part in range(parts)]
    lines = cursor.lines
    in_view = [0, *range(cursor.top, min(len(lines), cursor.top + cursor.height - 1))]
    for at in in_view:
        own = lines[at]
        pieces = _name(cursor, at, own, name, signs)
        for column in shown:
            piece = _cell(own, column, widths[column], table, strongest, signs)
            here = at == cursor.line and column == cursor.column
            # The bar beside the number stays a bar.
            if here:
                (number, style), *beside = piece
                piece = [(number, style + INVERSE), *beside]
            pieces += piece
            pieces.append((" ", PLAIN))
        strips.append(line(pieces, width))
    return strips[:height]


def cell_words(cursor: DensityCursor) -> str:
    """Return what the cell under the cursor stands for, in a sentence."""
    here = cursor.here
    what = here.label if here.topic else "All topics"
    if cursor.slot is not None:
        what += f", {column_words(cursor.slot)}"
    return f"{what}: {cursor.rows:,} found"


def _heads(table: Density) -> list[tuple[str, str, str]]:
    return [("", "", ""), ("", "all", ""), *map(column_head, table.columns)]


def _widths(cursor: DensityCursor, heads: list[tuple[str, str, str]]) -> list[int]:
    """Return the cells of each column, its number with a sign behind it."""
    table = cursor.table
    lines = (table.all, *table.lines)
    widths = [0, max(4, *(len(f"{each.total:,}") for each in lines))]
    for at, head in enumerate(heads[FIRST:]):
        numbers = (len(f"{each.cells[at]:,}") + 1 for each in lines)
        widths.append(max(_LEAST[table.by], *(len(part) + 1 for part in head[:2]), *numbers))
    return widths


def _name_width(cursor: DensityCursor, widths: list[int], width: int) -> int:
    """Return the cells of the names: what they need, less where that makes all columns fit."""
    lines = cursor.table.lines
    needed = max((width_of(each.label) + 2 * each.depth for each in lines), default=0) + 5
    wanted = max(_LEAST_NAME, min(_MOST_NAME, needed))
    room = width - sum(widths) - len(widths)
    if room >= _LEAST_NAME:
        return min(wanted, room)
    return min(wanted, max(_LEAST_NAME, int(width * _NAME_SHARE)))


def _columns_in_view(cursor: DensityCursor, widths: list[int], room: int) -> list[int]:
    """Return the sums' column and those of the others that fit, the cursor's among them."""
    room -= widths[TOTAL] + 1
    others = range(FIRST, len(widths))
    first = FIRST
    while first < cursor.column and sum(widths[n] + 1 for n in others[first - FIRST :]) > room:
        until = sum(widths[n] + 1 for n in range(first, cursor.column + 1))
        if until <= room:
            break
        first += 1
    shown = [TOTAL]
    for column in range(first, len(widths)):
        room -= widths[column] + 1
        if room < 0:
            break
        shown.append(column)
    return shown


def _strongest(table: Density) -> dict[int, int]:
    """Return the largest cell among areas and among topics, those without a time apart."""
    timed = [at for at, column in enumerate(table.columns) if column.condition != NO_TIME]
    strongest: dict[int, int] = {}
    for each in table.lines:
        largest = max((each.cells[at] for at in timed), default=0)
        strongest[each.depth] = max(strongest.get(each.depth, 0), largest)
    return strongest


def _head(
    part: int,
    heads: list[tuple[str, str, str]],
    widths: list[int],
    shown: list[int],
    name: int,
    width: int,
) -> Strip:
    hidden = len(heads) - FIRST - (len(shown) - 1)
    aside = f" {hidden} more: h l" if hidden else ""
    pieces: list[Piece] = [(fit(aside if part == 0 else "", name, ""), DIM)]
    for column in shown:
        words = heads[column][part]
        if width_of(words) >= widths[column]:
            words = cut(words, widths[column] - 1, "")
        # Flush with the numbers, which have their bar behind them.
        pieces.append((f"{words:>{widths[column] - (column >= FIRST)}}", ACCENT_STRONG))
        pieces.append(("  " if column >= FIRST else " ", PLAIN))
    return line(pieces, width)


def _name(cursor: DensityCursor, at: int, own: Line, width: int, signs: Signs) -> list[Piece]:
    here = at == cursor.line
    folds = " "
    if own is not cursor.table.all and cursor.has_topics(own):
        folds = "-" if cursor.is_unfolded(own) else "+"
    label = cut("  " * own.depth + own.label, width - 4, signs.ellipsis)
    style = STRONG if here or own.depth == 0 else PLAIN
    if here and cursor.column == NAME:
        style += INVERSE
    return [
        row_edge(here, signs),
        (f"{folds} ", DIM),
        (label, style),
        (" " * (width - 3 - width_of(label)), PLAIN),
    ]


def _cell(
    own: Line, column: int, width: int, table: Density, strongest: dict[int, int], signs: Signs
) -> list[Piece]:
    """Return a number with its bar; nothing for zero, no bar for sums and what has no time."""
    if column == TOTAL:
        return [(f"{own.total:>{width},}", PLAIN)]
    rows = own.cells[column - FIRST]
    if not rows:
        return [(" " * width, PLAIN)]
    number = f"{rows:>{width - 1},}"
    most = strongest.get(own.depth, 0)
    if own is table.all or table.columns[column - FIRST].condition == NO_TIME:
        return [(f"{number} ", PLAIN)]
    bar = signs.bars[max(0, -(-len(signs.bars) * rows // most) - 1)]
    if rows == most:
        return [(number, STAR), (bar, STAR)]
    return [(number, PLAIN), (bar, ACCENT)]
