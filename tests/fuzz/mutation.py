"""Changes to an input that keep its form, so that they reach what lies behind the parser.

Bytes changed at random break JSON at once; here values inside it are taken
out, doubled, moved, and put in place of others. Texts of lines are changed by
the line and by the format's own words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any

#: Values that stand where others are expected.
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 0.5, 10**30, -(10**400), 1e308, float("inf"), float("nan")),
    *("", " ", "\x00", "\x1b[31m", "\x9b31m", "\u202eabc", "\ud800", "\u2028", "e\u0301" * 9),
    *("\u200d", "\ufeff", "a\nb\r\n\n\n\nc", "A" * 11_000, "x" * 90, "&lt;b&gt;&#27;", "<br>" * 9),
    *("$\\frac{1}{2}$", "$x^{2$", "\\textbf{", "$\\mathcal{O}(n)$", "\\\\", "$$", "{}{{"),
    *("2024-07-24T11:30:00+02:00", "2024-07-24T11:30:00", "1721800000", "2024-07-24"),
    *("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-13-01"),
    *("2024-03-31T02:30:00+01:00", "2024-10-27T02:30:00+02:00", "2024-07-24T24:00:00+02:00"),
    *("2024-07-24T11:30:60Z", "2024-07-24T11:30:00+99:99", "2024-07-24T11:30:00.123456789Z"),
    *("09:30", "25:61", "1:00:00", "-00:30", "99999:00", "00:00", "Europe/Vienna", "Mars/Olympus"),
    *("../../etc/passwd", "Etc/GMT+1", "Europe", "UTC", "local"),
    *("https://icml.cc/virtual/2024/poster/33646", "http://[", "javascript:alert(1)"),
    *("https://openreview.net/forum?id=bJbSbJskOS", "/virtual/2026/oral/1", "https://a\u202eb/"),
    *("poster-33646", "POSTER 1", "-", "#", "a;b;c", "a, b and c", "None", "nan"),
    *([], {}, [[]], [None], {"": ""}, [{}], {"en": "x", "de": None}),
)  # fmt: skip


def nested(depth: int) -> Any:
    """Return lists inside each other, so deep."""
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


def json_changed(raw: bytes, chance: Random, words: Sequence[str]) -> bytes | None:
    """Return a JSON file with one to four changes to its values, None if it is no JSON.

    Args:
        raw: The file.
        chance: Decides what is changed.
        words: The format's keys and values.
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    for _ in range(chance.randint(1, 4)):
        value = _changed(value, chance, words)
    try:
        return json.dumps(value, ensure_ascii=chance.random() < 0.7).encode(
            "utf-8", "surrogatepass"
        )
    except (ValueError, RecursionError):
        return None


def _places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return all places of values inside ``value``, as what holds them and its key."""
    pending = [value]
    while pending and len(found) < 5_000:
        holder = pending.pop()
        if isinstance(holder, dict):
            found += [(holder, key) for key in holder]
            pending += holder.values()
        elif isinstance(holder, list):
            found += [(holder, place) for place in range(len(holder))]
            pending += holder
    return found


def _changed(value: Any, chance: Random, words: Sequence[str]) -> Any:
    places = _places(value, [])
    if not places or chance.random() < 0.01:
        return json.loads(json.dumps(chance.choice(ODD)))
    holder, key = chance.choice(places)
    what = chance.randrange(9)
    if what == 0:
        del holder[key]
    elif what in (1, 2):
        holder[key] = _odd(chance)
    elif what == 3:
        other, place = chance.choice(places)
        holder[key] = _copied(other[place])
    elif what == 4 and isinstance(holder, list):
        holder.insert(chance.randint(0, len(holder)), _copied(holder[key]))
    elif what == 5 and isinstance(holder, dict):
        holder[chance.choice(words) if words else str(chance.choice(ODD))] = holder.pop(key)
    elif what == 6 and isinstance(holder, dict) and words:
        holder[chance.choice(words)] = _odd(chance)
    elif what == 7:
        holder[key] = chance.choice(([holder[key]], {"x": holder[key]}, [holder[key]] * 3))
    elif isinstance(holder[key], str):
        holder[key] = _text(holder[key], chance, words)
    elif isinstance(holder[key], int) and not isinstance(holder[key], bool):
        holder[key] = holder[key] + chance.choice((-1, 1, 1000, -1000)) * chance.randint(1, 1000)
    return value


def _odd(chance: Random) -> Any:
    if chance.random() < 0.02:
        return nested(chance.choice((63, 64, 65, 900)))
    return _copied(chance.choice(ODD))


def _copied(value: Any) -> Any:
    try:
        return json.loads(json.dumps(value))
    except (RecursionError, ValueError):
        return None


def _text(text: str, chance: Random, words: Sequence[str]) -> str:
    start, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
    put = ""
    if chance.random() < 0.7:
        texts = [each for each in (*ODD, *words) if isinstance(each, str)]
        put = chance.choice(texts)
    return text[:start] + put + (text[end:] if chance.random() < 0.5 else text[start:])


def text_changed(raw: bytes, chance: Random, words: Sequence[str]) -> bytes:
    """Return a text with one to four changes by its lines, its pieces, and the format's words."""
    text = raw.decode("utf-8", "surrogateescape")
    for _ in range(chance.randint(1, 4)):
        what = chance.randrange(5)
        if what == 0:
            text = _text(text, chance, words)
        elif what == 1:
            lines = text.splitlines(keepends=True) or [""]
            line = chance.choice(lines)
            lines.insert(chance.randint(0, len(lines)), line)
            text = "".join(lines)
        elif what == 2:
            lines = text.splitlines(keepends=True) or [""]
            del lines[chance.randrange(len(lines))]
            text = "".join(lines)
        else:
            text = _piece_changed(text, chance, words)
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


#: Between these stand the pieces of all formats that are texts.
_BETWEEN = "<>\"'=:;,/ \r\n()[]{}"


def _piece_changed(text: str, chance: Random, words: Sequence[str]) -> str:
    """Put something else in place of what stands between two delimiters."""
    if not text:
        return chance.choice(words) if words else "a"
    place = chance.randrange(len(text))
    start = max((text.rfind(sign, 0, place) for sign in _BETWEEN), default=-1) + 1
    ends = [found for sign in _BETWEEN if (found := text.find(sign, place)) >= 0]
    end = max(start, min(ends, default=len(text)))
    texts = [each for each in ODD if isinstance(each, str)]
    put = chance.choice(words) if words and chance.random() < 0.6 else chance.choice(texts)
    return text[:start] + put + text[end:]
