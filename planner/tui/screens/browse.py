"""The Browse screen: find what is worth the time, and star it.

Each command is a method of a few lines, and Browse has the most of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from planner.commands import BROWSE, SEARCH
from planner.model import Event, Kind, Level
from planner.tui.browsing import Browsing
from planner.tui.completing import FoundNothing
from planner.tui.line_editor import LineEditor
from planner.tui.render import DIVIDER, Signs, line, rule
from planner.tui.screens.moving import Moving
from planner.tui.screens.search_screen import SearchScreen
from planner.tui.widgets.browse_list import (
    LINES_ABOVE,
    NARROW_TO,
    PaintedRows,
    kinds_line,
    paint_list,
)
from planner.tui.widgets.event_detail import paint_detail
from planner.tui.widgets.painted import Painted
from planner.tui.widgets.search_bar import offers_line
from planner.tui.widgets.targets import Target
from planner.workspace.left_off import LeftOff
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.wording import people_words

#: Seconds without a key after which the kinds are counted.
COUNT_AFTER = 0.05


class BrowseScreen(Moving, SearchScreen):
    """The search bar, the list and the detail."""

    scope: ClassVar[str] = BROWSE
    wheel_rows: ClassVar[int] = 3
    has_detail: ClassVar[bool] = True

    def __init__(
        self, session: Session, signs: Signs, size: Size, left_off: LeftOff | None
    ) -> None:
        super().__init__(session, signs, size)
        self.browsing = Browsing(session)
        if left_off is not None:
            self.browsing.resume(left_off)
        self._painted = PaintedRows()
        self.kinds: Mapping[Kind, int] = self.browsing.kinds()
        self.card = left_off is None
        self._follows = False
        self._counting: Timer | None = None
        self.detail = Painted(self._paint_detail, id="detail")

    def scopes(self) -> tuple[str, ...]:
        """Return the list's keys and the search bar's."""
        return (BROWSE, SEARCH)

    def active_scope(self) -> str:
        """Return the search bar's scope while one types there."""
        return SEARCH if self.browsing.typing else BROWSE

    def compose_body(self) -> ComposeResult:
        """Lay out the list and the detail."""
        yield self.list
        yield self.detail

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the search bar, the kinds and the list."""
        browsing = self.browsing
        if browsing.scroll.height != height - LINES_ABOVE:
            browsing.scroll = browsing.scroll.sized(height - LINES_ABOVE)
        second = (
            offers_line(self.completing, self.session.keys, width, self.signs)
            if self.offers_shown
            else kinds_line(self.kinds, width)
        )
        instead = self.completing.corrections
        return paint_list(browsing, second, instead, self._painted, self.signs, width, height)

    def status(self) -> tuple[str, str]:
        """Return the title and the people under the cursor."""
        if self.browsing.problem is not None:
            return self.browsing.problem.message, ""
        row = self.browsing.current()
        if row is None:
            return "", ""
        return row.event.title, people_words([person.name for person in row.event.people])

    # What a key does

    @property
    def searched(self) -> Browsing:
        """The state behind the search bar."""
        return self.browsing

    def edit_search(self, editor: LineEditor) -> None:
        """Look for the bar's text at once."""
        self.message = ""
        self.card = False
        self.browsing.edit(editor)
        self._show_list()

    def show_search(self) -> None:
        """Show that one is in the bar now."""
        self._show_list()

    def leave_search(self, *, keep: bool) -> None:
        """Go to the list."""
        self.browsing.stop_typing(keep=keep)
        self._show_list()

    def found_nothing(self) -> FoundNothing | None:
        """Return the query if it finds nothing."""
        browsing = self.browsing
        if browsing.problem or browsing.waiting or browsing.result.count:
            return None
        return FoundNothing(browsing.query, self.session.marks(), browsing.view, self.session.now)

    def act(self, command: str) -> None:
        """Carry out a command; the first key puts the welcome away."""
        if self.card:
            self.card = False
            self.detail.repaint()
        super().act(command)

    def why_not(self, command: str) -> str:
        """Return why a command cannot be carried out now, nothing where it can."""
        keys, browsing = self.session.keys, self.browsing
        if command == "open" and self.completing.corrections:
            return ""
        if command == "hidden" and not self.session.marks().hidden:
            return f"No event is hidden; {keys.key('hide', BROWSE)} hides one"
        if command == "copy_query" and not str(browsing.query):
            return f"Nothing is searched for; {keys.key('search', BROWSE)} begins a search"
        if command == "back" and not (self.expanded or browsing.editor.text):
            return f"There is nothing to go back from; {keys.key('quit', BROWSE)} quits"
        return super().why_not(command)

    def go_to(self, event: Event) -> None:
        """Put the cursor on an event, searching for it if need be."""
        found = self.browsing.go_to(event)
        self._show_list()
        if not found:
            self.say(f"Not found among all events: {event.title}")

    def do_recall(self) -> None:
        """Bring earlier searches into the bar."""
        self.browsing.recall()
        self._show_list()

    def do_open(self) -> None:
        """Open the detail; where nothing is found, search for what may be meant."""
        if not self.take_correction():
            super().do_open()

    def do_back(self) -> None:
        """Leave the detail, else clear the search."""
        if self.expanded:
            self.do_open()
        elif self.browsing.editor.text:
            self.browsing.hold()
            self.browsing.search_for("")
            self._show_list()

    def do_order(self) -> None:
        """Turn between order by time and by topic."""
        self.browsing.turn()
        self._show_list()

    def do_filter(self) -> None:
        """Choose what to filter by."""
        from planner.tui.screens.filter import FilterScreen

        self.planner.lay(FilterScreen, self.browsing, self._show_list)

    def do_density(self) -> None:
        """Look where what was found lies."""
        from planner.tui.screens.density import DensityScreen

        self.planner.lay(DensityScreen, self.browsing, self._show_list)

    def do_copy_query(self) -> None:
        """Copy the query in its canonical words, by the terminal's own clipboard (OSC 52)."""
        text = str(self.browsing.query)
        self.app.copy_to_clipboard(text)
        self.say(f"Copied {text}")

    def do_saved(self) -> None:
        """Run a saved search, or save the one in the bar."""
        from planner.tui.screens.saved import SavedScreen

        self.planner.lay(SavedScreen, self.browsing, self._show_list)

    def do_hidden(self) -> None:
        """Show what is hidden, or leave it out again."""
        self.browsing.show_hidden()
        self._show_list()
        shown = self.browsing.view.show_hidden
        brings = f"{self.session.keys.key('hide', BROWSE)} brings one back"
        self.say(f"Hidden events are shown; {brings}" if shown else "Hidden ones left out")

    def move_by(self, rows: int, *, keep_message: bool = False) -> None:
        """Move the cursor by rows."""
        self._move_to(self.browsing.scroll.cursor + rows, keep_message=keep_message)

    def page_rows(self) -> int:
        """Return how many rows a page has."""
        return self.browsing.scroll.page_rows

    def do_next_section(self) -> None:
        """Go to the next section."""
        self.browsing.move(self.browsing.scroll.section(1))
        self._moved()

    def do_previous_section(self) -> None:
        """Go to the section before."""
        self.browsing.move(self.browsing.scroll.section(-1))
        self._moved()

    def do_next_mark(self) -> None:
        """Go to the next star."""
        self._to_mark(1)

    def do_previous_mark(self) -> None:
        """Go to the star before."""
        self._to_mark(-1)

    def do_star(self) -> None:
        """Star as want and move on."""
        if self.toggle(Level.WANT):
            self.move_by(1, keep_message=True)

    def do_hide(self) -> None:
        """Hide the event, or bring it back."""
        row = self.browsing.current()
        if row is not None:
            # The row stands for the paper, so its other showing is hidden with it.
            showings = [row.event, *self.session.schedule.twins(row.event)]
            outcome = self.session.decisions.hide_paper(showings, hidden=not row.hidden)
            self.browsing.anchor = None if not row.hidden else self.browsing.anchor
            place = self.browsing.scroll.cursor
            self.told(outcome)
            if outcome.changed and not row.hidden:
                self._move_to(place, keep_message=True)

    # The mouse

    def take(self, target: Target) -> None:
        """Narrow the query to the kind or the section that was clicked; again, no longer."""
        if target.name != NARROW_TO:
            super().take(target)
            return
        from planner.tui.narrowing import narrowed_to

        narrowed = narrowed_to(self.browsing.query, target.what)
        if narrowed is None:
            self.say("Where the words were found is no filter; click a kind, or open the filter")
            return
        self.card = False
        self.browsing.search_for(str(narrowed))
        self._show_list()

    def clicked(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a second click opens it."""
        if event.widget is self.detail:
            if event.chain > 1:
                self.act("open")
            return
        if event.widget is not self.list:
            return
        if event.y < 1:
            self.act("search")
            return
        row = self.browsing.scroll.row_at(self.browsing.scroll.top + event.y - LINES_ABOVE)
        if row is None or event.y < LINES_ABOVE:
            return
        self.card = False
        self._move_to(row)
        if event.chain > 1:
            self.act("open")

    def wheel(self, event: events.MouseEvent, step: int) -> None:
        """Scroll the detail where the wheel is over it, else move on in the list."""
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self.detail:
            self.detail_top = max(0, self.detail_top + 3 * step)
            self.detail.repaint()
        else:
            super().wheel(event, step)

    # Showing

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        return self.browsing.current()

    def toggle(self, level: Level) -> bool:
        """Star the row under the cursor, and stay on it from now on."""
        self.browsing.hold()
        return super().toggle(level)

    def itinerary_moved(self) -> None:
        """Show the itinerary anew: the list at once, all else after that frame."""
        self.browsing.itinerary_moved()
        self.list.repaint_now()
        super().itinerary_moved()
        self._count_later()

    def _to_mark(self, step: int) -> None:
        if self.browsing.next_mark(step):
            self._moved()
        else:
            self.say("No star further on" if step > 0 else "No star before this")

    def _move_to(self, row: int, *, keep_message: bool = False) -> None:
        self.browsing.move(self.browsing.scroll.to(row))
        self._moved(keep_message=keep_message)

    def _moved(self, *, keep_message: bool = False) -> None:
        """Paint the list at once, and what follows it after that frame."""
        if not keep_message:
            self.message = ""
        self.detail_top = 0
        self.list.repaint_now()
        if not self._follows:
            self._follows = True
            self.call_later(self._follow)

    def _show_list(self) -> None:
        """Paint the list at once; kinds, detail and status follow after that frame."""
        self._moved()
        self._count_later()

    def _follow(self) -> None:
        self._follows = False
        self.ask_offers()
        self.detail.repaint()
        self.foot.repaint()

    def _count_later(self) -> None:
        """Count the kinds as soon as the keys pause: with many events it takes a while."""
        if self._counting is not None:
            self._counting.stop()
        self._counting = self.set_timer(COUNT_AFTER, self._count_kinds)

    def _count_kinds(self) -> None:
        self.session.aside.ask("kinds", self.browsing.kinds_question(), self._kinds_counted)

    def _kinds_counted(self, kinds: Mapping[Kind, int]) -> None:
        if kinds != self.kinds:
            self.kinds = kinds
            self.list.repaint()

    def _paint_detail(self, width: int, height: int) -> list[Strip]:
        """Return the detail, behind a rule above or a line at its left."""
        beside = self.has_class("-wide") and not self.expanded
        inner = width - 2 if beside else width
        room = height if beside else height - 1
        strips = self._detail_strips(inner, self.detail_top + room)
        self.detail_top = min(self.detail_top, max(0, len(strips) - room))
        shown = strips[self.detail_top : self.detail_top + room]
        if not beside:
            return [rule(width, self.signs), *shown]
        edge = line([(f"{self.signs.divider} ", DIVIDER)], 2)
        blank = Strip.blank(inner)
        shown += [blank] * (room - len(shown))
        return [Strip.join([edge, strip]) for strip in shown]

    def _detail_strips(self, width: int, most: int) -> list[Strip]:
        if self.card:
            from planner.tui.first_start import card

            return card(self.session, width, most - self.detail_top)
        row = self.browsing.current()
        if row is None:
            return []
        detail = self.session.reading.detail(row)
        return paint_detail(detail, width, self.signs, self.browsing.query, most)
