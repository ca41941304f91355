"""Events as a page of Markdown by day: in a day by time, or by topic with notes first.

CommonMark 0.31 (https://spec.commonmark.org/0.31.2/): every text of the
conference's or the attendee's comes out as that very text, never as markup, and
no raw HTML passes. What GitHub and pandoc read besides (tables, mathematics,
attributes) is escaped as well.
"""

from __future__ import annotations

import re
import string
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from planner.export.links import address
from planner.model import Link
from planner.schedule.text import clean, clean_text_block

#: So many names are written out; some papers have hundreds.
_MOST_PEOPLE = 20
_NO_TOPIC = "No topic"
_NO_TIME = "No time known"

_SIGNS = re.compile(r"[\\`*_\[\]<>&#~|$^{}]")
#: What would begin a list, a heading or a line where a text begins: any sign, or ``1.``.
_BEGINNING = re.compile(rf"[{re.escape(string.punctuation)}]|\d{{1,9}}(?=[.)])")
#: What may stand in an address as it is; all else is percent-encoded (RFC 3986, section 2).
_IN_ADDRESS = "!#$%&'()*+,-./:;=?@_~[]"
#: In a link's place a parenthesis would end it, and ``&copy;`` would be a sign.
_IN_PLACE = re.compile(r"[()&\[\]*_~]")


class MarkdownEvent(NamedTuple):
    """An event, or all showings of one paper, in the words that the page says of it.

    ``day`` is the day at the venue that it stands under, None for "no time
    known"; ``topic`` its topic's path; ``asides`` are single words such as the
    star's level; ``showings`` say when and where, a line each; ``notes`` are the
    attendee's own texts. The title leads to the first of ``links``. ``clock``
    says when on that day, empty where that is not known; a page by time puts
    what has the same one under it.
    """

    title: str
    day: date | None
    topic: str | None
    asides: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    showings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    clock: str = ""


def markdown(
    title: str,
    facts: Sequence[str],
    events: Iterable[MarkdownEvent],
    day_words: Callable[[date], str],
    *,
    by_topic: bool = False,
) -> str:
    """Return the page: a title, a line for each fact, and the events by day.

    Args:
        title: The page's title.
        facts: What is to be said first: the conference, its dates, the counts.
        events: The events, in time order within a day unless ``by_topic``.
        day_words: Gives a day's heading.
        by_topic: Whether a day goes by topic, what has a note first, the order
            given else; by time an event says its topic itself.
    """
    by_day: dict[date | None, list[MarkdownEvent]] = {}
    for event in events:
        by_day.setdefault(event.day, []).append(event)
    blocks = [f"# {escaped(title)}", "\\\n".join(map(escaped, filter(None, facts)))]
    for day in sorted(by_day, key=lambda day: (day is None, day or date.min)):
        blocks.append(f"## {escaped(day_words(day) if day else _NO_TIME)}")
        blocks += _by_topic(by_day[day]) if by_topic else _by_time(by_day[day])
    return "\n\n".join(filter(None, blocks)) + "\n"


def _by_topic(events: Sequence[MarkdownEvent]) -> Iterator[str]:
    """Yield a day's headings and lists: topics by name, in each what has a note first."""
    topics: dict[str | None, list[MarkdownEvent]] = {}
    for event in events:
        topics.setdefault(event.topic, []).append(event)
    for topic in sorted(topics, key=lambda topic: (topic is None, (topic or "").casefold())):
        # Where nothing has a topic, a heading would tell nothing.
        if topic or len(topics) > 1:
            yield f"### {escaped(topic or _NO_TOPIC)}"
        held = sorted(topics[topic], key=lambda event: not event.notes)
        yield "\n".join(line for event in held for line in _item(event))


def _by_time(events: Sequence[MarkdownEvent]) -> Iterator[str]:
    """Yield a day's headings and lists: what begins and ends together under one heading."""
    clocks: dict[str, list[MarkdownEvent]] = {}
    for event in events:
        clocks.setdefault(event.clock, []).append(event)
    # Of these only the day is known: wherever they were given, they have no place in time.
    unknown = clocks.pop("", [])
    for clock, held in clocks.items():
        yield f"### {escaped(clock)}"
        yield "\n".join(line for event in held for line in _item(event, topic=True))
    if unknown and clocks:
        yield f"### {_NO_TIME}"
    if unknown:
        yield "\n".join(line for event in unknown for line in _item(event, topic=True))


def escaped(text: str) -> str:
    """Return a text as one line of Markdown that comes out as the text, cleaned."""
    text = clean(text)
    beginning = _BEGINNING.match(text)
    start = ""
    if beginning and beginning[0].isdigit():
        start = f"{beginning[0]}\\{text[beginning.end()]}"
        text = text[beginning.end() + 1 :]
    elif beginning:
        start, text = f"\\{text[0]}", text[1:]
    return start + _SIGNS.sub(r"\\\g<0>", text)


def linked(text: str, url: str | None) -> str:
    """Return a text that leads to ``url``; the text alone unless that is http or https."""
    if not address(url):
        return escaped(text)
    place = _IN_PLACE.sub(r"\\\g<0>", urllib.parse.quote(url or "", safe=_IN_ADDRESS))
    return f"[{escaped(text)}]({place})"


def _item(event: MarkdownEvent, *, topic: bool = False) -> list[str]:
    """Return an event as an item of a list: the title, the notes quoted, then the facts."""
    url = event.links[0].url if event.links else None
    aside = f" ({escaped(', '.join(event.asides))})" if event.asides else ""
    lines = [f"- {linked(event.title, url)}{aside}"]
    for number, note in enumerate(event.notes):
        # Only a line between them parts two quotations.
        lines += [*([""] if number else []), *(f"  {line}" for line in _quotation(note))]
    facts = [_people(event.people), *map(escaped, event.showings)]
    facts.append(escaped(event.topic or "") if topic else "")
    facts.append(", ".join(linked(link.label, link.url) for link in event.links))
    return lines + [f"  - {fact}" for fact in facts if fact]


def _people(people: Sequence[str]) -> str:
    names = ", ".join(people[:_MOST_PEOPLE])
    more = len(people) - _MOST_PEOPLE
    return escaped(f"{names} and {more:,} more" if more > 0 else names)


def _quotation(note: str) -> list[str]:
    """Return a note's lines as a quotation that keeps its lines and paragraphs."""
    lines = clean_text_block(note).split("\n")
    following = [*lines[1:], ""]
    return [
        f"> {escaped(line)}\\" if line and after else f"> {escaped(line)}".rstrip()
        for line, after in zip(lines, following, strict=True)
    ]
