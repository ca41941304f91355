"""The Walk screen: through the poster hall, board by board, with one hand."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from planner.commands import STAND, WALK
from planner.model import Event
from planner.tui.line_editor import LineEditor
from planner.tui.render import Signs
from planner.tui.screens.list_screen import ListScreen
from planner.tui.screens.moving import Moving
from planner.tui.walking import Walking
from planner.tui.widgets.event_detail import paint_detail
from planner.tui.widgets.frame import tabs
from planner.tui.widgets.walk_page import LINES_ABOVE, page_lines, paint_walk, slot_line
from planner.workspace.decisions import Outcome
from planner.workspace.left_off import WalkLeft
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.wording import clock

#: Seconds without a key after which the place is kept, for a connection that drops.
KEEP_AFTER = 1.0


class WalkScreen(Moving, ListScreen):
    """The stops of a slot in board order; space marks one as seen and goes on."""

    scope: ClassVar[str] = WALK

    def __init__(self, session: Session, signs: Signs, size: Size, left: WalkLeft) -> None:
        super().__init__(session, signs, size)
        self.walking = Walking(session)
        self.walking.resume(left)
        self._keeping: Timer | None = None

    def scopes(self) -> tuple[str, ...]:
        """Return the list's keys and the bar's."""
        return (WALK, STAND)

    def active_scope(self) -> str:
        """Return the bar's scope while one types there."""
        return STAND if self.walking.typing else WALK

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the slot with its stops, or the detail that lies on them."""
        row = self.current()
        if self.expanded and row is not None:
            strips = paint_detail(self.session.reading.detail(row), width, self.signs)
            self.detail_top = max(0, min(self.detail_top, len(strips) - height))
            return strips[self.detail_top : self.detail_top + height]
        with_slot = not self._is_short()
        return paint_walk(self.walking, self.signs, width, height, with_slot=with_slot)

    def status(self) -> tuple[str, str]:
        """Return what was seen last, else the time of the slot."""
        last = self.walking.last_seen()
        if last is None:
            return "", ""
        event, at = last
        when = clock(at.astimezone(self.session.schedule.zone))
        # The time stands first where a title may have to be cut.
        said = f"{event.board} seen at {when}" if event.board else f"seen at {when}: {event.title}"
        return said, f"{self.session.keys.key('undo', WALK)} undo"

    def current(self) -> Row | None:
        """Return the row of the stop under the cursor."""
        stop = self.walking.current()
        return self.session.reading.rows_of([stop.event])[0] if stop else None

    def left(self) -> WalkLeft:
        """Return the place, to be resumed at the next start."""
        return self.walking.left()

    def why_not(self, command: str) -> str:
        """Return why a command cannot be carried out now, nothing where it can."""
        if command in ("seen", "visited") and self.walking.current() is None:
            finds = self.session.keys.key("stand", WALK)
            return f"There is no poster here to mark; {finds} finds one by a word"
        if command == "stand" and self.walking.slot is None:
            return "No poster session is known to stand in"
        return super().why_not(command)

    # Seen

    def do_seen(self) -> None:
        """Mark the stop as seen and go on, or take the mark off and stay."""
        self._see(goes_on=True)

    def do_visited(self) -> None:
        """Mark the stop as seen, or take the mark off, and stay."""
        self._see(goes_on=False)

    def do_undo(self) -> None:
        """Take back the newest decision, and go to its stop."""
        self._stepped(self.session.decisions.undo())

    def do_redo(self) -> None:
        """Make the undone decision again, at its stop."""
        self._stepped(self.session.decisions.redo())

    # Moving

    def move_by(self, rows: int) -> None:
        """Move on, or back, by stops."""
        self._move_to(self.walking.cursor + rows)

    def page_rows(self) -> int:
        """Return how many stops a page has."""
        return max(2, self.list.size.height - LINES_ABOVE - 4)

    def do_next_section(self) -> None:
        """Go to the next slot."""
        said = None if self.walking.turn(1) else "No slot with posters of yours after this one"
        self._moved(said)

    def do_previous_section(self) -> None:
        """Go to the slot before."""
        said = None if self.walking.turn(-1) else "No slot with posters of yours before this one"
        self._moved(said)

    def do_back(self) -> None:
        """Leave the detail, else begin at the first board again, else go to Browse."""
        if self.expanded:
            self.do_open()
        elif self.walking.here is not None:
            self.walking.from_start()
            self._moved("From the first board on")
        else:
            self.do_browse()

    # The bar: where one stands

    def do_stand(self) -> None:
        """Say at which board one stands, or find a poster by a word."""
        if self.walking.slot is None:
            return
        if self.expanded:
            self.do_open()
        self.walking.start_typing()
        self._moved()

    def do_leave_search(self) -> None:
        """Go on from the stop under the cursor."""
        typed, question = self.walking.editor.text, self.walking.question()
        if question is not None and not self.walking.shown:
            # What was asked for may not be here yet: the key's own answer cannot wait for it.
            self.walking.take(typed, question(self.session.schedule))
        found = self.walking.stop_typing(keep=True)
        self._moved(None if found else f"No poster here for {typed}")

    def do_search_back(self) -> None:
        """Go back to where one stood."""
        self.walking.stop_typing(keep=False)
        self._moved()

    def do_clear_line(self) -> None:
        """Delete to the start of the bar."""
        self._edit(self.walking.editor.delete_to_start())

    def do_clear_word(self) -> None:
        """Delete the word before the cursor of the bar."""
        self._edit(self.walking.editor.delete_word())

    def do_quit_search(self) -> None:
        """Quit the app."""
        self.do_quit()

    def typed(self, key: str, character: str | None) -> None:
        """Edit the bar; on the list, say where else a key works."""
        if not self.walking.typing:
            super().typed(key, character)
            return
        editor = self.walking.editor.key(key, character)
        if editor is not None:
            self._edit(editor)

    def on_paste(self, event: events.Paste) -> None:
        """Put the first line of a paste into the bar."""
        event.stop()
        if not self.walking.typing:
            self.do_stand()
        if self.walking.typing:
            self._edit(self.walking.editor.insert(event.text))

    # The mouse

    def clicked(self, event: events.Click) -> None:
        """Put the cursor on the stop that was clicked; a second click opens it."""
        if event.widget is not self.list or self.expanded or self.walking.slot is None:
            return
        lines = page_lines(self.walking, self.signs, self.list.size.width)
        above = LINES_ABOVE + (not self._is_short())
        number = self.walking.top + event.y - above
        if event.y < above or number >= len(lines):
            return
        place = lines[number].place
        if place is not None:
            self._move_to(place)
            if event.chain > 1 and not self.walking.typing:
                self.act("open")

    # Showing

    def on_screen_resume(self) -> None:
        """Show the present slot again if the one that was shown is over."""
        super().on_screen_resume()
        self.walking.catch_up()
        self.repaint_all()

    def minute_passed(self) -> None:
        """Show how much time is left now."""
        self.walking.read()
        self.repaint_all()

    def itinerary_moved(self) -> None:
        """Show what was decided, here or elsewhere: the list at once."""
        self.walking.read()
        self.list.repaint_now()
        super().itinerary_moved()

    def _see(self, *, goes_on: bool) -> None:
        stop = self.walking.current()
        if stop is None:
            return
        if not stop.visited:
            self.walking.keep_place_when_seen()
        outcome = self.session.decisions.visit([stop.event], visited=not stop.visited)
        self._seen = self.session.version()
        self.walking.read()
        said = outcome.sentence if stop.visited or not outcome.changed else None
        if goes_on and not stop.visited and not self.walking.next_unseen():
            said = f"All {len(self.walking.stops)} seen"
        self._moved(said)

    def _stepped(self, outcome: Outcome) -> None:
        self._seen = self.session.version()
        self.walking.read()
        self.walking.go_to(outcome.event_ids)
        self._moved(outcome.sentence)

    def _edit(self, editor: LineEditor) -> None:
        self.walking.edit(editor)
        self._moved()
        question = self.walking.question()
        if question is not None:
            self.session.aside.ask("walk", question, partial(self._found, editor.text))

    def _found(self, text: str, found: list[Event]) -> None:
        self.walking.take(text, found)
        self.list.repaint()

    def _move_to(self, place: int) -> None:
        self.walking.to(place)
        self._moved()

    def _moved(self, said: str | None = None) -> None:
        """Paint the list at once, and what follows it after that frame."""
        self.message = said or ""
        self.detail_top = 0
        self.list.repaint_now()
        self.head.repaint()
        self.foot.repaint()
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(KEEP_AFTER, self.planner.keep_place)

    def _is_short(self) -> bool:
        """Whether every line counts, so that the header says the slot."""
        return self.has_class("-short")

    def _paint_head(self, width: int, height: int) -> list[Strip]:
        if self._is_short() and self.walking.slot is not None:
            changed = len(self.session.marks().changed)
            return [
                slot_line(self.walking, self.signs, width),
                tabs(self.scope, width, self.session.keys, changed),
            ]
        return super()._paint_head(width, height)
