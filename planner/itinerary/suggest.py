"""A suggestion: which of the starred events to attend, exactly the best, and why not the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from planner.itinerary.agenda import time_order
from planner.itinerary.budget import DEMO_MINUTES, POSTER_MINUTES, interval_of
from planner.itinerary.clashes import WALK_MINUTES
from planner.itinerary.suggest_model import best_options
from planner.itinerary.suggest_reasons import AWAY, Reasons
from planner.itinerary.suggest_rules import Option, Rules, Span
from planner.model import Attendance, Commitment, Event, Kind, Level

#: What attending an event is worth.
WORTH: Mapping[Level, int] = MappingProxyType({Level.MUST: 100, Level.WANT: 10, Level.MAYBE: 1})

_NOTHING_ABOVE: Mapping[str, Event] = MappingProxyType({})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)


class Left(NamedTuple):
    """An event that is not suggested, and why, in the attendee's words."""

    id: str
    why: str


class Suggestion(NamedTuple):
    """What to attend, what to leave, and what cannot be planned; each in time order.

    ``attend`` are the ids of the fixed events to take and the drop-ins to
    visit. ``worth`` is the sum over them: must 100, want 10, maybe 1.
    """

    attend: tuple[str, ...]
    drop: tuple[Left, ...]
    unplanned: tuple[Left, ...]
    worth: int


def suggest(
    stars: Mapping[str, Level],
    events: Mapping[str, Event],
    commitments: Sequence[Commitment] = (),
    *,
    pins: Collection[str] = (),
    mine: Collection[str] = (),
    above: Mapping[str, Event] = _NOTHING_ABOVE,
    walk_minutes: int = WALK_MINUTES,
    poster_minutes: int = POSTER_MINUTES,
    demo_minutes: int = DEMO_MINUTES,
) -> Suggestion:
    """Return the best choice among the starred events, and why the others are left.

    The rules stand at the head of :mod:`planner.itinerary.suggest_model`. Of
    choices of equal worth the one with more events is suggested, then the one
    that starts earlier (the first start that differs), then the one with the
    smaller ids (the first that differs): always a single one, whatever the
    order of what is given.

    A social takes no minutes: it is attended unless its whole slot is taken.
    What holds others, a break and the like take part only if pinned; then they
    are attended without taking time.

    Args:
        stars: The level of each starred event, by id.
        events: The starred events as they stand, by id, with a time of the
            attendee's own where they gave one.
        commitments: Time of the attendee's own, always taken, without a room.
        pins: Ids of events to take whatever they collide with; everything else
            works around them.
        mine: Ids of events that the attendee presents: taken like pins, and for
            the whole of their slot, of whatever kind they are.
        above: By id the events that starred ones belong to, and those that
            these belong to.
        walk_minutes: Minutes from one room to another, at least 0.
        poster_minutes: Minutes that a poster or spotlight takes, at least 0.
        demo_minutes: Minutes that any other drop-in but a social takes, at least 0.
    """
    own = [
        (Span(_instant(each.start), _instant(each.end)), each)
        for each in sorted(commitments, key=lambda each: (each.start, each.end, each.id))
        if each.start < each.end
    ]
    options: list[Option] = []
    aside: list[Event] = []
    drop: list[tuple[Event, str]] = []
    unplanned: list[tuple[Event, str]] = []
    for name in sorted({*stars, *pins, *mine} & events.keys()):
        event = events[name]
        worth = WORTH[stars[name]] if name in stars else 0
        attended = event.attended
        has_part = attended in (Attendance.FIXED, Attendance.DROP_IN) or name in mine
        slot = interval_of(event)
        if slot is None:
            unplanned.append((event, _no_slot(event, has_part)))
            continue
        start, end = _instant(slot[0]), _instant(slot[1])
        if not has_part:
            if name in pins:
                aside.append(event)
            elif any(each.away and span.start <= start and end <= span.end for span, each in own):
                drop.append((event, AWAY))
            else:
                unplanned.append((event, _no_part(event)))
            continue
        minutes: int | None = demo_minutes
        if attended is Attendance.FIXED or name in mine:
            minutes = None
        elif event.kind is Kind.SOCIAL:
            minutes = 0
        elif event.kind in (Kind.POSTER, Kind.SPOTLIGHT):
            minutes = poster_minutes
        forced = name in pins or name in mine
        options.append(Option(event, start, end, minutes, worth, forced))
    rules = Rules(above, walk_minutes)
    attend = best_options(options, [span for span, _ in own], rules)
    reasons = Reasons(options, attend, own, frozenset(mine), rules, above)
    drop += [
        (option.event, reasons.why(option)) for option in options if option.event.id not in attend
    ]
    taken = [option.event for option in options if option.event.id in attend] + aside
    gone = [Left(name, "it is no longer in the schedule") for name in sorted({*stars} - {*events})]
    return Suggestion(
        tuple(event.id for event in sorted(taken, key=time_order)),
        _left(drop),
        (*_left(unplanned), *gone),
        sum(WORTH[stars[event.id]] for event in taken if event.id in stars),
    )


def _left(found: list[tuple[Event, str]]) -> tuple[Left, ...]:
    return tuple(
        Left(event.id, why) for event, why in sorted(found, key=lambda pair: time_order(pair[0]))
    )


def _no_slot(event: Event, has_part: bool) -> str:
    if not has_part:
        return _no_part(event)
    return "no time known" if event.start is None else "its end is not known"


def _no_part(event: Event) -> str:
    if event.attended is Attendance.CONTAINER:
        return "it holds others; choose among them"
    return "it clashes with nothing; go as you like"


def _instant(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // _INSTANT
