"""One event that means ill, in every format: each says it, and nothing comes of it.

It is given as the model holds it, as though the border had cleaned nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import html5lib
import icalendar
import pytest
from markdown_it import MarkdownIt

from planner.export.bibtex import bibtex, citation_keys
from planner.export.calendar_entries import entries
from planner.export.calendar_values import StarredEvent
from planner.export.csv import CsvEvent, csv_table
from planner.export.html import html_page
from planner.export.ical import calendar_bytes
from planner.export.markdown import MarkdownEvent, markdown
from planner.export.page_values import Page, PageDay, PageEvent, PageProblem, PageSlot
from planner.export.rows import row_record
from planner.model import Conference, Event, Kind, Level, Link, Person
from planner.schedule.papers import Paper, paper_key

VIENNA = ZoneInfo("Europe/Vienna")
TUESDAY = date(2024, 7, 23)
DATED = datetime(2024, 7, 9, tzinfo=UTC)
SCRIPT = "</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>"
ROOM = "Hall\r\nATTENDEE:mailto:x@example.org\r\nEND:VEVENT"
TITLES = [
    '=HYPERLINK("https://evil.example";"A1")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    SCRIPT,
    "one\u202etwo\u2066three",
    "nul\0nul \x1b[31mred\x1b]8;;https://evil.example\x07",
    "long " * 2000,
    "![x](javascript:alert(1)) [y](data:text/html,z)\n\n# heading",
    "}, url = {x}\n@misc{y, title={",
]
CONFERENCE = Conference(
    id="../../etc/" + SCRIPT,
    name="Bad " + SCRIPT,
    title="Bad\r\nX-EVIL:1",
    start=TUESDAY,
    end=TUESDAY,
    timezone="Europe/Vienna",
    venue="Hall\r\nX-EVIL:1",
    url="javascript:alert(1)",
)
#: What no export may hold as it is, but a line feed.
STEERING = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(params=TITLES, ids=range(len(TITLES)))
def event(request: pytest.FixtureRequest) -> Event:
    title: str = request.param
    return Event(
        id="poster-1",
        kind=Kind.POSTER,
        title=title,
        start=datetime(2024, 7, 23, 11, 30, tzinfo=VIENNA),
        end=datetime(2024, 7, 23, 13, 0, tzinfo=VIENNA),
        room=ROOM,
        board=title[:40],
        people=(Person(title[:200], title[:200]),),
        topics=(title[:200],),
        paper="p",
        links=(
            Link(title[:200], "javascript:alert(1)"),
            Link(title[:200], 'https://example.org/"onmouseover="alert(1)'),
        ),
    )


def test_html_shows_it_as_text(event: Event) -> None:
    line = PageEvent(
        event.id + SCRIPT,
        event.title,
        Level.MUST,
        about=(event.title,),
        room=ROOM,
        board=event.board or "",
        people=(event.title,),
        note=event.title + "\r\n" + SCRIPT,
        links=event.links,
        remarks=(event.title,),
        problems=(PageProblem(event.title, event.title),),
        tickable=True,
    )
    assert event.start is not None
    assert event.end is not None
    slot = PageSlot(event.title, event.start, event.end, ROOM, event.title, (line,))
    days = (PageDay(TUESDAY, event.title, (slot, line), (line,)),)
    page = Page(CONFERENCE, event.title, (event.title,), days, (line,), event.title, event.title)
    document = html_page(page)
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(document)
    names = [element.tag for element in root.iter() if isinstance(element.tag, str)]
    assert (names.count("script"), names.count("style"), names.count("img")) == (1, 1, 0)
    for element in root.iter():
        assert not [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118
        assert (element.get("href") or "#")[:1] == "#" or element.get("href")[:8] == "https://"
    assert not STEERING.search(document)
    assert "alert(1)" not in document.split("<script>")[1].split("</script>")[0]


def test_csv_keeps_it_in_its_cells(event: Event) -> None:
    content = csv_table([CsvEvent(event, Level.MUST, event.title)]).decode("utf-8-sig")
    names, cells = csv.reader(io.StringIO(content, newline=""))
    assert len(names) == len(cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert dict(zip(names, cells, strict=True))["room"] == " ".join(ROOM.split())
    assert not STEERING.search(content.replace("\r\n", "\n"))
    assert content.count("\r\n") == 2


def test_json_is_one_value_that_says_it(event: Event) -> None:
    text = json.dumps([row_record(event, Level.MUST)], ensure_ascii=False)
    assert json.loads(text)[0]["title"] == event.title
    assert not re.search("[\0-\x1f]", text)


def test_ical_gains_no_line_of_its_own(event: Event) -> None:
    starred = [StarredEvent(event, Level.MUST, event.title + "\r\nEND:VCALENDAR", DATED)]
    for posters in ("slot", "each"):
        found = entries(CONFERENCE, starred, posters="each" if posters == "each" else "slot")
        content = calendar_bytes(CONFERENCE, found.entries, {}, dated=DATED)
        (entry,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
        assert "ATTENDEE" not in entry
        assert b"\r\nX-EVIL" not in content
        assert content.count(b"BEGIN:VEVENT") == content.count(b"END:VEVENT\r\n") == 1
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert not STEERING.search(content.decode().replace("\r\n", "\n"))
        assert "javascript:" not in str(entry.get("URL", ""))


def test_markdown_shows_it_as_text(event: Event) -> None:
    line = MarkdownEvent(
        event.title,
        TUESDAY,
        event.title,
        (event.title,),
        (event.title,),
        (ROOM,),
        links=event.links,
    )
    page = markdown(CONFERENCE.name, [CONFERENCE.title], [line], lambda _: event.title)
    tokens = MarkdownIt("commonmark").parse(page)
    inside = [child for token in tokens for child in token.children or ()]
    assert not [token for token in (*tokens, *inside) if token.type.startswith("html")]
    assert not [child for child in inside if child.type == "image"]
    hrefs = [str(child.attrs["href"]) for child in inside if child.type == "link_open"]
    assert all(href.startswith("https://example.org/") for href in hrefs)
    assert not STEERING.search(page)


def test_bibtex_stays_one_entry(event: Event) -> None:
    key = paper_key(event)
    keys = citation_keys(CONFERENCE, [Paper(key, event.id, event.title, event.title)])
    text = bibtex(CONFERENCE, [replace(event, title=event.title)], keys)
    entries = re.findall(r"^@\w+\{[a-z0-9-]+,$", text, re.MULTILINE)
    assert len(entries) == 1
    assert text.count("\n@") == 1
    assert not re.search(r"(?<!\\)\}\s*,\s*url\s*=\s*\{x", text)
    assert not STEERING.search(text)
