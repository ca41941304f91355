"""``python -m benchmarks.likeness [FILE]``: how often events alike share a topic, leave one out.

Each paper with a topic is asked for in turn, as if it had none, and nobody
looks at its topic until the ten nearest are found: then the figure is how many
of the ten share it. Nothing was tuned on the topics of a paper itself, but the
other papers keep theirs, as in the app.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from planner.model import Event
from planner.schedule.alike import alike
from planner.schedule.compile import compile_schedule
from planner.schedule.store import ScheduleStore
from planner.schedule.words import words

SHIPPED = Path(__file__).parents[1] / "data" / "icml2024.json"
#: How many of the nearest are looked at.
NEAREST = 10


class Figures(NamedTuple):
    """The share of the nearest that have the paper's topic, by way of finding them.

    ``seconds`` is the median of one search for what is alike.
    """

    papers: int
    topics: int
    chance: float
    title_bm25: float
    planner: float
    seconds: float


def measure(store: ScheduleStore, every: int = 1) -> Figures:
    """Leave one paper out after another, or only each ``every``-th, and look at its nearest ten.

    Raises:
        ValueError: There are too few papers with a topic.
    """
    papers = _papers(store)
    topics = {number: frozenset(event.topics) for number, event in papers.items()}
    if len(papers) <= NEAREST:
        raise ValueError("Hardly any event of this schedule has a topic.")
    by_id = {event.paper or event.id: number for number, event in papers.items()}
    by_title, by_planner, took = [], [], []
    asked = list(papers)[::every]
    for number in asked:
        event = papers[number]
        by_title.append(_share(_nearest_titles(store, event, number, topics), number, topics))
        begun = time.perf_counter()
        found = alike(store, {event.id: 1.0}, limit=4 * NEAREST, own_topics=False)
        took.append(time.perf_counter() - begun)
        rows = store.events([each.number for each in found])
        nearest = [by_id[key] for row in rows if (key := row.paper or row.id) in by_id]
        by_planner.append(_share(nearest[:NEAREST], number, topics))
    return Figures(
        papers=len(asked),
        topics=len(frozenset().union(*topics.values())),
        chance=_chance(topics),
        title_bm25=statistics.fmean(by_title),
        planner=statistics.fmean(by_planner),
        seconds=statistics.median(took),
    )


def _papers(store: ScheduleStore) -> dict[int, Event]:
    """Return the events whose topics the conference gave, a paper's poster and not its talk."""
    numbers = range(1, store.size + 1)
    papers: dict[str, tuple[int, Event]] = {}
    for first in range(0, len(numbers), 400):
        some = numbers[first : first + 400]
        for number, event in zip(some, store.events(some), strict=True):
            if event.topics and event.topics_by != "planner":
                paper = event.paper or event.id
                if paper not in papers or event.kind.value != "oral":
                    papers[paper] = (number, event)
    return dict(papers.values())


def _nearest_titles(
    store: ScheduleStore, event: Event, own: int, topics: dict[int, frozenset[str]]
) -> list[int]:
    """Return the papers nearest by the title's words and FTS5's own bm25."""
    asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(event.title)))
    if not asked:
        return []
    rows = store.connection.execute(
        "SELECT rowid FROM titles WHERE titles MATCH ? ORDER BY bm25(titles), rowid",
        (f"title : ({asked})",),
    )
    found = (number for (number,) in rows if number in topics and number != own)
    return [number for number, _ in zip(found, range(NEAREST), strict=False)]


def _share(nearest: list[int], own: int, topics: dict[int, frozenset[str]]) -> float:
    """Return which part of the nearest shares a topic; fewer than ten found count as others."""
    return sum(bool(topics[number] & topics[own]) for number in nearest) / NEAREST


def _chance(topics: dict[int, frozenset[str]]) -> float:
    """Return how often two papers drawn blindly share a topic."""
    sets = Counter(topics.values())
    count = len(topics)
    pairs = sum(
        amount * (other_amount - (one == other))
        for one, amount in sets.items()
        for other, other_amount in sets.items()
        if one & other
    )
    return pairs / (count * (count - 1))


def main() -> int:
    """Print the figures for a native schedule file, by default the one that ships."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likeness", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="a native schedule")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th paper")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-likeness-") as folder:
        target = Path(folder) / "schedule.db"
        compile_schedule(given.file, target)
        store = ScheduleStore.open(target)
        try:
            found = measure(store, max(1, given.every))
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            store.close()
    print(f"{store.conference.name}: {found.papers:,} papers left out, {found.topics} topics")
    print(f"of the {NEAREST} nearest share the topic:")
    print(f"  by chance             {found.chance:6.1%}")
    print(f"  by BM25 of the title  {found.title_bm25:6.1%}")
    print(f"  by planner            {found.planner:6.1%}   {found.seconds * 1000:.1f} ms a search")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
