"""What every screen shares: its frame, its keys by the registry, its status line.

The commands that work everywhere stand here too, each in a method of a line or
two: they are what makes this room longer than others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip

from planner.commands import LISTS
from planner.itinerary.store import ItineraryError
from planner.tui.render import PLAIN, Signs, line
from planner.tui.widgets.frame import AS_EVER, KeysNow, foot, head
from planner.tui.widgets.painted import Painted
from planner.tui.widgets.targets import Target
from planner.workspace.decisions import Outcome
from planner.workspace.session import Session

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp

#: Below this size a screen only says that it is too small.
LEAST_WIDTH, LEAST_HEIGHT = 40, 10


#: From which width and height on a screen has a class, for the style sheet.
_WIDTHS = ((0, "-narrow"), (80, "-normal"), (120, "-wide"))
_HEIGHTS = ((0, "-tiny"), (LEAST_HEIGHT, "-short"), (22, "-tall"), (36, "-high"))


class PlannerScreen(Screen[None]):
    """A screen of the planner: header, body, status line and key bar.

    A key is looked up in the registry for the screen's scope, and the method
    ``do_<command id>`` acts. Nothing else handles keys.
    """

    scope: ClassVar[str] = ""

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(classes=" ".join(_size_classes(size)))
        self.session = session
        self.signs = signs
        self.message = ""
        self._seen = session.version()
        self._keys = {scope: session.keys.keymap(scope) for scope in self.scopes()}
        self.head = Painted(self._paint_head, id="head")
        self.foot = Painted(self._paint_foot, id="foot")
        self.list = Painted(self._paint_body, id="list")

    @property
    def planner(self) -> PlannerApp:
        """The app, by its own type."""
        return cast("PlannerApp", self.app)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew where the size is another one of width or height."""
        # Textual's own breakpoints style and lay out a new screen twice.
        wanted = _size_classes(event.size)
        for name in _WIDTHS + _HEIGHTS:
            if self.has_class(name[1]) != (name[1] in wanted):
                self.set_class(name[1] in wanted, name[1])

    def scopes(self) -> tuple[str, ...]:
        """Return the scopes whose keys the screen takes."""
        return (self.scope,)

    def active_scope(self) -> str:
        """Return the scope whose keys work now."""
        return self.scope

    def compose(self) -> ComposeResult:
        """Lay out header, body and foot."""
        yield self.head
        with Container(id="body"):
            yield from self.compose_body()
        yield self.foot

    def compose_body(self) -> ComposeResult:
        """Lay out the body; one painted widget unless a screen has more."""
        yield self.list

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the body's lines."""
        raise NotImplementedError

    def status(self) -> tuple[str, str]:
        """Return what the status line says when nothing happened, and what stands at its end."""
        return "", ""

    def keys_now(self) -> KeysNow:
        """Return what the key bar says otherwise than the registry for what is shown now."""
        return AS_EVER

    def on_key(self, event: events.Key) -> None:
        """Act upon a key of the scope that is active."""
        event.stop()
        event.prevent_default()
        if self.app.screen is not self:
            # Typed in one breath with the key that laid another screen on this one.
            self.app.screen.post_message(events.Key(event.key, event.character))
            return
        character = event.character
        typed = character is not None and character.isprintable() and character != " "
        key = str(character) if typed else event.key
        command = self._keys[self.active_scope()].get(key)
        if command is None:
            self.message = ""
            self.typed(event.key, character)
            return
        self.act(command)

    def act(self, command: str) -> None:
        """Carry out a command by its id; one that this screen lacks is said to be so."""
        self.planner.acted.append(command)
        self.message = ""
        method: Callable[[], None] | None = getattr(self, f"do_{command}", None)
        if method is None:
            self.say("That works on another screen")
            return
        try:
            reason = self.why_not(command)
            if reason:
                self.say(reason)
            else:
                method()
        except ItineraryError as error:
            self.say(str(error))

    def why_not(self, command: str) -> str:
        """Return why a command cannot be carried out now and here, nothing where it can."""
        if command == self.scope and self.scope in LISTS:
            return f"You are on {command.capitalize()} already"
        if command in ("undo", "redo"):
            newest = next(iter(self.session.store.history(1)), None)
            if command == "undo" and newest is None:
                return "Nothing to undo"
            if command == "redo" and not (newest and newest.redoable):
                return "Nothing to redo"
        return ""

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked: a key, a screen's name, a part of a line, a row."""
        if self.app.screen is not self:
            return  # A click of the same breath laid another screen here, or took this one away.
        widget = event.widget
        target = widget.target_at(event.x, event.y) if isinstance(widget, Painted) else None
        if target is not None:
            self.take(target)
        elif widget is self.head:
            self.clicked_outside()
        else:
            self.clicked(event)

    def take(self, target: Target) -> None:
        """Carry out what was clicked; another screen may lie below some that lie on it."""
        if target.name not in LISTS or self.scope in LISTS:
            self.act(target.name)
        elif words := self.begun():
            self.say(words)
        else:
            app = self.planner
            while isinstance(app.screen, PlannerScreen) and app.screen.scope not in LISTS:
                app.pop_screen()
            app.show(target.name)

    def clicked(self, event: events.Click) -> None:
        """Take a click on what is no target: a row, or nothing."""

    def clicked_outside(self) -> None:
        """Leave what lies on a list, unless something was begun in it."""
        if self.scope in LISTS:
            return
        if words := self.begun():
            self.say(words)
        else:
            self.act(self._keys[self.active_scope()]["escape"])

    def begun(self) -> str:
        """Return why a click beside it does not close the screen, nothing where it does."""
        return ""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go on with the wheel."""
        self.wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go back with the wheel."""
        self.wheel(event, -1)

    def wheel(self, event: events.MouseEvent, step: int) -> None:
        """Scroll what is under the wheel: 1 is on, -1 is back."""

    async def _dispatch_message(self, message: Message) -> None:
        # A screen whose handler lets an error go takes no more keys: a private name of Textual.
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            self.planner.met(error)

    def typed(self, key: str, character: str | None) -> None:
        """Take a key that is no command."""

    def say(self, message: str) -> None:
        """Show what happened in the status line, until the next key."""
        self.message = message
        self.foot.repaint()

    def told(self, outcome: Outcome) -> None:
        """Show a decision's outcome and whatever it changed."""
        self.itinerary_moved()
        self.say(outcome.sentence)

    def on_screen_resume(self) -> None:
        """Show what was decided while another screen was on top."""
        if self.session.version() != self._seen:
            self.itinerary_moved()

    def itinerary_moved(self) -> None:
        """Show the itinerary anew: it moved, here or in another window."""
        self._seen = self.session.version()
        self.repaint_all()

    def minute_passed(self) -> None:
        """Show the time anew: a minute of the clock went by."""
        self.head.repaint()

    def repaint_all(self) -> None:
        """Paint everything anew."""
        for widget in self.query(Painted):
            widget.repaint()

    def do_browse(self) -> None:
        """Go to Browse."""
        self.planner.show("browse")

    def do_plan(self) -> None:
        """Go to Plan."""
        self.planner.show("plan")

    def do_walk(self) -> None:
        """Go to Walk."""
        self.planner.show("walk")

    def do_triage(self) -> None:
        """Go to Triage."""
        self.planner.show("triage")

    def do_help(self) -> None:
        """Open the help on this screen's keys."""
        from planner.tui.screens.help import HelpScreen

        self.planner.lay(HelpScreen, self)

    def do_palette(self) -> None:
        """Open the palette of commands."""
        from planner.tui.screens.palette import PaletteScreen

        self.planner.lay(PaletteScreen, self)

    def do_changes(self) -> None:
        """Go to Changes."""
        self.planner.show("changes")

    def do_update(self) -> None:
        """Ask for a newer schedule, after a question."""
        self.planner.renewing.ask()

    def do_conferences(self) -> None:
        """Open the list of conferences."""
        if self.planner.renewing.may_change():
            from planner.tui.screens.conferences import ConferencesScreen

            self.planner.lay(ConferencesScreen)

    def do_theme(self) -> None:
        """Open the choice of a theme."""
        from planner.tui.screens.themes import ThemesScreen

        self.planner.lay(ThemesScreen, self.planner.theme_name)

    def do_export(self) -> None:
        """Open the export dialogue."""
        from planner.tui.screens.export import ExportScreen

        self.planner.lay(ExportScreen)

    def do_sync(self) -> None:
        """Make the calendar on a server as the plan is."""
        self.planner.sync()

    def do_group(self) -> None:
        """Open the comparison of several plans."""
        self.planner.whereabouts.show_group()

    def do_undo(self) -> None:
        """Take back the newest decision."""
        self.told(self.session.decisions.undo())

    def do_redo(self) -> None:
        """Make the undone decision again."""
        self.told(self.session.decisions.redo())

    def do_quit(self) -> None:
        """Quit the app."""
        self.planner.leave()

    def do_suspend(self) -> None:
        """Go back to the shell."""
        self.app.action_suspend_process()

    def _paint_head(self, width: int, _height: int) -> list[Strip]:
        return head(self.session, self.scope, width, self.signs)

    def _paint_body(self, width: int, height: int) -> list[Strip]:
        if self.size.width < LEAST_WIDTH or self.size.height < LEAST_HEIGHT:
            needed = f"{LEAST_WIDTH}x{LEAST_HEIGHT} needed"
            present = f"{self.size.width}x{self.size.height} here"
            words = ("Too small:", needed, present, "nothing is lost")
            return [line([(word, PLAIN)], width) for word in words]
        return self.paint_body(width, height)

    def _paint_foot(self, width: int, _height: int) -> list[Strip]:
        if self.message:
            status = (self.message, "")
        elif self.planner.notice is not None:
            from planner.tui.widgets.notice_line import fitted_notice

            status = (fitted_notice(self.planner.notice, width - 2, self.signs), "")
        else:
            status = self.status()
        scope = self.active_scope()
        now = self.keys_now() if scope == self.scope else AS_EVER
        return foot(status, scope, width, self.signs, self.session.keys, now)


def _size_classes(size: Size) -> tuple[str, str]:
    """Return the classes of a screen of this size: one for its width, one for its height."""
    width = max((each for each in _WIDTHS if each[0] <= size.width), default=_WIDTHS[0])
    height = max((each for each in _HEIGHTS if each[0] <= size.height), default=_HEIGHTS[0])
    return width[1], height[1]
