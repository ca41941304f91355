"""Poster boards in the order in which one walks past them."""

from __future__ import annotations

import re

BoardKey = tuple[bool, tuple[tuple[int, int | str], ...]]

_PARTS = re.compile(r"\d+|[^\d\s#]+", re.ASCII)


def board_key(board: str | None) -> BoardKey:
    """Return a key that sorts boards by number, and unknown boards last.

    Numbers compare as numbers (``813`` before ``1311``) and stand before
    letters; ``#`` and blanks count for nothing, letters regardless of case.
    """
    parts = _PARTS.findall(board or "")
    key = tuple((0, int(part)) if part[0].isdigit() else (1, part.casefold()) for part in parts)
    return (not key, key)
