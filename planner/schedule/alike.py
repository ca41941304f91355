"""Events alike: which are most like some that are liked, and by which words.

How events are scored stands in :mod:`planner.schedule.likeness`; here the scores
become rows as Browse has them, or an order.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.model import Event
from planner.schedule.likeness import Likeness, likeness, telling_words, with_twins
from planner.schedule.store import ScheduleStore

#: The most words shown of what two events share.
MOST_WORDS = 5
_ROWS_AT_ONCE = 200


class Alike(NamedTuple):
    """An event that is like what is liked.

    ``words`` are those shared, at most :data:`MOST_WORDS`, as they stand in the
    event's own title, abstract or topics, the most telling first; ``topic`` is the
    topic shared, if any. Scores compare only within one answer.
    """

    number: int
    score: float
    words: tuple[str, ...]
    topic: str | None


def alike(
    store: ScheduleStore,
    liked: Mapping[str, float],
    *,
    without: Collection[str] = (),
    limit: int = 20,
    own_topics: bool = True,
) -> list[Alike]:
    """Return the events most like the ``liked`` ones, best first, each paper once.

    Only what Browse lists unasked is an answer, as its merged list has it: the
    oral where a paper has one. None while the schedule has no index yet.

    Args:
        store: The schedule.
        liked: Event ids with weights; a weight below zero is a no, and what is
            like it sinks. Neither they nor their twins are ever returned.
        without: Ids of further events to leave out with their twins.
        limit: The most events to return.
        own_topics: Whether the topics of the liked events count; without them
            they are guessed from the events nearest in words.
    """
    found = likeness(store, liked, own_topics=own_topics)
    numbers = [number for id_ in without if (number := store.number(id_)) is not None]
    left_out = found.own | with_twins(store, numbers)
    best: list[tuple[int, float]] = []
    for number, score in _rows(store, found.scores, left_out):
        if len(best) >= limit:
            break
        best.append((number, score))
    likings = [
        number for id_, weight in liked.items() if weight > 0 and (number := store.number(id_))
    ]
    topics = {
        topic
        for first in range(0, len(likings), _ROWS_AT_ONCE)
        for event in store.events(likings[first : first + _ROWS_AT_ONCE])
        for topic in event.topics
    }
    events = store.events([number for number, _ in best])
    return [
        Alike(
            number,
            score,
            shared_words(event, found),
            next((topic for topic in event.topics if topic in topics), None),
        )
        for (number, score), event in zip(best, events, strict=True)
    ]


def in_order(store: ScheduleStore, liked: Mapping[str, float], numbers: Sequence[int]) -> list[int]:
    """Return event numbers, those most like the ``liked`` events first.

    Those without likeness stand behind them in the order given, and last what
    is more like a no. ``liked`` is as for :func:`alike`.
    """
    return ordered(likeness(store, liked), numbers)


def ordered(found: Likeness, numbers: Sequence[int]) -> list[int]:
    """Return event numbers by a likeness that was found, as :func:`in_order` does."""
    return sorted(numbers, key=lambda number: -found.scores.get(number, 0.0))


def _rows(
    store: ScheduleStore, scores: Mapping[int, float], left_out: Collection[int]
) -> Iterator[tuple[int, float]]:
    """Yield rows as Browse has them with their scores above zero, the best first."""
    ranked = sorted(
        (number for number, score in scores.items() if score > 0 and number not in left_out),
        key=lambda number: (-scores[number], number),
    )
    given: set[int] = set()
    for first in range(0, len(ranked), _ROWS_AT_ONCE):
        some = ranked[first : first + _ROWS_AT_ONCE]
        shown = dict(
            store.connection.execute(
                "SELECT e.number, CASE WHEN oral.listed THEN oral.number ELSE e.number END "
                "FROM event AS e LEFT JOIN event AS oral ON oral.number = e.oral "
                "WHERE e.listed AND e.number IN (SELECT value FROM json_each(?))",
                (json.dumps(some),),
            )
        )
        for number in some:
            row = shown.get(number)
            if row is not None and row not in given:
                given.add(row)
                yield row, scores[number]


def shared_words(event: Event, found: Likeness) -> tuple[str, ...]:
    """Return the event's words that are liked, as they stand in it, the most telling first."""
    shared, as_it_stands = _shared(event, found)
    if not shared:
        # A part of a liked word is a small word here: ¼ is the end of A¼.
        shared, as_it_stands = _shared(event, found, small=True)
    # Whatever is shared is better than an answer without a reason.
    chosen = [each for each in shared if each in found.rare][:MOST_WORDS] or shared[:1]
    return tuple(dict.fromkeys(as_it_stands[each] for each in chosen))


def _shared(
    event: Event, found: Likeness, *, small: bool = False
) -> tuple[list[str], dict[str, str]]:
    """Return the keys of the event's liked words, the most telling first, and how all stand."""
    as_it_stands: dict[str, str] = {}
    for text in (event.title, event.abstract or "", *event.topics):
        for each, word in telling_words(text, small=small):
            as_it_stands.setdefault(each, word)
    shared = [each for each in as_it_stands if found.weights.get(each, 0.0) > 0]
    shared.sort(key=lambda each: -found.weights[each])
    return shared, as_it_stands
