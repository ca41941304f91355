"""The detail of one event, painted from its value: the whole title and all that is known."""

from __future__ import annotations

from textual.strip import Strip

from planner.model import Certainty, Event, Kind, Link
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
from planner.workspace.reading import Detail
from planner.workspace.wording import place_words, slot_words

#: Words for a level, as the detail says them.
_LEVELS = {"must": "must see", "want": "starred", "maybe": "maybe"}


def paint_detail(detail: Detail, width: int, signs: Signs) -> list[Strip]:
    """Return the whole detail in as many lines as it takes; the caller scrolls it."""
    event = detail.row.event
    text_width = max(10, width - 2)
    strips = [line([(f" {text}", STRONG)], width) for text in wrapped(event.title, text_width)]
    strips.append(line(_facts(detail, event, signs), width))
    if detail.parent is not None:
        strips += _labelled("in", detail.parent.title, width)
    strips += [_twin_line(twin, detail, signs, width) for twin in detail.twins]
    strips += _people(event, width)
    for topic in event.topics:
        by = " (filed by planner)" if event.topics_by == "planner" else ""
        strips += _labelled("on", topic.replace("->", " / ") + by, width)
    if event.track:
        strips += _labelled("track", event.track, width)
    if detail.note:
        strips += _labelled("note", detail.note, width)
    if event.abstract:
        strips += [Strip.blank(width), *_paragraphs(event.abstract, width)]
    if detail.children:
        strips += [Strip.blank(width), *(_child(child, width) for child in detail.children)]
    if event.links:
        strips.append(Strip.blank(width))
    for link in event.links:
        strips += _link(link, width)
    return strips


def _facts(detail: Detail, event: Event, signs: Signs) -> list[Piece]:
    """Return the line of kind, star, time and place, the unknown said to be unknown."""
    pieces: list[Piece] = [(f" {event.kind.label}", ACCENT)]
    if detail.row.own_level:
        level = detail.row.own_level
        pieces.append((f"   {signs.level(level)} {_LEVELS[level]}", STAR))
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
    place = place_words(event)
    if place:
        pieces.append((f"   {place}", PLAIN))
    return pieces


def _twin_line(twin: Event, detail: Detail, signs: Signs, width: int) -> Strip:
    """Return the paper's other showing: what, when and where."""
    what = "its talk" if twin.kind is Kind.ORAL else "its poster"
    sign = signs.inferred if twin.certainty.slot is Certainty.INFERRED else ""
    slot = slot_words(twin)
    known = f"{sign}{slot}" if slot else "no time known"
    if detail.possible and _hangs(twin) and not slot:
        known = f"{known}: {detail.possible}"
    words = ", ".join(word for word in (known, place_words(twin)) if word)
    star = detail.row.star
    pieces: list[Piece] = [(f" {what}  ", DIM)]
    if star is not None and star.event_id == twin.id:
        pieces.append((f"{signs.level(star.level)} {_LEVELS[star.level]}   ", STAR))
    return line([*pieces, (words, PLAIN)], width)


def _hangs(event: Event) -> bool:
    return event.kind in (Kind.POSTER, Kind.SPOTLIGHT)


def _people(event: Event, width: int) -> list[Strip]:
    """Return the people, affiliation behind each where it differs from the one before."""
    words: list[str] = []
    for index, person in enumerate(event.people):
        following = event.people[index + 1].affiliation if index + 1 < len(event.people) else None
        shared = person.affiliation is not None and person.affiliation == following
        given = "" if shared or not person.affiliation else f" ({person.affiliation})"
        words.append(f"{person.name}{given}")
    return _labelled("by", ", ".join(words), width) if words else []


def _labelled(label: str, text: str, width: int) -> list[Strip]:
    """Return text behind a quiet label, its further lines indented alike."""
    indent = width_of(label) + 3
    first, *rest = wrapped(text, max(10, width - indent - 1))
    head = line([(f" {label}  ", DIM), (first, PLAIN)], width)
    return [head, *(line([(" " * indent, PLAIN), (more, PLAIN)], width) for more in rest)]


def _link(link: Link, width: int) -> list[Strip]:
    """Return a link whole on one line where it fits, else below its label."""
    if width_of(link.label) + width_of(link.url) + 4 <= width:
        return _labelled(link.label, link.url, width)
    return [line([(f" {link.label}", DIM)], width), *_paragraphs(link.url, width)]


def _paragraphs(text: str, width: int) -> list[Strip]:
    return [line([(f" {words}", PLAIN)], width) for words in wrapped(text, max(10, width - 2))]


def _child(child: Event, width: int) -> Strip:
    when = slot_words(child).rpartition(" ")[2] if child.start else ""
    names = ", ".join(person.name for person in child.people)
    pieces: list[Piece] = [(f" {when:<12}", DIM), (child.title, PLAIN)]
    if names:
        pieces.append((f"  {names}", DIM))
    return line(pieces, width)
