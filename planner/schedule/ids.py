"""Ids of conferences and events (DESIGN, section 4): what can be one, and one made of any name."""

from __future__ import annotations

import re

from planner.digest import hexadecimal

#: What an id looks like, whole.
PATTERN = r"[a-z0-9][a-z0-9._-]{0,79}"
LONGEST = 80

_ID = re.compile(PATTERN)


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of a conference or an event."""
    return _ID.fullmatch(text) is not None


def event_id(name: str) -> str:
    """Return the id of an event that its source knows by a guid, a code, a number or a name.

    ``event-`` and the name where that is an id, else ``event-`` and its digits.
    """
    made = f"event-{name}"
    return made if name and is_id(made) else f"event-{digits(name)}"


def digits(name: str) -> str:
    """Return twelve hexadecimal digits of the SHA-256 of a name that cannot stand in an id."""
    return hexadecimal(name.encode("utf-8", "replace"))[:12]
