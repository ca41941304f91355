"""The printable page: one file of HTML that asks nothing of any network.

Every text of the conference's or the attendee's is cleaned and escaped; none of
it stands inside the script or the style, which are files beside this module and
the same in every page. A policy in the page (Content Security Policy Level 3,
https://www.w3.org/TR/CSP3/) allows that very script and that very style, by
their SHA-256, and nothing else: no address can be asked for anything.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from planner.export.links import address
from planner.export.page_values import (
    Page,
    PageDay,
    PageEvent,
    PageGap,
    PageOwnTime,
    PagePart,
    PageProblem,
    PageSlot,
)
from planner.model import Level
from planner.schedule.text import clean, clean_text_block

_PARTS = Path(__file__).with_name("page")
#: So many names are shown, and so many of them on paper.
_MOST_PEOPLE, _MOST_ON_PAPER = 8, 2
_SIGNS = {Level.MUST: "!", Level.WANT: "★", Level.MAYBE: "☆"}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NO_TIME = "No time known"


def html_page(page: Page) -> str:
    """Return the page as a document of HTML (the living standard, https://html.spec.whatwg.org/).

    The same page gives the same text.
    """
    style, script = _part("style.css"), _part("script.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    title = f"{page.conference.name}: {page.what}"
    return "\n".join(
        [
            "<!doctype html>",
            "<!-- A page saved by planner -->",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{text(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{text(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            f'<body data-conference="{text(page.conference.id)}"'
            f' data-timezone="{text(page.conference.timezone)}">',
            '<a class="skip" href="#plan">Skip to the plan</a>',
            *_header(page, title),
            *_bar(page),
            '<main id="plan" tabindex="-1">',
            '<p id="none" hidden>Nothing here holds these words.</p>',
            *(line for day in page.days for line in _day(day)),
            *_no_time(page),
            "</main>",
            f"<footer><p>{text(page.dated)}</p></footer>",
            f"<script>{script}</script>",
            "</body>",
            "</html>",
            "",
        ]
    )


def text(words: str) -> str:
    """Return a text as HTML that comes out as that text, cleaned, on one line."""
    return html.escape(clean(words), quote=True)


def _part(name: str) -> str:
    return "\n" + (_PARTS / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _header(page: Page, title: str) -> Iterator[str]:
    yield "<header>"
    yield f'<h1 dir="auto">{text(title)}</h1>'
    yield from (f'<p dir="auto">{text(fact)}</p>' for fact in page.facts if fact)
    yield "</header>"


def _bar(page: Page) -> Iterator[str]:
    """Yield what stays on top of the screen: the days, and the search that a script brings."""
    yield '<div class="bar">'
    yield '<nav aria-label="Days"><ul>'
    for day in page.days:
        words = f"{_WEEKDAYS[day.date.weekday()]} {day.date.day}"
        link = f'<a href="#{_day_id(day)}" data-day="{day.date.isoformat()}">{words}</a>'
        yield f"<li>{link}</li>"
    if page.no_time:
        yield '<li><a href="#no-time">No time</a></li>'
    yield "</ul></nav>"
    yield '<form role="search" id="search" hidden>'
    yield '<label for="words">Search</label>'
    yield '<input type="search" id="words" autocomplete="off" spellcheck="false">'
    yield '<output id="found" for="words"></output>'
    yield "</form>"
    yield "</div>"


def _day(day: PageDay) -> Iterator[str]:
    name = _day_id(day)
    words = f'<time datetime="{day.date.isoformat()}">{text(day.words)}</time>'
    yield f'<section class="day" aria-labelledby="{name}">'
    yield f'<h2 id="{name}">{words}</h2>'
    if day.parts:
        yield "<ol>"
        for part in day.parts:
            yield from _lines(part)
        yield "</ol>"
    if day.untimed:
        yield "<h3>That day, no time known</h3>"
        yield from _list(day.untimed)
    yield "</section>"


def _day_id(day: PageDay) -> str:
    return f"day-{day.date.isoformat()}"


def _no_time(page: Page) -> Iterator[str]:
    if not page.no_time:
        return
    yield '<section class="day" aria-labelledby="no-time">'
    yield f'<h2 id="no-time">{_NO_TIME}</h2>'
    if page.no_time_words:
        yield f'<p class="facts">{text(page.no_time_words)}</p>'
    yield from _list(page.no_time)
    yield "</section>"


def _list(events: Sequence[PageEvent]) -> Iterator[str]:
    """Yield events in a list whose lines have no time in front."""
    yield '<ul class="stops">'
    for event in events:
        yield from _event(event, with_time=False)
    yield "</ul>"


def _lines(part: PagePart) -> Iterator[str]:
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
    day = "" if end.date() == start.date() else f"{_WEEKDAYS[end.weekday()]} "
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
