"""The printable page: valid, whole in one file, by day, and no text of it ever markup."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.export.html import html_page
from planner.export.html_lines import text
from planner.export.page_values import (
    Page,
    PageDay,
    PageEvent,
    PageGap,
    PageOwnTime,
    PageProblem,
    PageSlot,
)
from planner.model import Conference, Level, Link
from planner.schedule.text import clean

VIENNA = ZoneInfo("Europe/Vienna")
CONFERENCE = Conference(
    "small", "Small 2024", "A small one", date(2024, 7, 22), date(2024, 7, 23), "Europe/Vienna"
)
TUESDAY = date(2024, 7, 23)
NAMES = tuple(f"Person {number}" for number in range(12))


def at(clock: str, day: int = 23) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2024, 7, day, int(hour), int(minute), tzinfo=VIENNA)


def page(*parts: object, no_time: tuple[PageEvent, ...] = (), **known: object) -> str:
    day = PageDay(TUESDAY, "Tue 23 Jul 2024", parts, **known)  # type: ignore[arg-type]
    words = "All times are the venue's: Europe/Vienna"
    return html_page(Page(CONFERENCE, "my plan", (words,), (day,), no_time, "", "As of today."))


def read(document: str) -> ET.Element:
    """Return the document as a browser reads it; a single error of syntax fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(document)
    counts = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert set(counts.values()) <= {1}
    return root


def said(element: ET.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def by_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in root.iter() if name in (each.get("class") or "").split()]


TALK = PageEvent(
    "oral-1",
    "Honey",
    Level.MUST,
    at("10:30"),
    at("10:45"),
    about=("oral",),
    room="Hall A",
    people=NAMES,
    note="Ask Ada\nabout tea",
    links=(Link("OpenReview", "https://openreview.net/forum?id=a&b=c"),),
    problems=(PageProblem("clash, 15 min, with Bees", "Way out: leave at 10:40"),),
)
STOPS = (
    PageEvent("poster-1", "Bees", Level.WANT, board="12", tickable=True, seen=True),
    PageEvent("poster-2", "Wasps", Level.MAYBE, board="13", tickable=True),
)
SLOT = PageSlot("Poster Session 1", at("11:30"), at("13:00"), "Hall C", "2 posters", STOPS)


def test_an_event_says_all_that_is_known_of_it() -> None:
    root = read(page(TALK))
    (line,) = by_class(root, "must")
    assert [each.get("datetime") for each in line.iter("time")] == [
        "2024-07-23T10:30:00+02:00",
        "2024-07-23T10:45:00+02:00",
    ]
    words = said(line)
    assert words.startswith("10:30–10:45")
    for expected in (
        *("Honey", "! must · oral · Hall A", "Person 7 and 4 more", "Your note: Ask Ada"),
        *("✗ Clash, 15 min, with Bees. Way out: leave at 10:40.", "OpenReview"),
    ):
        assert expected in words
    (link,) = line.iter("a")
    assert link.get("href") == "https://openreview.net/forum?id=a&b=c"


def test_levels_and_doubts_are_said_by_sign_and_word() -> None:
    root = read(
        page(
            TALK._replace(meant="inferred", remarks=("the time is inferred, not announced",)),
            TALK._replace(id="2", level=Level.WANT, meant="within"),
            TALK._replace(id="3", level=Level.MAYBE, end=None),
            TALK._replace(id="4", level=None, problems=(PageProblem("may clash", sure=False),)),
        )
    )
    assert [said(each) for each in by_class(root, "level")] == ["! must", "★ want", "☆ maybe"]
    times = ["~10:30–10:45", "in 10:30–10:45", "10:30", "10:30–10:45"]
    assert [said(each) for each in by_class(root, "when")] == times
    assert "The time is inferred, not announced." in said(root)
    assert "? May clash." in said(root)


def test_a_slot_lists_its_posters_with_boxes_to_tick() -> None:
    root = read(page(SLOT))
    boxes = [each for each in root.iter("input") if each.get("type") == "checkbox"]
    assert [(each.get("data-event"), each.get("checked")) for each in boxes] == [
        ("poster-1", ""),
        ("poster-2", None),
    ]
    # A label names each box, and makes all of the line a target.
    labels = by_class(root, "tick")
    assert [said(each) for each in labels] == ["board 12 Bees", "board 13 Wasps"]
    assert all(box in list(label) for box, label in zip(boxes, labels, strict=True))
    assert "Hall C · 2 posters · board order" in said(root)


def test_own_time_and_free_time_stand_among_the_events() -> None:
    own = PageOwnTime("Lunch", at("12:00"), at("13:00"), "your own", inside=(TALK,))
    over_night = PageOwnTime("Train", at("22:00"), at("06:00", 24), "away")
    root = read(page(PageGap(at("11:00"), at("12:00"), "60 min free"), own, over_night))
    assert [said(each) for each in by_class(root, "gap")] == ["11:00 60 min free"]
    assert said(by_class(root, "own")[0]).startswith("12:00–13:00 Lunch your own")
    assert said(by_class(root, "when")[-1]) == "22:00–Wed 06:00"


def test_what_has_no_time_is_a_list_of_its_own() -> None:
    root = read(page(TALK, untimed=(STOPS[1],), no_time=(STOPS[0],)))
    assert [said(each) for each in root.iter("h2")] == ["Tue 23 Jul 2024", "No time known"]
    assert [said(each) for each in root.iter("h3")] == ["That day, no time known"]
    assert [each.get("href") for each in root.iter("a") if each.get("href", "")[:1] == "#"] == [
        *("#plan", "#day-2024-07-23", "#no-time"),
    ]


def test_its_frame_is_of_landmarks_a_title_a_language_and_a_zone() -> None:
    root = read(page(TALK, SLOT))
    assert root.get("lang") == "en"
    assert said(root.find("head/title")) == "Small 2024: my plan"
    for name in ("header", "nav", "main", "footer"):
        assert len(list(root.iter(name))) == 1
    assert "Europe/Vienna" in said(root.find("body/header"))
    viewport = [each for each in root.iter("meta") if each.get("name") == "viewport"]
    assert [each.get("content") for each in viewport] == ["width=device-width, initial-scale=1"]


def test_nothing_is_asked_for_and_nothing_but_its_own_script_may_run() -> None:
    document = page(TALK, SLOT)
    root = read(document)
    for name in ("src", "srcset", "style", "onclick", "action", "poster"):
        assert not [each for each in root.iter() if each.get(name)]
    assert not list(root.iter("link"))
    assert "url(" not in document
    assert "@import" not in document
    policy = next(each for each in root.iter("meta") if each.get("http-equiv")).get("content", "")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for name in ("script", "style"):
        found = re.findall(f"<{name}>(.*?)</{name}>", document, re.DOTALL)
        assert len(found) == 1
        digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_a_link_that_is_no_web_address_is_left_out() -> None:
    links = (Link("x", "javascript:alert(1)"), Link("y", "data:text/html,x"), Link("", "https://a"))
    anchors = by_class(read(page(TALK._replace(links=links))), "links")[0].iter("a")
    assert [(said(each), each.get("href")) for each in anchors] == [("Link", "https://a")]


def test_the_same_page_is_the_same_text() -> None:
    assert page(TALK, SLOT) == page(TALK, SLOT)


@given(st.text())
@example("</title></style></script><img src=x onerror=alert(1)>")
@example('"><input autofocus onfocus=alert(1)>')
@example("&lt;b&gt; &amp; '")
def test_any_text_comes_out_as_that_text(words: str) -> None:
    event = PageEvent(words, words, Level.WANT, room=words, note=words, board=words, tickable=True)
    slot = SLOT._replace(name=words, room=words, stops=(event,))
    conference = CONFERENCE.__class__(words, words, words, TUESDAY, TUESDAY, words)
    day = PageDay(TUESDAY, words, (slot,))
    root = read(html_page(Page(conference, words, (words,), (day,), (event,), words, words)))
    plain = Counter(each.tag for each in read(page(SLOT, no_time=(STOPS[0],))).iter())
    for name in ("script", "style", "input", "img", "b"):
        assert len(list(root.iter(name))) <= plain[name]
    title = by_class(root, "title")[0]
    assert "".join(title.itertext()) == clean(words)


@pytest.mark.parametrize("words", ["a\0b", "a\r\nb", "a\u202eb"])
def test_what_steers_is_a_blank(words: str) -> None:
    assert text(words) == "a b"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_colours_are_read_without_effort(scheme: str) -> None:
    # WCAG 2.2, 1.4.3: a contrast of 4.5 to 1, on each ground that the colours stand on.
    style = re.findall(r"<style>(.*?)</style>", page(), re.DOTALL)[0]
    first, second = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    colours = dict(re.findall(r"--(\w+): #(\w{6})", first if scheme == "light" else second))
    for ground in ("paper", "bar", "note"):
        for name in ("ink", "faint", "accent", "alarm"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
