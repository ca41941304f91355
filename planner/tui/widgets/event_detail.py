"""The detail of one event, painted from its value: the whole title and all that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rich.style import Style
from textual.strip import Strip

from planner.model import Certainty, Event, Kind, Link
from planner.schedule.query import Query
from planner.tui.render import (
    ACCENT,
    DIM,
    PLAIN,
    STAR,
    STRONG,
    Piece,
    Signs,
    line,
    width_of,
    wrapped,
)
from planner.tui.widgets.marked_text import MarkedText, hits_in, joined, lines_of
from planner.workspace.rows import Detail
from planner.workspace.wording import place_words, slot_words

_NOTHING = Query()
#: Words for a level, as the detail says them.
_LEVELS = {"must": "must see", "want": "starred", "maybe": "maybe"}


def paint_detail(
    detail: Detail, width: int, signs: Signs, query: Query = _NOTHING, most: int | None = None
) -> list[Strip]:
    """Return the detail in as many lines as it takes; the caller scrolls it.

    Args:
        detail: The event with all that belongs to it.
        width: Cells of a line.
        signs: The signs that the terminal can show.
        query: Its words are marked wherever they stand, its ``author:``,
            ``from:`` and ``topic:`` values in what they ask for.
        most: How many lines to paint at most, None for all: what lies below
            costs nothing.
    """
    return list(islice(_lines(detail, width, signs, query), most))


def _lines(detail: Detail, width: int, signs: Signs, query: Query) -> Iterator[Strip]:
    event = detail.row.event
    yield from _paragraphs(hits_in(event.title, query), width, STRONG)
    yield from _flowed(_facts(detail, event, signs), width)
    if detail.parent is not None:
        yield from _labelled("in", MarkedText(detail.parent.title), width)
    for twin in detail.twins:
        yield from _twin_lines(twin, detail, signs, width)
    if event.people:
        yield from _labelled("by", _people(event, query), width)
    for topic in event.topics:
        by = MarkedText(" (filed by planner)" if event.topics_by == "planner" else "")
        hits = hits_in(topic.replace("->", " / "), query, "topic")
        yield from _labelled("on", joined([hits, by]), width)
    if event.track:
        yield from _labelled("track", MarkedText(event.track), width)
    if detail.note:
        yield from _labelled("note", hits_in(detail.note, query), width)
    if event.abstract:
        yield Strip.blank(width)
        yield from _paragraphs(hits_in(event.abstract, query), width)
    if detail.children:
        yield Strip.blank(width)
        for child in detail.children:
            yield _child(child, width)
    if event.links:
        yield Strip.blank(width)
    for link in event.links:
        yield from _link(link, width)


def _facts(detail: Detail, event: Event, signs: Signs) -> list[Piece]:
    """Return the line of kind, star, time and place, the unknown said to be unknown."""
    pieces: list[Piece] = [(f" {event.kind.label}", ACCENT)]
    if detail.row.own_level:
        level = detail.row.own_level
        pieces.append((f"   {signs.level(level)} {_LEVELS[level]}", STAR))
    if detail.row.declined:
        pieces.append((f"   {signs.no} no", DIM))
    if detail.row.hidden:
        pieces.append(("   hidden", DIM))
    if detail.row.visited:
        pieces.append((f"   {signs.seen} seen", ACCENT))
    slot = slot_words(event, detail.parent)
    if slot and event.certainty.slot is Certainty.INFERRED:
        slot = f"{signs.inferred}{slot} (inferred)"
    if not event.is_scheduled and not (detail.parent and detail.parent.start):
        slot = ", ".join(word for word in (slot, "no time known") if word)
    if detail.possible and _hangs(event):
        slot = f"{slot}: {detail.possible}"
    pieces.append((f"   {slot}", PLAIN))
    if detail.row.leaves is not None:
        pieces.append((" (you leave then)", DIM))
    place = place_words(event)
    if place:
        pieces.append((f"   {place}", PLAIN))
    return pieces


def _twin_lines(twin: Event, detail: Detail, signs: Signs, width: int) -> Iterator[Strip]:
    """Yield the paper's other showing: what, when and where."""
    what = "its talk" if twin.kind is Kind.ORAL else "its poster"
    sign = signs.inferred if twin.certainty.slot is Certainty.INFERRED else ""
    slot = slot_words(twin)
    known = f"{sign}{slot}" if slot else "no time known"
    if detail.possible and _hangs(twin) and not slot:
        known = f"{known}: {detail.possible}"
    words = ", ".join(word for word in (known, place_words(twin)) if word)
    star = detail.row.star
    if star is None or star.event_id != twin.id:
        yield from _labelled(what, MarkedText(words), width)
        return
    level = f"{signs.level(star.level)} {_LEVELS[star.level]}"
    yield from _flowed([(f" {what}  ", DIM), (level, STAR), (f"   {words}", PLAIN)], width)


def _flowed(pieces: Sequence[Piece], width: int) -> Iterator[Strip]:
    """Yield pieces on one line, from the first that does not fit whole on a next one."""
    shown: list[Piece] = []
    room = width
    for text, style in pieces:
        if shown and width_of(text) > room:
            yield line(shown, width)
            shown, room = [], width
            *whole, text = (f" {each}" for each in wrapped(text, max(10, width - 1)))
            for each in whole:
                yield line([(each, style)], width)
        shown.append((text, style))
        room -= width_of(text)
    yield line(shown, width)


def _hangs(event: Event) -> bool:
    return event.kind in (Kind.POSTER, Kind.SPOTLIGHT)


def _people(event: Event, query: Query) -> MarkedText:
    """Return the people, affiliation behind each where it differs from the one before."""
    parts: list[MarkedText] = []
    for index, person in enumerate(event.people):
        following = event.people[index + 1].affiliation if index + 1 < len(event.people) else None
        shared = person.affiliation is not None and person.affiliation == following
        if index:
            parts.append(MarkedText(", "))
        parts.append(hits_in(person.name, query, "author"))
        if person.affiliation and not shared:
            affiliation = hits_in(person.affiliation, query, "from")
            parts += [MarkedText(" ("), affiliation, MarkedText(")")]
    return joined(parts)


def _labelled(label: str, text: MarkedText, width: int) -> Iterator[Strip]:
    """Yield text behind a quiet label, its further lines indented alike."""
    indent = width_of(label) + 3
    before: Piece = (f" {label}  ", DIM)
    for pieces in lines_of(text, max(10, width - indent - 1), PLAIN):
        yield line([before, *pieces], width)
        before = (" " * indent, PLAIN)


def _link(link: Link, width: int) -> Iterator[Strip]:
    """Yield a link whole on one line where it fits, else below its label."""
    if width_of(link.label) + width_of(link.url) + 4 <= width:
        yield from _labelled(link.label, MarkedText(link.url), width)
    else:
        yield line([(f" {link.label}", DIM)], width)
        yield from _paragraphs(MarkedText(link.url), width)


def _paragraphs(text: MarkedText, width: int, base: Style = PLAIN) -> Iterator[Strip]:
    for pieces in lines_of(text, max(10, width - 2), base):
        yield line([(" ", base), *pieces], width)


def _child(child: Event, width: int) -> Strip:
    when = slot_words(child).rpartition(" ")[2] if child.start else ""
    names = ", ".join(person.name for person in child.people)
    pieces: list[Piece] = [(f" {when:<12}", DIM), (child.title, PLAIN)]
    if names:
        pieces.append((f"  {names}", DIM))
    return line(pieces, width)
