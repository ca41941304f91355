"""A full conference that never was: every slot, board and abstract known, of any size.

The schedule that ships lacks most times and all abstracts, so the budgets are
measured on this one. It is made of weeks that each look like an ICML: tutorials
on Monday, two poster sessions a day from Tuesday to Thursday with oral sessions
beside them, workshops on Friday and Saturday. Titles and abstracts are chains
of words that stand side by side in real titles; names are recombined of parts,
and none is the name of somebody in the schedule that ships.

Everything is drawn from one seed: the same size and seed give the same bytes.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

JsonObject = dict[str, Any]

SMALLEST = 200
SESSIONS_A_WEEK = 6
TALKS_A_SESSION = 4
ORAL_ROOMS = ("Hall A1", "Hall A2", "Hall A8", "Straus 1-3", "Lehar 1-4", "Schubert 1-3")
POSTER_HALL = "Hall C 4-9"

_FIRST_MONDAY = date(2024, 7, 22)
_ZONE = ZoneInfo("Europe/Vienna")
_REAL = Path(__file__).parents[1] / "data" / "icml2024.json"
#: One poster session of ICML, its talks, and its share of all else.
_EVENTS_A_SESSION = 491
_SESSION_STARTS = (time(11, 30), time(13, 30))
_ORAL_STARTS = (time(10, 30), time(16, 30))
_SPOTLIGHTS = 0.0725
_INVENTED_NAMES = 0.3
_BOARDS_A_ROW = 16
_OPENERS = (
    "We study the problem of",
    "In this paper, we propose a method for",
    "Our results show that",
    "However, existing work is limited to",
    "We prove a bound on",
    "Experiments demonstrate the benefit of",
    "This raises the question of",
    "To this end, we introduce",
    "In contrast to previous approaches, ours is based on",
    "We also provide an analysis of",
    "Despite recent progress in",
    "Code is available for",
)
_SYLLABLES = (
    *("ba", "cor", "da", "fen", "gra", "hy", "kal", "lo", "mi", "nor", "pra", "qui", "ro"),
    *("sel", "tra", "ul", "ver", "wa", "xen", "yo", "zen", "lex", "net", "flow", "former"),
)


@dataclass(frozen=True)
class _Material:
    """What the real schedule gives: words, topics with their weights, parts of names."""

    starts: tuple[str, ...]
    followers: dict[str, tuple[str, ...]]
    titles: frozenset[str]
    topics: tuple[str, ...]
    topic_weights: tuple[int, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    names: frozenset[str]
    affiliations: tuple[str, ...]


@dataclass(frozen=True)
class _Shape:
    """How many of each kind of thing; ``per_week`` counts are for every week."""

    sessions: int
    rooms: int
    tutorials: int
    workshops: int
    agendas: int
    agenda_items: int
    invited: int
    demos: int
    affinity: int

    @property
    def weeks(self) -> int:
        return -(-self.sessions // SESSIONS_A_WEEK)


def make(size: int, seed: int = 2024, abstracts: bool = True) -> JsonObject:
    """Return a conference of exactly ``size`` events as the native file's object.

    Args:
        size: How many events, at least 200.
        seed: What everything is drawn from.
        abstracts: Whether papers have an abstract, of 120 to 200 words.

    Raises:
        ValueError: ``size`` is too small for a conference.
    """
    if size < SMALLEST:
        raise ValueError(f"A synthetic conference has at least {SMALLEST} events, not {size}.")
    shape = _shape(size)
    events = _Conference(shape, size, random.Random(seed), abstracts).events()
    last = _FIRST_MONDAY + timedelta(days=7 * shape.weeks - 2)
    conference = {
        "id": f"synthetic-{size}",
        "name": f"Synthetic {size:,}",
        "title": f"Synthetic conference of {size:,} events, made for measuring",
        "start": _FIRST_MONDAY.isoformat(),
        "end": last.isoformat(),
        "timezone": _ZONE.key,
        "venue": "Nowhere, Vienna",
        "url": None,
        "source": None,
    }
    return {"format": 1, "conference": conference, "events": events}


def write(folder: Path, size: int, seed: int = 2024) -> Path:
    """Write the conference of ``size`` events into ``folder`` unless it is there; return the file.

    The file of one size and seed never differs, so one that is there is kept.
    """
    path = folder / f"synthetic-{size}-{seed}.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            json.dump(make(size, seed), file, ensure_ascii=False)
        part.replace(path)
    return path


def _shape(size: int) -> _Shape:
    sessions = max(SESSIONS_A_WEEK, round(size / _EVENTS_A_SESSION))
    weeks = -(-sessions // SESSIONS_A_WEEK)
    part = min(1.0, size / (weeks * 2_700))
    return _Shape(
        sessions=sessions,
        rooms=len(ORAL_ROOMS) if size >= 2_500 else max(1, round(len(ORAL_ROOMS) * part)),
        tutorials=max(1, round(12 * part)),
        workshops=max(2, round(30 * part)),
        agendas=max(1, round(6 * part)),
        agenda_items=10,
        invited=max(1, round(6 * part)),
        demos=max(1, round(4 * part)),
        affinity=max(1, round(3 * part)),
    )


@cache
def _material() -> _Material:
    """Read the schedule that ships for its words, topics and parts of names."""
    events = json.loads(_REAL.read_text(encoding="utf-8"))["events"]
    papers = [e for e in events if e["kind"] in ("poster", "spotlight")]
    starts: list[str] = []
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for event in papers:
        words = re.sub(r"^Position:\s+", "", event["title"]).split()
        if len(words) > 2:
            starts.append(words[0])
            for one, following in zip(words, [*words[1:], ""], strict=True):
                followers[one].append(following)
    topics = Counter(topic for event in papers for topic in event["topics"])
    people = [person for event in papers for person in event["people"]]
    parts = [person["name"].split() for person in people]
    return _Material(
        tuple(starts),
        {word: tuple(found) for word, found in followers.items()},
        frozenset(event["title"] for event in events),
        tuple(topics),
        tuple(topics.values()),
        tuple(sorted({p[0] for p in parts if len(p) > 1 and len(p[0]) > 2})),
        tuple(sorted({p[-1] for p in parts if len(p) > 1 and len(p[-1]) > 2})),
        frozenset(person["name"] for event in events for person in event["people"]),
        tuple(sorted({p["affiliation"] for p in people if p["affiliation"]})),
    )


class _Words:
    """Draws titles, abstracts and people from what is real."""

    def __init__(self, draw: random.Random, people: int) -> None:
        self._draw = draw
        self._real = _material()
        self._phrases = [self.chain(5, 12).rstrip(".:?!") for _ in range(5_000)]
        self._people = [self._person() for _ in range(people)]

    def chain(self, least: int, most: int) -> str:
        """Return words of which each stands behind the one before in some real title."""
        draw, followers = self._draw, self._real.followers
        words: list[str] = []
        word = draw.choice(self._real.starts)
        while len(words) < most:
            words.append(word)
            word = draw.choice(followers[word])
            if not word:
                if len(words) >= least:
                    break
                word = draw.choice(self._real.starts)
        return " ".join(words)

    def title(self) -> str:
        """Return a title that no real paper has; a third begin with an invented name."""
        while True:
            title = self.chain(5, 14).rstrip(":,;-")
            if title not in self._real.titles:
                break
        if self._draw.random() < _INVENTED_NAMES:
            name = "".join(self._draw.choices(_SYLLABLES, k=self._draw.choice((2, 2, 3))))
            title = f"{name.capitalize()}: {title.replace(':', ',')}"
        return title

    def abstract(self) -> str:
        """Return 120 to 200 words."""
        wanted = self._draw.randint(120, 190)
        sentences: list[str] = []
        length = 0
        while length < wanted:
            sentence = f"{self._draw.choice(_OPENERS)} {self._draw.choice(self._phrases)}."
            sentences.append(sentence)
            length += sentence.count(" ") + 1
        return " ".join(" ".join(sentences).split()[:200])

    def topics(self) -> list[str]:
        """Return one topic, as often as ICML had it; one paper in eleven has none."""
        if self._draw.random() < 0.09:
            return []
        return self._draw.choices(self._real.topics, self._real.topic_weights)

    def people(self) -> list[JsonObject]:
        """Return who wrote a paper: mostly three to five, of the same place rather than not."""
        count = self._draw.choices(range(1, 10), (32, 276, 464, 465, 434, 283, 199, 94, 100))[0]
        return [dict(person) for person in self._draw.sample(self._people, count)]

    def person(self) -> JsonObject:
        """Return one who speaks or organises."""
        return dict(self._draw.choice(self._people))

    def _person(self) -> JsonObject:
        real = self._real
        while True:
            name = f"{self._draw.choice(real.first_names)} {self._draw.choice(real.last_names)}"
            if name not in real.names:
                return {"name": name, "affiliation": self._draw.choice(real.affiliations)}


class _Conference:
    """Makes the events, week by week."""

    def __init__(self, shape: _Shape, size: int, draw: random.Random, abstracts: bool) -> None:
        self._shape = shape
        self._size = size
        self._draw = draw
        self._abstracts = abstracts
        self._words = _Words(draw, max(100, int(size * 3.5)))
        self._number = 30_000

    def events(self) -> list[JsonObject]:
        """Return exactly as many events as were asked for; posters fill what is left."""
        frame = [event for week in range(self._shape.weeks) for event in self._frame(week)]
        orals = self._shape.sessions * self._shape.rooms * TALKS_A_SESSION
        posters = self._size - len(frame) - orals
        papers = self._papers(posters, orals)
        return [*frame, *papers]

    def _frame(self, week: int) -> Iterator[JsonObject]:
        """Yield what a week holds beside papers."""
        shape, words = self._shape, self._words
        monday = _FIRST_MONDAY + timedelta(weeks=week)
        for offset in range(6):
            day = monday + timedelta(days=offset)
            yield _event(f"registration-{day}", "other", "Registration", day, time(8), time(17))
        yield _event(f"opening-{monday}", "other", "Opening", monday, time(9), time(9, 15))
        for place in range(shape.tutorials):
            start = (time(9, 30), time(13), time(15, 30))[place % 3]
            end = time(start.hour + 2, start.minute)
            yield self._event("tutorial", words.title(), monday, start, end, people=3)
        for place in range(shape.invited):
            day = monday + timedelta(days=1 + place % 3)
            start = (time(9), time(15))[place // 3 % 2]
            end = time(start.hour + 1)
            yield self._event("invited_talk", words.title(), day, start, end, people=1)
        for _ in range(shape.affinity):
            yield self._event("affinity", words.title(), monday, time(9), time(17), people=2)
        for place in range(shape.demos):
            day = monday + timedelta(days=1 + place % 3)
            yield self._event("demo", words.title(), day, time(10), time(18), people=1)
        for place in range(shape.workshops):
            yield from self._workshop(monday + timedelta(days=4 + place % 2), place)

    def _workshop(self, day: date, place: int) -> Iterator[JsonObject]:
        title = f"Workshop on {self._words.title()}"
        workshop = self._event("workshop", title, day, time(9), time(17), people=6)
        yield workshop
        if place >= self._shape.agendas:
            return
        for item in range(self._shape.agenda_items):
            start = time(9 + item * 45 // 60, item * 45 % 60)
            end = time(9 + (item + 1) * 45 // 60, (item + 1) * 45 % 60)
            kind = "break" if item == 4 else "talk"
            name = "Lunch" if kind == "break" else self._words.title()
            id_ = f"{workshop['id']}-{start:%H%M}"
            yield _event(id_, kind, name, day, start, end) | {
                "room": workshop["room"],
                "people": [] if kind == "break" else [self._words.person()],
                "parent": workshop["id"],
            }

    def _papers(self, posters: int, orals: int) -> Iterator[JsonObject]:
        """Yield the sessions with their posters, and the talks of those that are talks too."""
        talks = orals // self._shape.sessions
        for number in range(self._shape.sessions):
            week, in_week = divmod(number, SESSIONS_A_WEEK)
            day = _FIRST_MONDAY + timedelta(weeks=week, days=1 + in_week // 2)
            start = _SESSION_STARTS[in_week % 2]
            end = (datetime.combine(day, start) + timedelta(minutes=90)).time()
            session = f"session-poster-{number + 1}"
            title = f"Poster Session {number + 1}"
            yield _event(session, "session", title, day, start, end) | {"room": POSTER_HALL}
            share = posters // self._shape.sessions
            share += number < posters % self._shape.sessions
            # Posters fill what the sessions themselves leave.
            share -= 1 + self._shape.rooms
            boards = [_board(place) for place in range(share)]
            self._draw.shuffle(boards)
            papers = [self._paper(day, start, end, session, board) for board in boards]
            yield from papers
            yield from self._talks(number, day, papers[:talks])

    def _paper(self, day: date, start: time, end: time, session: str, board: str) -> JsonObject:
        kind = "spotlight" if self._draw.random() < _SPOTLIGHTS else "poster"
        self._number += 1
        topics = self._words.topics()
        return _event(f"poster-{self._number}", kind, self._words.title(), day, start, end) | {
            "room": POSTER_HALL,
            "board": board,
            "people": self._words.people(),
            "topics": topics,
            "topics_by": "conference" if topics else None,
            "paper": "".join(self._draw.choices("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789", k=10)),
            "parent": session,
            "certainty": _sure(board=True),
            "abstract": self._words.abstract() if self._abstracts else None,
            "links": [{"label": "Paper", "url": f"https://example.org/poster/{self._number}"}],
        }

    def _talks(self, number: int, day: date, papers: Sequence[JsonObject]) -> Iterator[JsonObject]:
        """Yield the oral sessions beside a poster session, and their talks: twins of posters."""
        first = _ORAL_STARTS[number % 2]
        for place in range(self._shape.rooms):
            session = f"session-{number + 1}{'abcdef'[place]}"
            room = ORAL_ROOMS[place]
            title = f"Oral {number + 1}{'ABCDEF'[place]}"
            end = time(first.hour + 1, first.minute)
            yield _event(session, "session", title, day, first, end) | {"room": room}
            chosen = papers[place * TALKS_A_SESSION : (place + 1) * TALKS_A_SESSION]
            for turn, poster in enumerate(chosen):
                # An oral paper's poster is a poster, never a spotlight.
                poster["kind"] = "poster"
                begin = datetime.combine(day, first) + timedelta(minutes=15 * turn)
                finish = begin + timedelta(minutes=15)
                id_ = poster["id"].replace("poster", "oral")
                yield {
                    **poster,
                    "id": id_,
                    "kind": "oral",
                    "start": _moment(day, begin.time()),
                    "end": _moment(day, finish.time()),
                    "room": room,
                    "board": None,
                    "parent": session,
                    "certainty": _sure(board=False),
                    "links": [{"label": "Paper", "url": f"https://example.org/{id_}"}],
                }

    def _event(
        self, kind: str, title: str, day: date, start: time, end: time, people: int
    ) -> JsonObject:
        self._number += 1
        id_ = f"{kind.replace('_', '-')}-{self._number}"
        return _event(id_, kind, title, day, start, end) | {
            "room": self._draw.choice(ORAL_ROOMS),
            "people": [self._words.person() for _ in range(people)],
            "topics": (topics := self._words.topics()),
            "topics_by": "planner" if topics else None,
        }


def _event(id_: str, kind: str, title: str, day: date, start: time, end: time) -> JsonObject:
    """Return an event with every key of the format, all else unknown."""
    return {
        "id": id_,
        "kind": kind,
        "title": title,
        "start": _moment(day, start),
        "end": _moment(day, end),
        "day": day.isoformat(),
        "attendance": None,
        "room": None,
        "board": None,
        "people": [],
        "topics": [],
        "topics_by": None,
        "track": None,
        "paper": None,
        "parent": None,
        "certainty": _sure(board=False),
        "abstract": None,
        "links": [],
    }


def _moment(day: date, at: time) -> str:
    return datetime.combine(day, at, _ZONE).isoformat()


def _sure(*, board: bool) -> dict[str, str]:
    return {"slot": "official", "room": "official", "board": "official" if board else "unknown"}


def _board(place: int) -> str:
    """Return the label of the board at a place: rows of sixteen, as 100 to 115, 200 to 215."""
    return str(100 * (1 + place // _BOARDS_A_ROW) + place % _BOARDS_A_ROW)
