"""The state of the Plan screen: the agenda as pages of lines, and where one stands.

A page is a day, or the stars of which no day is known. Knows nothing of
Textual; the lines are values that the screen paints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import TYPE_CHECKING, NamedTuple

from planner.itinerary.agenda import Agenda, Day, Gap
from planner.itinerary.budget import (
    Budget,
    committed_intervals,
    fixed_intervals,
    free_minutes,
    interval_of,
)
from planner.itinerary.walk import hangs
from planner.tui.budget_words import no_time_words
from planner.tui.day_lines import DayLines, shown_gaps
from planner.tui.plan_lines import (
    STOPS,
    EventLine,
    NowLine,
    PlanLine,
    ProblemLine,
    SlotLine,
    Stop,
)
from planner.tui.slot_lines import Showing
from planner.workspace.problems import Problems, problems
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from planner.workspace.filling import Fillers


class Page(NamedTuple):
    """A day's lines, or with ``day`` None the stars of which no day is known."""

    day: date | None
    lines: tuple[PlanLine, ...]
    stars: int

    @property
    def problems(self) -> int:
        """How many things on the page do not work."""
        return sum(isinstance(line, ProblemLine) and line.sure for line in self.lines)


@dataclass(slots=True)
class Planning:
    """What Plan shows, and the moves that change it.

    ``cursor`` is the place of the cursor's line on its page; ``tops`` are the
    first lines shown of the pages, by their places; ``unfolded`` are the keys
    of the lines whose contents are shown. ``no_time`` says what the posters
    without a time ask for, an empty string where there are none. ``fillers`` are
    what fits into the ``gaps`` that are shown, as it was last found; ``found`` is
    what collides.
    """

    session: Session
    pages: tuple[Page, ...] = ()
    page_index: int = 0
    cursor: int = 0
    tops: dict[int, int] = field(default_factory=dict)
    unfolded: set[str] = field(default_factory=set)
    no_time: str = ""
    fillers: Fillers = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    found: Problems | None = None

    def __post_init__(self) -> None:
        """Read the agenda, and open it on today if today is a day of it."""
        self.read()
        self.open_on(self.session.today.isoformat())

    def open_on(self, day: str) -> None:
        """Go to a day in ISO form, if the agenda has it."""
        days = [page.day.isoformat() for page in self.pages if page.day is not None]
        if day in days:
            self.page_index = days.index(day)
        self.cursor = self._first()

    def read(self) -> None:
        """Read the agenda anew; the cursor stays on its line where that is still there."""
        kept = self.stop()
        days_before = [page.day for page in self.pages]
        agenda = self.session.reading.agenda()
        self.found = found = problems(self.session)
        talks = self._talks(found)
        pages = [self._day_page(each, found, talks) for each in agenda.days]
        if agenda.unscheduled:
            pins = self.session.itinerary().pins
            rows = self.session.reading.rows_of(agenda.unscheduled)
            lines = tuple(EventLine(row, pinned=row.event.id in pins) for row in rows)
            pages.append(Page(None, lines, len(rows)))
        self.gaps = tuple(gap for day in agenda.days for gap in shown_gaps(day))
        self.no_time = self._no_time(agenda)
        self.pages = tuple(pages)
        days = [page.day for page in self.pages]
        if days_before and days_before[self.page_index] in days:
            self.page_index = days.index(days_before[self.page_index])
        self.page_index = max(0, min(self.page_index, len(pages) - 1))
        self.cursor = self._nearest(self._place_of(kept.key) if kept else self.cursor)

    @property
    def page(self) -> Page:
        """The page on which the cursor stands."""
        return self.pages[self.page_index]

    def stop(self) -> Stop | None:
        """Return the line under the cursor."""
        if not self.pages or self.cursor >= len(self.page.lines):
            return None
        line = self.page.lines[self.cursor]
        return line if isinstance(line, STOPS) else None

    def current(self) -> Row | None:
        """Return the row under the cursor, None where no event stands there."""
        line = self.stop()
        return line.row if isinstance(line, EventLine) else None

    def slot(self) -> SlotLine | None:
        """Return the poster slot in which the cursor stands."""
        line = self.stop()
        if isinstance(line, SlotLine):
            return line
        if not (isinstance(line, EventLine) and line.hangs):
            return None
        before = reversed(self.page.lines[: self.cursor])
        return next((each for each in before if isinstance(each, SlotLine)), None)

    def move(self, rows: int) -> None:
        """Move the cursor by lines, past those on which it cannot stand."""
        places = self._places()
        if places:
            here = places.index(self.cursor) if self.cursor in places else 0
            self.cursor = places[max(0, min(len(places) - 1, here + rows))]

    def turn(self, step: int) -> None:
        """Go to the next page (1) or the one before (-1)."""
        if self.pages:
            self.page_index = max(0, min(len(self.pages) - 1, self.page_index + step))
            self.cursor = self._first()

    def go_to(self, page: int, line: int) -> None:
        """Go to a line of a page; to the nearest on which the cursor may stand."""
        self.page_index = page
        self.cursor = self._nearest(line)

    def next_problem(self, step: int) -> bool:
        """Go to the next problem (1) or the one before (-1), on whichever day; whether there is."""
        places = list(self._problem_places())
        here = (self.page_index, self.cursor)
        ahead = [each for each in places if each > here] if step > 0 else []
        behind = [each for each in places if each < here] if step < 0 else []
        if not (ahead or behind):
            return False
        self.page_index, self.cursor = ahead[0] if ahead else behind[-1]
        return True

    def problem_before(self) -> bool:
        """Whether a problem stands before the cursor, on whichever day."""
        here = (self.page_index, self.cursor)
        return any(place < here for place in self._problem_places())

    def to_now(self) -> bool:
        """Go to what comes next today; False where today is no day of the plan."""
        days = [page.day for page in self.pages]
        if self.session.today not in days:
            return False
        self.page_index = days.index(self.session.today)
        places = self._places()
        lines = enumerate(self.page.lines)
        now = next((place for place, line in lines if isinstance(line, NowLine)), 0)
        self.cursor = next((place for place in places if place > now), places[-1] if places else 0)
        return True

    def take_fillers(self, found: Fillers) -> None:
        """Show what fits into the gaps."""
        self.fillers = found
        self.read()

    def fold(self, key: str) -> None:
        """Show what a line holds, or fold it."""
        self.unfolded ^= {key}
        self.read()

    def top(self, height: int) -> int:
        """Return the first line to show so that the cursor's is in ``height`` lines."""
        lines = self.page.lines
        top = min(self.tops.get(self.page_index, 0), max(0, len(lines) - height))
        # The first event shows what stands above it too.
        wanted = 0 if self.cursor == self._first() else self.cursor
        last = self.cursor
        while last + 1 < len(lines) and not isinstance(lines[last + 1], STOPS):
            # What is said under the line belongs to it.
            last += 1
        last = min(last, self.cursor + max(0, height - 1))
        top = max(min(top, wanted), last - height + 1)
        self.tops[self.page_index] = top
        return top

    def _talks(self, found: Problems) -> dict[str, Showing]:
        """Return the starred talks by the ids of their papers' posters."""
        talks = [
            event
            for event in self.session.reading.chosen.attended
            if event.paper is not None and not hangs(event)
        ]
        return {
            poster.id: Showing(poster, row)
            for row in self.session.reading.rows_of(talks)
            for poster in found.showings(row.event)
            if hangs(poster)
        }

    def _day_page(self, day: Day, found: Problems, talks: Mapping[str, Showing]) -> Page:
        session, chosen = self.session, self.session.reading.chosen
        sessions = {event.id: event for event in session.reading.poster_sessions}
        lines = DayLines(
            day,
            session.reading.rows_of,
            found,
            sessions,
            session.itinerary().pins,
            self.unfolded,
            session.now if session.today == day.date else None,
            self.fillers,
            talks,
            [*fixed_intervals(chosen.attended), *committed_intervals(chosen.commitments)],
            session.keys.key("keep_best"),
        ).lines()
        return Page(day.date, lines, len(day.items) + len(day.away))

    def _no_time(self, agenda: Agenda) -> str:
        """Return what posters without a time ask of what is left of the poster sessions."""
        posters = sum(map(hangs, agenda.unscheduled))
        if not posters:
            return ""
        intervals = list(filter(None, map(interval_of, self.session.reading.poster_sessions)))
        now = self.session.now.astimezone(UTC)
        # During the conference only what is still to come can take them.
        coming = [each for each in intervals if each[1] > now]
        if intervals and not coming:
            return f"{counted(posters, 'poster')} with no time; the poster sessions are over"
        intervals = coming
        chosen = self.session.reading.chosen
        taken = [*fixed_intervals(chosen.attended), *committed_intervals(chosen.commitments)]
        wanted = {
            _interval(each): each.wanted_minutes for day in agenda.days for each in day.budgets
        }
        left = sum(
            max(0, free_minutes((max(start, now), end), taken) - wanted.get((start, end), 0))
            for start, end in intervals
        )
        wants = posters * self.session.settings.poster_minutes
        return no_time_words(posters, wants, left, len(intervals))

    def _problem_places(self) -> Iterator[tuple[int, int]]:
        for index, page in enumerate(self.pages):
            owners = {
                line.key: place for place, line in enumerate(page.lines) if isinstance(line, STOPS)
            }
            for line in page.lines:
                if isinstance(line, ProblemLine):
                    yield index, owners[line.of]

    def _places(self) -> list[int]:
        if not self.pages:
            return []
        lines = enumerate(self.page.lines)
        return [place for place, line in lines if isinstance(line, STOPS)]

    def _first(self) -> int:
        return next(iter(self._places()), 0)

    def _nearest(self, place: int) -> int:
        places = self._places()
        return min(places, key=lambda each: abs(each - place)) if places else 0

    def _place_of(self, key: str) -> int:
        for place, line in enumerate(self.page.lines if self.pages else ()):
            if isinstance(line, STOPS) and line.key == key:
                return place
        return self.cursor


def _interval(budget: Budget) -> tuple[date, date]:
    return budget.start.astimezone(UTC), budget.end.astimezone(UTC)
