"""What the screens with a list of events share: the row under the cursor, and acts on it."""

from __future__ import annotations

from textual.geometry import Size

from planner.model import Level
from planner.tui.render import Signs
from planner.tui.screens.base import PlannerScreen
from planner.workspace.reading import Row
from planner.workspace.session import Session


class ListScreen(PlannerScreen):
    """A screen with a list of events and the detail of one.

    ``expanded`` says that the detail has the whole body, ``detail_top`` which
    of its lines is the first to be shown.
    """

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.expanded = False
        self.detail_top = 0

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        raise NotImplementedError

    def do_want(self) -> None:
        """Star as want, or take that off."""
        self.toggle(Level.WANT)

    def do_must(self) -> None:
        """Star as must, or take that off."""
        self.toggle(Level.MUST)

    def do_maybe(self) -> None:
        """Star as maybe, or take that off."""
        self.toggle(Level.MAYBE)

    def do_visited(self) -> None:
        """Mark the event as seen, or take the mark off."""
        row = self.current()
        if row is not None:
            self.told(self.session.decisions.visit([row.event], visited=not row.visited))

    def do_copy(self) -> None:
        """Copy the event's first link, by the terminal's own clipboard (OSC 52)."""
        row = self.current()
        if row is None or not row.event.links:
            self.say("No link is known for this event")
            return
        url = row.event.links[0].url
        self.app.copy_to_clipboard(url)
        self.say(f"Copied {url}")

    def do_open(self) -> None:
        """Give the detail the whole body, or give it back."""
        self.expanded = not self.expanded and self.current() is not None
        self.detail_top = 0
        self.set_class(self.expanded, "expanded")
        self.repaint_all()

    def do_quit(self) -> None:
        """Close the detail where it lies on top, else quit."""
        if self.expanded:
            self.do_open()
        else:
            super().do_quit()

    def do_detail_down(self) -> None:
        """Scroll the detail down."""
        self.detail_top += 1
        self.repaint_all()

    def do_detail_up(self) -> None:
        """Scroll the detail up."""
        self.detail_top = max(0, self.detail_top - 1)
        self.repaint_all()

    def toggle(self, level: Level) -> bool:
        """Give the row's event a star, or take it off; whether there was a row."""
        row = self.current()
        if row is None:
            return False
        self.told(self.session.decisions.toggle(row, level))
        return True
