"""Itineraries made at random, to compare suggestions of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from planner.itinerary.suggest import Suggestion, suggest
from planner.model import Commitment, Event, Kind, Level

VIENNA = ZoneInfo("Europe/Vienna")
MONDAY = datetime(2024, 7, 22, tzinfo=VIENNA)
ROOMS = ("Hall A", "Hall B", "Hall C", "Lehar 1", None)


class Case(NamedTuple):
    """All that a suggestion is made of."""

    stars: Mapping[str, Level]
    events: Mapping[str, Event]
    commitments: tuple[Commitment, ...] = ()
    pins: frozenset[str] = frozenset()
    mine: frozenset[str] = frozenset()
    above: Mapping[str, Event] = {}
    walk_minutes: int = 5
    poster_minutes: int = 5
    demo_minutes: int = 10

    def suggested(self) -> Suggestion:
        """Return planner's suggestion."""
        return suggest(
            self.stars, self.events, self.commitments, pins=self.pins, mine=self.mine,
            above=self.above, walk_minutes=self.walk_minutes,
            poster_minutes=self.poster_minutes, demo_minutes=self.demo_minutes,
        )  # fmt: skip

    def shuffled(self, draw: Random) -> Case:
        """Return the same case with everything in another order."""
        ids = draw.sample(list(self.events), len(self.events))
        return self._replace(
            stars={name: self.stars[name] for name in reversed(ids) if name in self.stars},
            events={name: self.events[name] for name in ids},
            commitments=tuple(draw.sample(self.commitments, len(self.commitments))),
        )


def at(day: int, minutes: int) -> datetime:
    """Return a moment: days after Monday, minutes after midnight."""
    return MONDAY + timedelta(days=day, minutes=minutes)


def seeded(seed: int) -> Random:
    """Return a source of chance that always gives the same."""
    return Random(seed)  # noqa: S311 - nothing is secret


def random_case(draw: Random, stars: int) -> Case:
    """Return a case with about every trouble that an itinerary can have.

    Talks of 15 to 60 minutes in five rooms, one of them unknown; up to six
    poster slots that may overlap, demos and socials; twins on whatever day;
    tutorials that hold talks; commitments, pins, and events of one's own.
    """
    days = draw.randint(1, 3)
    slots = [_slot(draw, days) for _ in range(draw.randint(1, 6))]
    events: dict[str, Event] = {}
    above: dict[str, Event] = {}
    for number in range(draw.randint(1, stars)):
        kind = draw.choices(
            (Kind.ORAL, Kind.POSTER, Kind.DEMO, Kind.SOCIAL, Kind.TUTORIAL, Kind.WORKSHOP),
            (30, 55, 6, 4, 3, 2),
        )[0]
        name = f"{kind}-{draw.randint(0, 999):03}-{number}"
        if kind in (Kind.POSTER, Kind.DEMO, Kind.SOCIAL, Kind.WORKSHOP):
            start, end = draw.choice(slots)
        else:
            day, begin = draw.randrange(days), 540 + 5 * draw.randrange(108)
            length = 120 if kind is Kind.TUTORIAL else 5 * draw.randint(3, 12)
            start, end = at(day, begin), at(day, begin + length)
        event = Event(
            name, kind, f"Title {number}", start=start, end=end, room=draw.choice(ROOMS),
            board=str(number) if kind is Kind.POSTER else None,
        )  # fmt: skip
        tutorials = [one for one in events.values() if one.kind is Kind.TUTORIAL]
        if kind is Kind.ORAL and tutorials and draw.random() < 0.5:
            holder = draw.choice(tutorials)
            assert holder.start
            begins = holder.start + timedelta(minutes=5 * draw.randrange(12))
            event = replace(event, parent=holder.id, start=begins, end=begins + (end - start))
            above[holder.id] = holder
        events[name] = event
    orals = [name for name, event in events.items() if event.kind is Kind.ORAL]
    posters = [name for name, event in events.items() if event.kind is Kind.POSTER]
    draw.shuffle(posters)
    for number, (oral, poster) in enumerate(zip(orals, posters, strict=False)):
        if draw.random() < 0.6:
            events[oral] = replace(events[oral], paper=f"paper-{number}")
            events[poster] = replace(events[poster], paper=f"paper-{number}")
            if number and draw.random() < 0.1:
                third = draw.choice(list(events))
                events[third] = replace(events[third], paper=f"paper-{number}")
    weights = draw.choice(((1, 1, 1), (0, 1, 0), (1, 8, 4)))
    levels = draw.choices(tuple(Level), weights, k=len(events))
    commitments = []
    for number in range(draw.choice((0, 0, 1, 2, 3))):
        start = at(draw.randrange(days), 540 + 5 * draw.randrange(108))
        end = start + timedelta(minutes=5 * draw.randint(4, 30))
        commitments.append(Commitment(f"block-{number}", "Own", start, end, draw.random() < 0.4))
    return Case(
        dict(zip(events, levels, strict=True)),
        events,
        tuple(commitments),
        frozenset(draw.sample(list(events), min(len(events), draw.choice((0, 0, 1, 2, 4))))),
        frozenset(draw.sample(list(events), min(len(events), draw.choice((0, 0, 0, 1, 2))))),
        above,
        draw.choice((0, 5, 5, 12)),
        draw.choice((5, 5, 5, 7)),
        draw.choice((10, 10, 15)),
    )


def _slot(draw: Random, days: int) -> tuple[datetime, datetime]:
    day, begin = draw.randrange(days), 540 + 15 * draw.randrange(32)
    return at(day, begin), at(day, begin + 15 * draw.randint(2, 8))


def week_case(draw: Random, stars: int = 200) -> Case:
    """Return a case shaped like ICML 2024's five days, with more stars than fit.

    A third of the stars are talks: orals of 15 minutes in six rooms at once,
    each with its poster among the stars of a poster session of its day, and
    three talks of an hour a day. The posters are in two sessions a day, about
    as many as fit and half as many again, beside some demos and two socials.
    """
    events: dict[str, Event] = {}

    def add(kind: Kind, day: int, begin: int, length: int, paper: str | None = None) -> None:
        number = len(events)
        room = draw.choice(("Hall A", "Hall B", "Hall C", "Lehar 1", "Lehar 2", "Strauss"))
        name = f"{kind.replace('_', '-')}-{draw.randint(10_000, 99_999)}{number:03}"
        events[name] = Event(
            name, kind, f"Title {number}", start=at(day, begin), end=at(day, begin + length),
            room="Hall C 4-9" if kind is Kind.POSTER else room, paper=paper,
            board=str(draw.randint(100, 2_800)) if kind is Kind.POSTER else None,
        )  # fmt: skip

    for day in range(5):
        for begin in (540, 840, 1_080):
            add(Kind.INVITED_TALK, day, begin, 60)
        for number in range(stars * 2 // 35):
            session = draw.choice((630, 990))
            add(Kind.ORAL, day, session + 15 * draw.randrange(4), 15, f"paper-{day}-{number}")
            add(Kind.POSTER, day, draw.choice((690, 810)), 90, f"paper-{day}-{number}")
    add(Kind.SOCIAL, 1, 1_140, 120)
    add(Kind.SOCIAL, 2, 1_140, 120)
    while len(events) < stars:
        kind = draw.choices((Kind.POSTER, Kind.DEMO, Kind.ORAL), (85, 8, 7))[0]
        if kind is Kind.ORAL:
            add(kind, draw.randrange(5), draw.choice((630, 990)) + 15 * draw.randrange(4), 15)
        else:
            add(kind, draw.randrange(5), draw.choice((690, 690, 810)), 90)
    levels = draw.choices(tuple(Level), (2, 6, 2), k=len(events))
    lunch = tuple(
        Commitment(f"block-{day}", "Lunch", at(day, 780), at(day, 825)) for day in range(5)
    )
    return Case(dict(zip(events, levels, strict=True)), events, lunch)
