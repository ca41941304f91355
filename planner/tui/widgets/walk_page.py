"""The Walk screen's page, painted from its state: the slot, its stops, what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from textual.strip import Strip

from planner.commands import STAND
from planner.model import Certainty, Kind
from planner.tui.render import (
    ACCENT,
    ACCENT_STRONG,
    DIM,
    PLAIN,
    WARNING,
    Piece,
    Signs,
    bar,
    cut,
    line,
    rule,
    section,
    spread,
    width_of,
    wrapped,
)
from planner.tui.walking import Walking
from planner.tui.widgets.search_bar import bar_of
from planner.tui.widgets.walk_stop import board_width, opened_stop, stop_line
from planner.workspace.poster_slot import PosterSlot
from planner.workspace.session import GivenClock
from planner.workspace.wording import clock, counted, day_words, span, until_words

#: Lines above the stops, besides the slot's own where the header does not say it.
LINES_ABOVE = 2
_BAR_WIDTH = 10


class Line(NamedTuple):
    """A line of the list: the place of its stop, if it has one, and what it shows.

    The strip of a stop that is not under the cursor is made when it is shown.
    """

    place: int | None
    strip: Strip | None = None


def paint_walk(
    walking: Walking, signs: Signs, width: int, height: int, *, with_slot: bool
) -> list[Strip]:
    """Return the page; ``with_slot`` puts the line of the slot above it."""
    slot = walking.slot
    if slot is None:
        return _no_slot(walking, signs, width)
    strips = [slot_line(walking, signs, width)] if with_slot else []
    strips += [_going(walking, signs, width), rule(width, signs)]
    coming = next_line(walking, signs, width)
    room = max(1, height - len(strips) - (coming is not None))
    lines = page_lines(walking, signs, width)
    walking.top = top_of(lines, walking, room)
    boards = board_width(walking, signs)
    for each in lines[walking.top : walking.top + room]:
        strip = each.strip
        if strip is None and each.place is not None:
            strip = stop_line(walking.shown[each.place], boards, signs, width)
        strips.append(strip or Strip.blank(width))
    if coming is not None:
        strips += [Strip.blank(width)] * (height - 1 - len(strips))
        strips.append(coming)
    return strips[:height]


def page_lines(walking: Walking, signs: Signs, width: int) -> list[Line]:
    """Return the lines of the list: the stops with the one at the cursor in full, and words."""
    lines: list[Line] = []
    for place, stop in enumerate(walking.shown):
        if place in walking.rules:
            lines.append(Line(None, section(walking.rules[place], "", width, signs)))
        if place == walking.cursor:
            opened = opened_stop(stop, walking, signs, width)
            lines += [Line(place, strip) for strip in opened]
        else:
            lines.append(Line(place))
    said = _words(walking)
    if said and lines:
        lines.append(Line(None))
    for words in said:
        for text in wrapped(words, width - 2):
            lines.append(Line(None, line([(f" {text}", DIM)], width)))
    return lines


def top_of(lines: list[Line], walking: Walking, room: int) -> int:
    """Return the first line to show so that the stop at the cursor is in ``room`` lines."""
    places = [number for number, each in enumerate(lines) if each.place == walking.cursor]
    most = max(0, len(lines) - room)
    if not places or walking.cursor == 0:
        return 0
    if walking.cursor == len(walking.shown) - 1:
        # The last stop shows what is said below it too.
        return min(most, places[0])
    top = min(walking.top, most, places[0])
    return max(top, places[-1] + 1 - room, 0)


def slot_line(walking: Walking, signs: Signs, width: int) -> Strip:
    """Return the slot's line: its session and room, and how it stands to the present."""
    slot = walking.slot
    if slot is None:
        return line([(" Walk", ACCENT_STRONG)], width)
    right = _time_pieces(slot, walking, width - width_of(slot.name) - 4)
    left: list[Piece] = [(f" {slot.name}", ACCENT_STRONG), (f"  {slot.room}", DIM)]
    return spread(left, [("  ", PLAIN), *right, (" ", PLAIN)], width, signs.ellipsis)


def next_line(walking: Walking, signs: Signs, width: int) -> Strip | None:
    """Return the line of the next starred event that one attends from its start."""
    coming = walking.next_fixed()
    if coming is None:
        return None
    event = coming.event
    kind = "talk" if event.kind is Kind.ORAL else event.kind.label
    until = until_words(coming.start, walking.session.now)
    # Somewhere in the session that begins then, as the other lists write it.
    when = clock(coming.start) + ("" if coming.exact else "?")
    if event.certainty.slot is Certainty.INFERRED:
        when = f"{signs.inferred}{when}"
    before = " ".join(filter(None, (f" {when}", event.room))) + "  "
    before = cut(before, width // 2, signs.ellipsis)
    after = f" ({kind}), in {until} "
    title = cut(event.title, max(4, width - width_of(before) - width_of(after)), signs.ellipsis)
    return line([(before, ACCENT), (title, PLAIN), (after, DIM)], width)


def _going(walking: Walking, signs: Signs, width: int) -> Strip:
    """Return how far one is, or the bar while one types there."""
    if walking.typing:
        return bar_of(walking.editor, True, None, _bar_words(walking), width, signs)
    seen, whole = walking.seen, len(walking.stops)
    if not whole:
        return line([(" No poster of yours is known to hang here", DIM)], width)
    left: list[Piece] = [
        (f" {bar(seen, whole, _BAR_WIDTH, signs)}", ACCENT),
        (f" {seen} of {whole} seen", PLAIN),
    ]
    order = f"from board {walking.here}" if walking.here else "board order"
    to_go = f"{walking.minutes} min to go, {order}" if seen < whole else "all seen"
    return spread(left, [(f"{to_go} ", DIM)], width, signs.ellipsis)


def _bar_words(walking: Walking) -> str:
    enter = walking.session.keys.key("leave_search", STAND)
    if not walking.editor.text.strip():
        return f"board or word; {enter} begins at the first"
    if not walking.shown:
        return "nothing found"
    stop = walking.current()
    return f"{enter} goes to {stop.event.board or '?'}" if stop else ""


def _time_pieces(slot: PosterSlot, walking: Walking, room: int) -> list[Piece]:
    """Return how the slot stands to the present, in ``room`` cells if that can be."""
    now = walking.session.now
    given = isinstance(walking.session.clock, GivenClock)
    if slot.is_on(now):
        minutes = -(-int((slot.end - now).total_seconds()) // 60)
        free = slot.minutes_left(now)
        words = f", {minutes} min left" + (f", {free} free" if free < minutes - 1 else "")
        shown = f"[{clock(now)}]" if given else clock(now)
        return [(shown, WARNING if given else PLAIN), (words, PLAIN)]
    when, short = span(slot.start, slot.end), clock(slot.start)
    if slot.start.date() != now.date():
        day = day_words(slot.start.date())
        when, short = f"{day} {when}", f"{day[:3]} {short}"
    pieces: list[Piece] = [(f"[{clock(now)}] ", WARNING)] if given else []
    fuller = f"{when}, {_until(slot, now)}"
    fits = sum(width_of(text) for text, _ in pieces) + width_of(fuller) <= room
    return [*pieces, (fuller if fits else f"{short}, {_until(slot, now)}", PLAIN)]


def _until(slot: PosterSlot, now: datetime) -> str:
    """Return ``over``, or in how many days, hours or minutes the slot begins."""
    if slot.end <= now:
        return "over"
    days = (slot.start.date() - now.date()).days
    return f"in {counted(days, 'day')}" if days > 1 else f"in {until_words(slot.start, now)}"


def _words(walking: Walking) -> list[str]:
    """Return what is said below the stops: what may hang here, and what was missed."""
    said: list[str] = []
    if walking.typing:
        return said
    hanging = walking.hanging
    if hanging == 1:
        said.append("One of your posters has no time known; it may hang here.")
    elif hanging:
        said.append(f"{hanging:,} of your posters have no time; some may hang here.")
    if hanging:
        keys = walking.session.keys
        finds, enter = keys.key("stand"), keys.key("leave_search", STAND)
        said.append(f"Met one? {finds} and a word of its title, {enter}, then {keys.key('seen')}.")
    missed = walking.missed
    if missed:
        said.append(f"{missed:,} missed so far")
    return said


def _no_slot(walking: Walking, signs: Signs, width: int) -> list[Strip]:
    """Return what is said where no slot is known: why, and what to press."""
    hanging, schedule = walking.hanging, walking.session.schedule
    browse, star = walking.session.keys.key("browse"), walking.session.keys.key("want")
    help_ = f"{browse} shows all events, {star} stars one; the walk goes by their boards."
    if hanging:
        known = f"{counted(hanging, 'poster')} of yours, and no time is known of any."
    elif schedule.counts().keys() & {Kind.POSTER, Kind.SPOTLIGHT}:
        known = "No poster is starred yet."
    else:
        known = f"{schedule.conference.name} has no posters to walk along."
        help_ = f"{browse} shows all events, {walking.session.keys.key('plan')} your plan."
    words = ((known, PLAIN), (help_, DIM))
    strips = [Strip.blank(width)]
    for text, style in words:
        strips += [line([(f" {each}", style)], width) for each in wrapped(text, width - 2)]
    coming = next_line(walking, signs, width)
    return strips + ([Strip.blank(width), coming] if coming is not None else [])
