"""The parts of a foreign event, made sound one by one: people, topics, links, texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from planner.schedule.limits import MAX_PEOPLE, MAX_TEXT, MAX_TITLE
from planner.schedule.text import clean

_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f\"<>\\^`{|}\ud800-\udfff]+", re.IGNORECASE)

#: Notes the key and why of a value that does not come in as it stands.
Note = Callable[[str, str], None]


class Dropped(Exception):  # noqa: N818 - the word says what happened
    """An event stays out because of the value under ``key``; ``why`` says what is wrong with it."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key = key
        self.why = why


def people(value: object, note: Note) -> list[dict[str, str | None]]:
    """Return the people with a name, cleaned; the others are noted."""
    people: list[dict[str, str | None]] = []
    for person in _items(value, "people", note):
        name = clean(_text(person, "name"))
        if not name:
            note("people", f"left out one without a name: {shown(person)}")
            continue
        affiliation = clean(_text(person, "affiliation"))[:MAX_TEXT] or None
        people.append({"name": cut(name, MAX_TEXT, "people", note), "affiliation": affiliation})
    return people


def topics(value: object, note: Note) -> list[str]:
    """Return the topics, cleaned, each once."""
    topics = []
    for topic in _items(value, "topics", note):
        if is_text(topic):
            topics.append(cut(clean(topic), MAX_TEXT, "topics", note))
        else:
            note("topics", f"left out, not a text: {shown(topic)}")
    return list(dict.fromkeys(topics))


def links(value: object, note: Note) -> list[dict[str, str]]:
    """Return the links to http and https addresses; the others are noted."""
    links = []
    for link in _items(value, "links", note):
        url = _text(link, "url")
        if not is_address(url):
            note("links", f"left out, not an http or https address: {shown(link)}")
            continue
        links.append({"label": clean(_text(link, "label"))[:MAX_TITLE] or "link", "url": url})
    return links


def _items(value: object, key: str, note: Note) -> list[Any]:
    if not isinstance(value, list):
        note(key, "left out: not a list")
        return []
    if len(value) > MAX_PEOPLE:
        note(key, f"cut after {MAX_PEOPLE:,} of {len(value):,}")
    return value[:MAX_PEOPLE]


def _text(thing: object, key: str) -> str:
    value = thing.get(key) if isinstance(thing, dict) else None
    return value if isinstance(value, str) else ""


def is_address(value: object) -> bool:
    """Tell whether ``value`` is an http or https address."""
    if not isinstance(value, str) or len(value) > MAX_TITLE or not _ADDRESS.fullmatch(value):
        return False
    # RFC 3987, section 4.1: no character that steers a terminal or the direction of writing.
    if not value.isprintable():
        return False
    try:
        return bool(urlsplit(value).hostname)
    except ValueError:
        return False


def is_text(value: object) -> bool:
    """Tell whether ``value`` is a text that holds something."""
    return isinstance(value, str) and bool(clean(value))


def cut(text: str, limit: int, key: str, note: Note) -> str:
    """Return ``text`` up to a limit of characters, noting what is lost."""
    if len(text) > limit:
        note(key, f"cut after {limit:,} of {len(text):,} characters")
    return text[:limit]


def shown(value: object) -> str:
    """Return the beginning of a foreign value, harmless for a message."""
    return clean(json.dumps(value, ensure_ascii=True, default=str))[:60]
