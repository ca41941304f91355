"""The settings file's text as settings, validated; loaded only when that file has changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from planner.settings import DEFAULTS, THEME_NAMES, SettingsRead
from planner.workspace.settings.said import none_of, place, shortened

#: How much of what the parser says, which may repeat a key.
_MOST_SAID = 80
_AT_LINE = re.compile(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


class Minutes(NamedTuple):
    """Whole minutes, from ``least`` to ``most``."""

    least: int
    most: int

    @property
    def words(self) -> str:
        """What is allowed, as said to the attendee."""
        return f"{self.least} to {self.most} whole minutes"


class Switch(NamedTuple):
    """On or off."""

    @property
    def words(self) -> str:
        """What is allowed, as said to the attendee."""
        return "true or false"


class OneOf(NamedTuple):
    """One of a few words."""

    values: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is allowed, as said to the attendee."""
        *most, last = (f'"{value}"' for value in self.values)
        return f"{', '.join(most)} or {last}"


Allowed = Minutes | Switch | OneOf

#: A poster that takes no minutes would make every budget fit, and nobody sees one in no time.
ALLOWED: Mapping[str, Allowed] = MappingProxyType(
    {
        "walk_minutes": Minutes(0, 120),
        "poster_minutes": Minutes(1, 240),
        "demo_minutes": Minutes(1, 240),
        "notice_minutes": Minutes(0, 120),
        "bell": Switch(),
        "signs": OneOf(("auto", "unicode", "ascii")),
        "theme": OneOf(THEME_NAMES),
        "daily_check": Switch(),
    }
)


def parse_settings(text: str, path: Path) -> SettingsRead:
    """Return the settings that a file's text says, and what is wrong in it.

    TOML 1.0 (toml.io/en/v1.0.0).

    Args:
        text: What the file holds.
        path: The file, to be named in the sentences.
    """
    import tomllib

    try:
        record = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = _AT_LINE.match(str(error))
        # Where the text ends too soon, it is its last line that wants something.
        last = text.rstrip().count("\n") + 1
        line = int(said["line"]) if said and said["line"] else last
        what = said["what"] if said else str(error)
        return none_of(path, f"it is no TOML ({_lowered(shortened(what, _MOST_SAID))})", line)
    except RecursionError:
        return none_of(path, "it is nested too deeply")
    lines = _lines_of_keys(text)
    values: dict[str, Any] = {}
    problems = []
    for key, value in record.items():
        if key == "keys":
            from planner.workspace.settings.keys_check import parse_keys

            own, wrong = parse_keys(value, text, path)
            values[key] = own
            problems += wrong
            continue
        allowed = ALLOWED.get(key)
        at = place(path, lines.get(key))
        if allowed is None:
            problems.append(f"{at}: {_unknown(key)}")
        elif _is_allowed(value, allowed):
            values[key] = value
        else:
            stands = _toml(getattr(DEFAULTS, key))
            problems.append(f"{at}: {key} is {allowed.words}, not {_toml(value)}; {stands} stands.")
    return SettingsRead(DEFAULTS._replace(**values), tuple(problems))


def _is_allowed(value: object, allowed: Allowed) -> bool:
    from typing import Annotated, Literal

    from pydantic import Field, TypeAdapter, ValidationError

    if isinstance(allowed, Minutes):
        wanted: Any = Annotated[int, Field(strict=True, ge=allowed.least, le=allowed.most)]
    elif isinstance(allowed, OneOf):
        wanted = Literal[allowed.values]
    else:
        wanted = Annotated[bool, Field(strict=True)]
    try:
        TypeAdapter(wanted).validate_python(value)
    except ValidationError:
        return False
    return True


def _unknown(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.casefold().replace("-", "_"), ALLOWED, n=1)
    if near:
        return f"there is no setting {shortened(key)}; did you mean {near[0]}?"
    return f"there is no setting {shortened(key)}; there are {', '.join(ALLOWED)}."


def _lines_of_keys(text: str) -> dict[str, int]:
    """Return in which line each key at the top stands, counted from 1, where it is easily seen.

    Written with dots, in quotes or as a table a key has its line too; inside a
    text of many lines a line may look like one, so the first one counts.
    """
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        key = re.match(r"""\s*\[*\s*["']?([^\s"'=.\[\]#]+)["']?\s*[=.\]]""", line)
        if key:
            found.setdefault(key[1], number)
    return found


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _toml(value: object) -> str:
    """Return a value as the file would have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{shortened(value)}"'
    try:
        return shortened(str(value))
    except ValueError:
        # Python writes no number of more than some thousand digits (sys.set_int_max_str_digits).
        return "a number of thousands of digits"
