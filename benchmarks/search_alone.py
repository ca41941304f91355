"""The search itself, without a screen: planner's index against plain substrings in Python."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.queries import queries
from benchmarks.stage import Stage
from benchmarks.table import Measured, median, p95, time_words
from benchmarks.typing_speed import searched_text
from planner.schedule.query import Query, parse
from planner.schedule.search import Marks, NotReady, View, run
from planner.schedule.store import ScheduleStore
from planner.schedule.text import fold

BUDGETS = {2_700: 1.0, 100_000: 0.1}
_PAGE = 36
_MOST_ROUNDS_OF_MANY = 2


def measure(stage: Stage) -> Iterator[Measured]:
    """Yield, for each size, the p95 of a letter's search: the count, and the first page's rows."""
    for size in stage.sizes:
        conference = stage.conference(size)
        events = conference.events()
        typed = queries(events)
        texts = [fold(searched_text(event)) for event in events]
        del events
        prefixes = [query[:end] for query in typed for end in range(1, len(query) + 1)]
        rounds = min(stage.rounds, _MOST_ROUNDS_OF_MANY) if size > 50_000 else stage.rounds
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(rounds):
            for side in stage.shuffled("planner", "peer"):
                for text in stage.draw.sample(prefixes, len(prefixes)):
                    if side == "planner":
                        ours.append(_planner(conference.store, text))
                    else:
                        theirs.append(_substrings(texts, text))
        yield Measured(
            "search alone, p95, against plain substrings",
            conference.words,
            time_words(p95(ours)),
            time_words(p95(theirs)),
            p95(ours) / p95(theirs),
            BUDGETS.get(size),
            f"{len(ours)} searches in {rounds} rounds; medians {time_words(median(ours))} and "
            f"{time_words(median(theirs))}",
        )


def _planner(store: ScheduleStore, text: str) -> float:
    begun = time.perf_counter()
    query = parse(text, store.vocabulary())
    if not isinstance(query, Query):
        raise TypeError(f"{text!r} is no query: {query.message}")
    found = run(store, query, Marks(), View())
    if isinstance(found, NotReady):
        raise TypeError(found.message)
    # The count is there already; a page is its rows' events.
    store.events(found.numbers(0, _PAGE))
    return time.perf_counter() - begun


def _substrings(texts: list[str], text: str) -> float:
    begun = time.perf_counter()
    words = fold(text).split()
    if len(words) == 1:
        word = words[0]
        hits = [number for number, line in enumerate(texts) if word in line]
    else:
        hits = [n for n, line in enumerate(texts) if all(word in line for word in words)]
    _page = [texts[number] for number in hits[:_PAGE]]
    return time.perf_counter() - begun
