"""How much every event is like some that are liked, by their words and topics.

A liked event is the set of words in its title and abstract; a word counts by its
beginning (:func:`key`), which makes one of ``model`` and ``models``, and the
smallest ones not at all (:func:`telling_words`). Each word asks the index, and
bm25 with weights for title, abstract and topics says how much each event has of
it; that sum is the likeness in words. Then the thirty events nearest in words
vote for their topics, each with the square of its likeness, and a liked event's
own topic counts as much as all votes together. The score is the likeness in
words times the square of the topic's share of the votes. So nothing is like an
event with which it shares no word, a word that half of the events hold says
nothing, and without topics the words alone decide.
``benchmarks/likeness.py`` measures what the votes are worth.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import accumulate
from typing import NamedTuple

from planner.model import Event
from planner.schedule.store import ScheduleStore
from planner.schedule.words import words

#: Letters that a longer word is known by; the index holds the prefixes of this length.
_KEY_LENGTH = 7
#: A word as it stands in a text: letters, marks on them, digits, and the index's own signs.
_AS_IT_STANDS = re.compile(r"(?:[^\W_]|[+#\u0300-\u036f])+")
#: Words of so few letters tell nothing unless some of them are capitals or no letters.
_SMALL = 3
#: A title's word says as much as two of the abstract, a topic's half as much as one.
_BM25 = "bm25(words, 2, 0, 0.5, 0, 1, 0, 0)"
_COLUMNS = "{title topics abstract}"
_IN_TITLE = 2.0
#: The most liked events whose words are read, the heaviest first; more add hardly anything.
_MOST_LIKED = 300
#: The most words that are asked for, and the most hits that are read for them.
_MOST_WORDS, _MOST_HITS = 100, 250_000
#: The most words whose frequency is looked up to choose among them.
_MOST_WEIGHED = 300
#: A word is worth showing if at most one event of so many has it.
_WORTH_SHOWING = 6
#: The fewest abstracts of which it is worth asking how many hold a word.
_ENOUGH_ABSTRACTS = 20
#: The nearest events that vote for their topics.
_VOTERS = 30
#: What an event counts whose topic nobody voted for, or that has none.
_NO_VOTE = 0.05
#: What all that got a no weighs at most, against all that is liked.
_MOST_AGAINST = 0.5


class Likeness(NamedTuple):
    """The scores by event number, and what they came of.

    ``scores`` leaves out what shares no word; below zero stands what is more
    like a no. ``weights`` are the words' keys with how much each tells,
    ``rare`` those that not every sixth event has; ``own`` are the numbers of the
    liked events and their twins.
    """

    scores: Mapping[int, float]
    weights: Mapping[str, float]
    rare: frozenset[str]
    own: frozenset[int]


class _Word(NamedTuple):
    """A word's key with its weight in what is liked, what it tells, and how many events hold it."""

    key: str
    weight: float
    telling: float
    hits: int


def key(word: str) -> str:
    """Return what a folded word has in common with its other forms."""
    if len(word) >= _KEY_LENGTH:
        return word[:_KEY_LENGTH]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def telling_words(text: str, *, small: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the keys of a text's words, each with the word as it stands there.

    A word of at most three small letters, such as ``the`` or ``via``, tells
    nothing; RL and C++ do. With ``small`` these come too.
    """
    for found in _AS_IT_STANDS.finditer(text):
        word = found[0]
        if small or len(word) > _SMALL or not (word[1:].islower() or len(word) == 1):
            # Most words are ASCII, and of those folding makes no other words.
            for each in (word.lower(),) if word.isascii() else words(word):
                yield key(each), word


def likeness(
    store: ScheduleStore, liked: Mapping[str, float], *, own_topics: bool = True
) -> Likeness:
    """Return how much every event is like the ``liked`` ones.

    Args:
        store: The schedule; without its index nothing is like anything.
        liked: Event ids with weights; what weighs less than zero pushes down
            what is like it. Ids that the schedule does not hold are left out.
        own_topics: Whether the topics of the liked events count, not their
            neighbours' alone.
    """
    known = {store.number(id_): weight for id_, weight in liked.items() if weight}
    numbers = {number: weight for number, weight in known.items() if number is not None}
    if not numbers or not store.indexed:
        return Likeness({}, {}, frozenset(), frozenset(numbers))
    heaviest = nlargest(_MOST_LIKED, numbers, key=lambda number: abs(numbers[number]))
    weights = _balanced({number: numbers[number] for number in heaviest})
    own = with_twins(store, list(numbers))
    events = _events(store, list(weights))
    telling = _telling(store, _profile(events, weights))
    in_words = _in_words(store, telling)
    topics = _topics(store)
    share = _votes(store, in_words, own, topics)
    if own_topics:
        share = _with_own(share, topics, weights)
    return Likeness(
        _scores(in_words, topics, share),
        {each.key: each.telling for each in telling},
        frozenset(
            each.key
            for each in telling
            if each.hits * _WORTH_SHOWING <= store.size
            and not _fills_abstracts(store, each.key, each.hits, _WORTH_SHOWING)
        ),
        own,
    )


def _balanced(weights: Mapping[int, float]) -> dict[int, float]:
    """Return the weights with those below zero made small against those above."""
    liked = sum(weight for weight in weights.values() if weight > 0)
    against = -sum(weight for weight in weights.values() if weight < 0)
    if not liked or against <= liked * _MOST_AGAINST:
        return dict(weights)
    factor = liked * _MOST_AGAINST / against
    return {n: weight if weight > 0 else weight * factor for n, weight in weights.items()}


def with_twins(store: ScheduleStore, numbers: Collection[int]) -> frozenset[int]:
    """Return events and all others of the same papers."""
    found = store.connection.execute(
        "SELECT twin.number FROM event AS own JOIN event AS twin ON twin.paper = own.paper "
        "WHERE own.number IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return frozenset({*numbers, *(number for (number,) in found)})


def _events(store: ScheduleStore, numbers: Sequence[int]) -> dict[int, Event]:
    return {
        number: event
        for some in _pieces(numbers)
        for number, event in zip(some, store.events(some), strict=True)
    }


def _pieces(numbers: Sequence[int], size: int = 400) -> Iterator[Sequence[int]]:
    return (numbers[first : first + size] for first in range(0, len(numbers), size))


def _profile(events: Mapping[int, Event], weights: Mapping[int, float]) -> dict[str, float]:
    """Return how much each word's key stands for what is liked; every event counts alike."""
    profile: defaultdict[str, float] = defaultdict(float)
    for number, event in events.items():
        counts = Counter(each for each, _ in telling_words(event.abstract or ""))
        said = {each: 1.0 + math.log(count) for each, count in counts.items()}
        for each in {each for each, _ in telling_words(event.title)}:
            said[each] = said.get(each, 0.0) + _IN_TITLE
        length = math.sqrt(sum(value * value for value in said.values()))
        for each, value in said.items():
            profile[each] += weights[number] * value / length
    return profile


def _telling(store: ScheduleStore, profile: Mapping[str, float]) -> list[_Word]:
    """Return the words to ask for, the most telling first, as many as their hits allow."""
    found: list[_Word] = []
    for each in nlargest(_MOST_WEIGHED, profile, key=lambda each: abs(profile[each])):
        hits = store.frequency(_expression(each))
        if hits and hits * 2 <= store.size and not _fills_abstracts(store, each, hits, 2):
            weight = profile[each]
            found.append(_Word(each, weight, weight * math.log((store.size + 1) / hits), hits))
    found.sort(key=lambda each: (-abs(each.telling), each.key))
    read = list(accumulate(each.hits for each in found))
    return found[: max(1, bisect_right(read, _MOST_HITS))][:_MOST_WORDS]


def _fills_abstracts(store: ScheduleStore, each: str, hits: int, share: int) -> bool:
    """Whether more than one of ``share`` abstracts holds a word.

    So do ``that`` and ``from``, which few events hold where few have an abstract.
    """
    abstracts = store.abstracts
    if abstracts < _ENOUGH_ABSTRACTS or hits * share <= abstracts:
        return False
    return store.frequency(_expression(each, "abstract")) * share > abstracts


def _in_words(store: ScheduleStore, telling: Iterable[_Word]) -> dict[int, float]:
    """Return what the words make of each event that holds one of them."""
    found: defaultdict[int, float] = defaultdict(float)
    for each in telling:
        rows = store.connection.execute(
            f"SELECT rowid, {_BM25} FROM words WHERE words MATCH ?", (_expression(each.key),)
        )
        for number, rank in rows:
            # The better, the lower is FTS5's rank.
            found[number] -= each.weight * rank
    return found


def _expression(each: str, columns: str = _COLUMNS) -> str:
    """Return the expression of the index that finds all forms of a word's key in columns."""
    form = f'"{each}" *' if len(each) == _KEY_LENGTH else f'("{each}" OR "{each}s")'
    return f"{columns} : {form}"


def _topics(store: ScheduleStore) -> dict[int, list[int]]:
    """Return the codes of each event's topics, by its number."""
    found: dict[int, list[int]] = {}
    for number, topic in store.connection.execute("SELECT number, topic FROM event_topic"):
        found.setdefault(number, []).append(topic)
    return found


def _votes(
    store: ScheduleStore,
    in_words: Mapping[int, float],
    own: Collection[int],
    topics: Mapping[int, Sequence[int]],
) -> dict[int, float]:
    """Return each topic's share of the votes of the events nearest in words."""
    able = (
        number
        for number, value in in_words.items()
        if value > 0 and number in topics and number not in own
    )
    # A paper has one vote, and hardly ever more than two showings.
    nearest = nlargest(2 * _VOTERS, able, key=lambda number: (in_words[number], -number))
    papers = dict(
        store.connection.execute(
            "SELECT number, paper FROM event WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(nearest),),
        )
    )
    voters: dict[object, int] = {}
    for number in nearest:
        voters.setdefault(papers[number] or number, number)
    votes: defaultdict[int, float] = defaultdict(float)
    cast = 0.0
    for number in list(voters.values())[:_VOTERS]:
        vote = in_words[number] ** 2
        cast += vote
        for topic in topics[number]:
            votes[topic] += vote
    return {topic: each / cast for topic, each in votes.items()}


def _with_own(
    share: Mapping[int, float],
    topics: Mapping[int, Sequence[int]],
    weights: Mapping[int, float],
) -> dict[int, float]:
    """Return the votes with the topics of the liked events, which count as much as all of them."""
    own: defaultdict[int, float] = defaultdict(float)
    for number, weight in weights.items():
        for topic in topics.get(number, ()):
            own[topic] += weight
    total = sum(weight for weight in weights.values() if weight > 0)
    if not own or not total:
        return dict(share)
    return {
        topic: max(0.0, (share.get(topic, 0.0) + own[topic] / total) / 2)
        for topic in share.keys() | own.keys()
    }


def _scores(
    in_words: Mapping[int, float],
    topics: Mapping[int, Sequence[int]],
    share: Mapping[int, float],
) -> dict[int, float]:
    """Return the likeness in words, raised by the topics; a topic saves nothing below zero."""
    least = _NO_VOTE**2
    factors = {topic: (_NO_VOTE + each) ** 2 for topic, each in share.items()}
    scores: dict[int, float] = {}
    for number, value in in_words.items():
        factor = least
        if value > 0:
            for topic in topics.get(number, ()):
                factor = max(factor, factors.get(topic, least))
        scores[number] = value * factor
    return scores
