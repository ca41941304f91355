"""The state of the Browse screen: the query, what it found, and where one stands.

It knows the session and nothing of Textual. The path of a typed letter is
:meth:`Browsing.edit` -> :meth:`Browsing.look` -> the rows of the visible page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from planner.model import Event, Kind
from planner.schedule import facets
from planner.schedule.search import NotReady, Result, Section, View
from planner.schedule.store import ScheduleStore
from planner.tui.line_editor import LineEditor
from planner.tui.scroll import Scroll
from planner.tui.searching import Searching
from planner.tui.section_words import section_label
from planner.workspace.left_off import LeftOff
from planner.workspace.rows import Row
from planner.workspace.session import Session

#: Earlier searches kept for ``ctrl+r``.
MOST_EARLIER = 50
#: Rows kept as they were read, some screenfuls of them.
MOST_ROWS_KEPT = 1_000
#: With more hits than this, only the section that is in view is counted: to count all
#: of them takes as long as the search, and in a large schedule much longer.
MOST_SECTIONED, MOST_SECTIONED_OF_MANY = 5_000, 500
MANY = 20_000


class Browsing(Searching):
    """What Browse shows, and the moves that change it.

    Args:
        session: The session.

    Attributes:
        view: How the rows are arranged.
        result: What was found; it stays the last good one while ``waiting``.
        waiting: Whether the search index is still being made.
        scroll: Cursor and scroll position.
        anchor: The event number that the cursor stays on through every filter;
            None until the attendee chose a row.
        earlier: The searches of before, the newest first.
        known_facets: What the filter counted last, to be shown until it has counted anew.
        generation: Grows whenever any row may look different; what was painted
            before it is stale.
    """

    result: Result

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        by_time = session.schedule.mostly_scheduled
        self.view = View(order="time" if by_time else "topic", merged=True)
        self.scroll = Scroll()
        self.waiting = False
        self.anchor: int | None = None
        self.earlier: list[str] = []
        self.known_facets: tuple[facets.Facet, ...] = ()
        self.generation = 0
        self._rows_by_number: dict[int, Row] = {}
        self._arranged_by: tuple[object, ...] = ()
        self.look()

    def edit(self, editor: LineEditor) -> None:
        """Take the search bar as it stands now; a new text is looked for at once."""
        if self.take_bar(editor):
            self.look()

    def search_for(self, text: str) -> None:
        """Put ``text`` into the search bar and look for it."""
        self.edit(LineEditor.of(text))

    def look(self) -> None:
        """Run the query again; the cursor stays on its event, else goes to the first row."""
        self._arranged_by = self._arranging()
        found = self.session.reading.search(self.query, self.view)
        self.waiting = isinstance(found, NotReady)
        self._forget_rows()
        if isinstance(found, NotReady):
            return
        self.result = found
        row = None if self.anchor is None else found.index(self.anchor)
        scroll = replace(self.scroll, starts=self._starts(), count=found.count)
        self.scroll = scroll.to(row) if row is not None else replace(scroll, top=0).to(0)

    def itinerary_moved(self) -> None:
        """Look again if the query or the list depends on what was decided, else only read anew."""
        asks = any(qualifier.name in ("is", "has") for qualifier in self.query.qualifiers)
        if asks or self.waiting or self._arranging() != self._arranged_by:
            self.look()
        self._forget_rows()

    def _arranging(self) -> tuple[object, ...]:
        """Return the decisions that change which rows there are, or where, whatever is asked."""
        marks = self.session.marks()
        return marks.hidden, marks.times

    @property
    def by_time(self) -> bool:
        """Whether the list stands in the order of time, under headers that say the slot."""
        return self.view.order == "time" and not self.query.terms

    def move(self, scroll: Scroll) -> None:
        """Put the cursor where ``scroll`` has it, and stay on that event from now on."""
        self.scroll = scroll
        self.hold()

    def hold(self) -> None:
        """Make the row under the cursor the one to stay on."""
        numbers = self.result.numbers(self.scroll.cursor, self.scroll.cursor + 1)
        self.anchor = numbers[0] if numbers else None

    def turn(self) -> None:
        """Turn between order by time and by topic."""
        self.view = replace(self.view, order="time" if self.view.order == "topic" else "topic")
        self.look()

    def show_hidden(self) -> None:
        """Show hidden events too, or leave them out again."""
        self.view = replace(self.view, show_hidden=not self.view.show_hidden)
        self.look()

    def resume(self, left: LeftOff) -> None:
        """Go where the app was left: query, order and row."""
        self.earlier = list(left.earlier)
        if left.order is not None:
            self.view = replace(self.view, order="time" if left.order == "time" else "topic")
        if left.event_id is not None:
            self.anchor = self.session.schedule.number(left.event_id)
        self.resume_bar(left.query)
        self.look()

    def go_to(self, event: Event) -> bool:
        """Go to an event's row, searching for it where it is not among what is found.

        Returns:
            Whether there is such a row.
        """
        schedule, before = self.session.schedule, self.editor.text.strip()
        showings = (schedule.number(each.id) for each in (event, *schedule.twins(event)))
        numbers = [number for number in showings if number is not None]
        quoted = f'"{event.title.replace(chr(34), " ")}"'
        for text in (None, "", quoted):
            if text is not None:
                self.search_for(text)
            rows = (self.result.index(number) for number in numbers)
            row = next((each for each in rows if each is not None), None)
            if row is not None:
                self.move(self.scroll.to(row))
                if before and text is not None:
                    self._keep_earlier(before)
                return True
        self.search_for(before)
        return False

    def stop_typing(self, *, keep: bool) -> None:
        """Leave the search bar, with its text kept or the one before brought back."""
        self.typing = False
        if not keep:
            self.search_for(self.query_before)
        elif self.editor.text.strip():
            self._keep_earlier(self.editor.text.strip())

    def recall(self) -> None:
        """Put the search before the present one into the bar, round and round."""
        earlier = self.earlier_than(self.editor.text)
        if earlier is not None:
            self.search_for(earlier)

    def earlier_than(self, text: str) -> str | None:
        """Return the search before ``text``, round and round; None where there is none."""
        if not self.earlier:
            return None
        present = text.strip()
        place = self.earlier.index(present) + 1 if present in self.earlier else 0
        return self.earlier[place % len(self.earlier)]

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        cursor = self.scroll.cursor
        return next(iter(self._rows(cursor, cursor + 1)), None)

    def lines(self) -> Iterator[tuple[Section | None, int | None, Row | None]]:
        """Yield each viewport line: a section's header, or a row with its index, or nothing."""
        scroll = self.scroll
        first = scroll.row_at(scroll.top)
        if first is None:
            first = scroll.row_at(scroll.top + 1) or 0
        rows = self._rows(first, min(scroll.count, first + scroll.height))
        for line in range(scroll.top, scroll.top + scroll.height):
            row = scroll.row_at(line)
            sticks = line == scroll.top and scroll.starts and scroll.row_at(line + 1) is not None
            if line >= scroll.count + len(scroll.starts):
                yield None, None, None
            elif row is None or (sticks and scroll.height > 1):
                within = row if row is not None else scroll.row_at(line + 1)
                yield self.result.section_at(within or 0), None, None
            else:
                yield None, row, rows[row - first]

    def next_mark(self, step: int) -> bool:
        """Go to the next starred row (1) or the one before (-1); whether there is one."""
        stars = self.session.marks().stars
        numbers = (self.session.schedule.number(event_id) for event_id in stars)
        papers = [number for number in numbers if number is not None]
        found = {self.result.index(number) for number in papers}
        twins = {
            self.result.index(other)
            for number in papers
            for other in self._twin_numbers(number)
            if self.result.index(number) is None
        }
        rows = sorted(row for row in found | twins if row is not None)
        ahead = [row for row in rows if (row - self.scroll.cursor) * step > 0]
        if not ahead:
            return False
        self.move(self.scroll.to(ahead[0] if step > 0 else ahead[-1]))
        return True

    def kinds(self) -> dict[Kind, int]:
        """Return how many rows of each kind the query finds."""
        return self.kinds_question()(self.session.schedule)

    def kinds_question(self) -> Callable[[ScheduleStore], dict[Kind, int]]:
        """Return what counts them, to be asked of this session's store or another one."""
        query, view, marks = self.query, self.view, self.session.marks()
        return lambda store: facets.kinds(store, query, marks, view, self.session.now)

    def _keep_earlier(self, text: str) -> None:
        self.earlier = [text, *(old for old in self.earlier if old != text)][:MOST_EARLIER]

    def _starts(self) -> tuple[int, ...]:
        """Return the sections' first rows; many hits in tiers count as one section."""
        result = self.result
        many = self.session.schedule.size > MANY
        if self.query.terms and result.count > (MOST_SECTIONED_OF_MANY if many else MOST_SECTIONED):
            return (0,)
        starts = tuple(section.first_row for section in result.sections)
        only = result.sections[0] if len(starts) == 1 else None
        return () if only is not None and not section_label(only) else starts

    def _twin_numbers(self, number: int) -> list[int]:
        schedule = self.session.schedule
        twins = schedule.twins(schedule.events([number])[0])
        found = (schedule.number(twin.id) for twin in twins)
        return [twin for twin in found if twin is not None]

    def _rows(self, first: int, stop: int) -> list[Row]:
        """Return the rows from ``first`` to before ``stop``, reading only those not read yet."""
        numbers = self.result.numbers(first, stop)
        known = self._rows_by_number
        missing = [number for number in numbers if number not in known]
        if len(known) + len(missing) > MOST_ROWS_KEPT:
            known.clear()
            missing = list(numbers)
        if missing:
            rows = self.session.reading.rows(missing)
            known.update(zip(missing, rows, strict=True))
        return [known[number] for number in numbers]

    def _forget_rows(self) -> None:
        self._rows_by_number.clear()
        self.generation += 1
