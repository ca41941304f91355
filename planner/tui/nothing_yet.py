"""What to press where a search is empty because nothing was decided yet."""

from __future__ import annotations

from planner.keys import Keys
from planner.model import Level
from planner.schedule.query import Query
from planner.schedule.search import Marks


def nothing_yet(query: Query, marks: Marks, keys: Keys) -> str | None:
    """Return what to press if a query asks for decisions of which there is none.

    Args:
        query: What was looked for.
        marks: What the attendee decided.
        keys: The keys by which it is said.

    Returns:
        A sentence, None where the query is empty for another reason.
    """
    for qualifier in query.qualifiers:
        if qualifier.name in ("is", "has") and not qualifier.negated and len(qualifier.values) == 1:
            words = _words(qualifier.values[0], marks, keys)
            if words is not None:
                return words
    return None


def _words(value: str, marks: Marks, keys: Keys) -> str | None:
    levels = set(marks.stars.values())
    if value == "starred" and not levels:
        return f"Nothing is starred yet; {keys.key('star')} stars an event."
    if value in ("must", "want", "maybe") and Level(value) not in levels:
        return f"No star is a {value} yet; {keys.key(value)} makes an event one."
    if value == "hidden" and not marks.hidden:
        return f"No event is hidden; {keys.key('hide')} hides one."
    if value == "visited" and not marks.visited:
        return f"No event is marked as seen yet; {keys.key('visited')} marks one."
    if value == "note" and not marks.noted:
        return f"No event has a note yet; {keys.key('note')} writes one."
    if value == "changed" and not marks.changed:
        return f"Nothing changed for your stars; {keys.key('update')} asks for news."
    if value == "clashing" and not marks.clashing:
        return "Nothing that you starred clashes."
    return None
