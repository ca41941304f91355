"""The state of the Plan screen: the agenda as pages of lines, and where one stands.

A page is a day, or the stars of which no day is known. Knows nothing of
Textual; the lines are values that the screen paints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.itinerary.agenda import Agenda, Day, Gap
from planner.itinerary.board import board_key
from planner.itinerary.budget import POSTER_MINUTES, Budget
from planner.model import Event, Kind
from planner.workspace.reading import Row
from planner.workspace.session import Session
from planner.workspace.wording import counted, number_words

_HANGING = frozenset({Kind.POSTER, Kind.SPOTLIGHT})


@dataclass(frozen=True, slots=True)
class EventLine:
    """A starred event; ``hangs`` says that it stands under its poster slot's line."""

    row: Row
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A poster slot that holds starred posters, with what they ask of its time."""

    budget: Budget
    name: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """Free time between two fixed events."""

    gap: Gap


@dataclass(frozen=True, slots=True)
class WordLine:
    """A line of words between the events."""

    words: str


PlanLine = EventLine | SlotLine | GapLine | WordLine


@dataclass(frozen=True, slots=True)
class Page:
    """A day's lines, or with ``day`` None the stars of which no day is known."""

    day: date | None
    lines: tuple[PlanLine, ...]

    @property
    def stars(self) -> int:
        """How many starred events the page holds."""
        return sum(isinstance(line, EventLine) for line in self.lines)


@dataclass(slots=True)
class Planning:
    """What Plan shows, and the moves that change it."""

    session: Session
    pages: tuple[Page, ...] = ()
    page_index: int = 0
    cursor: int = 0
    tops: dict[int, int] = field(default_factory=dict)

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
        """Read the agenda anew; the cursor stays on its event where that is still there."""
        kept = self.current()
        days_before = [page.day for page in self.pages]
        reading = self.session.reading
        agenda = reading.agenda()
        rows = {row.event.id: row for row in _rows(self.session, agenda)}
        names = {event.id: event.title for event in reading.poster_sessions}
        pages = [Page(each.date, tuple(_day_lines(each, rows, names))) for each in agenda.days]
        if agenda.unscheduled:
            lines: list[PlanLine] = [EventLine(rows[event.id]) for event in agenda.unscheduled]
            pages.append(Page(None, (*_unscheduled_words(self.session, agenda), *lines)))
        self.pages = tuple(pages)
        days = [page.day for page in self.pages]
        if days_before and days_before[self.page_index] in days:
            self.page_index = days.index(days_before[self.page_index])
        self.page_index = max(0, min(self.page_index, len(pages) - 1))
        self.cursor = self._nearest(self._place_of(kept) if kept else self.cursor)

    @property
    def page(self) -> Page:
        """The page on which the cursor stands."""
        return self.pages[self.page_index]

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        if not self.pages or self.cursor >= len(self.page.lines):
            return None
        line = self.page.lines[self.cursor]
        return line.row if isinstance(line, EventLine) else None

    def move(self, rows: int) -> None:
        """Move the cursor by starred events, past the lines between them."""
        places = self._places()
        if places:
            here = places.index(self.cursor) if self.cursor in places else 0
            self.cursor = places[max(0, min(len(places) - 1, here + rows))]

    def turn(self, step: int) -> None:
        """Go to the next page (1) or the one before (-1)."""
        if self.pages:
            self.page_index = max(0, min(len(self.pages) - 1, self.page_index + step))
            self.cursor = self._first()

    def top(self, height: int) -> int:
        """Return the first line to show so that the cursor's is in ``height`` lines."""
        lines = len(self.page.lines)
        top = min(self.tops.get(self.page_index, 0), max(0, lines - height))
        # The first event shows what stands above it too.
        wanted = 0 if self.cursor == self._first() else self.cursor
        top = max(min(top, wanted), self.cursor - height + 1)
        self.tops[self.page_index] = top
        return top

    def _places(self) -> list[int]:
        if not self.pages:
            return []
        lines = enumerate(self.page.lines)
        return [place for place, line in lines if isinstance(line, EventLine)]

    def _first(self) -> int:
        return next(iter(self._places()), 0)

    def _nearest(self, place: int) -> int:
        places = self._places()
        return min(places, key=lambda each: abs(each - place)) if places else 0

    def _place_of(self, row: Row) -> int:
        for place, line in enumerate(self.page.lines if self.pages else ()):
            if isinstance(line, EventLine) and line.row.event.id == row.event.id:
                return place
        return self.cursor


def _rows(session: Session, agenda: Agenda) -> list[Row]:
    events = [event for day in agenda.days for event in day.items]
    return session.reading.rows_of([*events, *agenda.unscheduled])


def _day_lines(day: Day, rows: dict[str, Row], names: dict[str, str]) -> Iterable[PlanLine]:
    """Yield a day's lines in time order, and after them what has no time on that day."""
    hanging = {event.id for budget in day.budgets for event in budget.events if _hangs(event)}
    timed: list[tuple[datetime, int, list[PlanLine]]] = []
    untimed: list[PlanLine] = []
    for event in day.items:
        row = rows[event.id]
        start = event.start or (row.parent.start if row.parent else None)
        if event.id in hanging:
            continue
        if start is None:
            untimed.append(EventLine(row))
        else:
            timed.append((start, 1, [EventLine(row)]))
    for budget in day.budgets:
        walked = sorted(
            filter(_hangs, budget.events), key=lambda event: (board_key(event.board), event.title)
        )
        held = [EventLine(rows[event.id], hangs=True) for event in walked]
        if held:
            name = names.get(budget.session or "", "Posters")
            timed.append((budget.start, 0, [SlotLine(budget, name), *held]))
    timed += [(gap.start, 2, [GapLine(gap)]) for gap in day.gaps]
    for _, _, lines in sorted(timed, key=lambda item: item[:2]):
        yield from lines
    if untimed:
        yield WordLine("that day, no time known")
        yield from untimed


def _hangs(event: Event) -> bool:
    return event.kind in _HANGING


def _unscheduled_words(session: Session, agenda: Agenda) -> Iterable[PlanLine]:
    """Yield what the posters without a time ask of all poster sessions together."""
    posters = [event for event in agenda.unscheduled if _hangs(event)]
    sessions = session.reading.poster_sessions
    minutes = [
        int((each.end - each.start).total_seconds()) // 60
        for each in sessions
        if each.start and each.end
    ]
    if not posters or not minutes:
        return
    yield WordLine(
        f"{counted(len(posters), 'poster')} without a time: {POSTER_MINUTES * len(posters)} of "
        f"{sum(minutes)} min in {number_words(len(minutes))} sessions; one may overflow"
    )
