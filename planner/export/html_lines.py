"""The lines of the printable page as HTML: events, slots as walks, own time, gaps, problems.

Every text of the conference's or the attendee's is cleaned and escaped here.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import datetime

from planner.export.links import address
from planner.export.page_values import (
    PageEvent,
    PageGap,
    PageOwnTime,
    PagePart,
    PageProblem,
    PageSlot,
)
from planner.model import Level
from planner.schedule.text import clean, clean_text_block

#: So many names are shown, and so many of them on paper.
_MOST_PEOPLE, _MOST_ON_PAPER = 8, 2
_SIGNS = {Level.MUST: "!", Level.WANT: "★", Level.MAYBE: "☆"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NO_TIME = "No time known"


def text(words: str) -> str:
    """Return a text as HTML that comes out as that text, cleaned, on one line."""
    return html.escape(clean(words), quote=True)


def list_of(events: Sequence[PageEvent]) -> Iterator[str]:
    """Yield events in a list whose lines have no time in front."""
    yield '<ul class="stops">'
    for event in events:
        yield from _event(event, with_time=False)
    yield "</ul>"


def lines_of(part: PagePart) -> Iterator[str]:
    """Yield the lines of one part of a day."""
    if isinstance(part, PageEvent):
        yield from _event(part, with_time=True)
    elif isinstance(part, PageSlot):
        yield from _slot(part)
    elif isinstance(part, PageOwnTime):
        yield from _own_time(part)
    else:
        yield from _gap(part)


def _slot(slot: PageSlot) -> Iterator[str]:
    yield '<li class="slot">'
    yield f'<div class="when">{_span(slot.start, slot.end)}</div>'
    yield '<div class="what">'
    yield f'<h3 dir="auto">{text(slot.name)}</h3>'
    ticks = '<span class="ticks"></span>'
    facts = " · ".join(text(each) for each in (slot.room, slot.facts, "board order") if each)
    yield f'<p class="facts">{facts}{ticks}</p>'
    yield from _problems(slot.problems)
    yield "</div>"
    yield '<ol class="stops">'
    for stop in slot.stops:
        yield from _event(stop, with_time=False)
    yield "</ol>"
    yield "</li>"


def _own_time(own: PageOwnTime) -> Iterator[str]:
    yield '<li class="own line">'
    yield f'<div class="when">{_span(own.start, own.end)}</div>'
    yield '<div class="what">'
    yield f'<p class="title" dir="auto">{text(own.title)}</p>'
    yield f'<p class="facts">{text(own.words)}</p>'
    yield from _problems(own.problems)
    yield "</div>"
    if own.inside:
        yield '<ul class="stops">'
        for event in own.inside:
            yield from _event(event, with_time=False)
        yield "</ul>"
    yield "</li>"


def _gap(gap: PageGap) -> Iterator[str]:
    yield '<li class="gap">'
    yield f'<div class="when">{_time(gap.start, f"{gap.start:%H:%M}")}</div>'
    yield f'<div class="what"><p>{text(gap.words)}</p></div>'
    yield "</li>"


def _event(event: PageEvent, *, with_time: bool) -> Iterator[str]:
    level = f" {event.level.value}" if event.level else ""
    yield f'<li class="line{level}">'
    if with_time:
        yield f'<div class="when">{_when(event)}</div>'
    yield '<div class="what">'
    yield _title(event)
    facts = [_level(event.level), *map(text, event.about)]
    if not with_time and event.start is not None:
        facts.append(_when(event))
    facts.append(text(event.room))
    if event.board and not event.tickable:
        facts.append(text(f"board {event.board}"))
    yield f'<p class="facts">{" · ".join(filter(None, facts))}</p>'
    if event.people:
        yield f'<p class="people" dir="auto">{_people(event.people)}</p>'
    links = [link for link in event.links if address(link.url)]
    if links:
        anchors = (
            f'<a href="{html.escape(link.url, quote=True)}" rel="noopener noreferrer">'
            f"{text(link.label) or 'Link'}</a>"
            for link in links
        )
        yield f'<p class="links">{" ".join(anchors)}</p>'
    yield from _problems(event.problems)
    if event.remarks:
        yield f'<p class="remark">{text(_sentence("; ".join(event.remarks)))}</p>'
    if event.note:
        yield f'<p class="note" dir="auto">{_note(event.note)}</p>'
    yield "</div>"
    yield "</li>"


def _title(event: PageEvent) -> str:
    title = f'<span class="title" dir="auto">{text(event.title)}</span>'
    if not event.tickable:
        return f"<p>{title}</p>"
    checked = " checked" if event.seen else ""
    box = f'<input type="checkbox" data-event="{text(event.id)}"{checked}>'
    board = ""
    if event.board:
        board = f'<span class="board"><span class="unseen">board </span>{text(event.board)}</span>'
    return f'<label class="tick">{box}<span>{board} {title}</span></label>'


def _level(level: Level | None) -> str:
    if level is None:
        return ""
    sign = f'<span aria-hidden="true">{_SIGNS[level]}</span>'
    return f'<span class="level">{sign} {level.value}</span>'


def _when(event: PageEvent) -> str:
    """Return an event's time as HTML: ``~`` is said in words by a remark."""
    if event.start is None:
        return '<span class="unseen">no time known</span><span aria-hidden="true">·</span>'
    before = {"": "", "inferred": "~", "within": '<span class="in">in </span>'}[event.meant]
    return before + _span(event.start, event.end)


def _span(start: datetime, end: datetime | None) -> str:
    words = f"{start:%H:%M}"
    if end is None:
        return _time(start, words)
    day = "" if end.date() == start.date() else f"{WEEKDAYS[end.weekday()]} "
    until = _time(end, f"{day}{end:%H:%M}")
    return f'{_time(start, words)}<span class="until">–{until}</span>'


def _time(moment: datetime, words: str) -> str:
    return f'<time datetime="{moment.isoformat()}">{words}</time>'


def _people(people: Sequence[str]) -> str:
    """Return the names, and how many more there are: fewer are named on paper."""
    shown = people[:_MOST_PEOPLE]
    names = text(", ".join(shown[:_MOST_ON_PAPER]))
    more = len(people) - len(shown)
    rest = text("".join(f", {name}" for name in shown[_MOST_ON_PAPER:]))
    rest += f" and {more:,} more" if more else ""
    if not rest:
        return names
    short = f" and {len(people) - _MOST_ON_PAPER:,} more"
    return f'{names}<span class="rest">{rest}</span><span class="short">{short}</span>'


def _note(note: str) -> str:
    lines = clean_text_block(note).split("\n")
    return '<span class="unseen">Your note: </span>' + "<br>".join(map(text, lines))


def _problems(problems: Sequence[PageProblem]) -> Iterator[str]:
    for problem in problems:
        sign = f'<span aria-hidden="true">{"✗" if problem.sure else "?"}</span>'
        way = f' <span class="way">{text(_sentence(problem.way))}</span>' if problem.way else ""
        words = f'<span class="wrong">{sign} {text(_sentence(problem.words))}</span>'
        yield f'<p class="problem">{words}{way}</p>'


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
