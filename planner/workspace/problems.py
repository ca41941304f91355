"""What does not work in the plan, in words that both shells say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Certainty, Commitment, Event
from planner.workspace.wording import DAYS, clock, counted, slot_words

if TYPE_CHECKING:
    from planner.itinerary.budget import Budget
    from planner.itinerary.clashes import Clash, MayClash
    from planner.itinerary.ways_out import WayOut
    from planner.schedule.store import ScheduleStore
    from planner.workspace.chosen import Chosen
    from planner.workspace.session import Session


class Sentence(NamedTuple):
    """A sentence around a title, which is what gives way where there is no room for all of it.

    ``bare`` is what stands instead of ``before`` where even a cut title has no
    room; ``way`` is the way out, behind all else.
    """

    before: str
    title: str
    after: str = ""
    way: str = ""
    bare: str = ""

    @property
    def words(self) -> str:
        """The whole sentence."""
        return f"{self.before}{self.title}{self.after}{self.way}"


class Problems:
    """What collides among the chosen events at one moment.

    Args:
        schedule: The schedule, for the other showings of a paper.
        chosen: What is chosen at that moment.
    """

    def __init__(self, schedule: ScheduleStore, chosen: Chosen) -> None:
        self._schedule = schedule
        self._chosen = chosen
        self._levels = {name: star.level for name, star in chosen.stars.items()}
        self._showings: dict[str, list[Event]] = {}
        self._clashes: defaultdict[str, list[Clash]] = defaultdict(list)
        for clash in sorted(chosen.clashes, key=_severity):
            self._clashes[clash.a.id].append(clash)
            self._clashes[clash.b.id].append(clash)
        self._may: defaultdict[str, list[MayClash]] = defaultdict(list)
        for may in chosen.may_clash:
            self._may[may.event.id].append(may)

    def clashes_of(self, name: str) -> list[Clash]:
        """Return the clashes and tight walks of an event or a commitment, the worst first."""
        return self._clashes.get(name, [])

    def may_clash_of(self, event_id: str) -> list[MayClash]:
        """Return what a talk somewhere in its session's slot may collide with."""
        return self._may.get(event_id, [])

    def ways_out(self, clash: Clash) -> list[WayOut]:
        """Return what can be decided about a clash; what the attendee presents always stays."""
        from planner.itinerary.ways_out import ways_out

        mine = self._chosen.itinerary.mine
        walk = self._chosen.settings.walk_minutes
        found = ways_out(clash, self._levels, self.showings, walk)
        return [way for way in found if way.event.id not in mine]

    def showings(self, event: Event) -> list[Event]:
        """Return the other showings of an event's paper as the attendee meets them."""
        if event.id not in self._showings:
            twins = self._schedule.twins(event)
            self._showings[event.id] = [self._chosen.as_met(twin) for twin in twins]
        return self._showings[event.id]

    def beyond(self, budget: Budget) -> list[Event]:
        """Return which of a slot's events go if the best that fit are kept; a pin always stays."""
        from planner.itinerary.ways_out import best_that_fit

        pins = self._chosen.itinerary.pins
        others = [event for event in budget.events if event.id not in pins]
        pinned = sum(self._minutes_of(event) for event in budget.events if event.id in pins)
        free = budget.free_minutes - pinned
        return best_that_fit(others, self._levels, self._minutes_of, free)[1]

    def _minutes_of(self, event: Event) -> int:
        """Return the minutes that an event one drops into wants."""
        from planner.itinerary.walk import hangs

        settings = self._chosen.settings
        return settings.poster_minutes if hangs(event) else settings.demo_minutes

    def clash_sentence(self, name: str, among: Sequence[Clash] | None = None) -> Sentence | None:
        """Return what is wrong with an event and the best way out; None if nothing is.

        ``clash, 15 min, with Chain of Code. Way out: its poster, 11:30, board 503``

        Args:
            name: The id of the event or the commitment.
            among: Which of its clashes to tell, the worst first; all unless given.
        """
        found = self.clashes_of(name) if among is None else among
        if not found:
            return None
        clash = found[0]
        more = f" and {counted(len(found) - 1, 'other')}" if len(found) > 1 else ""
        ways = self.ways_out(clash)
        way = f". Way out: {short_way(ways[0], clash, name)}" if ways else ""
        before = _before(clash, name)
        bare = before.rpartition(",")[0] if clash.kind == "clash" else before.rpartition(" ")[0]
        return Sentence(f"{before} ", _other(clash, name).title, more, way, bare)

    def may_sentence(self, event_id: str) -> Sentence | None:
        """Return what a half-known talk may clash with, and how to be safe; None for nothing."""
        found = self.may_clash_of(event_id)
        if not found:
            return None
        event, session = found[0].event, found[0].session
        more = f" and {counted(len(found) - 1, 'other')}" if len(found) > 1 else ""
        safe = next((each for each in self.showings(event) if each.start), None)
        words = f". Safe: {showing_words(safe, session.start)}" if safe else ""
        return Sentence("may clash with ", found[0].other.title, more, words, "may clash")

    def star_sentence(self, event_id: str) -> Sentence | None:
        """Return what to say at the moment of starring an event; None if it collides with nothing.

        ``Clashes with Chain of Code for 15 min; its poster is Wed 13:30``
        """
        found = self.clashes_of(event_id)
        if not found:
            may = self.may_clash_of(event_id)
            return Sentence("May clash with ", may[0].other.title) if may else None
        clash = found[0]
        more = f" and {counted(len(found) - 1, 'other')}" if len(found) > 1 else ""
        if clash.kind == "clash":
            before = "Clashes with "
            more += f" for {clash.minutes} min" if clash.minutes is not None else ""
        else:
            side = "to" if clash.a.id == event_id else "from"
            before = f"Tight: {clash.minutes} min short for the walk {side} "
        ways = self.ways_out(clash)
        showings = (way for way in ways if way.what == "showing")
        own = next((way for way in showings if way.event.id == event_id), None)
        return Sentence(before, _other(clash, event_id).title, more + _poster_is(own))


def problems(session: Session) -> Problems:
    """Return what collides in a session's plan as it is now."""
    return Problems(session.schedule, session.reading.chosen)


def star_words(session: Session, event: Event) -> str:
    """Return what to say of an event that was starred just now, an empty string for nothing."""
    sentence = problems(session).star_sentence(event.id)
    return sentence.words if sentence else ""


def clash_question(session: Session, event_id: str) -> Callable[[ScheduleStore], Sentence | None]:
    """Return the question what collides with an event, to be asked beside the event loop."""
    itinerary, settings = session.itinerary(), session.settings

    def question(schedule: ScheduleStore) -> Sentence | None:
        from planner.workspace.chosen import Chosen

        chosen = Chosen(schedule, itinerary, settings=settings)
        return Problems(schedule, chosen).star_sentence(event_id)

    return question


def clash_heading(clash: Clash, name: str) -> str:
    """Return a clash as a heading: ``Clash, 15 min, with Chain of Code``."""
    words = f"{_before(clash, name)} {_other(clash, name).title}"
    return f"{words[:1].upper()}{words[1:]}"


def short_way(way: WayOut, clash: Clash, name: str) -> str:
    """Return a way out in few words, as said under the event ``name`` of a clash."""
    here = way.event.id == name
    if isinstance(way.event, Commitment):
        return "give your own time back"
    if way.what == "showing" and way.instead is not None:
        beside = clash.b.start
        words = showing_words(way.instead, beside)
        return words if here else words.replace("its ", "the other's ", 1)
    if way.what == "leave" and way.until is not None:
        return f"leave {'' if here else 'the other '}at {clock(way.until)}"
    if way.what == "maybe":
        return f"make {'it' if here else 'the other'} a maybe"
    return "take its star off" if here else "take the other's star off"


def _severity(clash: Clash) -> tuple[bool, int]:
    # An overlap of unknown length may be the longest of all.
    return clash.kind != "clash", -(clash.minutes if clash.minutes is not None else 24 * 60)


def _other(clash: Clash, name: str) -> Event | Commitment:
    return clash.b if clash.a.id == name else clash.a


def _before(clash: Clash, name: str) -> str:
    if clash.kind == "tight":
        # A walk begins where the first one ends.
        return f"tight, {clash.minutes} min short {'before' if clash.a.id == name else 'after'}"
    if clash.minutes is None:
        return "clash, one without a known end, with"
    return f"clash, {clash.minutes} min, with"


def showing_words(showing: Event, beside: datetime | None) -> str:
    """Return a paper's other showing in words: ``its poster, ~11:30, board 503``.

    Args:
        showing: The talk or the poster.
        beside: A moment at the venue; the day is said where it is another.
    """
    what = "talk" if showing.kind == "oral" else "poster"
    sign = "~" if showing.certainty.slot is Certainty.INFERRED else ""
    when = slot_words(showing) or "no time known"
    if showing.start is not None:
        day = f"{DAYS[showing.start.weekday()]} "
        if beside is not None and beside.date() == showing.start.date():
            day = ""
        when = f"{day}{clock(showing.start)}"
    place = f"board {showing.board}" if showing.board else ""
    return ", ".join(word for word in (f"its {what}", f"{sign}{when}", place) if word)


def _poster_is(way: WayOut | None) -> str:
    if way is None or way.instead is None:
        return ""
    showing = way.instead
    what = "talk" if showing.kind == "oral" else "poster"
    if showing.start is None:
        return f"; its {what} has no time known"
    sign = "~" if showing.certainty.slot is Certainty.INFERRED else ""
    return f"; its {what} is {sign}{DAYS[showing.start.weekday()]} {clock(showing.start)}"
