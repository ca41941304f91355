"""The qualifiers of the query language: their names, and what their values mean.

One table says for each name how a value is read; reading gives the canonical
values, or why it cannot be and what may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Kind
from planner.schedule.text import fold
from planner.schedule.words import as_needle, holds

if TYPE_CHECKING:
    from planner.schedule.vocabulary import Vocabulary

#: Names and values further away than this many edits are not taken for slips.
_SLIP = 2

MARKS = (
    *("starred", "must", "want", "maybe", "visited", "hidden", "undecided"),
    *("clashing", "changed"),
)
STATES = (*MARKS, "scheduled", "over")
HAVINGS = ("abstract", "note")
ORDERS = ("time", "topic", "relevance", "title", "board")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_TIME = 40
#: So much of a value that makes no sense is repeated in the sentence about it.
_LONGEST_SHOWN = 40
#: A sentence with all values stands on one line of the smallest usual terminal.
_LONGEST_MESSAGE = 80
#: A schedule with more days names the first and the last.
_MOST_DAYS_NAMED = 7
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


def quoted(value: str) -> str:
    """Return a value as the language writes it: in quotes exactly if it needs them."""
    return f'"{value}"' if "," in value or any(map(str.isspace, value)) else value


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
        return _unknown(name, value, _nearest(word, choices, None), choices)

    return read


def _shown(value: str) -> str:
    return value if len(value) <= _LONGEST_SHOWN else f"{value[: _LONGEST_SHOWN - 1]}…"


def _unknown(
    name: str, value: str, nearest: tuple[str, ...], choices: tuple[str, ...] = ()
) -> BadValue:
    """Return that there is no such value, with the nearest, and all others if they are few."""
    shown = _shown(value)
    sentence = f"There is no {name}:{quoted(shown)}" if choices else f'There is no {name} "{shown}"'
    if not nearest:
        return BadValue(f"{sentence}.")
    sentence += f"; did you mean {name}:{quoted(nearest[0])}?"
    others = ", ".join(choice for choice in choices if choice != nearest[0])
    with_others = f"{sentence} Or {others}."
    fits = others and len(with_others) <= _LONGEST_MESSAGE
    return BadValue(with_others if fits else sentence, nearest)


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
    weekdays = [n for n, name in enumerate(WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
    return tuple(day for day in vocabulary.days if day.weekday() in weekdays)


def day_names(vocabulary: Vocabulary) -> dict[str, date]:
    """Return the schedule's days as one writes them: ``tue``, or ISO where there are several."""
    weekdays = [WEEKDAYS[day.weekday()][:3] for day in vocabulary.days]
    return {
        weekday if weekdays.count(weekday) == 1 else day.isoformat(): day
        for day, weekday in zip(vocabulary.days, weekdays, strict=True)
    }


def _unknown_day(name: str, value: str, vocabulary: Vocabulary, clock: str = "") -> BadValue:
    """Return that ``value`` is no day of the schedule, which days it has, and the nearest.

    ``clock`` is the time of day that follows it, to be kept in what may be meant.
    """
    if not vocabulary.days:
        return BadValue("This schedule has no days.")
    names = day_names(vocabulary)
    word = fold(value)
    if len(names) > _MOST_DAYS_NAMED or word[:1].isdecimal():
        days = f"in {vocabulary.days[0]} to {vocabulary.days[-1]}"
    else:
        days = f"among {', '.join(names)}"
    if not word[:1].isdecimal():
        near = _nearest(word, names, None)
        slips = _nearest(word, (*names, *WEEKDAYS))
    elif word.isdecimal():
        wanted = int(word[:4])
        by_number = sorted(vocabulary.days, key=lambda day: (abs(day.day - wanted), day))
        near = slips = tuple(str(day.day) for day in by_number[:3])
    else:
        near = slips = _nearest_dates(word, vocabulary)
    near = tuple(f'"{day} {clock}"' if clock else day for day in near)
    hint = f"; did you mean {name}:{near[0]}?" if slips else "."
    return BadValue(f'"{_shown(value)}" is not {days}{hint}', near)


def _nearest_dates(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the days that resemble ``word`` most in ISO form, and of these the nearest in time."""
    from rapidfuzz.distance import DamerauLevenshtein

    try:
        wanted = date.fromisoformat(word).toordinal()
    except ValueError:
        wanted = vocabulary.days[0].toordinal()
    days = sorted(
        vocabulary.days,
        key=lambda day: (
            DamerauLevenshtein.distance(word, day.isoformat()),
            abs(day.toordinal() - wanted),
            day,
        ),
    )
    return tuple(day.isoformat() for day in days[:3])


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
            return _unknown_day(name, found[1], vocabulary, clock)
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
