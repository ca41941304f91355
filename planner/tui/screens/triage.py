"""The Triage screen: page by page through what is undecided, one key a decision.

Each command is a method of a few lines; what they change is :class:`Triaging`.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import SEARCH, TRIAGE
from planner.model import Level
from planner.schedule.search import NotReady, View
from planner.tui.completing import FoundNothing
from planner.tui.line_editor import LineEditor
from planner.tui.render import Signs
from planner.tui.screens.learning import Learning
from planner.tui.screens.moving import Moving
from planner.tui.screens.search_screen import SearchScreen
from planner.tui.triaging import Triaging
from planner.tui.widgets.event_detail import paint_detail
from planner.tui.widgets.frame import AS_EVER, KeysNow
from planner.tui.widgets.triage_page import (
    LINES_ABOVE,
    lines_per_row,
    paint_above,
    paint_page,
    paint_shared,
    rows_in,
)
from planner.workspace.decisions import Outcome
from planner.workspace.left_off import TriageLeft
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.wording import people_words, place_words, slot_words


class TriageScreen(Moving, SearchScreen):
    """A page of titles, or one event of it where there are abstracts to read."""

    scope: ClassVar[str] = TRIAGE

    def __init__(self, session: Session, signs: Signs, size: Size, left: TriageLeft) -> None:
        super().__init__(session, signs, size)
        self.triaging = Triaging(session)
        self.triaging.resume(left)
        self.expanded = session.schedule.has_abstracts
        self._learning = Learning(self, self.triaging, self._ordered)

    def on_mount(self) -> None:
        """Ask for the order of what comes."""
        self._learning.ask()

    def scopes(self) -> tuple[str, ...]:
        """Return the page's keys and the search bar's."""
        return (TRIAGE, SEARCH)

    def active_scope(self) -> str:
        """Return the search bar's scope while one types there."""
        return SEARCH if self.triaging.typing else TRIAGE

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the page of titles, or the event under the cursor."""
        self.triaging.sized(rows_in(width, height))
        row = self.current()
        if not self.expanded or row is None:
            return paint_page(self.triaging, self.completing, self.signs, width, height)
        above = paint_above(self.triaging, self.completing, self.signs, width)
        detail = self.session.reading.detail(row)
        above += paint_shared(self.triaging, self.signs, width)
        most = self.detail_top + height - len(above)
        strips = paint_detail(detail, width, self.signs, self.triaging.query, most)
        self.detail_top = max(0, min(self.detail_top, len(strips) - (height - len(above))))
        return above + strips[self.detail_top :]

    def status(self) -> tuple[str, str]:
        """Return when and where the event under the cursor is, and its people."""
        if self.triaging.problem is not None:
            return self.triaging.problem.message, ""
        row = self.current()
        if row is None:
            return "", ""
        when = slot_words(row.event, row.parent) or "no time known"
        where = "   ".join(filter(None, (when, place_words(row.event))))
        return where, people_words([person.name for person in row.event.people])

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        return self.triaging.current()

    def left(self) -> TriageLeft:
        """Return the place, to be resumed at the next start."""
        return self.triaging.left()

    def keys_now(self) -> KeysNow:
        """Return what Enter does here: neither the page nor the event lies on the other."""
        return KeysNow(words={"open": "page"}) if self.expanded else AS_EVER

    def why_not(self, command: str) -> str:
        """Return why a command cannot be carried out now, nothing where it can."""
        if command == "open" and self.completing.corrections:
            return ""
        return super().why_not(command)

    # Deciding

    def toggle(self, level: Level) -> bool:
        """Star the event and move on, or take that star off and stay."""
        row = self.current()
        if row is None:
            return False
        outcome = self.session.decisions.toggle(row, level)
        self._decided(outcome, moves_on=row.level != level)
        self.tell_clash(outcome)
        return True

    def do_star(self) -> None:
        """Star as want and move on."""
        self.toggle(Level.WANT)

    def do_decline(self) -> None:
        """Say no and move on, or take the no off and stay."""
        row = self.current()
        if row is not None:
            outcome = self.session.decisions.decline([row.event], declined=not row.declined)
            self._decided(outcome, moves_on=not row.declined)

    def do_visited(self) -> None:
        """Mark the event as seen, or take the mark off, and stay."""
        row = self.current()
        if row is not None:
            outcome = self.session.decisions.toggle_seen(row)
            self._decided(outcome, moves_on=False)

    def do_undo(self) -> None:
        """Take back the newest decision, and go back to its row."""
        self._stepped(self.session.decisions.undo())

    def do_redo(self) -> None:
        """Make the undone decision again, on its row."""
        self._stepped(self.session.decisions.redo())

    # Moving

    def do_later(self) -> None:
        """Move on without deciding."""
        self._moved(self.triaging.forward())

    def do_up(self) -> None:
        """Go to the row before."""
        self.triaging.back()
        self._moved()

    def do_down(self) -> None:
        """Move on without deciding."""
        self.do_later()

    def do_next_section(self) -> None:
        """Turn the page."""
        self._moved(self.triaging.next_page())

    def do_previous_section(self) -> None:
        """Go to the page before."""
        self.triaging.previous_page()
        self._moved()

    def do_page_down(self) -> None:
        """Turn the page; where one event has the screen, read on in it."""
        if self.expanded:
            self._scroll_detail(self.list.size.height - LINES_ABOVE - 1)
        else:
            self.do_next_section()

    def do_page_up(self) -> None:
        """Go to the page before; where one event has the screen, read back in it."""
        if self.expanded:
            self._scroll_detail(-(self.list.size.height - LINES_ABOVE - 1))
        else:
            self.do_previous_section()

    def move_by(self, rows: int) -> None:
        """Move the cursor by rows of the page."""
        self.triaging.to(self.triaging.cursor + rows)
        self._moved()

    def page_rows(self) -> int:
        """Return how many rows the page has."""
        return len(self.triaging.page)

    def do_open(self) -> None:
        """Give the event the whole screen, or show the page again.

        Where nothing is found, search for what may be meant.
        """
        if self.current() is not None:
            self.expanded = not self.expanded
            self._moved()
        else:
            self.take_correction()

    def do_likeness(self) -> None:
        """Turn between likeness and the schedule's order."""
        self.triaging.turn_order()
        self._learning.ask()
        like = self.triaging.likeness
        self.say("Most like your stars first" if like else "In the schedule's order")

    def do_quit(self) -> None:
        """Quit the app."""
        self.planner.leave()

    def do_back(self) -> None:
        """Clear the search, else go to Browse."""
        if self.triaging.editor.text:
            self.edit_search(LineEditor())
        else:
            self.do_browse()

    def do_detail_down(self) -> None:
        """Scroll the event's detail down."""
        self._scroll_detail(1)

    def do_detail_up(self) -> None:
        """Scroll the event's detail up."""
        self._scroll_detail(-1)

    # The search bar

    @property
    def searched(self) -> Triaging:
        """The state behind the search bar."""
        return self.triaging

    def edit_search(self, editor: LineEditor) -> None:
        """Ask at once for what the bar's text finds."""
        if self.triaging.edit(editor):
            self._learning.ask()
        self._moved()
        self.ask_offers()

    def show_search(self) -> None:
        """Show that one is in the bar now."""
        self._moved()
        self.ask_offers()

    def leave_search(self, *, keep: bool) -> None:
        """Go to the page."""
        if self.triaging.stop_typing(keep=keep):
            self._learning.ask()
        self.show_search()

    def found_nothing(self) -> FoundNothing | None:
        """Return the query if no event fits it, decided or not."""
        triaging = self.triaging
        if triaging.left_over != 0 or triaging.problem or triaging.renewed:
            return None
        session, view = self.session, View(order="topic", merged=True)
        found = session.reading.search(triaging.query, view)
        if isinstance(found, NotReady) or found.count:
            return None
        return FoundNothing(triaging.query, session.marks(), view, session.now)

    def do_recall(self) -> None:
        """Bring earlier searches of Browse into the bar."""
        earlier = self.planner.browse.browsing.earlier_than(self.triaging.editor.text)
        if earlier is not None:
            self.edit_search(LineEditor.of(earlier))

    # The mouse

    def clicked(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a second click opens it."""
        if event.widget is not self.list:
            return
        if event.y < 1:
            self.act("search")
            return
        place = (event.y - LINES_ABOVE) // lines_per_row(self.list.size.width) + self.triaging.top
        if self.expanded or event.y < LINES_ABOVE or place >= len(self.triaging.page):
            return
        self.triaging.to(place)
        self._moved()
        if event.chain > 1:
            self.act("open")

    def wheel(self, event: events.MouseEvent, step: int) -> None:
        """Move on the page with the wheel, or read on."""
        if self.expanded:
            self._scroll_detail(3 * step)
        else:
            super().wheel(event, step)

    # Showing

    def itinerary_moved(self) -> None:
        """Show what was decided in another window or by a command; nothing new shows nothing."""
        if self.session.version() != self._seen:
            self.triaging.itinerary_moved()
            super().itinerary_moved()
            self._learning.ask_when_free()

    def _decided(self, outcome: Outcome, *, moves_on: bool) -> None:
        """Show a decision of this screen at once, and the row after it."""
        self._seen = self.session.version()
        self.triaging.itinerary_moved()
        said = self.triaging.forward() if moves_on and outcome.changed else None
        self._moved(said or outcome.sentence)
        self.head.repaint()
        if self.triaging.learns:
            self._learning.ask_later()

    def _stepped(self, outcome: Outcome) -> None:
        self._seen = self.session.version()
        self.triaging.itinerary_moved()
        self.triaging.go_to(outcome.event_ids)
        self._moved(outcome.sentence)
        self.head.repaint()
        self._learning.ask_later()

    def _scroll_detail(self, lines: int) -> None:
        self.detail_top = max(0, self.detail_top + lines)
        self.list.repaint_now()

    def _moved(self, said: str | None = None) -> None:
        """Paint the page at once, and what follows it after that frame."""
        self.message = said or ""
        self.detail_top = 0
        self.list.repaint_now()
        self.foot.repaint()

    def _ordered(self) -> None:
        """Show the order that was found."""
        self.list.repaint()
        self.foot.repaint()
        if self.triaging.left_over == 0:
            self.ask_offers()
