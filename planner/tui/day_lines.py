"""Makes the lines of a day in Plan from what is on it.

Knows nothing of the screen; which of the lines are shown and how is the painter's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from planner.itinerary.budget import Interval
from planner.itinerary.walk import hangs
from planner.model import Commitment, Event
from planner.tui.clash_brackets import bracketed
from planner.tui.plan_lines import (
    AwayLine,
    CommitmentLine,
    EventLine,
    FillersLine,
    GapLine,
    NowLine,
    PlanLine,
    ProblemLine,
    WordLine,
)
from planner.tui.slot_lines import Showing, SlotLines, row_start
from planner.workspace.problems import Problems, Sentence
from planner.workspace.wording import DAYS, clock

if TYPE_CHECKING:
    from planner.itinerary.agenda import Day, Gap
    from planner.itinerary.clashes import Clash
    from planner.workspace.filling import Fillers
    from planner.workspace.rows import Row

_NO_FILLERS: Fillers = MappingProxyType({})
#: Shorter free time, in minutes, is spent between two rooms.
LEAST_GAP = 10


class _Part(NamedTuple):
    """Lines that stand together, and by what they are put in order."""

    start: datetime
    rank: int
    lines: list[PlanLine]


class DayLines:
    """Makes the lines of one day.

    Args:
        day: What is on it.
        rows: Gives the rows of events.
        problems: What collides in the whole plan.
        sessions: The poster sessions by id.
        pins: The ids of pinned events.
        unfolded: The keys of the lines whose contents are shown.
        now: The present at the venue, if the day is today.
        fillers: What fits into gaps, as far as that is known.
        talks: The starred talks by the ids of their papers' posters.
        taken: When one is elsewhere during the conference, in UTC.
        best: The key that keeps the best posters of a slot.
    """

    def __init__(
        self,
        day: Day,
        rows: Callable[[Sequence[Event]], list[Row]],
        problems: Problems,
        sessions: Mapping[str, Event],
        pins: Collection[str],
        unfolded: Collection[str],
        now: datetime | None = None,
        fillers: Fillers = _NO_FILLERS,
        talks: Mapping[str, Showing] | None = None,
        taken: Sequence[Interval] = (),
        best: str = "b",
    ) -> None:
        self._day = day
        self._rows = {row.event.id: row for row in rows([*day.items, *day.away])}
        self._problems = problems
        self._pins = pins
        self._unfolded = unfolded
        self._now = now
        self._fillers = fillers
        self._slots = SlotLines(
            day.date,
            day.budgets,
            self._rows,
            problems,
            sessions,
            pins,
            unfolded,
            talks or {},
            taken,
            best,
        )
        self._crowded = {
            event.id: budget
            for budget in day.budgets
            if budget.missing_minutes and not any(map(hangs, budget.events))
            for event in budget.events
        }

    def lines(self) -> tuple[PlanLine, ...]:
        """Return the lines in time order, and after them what has no time on that day."""
        day = self._day
        hanging = {each.id for budget in day.budgets for each in budget.events if hangs(each)}
        present = {event.id for event in day.items}
        inside: defaultdict[str, list[Event]] = defaultdict(list)
        for event in day.items:
            if event.id not in hanging and event.parent in present:
                inside[event.parent or ""].append(event)
        held = {event.id for events in inside.values() for event in events}
        parts: list[_Part] = []
        untimed: list[PlanLine] = []
        for event in day.items:
            if event.id in hanging or event.id in held:
                continue
            lines = list(self._event_lines(event, inside, 0))
            start = self._start(event)
            if start is None:
                untimed += lines
            else:
                parts.append(_Part(start, 2, lines))
        parts += [_Part(start, 0, lines) for start, lines in self._slots.slots()]
        parts += [self._own(each) for each in day.commitments]
        parts += [_Part(gap.start, 3, list(self._gap(gap))) for gap in shown_gaps(day)]
        if self._now is not None:
            parts.append(_Part(self._now, 4, [NowLine(self._now)]))
        # Sorting is stable: what starts together keeps the day's order.
        parts.sort(key=lambda part: (part.start.astimezone(UTC), part.rank))
        found = [line for part in parts for line in part.lines]
        if untimed:
            found += [WordLine("that day, no time known"), *untimed]
        return tuple(bracketed(found, self._problems))

    def _gap(self, gap: Gap) -> Iterator[PlanLine]:
        """Yield free time, and what fits there."""
        fillers = self._fillers.get((gap.start.astimezone(UTC), gap.end.astimezone(UTC)), ())
        yield GapLine(gap, fillers)
        if fillers:
            yield FillersLine(fillers)

    def _event_lines(
        self, event: Event, inside: dict[str, list[Event]], depth: int
    ) -> Iterator[PlanLine]:
        """Yield an event, what does not work at it, and indented what it holds."""
        yield EventLine(self._rows[event.id], depth=depth, pinned=event.id in self._pins)
        yield from self._problem(event.id)
        for child in inside.pop(event.id, ()):
            yield from self._event_lines(child, inside, min(depth + 1, 3))

    def _problem(self, name: str) -> Iterator[PlanLine]:
        """Yield the sentence of what is wrong with an event that comes second in a clash."""
        # The first of two is named by the sentence under the second.
        found = [
            clash
            for clash in self._problems.clashes_of(name)
            if clash.b.id == name or self._is_elsewhere(clash)
        ]
        sentence = self._problems.clash_sentence(name, found)
        if sentence is not None:
            yield ProblemLine(sentence, name)
            return
        if name in self._crowded:
            free = self._crowded[name].free_minutes
            yield ProblemLine(Sentence(f"only {free} min of its time are free", ""), name)
            return
        may = self._problems.may_sentence(name)
        if may is not None:
            yield ProblemLine(may, name, sure=False)

    def _is_elsewhere(self, clash: Clash) -> bool:
        """Whether the second of a clash is no line of this day."""
        here = {*self._rows, *(each.id for each in self._day.commitments)}
        return clash.b.id not in here

    def _start(self, event: Event) -> datetime | None:
        return row_start(self._rows[event.id])

    def _own(self, each: Commitment) -> _Part:
        """Return the line of a commitment, and of time away what lies in it."""
        zone = each.start.tzinfo
        morning = datetime.combine(self._day.date, datetime.min.time(), zone)
        starts_here = each.start.date() == self._day.date
        start = each.start if starts_here else morning
        last = (each.end.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone)
        ends_here = last.date() == self._day.date
        if not each.away:
            when = "" if starts_here and ends_here else f"until {_until(each.end, self._day.date)}"
            lines: list[PlanLine] = [CommitmentLine(each, starts_here, when)]
            return _Part(start, 1, lines + list(self._problem(each.id)))
        inside = [event for event in self._day.away if _lies_in(event, self._start(event), each)]
        folded = each.id not in self._unfolded
        until = _until(each.end, self._day.date)
        lines = [AwayLine(each, starts_here, until, len(inside), folded)]
        lines += self._problem(each.id)
        if not folded:
            lines += [EventLine(self._rows[event.id], is_away=True) for event in inside]
        return _Part(start, 1, lines)


def shown_gaps(day: Day) -> list[Gap]:
    """Return the free time of a day that is worth a line: of a poster slot, its line tells it."""
    slots = [(each.start, each.end) for each in day.budgets if any(map(hangs, each.events))]
    return [
        gap
        for gap in day.gaps
        if gap.minutes >= LEAST_GAP
        and not any(start <= gap.start and gap.end <= end for start, end in slots)
    ]


def _until(end: datetime, day: date) -> str:
    """Return when something ends, with the day where it is another one: ``Tue 12:00``."""
    return clock(end) if end.date() == day else f"{DAYS[end.weekday()]} {clock(end)}"


def _lies_in(event: Event, start: datetime | None, away: Commitment) -> bool:
    if start is None:
        return event.day is not None and away.start.date() <= event.day <= away.end.date()
    return away.start.astimezone(UTC) <= start.astimezone(UTC) < away.end.astimezone(UTC)
