"""Events as a page of Markdown: by day, in a day by topic, what has a note first.

CommonMark 0.31 (https://spec.commonmark.org/0.31.2/): every text of the
conference's or the attendee's comes out as that very text, never as markup, and
no raw HTML passes. What GitHub and pandoc read besides (tables, mathematics,
attributes) is escaped as well.
"""

from __future__ import annotations

import re
import string
import urllib.parse
from collections.abc import Callable, Iterable, Sequence
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
    attendee's own texts. The title leads to the first of ``links``. The order
    given is kept inside a topic, but for the notes.
    """

    title: str
    day: date | None
    topic: str | None
    asides: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    showings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def markdown(
    title: str,
    facts: Sequence[str],
    events: Iterable[MarkdownEvent],
    day_words: Callable[[date], str],
) -> str:
    """Return the page: a title, a line for each fact, and the events by day and topic.

    Args:
        title: The page's title.
        facts: What is to be said first: the conference, its dates, the counts.
        events: The events.
        day_words: Gives a day's heading.
    """
    by_day: dict[date | None, dict[str | None, list[MarkdownEvent]]] = {}
    for event in events:
        by_day.setdefault(event.day, {}).setdefault(event.topic, []).append(event)
    blocks = [f"# {escaped(title)}", "\\\n".join(map(escaped, filter(None, facts)))]
    for day in sorted(by_day, key=lambda day: (day is None, day or date.min)):
        blocks.append(f"## {escaped(day_words(day) if day else _NO_TIME)}")
        topics = by_day[day]
        for topic in sorted(topics, key=lambda topic: (topic is None, (topic or "").casefold())):
            # Where nothing has a topic, a heading would tell nothing.
            if topic or len(topics) > 1:
                blocks.append(f"### {escaped(topic or _NO_TOPIC)}")
            held = sorted(topics[topic], key=lambda event: not event.notes)
            blocks.append("\n".join(line for event in held for line in _item(event)))
    return "\n\n".join(filter(None, blocks)) + "\n"


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


def _item(event: MarkdownEvent) -> list[str]:
    """Return an event as an item of a list: the title, the notes quoted, then the facts."""
    url = event.links[0].url if event.links else None
    aside = f" ({escaped(', '.join(event.asides))})" if event.asides else ""
    lines = [f"- {linked(event.title, url)}{aside}"]
    for number, note in enumerate(event.notes):
        # Only a line between them parts two quotations.
        lines += [*([""] if number else []), *(f"  {line}" for line in _quotation(note))]
    facts = [_people(event.people), *map(escaped, event.showings)]
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
