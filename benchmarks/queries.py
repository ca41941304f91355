"""What is typed: realistic queries, drawn from the conference's own words by a fixed seed."""

from __future__ import annotations

import random

from planner.model import Event, Kind

QUERIES = 8


def queries(events: list[Event], count: int = QUERIES, seed: int = 7) -> list[str]:
    """Return queries as an attendee types them: words of titles, names, places; mostly two words.

    Letters and blanks only, so that planner and its peers understand the same by them.
    """
    draw = random.Random(seed)
    papers = [event for event in events if event.kind in (Kind.POSTER, Kind.ORAL)]
    found: list[str] = []
    while len(found) < count:
        event = draw.choice(papers)
        kind = len(found) % 4
        if kind == 0:
            words = [draw.choice(event.title.split())]
        elif kind == 1:
            words = event.title.split()
            first = draw.randrange(len(words) - 1)
            words = words[first : first + 2]
        elif kind == 2:
            words = [draw.choice(event.people).name.split()[-1], draw.choice(event.title.split())]
        else:
            words = draw.sample((event.abstract or event.title).split(), 2)
        words = [word.casefold() for word in words]
        if all(len(w) > 3 and w.isascii() and w.isalpha() for w in words):
            found.append(" ".join(words))
    return found
