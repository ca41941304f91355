"""The qualifiers of the query language: their names, and what their values mean.

One table says for each name how a value is read; reading gives the canonical
values, or why it cannot be and what may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from planner.model import Kind
from planner.schedule.text import fold
from planner.schedule.vocabulary import Vocabulary
from planner.schedule.words import as_needle, holds

#: Names and values further away than this many edits are not taken for slips.
_SLIP = 2

MARKS = ("starred", "must", "want", "maybe", "visited", "hidden", "undecided")
STATES = (*MARKS, "scheduled", "over")
#: In the language, but nothing can answer them yet.
_STATES_TO_COME = ("clashing", "changed")
HAVINGS = ("abstract", "note")
ORDERS = ("time", "topic", "relevance", "title", "board")

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_TIME = 40
_CLOCK = re.compile(r"(?:(.+?)(?:\s+|[tT](?=\d)))??(\d{1,2})(?::(\d\d))?\s*([ap])?\.?(?:m\.?)?")


class BadValue(NamedTuple):
    """Why a value cannot be read, and the nearest ones that can."""

    message: str
    suggestions: tuple[str, ...] = ()


Read = tuple[str, ...] | BadValue


def known_name(name: str) -> str | None:
    """Return a qualifier's name as the table has it, whatever its case."""
    lower = name.lower()
    return lower if lower in QUALIFIERS else None


def nearest_names(name: str) -> tuple[str, ...]:
    """Return the qualifiers within two edits of ``name``, nearest first."""
    longest = max(map(len, QUALIFIERS))
    return _nearest(name.lower(), QUALIFIERS) if len(name) <= longest + _SLIP else ()


def read_value(name: str, value: str, vocabulary: Vocabulary) -> Read:
    """Return the canonical values that ``value`` stands for under a qualifier of the table."""
    return QUALIFIERS[name](name, value, vocabulary)


def _nearest(value: str, choices: Iterable[str], limit: int | None = _SLIP) -> tuple[str, ...]:
    """Return up to three choices by Damerau-Levenshtein distance, at most ``limit`` away."""
    # Only errors come here, so a start and a sound query never import it.
    from rapidfuzz.distance import DamerauLevenshtein

    distances = sorted(
        (DamerauLevenshtein.distance(value, choice), choice) for choice in set(choices)
    )
    return tuple(choice for distance, choice in distances if limit is None or distance <= limit)[:3]


def _one_of(choices: tuple[str, ...]) -> Callable[[str, str, Vocabulary], Read]:
    def read(name: str, value: str, _: Vocabulary) -> Read:
        word = re.sub(r"[\s-]", "_", fold(value))
        if word in choices:
            return (word,)
        if name == "is" and word in _STATES_TO_COME:
            return BadValue(f"is:{word} cannot be answered yet.")
        return _unknown(name, value, _nearest(word, choices, None))

    return read


def _unknown(name: str, value: str, nearest: tuple[str, ...]) -> BadValue:
    hint = f"; did you mean {name}:{_in_quotes(nearest[0])}?" if nearest else "."
    return BadValue(f'There is no {name} "{value[:60]}"{hint}', nearest)


def _in_quotes(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s,]", value) else value


def _any_text(name: str, value: str, _: Vocabulary) -> Read:
    if len(as_needle(value)) < 2:
        return BadValue(f"{name}: needs a word; {value[:60]!r} holds none.")
    return (value,)


def _any_board(name: str, value: str, _: Vocabulary) -> Read:
    return (value,) if fold(value).lstrip("#") else BadValue(f"{name}: needs a number or a name.")


def _named(name: str, value: str, vocabulary: Vocabulary) -> Read:
    """Read a value that must be a part of a name which the schedule has."""
    if name == "topic" and fold(value) == "none":
        return ("none",)
    names = vocabulary.names(name)
    needle = as_needle(value)
    if any(holds(needle, haystack) for haystack in names.values()):
        return (value,)
    return _unknown(name, value, _nearest_part(value, names))


def _nearest_part(value: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, or parts of a path such as ``Area->Topic``, that resemble ``value``."""
    from rapidfuzz import fuzz, process

    parts = {part for name in names for part in name.split("->")}
    found = process.extract(value, parts, scorer=fuzz.WRatio, processor=fold, limit=3)
    return tuple(part for part, _, _ in sorted(found, key=lambda hit: (-hit[1], hit[0])))


def _days(value: str, vocabulary: Vocabulary) -> tuple[date, ...]:
    """Return the days of the schedule that a weekday, a day of the month or a date means."""
    word = fold(value)
    if _ISO_DAY.fullmatch(word):
        return tuple(day for day in vocabulary.days if day.isoformat() == word)
    if word.isdecimal():
        return tuple(day for day in vocabulary.days if len(word) < 3 and day.day == int(word))
    weekdays = [n for n, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
    return tuple(day for day in vocabulary.days if day.weekday() in weekdays)


def _unknown_day(name: str, value: str, vocabulary: Vocabulary) -> BadValue:
    short = {_WEEKDAYS[day.weekday()][:3]: None for day in vocabulary.days}
    days = {day.isoformat(): None for day in vocabulary.days}
    word = fold(value)
    choices = days if word[:1].isdecimal() else short
    near = _nearest(word, choices, None)
    hint = f"; did you mean {name}:{near[0]}?" if near else "."
    return BadValue(f'"{value[:60]}" is no day of this schedule{hint}', near)


def _day(name: str, value: str, vocabulary: Vocabulary) -> Read:
    if fold(value) == "today":
        return ("today",)
    days = _days(value, vocabulary)
    return tuple(d.isoformat() for d in days) if days else _unknown_day(name, value, vocabulary)


def _moment(name: str, value: str, vocabulary: Vocabulary) -> Read:
    """Read ``now``, ``14:00``, ``2pm``, ``tue 11:45``, or for before and after ``tue``."""
    word = fold(value)
    if word == "now":
        return ("now",)
    found = _CLOCK.fullmatch(word) if len(word) <= _LONGEST_TIME else None
    if found and (found[3] or found[4]):
        clock = _clock(found[2], found[3], found[4])
        if clock is None:
            return BadValue(f'"{value[:60]}" is no time of day; write it as 14:00.', ("14:00",))
        if not found[1]:
            return (clock,)
        if found[1] == "today":
            return (f"todayT{clock}",)
        days = _days(found[1], vocabulary)
        if not days:
            return _unknown_day(name, found[1], vocabulary)
        return tuple(f"{day.isoformat()}T{clock}" for day in days)
    days = _days(value, vocabulary) if name != "at" else ()
    if days:
        return tuple(day.isoformat() for day in days)
    example = f'{name}:14:00 or {name}:"tue 11:45"'
    return BadValue(f'"{value[:60]}" is no time; write {example}.', ("14:00", '"tue 11:45"'))


def _clock(hours: str, minutes: str | None, half: str | None) -> str | None:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


#: Each name with the function that reads one of its values.
QUALIFIERS: dict[str, Callable[[str, str, Vocabulary], Read]] = {
    "kind": _one_of(tuple(kind.value for kind in Kind)),
    "topic": _named,
    "day": _day,
    "after": _moment,
    "before": _moment,
    "at": _moment,
    "room": _named,
    "session": _named,
    "author": _any_text,
    "from": _any_text,
    "track": _named,
    "is": _one_of(STATES),
    "has": _one_of(HAVINGS),
    "board": _any_board,
    "sort": _one_of(ORDERS),
}
