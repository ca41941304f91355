"""The app: opens the screens on one session, and notices what other windows decide."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
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
from planner.tui.screens.preparing import PreparingScreen
from planner.tui.widgets.painted import Painted
from planner.workspace.in_use import Stamp, stamp_of
from planner.workspace.left_off import LeftOff, TriageLeft, WalkLeft, read_left_off, write_left_off
from planner.workspace.preparation import Preparation
from planner.workspace.session import Clock, Session, machine_clock
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from textual.filter import LineFilter

    from planner.model import Event
    from planner.tui.browsing import Browsing
    from planner.tui.faults import Faults
    from planner.tui.renewing import Coming, Renewing
    from planner.tui.screens.plan import PlanScreen
    from planner.tui.screens.triage import TriageScreen
    from planner.tui.screens.walk import WalkScreen
    from planner.tui.syncing import Syncing
    from planner.workspace.notice import Notice, Told
    from planner.workspace.searches import Counted

#: Seconds between two looks for decisions made elsewhere; each costs microseconds.
NOTICE_EVERY = 0.5
#: Seconds between two looks whether the schedule is compiled.
PREPARED_EVERY = 0.02
#: So many commands stand in the report of a fault.
_REMEMBERED = 20
#: The screens that stay when another one is shown; each belongs to one session.
_INSTALLED = ("browse", "plan", "walk", "triage", "changes", "group")


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
        self._version: object = None
        self._minute = 0
        self._rows_timer: Timer | None = None
        self._steady_timer: Timer | None = None
        self._renewing: Renewing | None = None
        self._opened: Stamp | None = None
        #: What begins soon, to be said for a minute.
        self.notice: Notice | None = None
        self._told: set[Told] = set()
        self._news_due = True
        self._news = ""
        self._syncing: Syncing | None = None
        #: The folder chosen to save in, None for the one that planner was started in.
        self.folder: Path | None = None
        #: The ids of the last commands, for the report of a fault.
        self.acted: deque[str] = deque(maxlen=_REMEMBERED)
        self._faults: Faults | None = None

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

    @property
    def plan(self) -> PlanScreen:
        """The Plan screen, once it was shown."""
        return cast("PlanScreen", self.get_screen("plan"))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what each line passes through before it is shown."""
        return self._theme_filters or super().get_line_filters()

    def wear(self, theme_name: str) -> None:
        """Show everything in another theme from now on, in this run.

        Args:
            theme_name: One of :data:`planner.settings.THEME_NAMES`.
        """
        self._wear(theme_name)
        installed = (name for name in _INSTALLED if self.is_screen_installed(name))
        for screen in {*self.screen_stack, *map(self.get_screen, installed)}:
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
            return self._make_browse() if self._session else PreparingScreen(self.signs)
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

    def show(self, name: str) -> None:
        """Go to Browse, or lay another screen over it."""
        if name == self._shown():
            return
        if name == "browse":
            self.pop_screen()
            return
        if not self.is_screen_installed(name):
            self.install_screen(self._made(name), name)
        if self.screen is self.browse:
            self.push_screen(name)
        else:
            self.switch_screen(name)

    def _made(self, name: str) -> PlannerScreen:
        """Return a new screen of those that lie over Browse."""
        if name == "triage":
            from planner.tui.screens.triage import TriageScreen

            left = self._left_off.triage if self._left_off else TriageLeft()
            return TriageScreen(self.session, self.signs, self.size, left)
        if name == "walk":
            from planner.tui.screens.walk import WalkScreen

            place = self._left_off.walk if self._left_off else WalkLeft()
            return WalkScreen(self.session, self.signs, self.size, place)
        if name == "changes":
            from planner.tui.screens.changes import ChangesScreen

            return ChangesScreen(self.session, self.signs, self.size)
        from planner.tui.screens.plan import PlanScreen

        return PlanScreen(self.session, self.signs, self.size)

    def _shown(self) -> str:
        """Return the name of the screen that one is on, whatever lies over it."""
        names = ("changes", "triage", "walk", "plan")
        installed = (name for name in names if self.is_screen_installed(name))
        shown = (name for name in installed if self.get_screen(name) in self.screen_stack)
        return next(shown, "browse")

    def open_help(self, below: PlannerScreen) -> None:
        """Lay the help on what can be done on ``below`` over it."""
        from planner.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.session, self.signs, self.size, below))

    def open_palette(self, below: PlannerScreen) -> None:
        """Lay the palette of the commands of ``below`` over it."""
        from planner.tui.screens.palette import PaletteScreen

        self.push_screen(PaletteScreen(self.session, self.signs, self.size, below))

    def open_themes(self) -> None:
        """Lay the choice of a theme over the screen."""
        from planner.tui.screens.themes import ThemesScreen

        self.push_screen(ThemesScreen(self.session, self.signs, self.size, self.theme_name))

    def open_export(self) -> None:
        """Lay the export dialogue over the screen."""
        from planner.tui.screens.export import ExportScreen

        self.push_screen(ExportScreen(self.session, self.signs, self.size))

    def sync(self) -> None:
        """Make the calendar on a server as the plan is, beside the app."""
        if self._syncing is None:
            from planner.tui.syncing import Syncing

            self._syncing = Syncing(self)
        self._syncing.start()

    def open_group(self) -> None:
        """Lay the comparison of several plans over the screen; its plans stay for the next time."""
        if not self.is_screen_installed("group"):
            from planner.tui.screens.group import GroupScreen

            self.install_screen(GroupScreen(self.session, self.signs, self.size), "group")
        self.push_screen("group")

    def open_conferences(self) -> None:
        """Lay the list of conferences over the screen."""
        if not self._may_change():
            return
        from planner.tui.screens.conferences import ConferencesScreen

        self.push_screen(ConferencesScreen(self.session, self.signs, self.size))

    def open_update(self) -> None:
        """Ask whether to ask for a newer schedule; take up one that came from elsewhere."""
        if self.renewing.is_due():
            self.reopen(self.renewing.source(), "This is the schedule as it was updated elsewhere")
        elif self._may_change():
            from planner.tui.screens.errand import UpdateScreen

            self.push_screen(UpdateScreen(self.session, self.signs, self.size, self._updated))

    def open_report(self, sentences: Sequence[str], *, mine: bool) -> None:
        """Lay what an import or update came to over the screen."""
        from planner.tui.screens.report import ReportScreen

        self.push_screen(ReportScreen(self.session, self.signs, self.size, sentences, mine=mine))

    def reopen(
        self, source: Path, sentence: str = "", report: Sequence[str] = (), *, mine: bool = False
    ) -> None:
        """Go on with another schedule, or another state of this one, where that was left.

        What is open stays until the other one is ready, and for good if it
        never is.

        Args:
            source: The schedule file.
            sentence: Said in the status line then.
            report: Sentences to be read then, instead of it.
            mine: Whether the report is about the attendee's own events.
        """
        self.keep_place()
        self.renewing.go_on(source, sentence, report, mine)

    async def go_on_with(self, session: Session, coming: Coming) -> None:
        """Take the screens of the open session away, and show those of another one."""
        if self._steady_timer is not None:
            self._steady_timer.stop()
        before = self.session
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        # Screens are made for one session, but one must always be left. The app's first
        # screen lacks what a switch takes away: a private name of Textual; a test holds it.
        if not self.screen._result_callbacks:
            self.screen._push_result_callback(self.screen, None)
        await self.switch_screen(PreparingScreen(self.signs))
        for name in _INSTALLED:
            if self.is_screen_installed(name):
                screen = self.get_screen(name)
                self.uninstall_screen(name)
                await screen.remove()
        self._session, self.preparation = session, coming.preparation
        self._news_due, self._news, self._minute = True, "", 0
        self.notice, self._told = None, set()
        before.close()
        # What the first start made was left alone by the collector: it can go now.
        gc.unfreeze()
        gc.collect()
        await self.push_screen(self._make_browse())
        self._settle(again=True)
        if coming.report:
            self.open_report(coming.report, mine=coming.mine)
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

    def _may_change(self) -> bool:
        """Whether planner chooses the schedule; else say who does."""
        from planner.tui.renewing import NAMED_ELSEWHERE

        named = os.environ.get("PLANNER_SCHEDULE")
        if named:
            self.say(NAMED_ELSEWHERE)
        return not named

    def _updated(self, outcome: Mapping[str, Any]) -> None:
        """Go on with what an update brought, and show its report."""
        sentences, mine = outcome["sentences"], bool(outcome["mine"])
        if self.renewing.is_due():
            self.reopen(self.renewing.source(), report=sentences, mine=mine)
        else:
            self.open_report(sentences, mine=mine)

    def open_filter(self, browsing: Browsing, changed: Callable[[], None]) -> None:
        """Lay the choice of what to filter by over the screen."""
        from planner.tui.screens.filter import FilterScreen

        self.push_screen(FilterScreen(self.session, self.signs, self.size, browsing, changed))

    def open_density(self, browsing: Browsing, changed: Callable[[], None]) -> None:
        """Lay the table of topics by day or session over the screen."""
        from planner.tui.screens.density import DensityScreen

        self.push_screen(DensityScreen(self.session, self.signs, self.size, browsing, changed))

    def open_alike(self, event: Event | None) -> None:
        """Lay over the screen what is like an event, or like the stars where it is None."""
        from planner.tui.screens.alike import AlikeScreen

        self.push_screen(AlikeScreen(self.session, self.signs, self.size, event))

    def open_saved(self, browsing: Browsing, changed: Callable[[], None]) -> None:
        """Lay the saved searches over the screen."""
        from planner.tui.screens.saved import SavedScreen

        self.push_screen(SavedScreen(self.session, self.signs, self.size, browsing, changed))

    def say(self, message: str) -> None:
        """Say what happened in the status line of the screen on top."""
        if isinstance(self.screen, PlannerScreen):
            self.screen.say(message)

    def say_when_quiet(self, message: str) -> None:
        """Say in the status line what nobody asked for, once nothing else stands there."""
        self._news = message

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
        if self._session is None or not self.is_screen_installed("browse"):
            return
        browsing = self.browse.browsing
        row = browsing.current()
        left = LeftOff(
            self._session.schedule.conference.id,
            screen=self._shown(),
            query=browsing.editor.text,
            order=browsing.view.order,
            event_id=row.event.id if row else None,
            plan_day=self._plan_day(),
            earlier=tuple(browsing.earlier),
            triage=self._triage_left(),
            walk=self._walk_left(),
        )
        write_left_off(paths.state_path(self.places), left)

    def _plan_day(self) -> str | None:
        """Return the day that is open in Plan, None where Plan was not looked at."""
        if not self.is_screen_installed("plan"):
            return self._left_off.plan_day if self._left_off else None
        pages, index = self.plan.planning.pages, self.plan.planning.page_index
        day = pages[index].day if pages else None
        return day.isoformat() if day else None

    def _triage_left(self) -> TriageLeft:
        """Return where triage is, or where it was left before if it was not looked at."""
        if self.is_screen_installed("triage"):
            return cast("TriageScreen", self.get_screen("triage")).left()
        return self._left_off.triage if self._left_off else TriageLeft()

    def _walk_left(self) -> WalkLeft:
        """Return where the walk is, or where it was left before if it was not looked at."""
        if self.is_screen_installed("walk"):
            return cast("WalkScreen", self.get_screen("walk")).left()
        return self._left_off.walk if self._left_off else WalkLeft()

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
        for timer in (self._steady_timer, self._rows_timer):
            if timer is not None:
                timer.stop()
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
        screen = BrowseScreen(self.session, self.signs, self.size, self._left_off)
        self.install_screen(screen, "browse")
        return screen

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

    def _look_for_index(self) -> None:
        """Search as soon as the index is there, or say why it will not come."""
        failure = self.preparation.index_failure()
        if self.session.schedule.indexed:
            self.browse.itinerary_moved()
        elif failure is not None:
            self.say(f"No search in this run: {failure}")

    def _settle(self, *, again: bool = False) -> None:
        """Begin the steady state: a quiet collector, an eye on other windows and on the system.

        ``again`` says that it is so once more, with another schedule.
        """
        self.session.aside.fault = self._handle_exception
        for ending in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(ending, self.leave)
        if self._left_off and self._left_off.screen in ("triage", "walk", "changes"):
            self.show(self._left_off.screen)
        if self._left_off and self._left_off.screen == "plan":
            self.show("plan")
            conference = self.session.schedule.conference
            # During the conference the plan opens on today, whatever one looked at last.
            during = conference.start <= self.session.today <= conference.end
            if self._left_off.plan_day and (again or not during):
                self.plan.planning.open_on(self._left_off.plan_day)
        if self.session.store.notice:
            self.browse.say(self.session.store.notice)
        if self.session.settings_problems:
            self._tell_settings()
        self._version = self.session.version()
        self._steady_timer = self.set_interval(NOTICE_EVERY, self._notice)
        self._renewing, self._opened = None, stamp_of(self.preparation.source)
        if self.session.settings.daily_check and not again:
            self.renewing.check()
        self.call_after_refresh(_keep_what_start_made)

    def _notice(self) -> None:
        """Show what another window or a command decided meanwhile."""
        if not self.is_running:  # Leaving: the screens are being taken apart.
            return
        if self.browse.browsing.waiting:
            self._look_for_index()
        self._look_for_news()
        self.renewing.tell()
        minute = int(self.clock().timestamp()) // 60
        if minute != self._minute:
            self._look_ahead(at_start=self._minute == 0)
            self._minute = minute
            if isinstance(self.screen, PlannerScreen):
                self.screen.minute_passed()
        version = self.session.version()
        if version != self._version:
            self._version = version
            for screen in self.screen_stack:
                if isinstance(screen, PlannerScreen):
                    screen.itinerary_moved()

    def _look_ahead(self, *, at_start: bool) -> None:
        """Say for a minute what begins soon, once, wherever one is."""
        from planner.workspace.notice import notice_now

        before, self.notice = self.notice, notice_now(self.session, self._told)
        screen = self.screen
        if self.notice is not None:
            self._told |= self.notice.tells
            if self.session.settings.bell:
                self.bell()
            if isinstance(screen, PlannerScreen) and not at_start:
                # What happened before is known by now; this is not.
                screen.message = ""
        if isinstance(screen, PlannerScreen) and self.notice is not before:
            screen.foot.repaint()

    def _tell_settings(self) -> None:
        """Say what in the settings file is not in use, where nothing graver is said."""
        from planner.settings import settings_path
        from planner.workspace.settings.file import status_words

        words = status_words(self.session.settings_problems, settings_path(self.places))
        if self.session.store.notice:
            self._news = words
        elif isinstance(self.screen, PlannerScreen):
            self.say(words)
        else:
            self.browse.say(words)

    def _look_for_news(self) -> None:
        """Ask once what saved searches find in a new schedule, and say it where nothing is said."""
        if self._news and not self.browse.message:
            self.browse.say(self._news)
            self._news = ""
        if not (self._news_due and self.session.schedule.indexed):
            return
        self._news_due = False
        if self.session.itinerary().searches:
            from planner.workspace.searches import news

            self.session.aside.ask("news", news(self.session), self._tell_news)

    def _tell_news(self, found: list[Counted]) -> None:
        key = self.session.keys.key("saved")
        if len(found) == 1:
            one = found[0]
            self._news = (
                f"Saved search {one.search.name} has {counted(one.new, 'new event')}: {key}"
            )
        elif found:
            self._news = f"{len(found)} saved searches have new events: {key}"


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
