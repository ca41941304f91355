"""The state of the Triage screen: pages of what is undecided, and where one stands.

A page stays as it was made: nothing moves under the fingers. The order in which
the next one is made comes from elsewhere (:meth:`Triaging.question` is asked
beside the event loop, :meth:`Triaging.take` takes the answer), so that turning
never waits. Knows the session and nothing of Textual. Page, cursor, count and
what was put off stand together: each key moves several of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from planner.schedule.query import Query
from planner.schedule.search import NotReady
from planner.schedule.store import ScheduleStore
from planner.tui.line_editor import LineEditor
from planner.tui.searching import Searching
from planner.workspace.left_off import TriageLeft
from planner.workspace.liking import liking
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.triage import (
    Kept,
    Ranked,
    kept_of_newest,
    numbers_of,
    ranked,
    showings_of,
)

#: The most ids of what was put off that are kept for the next start.
MOST_PUT_OFF = 5_000
#: A decision about more events than a paper's showings is nobody's row.
_SHOWINGS = 4

PUT_OFF_AGAIN = "All others are through: these were put off"


class Asked(NamedTuple):
    """What an order was asked for, and the itinerary's version at that moment."""

    query: Query
    likeness: bool
    version: int


class Triaging(Searching):
    """What Triage shows, and the moves that change it.

    Args:
        session: The session.

    Attributes:
        likeness: Whether what is most like the stars comes first.
        waiting: Whether the search index is still being made.
        ranked: The order of what comes next, None until it was found once.
        pages: Those made in this run, the newest last; one without rows says
            that nothing is left.
        page_index: The one of them that is open.
        cursor: The place of the row on it that one stands on.
        top: The place of the first row that is shown.
        passed: What was passed without a decision; it comes again when all
            others are through.
        rows: The page's rows.
        renewed: Whether the page is still that of an earlier query or order.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.likeness = True
        self.waiting = False
        self.ranked: Ranked | None = None
        self.pages: list[tuple[int, ...]] = []
        self.page_index = self.cursor = self.top = 0
        self.passed: dict[int, None] = {}
        self.rows: list[Row] = []
        self.renewed = False
        self._capacity = 0
        #: The first page since what was put off came again.
        self._round = 0
        self._decided: dict[int, bool] = {}
        #: By how many the undecided became more or fewer, with the itinerary's version.
        self._changes: list[tuple[int, int]] = []
        self._papers: dict[str, str] = {}
        self._kept = (-1, Kept(0, 0))

    def resume(self, left: TriageLeft) -> None:
        """Go where triage was left: query, order, page and row."""
        self.likeness = left.likeness
        self.resume_bar(left.query)
        schedule = self.session.schedule
        self.passed = dict.fromkeys(numbers_of(schedule, left.put_off))
        page = tuple(numbers_of(schedule, left.page))
        if page:
            self.pages = [page]
            self._open(0)
            here = schedule.number(left.event_id) if left.event_id else None
            self.cursor = page.index(here) if here in page else 0

    def left(self) -> TriageLeft:
        """Return the place, to be resumed at the next start."""
        ids = self.session.schedule.ids
        row = self.current()
        put_off = [number for number in self.passed if not self._decided.get(number)]
        return TriageLeft(
            query=self.editor.text,
            likeness=self.likeness,
            event_id=row.event.id if row else None,
            page=tuple(ids(self.page)),
            put_off=tuple(ids(put_off[-MOST_PUT_OFF:])),
        )

    # The order of what comes next

    def asked(self) -> Asked:
        """Return what the next page's order depends on, as it is now."""
        return Asked(self.query, self.likeness, self.session.version())

    def question(self) -> Callable[[ScheduleStore], Ranked | NotReady]:
        """Return what finds the order, to be asked of this session's store or another one."""
        query, likeness, now = self.query, self.likeness, self.session.now
        marks, liked = self.session.marks(), liking(self.session.itinerary())
        return lambda store: ranked(store, query, marks, liked, likeness=likeness, now=now)

    def take(self, asked: Asked, found: Ranked | NotReady) -> None:
        """Take an order that was found; the page stays, unless something else is wanted now."""
        if (asked.query, asked.likeness) != (self.query, self.likeness):
            return
        self.waiting = isinstance(found, NotReady)
        if isinstance(found, NotReady):
            return
        self.ranked = found
        self._changes = [each for each in self._changes if each[0] > asked.version]
        if self.renewed:
            self.renewed = False
            self.passed.update(dict.fromkeys(self.page[: self.cursor]))
            self.pages, self.rows, self._round = [], [], 0
            self.page_index = self.cursor = self.top = 0
        self._fill()

    @property
    def learns(self) -> bool:
        """Whether the order depends on what is decided."""
        return self.likeness and (self.ranked is None or self.ranked.by != "words")

    @property
    def left_over(self) -> int | None:
        """How many are undecided; None while that is not known."""
        if self.ranked is None:
            return None
        return max(0, len(self.ranked.numbers) + sum(change for _, change in self._changes))

    def shared(self) -> tuple[str, ...]:
        """Return the words that the event under the cursor shares with the stars."""
        row = self.current()
        if row is None or self.ranked is None or self.ranked.liked is None:
            return ()
        from planner.schedule.alike import shared_words

        return shared_words(row.event, self.ranked.liked)

    def kept(self) -> Kept:
        """Return how many of the newest decisions were stars."""
        itinerary = self.session.itinerary()
        if self._kept[0] != itinerary.version:
            self._kept = (itinerary.version, kept_of_newest(itinerary, self._paper_of))
        return self._kept[1]

    # The search bar

    def edit(self, editor: LineEditor) -> bool:
        """Take the search bar as it stands now; whether another order must be asked for."""
        if not self.take_bar(editor):
            return False
        self.renewed = True
        return True

    def stop_typing(self, *, keep: bool) -> bool:
        """Leave the search bar, its text kept or the one before brought back.

        Whether another order must be asked for.
        """
        self.typing = False
        return False if keep else self.edit(LineEditor.of(self.query_before))

    def turn_order(self) -> None:
        """Turn between likeness to the stars and the schedule's order."""
        self.likeness = not self.likeness
        self.renewed = True

    # Moving

    @property
    def page(self) -> tuple[int, ...]:
        """The numbers of the page on which one stands; empty without a page or at the end."""
        return self.pages[self.page_index] if self.pages else ()

    @property
    def at_end(self) -> bool:
        """Whether nothing undecided is left."""
        return bool(self.pages) and not self.page

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def sized(self, capacity: int) -> None:
        """Take how many rows the screen holds; a page may grow at its end, never else change."""
        if capacity != self._capacity:
            self._capacity = capacity
            self._fill()
        last = max(0, len(self.page) - capacity)
        self.top = max(min(self.top, self.cursor, last), self.cursor - capacity + 1, 0)

    def forward(self) -> str | None:
        """Move on, at the page's end to the next page; return what there is to say of it."""
        if self.cursor + 1 < len(self.page):
            self.cursor += 1
            return None
        return self.next_page()

    def back(self) -> None:
        """Go to the row before, at the page's start to the last row of the page before."""
        if self.cursor > 0:
            self.cursor -= 1
        elif self.page_index > 0:
            self.previous_page()
            self.cursor = max(0, len(self.page) - 1)

    def to(self, place: int) -> None:
        """Go to a row of the page."""
        self.cursor = max(0, min(len(self.page) - 1, place))

    def next_page(self) -> str | None:
        """Turn the page; what is undecided on this one was put off.

        Returns:
            What there is to say of the page that comes.
        """
        self.passed.update(dict.fromkeys(self.page))
        if self.page_index + 1 < len(self.pages):
            self._open(self.page_index + 1)
            return None
        if self.ranked is None or self.at_end:
            return None
        said = None
        fresh = tuple(self._candidates(self._capacity))
        if not fresh:
            # All are through once: what was put off comes again.
            for number in self.ranked.numbers:
                self.passed.pop(number, None)
            before, self._round = self._round, len(self.pages)
            fresh = tuple(self._candidates(self._capacity))
            if fresh:
                said = PUT_OFF_AGAIN
            else:
                self._round = before
        self.pages.append(fresh)
        self._open(len(self.pages) - 1)
        return said

    def previous_page(self) -> None:
        """Go back to the page before."""
        if self.page_index > 0:
            if self.at_end:
                self.pages.pop()
            self._open(self.page_index - 1)

    def itinerary_moved(self) -> None:
        """Read the page's rows anew, and count what was decided or undone on it."""
        self._read(count=True)

    def go_to(self, event_ids: Collection[str]) -> None:
        """Put the cursor on the row of a decision's event, on whichever page it stands.

        One that stands on no page but is undecided again gets a page of its own
        here. Where a decision was about many events the cursor stays.
        """
        if not 0 < len(event_ids) <= _SHOWINGS:
            return
        numbers = showings_of(self.session.schedule, event_ids)
        for index in reversed(range(len(self.pages))):
            for place, number in enumerate(self.pages[index]):
                if number in numbers:
                    if index != self.page_index:
                        if self.at_end:
                            self.pages.pop()
                        self._open(index, count=True)
                    self.cursor = place
                    return
        row = next(iter(self.session.reading.rows(numbers[:1])), None)
        if row is not None and not _is_decided(row):
            if self.at_end:
                self.pages.pop()
            index = min(self.page_index, len(self.pages))
            self.pages.insert(index, (row.number,))
            self._changes.append((self.session.version(), 1))
            self._open(index)

    # Within

    def _open(self, index: int, *, count: bool = False) -> None:
        """Stand on a page, at its first row that is undecided."""
        self.page_index = index
        self.top = 0
        self._read(count=count)
        undecided = (place for place, row in enumerate(self.rows) if not _is_decided(row))
        self.cursor = next(undecided, 0)

    def _read(self, *, count: bool = False) -> None:
        self.rows = self.session.reading.rows(self.page)
        for row in self.rows:
            decided = _is_decided(row)
            if count and self._decided.get(row.number, decided) != decided:
                self._changes.append((self.session.version(), -1 if decided else 1))
            self._decided[row.number] = decided

    def _fill(self) -> None:
        """Make the first page, or let the newest one grow at its end to what the screen holds."""
        if self.ranked is None or self._capacity == 0 or self.renewed:
            return
        if not self.pages:
            self.pages = [()]
        if self.page_index < len(self.pages) - 1:
            return
        more = tuple(self._candidates(self._capacity - len(self.page)))
        if more:
            had_rows = bool(self.page)
            self.pages[-1] += more
            if had_rows:
                self._read()
            else:
                self._open(self.page_index)
        elif not self.page and self.passed:
            self.pages.pop()
            self.page_index = max(0, len(self.pages) - 1)
            self.next_page()

    def _candidates(self, most: int) -> Iterator[int]:
        """Yield the best rows that are undecided, not put off, and on no page of this round."""
        if self.ranked is None or most <= 0:
            return
        shown = {number for page in self.pages[self._round :] for number in page}
        for number in self.ranked.numbers:
            if number in shown or number in self.passed or self._decided.get(number):
                continue
            yield number
            most -= 1
            if not most:
                return

    def _paper_of(self, event_id: str) -> str:
        if event_id not in self._papers:
            event = self.session.schedule.event(event_id)
            self._papers[event_id] = (event.paper if event else None) or event_id
        return self._papers[event_id]


def _is_decided(row: Row) -> bool:
    return row.star is not None or row.declined or row.hidden or row.visited
