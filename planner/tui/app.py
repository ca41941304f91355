"""The app: one session on the terminal, from its first frame to its last.

What it is made of stands in rooms of its own: where one is (``whereabouts``),
what it looks for by itself (``lookout``), another schedule (``renewing``), a
calendar's sync (``syncing``), a fault of its own (``faults``). Each is made when
it is first needed, so that none of them delays the first frame. What is left is
the order of a run, and Textual's own doors, which are methods of the app or nothing.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.events import Key
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from planner import paths
from planner.itinerary.store import ItineraryError
from planner.schedule.unusable import ScheduleUnusable
from planner.settings import TERMINAL
from planner.tui.keyboard import take_any_bytes
from planner.tui.render import Signs
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.browse import BrowseScreen
from planner.tui.widgets.painted import Painted
from planner.workspace.in_use import Stamp, stamp_of
from planner.workspace.left_off import LeftOff, read_left_off
from planner.workspace.preparation import Preparation
from planner.workspace.session import Clock, Session, machine_clock

if TYPE_CHECKING:
    from typing import Concatenate, ParamSpec

    from textual.filter import LineFilter
    from textual.geometry import Size

    from planner.tui.faults import Faults
    from planner.tui.lookout import Lookout
    from planner.tui.renewing import Coming, Renewing
    from planner.tui.screens.preparing import PreparingScreen
    from planner.tui.syncing import Syncing
    from planner.tui.whereabouts import Whereabouts
    from planner.workspace.notice import Notice

    P = ParamSpec("P")

#: Seconds between two looks whether the schedule is compiled.
PREPARED_EVERY = 0.02
#: So many commands stand in the report of a fault.
_REMEMBERED = 20


class PlannerApp(App[None], inherit_bindings=False):
    """The Textual app over one session.

    Args:
        places: Where planner's files are.
        preparation: The schedule, compiled or being compiled; the app closes it.
        signs: The signs that the terminal can show.
        clock: Gives the present moment, aware, in UTC.
        theme_name: How it looks, one of :data:`planner.settings.THEME_NAMES`.

    Raises:
        ScheduleUnusable: The schedule cannot be opened.
        ItineraryError: The itinerary cannot be opened.
    """

    CSS_PATH = "planner.tcss"
    TITLE = "planner"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self,
        places: paths.Places,
        preparation: Preparation,
        signs: Signs,
        clock: Clock = machine_clock,
        theme_name: str = TERMINAL,
    ) -> None:
        super().__init__(ansi_color=True)
        self.places = places
        self.preparation = preparation
        self.signs = signs
        self.clock = clock
        #: The theme in use, and what the lines pass through for it: nothing for the terminal's own.
        self.theme_name = TERMINAL
        self._theme_filters: Sequence[LineFilter] = ()
        if theme_name != TERMINAL:
            self._wear(theme_name)
        #: The sentence to say after the app has closed, if it could not go on.
        self.failure: str | None = None
        self._session = Session(places, preparation, clock) if preparation.rows_ready() else None
        self._left_off: LeftOff | None = None
        self._rows_timer: Timer | None = None
        self._opened: Stamp | None = None
        self._whereabouts: Whereabouts | None = None
        self._lookout: Lookout | None = None
        self._renewing: Renewing | None = None
        self._syncing: Syncing | None = None
        #: The folder chosen to save in, None for the one that planner was started in.
        self.folder: Path | None = None
        #: The ids of the last commands, for the report of a fault.
        self.acted: deque[str] = deque(maxlen=_REMEMBERED)
        self._faults: Faults | None = None
        #: Keys pressed while the schedule was prepared, for the screen that comes then.
        self._typed_ahead: list[Key] = []

    @property
    def session(self) -> Session:
        """The session; it is there as soon as the schedule's rows are."""
        if self._session is None:
            self._session = Session(self.places, self.preparation, self.clock)
        return self._session

    @property
    def browse(self) -> BrowseScreen:
        """The Browse screen."""
        screen = self.get_screen("browse")
        assert isinstance(screen, BrowseScreen)  # noqa: S101 - installed under this name
        return screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what each line passes through before it is shown."""
        return self._theme_filters or super().get_line_filters()

    def wear(self, theme_name: str) -> None:
        """Show everything in another theme from now on, in this run.

        Args:
            theme_name: One of :data:`planner.settings.THEME_NAMES`.
        """
        self._wear(theme_name)
        for screen in {*self.screen_stack, *self.whereabouts.screens()}:
            screen.refresh()
            for widget in screen.query("*"):
                widget.repaint() if isinstance(widget, Painted) else widget.refresh()

    def _wear(self, theme_name: str) -> None:
        self.theme_name = theme_name
        self._theme_filters = ()
        # Without colours, or with too few of them, every theme is the terminal's.
        if theme_name != TERMINAL and self.shows_themes:
            from planner.tui.themes import THEMES, ThemeFilter

            self._theme_filters = (ThemeFilter(THEMES[theme_name]),)

    @property
    def shows_themes(self) -> bool:
        """Whether the terminal has the 256 colours that a theme asks for, and colour is wanted."""
        return not self.no_color and self.console.color_system in ("256", "truecolor")

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen: Browse, or a word that the schedule is being made."""
        try:
            return self._make_browse() if self._session else self.preparing_screen()
        except Exception as error:
            apology = self.faults.screen(error)
            if apology is None:
                raise
            return apology

    def on_mount(self) -> None:
        """Go to where the app was left, and keep looking for what others decide."""
        asyncio.get_running_loop().set_exception_handler(self._met_in_loop)
        # Back from the shell (ctrl+z, fg) the terminal is blank, and Textual draws
        # only what changed.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if self.is_web:
            from planner.tui.in_browser import leave_with_server

            leave_with_server(self)
        if self._session is None:
            self._rows_timer = self.set_interval(PREPARED_EVERY, self._look_for_rows)
        elif self._faults is None:
            self._settle()

    def show(self, name: str, back: str = "browse") -> None:
        """Go to one of the screens that have a number; Esc leads from there to ``back``."""
        self.whereabouts.show(name, back)

    def lay(
        self,
        made: Callable[Concatenate[Session, Signs, Size, P], Screen[None]],
        *rest: P.args,
        **named: P.kwargs,
    ) -> None:
        """Lay another screen over the one that is shown.

        Args:
            made: Its class.
            rest: What it is made with besides the session, the signs and the size.
            named: The same, by name.
        """
        self.push_screen(made(self.session, self.signs, self.size, *rest, **named))

    def lay_report(self, sentences: Sequence[str], *, mine: bool) -> None:
        """Lay what an import or update came to over the screen."""
        from planner.tui.screens.report import ReportScreen

        self.lay(ReportScreen, sentences, mine=mine)

    def sync(self) -> None:
        """Make the calendar on a server as the plan is, beside the app."""
        if self._syncing is None:
            from planner.tui.syncing import Syncing

            self._syncing = Syncing(self)
        self._syncing.start()

    async def go_on_with(self, session: Session, coming: Coming) -> None:
        """Take the screens of the open session away, and show those of another one."""
        if self._lookout is not None:
            self._lookout.stop()
            self._lookout = None
        before = self.session
        await self.whereabouts.leave(self.preparing_screen())
        self._session, self.preparation = session, coming.preparation
        before.close()
        # What the first start made was left alone by the collector: it can go now.
        gc.unfreeze()
        gc.collect()
        await self.push_screen(self._make_browse())
        self._settle(again=True)
        self.hand_over_keys()
        if coming.report:
            self.lay_report(coming.report, mine=coming.mine)
        elif coming.sentence:
            self.say(coming.sentence)

    @property
    def renewing(self) -> Renewing:
        """What notices that the schedule in use is another one."""
        if self._renewing is None:
            # With the first look at other windows, half a second after the start.
            from planner.tui.renewing import Renewing

            self._renewing = Renewing(self, self._opened)
        return self._renewing

    @property
    def whereabouts(self) -> Whereabouts:
        """Where one is."""
        if self._whereabouts is None:
            from planner.tui.whereabouts import Whereabouts

            self._whereabouts = Whereabouts(self, self._left_off)
        return self._whereabouts

    @property
    def notice(self) -> Notice | None:
        """What begins soon, if anything is to be said of it now."""
        return self._lookout.notice if self._lookout is not None else None

    def say(self, message: str) -> None:
        """Say what happened in the status line of the screen on top."""
        if isinstance(self.screen, PlannerScreen):
            self.screen.say(message)

    def say_when_quiet(self, message: str) -> None:
        """Say in the status line what nobody asked for, once nothing else stands there."""
        if self._lookout is not None:
            self._lookout.say_when_quiet(message)

    def leave(self) -> None:
        """Keep the place, and quit."""
        self.keep_place()
        self.exit()

    def on_exit_app(self) -> None:
        """Keep the place where a browser's tab was closed, which asks nobody."""
        if self.is_web and not self._exit:
            self.keep_place()

    def keep_place(self) -> None:
        """Keep where the app is, for the next start."""
        if self._session is not None and self.is_screen_installed("browse"):
            self.whereabouts.keep()

    def close_session(self) -> None:
        """Close what was opened, and end the compiler if it still runs."""
        if self._renewing is not None:
            self._renewing.close()
        if self._syncing is not None:
            self._syncing.close()
        if self._session is not None:
            self._session.close()
        self.preparation.close()

    @property
    def faults(self) -> Faults:
        """What is done about a fault of planner's own."""
        if self._faults is None:
            # With the first fault.
            from planner.tui.faults import Faults

            self._faults = Faults(self)
        return self._faults

    @property
    def has_session(self) -> bool:
        """Whether the schedule was opened."""
        return self._session is not None

    @property
    def is_leaving(self) -> bool:
        """Whether the app is on its way out."""
        return self._exit or self._closing or self._closed

    def met(self, error: Exception) -> None:
        """Apologise for an error that nothing expected, and let the attendee go on if possible."""
        if self.failure is not None:
            return
        if self.is_web and isinstance(error, BrokenPipeError):
            self.exit()  # The server is gone, and with it whoever could be told.
            return
        try:
            shown = self.faults.met(error)
        except Exception:  # What apologises is broken itself; the shell can still say it.
            shown = False
        if not shown:
            self.end_with(error)

    def end_with(self, error: Exception) -> None:
        """Leave with the sentence of an error, kept in a report if it is planner's own."""
        super()._handle_exception(error)

    def let_go(self) -> None:
        """Stop what looks at the session again and again, before another one takes its place."""
        if self._lookout is not None:
            self._lookout.stop()
        if self._rows_timer is not None:
            self._rows_timer.stop()
        if self._renewing is not None:
            self._renewing.close()
            self._renewing = None

    # Private names of Textual (8.2.8), where every error ends up that nobody caught. A
    # message loop ends with the first one that leaves a message's handler, so none may.
    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            self.met(error)

    def _handle_exception(self, error: Exception) -> None:
        self.met(error)

    def _fatal_error(self) -> None:
        """Leave with a sentence and a report, not with a traceback full of the attendee's data."""
        if self.failure is None:
            from planner.workspace.fault import fault_report

            error = sys.exc_info()[1] or self._exception
            if isinstance(error, ItineraryError | ScheduleUnusable):
                self.failure = str(error)
            else:
                self.failure = fault_report(self.places, error)
        self._close_messages_no_wait()

    def panic(self, *_renderables: object) -> None:
        """Leave with a sentence: what reads the terminal for Textual broke, not the screens."""
        self._return_code = 1
        self._fatal_error()

    def _met_in_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take up what was raised in a callback of the event loop itself."""
        error = context.get("exception")
        if isinstance(error, Exception) and self.is_running:
            self.met(error)
        else:
            loop.default_exception_handler(context)

    def _make_browse(self) -> BrowseScreen:
        path = paths.state_path(self.places)
        self._left_off = read_left_off(path, self.session.schedule.conference.id)
        self._whereabouts = None
        screen = BrowseScreen(self.session, self.signs, self.size, self._left_off)
        self.install_screen(screen, "browse")
        return screen

    def preparing_screen(self) -> PreparingScreen:
        """Return the word that the schedule is being prepared."""
        from planner.tui.screens.preparing import PreparingScreen

        return PreparingScreen(self.signs, self._typed_ahead)

    def hand_over_keys(self) -> None:
        """Give the screen that is here now what was typed before it was."""
        for key in self._typed_ahead:
            self.screen.post_message(Key(key.key, key.character))
        self._typed_ahead.clear()

    def _look_for_rows(self) -> None:
        """Go to Browse as soon as the compiler has published the rows."""
        if self.is_screen_installed("browse"):
            return  # A tick that waited while the one before did this.
        try:
            if not self.preparation.rows_ready():
                return
            screen = self._make_browse()
        except (ScheduleUnusable, ItineraryError) as error:
            self.failure = str(error)
            self.exit(return_code=1)
            return
        if self._rows_timer is not None:
            self._rows_timer.stop()
        self.push_screen(screen)
        self._settle()
        self.hand_over_keys()

    def _settle(self, *, again: bool = False) -> None:
        """Begin the steady state: a quiet collector, an eye on other windows and on the system.

        ``again`` says that it is so once more, with another schedule.
        """
        self.session.aside.fault = self._handle_exception
        for ending in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(ending, self.leave)
        if self._left_off and self._left_off.screen != "browse":
            self.whereabouts.resume(again=again)
        if self.session.store.notice:
            self.browse.say(self.session.store.notice)
        self._renewing, self._opened = None, stamp_of(self.preparation.source)
        if self.session.settings.daily_check and not again:
            self.renewing.check()
        self.call_after_refresh(self._look_out, self.session.version())

    def _look_out(self, version: int) -> None:
        """Look from now on for what no key brings about; the first frame is painted."""
        if self._lookout is None:
            from planner.tui.lookout import Lookout

            self._lookout = Lookout(self, version)
        _keep_what_start_made()


def _keep_what_start_made() -> None:
    """Let the collector run again, and leave what the start made alone: it all stays."""
    gc.freeze()
    gc.enable()


def run(
    places: paths.Places,
    preparation: Preparation,
    signs: Signs,
    clock: Clock,
    theme_name: str = TERMINAL,
) -> str | None:
    """Run the app until it is left; return a sentence if it could not go on.

    Raises:
        ScheduleUnusable: The schedule cannot be opened.
        ItineraryError: The itinerary cannot be opened.
    """
    app = PlannerApp(places, preparation, signs, clock, theme_name)
    take_any_bytes()
    try:
        app.run()
        return app.failure
    finally:
        app.close_session()
