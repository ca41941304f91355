"""The app: opens the screens on one session, and notices what other windows decide."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import App
from textual.screen import Screen
from textual.timer import Timer

from planner import paths
from planner.itinerary.store import ItineraryError
from planner.schedule.unusable import ScheduleUnusable
from planner.tui.render import Signs
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.browse import BrowseScreen
from planner.tui.screens.preparing import PreparingScreen
from planner.workspace.fault import fault_report
from planner.workspace.left_off import LeftOff, TriageLeft, WalkLeft, read_left_off, write_left_off
from planner.workspace.session import Clock, Preparation, Session, machine_clock
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from planner.model import Event
    from planner.tui.browsing import Browsing
    from planner.tui.screens.plan import PlanScreen
    from planner.tui.screens.triage import TriageScreen
    from planner.tui.screens.walk import WalkScreen
    from planner.workspace.searches import Counted

#: Seconds between two looks for decisions made elsewhere; each costs microseconds.
NOTICE_EVERY = 0.5
#: Seconds between two looks whether the schedule is compiled.
PREPARED_EVERY = 0.02


class PlannerApp(App[None], inherit_bindings=False):
    """The Textual app over one session.

    Args:
        places: Where planner's files are.
        preparation: The schedule, compiled or being compiled; the app closes it.
        signs: The signs that the terminal can show.
        clock: Gives the present moment, aware, in UTC.

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
    ) -> None:
        super().__init__(ansi_color=True)
        self.places = places
        self.preparation = preparation
        self.signs = signs
        self.clock = clock
        #: The sentence to say after the app has closed, if it could not go on.
        self.failure: str | None = None
        self._session = Session(places, preparation, clock) if preparation.rows_ready() else None
        self._left_off: LeftOff | None = None
        self._version: object = None
        self._minute = 0
        self._rows_timer: Timer | None = None
        self._news_due = True
        self._news = ""

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

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen: Browse, or a word that the schedule is being made."""
        return self._make_browse() if self._session else PreparingScreen(self.signs)

    def on_mount(self) -> None:
        """Go to where the app was left, and keep looking for what others decide."""
        # Back from the shell (ctrl+z, fg) the terminal is blank, and Textual draws
        # only what changed.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if self._session is None:
            self._rows_timer = self.set_interval(PREPARED_EVERY, self._look_for_rows)
        else:
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
        from planner.tui.screens.plan import PlanScreen

        return PlanScreen(self.session, self.signs, self.size)

    def _shown(self) -> str:
        """Return the name of the screen that one is on, whatever lies over it."""
        names = ("triage", "walk", "plan")
        installed = (name for name in names if self.is_screen_installed(name))
        shown = (name for name in installed if self.get_screen(name) in self.screen_stack)
        return next(shown, "browse")

    def open_help(self, scope: str) -> None:
        """Lay the help on the keys of ``scope`` over the screen."""
        from planner.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.session, self.signs, self.size, scope))

    def open_palette(self, below: PlannerScreen) -> None:
        """Lay the palette of the commands of ``below`` over it."""
        from planner.tui.screens.palette import PaletteScreen

        self.push_screen(PaletteScreen(self.session, self.signs, self.size, below))

    def open_export(self) -> None:
        """Lay the export dialogue over the screen."""
        from planner.tui.screens.export import ExportScreen

        self.push_screen(ExportScreen(self.session, self.signs, self.size))

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

    def leave(self) -> None:
        """Keep the place, and quit."""
        self.keep_place()
        self.exit()

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
        if self._session is not None:
            self._session.close()
        self.preparation.close()

    def _fatal_error(self) -> None:
        """Leave with a sentence and a report, not with a traceback full of the attendee's data."""
        self.failure = fault_report(self.places, sys.exc_info()[1] or self._exception)
        self._close_messages_no_wait()

    def _make_browse(self) -> BrowseScreen:
        path = paths.state_path(self.places)
        self._left_off = read_left_off(path, self.session.schedule.conference.id)
        screen = BrowseScreen(self.session, self.signs, self.size, self._left_off)
        self.install_screen(screen, "browse")
        return screen

    def _look_for_rows(self) -> None:
        """Go to Browse as soon as the compiler has published the rows."""
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

    def _settle(self) -> None:
        """Begin the steady state: a quiet collector, an eye on other windows and on the system."""
        self.session.aside.fault = self._handle_exception
        for ending in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(ending, self.leave)
        if self._left_off and self._left_off.screen in ("triage", "walk"):
            self.show(self._left_off.screen)
        if self._left_off and self._left_off.screen == "plan":
            self.show("plan")
            conference = self.session.schedule.conference
            # During the conference the plan opens on today, whatever one looked at last.
            during = conference.start <= self.session.today <= conference.end
            if self._left_off.plan_day and not during:
                self.plan.planning.open_on(self._left_off.plan_day)
        if self.session.store.notice:
            self.browse.say(self.session.store.notice)
        self._version = self.session.version()
        self.set_interval(NOTICE_EVERY, self._notice)
        self.call_after_refresh(_keep_what_start_made)

    def _notice(self) -> None:
        """Show what another window or a command decided meanwhile."""
        if not self.is_running:  # Leaving: the screens are being taken apart.
            return
        if self.browse.browsing.waiting:
            self._look_for_index()
        self._look_for_news()
        minute = int(self.clock().timestamp()) // 60
        if minute != self._minute:
            self._minute = minute
            if isinstance(self.screen, PlannerScreen):
                self.screen.minute_passed()
        version = self.session.version()
        if version != self._version:
            self._version = version
            for screen in self.screen_stack:
                if isinstance(screen, PlannerScreen):
                    screen.itinerary_moved()

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
        if len(found) == 1:
            one = found[0]
            self._news = f"Saved search {one.search.name} has {counted(one.new, 'new event')}: F"
        elif found:
            self._news = f"{len(found)} saved searches have new events: F"


def _keep_what_start_made() -> None:
    """Let the collector run again, and leave what the start made alone: it all stays."""
    gc.freeze()
    gc.enable()


def run(places: paths.Places, preparation: Preparation, signs: Signs, clock: Clock) -> str | None:
    """Run the app until it is left; return a sentence if it could not go on.

    Raises:
        ScheduleUnusable: The schedule cannot be opened.
        ItineraryError: The itinerary cannot be opened.
    """
    app = PlannerApp(places, preparation, signs, clock)
    try:
        app.run()
        return app.failure
    finally:
        app.close_session()
