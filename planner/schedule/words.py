"""Words of folded text, as the full-text index cuts them, and matching by them.

The index uses SQLite's ``unicode61`` tokenizer with ``+`` and ``#`` as letters
(C++, QuIP#) on text that :func:`planner.schedule.text.fold` has folded.
"""

from __future__ import annotations

import re

from planner.schedule.text import fold

#: A run of letters, digits, ``+`` and ``#``; an underscore separates.
WORD = re.compile(r"(?:[^\W_]|[+#])+")


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order."""
    return WORD.findall(fold(text))


def as_needle(text: str) -> str:
    """Return ``text``'s words in the form that :func:`holds` looks for and in."""
    return " " + " ".join(words(text))


def holds(needle: str, haystack: str) -> bool:
    """Tell whether the needle's words stand side by side in the haystack.

    Both are results of :func:`as_needle`. The last word may be the beginning of
    a longer one, but a number never goes on as another number: ``hall a1`` is
    not in ``hall a10``. A needle without words is in nothing.
    """
    if len(needle) < 2:
        return False
    found = haystack.find(needle)
    while found >= 0:
        after = haystack[found + len(needle) : found + len(needle) + 1]
        if not (needle[-1].isdigit() and after.isdigit()):
            return True
        found = haystack.find(needle, found + 1)
    return False
