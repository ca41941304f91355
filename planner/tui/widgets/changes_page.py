"""The page of changes, painted from its state: what concerns the attendee, then all else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from planner.model import Event, Level
from planner.tui.changing import Changing
from planner.tui.render import (
    ACCENT,
    CURSOR,
    DIM,
    EDGE,
    PLAIN,
    STAR,
    WARNING,
    Piece,
    Signs,
    cut,
    fit,
    line,
    row_edge,
    section,
    spread,
    width_of,
    wrapped,
)
from planner.workspace.changed import Changed, Gift
from planner.workspace.conferences.asking import host_of
from planner.workspace.conferences.story import Told
from planner.workspace.wording import clock, counted, day_words

_KIND_WIDTH = 10
#: Cells before a title: the edge, the star's sign, the kind.
_BEFORE = 4 + _KIND_WIDTH
#: On a narrower page the kind of what is not the attendee's gives way.
_WIDE = 72
#: How each kind of change is counted, by its name: "12 moved".
_COUNTED = {
    "cancelled": "cancelled",
    "moved": "moved",
    "unscheduled": "without their time again",
    "room": "in another room",
    "board": "on another board",
    "renamed": "renamed",
    "twin": "with another showing",
    "scheduled": "with a time now",
    "day": "with a day now",
    "end": "with an end now",
    "added": "new",
}


class _Line(NamedTuple):
    """One line: the item to which it belongs, None for a heading, and what paints it."""

    place: int | None
    paint: Callable[[], Strip]


def paint_changes(changing: Changing, signs: Signs, width: int, height: int) -> list[Strip]:
    """Return the lines in view, with the cursor's item among them."""
    lines = list(_lines(changing, signs, width))
    if changing.item() is None:
        return [each.paint() for each in lines][:height]
    own = [number for number, each in enumerate(lines) if each.place == changing.cursor]
    first, last = own[0], own[-1]
    if first and lines[first - 1].place is None:
        # The heading belongs to the first of what it heads.
        first -= 1
    if changing.cursor == 0:
        first = 0
    top = min(changing.top, max(0, len(lines) - height), first)
    changing.top = max(top, last - height + 1)
    return [each.paint() for each in lines[changing.top : changing.top + height]]


def item_at(changing: Changing, signs: Signs, width: int, y: int) -> int | None:
    """Return the place of the item on a line of the page, None where there is none."""
    lines = list(_lines(changing, signs, width))
    number = changing.top + y
    return lines[number].place if number < len(lines) else None


def _lines(changing: Changing, signs: Signs, width: int) -> Iterator[_Line]:
    if not (changing.gift or changing.yours):
        yield _Line(None, partial(line, [], width))
        for words, style in _nothing_words(changing):
            for each in wrapped(words, max(10, width - 2)):
                yield _Line(None, partial(line, [(f" {each}", style)], width))
        if changing.others:
            yield _Line(None, partial(Strip.blank, width))
    for place, item in enumerate(changing.items()):
        here = place == changing.cursor
        if isinstance(item, Gift):
            yield from _gift(item, changing, place, here, signs, width)
        elif isinstance(item, Changed):
            if place == (1 if changing.gift else 0):
                count = counted(len(changing.yours), "change")
                yield _Line(None, partial(section, "Yours", count, width, signs))
            yield from _yours(item, place, here, signs, width)
        else:
            if place == changing.first_other:
                yield from _others_heading(changing, signs, width)
            yield _Line(place, partial(_other, changing, item, here, signs, width))
    more = changing.all_others - len(changing.others)
    if more > 0:
        words = f" and {counted(more, 'more change')}, none of them yours"
        yield _Line(None, partial(line, [(words, DIM)], width))


def _gift(
    gift: Gift, changing: Changing, place: int, here: bool, signs: Signs, width: int
) -> Iterator[_Line]:
    style = CURSOR if here else PLAIN
    for number, words in enumerate(wrapped(f"{gift.sentence}.", max(10, width - 4))):
        edge: Piece = (" ", EDGE) if here and number else row_edge(here, signs)
        yield _Line(place, partial(line, [edge, (f" {words}", style)], width))
    key = changing.session.keys.key
    keys = f"{key('plan')} shows your plan, {key('acknowledge')} takes note of all of it"
    for words in wrapped(keys, max(10, width - 4)):
        yield _Line(place, partial(line, [(f"  {words}", DIM)], width))


def _yours(changed: Changed, place: int, here: bool, signs: Signs, width: int) -> Iterator[_Line]:
    event = changed.event
    left = [
        *_beginning(here, changed.level, event, signs),
        (event.title, CURSOR if here else PLAIN),
    ]
    yield _Line(place, partial(spread, left, [(" ", PLAIN)], width, signs.ellipsis))
    sentence = "; ".join(changed.sentences)
    indent = _BEFORE if width >= _WIDE else 4
    gone = any(change.after is None for change in changed.changes)
    for words in wrapped(sentence, max(10, width - indent - 1)):
        pieces: list[Piece] = [(" " * indent, PLAIN), (words, WARNING if gone else ACCENT)]
        yield _Line(place, partial(line, pieces, width))


def _others_heading(changing: Changing, signs: Signs, width: int) -> Iterator[_Line]:
    count = counted(changing.all_others, "change")
    yield _Line(None, partial(section, "Others", count, width, signs))
    said = [f"{number:,} {_COUNTED.get(what, what)}" for what, number in changing.counts]
    if len(said) > 1:
        for words in wrapped(", ".join(said), max(10, width - 5)):
            yield _Line(None, partial(line, [(f"    {words}", DIM)], width))


def _other(changing: Changing, told: Told, here: bool, signs: Signs, width: int) -> Strip:
    event = changing.session.schedule.event(told.event_id)
    level = changing.level_of(told.event_id)
    room = width // 2 if width < _WIDE else width * 3 // 5
    sentence = cut(told.sentence, room, signs.ellipsis)
    beginning = _beginning(here, level, event, signs)
    if width < _WIDE:
        beginning = [*beginning[:-1], (" ", PLAIN)]
    left = [*beginning, (told.title, CURSOR if here else PLAIN)]
    return spread(left, [(f"  {sentence} ", DIM)], width, signs.ellipsis)


def _beginning(here: bool, level: Level | None, event: Event | None, signs: Signs) -> list[Piece]:
    label = event.kind.label if event is not None else ""
    short = label if width_of(label) <= _KIND_WIDTH - 1 else label.partition(" ")[0]
    sign = signs.level(level)
    return [row_edge(here, signs), (f" {sign} ", STAR), (fit(short, _KIND_WIDTH, ""), DIM)]


def _nothing_words(changing: Changing) -> Iterator[tuple[str, Style]]:
    """Yield what is said where nothing of the attendee's changed, and what to press."""
    conference = changing.session.schedule.conference
    host = host_of(conference)
    asks = f"asks {host} for news" if host else "takes a newer file that you downloaded"
    of_yours = " of yours" if changing.others else ""
    yield f"Nothing{of_yours} changed. {changing.session.keys.key('update')} {asks}.", PLAIN
    at = changing.updated_at
    if at is None:
        yield "The schedule is as it came; it was never updated.", DIM
    else:
        yield f"The schedule was updated on {day_words(at.date())} at {clock(at)}.", DIM
