"""Density: where what was found lies, topics by day or session; a cell is a filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import DENSITY
from planner.schedule.density import By, Density, of_cell
from planner.tui.browsing import Browsing
from planner.tui.density_cursor import NAME, DensityCursor
from planner.tui.render import DIM, PLAIN, Signs, cut, line, spread, width_of
from planner.tui.screens.moving import Moving
from planner.tui.screens.overlay import OverlayScreen
from planner.tui.widgets.density_table import cell_words, paint_density
from planner.workspace.counting import density_question
from planner.workspace.session import Session


class DensityScreen(Moving, OverlayScreen):
    """A table of what Browse's query finds; Enter on a cell filters Browse to it.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        browsing: Browse's state, whose query is counted and narrowed.
        changed: Called when Browse has something else to show.
    """

    scope: ClassVar[str] = DENSITY

    def __init__(
        self,
        session: Session,
        signs: Signs,
        size: Size,
        browsing: Browsing,
        changed: Callable[[], None],
    ) -> None:
        super().__init__(session, signs, size)
        self._browsing = browsing
        self._changed = changed
        self._by: By = "day"
        self._cursors: dict[By, DensityCursor] = {}

    @property
    def cursor(self) -> DensityCursor | None:
        """Where one stands, None until the present table is counted."""
        return self._cursors.get(self._by)

    def on_mount(self) -> None:
        """Have the table counted."""
        self._count()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the query that is counted, and the table."""
        cursor = self.cursor
        text = str(self._browsing.query) or "all events"
        what = " Topics by day: " if self._by == "day" else " Topics by session: "
        found = f" {cursor.table.all.total:,} found " if cursor else " "
        room = width - width_of(what) - width_of(found)
        query = cut(text, room, self.signs.ellipsis)
        title = spread([(what, DIM), (query, PLAIN)], [(found, DIM)], width)
        if cursor is None:
            waiting = self._browsing.waiting
            words = "The search index is being made; come back in a moment." if waiting else ""
            return [title, line([(f" {words or 'Counting ...'}", DIM)], width)]
        if not cursor.table.all.total:
            return [title, line([(" Nothing is found; esc goes back.", DIM)], width)]
        self._cursors[self._by] = cursor.sized(height - (3 if self._by == "day" else 4))
        return [title, *paint_density(self._cursors[self._by], self.signs, width, height - 1)]

    def status(self) -> tuple[str, str]:
        """Return what the cell stands for, and what Enter does there."""
        cursor = self.cursor
        if cursor is None or not cursor.table.all.total:
            return "", ""
        enter = self.session.keys.key("choose_cell")
        if cursor.column == NAME and cursor.has_topics(cursor.here):
            folds = "folds" if cursor.is_unfolded(cursor.here) else "shows topics"
            return cell_words(cursor), f"{enter} {folds}"
        return cell_words(cursor), f"{enter} filters" if cursor.rows else ""

    def do_choose_cell(self) -> None:
        """Filter to the cell; on the name of an area unfold it."""
        cursor = self.cursor
        if cursor is None:
            return
        if cursor.column == NAME and cursor.has_topics(cursor.here):
            self._go(cursor.turned())
        elif not cursor.rows:
            self.say("Nothing is there to filter to")
        else:
            query = of_cell(self._browsing.query, cursor.here.topic, cursor.slot)
            self._browsing.search_for(str(query))
            self.close()
            self._changed()

    def do_density_by(self) -> None:
        """Turn between days and sessions."""
        self._by = "session" if self._by == "day" else "day"
        if self.cursor is None:
            self._count()
        self.list.repaint_now()
        self.repaint_all()

    def do_cell_right(self) -> None:
        """Go to the next column."""
        self._move(columns=1)

    def do_cell_left(self) -> None:
        """Go to the column before."""
        self._move(columns=-1)

    def move_by(self, rows: int) -> None:
        """Move the cursor by lines of the table."""
        self._move(lines=rows)

    def page_rows(self) -> int:
        """Return how many lines a page has."""
        return max(2, self.cursor.height - 2) if self.cursor else 2

    def itinerary_moved(self) -> None:
        """Count anew: hidden events and stars may be a part of the query."""
        super().itinerary_moved()
        self._count()

    def _move(self, lines: int = 0, columns: int = 0) -> None:
        if self.cursor is not None:
            self._go(self.cursor.by(lines, columns))

    def _go(self, cursor: DensityCursor) -> None:
        self._cursors[self._by] = cursor
        self.list.repaint_now()
        self.foot.repaint()

    def _count(self) -> None:
        browsing = self._browsing
        question = density_question(self.session, browsing.query, browsing.view, self._by)
        self.session.aside.ask("density", question, self._counted)

    def _counted(self, table: Density | None) -> None:
        if table is None:
            return
        known = self._cursors.get(table.by) or next(iter(self._cursors.values()), None)
        self._cursors[table.by] = known.on(table) if known else DensityCursor(table)
        if self.is_attached:
            self.repaint_all()
