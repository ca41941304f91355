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
from collections.abc import Iterator
from pathlib import Path

from planner.export.html_lines import NO_TIME, WEEKDAYS, lines_of, list_of, text
from planner.export.page_values import (
    Page,
    PageDay,
)

_PARTS = Path(__file__).with_name("page")


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
        words = f"{WEEKDAYS[day.date.weekday()]} {day.date.day}"
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
            yield from lines_of(part)
        yield "</ol>"
    if day.untimed:
        yield "<h3>That day, no time known</h3>"
        yield from list_of(day.untimed)
    yield "</section>"


def _day_id(day: PageDay) -> str:
    return f"day-{day.date.isoformat()}"


def _no_time(page: Page) -> Iterator[str]:
    if not page.no_time:
        return
    yield '<section class="day" aria-labelledby="no-time">'
    yield f'<h2 id="no-time">{NO_TIME}</h2>'
    if page.no_time_words:
        yield f'<p class="facts">{text(page.no_time_words)}</p>'
    yield from list_of(page.no_time)
    yield "</section>"
