"""The overlay of events alike: more like one event, or more like the stars."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import ALIKE
from planner.model import Event, Level
from planner.schedule.alike import Alike
from planner.schedule.search import NotReady
from planner.tui.likening import Likening
from planner.tui.render import READABLE, Signs
from planner.tui.screens.list_screen import ListScreen
from planner.tui.screens.moving import Moving
from planner.tui.scroll import Scroll
from planner.tui.widgets.alike_list import LINES_ABOVE, LINES_PER_ROW, paint_alike
from planner.tui.widgets.event_detail import paint_detail
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.wording import people_words

#: Seconds until the search index is asked for again while it is being made.
ASK_AGAIN_AFTER = 0.5


class AlikeScreen(Moving, ListScreen):
    """Suggestions with what they share, laid over the list they were asked from.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        event: What the suggestions are like; None for the stars.
    """

    scope: ClassVar[str] = ALIKE

    def __init__(self, session: Session, signs: Signs, size: Size, event: Event | None) -> None:
        super().__init__(session, signs, size)
        self.likening = Likening(session, event)

    def on_mount(self) -> None:
        """Ask for what is alike."""
        self._ask()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the suggestions, or the detail that lies on them."""
        row = self.current()
        if self.expanded and row is not None:
            strips = paint_detail(self.session.reading.detail(row), width, self.signs)
            self.detail_top = max(0, min(self.detail_top, len(strips) - height))
            return strips[self.detail_top : self.detail_top + height]
        return paint_alike(self.likening, self.signs, min(width, READABLE), height)

    def status(self) -> tuple[str, str]:
        """Return the title and the people under the cursor."""
        row = self.current()
        if row is None:
            return "", ""
        return row.event.title, people_words([person.name for person in row.event.people])

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        return self.likening.current()

    # What a key does

    def do_back(self) -> None:
        """Leave the detail, else go back to where this was asked."""
        if self.expanded:
            self.do_open()
        else:
            self.app.pop_screen()

    do_quit = do_back

    def do_star(self) -> None:
        """Star as want and move on."""
        if self.toggle(Level.WANT):
            self._move_to(self.likening.scroll.cursor + 1, keep_message=True)

    def do_hide(self) -> None:
        """Hide the event, or bring it back; it keeps its place here."""
        row = self.current()
        if row is not None:
            showings = [row.event, *self.session.schedule.twins(row.event)]
            outcome = self.session.decisions.hide_paper(showings, hidden=not row.hidden)
            self.told(outcome)
            if outcome.changed and not row.hidden:
                self._move_to(self.likening.scroll.cursor + 1, keep_message=True)

    def move_by(self, rows: int) -> None:
        """Move the cursor by suggestions."""
        self._move_to(self.likening.scroll.cursor + rows)

    def page_rows(self) -> int:
        """Return how many suggestions a page has."""
        return self.likening.scroll.page_rows

    # The mouse

    def clicked(self, event: events.Click) -> None:
        """Put the cursor on the suggestion that was clicked; a second click opens it."""
        if event.widget is not self.list or self.expanded or event.y < LINES_ABOVE:
            return
        row = self.likening.scroll.top + (event.y - LINES_ABOVE) // LINES_PER_ROW
        if row < self.likening.scroll.count:
            self._move_to(row)
            if event.chain > 1:
                self.act("open")

    # Showing

    def itinerary_moved(self) -> None:
        """Show the itinerary anew: the list at once, all else after that frame."""
        self.likening.itinerary_moved()
        self.list.repaint_now()
        super().itinerary_moved()

    def _move_to(self, row: int, *, keep_message: bool = False) -> None:
        self._show(self.likening.scroll.to(row), keep_message=keep_message)

    def _show(self, scroll: Scroll, *, keep_message: bool = False) -> None:
        """Paint the list at once, and the status after that frame."""
        if not keep_message:
            self.message = ""
        self.detail_top = 0
        self.likening.scroll = scroll
        self.list.repaint_now()
        self.foot.repaint()

    def _ask(self) -> None:
        self.session.aside.ask("alike", self.likening.question(), self._answered)

    def _answered(self, found: list[Alike] | NotReady) -> None:
        # The overlay may be closed before the answer is there.
        if not self.is_attached:
            return
        self.likening.take(found)
        self.list.repaint()
        self.foot.repaint()
        if self.likening.waiting:
            self.set_timer(ASK_AGAIN_AFTER, self._ask)
