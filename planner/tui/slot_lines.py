"""Makes the lines of a day's poster slots in Plan: what hangs there, and what may be met there.

A talk's paper hangs in a slot too, starred or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from planner.itinerary.board import board_key
from planner.itinerary.budget import Budget, Interval, free_minutes, interval_of
from planner.itinerary.walk import hangs
from planner.model import Event
from planner.tui.budget_words import overfull
from planner.tui.plan_lines import (
    BoardsLine,
    EventLine,
    PlanLine,
    ProblemLine,
    SlotLine,
    TalksLine,
    TwinsSlotLine,
)
from planner.workspace.problems import Problems
from planner.workspace.wording import DAYS, clock

if TYPE_CHECKING:
    from planner.workspace.rows import Row

#: With more posters than this a slot is folded to their boards.
FOLDED_FROM = 4
#: How many boards stand in a line of a folded slot, and in how many lines.
BOARDS_A_LINE, MOST_BOARD_LINES = 8, 3


class Showing(NamedTuple):
    """A poster, whether or not it is starred, and the row of its paper's starred talk."""

    poster: Event
    talk: Row


class SlotLines:
    """Makes the lines of one day's poster slots.

    Args:
        date: The day.
        budgets: Its slots in which something starred hangs.
        rows: The rows of the day's events by id.
        problems: What collides in the whole plan.
        sessions: The poster sessions by id.
        pins: The ids of pinned events.
        unfolded: The keys of the slots whose posters are shown.
        talks: The starred talks by the ids of their papers' posters.
        taken: When one is elsewhere during the conference, in UTC.
        best: The key that keeps the best posters of a slot.
    """

    def __init__(
        self,
        date: date,
        budgets: Sequence[Budget],
        rows: Mapping[str, Row],
        problems: Problems,
        sessions: Mapping[str, Event],
        pins: Collection[str],
        unfolded: Collection[str],
        talks: Mapping[str, Showing],
        taken: Sequence[Interval],
        best: str,
    ) -> None:
        self._date = date
        self._budgets = budgets
        self._rows = rows
        self._problems = problems
        self._sessions = sessions
        self._pins = pins
        self._unfolded = unfolded
        self._talks = talks
        self._taken = taken
        self._best = best

    def slots(self) -> Iterator[tuple[datetime, list[PlanLine]]]:
        """Yield each slot's start and its lines, in no order."""
        for budget in self._budgets:
            yield budget.start, list(self._slot(budget))
        for budget in self._of_talks_alone():
            yield budget.start, list(self._twins_slot(budget))

    def _slot(self, budget: Budget) -> Iterator[PlanLine]:
        walked = sorted(
            filter(hangs, budget.events), key=lambda each: (board_key(each.board), each.title)
        )
        if not walked:
            return
        key = slot_key(budget)
        folded = len(walked) > FOLDED_FROM and key not in self._unfolded
        name, room = self._name_and_room(budget, walked)
        yield SlotLine(budget, name, room, len(walked), key, folded)
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
        start = row_start(showing.talk) if showing else None
        if showing is None or start is None:
            return ""
        sign = "?" if showing.talk.event.start is None else ""
        day = "" if start.date() == self._date else f"{DAYS[start.weekday()]} "
        return f"its talk {day}{clock(start)}{sign}"

    def _twins_slot(self, budget: Budget) -> Iterator[PlanLine]:
        """Yield a slot in which nothing hangs but posters whose talks are starred."""
        twins = self._twins_in(budget)
        name, room = self._name_and_room(budget, twins)
        yield TwinsSlotLine(budget, name, room, len(twins))
        yield from self._other_showings(budget)

    def _name_and_room(self, budget: Budget, posters: Sequence[Event]) -> tuple[str, str]:
        """Return what a slot is called, and where it is if that is one room."""
        session = self._sessions.get(budget.session or "")
        rooms = {event.room for event in posters}
        room = (session.room if session else None) or (rooms.pop() if len(rooms) == 1 else None)
        return session.title if session else "Posters", room or ""

    def _twins_in(self, budget: Budget) -> list[Event]:
        """Return the posters of a slot that are not starred, but the talks of their papers are."""
        slot = (budget.start, budget.end)
        posters = (each.poster for name, each in self._talks.items() if name not in self._rows)
        return [each for each in posters if (each.start, each.end) == slot]

    def _of_talks_alone(self) -> list[Budget]:
        """Return the day's slots in which nothing hangs but posters whose talks are starred."""
        posters = (each.poster for name, each in self._talks.items() if name not in self._rows)
        others = {slot_key(budget) for budget in self._budgets}
        found: dict[str, Budget] = {}
        for poster in posters:
            start, end, interval = poster.start, poster.end, interval_of(poster)
            if start is None or end is None or interval is None or start.date() != self._date:
                continue
            free = free_minutes(interval, self._taken)
            budget = Budget(start, end, poster.parent, (), 0, free)
            if slot_key(budget) not in others:
                found.setdefault(slot_key(budget), budget)
        return list(found.values())

    def _other_showings(self, budget: Budget) -> Iterator[PlanLine]:
        """Yield which posters hang in a slot whose talks are starred instead of them."""
        found = [self._talks[poster.id] for poster in self._twins_in(budget)]
        if not found:
            return
        start = budget.start
        found.sort(key=lambda each: (board_key(each.poster.board), each.poster.title))
        places: dict[str, None] = {}
        for each in found:
            talk = row_start(each.talk)
            if talk is None or talk.date() != self._date:
                places[DAYS[talk.weekday()] if talk else "without a time"] = None
            else:
                places["above" if talk < start else "below"] = None
        noun = "talk" if len(found) == 1 else "talks"
        yield TalksLine(
            tuple(each.poster.board for each in found), f"{noun} {' and '.join(places)}"
        )


def row_start(row: Row) -> datetime | None:
    """Return when an event begins, or the session in which it takes place."""
    return row.event.start or (row.parent.start if row.parent else None)


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
