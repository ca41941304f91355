"""How it is said what is wrong in the settings file."""

from __future__ import annotations

from pathlib import Path

from planner.settings import SettingsRead

#: How much of a wrong value or key a sentence repeats, in characters.
_MOST_QUOTED = 40


def none_of(path: Path, why: str, line: int | None = None) -> SettingsRead:
    """Return the defaults, for nothing of the file can be used, and a sentence that says why."""
    words = f"{place(path, line)}: {why}; every setting stands at its default until it is mended."
    return SettingsRead(problems=(words,))


def place(path: Path, line: int | None) -> str:
    """Return the file, and the line in it where that is known, as a sentence begins."""
    return f"{path}, line {line}" if line else str(path)


def shortened(text: str, most: int = _MOST_QUOTED) -> str:
    """Return what stands in the file as it may go to a terminal: in one line, cut."""
    plain = "".join(each if each.isprintable() else " " for each in text)
    return plain if len(plain) <= most else f"{plain[: most - 3]}..."
