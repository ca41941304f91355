"""The Plan screen: what is starred, day by day, and what of it has no time yet."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import BROWSE, BY_ID, PLAN, keymap
from planner.tui.planning import EventLine, Planning
from planner.tui.render import Signs
from planner.tui.screens.list_screen import ListScreen
from planner.tui.widgets.event_detail import paint_detail
from planner.tui.widgets.plan_page import paint_plan
from planner.workspace.reading import Row
from planner.workspace.session import Session
from planner.workspace.wording import people_words, place_words

_PAGE = 10
_BROWSE_KEYS = keymap(BROWSE)


class PlanScreen(ListScreen):
    """The agenda as an elastic timeline."""

    scope: ClassVar[str] = PLAN

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.planning = Planning(session)

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the days and their lines, or the detail that lies on them."""
        row = self.planning.current()
        if self.expanded and row is not None:
            strips = paint_detail(self.session.reading.detail(row), width, self.signs)
            self.detail_top = min(self.detail_top, max(0, len(strips) - height))
            return strips[self.detail_top : self.detail_top + height]
        return paint_plan(self.planning, self.signs, width, height)

    def status(self) -> tuple[str, str]:
        """Return the title, place and people under the cursor."""
        row = self.planning.current()
        if row is None:
            return "", ""
        names = people_words([person.name for person in row.event.people])
        return row.event.title, "   ".join(filter(None, (place_words(row.event), names)))

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        return self.planning.current()

    def itinerary_moved(self) -> None:
        """Show the agenda anew."""
        self.planning.read()
        super().itinerary_moved()

    def typed(self, key: str, character: str | None) -> None:
        """Say of a key that works in Browse that it does so there."""
        command = _BROWSE_KEYS.get(character if character and character.strip() else key)
        if command is not None:
            words = BY_ID[command].help
            self.say(f"In Browse (1): {words[:1].lower()}{words[1:]}")

    def do_down(self) -> None:
        """Go to the next star."""
        self._move(1)

    def do_up(self) -> None:
        """Go to the star before."""
        self._move(-1)

    def do_page_down(self) -> None:
        """Go a page down."""
        self._move(_PAGE)

    def do_page_up(self) -> None:
        """Go a page up."""
        self._move(-_PAGE)

    do_half_down = do_page_down
    do_half_up = do_page_up

    def do_first(self) -> None:
        """Go to the day's first star."""
        self._move(-10_000)

    def do_last(self) -> None:
        """Go to the day's last star."""
        self._move(10_000)

    def do_next_section(self) -> None:
        """Go to the next day."""
        self.planning.turn(1)
        self.repaint_all()

    def do_previous_section(self) -> None:
        """Go to the day before."""
        self.planning.turn(-1)
        self.repaint_all()

    def do_back(self) -> None:
        """Leave the detail, else go to Browse."""
        if self.expanded:
            self.do_open()
        else:
            self.do_browse()

    def do_search(self) -> None:
        """Go to the search bar of Browse."""
        self.planner.show("browse")
        self.planner.browse.do_search()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the star that was clicked."""
        # Two lines stand above a day: the days and a rule.
        place = self.planning.tops.get(self.planning.page_index, 0) + event.y - 2
        if event.widget is self.list and self.planning.pages and event.y >= 2:
            lines = self.planning.page.lines
            if place < len(lines) and isinstance(lines[place], EventLine):
                self.planning.cursor = place
                self.repaint_all()

    def _move(self, rows: int) -> None:
        if self.expanded:
            self.detail_top = 0
        self.planning.move(rows)
        self.repaint_all()
