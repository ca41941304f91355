"""A stop of the walk, painted: on one line, or in full under the cursor."""

from __future__ import annotations

from textual.strip import Strip

from planner.itinerary.walk import Stop, hangs
from planner.model import Certainty, Event
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
    line,
    row_edge,
    width_of,
    wrapped,
)
from planner.tui.walking import Walking
from planner.workspace.wording import people_words

_BOARD_WIDTH = 4
_WIDEST_BOARD = 8


def board_width(walking: Walking, signs: Signs) -> int:
    """Return how many cells the boards of all stops that are shown take."""
    widest = max((width_of(_board(stop.event, signs)) for stop in walking.shown), default=0)
    return max(_BOARD_WIDTH, min(_WIDEST_BOARD, widest))


def stop_line(stop: Stop, boards: int, signs: Signs, width: int) -> Strip:
    """Return a stop on one line: seen, star, board in ``boards`` cells, title."""
    before = _before(stop, boards, signs)
    room = width - sum(width_of(text) for text, _ in before) - 2
    title = cut(stop.event.title, room, signs.ellipsis)
    return line([(" ", PLAIN), *before, (title, DIM if stop.visited else PLAIN)], width)


def opened_stop(stop: Stop, walking: Walking, signs: Signs, width: int) -> list[Strip]:
    """Return the stop under the cursor: its title in two lines, its people, its note."""
    before = _before(stop, board_width(walking, signs), signs)
    edge = row_edge(True, signs)
    indent = sum(width_of(text) for text, _ in before)
    room = width - indent - 2
    first, *rest = wrapped(stop.event.title, max(10, room))
    strips = [line([edge, *before, (first, CURSOR)], width)]
    # All lines of the stop are the cursor's row.
    margin: Piece = (" " * (1 + indent), EDGE)
    if rest:
        second = cut(" ".join(rest), room, signs.ellipsis)
        strips.append(line([margin, (second, CURSOR)], width))
    about = _about(stop, walking, signs, room)
    if about:
        strips.append(line([margin, (about, DIM)], width))
    note = walking.session.itinerary().notes.get(stop.event.id)
    if note is not None:
        text = cut(f"note: {' '.join(note.text.split())}", room, signs.ellipsis)
        strips.append(line([margin, (text, DIM)], width))
    return strips


def _before(stop: Stop, boards: int, signs: Signs) -> list[Piece]:
    """Return what stands before a stop's title."""
    event = stop.event
    board = cut(_board(event, signs), boards, "")
    inferred = event.certainty.slot is Certainty.INFERRED
    star = DIM if stop.by_talk or stop.visited else STAR
    return [
        (signs.seen if stop.visited else " ", ACCENT),
        (signs.inferred if inferred else " ", DIM),
        (signs.level(stop.level), star),
        (" " * (1 + boards - width_of(board)), PLAIN),
        (board, DIM if stop.visited else PLAIN),
        ("  ", PLAIN),
    ]


def _board(event: Event, signs: Signs) -> str:
    if event.board is None:
        return "?" if hangs(event) else event.kind.label
    inferred = event.certainty.board is Certainty.INFERRED
    return f"{signs.inferred}{event.board}" if inferred else event.board


def _about(stop: Stop, walking: Walking, signs: Signs, room: int) -> str:
    """Return what is said quietly of the stop under the cursor: the names give way to all else."""
    event, slot = stop.event, walking.slot
    said = []
    if event.room and slot is not None and event.room != slot.room:
        said.append(event.room)
    if stop.by_talk:
        said.append("starred as a talk")
    if event.start is None:
        said.append("no time known")
    elif event.id in walking.own_times:
        said.append("the time is your own")
    elif event.certainty.slot is Certainty.INFERRED:
        said.append(f"{signs.inferred} inferred")
    names = people_words([person.name for person in event.people])
    left = room - sum(width_of(each) + 3 for each in said)
    shown = cut(names, left, signs.ellipsis) if left > 3 else ""
    return cut("   ".join(filter(None, (shown, *said))), room, signs.ellipsis)
