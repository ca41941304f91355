"""Sentences of the plan in as many cells as there are: what tells the least gives way."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from planner.tui.render import Signs, cut, width_of

if TYPE_CHECKING:
    from planner.workspace.filling import Filler
    from planner.workspace.problems import Sentence

#: The fewest cells of a title that still tell which one it is.
LEAST_TITLE = 8


def fitted(sentence: Sentence, room: int, signs: Signs) -> str:
    """Return a sentence in at most ``room`` cells; its title gives way first."""
    if width_of(sentence.words) <= room:
        return sentence.words
    brief = sentence.way.replace(". Way out: ", "; ").replace(". Safe: ", "; ")
    short = brief.partition(", board ")[0]
    ends = (f"{sentence.after}{sentence.way}", f"{sentence.after}{brief}", brief, short)
    # The sign before the sentence says already what kind of problem it is.
    heads = (sentence.before, sentence.before.partition(", ")[2] or sentence.before)
    for before, after in product(heads, ends):
        left = room - width_of(before) - width_of(after)
        if left >= min(LEAST_TITLE, width_of(sentence.title)):
            title = cut(sentence.title, left, signs.ellipsis)
            # A title that was cut ends with a stop of its own.
            after = after.removeprefix(".") if title != sentence.title else after
            return f"{before}{title}{after}"
    words = f"{sentence.bare}{brief}" if sentence.bare and brief else sentence.words
    return cut(words, room, signs.ellipsis)


def filler_words(filler: Filler, room: int, signs: Signs) -> str:
    """Return ``TITLE, 15 min, Hall A1``; the title gives way first, then the place."""
    for words in (filler.words, f"{filler.minutes} min"):
        left = room - width_of(words) - 2
        if left >= min(2 * LEAST_TITLE, width_of(filler.event.title)):
            break
    return f"{cut(filler.event.title, max(LEAST_TITLE, left), signs.ellipsis)}, {words}"


def length(minutes: int) -> str:
    """Return how long something is: ``90 min``, ``5 h 45``."""
    hours, rest = divmod(minutes, 60)
    if hours and minutes >= 120:
        return f"{hours} h {rest}" if rest else f"{hours} h"
    return f"{minutes} min"
