"""The Changes screen: what the programme changed, to be taken note of one by one."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import CHANGES
from planner.tui.changing import Changing
from planner.tui.render import Signs
from planner.tui.screens.list_screen import ListScreen
from planner.tui.screens.moving import Moving
from planner.tui.widgets.changes_page import item_at, paint_changes
from planner.tui.widgets.frame import AS_EVER, KeysNow
from planner.workspace.changed import Changed, Gift
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.wording import people_words, place_words, slot_words


class ChangesScreen(Moving, ListScreen):
    """What became known, what changed of the attendee's events, then all else."""

    scope: ClassVar[str] = CHANGES

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.changing = Changing(session)

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the changes in view."""
        return paint_changes(self.changing, self.signs, width, height)

    def status(self) -> tuple[str, str]:
        """Return the event under the cursor as it is now."""
        event = self.changing.event()
        if event is None:
            return "", ""
        names = people_words([person.name for person in event.people])
        known = ", ".join(filter(None, (slot_words(event), place_words(event))))
        return event.title, "   ".join(filter(None, (known, names)))

    def current(self) -> Row | None:
        """Return the row of the event under the cursor."""
        return self.changing.current()

    def itinerary_moved(self) -> None:
        """Show anew what is not taken note of, the lines at once."""
        self.changing.read()
        self.list.repaint_now()
        super().itinerary_moved()

    def keys_now(self) -> KeysNow:
        """Return how a newer schedule comes where there is nothing to take note of."""
        if self.changing.item() is not None:
            return AS_EVER
        none = ("acknowledge", "next_change", "show_event", "want")
        return KeysNow(("update",), dict.fromkeys(none, ""))

    def why_not(self, command: str) -> str:
        """Return why a command cannot be carried out now, nothing where it can."""
        item = self.changing.item()
        if command == "acknowledge" and item is None:
            return "There is no change to take note of"
        if command == "show_event" and item is not None:
            # Of what became known it is the plan that is shown.
            return ""
        return super().why_not(command)

    # Taking note

    def do_acknowledge(self) -> None:
        """Take note of the change under the cursor, and go on to the next."""
        item = self.changing.item()
        noted = self.changing.noted()
        if isinstance(item, Changed | Gift) and noted:
            self.told(self.session.decisions.acknowledge(noted))
        else:
            self.move_by(1)

    def do_next_change(self) -> None:
        """Go to the next change of the attendee's events."""
        self._to_yours(1)

    def do_previous_change(self) -> None:
        """Go to the one before."""
        self._to_yours(-1)

    def do_show_event(self) -> None:
        """Show the event in Browse, with its detail."""
        item, event = self.changing.item(), self.changing.event()
        if isinstance(item, Gift):
            self.planner.show("plan", back=CHANGES)
        elif event is None or self.session.schedule.number(event.id) is None:
            self.say("It is no longer in the schedule" if item else "There is no event here")
        else:
            self.planner.show("browse")
            self.planner.browse.go_to(event)

    # Moving

    def move_by(self, rows: int) -> None:
        """Move the cursor by changes."""
        self._move_to(self.changing.cursor + rows)

    def page_rows(self) -> int:
        """Return how many changes a page has; one takes two lines."""
        return max(2, self.list.size.height // 2)

    def do_next_section(self) -> None:
        """Go to the changes of other events."""
        self.changing.turn(1)
        self._moved()

    def do_previous_section(self) -> None:
        """Go to the changes of one's own."""
        self.changing.turn(-1)
        self._moved()

    def do_back(self) -> None:
        """Go to Browse."""
        self.do_browse()

    def do_search(self) -> None:
        """Go to the search bar of Browse."""
        self.planner.show("browse")
        self.planner.browse.do_search()

    # The mouse

    def clicked(self, event: events.Click) -> None:
        """Put the cursor on the change that was clicked; a second click shows its event."""
        if event.widget is not self.list:
            return
        place = item_at(self.changing, self.signs, self.list.size.width, event.y)
        if place is not None:
            self._move_to(place)
            if event.chain > 1:
                self.act("show_event")

    def _move_to(self, place: int) -> None:
        self.changing.to(place)
        self._moved()

    def _moved(self) -> None:
        """Paint the lines at once, and the status after that frame."""
        self.message = ""
        self.list.repaint_now()
        self.foot.repaint()

    def _to_yours(self, step: int) -> None:
        if self.changing.next_yours(step):
            self._moved()
        else:
            self.say(
                "No change of yours further on" if step > 0 else "No change of yours before this"
            )
