"""Names of the schedule and the values of a qualifier: which value finds which name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from planner.schedule.words import as_needle


def written(name: str) -> str:
    """Return a name as a value that the query language can hold: no quote, single blanks."""
    return " ".join(name.replace('"', " ").split())


class Names:
    """Coded names, to be looked through many times for the words of a value.

    Args:
        names: Each name's code, with its words as :func:`~planner.schedule.words.as_needle`
            gives them.
        whole_numbers: Whether a number at a value's end stands for itself alone, as in
            ``room:``, or may go on, as where the full-text index is asked.
    """

    def __init__(self, names: Iterable[tuple[int, str]], *, whole_numbers: bool) -> None:
        self._codes: list[int] = []
        self._starts: list[int] = []
        needles: list[str] = []
        place = 0
        for code, needle in names:
            self._codes.append(code)
            self._starts.append(place)
            needles.append(needle)
            place += len(needle) + 1
        self._text = "\n".join(needles)
        self._whole_numbers = whole_numbers

    def fitting(self, value: str) -> set[int]:
        """Return the codes of the names that ``value`` finds."""
        needle = as_needle(value)
        return set(self._found(needle)) if len(needle) > 1 else set()

    def _found(self, needle: str) -> Iterator[int]:
        text = self._text
        place = text.find(needle)
        while place >= 0:
            end = place + len(needle)
            goes_on = needle[-1].isdigit() and text[end : end + 1].isdigit()
            if not (self._whole_numbers and goes_on):
                yield self._codes[bisect_right(self._starts, place) - 1]
            place = text.find(needle, place + 1)
