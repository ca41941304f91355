"""What the app does about a fault of its own: apologise, and go on with everything made anew."""

from __future__ import annotations

import asyncio
import time
import traceback
from typing import TYPE_CHECKING

from textual.screen import Screen

from planner import paths
from planner.itinerary.store import ItineraryError
from planner.schedule.unusable import ScheduleUnusable
from planner.tui.renewing import Coming
from planner.tui.screens import fault
from planner.tui.screens.fault import FaultScreen
from planner.workspace.fault import Around, Report, damaged_schedule, keep_report
from planner.workspace.left_off import LeftOff, read_left_off, write_left_off
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp

#: Seconds between two looks whether a schedule is compiled.
_PREPARED_EVERY = 0.02
#: Going on did not help if the next fault comes within so many seconds, and before any key.
_AT_ONCE = 10.0


def _is_apologys_own(error: Exception) -> bool:
    """Whether the apology itself failed; nobody could leave a screen that takes no keys."""
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_code.co_filename == fault.__file__ for frame, _line in frames)


class Faults:
    """The faults of one run of the app.

    A fault that no command led to will come again where the app was left, so
    then it goes on at the beginning of the list; one that comes again even so
    leaves nothing but to quit.

    Args:
        app: The app.

    Attributes:
        errors: What was met, the first one first.
    """

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self.errors: list[Exception] = []
        self._report: Report | None = None
        #: When the app went on at the beginning of the list, in seconds of the machine.
        self._begun = -_AT_ONCE

    def met(self, error: Exception) -> bool:
        """Take note of a fault, and show the apology as soon as the app can.

        Returns:
            Whether the app can show it; it must end otherwise.
        """
        app = self._app
        if not (app.is_running and app.screen_stack) or app.is_leaving:
            return False
        # While the apology stands, and screens are taken away, what is below may fail again.
        if self._report is not None:
            return not _is_apologys_own(error)
        screen = self.screen(error)
        if screen is None:
            return False
        app.call_later(self._show, screen)
        return True

    def screen(self, error: Exception) -> Screen[None] | None:
        """Keep a report and return the apology, None for what has a sentence of its own."""
        app = self._app
        explained = isinstance(error, ItineraryError | ScheduleUnusable)
        if explained or damaged_schedule(app.places, error):
            return None
        self.errors.append(error)
        self._report = keep_report(app.places, error, self.around())
        can_go_on = bool(app.acted) or time.monotonic() - self._begun > _AT_ONCE
        return FaultScreen(self._report, app.signs, self._go_on if can_go_on else None, self._leave)

    def around(self) -> Around:
        """Return what was around a fault that happens now."""
        app = self._app
        screens = tuple(type(screen).__name__ for screen in app.screen_stack)
        return Around((app.size.width, app.size.height), screens, tuple(app.acted))

    async def _show(self, screen: Screen[None]) -> None:
        try:
            await self._app.push_screen(screen)
        except Exception as error:
            self._app.end_with(error)

    def _leave(self) -> None:
        if self._report is not None:
            self._app.failure = self._report.sentence()
        self._app.exit(return_code=1)

    def _go_on(self) -> None:
        self._app.call_later(self._go_on_anew)

    async def _go_on_anew(self) -> None:
        """Open the schedule and the itinerary again, and make all screens anew."""
        app = self._app
        try:
            self._keep_place()
            app.acted.clear()
            app.let_go()
            preparation = Preparation(app.places, app.preparation.source)
            while not preparation.rows_ready():
                await asyncio.sleep(_PREPARED_EVERY)
            session = Session(app.places, preparation, app.clock)
            words = "Went on after a mistake; nothing you decided is lost"
            # No frame between: it would show, and paint, what failed.
            with app.batch_update():
                await app.go_on_with(session, Coming(preparation, words, (), mine=False))
        except Exception as error:
            self._report = None
            app.met(error)
        else:
            self._report = None

    def _keep_place(self) -> None:
        """Keep the place for going on; the beginning of the list where the place is at fault."""
        app = self._app
        if app.acted:
            try:
                app.keep_place()
            except Exception as error:
                self.errors.append(error)
            else:
                return
        self._begun = time.monotonic()
        if app.has_session:
            path = paths.state_path(app.places)
            conference_id = app.session.schedule.conference.id
            left = read_left_off(path, conference_id) or LeftOff(conference_id)
            write_left_off(path, left._replace(screen="browse", query="", event_id=None))
