"""Makes the lines of a day in Plan from what is on it.

Knows nothing of the screen; which of the lines are shown and how is the painter's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from planner.itinerary.board import board_key
from planner.itinerary.budget import Budget
from planner.itinerary.walk import hangs
from planner.model import Commitment, Event
from planner.tui.plan_lines import (
    BETWEEN,
    FIRST,
    LAST,
    MIDDLE,
    AwayLine,
    BoardsLine,
    CommitmentLine,
    EventLine,
    FillersLine,
    GapLine,
    NowLine,
    PlanLine,
    ProblemLine,
    SlotLine,
    TalksLine,
    WordLine,
)
from planner.workspace.problems import Problems, Sentence
from planner.workspace.wording import DAYS, clock, counted, number_words

if TYPE_CHECKING:
    from planner.itinerary.agenda import Day, Gap
    from planner.itinerary.clashes import Clash
    from planner.workspace.filling import Fillers
    from planner.workspace.reading import Row

#: With more posters than this a slot is folded to their boards.
FOLDED_FROM = 4
#: How many boards stand in a line of a folded slot, and in how many lines.
BOARDS_A_LINE, MOST_BOARD_LINES = 8, 3
_NO_FILLERS: Fillers = MappingProxyType({})
_NO_TALKS: Mapping[str, Showing] = MappingProxyType({})
#: Shorter free time, in minutes, is spent between two rooms.
LEAST_GAP = 10


class Showing(NamedTuple):
    """A poster, whether or not it is starred, and the row of its paper's starred talk."""

    poster: Event
    talk: Row


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
        best: The key that keeps the best posters of a slot.
    """

    def __init__(
        self,
        day: Day,
        rows: Callable[[Sequence[Event]], list[Row]],
        problems: Problems,
        sessions: dict[str, Event],
        pins: Collection[str],
        unfolded: Collection[str],
        now: datetime | None = None,
        fillers: Fillers = _NO_FILLERS,
        talks: Mapping[str, Showing] = _NO_TALKS,
        best: str = "b",
    ) -> None:
        self._best = best
        self._day = day
        self._rows = {row.event.id: row for row in rows([*day.items, *day.away])}
        self._problems = problems
        self._sessions = sessions
        self._pins = pins
        self._unfolded = unfolded
        self._now = now
        self._fillers = fillers
        self._talks = talks
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
        parts += [_Part(each.start, 0, list(self._slot(each))) for each in day.budgets]
        parts += [self._own(each) for each in day.commitments]
        parts += [_Part(gap.start, 3, list(self._gap(gap))) for gap in shown_gaps(day)]
        if self._now is not None:
            parts.append(_Part(self._now, 4, [NowLine(self._now)]))
        # Sorting is stable: what starts together keeps the day's order.
        parts.sort(key=lambda part: (part.start.astimezone(UTC), part.rank))
        found = [line for part in parts for line in part.lines]
        if untimed:
            found += [WordLine("that day, no time known"), *untimed]
        return tuple(_bracketed(found, self._problems))

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
        return _row_start(self._rows[event.id])

    def _slot(self, budget: Budget) -> Iterator[PlanLine]:
        walked = sorted(
            filter(hangs, budget.events), key=lambda each: (board_key(each.board), each.title)
        )
        if not walked:
            return
        session = self._sessions.get(budget.session or "")
        key = slot_key(budget)
        folded = len(walked) > FOLDED_FROM and key not in self._unfolded
        rooms = {event.room for event in walked}
        room = (session.room if session else None) or (rooms.pop() if len(rooms) == 1 else None)
        name = session.title if session else "Posters"
        yield SlotLine(budget, name, room or "", len(walked), key, folded)
        if budget.missing_minutes:
            fits = len(budget.events) - len(self._problems.beyond(budget))
            yield ProblemLine(overfull(budget, fits, self._best), key)
        if folded:
            yield from _boards([self._rows[event.id] for event in walked])
        else:
            for event in walked:
                pinned, talk = event.id in self._pins, self._talk_words(event)
                yield EventLine(self._rows[event.id], hangs=True, pinned=pinned, talk=talk)
        yield from self._other_showings(budget)

    def _talk_words(self, poster: Event) -> str:
        """Return when the starred talk of a poster's paper is: ``its talk 10:30``."""
        showing = self._talks.get(poster.id)
        start = _row_start(showing.talk) if showing else None
        if showing is None or start is None:
            return ""
        sign = "?" if showing.talk.event.start is None else ""
        day = "" if start.date() == self._day.date else f"{DAYS[start.weekday()]} "
        return f"its talk {day}{clock(start)}{sign}"

    def _other_showings(self, budget: Budget) -> Iterator[PlanLine]:
        """Yield which posters hang in a slot whose talks are starred instead of them."""
        start, end = budget.start, budget.end
        found = [
            each
            for name, each in self._talks.items()
            if name not in self._rows and (each.poster.start, each.poster.end) == (start, end)
        ]
        if not found:
            return
        found.sort(key=lambda each: (board_key(each.poster.board), each.poster.title))
        places: dict[str, None] = {}
        for each in found:
            talk = _row_start(each.talk)
            if talk is None or talk.date() != self._day.date:
                places[DAYS[talk.weekday()] if talk else "without a time"] = None
            else:
                places["above" if talk < start else "below"] = None
        noun = "talk" if len(found) == 1 else "talks"
        yield TalksLine(
            tuple(each.poster.board for each in found), f"{noun} {' and '.join(places)}"
        )

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


def _row_start(row: Row) -> datetime | None:
    """Return when an event begins, or the session in which it takes place."""
    return row.event.start or (row.parent.start if row.parent else None)


def shown_gaps(day: Day) -> list[Gap]:
    """Return the free time of a day that is worth a line: of a poster slot, its line tells it."""
    slots = [(each.start, each.end) for each in day.budgets if any(map(hangs, each.events))]
    return [
        gap
        for gap in day.gaps
        if gap.minutes >= LEAST_GAP
        and not any(start <= gap.start and gap.end <= end for start, end in slots)
    ]


def _boards(rows: list[Row]) -> Iterator[BoardsLine]:
    """Yield the boards of a folded slot in a few lines."""
    boards = tuple((row.event.board or "", row.own_level, row.visited) for row in rows)
    shown = boards[: BOARDS_A_LINE * MOST_BOARD_LINES]
    for first in range(0, len(shown), BOARDS_A_LINE):
        some = shown[first : first + BOARDS_A_LINE]
        is_last = first + BOARDS_A_LINE >= len(shown)
        yield BoardsLine(some, len(boards) - len(shown) if is_last else 0)


def slot_key(budget: Budget) -> str:
    """Return what names a budget's slot: its start and end in UTC."""
    return "/".join(each.astimezone(UTC).isoformat() for each in (budget.start, budget.end))


def overfull(budget: Budget, fits: int, best: str) -> Sentence:
    """Return what is too much in a slot: ``31 x 5 = 155 of 90 min, 13 too many``.

    Args:
        budget: What its events ask of its time.
        fits: How many of them fit.
        best: The key that keeps the best of them.
    """
    count = len(budget.events)
    asked = f"{budget.wanted_minutes}"
    if all(map(hangs, budget.events)):
        asked = f"{count} x {budget.wanted_minutes // count} = {budget.wanted_minutes}"
    words = f"{asked} of {budget.free_minutes} min, {count - fits} too many. "
    return Sentence(words, f"{best} keeps the best {fits}" if fits else "none fits")


def no_time_words(posters: int, wanted: int, left: int, sessions: int) -> str:
    """Return what posters without a time ask of the minutes left in all poster sessions.

    Args:
        posters: How many there are.
        wanted: The minutes that they ask for.
        left: The minutes left in all poster sessions.
        sessions: How many sessions these are.
    """
    if not sessions:
        return f"{counted(posters, 'poster')} with no time: {wanted} min"
    of = "the only session has" if sessions == 1 else f"the {number_words(sessions)} sessions have"
    words = f"{counted(posters, 'poster')} with no time: {wanted} min; {of} {left} min left. "
    if wanted > left:
        return f"{words}That is {wanted - left} min too much"
    one = "; one session may still overflow" if sessions > 1 else ""
    return f"{words}They fit in sum{one}"


def _until(end: datetime, day: date) -> str:
    """Return when something ends, with the day where it is another one: ``Tue 12:00``."""
    return clock(end) if end.date() == day else f"{DAYS[end.weekday()]} {clock(end)}"


def _lies_in(event: Event, start: datetime | None, away: Commitment) -> bool:
    if start is None:
        return event.day is not None and away.start.date() <= event.day <= away.end.date()
    return away.start.astimezone(UTC) <= start.astimezone(UTC) < away.end.astimezone(UTC)


def _bracketed(lines: list[PlanLine], problems: Problems) -> Iterator[PlanLine]:
    """Yield the lines, those that clash joined by a bracket beside them."""
    place = {
        line.key: index
        for index, line in enumerate(lines)
        if isinstance(line, EventLine | CommitmentLine | AwayLine)
    }
    ends: list[tuple[int, int]] = []
    members: set[int] = set()
    for name, index in place.items():
        for clash in problems.clashes_of(name):
            other = clash.b.id if clash.a.id == name else clash.a.id
            if clash.kind == "clash" and place.get(other, -1) > index:
                ends.append((index, place[other]))
                members |= {index, place[other]}
    marks: dict[int, str] = {}
    for first, last in _joined(ends):
        for index in range(first, last + 1):
            middle = MIDDLE if index in members else BETWEEN
            marks[index] = FIRST if index == first else LAST if index == last else middle
    for index, line in enumerate(lines):
        yield line._replace(bracket=marks[index]) if index in marks else line


def _joined(ends: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges with those that overlap made one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ends):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
