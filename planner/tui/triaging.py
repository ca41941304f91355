"""The state of the Triage screen: pages of what is undecided, and where one stands.

A page stays as it was made: nothing moves under the fingers. The order in which
the next one is made comes from elsewhere (:meth:`Triaging.question` is asked
beside the event loop, :meth:`Triaging.take` takes the answer), so that turning
never waits. Knows the session and nothing of Textual.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from planner.model import Kind
from planner.schedule.query import Query, QueryError
from planner.schedule.search import NotReady
from planner.schedule.store import ScheduleStore
from planner.tui.line_editor import LineEditor
from planner.workspace.left_off import TriageLeft
from planner.workspace.liking import liking
from planner.workspace.reading import Row
from planner.workspace.session import Session
from planner.workspace.triage import Kept, Ranked, kept_of_newest, ranked

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


@dataclass(slots=True)
class Triaging:
    """What Triage shows, and the moves that change it.

    ``problem`` is the error of the text as it stands, ``waiting`` says that the
    search index is still being made. ``pages`` are those made in this run, the
    newest last; one without rows says that nothing is left. ``passed`` holds
    what was passed without a decision; it comes again when all others are
    through. ``renewed`` says that the page is still that of an earlier query or order.
    """

    session: Session
    editor: LineEditor = field(default_factory=LineEditor)
    query: Query = field(default_factory=Query)
    problem: QueryError | None = None
    typing: bool = False
    query_before: str = ""
    likeness: bool = True
    waiting: bool = False
    ranked: Ranked | None = None
    pages: list[tuple[int, ...]] = field(default_factory=list)
    page_index: int = 0
    cursor: int = 0
    top: int = 0
    passed: dict[int, None] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    renewed: bool = False
    _capacity: int = 0
    _round: int = 0
    _decided: dict[int, bool] = field(default_factory=dict)
    _changes: list[tuple[int, int]] = field(default_factory=list)
    _papers: dict[str, str] = field(default_factory=dict)
    _kept: tuple[int, Kept] = (-1, Kept(0, 0))

    def resume(self, left: TriageLeft) -> None:
        """Go where triage was left: query, order, page and row."""
        self.likeness = left.likeness
        self.editor = LineEditor.of(left.query)
        parsed = self.session.reading.parse_bar(left.query)
        if isinstance(parsed, QueryError):
            self.problem = parsed
        else:
            self.query = parsed
        schedule = self.session.schedule
        self.passed = dict.fromkeys(self._numbers(left.put_off))
        page = tuple(self._numbers(left.page))
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
        changed = editor.text != self.editor.text
        self.editor = editor
        if not changed:
            return False
        parsed = self.session.reading.parse_bar(editor.text)
        if isinstance(parsed, QueryError):
            self.problem = parsed
            return False
        self.problem = None
        if parsed == self.query:
            return False
        self.query = parsed
        self.renewed = True
        return True

    def start_typing(self) -> None:
        """Go to the search bar; Esc there brings this query back."""
        self.typing = True
        self.query_before = self.editor.text
        # What is typed now is a word of its own, not the end of one from last time.
        text = self.editor.text
        spaced = self.editor.end().insert(" ") if text and not text.endswith(" ") else self.editor
        self.editor = spaced.end()

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
        numbers = self._showings(event_ids)
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

    def _numbers(self, event_ids: Collection[str]) -> list[int]:
        """Return the numbers of those events that the schedule holds."""
        found = map(self.session.schedule.number, event_ids)
        return [number for number in found if number is not None]

    def _showings(self, event_ids: Collection[str]) -> list[int]:
        """Return the numbers of events and their twins, the one that is a row of Browse first."""
        schedule = self.session.schedule
        found = [event for each in event_ids if (event := schedule.event(each)) is not None]
        events = {event.id: event for event in found}
        for event in found:
            events.update((twin.id, twin) for twin in schedule.twins(event))
        ordered = sorted(events.values(), key=lambda event: event.kind is not Kind.ORAL)
        return self._numbers([event.id for event in ordered])

    def _paper_of(self, event_id: str) -> str:
        if event_id not in self._papers:
            event = self.session.schedule.event(event_id)
            self._papers[event_id] = (event.paper if event else None) or event_id
        return self._papers[event_id]


def _is_decided(row: Row) -> bool:
    return row.star is not None or row.declined or row.hidden or row.visited
