"""A suggestion for a session's plan: what to attend, what to leave and why; and taking it.

Taking it is one decision: the stars of what is left out are taken off, and
where another showing of such a paper fits into the time that remains, that is
starred instead. What lies in time away keeps its star, since it stands in
nobody's way, and so does what cannot be planned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Attendance, Certainty, Event, Itinerary, Level
from planner.settings import DEFAULTS, Settings
from planner.workspace.wording import DAYS, clock, counted

if TYPE_CHECKING:
    from planner.itinerary.suggest import Left, Suggestion
    from planner.schedule.store import ScheduleStore
    from planner.workspace.chosen import Chosen
    from planner.workspace.decisions import Outcome
    from planner.workspace.session import Session

#: How the reasons weigh stars; on the screen it is said in words.
_WEIGHED = re.compile(r"(?P<mark>[,:]) worth (?P<other>[\d,]+) against (?P<own>[\d,]+)")

_NOTHING_CHANGES = "Nothing to change: all that can be planned fits"


class Proposal(NamedTuple):
    """A suggestion, and what taking it would do.

    ``drop`` tells for each event left out why, and what is starred instead of
    it; ``take`` are those other showings with the levels they get, ``leave``
    the ids of the stars to take off. ``events`` are all that are named, by id,
    as the attendee meets them; ``itinerary`` is what it was made from.
    """

    itinerary: Itinerary
    suggestion: Suggestion
    drop: tuple[Left, ...]
    take: tuple[tuple[Event, Level], ...]
    leave: tuple[str, ...]
    events: Mapping[str, Event]

    @property
    def changes(self) -> bool:
        """Whether taking it would change anything."""
        return bool(self.take or self.leave)

    @property
    def summary(self) -> str:
        """What it does, in a sentence without a full stop."""
        if not self.changes:
            return _NOTHING_CHANGES
        words = f"{counted(len(self.leave), 'star')} taken off"
        if self.take:
            words += f", {counted(len(self.take), 'other showing')} starred instead"
        return words


def question(session: Session) -> Callable[[ScheduleStore], Proposal]:
    """Return the question for a suggestion, to be asked beside the event loop."""
    itinerary, settings = session.itinerary(), session.settings
    return lambda schedule: propose(schedule, itinerary, settings)


def propose(
    schedule: ScheduleStore, itinerary: Itinerary, settings: Settings = DEFAULTS
) -> Proposal:
    """Return the suggestion for an itinerary, and what taking it would do.

    Args:
        schedule: The schedule.
        itinerary: What is decided.
        settings: The minutes that a walk, a poster and a demo take.
    """
    from planner.itinerary.suggest import Left, suggest
    from planner.itinerary.suggest_reasons import AWAY
    from planner.workspace.chosen import Chosen

    chosen = Chosen(schedule, itinerary, settings=settings)
    levels = {name: star.level for name, star in itinerary.stars.items()}
    events = {event.id: event for event in chosen.events}
    gone = sorted(name for name in levels if schedule.number(name) is None)
    found = suggest(
        {name: level for name, level in levels.items() if name not in gone},
        {name: event for name, event in events.items() if name not in gone},
        chosen.commitments,
        pins=itinerary.pins,
        mine=itinerary.mine,
        above=chosen.above,
        walk_minutes=settings.walk_minutes,
        poster_minutes=settings.poster_minutes,
        demo_minutes=settings.demo_minutes,
    )
    # No choice is left about what was cancelled; its star stays until it is taken off.
    cancelled = tuple(Left(name, "cancelled") for name in gone)
    found = found._replace(unplanned=(*found.unplanned, *cancelled))
    left = [each for each in found.drop if each.why != AWAY]
    instead = _instead(schedule, chosen, found, [events[each.id] for each in left])
    drop = [
        Left(each.id, f"{each.why}; {_starred_instead(instead[each.id])}")
        if each.id in instead
        else each
        for each in found.drop
    ]
    return Proposal(
        itinerary,
        found,
        tuple(drop),
        tuple((showing, levels[name]) for name, showing in instead.items()),
        tuple(each.id for each in left),
        {**events, **{showing.id: showing for showing in instead.values()}},
    )


def take(session: Session, proposal: Proposal) -> Outcome:
    """Take a suggestion in one decision, hence one undo."""
    from planner.workspace.decisions import Outcome

    if not proposal.changes:
        return Outcome(_NOTHING_CHANGES, changed=False)
    label = f"Suggestion taken: {proposal.summary}"
    return session.decisions.rearrange(label, proposal.take, proposal.leave)


def screen_words(why: str) -> str:
    """Return a reason as the screen says it: which is wanted more, not by which numbers."""
    return _WEIGHED.sub(_weighed_words, why)


def _weighed_words(found: re.Match[str]) -> str:
    other, own = (int(found[name].replace(",", "")) for name in ("other", "own"))
    return f"{found['mark']} wanted {'more' if other > own else 'as much'}"


def _instead(
    schedule: ScheduleStore, chosen: Chosen, found: Suggestion, left: list[Event]
) -> dict[str, Event]:
    """Return for events left out the other showing that fits beside all that is attended.

    Asked of the same model, all that is attended being kept in any case.
    """
    from planner.itinerary.budget import interval_of
    from planner.itinerary.suggest import suggest

    itinerary = chosen.itinerary
    stars = itinerary.stars
    attended = {each.id: each for each in chosen.events if each.id in found.attend}
    papers = {each.paper for each in attended.values()}
    of: dict[str, str] = {}
    options: dict[str, Event] = {}
    for event in left:
        if event.paper is None or event.paper in papers:
            continue
        for showing in map(chosen.as_met, schedule.twins(event)):
            drops_in = showing.attended is Attendance.DROP_IN and interval_of(showing)
            if drops_in and showing.id not in stars and showing.id not in itinerary.hidden:
                of[showing.id], options[showing.id] = event.id, showing
    if not options:
        return {}
    levels = {name: stars[name].level for name in attended if name in stars}
    again = suggest(
        {**levels, **{name: stars[of[name]].level for name in options}},
        {**attended, **options},
        chosen.commitments,
        pins=attended,
        mine=itinerary.mine.keys() & attended.keys(),
        above=chosen.above,
        walk_minutes=chosen.settings.walk_minutes,
        poster_minutes=chosen.settings.poster_minutes,
        demo_minutes=chosen.settings.demo_minutes,
    )
    return {of[name]: options[name] for name in again.attend if name in options}


def _starred_instead(showing: Event) -> str:
    """Return ``its poster is Wed 13:30, board 503: it fits instead``."""
    what = "poster" if showing.kind != "oral" else "talk"
    when = ""
    if showing.start is not None:
        sign = "~" if showing.certainty.slot is Certainty.INFERRED else ""
        when = f" {sign}{DAYS[showing.start.weekday()]} {clock(showing.start)}"
    board = f", board {showing.board}" if showing.board else ""
    return f"its {what} is{when}{board}: it fits instead"
