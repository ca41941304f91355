"""What the screens with a list of events share: the row under the cursor, and acts on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size
from textual.timer import Timer

from planner.commands import BY_ID, KEY_BAR, LISTS, PLAN
from planner.model import Attendance, Level
from planner.tui.render import Signs, cut, width_of
from planner.tui.screens.base import PlannerScreen
from planner.tui.widgets.frame import AS_EVER, KeysNow
from planner.workspace.decisions import Outcome
from planner.workspace.rows import Row
from planner.workspace.session import Session

if TYPE_CHECKING:
    from planner.model import Event
    from planner.workspace.problems import Sentence

#: Seconds without a decision after which is said what a star collides with.
TELL_AFTER = 0.05
#: What can be done only to an event under the cursor, and how the lack of one is said on.
_ABOUT_EVENT = {
    **dict.fromkeys(("star", "want", "must", "maybe"), " to star"),
    **dict.fromkeys(("visited", "hide", "decline", "later", "mine", "pin"), ""),
    **dict.fromkeys(("open", "detail_down", "detail_up", "show_event"), ""),
    "note": " to write about",
    "time": " to give a time",
    "alike": " to find more like",
    "link": " to show the links of",
    "copy": " to copy",
}
#: Cells of a title in that sentence, where the cursor has moved on from its row.
_SHORT_TITLE = 20


class ListScreen(PlannerScreen):
    """A screen with a list of events and the detail of one.

    ``expanded`` says that the detail has the whole body, ``detail_top`` which
    of its lines is the first to be shown.
    """

    #: Whether the detail is shown beside the list.
    has_detail: ClassVar[bool] = False

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.expanded = False
        self.detail_top = 0
        self._telling: Timer | None = None

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        raise NotImplementedError

    def typed(self, key: str, character: str | None) -> None:
        """Say of a key that works on another of the five screens that it does so there."""
        keys, pressed = self.session.keys, character if character and character.strip() else key
        others = LISTS if self.scope in LISTS else ()
        for scope in others:
            command = keys.keymap(scope).get(pressed)
            if command is not None:
                words = BY_ID[command].help
                if not words.startswith("I "):
                    words = words[:1].lower() + words[1:]
                self.say(f"In {scope.title()} ({keys.key(scope)}): {words}")
                return

    def keys_now(self) -> KeysNow:
        """Return the way back first where the detail lies on the list."""
        if not self.expanded:
            return AS_EVER
        first = () if "back" in KEY_BAR[self.scope] else ("back",)
        return KeysNow(first, {"open": "", "ways_out": ""})

    def why_not(self, command: str) -> str:
        """Return why a command cannot be carried out now, nothing where it can."""
        about = _ABOUT_EVENT.get(command)
        if about is not None and self.current() is None:
            return f"There is no event here{about}"
        if command in ("detail_down", "detail_up") and not (self.expanded or self.has_detail):
            opens = "ways_out" if self.scope == PLAN else "open"
            return f"{self.session.keys.at_start(opens, self.scope)} opens the detail"
        if command == "link":
            return self._no_link()
        if command == "alike_stars":
            from planner.workspace.alike import NO_STARS, has_stars

            if not has_stars(self.session):
                return f"{NO_STARS}; {self.session.keys.key('want')} stars an event"
        return super().why_not(command)

    def _no_link(self) -> str:
        from planner.export.links import sound

        row = self.current()
        if row is None or sound(row.event.links):
            return ""
        copies = self.session.keys.key("copy", self.scope)
        return f"No link is known for this event; {copies} copies its title"

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
            self.told(self.session.decisions.toggle_seen(row))

    def do_note(self) -> None:
        """Write a note about the event."""
        row = self.current()
        if row is None:
            return
        from planner.tui.screens.note import NoteScreen

        self.planner.lay(NoteScreen, row.event)

    def do_time(self) -> None:
        """Give the event a time that one knows."""
        row = self.current()
        if row is None:
            return
        from planner.tui.screens.own_time import OwnTimeScreen

        self.planner.lay(OwnTimeScreen, row.event)

    def do_mine(self) -> None:
        """Say that one presents the event, or that one doesn't."""
        row = self.current()
        if row is not None:
            self.told(self.session.decisions.present([row.event], mine=not row.mine))

    def do_alike(self) -> None:
        """Look for more like the event."""
        row = self.current()
        if row is not None:
            self._lay_alike(row.event)

    def do_alike_stars(self) -> None:
        """Look for more like the stars."""
        self._lay_alike(None)

    def do_link(self) -> None:
        """Show the event's links."""
        row = self.current()
        if row is None:
            return
        from planner.export.links import sound
        from planner.tui.screens.link import LinkScreen

        links = sound(row.event.links)
        self.planner.lay(LinkScreen, row.event, links)

    def do_copy(self) -> None:
        """Copy the event's first link or its title, by the terminal's own clipboard (OSC 52)."""
        row = self.current()
        if row is None:
            return
        from planner.export.links import sound

        links = sound(row.event.links)
        copied = links[0].url if links else row.event.title
        self.app.copy_to_clipboard(copied)
        self.say(f"Copied {copied}" if links else f"No link is known; copied its title: {copied}")

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
        outcome = self.session.decisions.toggle(row, level)
        self.told(outcome)
        self.tell_clash(outcome)
        return True

    def tell_clash(self, outcome: Outcome) -> None:
        """Say with what an event that was starred just now collides, once the keys pause."""
        if self._telling is not None:
            self._telling.stop()
        itinerary = self.session.itinerary()
        for name in sorted(outcome.event_ids & itinerary.stars.keys()):
            fixed = itinerary.stars[name].snapshot.attended is Attendance.FIXED
            if outcome.changed and (fixed or name in itinerary.mine):
                ask = partial(self._ask_clash, name, outcome.sentence)
                self._telling = self.set_timer(TELL_AFTER, ask)
                return

    def _lay_alike(self, event: Event | None) -> None:
        from planner.tui.screens.alike import AlikeScreen

        self.planner.lay(AlikeScreen, event)

    def _ask_clash(self, event_id: str, said: str) -> None:
        from planner.workspace.problems import clash_question

        question = clash_question(self.session, event_id)
        self.session.aside.ask("clash", question, partial(self._tell_clash, event_id, said))

    def _tell_clash(self, event_id: str, said: str, found: Sentence | None) -> None:
        # Whatever was said meanwhile is newer.
        if found is None or self.message != said:
            return
        from planner.tui.widgets.fitted import fitted

        room = self.size.width - 2
        whole = f"{said}. {found.words}"
        if width_of(whole) > room:
            level, _, title = said.partition(": ")
            current = self.current()
            # The row under the cursor shows its title already; of another one it is said in short.
            about = current is not None and current.event.id == event_id
            short = (
                "" if about or not title else f": {cut(title, _SHORT_TITLE, self.signs.ellipsis)}"
            )
            stop = "" if short.endswith(self.signs.ellipsis) else "."
            level = f"{level}{short}{stop} "
            whole = level + fitted(found, room - width_of(level), self.signs)
        self.say(whole)
