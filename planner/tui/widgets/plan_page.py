"""The Plan screen's page: the days as tabs, one day or two, and what has no time yet."""

from __future__ import annotations

from textual.strip import Strip

from planner.tui.planning import Page, Planning
from planner.tui.render import (
    ACCENT_STRONG,
    DIM,
    DIVIDER,
    PLAIN,
    STAR,
    WARNING,
    Piece,
    Signs,
    line,
    rule,
    section,
    spread,
    width_of,
    wrapped,
)
from planner.tui.widgets.event_detail import paint_detail
from planner.tui.widgets.plan_row import plan_line
from planner.tui.widgets.targets import Target, aimed
from planner.workspace.wording import DAYS, counted, day_words

#: What a click on a day's tab does: the screen turns to the page of that index.
DAY = "day"
#: From this width on, two days stand side by side; from the next one the detail beside them.
TWO_DAYS = 120
WITH_DETAIL = 180
#: Lines above a day: the tabs, and the rule with its name.
LINES_ABOVE = 2
#: On a lower page only the stars without a time tell what they ask for.
_HIGH = 18


def paint_plan(planning: Planning, signs: Signs, width: int, height: int) -> list[Strip]:
    """Return the tabs and one day, two, or two and the detail, as there is room."""
    if not planning.pages:
        return empty_plan(planning, width)
    strips = [tabs_line(planning, signs, width)]
    below = _no_time_lines(planning, signs, width, height)
    room = height - 1 - len(below)
    strips += _columns(planning, signs, width, room)
    strips += [Strip.blank(width)] * (height - len(below) - len(strips))
    return strips + below


def empty_plan(planning: Planning, width: int) -> list[Strip]:
    """Return what an empty plan says: what to press."""
    keys = planning.session.keys
    return [
        Strip.blank(width),
        line([(" Nothing is starred yet.", PLAIN)], width),
        line(
            [
                (" ", PLAIN),
                (keys.key("browse"), ACCENT_STRONG),
                (" shows all events, ", DIM),
                (keys.key("star"), ACCENT_STRONG),
                (" stars one, and it stands here.", DIM),
            ],
            width,
        ),
        line(
            [
                (" ", PLAIN),
                (keys.key("add_own"), ACCENT_STRONG),
                (" keeps time of your own.", DIM),
            ],
            width,
        ),
    ]


def tabs_line(planning: Planning, signs: Signs, width: int) -> Strip:
    """Return the days with how many stars each holds and what does not work, the open one marked.

    Where there is no room for all of them, those about the open one.
    """
    days = [page.day for page in planning.pages if page.day is not None]
    dated = len({day.weekday() for day in days}) < len(days)
    names = [
        _tab(page, index == planning.page_index, dated, signs)
        for index, page in enumerate(planning.pages)
    ]
    after: list[Piece] = names.pop() if planning.pages[-1].day is None else []
    room = width - _width(after)
    first = 0
    last_shown = min(planning.page_index, len(names) - 1)
    while first < last_shown and sum(map(_width, names[first : last_shown + 1])) > room:
        first += 1
    pieces: list[Piece] = [piece for name in names[first:] for piece in name]
    targets = []
    start = 0
    for index, name in enumerate(names[first:], first):
        targets.append(Target(start, min(start + _width(name), room), DAY, index))
        start += _width(name)
    if after:
        targets.append(Target(room, width, DAY, len(planning.pages) - 1))
    return aimed(spread(pieces, after, width, signs.ellipsis), targets)


def page_at(planning: Planning, x: int, width: int) -> tuple[int, int] | None:
    """Return the page shown at a column of the screen, and its first line; None for none."""
    columns = _split(planning, width)
    start = 0
    for index, wide in columns:
        if start <= x < start + wide:
            return (index, planning.tops.get(index, 0)) if index is not None else None
        start += wide + 3
    return None


def _columns(planning: Planning, signs: Signs, width: int, height: int) -> list[Strip]:
    here = planning.page_index
    planning.top(height - 1)
    blocks: list[tuple[int, list[Strip]]] = []
    for index, wide in _split(planning, width):
        if index is None:
            row = planning.current()
            detail = planning.session.reading.detail(row) if row else None
            strips = paint_detail(detail, wide, signs, most=height) if detail else []
        else:
            page = planning.pages[index]
            cursor = planning.cursor if index == here else -1
            top = min(planning.tops.get(index, 0), max(0, len(page.lines) - height + 1))
            strips = [_head(page, signs, wide)]
            shown = list(enumerate(page.lines))[top : top + height - 1]
            strips += [plan_line(each, place == cursor, signs, wide) for place, each in shown]
        blocks.append((wide, strips[:height]))
    if len(blocks) == 1:
        return blocks[0][1]
    divider = line([(f" {signs.divider} ", DIVIDER)], 3)
    found = []
    for row_number in range(height):
        cells: list[Strip] = []
        for wide, strips in blocks:
            cells += [divider] if cells else []
            cells.append(strips[row_number] if row_number < len(strips) else Strip.blank(wide))
        found.append(Strip.join(cells))
    return found


def _split(planning: Planning, width: int) -> list[tuple[int | None, int]]:
    """Return the pages side by side with their widths; None is the detail."""
    here, count = planning.page_index, len(planning.pages)
    if width < TWO_DAYS:
        return [(here, width)]
    if count == 1:
        half = (width - 3) // 2
        return [(here, half), (None, width - 3 - half)]
    first = min(here, count - 2)
    if width < WITH_DETAIL:
        half = (width - 3) // 2
        return [(first, half), (first + 1, width - 3 - half)]
    third = (width - 6) * 36 // 100
    return [(first, third), (first + 1, third), (None, width - 6 - 2 * third)]


def _head(page: Page, signs: Signs, width: int) -> Strip:
    name = "no time known" if page.day is None else day_words(page.day)
    return section(name, counted(page.stars, "star"), width, signs)


def _tab(page: Page, active: bool, dated: bool, signs: Signs) -> list[Piece]:
    """Return ``[Wed 9 ✗1]``: a day, its stars, and how many problems it has."""
    opening, closing = ("[", "]") if active else (" ", " ")
    style = ACCENT_STRONG if active else PLAIN
    if page.day is None:
        name = "no time yet"
    else:
        name = DAYS[page.day.weekday()]
        name = f"{name} {page.day.day} {signs.want}" if dated else f"{name} "
    separator = " " if page.day is None else ""
    pieces: list[Piece] = [(f" {opening}{name}{separator}", style)]
    pieces.append((f"{page.stars}", STAR if active else DIM))
    if page.problems:
        pieces.append((f" {signs.clash}{page.problems}", WARNING))
    return [*pieces, (f"{closing} ", style)]


def _width(pieces: list[Piece]) -> int:
    return sum(width_of(text) for text, _ in pieces)


def _no_time_lines(planning: Planning, signs: Signs, width: int, height: int) -> list[Strip]:
    """Return what the posters without a time ask for, below the page."""
    on_it = planning.page.day is None
    if not planning.no_time or not (height >= _HIGH or on_it):
        return []
    words = wrapped(f"{planning.no_time}.  T enters one you know", width - 2)
    return [rule(width, signs), *(line([(f" {each}", DIM)], width) for each in words[:2])]
