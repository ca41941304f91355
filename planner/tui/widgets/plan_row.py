"""One line of a day in Plan, painted from its value."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip

from planner.model import Certainty, Event
from planner.tui.plan_lines import (
    FIRST,
    LAST,
    MIDDLE,
    AwayLine,
    BoardsLine,
    CommitmentLine,
    EventLine,
    FillersLine,
    GapLine,
    NowLine,
    PlanLine,
    ProblemLine,
    SlotLine,
    TalksLine,
    TwinsSlotLine,
)
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
    row_edge,
    spread,
    width_of,
)
from planner.tui.slot_lines import BOARDS_A_LINE
from planner.tui.widgets.fitted import LEAST_TITLE, filler_words, fitted, length
from planner.workspace.rows import Row
from planner.workspace.wording import clock, counted, span

_TIME_WIDTH = 7
_KIND_WIDTH = 9
_BAR_WIDTH = 10
#: Cells of a line before its kind: the edge, the time, the bracket and the signs.
_BEFORE = 12
#: On a narrower page the place gives way to the title.
_WIDE = 72


def plan_line(each: PlanLine, at_cursor: bool, signs: Signs, width: int) -> Strip:
    """Return one line of a day."""
    if isinstance(each, EventLine):
        return _event_line(each, at_cursor, signs, width)
    if isinstance(each, SlotLine):
        return _slot_line(each, "poster", at_cursor, signs, width)
    if isinstance(each, TwinsSlotLine):
        return _slot_line(each, "twin", False, signs, width)
    if isinstance(each, BoardsLine):
        return _boards_line(each, signs, width)
    if isinstance(each, TalksLine):
        return _talks_line(each, signs, width)
    if isinstance(each, CommitmentLine):
        return _commitment_line(each, at_cursor, signs, width)
    if isinstance(each, AwayLine):
        return _away_line(each, at_cursor, signs, width)
    if isinstance(each, ProblemLine):
        return _problem_line(each, signs, width)
    if isinstance(each, GapLine):
        return _gap_line(each, at_cursor, signs, width)
    if isinstance(each, FillersLine):
        return _fillers_line(each, signs, width)
    if isinstance(each, NowLine):
        words = f"{signs.rule * 2} {clock(each.at)} now "
        return line([(f"{words}{signs.rule * (width - width_of(words))}", ACCENT)], width)
    return line([(f" {cut(each.words, width - 2, signs.ellipsis)}", DIM)], width)


def _event_line(each: EventLine, at_cursor: bool, signs: Signs, width: int) -> Strip:
    row, event = each.row, each.row.event
    base = CURSOR if at_cursor else DIM if each.is_away else PLAIN
    second = signs.seen if row.visited else signs.pin if each.pinned else " "
    sign: Piece = (f"{signs.level(row.own_level)}{second}", STAR)
    if each.hangs:
        board = f"#{event.board}" if event.board else "board ?"
        inferred = event.certainty.slot is Certainty.INFERRED
        left: list[Piece] = [
            row_edge(at_cursor, signs),
            (f"{signs.inferred if inferred else '':>{_TIME_WIDTH - 1}} ", DIM),
            (f"{signs.block} ", ACCENT),
            sign,
            (fit(board, _KIND_WIDTH, signs.ellipsis), DIM),
            (" ", PLAIN),
        ]
        whose = "cancelled" if row.cancelled else "yours" if row.own_time else ""
        right = "  ".join(filter(None, (each.talk, whose)))
    else:
        kind = event.kind.label
        kind = kind if len(kind) <= _KIND_WIDTH else kind.partition(" ")[0]
        left = [
            row_edge(at_cursor, signs),
            (fit(_time(row, signs), _TIME_WIDTH, ""), base),
            _bracket(each.bracket, signs),
            (" ", PLAIN),
            sign,
            (fit(kind, _KIND_WIDTH, ""), DIM),
            (" " * (1 + 2 * each.depth), PLAIN),
        ]
        right = _right(row, signs, width)
    return _titled(left, event.title, base, right, width, signs)


def _right(row: Row, signs: Signs, width: int) -> str:
    """Return place and length; on a narrow line the place gives way."""
    if row.cancelled:
        return "cancelled"
    event = row.event
    words = []
    if row.leaves is not None:
        words.append(f"until {clock(row.leaves)}, yours")
    elif row.own_time or row.mine:
        words.append("yours")
    if event.start is None and row.parent is not None and row.parent.start is not None:
        words.append(f"in {span(row.parent.start, row.parent.end)}")
    elif row.leaves is None and (minutes := _minutes(event)):
        words.append(length(minutes))
    end = " ".join(words)
    room = (26 if width >= _WIDE else 18) - width_of(end) - 2
    place = cut(event.room, room, signs.ellipsis) if event.room and room >= 4 else ""
    return "  ".join(filter(None, (place, end)))


def _slot_line(
    each: SlotLine | TwinsSlotLine, noun: str, at_cursor: bool, signs: Signs, width: int
) -> Strip:
    budget = each.budget
    over = budget.wanted_minutes > budget.free_minutes
    left: list[Piece] = [
        row_edge(at_cursor, signs),
        (f"{clock(budget.start):<{_TIME_WIDTH}}", PLAIN),
        (f"{signs.block} ", ACCENT),
        (each.name, ACCENT_STRONG),
    ]
    words = f" {budget.wanted_minutes:>3} of {budget.free_minutes} min "
    gauge = bar(budget.wanted_minutes, budget.free_minutes, _BAR_WIDTH, signs)
    right: list[Piece] = [(words, WARNING if over else DIM)]
    if width >= _WIDE:
        right.insert(0, (gauge, WARNING if over else ACCENT))
    if width >= 56:
        count = counted(each.posters, noun)
        room = width - sum(width_of(text) for text, _ in [*left, *right]) - width_of(count) - 7
        if each.room and room >= 8:
            left.append((f"   {cut(each.room, room, signs.ellipsis)}", DIM))
        left.append((f"   {count}", DIM))
    return spread(left, right, width, signs.ellipsis)


def _gap_line(each: GapLine, at_cursor: bool, signs: Signs, width: int) -> Strip:
    pieces: list[Piece] = [
        row_edge(at_cursor, signs),
        (f"{clock(each.gap.start):<{_TIME_WIDTH}}", DIM),
        _bracket(each.bracket, signs),
        (f"  free {length(each.gap.minutes)}", DIM),
    ]
    if each.fillers:
        room = width - sum(width_of(text) for text, _ in pieces) - 10
        pieces += [("   fits: ", DIM), (filler_words(each.fillers[0], room, signs), PLAIN)]
    return line(pieces, width)


def _fillers_line(each: FillersLine, signs: Signs, width: int) -> Strip:
    """Return what the first of what fits is like the stars in, and the second where it has room."""
    first, *others = each.fillers
    pieces: list[Piece] = [
        (" " * (1 + _TIME_WIDTH), PLAIN),
        _bracket(each.bracket, signs),
        (f"  {cut(first.likeness, width - _BEFORE, signs.ellipsis)}", DIM),
    ]
    room = width - sum(width_of(text) for text, _ in pieces) - 10
    if others and room >= width_of(others[0].words) + 2 + LEAST_TITLE:
        also = "; fits: " if first.likeness else "fits: "
        pieces += [(also, DIM), (filler_words(others[0], room, signs), DIM)]
    return line(pieces, width)


def _boards_line(each: BoardsLine, signs: Signs, width: int) -> Strip:
    pieces: list[Piece] = [(" " * (1 + _TIME_WIDTH), PLAIN), (f"{signs.block} ", ACCENT)]
    room = width - 11
    for place, (board, level, seen) in enumerate(each.boards):
        sign = f"{signs.level(level)}{signs.seen if seen else ''}"
        text = board or "?"
        needed = width_of(sign) + width_of(text) + 4
        if needed + (12 if place + 1 < len(each.boards) or each.more else 0) > room:
            more = len(each.boards) - place + each.more
            return line([*pieces, (f"and {more} more", DIM)], width)
        pieces += [(sign, STAR), (f" {text}   ", PLAIN)]
        room -= needed
    if each.more:
        pieces.append((f"and {each.more} more", DIM))
    return line(pieces, width)


def _talks_line(each: TalksLine, signs: Signs, width: int) -> Strip:
    """Return ``also: 813, 1311 and 1 other (talks below)``."""
    known = [board for board in each.boards if board]
    shown = known[:BOARDS_A_LINE]
    others = len(each.boards) - len(shown)
    words = ", ".join(shown)
    if others:
        words += f" and {counted(others, 'other')}" if shown else counted(others, "poster")
    pieces: list[Piece] = [
        (" " * (1 + _TIME_WIDTH), PLAIN),
        (f"{signs.block} ", ACCENT),
        (f"  also: {cut(words, width - 34, signs.ellipsis)} ({each.where})", DIM),
    ]
    return line(pieces, width)


def _commitment_line(each: CommitmentLine, at_cursor: bool, signs: Signs, width: int) -> Strip:
    own = each.commitment
    base = CURSOR if at_cursor else PLAIN
    left: list[Piece] = [
        row_edge(at_cursor, signs),
        (fit(clock(own.start) if each.starts_here else "", _TIME_WIDTH), base),
        _bracket(each.bracket, signs),
        ("   ", PLAIN),
    ]
    minutes = int((own.end - own.start).total_seconds()) // 60
    return _titled(left, own.title, base, f"yours  {each.when or length(minutes)}", width, signs)


def _away_line(each: AwayLine, at_cursor: bool, signs: Signs, width: int) -> Strip:
    own = each.commitment
    base = CURSOR if at_cursor else PLAIN
    title = "" if own.title.casefold() == "away" else f"{own.title}, "
    words = f"away until {each.until}"
    if each.stars:
        lie = "lies" if each.stars == 1 else "lie"
        words += f": {counted(each.stars, 'star')} {lie} in it"
    left: list[Piece] = [
        row_edge(at_cursor, signs),
        (fit(clock(own.start) if each.starts_here else "", _TIME_WIDTH), base),
        _bracket(each.bracket, signs),
        ("   ", PLAIN),
    ]
    room = width - _BEFORE - width_of(words) - 8
    title = cut(title, max(0, room), signs.ellipsis)
    return _titled(left, f"{title}{words}", base, "yours", width, signs)


def _problem_line(each: ProblemLine, signs: Signs, width: int) -> Strip:
    sign = signs.clash if each.sure else "?"
    style = WARNING if each.sure else DIM
    first, blank, rest = fitted(each.sentence, width - _BEFORE - 1, signs).partition(" ")
    pieces: list[Piece] = [
        (" " * (1 + _TIME_WIDTH), PLAIN),
        _bracket(each.bracket, signs),
        (" ", PLAIN),
        (f"{sign} {first}{blank}", style),
        # A whole line of warning would drown the titles around it.
        (rest, PLAIN if each.sure else DIM),
    ]
    return line(pieces, width)


def _titled(
    left: list[Piece], title: str, base: Style, right: str, width: int, signs: Signs
) -> Strip:
    """Return a line with as much of the title as there is room for between its ends."""
    used = sum(width_of(text) for text, _ in left)
    shown = cut(title, max(4, width - used - width_of(right) - 3), signs.ellipsis)
    return spread([*left, (shown, base)], [(f" {right} ", DIM)], width, signs.ellipsis)


def _bracket(place: str, signs: Signs) -> Piece:
    """Return what joins the lines that clash, in one cell."""
    sign = {FIRST: signs.first, MIDDLE: signs.middle, LAST: signs.last}.get(place, signs.between)
    return (sign if place else " ", WARNING)


def _time(row: Row, signs: Signs) -> str:
    """Return ``10:30``, ``~10:30`` where it is inferred, ``10:30 ?`` inside a session."""
    event = row.event
    if event.start is not None:
        inferred = event.certainty.slot is Certainty.INFERRED
        return f"{signs.inferred if inferred else ''}{clock(event.start)}"
    if row.parent is not None and row.parent.start is not None:
        return f"{clock(row.parent.start)} ?"
    return signs.unknown


def _minutes(event: Event) -> int:
    if event.start is None or event.end is None:
        return 0
    return int((event.end - event.start).total_seconds()) // 60
