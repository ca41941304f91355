"""Why a starred event is not suggested, in the attendee's words.

What is said of worth is always a true exchange: to attend the event one would
have to give up what is named, and that is worth at least as much.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from planner.itinerary.suggest_model import best_options
from planner.itinerary.suggest_rules import Measure, Option, Rules, Span
from planner.itinerary.suggest_steps import MINUTE
from planner.model import Commitment, Event, Kind

AWAY = "you are away then"

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAMED = 2
_POSTERS = (Kind.POSTER, Kind.SPOTLIGHT)


class Reasons:
    """Explains one suggestion.

    Args:
        options: All that could be attended.
        attend: The ids of what is.
        own: The attendee's own time.
        mine: Ids of events that the attendee presents.
        rules: What excludes what.
        above: Events that others belong to, by id, for the names of sessions.
    """

    def __init__(
        self,
        options: Sequence[Option],
        attend: Collection[str],
        own: Sequence[tuple[Span, Commitment]],
        mine: Collection[str],
        rules: Rules,
        above: Mapping[str, Event],
    ) -> None:
        chosen = [option for option in options if option.event.id in attend]
        self._fixed = [option for option in chosen if option.minutes is None]
        self._drop_ins = [option for option in chosen if option.minutes is not None]
        self._showings = {one.event.paper: one for one in chosen if one.event.paper}
        self._own = own
        self._mine = mine
        self._rules = rules
        self._above = above
        self._away = Measure(span for span, each in own if each.away)
        self._windows: dict[tuple[int, int, int], Span] = {}
        self._taken = Measure(
            [*(span for span, _ in own), *((one.start, one.end) for one in self._fixed)]
        )

    def why(self, option: Option) -> str:
        """Return why an option is left out."""
        if self._is_away(option):
            return AWAY
        twin = self._showings.get(option.event.paper) if option.event.paper else None
        kept = f"{_showing(twin.event, option.event)}: kept instead" if twin else ""
        if option.minutes is None:
            clauses = [self._of_fixed(option, twin), kept]
        else:
            clauses = [kept or self._of_drop_in(option)]
        return "; ".join(clause for clause in clauses if clause)

    def _is_away(self, option: Option) -> bool:
        """Whether being away alone is why: any of it for a fixed event, all of it for a drop-in."""
        length = option.end - option.start
        free = self._away.between(option.start, option.end)
        if option.minutes is None:
            return free < length
        return free < max(option.minutes, 1) * MINUTE

    def _of_fixed(self, option: Option, twin: Option | None) -> str:
        """Return what a fixed event collides with, or an empty string."""
        own = [each for span, each in self._own if _overlap(option, span)]
        if own:
            return f"overlaps {_names([each.title for each in own])}, your own time"
        others = [one for one in self._fixed if self._rules.exclude(option, one)]
        forced = [one for one in others if one.forced]
        if forced:
            return self._collisions(option, forced) + f", which you {self._claim(forced)}"
        if twin and not others:
            return ""
        said = self._collisions(option, others)
        worth = sum(one.worth for one in others)
        if worth >= option.worth:
            return f"{said}, worth {worth} against {option.worth}"
        if twin:
            return said
        lost = self._drop_ins_lost(option, others)
        if not lost:
            return said or "no time is left for it"
        pinned = [one for one in lost if one.forced]
        said = f"{said}, and takes the time of " if said else "takes the time of "
        if pinned:
            return f"{said}{_counted(pinned)}, which you pinned"
        worth += sum(one.worth for one in lost)
        return f"{said}{_counted(lost)}, worth {worth} against {option.worth}"

    def _claim(self, forced: Sequence[Option]) -> str:
        """Return why something is taken in any case."""
        if all(one.event.id in self._mine for one in forced):
            return "present"
        return "pinned" if not any(one.event.id in self._mine for one in forced) else "keep"

    def _collisions(self, option: Option, others: Sequence[Option]) -> str:
        """Return what an event overlaps, and which walks are too short for it."""
        over = [one.event.title for one in others if _overlap(option, one)]
        clauses = [f"overlaps {_names(over)}"] if over else []
        for one in others:
            if not _overlap(option, one) and len(clauses) < _NAMED:
                first, second = sorted((option, one), key=lambda each: each.start)
                minutes = self._rules.walk // MINUTE
                moment = one.event.end if one is first else one.event.start
                verb = "ends" if one is first else "starts"
                clauses.append(
                    f"the walk from {first.event.room} to {second.event.room} takes {minutes} min "
                    f"and {one.event.title} {verb} at {_clock(moment)}"
                )
        return ", and ".join(clauses)

    def _drop_ins_lost(self, option: Option, others: Sequence[Option]) -> list[Option]:
        """Return the drop-ins that would have to go for a fixed event, if all else stays.

        Pinned ones only where nothing else helps.
        """
        near = [one for one in self._drop_ins if _overlap(option, one)]
        reached = 0
        while len(near) > reached:
            reached = len(near)
            start, end = min(one.start for one in near), max(one.end for one in near)
            near = [one for one in self._drop_ins if one.start < end and start < one.end]
        dear = 1 + sum(one.worth for one in near)
        work = [one._replace(forced=False, worth=dear if one.forced else one.worth) for one in near]
        taken = [one._replace(forced=True) for one in (*self._fixed, option) if one not in others]
        fitting = best_options([*work, *taken], [span for span, _ in self._own], self._rules)
        return [one for one in near if one.event.id not in fitting]

    def _of_drop_in(self, option: Option) -> str:
        """Return what leaves a drop-in no time."""
        minutes = max(option.minutes or 0, 1)
        free = self._taken.between(option.start, option.end) // MINUTE
        over = [one for one in self._fixed if _overlap(option, one)]
        own = [each.title for span, each in self._own if _overlap(option, span)]
        names = _names([*own, *(one.event.title for one in over)])
        if free < minutes:
            several = len(own) + len(over) > 1
            left = f"all but {free} min" if free else "all"
            said = f"{names} {'take' if several else 'takes'} {left} of its time"
            worth = sum(one.worth for one in over)
            if own or any(one.forced for one in over) or worth < option.worth:
                return said
            return f"{said}, worth {worth} against {option.worth}"
        window = self._full_window(option, minutes)
        beside = f" beside {names}" if names else ""
        return self._full(option, window, beside)

    def _full_window(self, option: Option, minutes: int) -> Span:
        """Return the shortest window in which a drop-in does not fit beside the others."""
        asked = (option.start, option.end, minutes)
        if asked not in self._windows:
            spans = {(one.start, one.end) for one in (option, *self._drop_ins)}
            starts = {start for start, _ in spans if start <= option.start}
            ends = {end for _, end in spans if end >= option.end}
            windows = sorted((end - start, start, end) for start in starts for end in ends)
            self._windows[asked] = next(
                Span(start, end)
                for _, start, end in windows
                if self._work(start, end) + minutes > self._taken.between(start, end) // MINUTE
            )
        return self._windows[asked]

    def _work(self, start: int, end: int) -> int:
        """Return the minutes of the drop-ins whose slots lie within a window."""
        return sum(one.minutes or 0 for one in self._within(Span(start, end)))

    def _full(self, option: Option, window: Span, beside: str) -> str:
        """Return that a window is full, and of how much."""
        inside = self._within(window)
        free = self._taken.between(*window) // MINUTE
        name = self._name(option, window, inside)
        kinds = {one.event.kind in _POSTERS for one in inside if one.minutes}
        if option.event.kind in _POSTERS and option.minutes and kinds == {True}:
            fitting = free // option.minutes
            if len(inside) > fitting:
                return f"{name} is full{beside}: {len(inside)} posters pinned, {fitting} fit"
            return f"{name} is full{beside}: {len(inside)} of {fitting} posters fit"
        work = self._work(*window)
        return f"{name} is full{beside}: {work} of {free} min are taken, it needs {option.minutes}"

    def _within(self, window: Span) -> list[Option]:
        return [
            one
            for one in self._drop_ins
            if one.minutes and window.start <= one.start and one.end <= window.end
        ]

    def _name(self, option: Option, window: Span, inside: Sequence[Option]) -> str:
        """Return a window's name: its session's where it has one, else its times."""
        session = self._above.get(option.event.parent or "")
        if session and window == (option.start, option.end):
            return session.title
        at = option.event.start
        first = min((option, *inside), key=lambda one: one.start).event.start
        last = max((option, *inside), key=lambda one: one.end).event.end
        return f"{_clock(first, at)}-{_clock(last, first)}"


def _overlap(option: Option, other: Option | Span) -> bool:
    return option.start < other.end and other.start < option.end


def _showing(twin: Event, beside: Event) -> str:
    """Return where else a paper is shown: ``its poster is at 13:30, board 503``."""
    place = f"board {twin.board}" if twin.board else twin.room
    when = _clock(twin.start, beside.start)
    return f"its {twin.kind.label} is at {when}" + (f", {place}" if place else "")


def _names(titles: Sequence[str]) -> str:
    if len(titles) > _NAMED:
        return f"{', '.join(titles[:_NAMED])} and {len(titles) - _NAMED} more"
    return " and ".join(titles)


def _counted(lost: Sequence[Option]) -> str:
    """Return ``3 posters``, ``a demo``, ``2 posters and a demo``."""
    if len(lost) <= _NAMED:
        return _names([one.event.title for one in lost])
    posters = sum(one.event.kind in _POSTERS for one in lost)
    return f"{posters} posters" if posters == len(lost) else f"{len(lost)} others"


def _clock(moment: datetime | None, beside: datetime | None = None) -> str:
    """Return a wall time, with the day where it is another than that of ``beside``."""
    if moment is None:
        return ""
    if beside is not None and moment.date() != beside.date():
        return f"{_DAYS[moment.weekday()]} {moment:%H:%M}"
    return f"{moment:%H:%M}"
