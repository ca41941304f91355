"""The Plan screen's strip of days and a day's lines, painted from their values."""

from __future__ import annotations

from textual.strip import Strip

from planner.model import Certainty, Event
from planner.tui.planning import EventLine, GapLine, Page, PlanLine, Planning, SlotLine
from planner.tui.render import (
    ACCENT,
    ACCENT_STRONG,
    CURSOR,
    DIM,
    PLAIN,
    STAR,
    WARNING,
    Piece,
    Signs,
    bar,
    cut,
    fit,
    line,
    rule,
    spread,
    width_of,
)
from planner.workspace.reading import Row
from planner.workspace.wording import DAYS, clock, counted

_TIME_WIDTH = 7
_KIND_WIDTH = 9
_BAR_WIDTH = 10
#: On a narrower page the title needs the room of the place.
_WITH_PLACE = 52
#: From this width on, two days stand side by side.
TWO_DAYS = 120


def paint_plan(planning: Planning, signs: Signs, width: int, height: int) -> list[Strip]:
    """Return the days, a rule, and one day or two."""
    if not planning.pages:
        return empty_plan(width)
    strips = [days_line(planning, signs, width), rule(width, signs)]
    room = height - len(strips)
    top = planning.top(room)
    if width < TWO_DAYS or len(planning.pages) == 1:
        return strips + _page(planning.page, planning.cursor, top, signs, width, room)
    here = planning.page_index
    first = min(here, len(planning.pages) - 2)
    half = (width - 3) // 2
    columns = [
        _page(
            planning.pages[index],
            planning.cursor if index == here else -1,
            top if index == here else 0,
            signs,
            half,
            room,
        )
        for index in (first, first + 1)
    ]
    divider = line([(f" {signs.divider} ", DIM)], 3)
    heads = [_page_head(planning.pages[index], index == here, half) for index in (first, first + 1)]
    strips.append(Strip.join([heads[0], divider, heads[1]]))
    for row in range(room - 1):
        cells = [column[row] if row < len(column) else Strip.blank(half) for column in columns]
        strips.append(Strip.join([cells[0], divider, cells[1]]))
    return strips


def empty_plan(width: int) -> list[Strip]:
    """Return what an empty plan says: what to press."""
    return [
        Strip.blank(width),
        line([(" Nothing is starred yet.", PLAIN)], width),
        line(
            [
                (" ", PLAIN),
                ("1", ACCENT_STRONG),
                (" shows all events, ", DIM),
                ("space", ACCENT_STRONG),
                (" stars one, and it stands here by its day.", DIM),
            ],
            width,
        ),
    ]


def days_line(planning: Planning, signs: Signs, width: int) -> Strip:
    """Return the days with how many stars each holds, the open one marked."""
    pieces: list[Piece] = []
    after: list[Piece] = []
    for index, page in enumerate(planning.pages):
        active = index == planning.page_index
        opening, closing = ("[", "]") if active else (" ", " ")
        name: list[Piece] = [
            (f" {opening}{_page_name(page)} ", ACCENT_STRONG if active else PLAIN),
            (f"{signs.want}{page.stars}", STAR if active else DIM),
            (f"{closing} ", ACCENT_STRONG),
        ]
        if page.day is None:
            after = name
        else:
            pieces += name
    return spread(pieces, after, width)


def _page_name(page: Page) -> str:
    return "no time known" if page.day is None else f"{DAYS[page.day.weekday()]} {page.day.day}"


def _page_head(page: Page, active: bool, width: int) -> Strip:
    words = f" {_page_name(page)}: {counted(page.stars, 'star')}"
    return line([(words, ACCENT_STRONG if active else DIM)], width)


def _page(page: Page, cursor: int, top: int, signs: Signs, width: int, height: int) -> list[Strip]:
    lines = list(enumerate(page.lines))[top : top + height]
    return [plan_line(each, index == cursor, signs, width) for index, each in lines]


def plan_line(each: PlanLine, at_cursor: bool, signs: Signs, width: int) -> Strip:
    """Return one line of a day."""
    if isinstance(each, EventLine):
        return _event_line(each, at_cursor, signs, width)
    if isinstance(each, SlotLine):
        return _slot_line(each, signs, width)
    if isinstance(each, GapLine):
        words = f"free {_length(each.gap.minutes)}"
        return line([(f" {clock(each.gap.start):<{_TIME_WIDTH}}   {words}", DIM)], width)
    return line([(f" {cut(each.words, width - 2, signs.ellipsis)}", DIM)], width)


def _event_line(each: EventLine, at_cursor: bool, signs: Signs, width: int) -> Strip:
    row, event = each.row, each.row.event
    base = CURSOR if at_cursor else PLAIN
    edge: Piece = (signs.cursor if at_cursor else " ", ACCENT)
    sign: Piece = (f"{signs.level(row.own_level)}{signs.seen if row.visited else ' '}", STAR)
    if each.hangs:
        board = f"#{event.board}" if event.board else "board ?"
        inferred = event.certainty.slot is Certainty.INFERRED
        left: list[Piece] = [
            edge,
            (f"{signs.inferred if inferred else '':>{_TIME_WIDTH - 1}} ", DIM),
            (f"{signs.block} ", ACCENT),
            sign,
            (fit(board, _KIND_WIDTH, signs.ellipsis), DIM),
            (" ", PLAIN),
        ]
        right = ""
    else:
        left = [
            edge,
            (fit(_time(row, signs), _TIME_WIDTH, ""), base),
            ("  ", PLAIN),
            sign,
            (fit(event.kind.label, _KIND_WIDTH, ""), DIM),
            (" ", PLAIN),
        ]
        place = (event.room or "") if width >= _WITH_PLACE else ""
        right = "  ".join(word for word in (place, _duration(event)) if word)
        right = cut(right, max(18, width // 4), signs.ellipsis)
    used = sum(width_of(text) for text, _ in left)
    title = cut(event.title, max(4, width - used - width_of(right) - 3), signs.ellipsis)
    return spread([*left, (title, base)], [(f" {right} ", DIM)], width, signs.ellipsis)


def _slot_line(each: SlotLine, signs: Signs, width: int) -> Strip:
    budget = each.budget
    over = budget.wanted_minutes > budget.free_minutes
    left: list[Piece] = [
        (f" {clock(budget.start):<{_TIME_WIDTH}}", PLAIN),
        (f"{signs.block} ", ACCENT),
        (each.name, ACCENT_STRONG),
        (f"   {counted(len(budget.events), 'poster')}", DIM),
    ]
    words = (
        f" {budget.wanted_minutes:>3} of {budget.free_minutes} min{', too many' if over else ''} "
    )
    gauge = bar(budget.wanted_minutes, budget.free_minutes, _BAR_WIDTH, signs)
    right: list[Piece] = [(words, WARNING if over else DIM)]
    if width >= 72:
        right.insert(0, (gauge, WARNING if over else ACCENT))
    return spread(left, right, width, signs.ellipsis)


def _time(row: Row, signs: Signs) -> str:
    """Return ``10:30``, ``~10:30`` where it is inferred, ``10:30 ?`` inside a session."""
    event = row.event
    if event.start is not None:
        inferred = event.certainty.slot is Certainty.INFERRED
        return f"{signs.inferred if inferred else ''}{clock(event.start)}"
    if row.parent is not None and row.parent.start is not None:
        return f"{clock(row.parent.start)} ?"
    return signs.unknown


def _duration(event: Event) -> str:
    if event.start is None or event.end is None:
        return ""
    return _length(int((event.end - event.start).total_seconds()) // 60)


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours and minutes >= 120:
        return f"{hours} h {rest}" if rest else f"{hours} h"
    return f"{minutes} min"
