"""What is typed on the walk: the board at which one stands, or words of a poster."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from planner.itinerary.board import board_key
from planner.itinerary.walk import Stop
from planner.model import Event
from planner.schedule.marks import Marks
from planner.schedule.query import Qualifier, Query, Term
from planner.schedule.search import NotReady, View, run
from planner.schedule.store import ScheduleStore
from planner.schedule.words import as_needle, words
from planner.workspace.poster_slot import PosterSlot

#: The most posters without a star that are shown for what is typed.
MOST_OTHERS = 20
_NUMBER = re.compile(r"#?\s*(\d+)")
_KINDS = Qualifier("kind", ("poster", "spotlight"))
_NO_TIME = Qualifier("is", ("scheduled",), negated=True)


class Sought(NamedTuple):
    """A typed text as it is meant.

    ``words`` are all that stand in it, folded; ``board`` is the board that it
    names, and then they are no words to find.
    """

    words: tuple[str, ...] = ()
    board: str | None = None

    @property
    def finds(self) -> bool:
        """Whether there are words to find, and no board is named."""
        return bool(self.words) and self.board is None

    def fits(self, event: Event) -> bool:
        """Whether all the words begin words of the event's title or its people's names."""
        needle = _needle(event.title, " ".join(person.name for person in event.people))
        return all(f" {word}" in needle for word in self.words)


def sought(text: str, stops: Sequence[Stop]) -> Sought:
    """Return what a typed text means.

    Args:
        text: A board's number, what one of the stops' boards is called, or words.
        stops: Those of the slot.
    """
    typed = tuple(words(text))
    text = text.strip()
    number = _NUMBER.fullmatch(text)
    if number:
        return Sought(typed, number[1])
    key = board_key(text)
    named = not key[0] and any(board_key(stop.event.board) == key for stop in stops)
    return Sought(typed, text if named else None)


def others(
    wanted: Sought, slot: PosterSlot, marks: Marks, now: datetime
) -> Callable[[ScheduleStore], list[Event]]:
    """Return what finds the posters that may be meant, starred or not.

    Args:
        wanted: What is typed; there are words in it.
        slot: The slot in which they hang, unless their time is not known.
        marks: What the attendee decided.
        now: The present moment.
    """
    at = Qualifier("at", (f"{slot.start:%Y-%m-%dT%H:%M}",))
    kinds = (_KINDS, Qualifier("board", (wanted.board,))) if wanted.board else (_KINDS,)
    terms = () if wanted.board else tuple(map(Term, wanted.words))
    queries = [Query(terms, (*kinds, each)) for each in (at, _NO_TIME)]
    view = View(order="topic", merged=False, show_hidden=True)

    def found(store: ScheduleStore) -> list[Event]:
        events: dict[str, Event] = {}
        for query in queries:
            result = run(store, query, marks, view, now)
            if not isinstance(result, NotReady):
                numbers = result.numbers(0, min(MOST_OTHERS, result.count))
                events.update((event.id, event) for event in store.events(numbers))
        return list(events.values())

    return found


@lru_cache(maxsize=4_096)
def _needle(title: str, names: str) -> str:
    # Each letter typed asks for those of all stops.
    return as_needle(f"{title} {names}")
