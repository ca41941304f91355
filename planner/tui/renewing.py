"""Goes on with another schedule while the app runs: a newer one, or another conference's.

What is open stays until the other one can be read, and for good if it never can.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.timer import Timer

from planner import paths
from planner.commands import LISTS
from planner.itinerary.store import ItineraryError
from planner.schedule.unusable import ScheduleUnusable
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.preparing import PreparingScreen
from planner.workspace.in_use import Stamp, stamp_of
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp
    from planner.workspace.errand import Errand

#: Seconds between two looks whether a schedule is compiled, and whether a quiet errand is over.
_PREPARED_EVERY, _CHECKED_EVERY = 0.02, 0.5
NAMED_ELSEWHERE = "Unset PLANNER_SCHEDULE first: it names the schedule file"
_STAYS = "What was open stays as it is."


class Coming(NamedTuple):
    """The schedule that the app goes on with, and what is said of it then.

    ``sentence`` stands in the status line, or instead of it ``report`` is to be
    read; ``mine`` says that it is about the attendee's own events.
    """

    preparation: Preparation
    sentence: str
    report: tuple[str, ...]
    mine: bool


class Renewing:
    """Notices that the schedule in use is another one, and lets the app go on with it.

    Args:
        app: The app; its session is open.
        opened: The stamp of the schedule file when it was opened.
    """

    def __init__(self, app: PlannerApp, opened: Stamp | None) -> None:
        self._app = app
        self._opened = opened
        self._told = False
        self._coming: Coming | None = None
        self._timer: Timer | None = None
        self._check_timer: Timer | None = None
        self._checking: Errand | None = None

    def source(self) -> Path:
        """Return where the schedule of the conference that is open stands by now."""
        app = self._app
        if os.environ.get("PLANNER_SCHEDULE"):
            return app.preparation.source
        kept = paths.kept_schedule(app.places, app.session.schedule.conference.id)
        return kept if kept.is_file() else app.preparation.source

    def is_due(self) -> bool:
        """Whether the open conference has another schedule by now, from this window or another."""
        stamp = stamp_of(self.source())
        return stamp is not None and stamp != self._opened

    def tell(self) -> None:
        """Offer a schedule that another window or a command updated, once."""
        screen = self._app.screen
        if self._told or not isinstance(screen, PlannerScreen) or screen.scope not in LISTS:
            return
        if not screen.message and self.is_due():
            self._told = True
            screen.say(f"The schedule was updated elsewhere; {self._takes_it_up}")

    def may_change(self) -> bool:
        """Whether planner chooses the schedule; else say who does."""
        named = os.environ.get("PLANNER_SCHEDULE")
        if named:
            self._app.say(NAMED_ELSEWHERE)
        return not named

    def ask(self) -> None:
        """Ask whether to ask for a newer schedule; take up one that came from elsewhere."""
        if self.is_due():
            self.go_on(self.source(), "This is the schedule as it was updated elsewhere")
        elif self.may_change():
            from planner.tui.screens.update import UpdateScreen

            self._app.lay(UpdateScreen, self._updated)

    def go_on(
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
        if self._coming is not None:
            return
        self._app.keep_place()
        try:
            preparation = Preparation(self._app.places, source)
        except ScheduleUnusable as error:
            self._app.lay_report((str(error), _STAYS), mine=False)
            return
        self._end_check()
        self._coming = Coming(preparation, sentence, tuple(report), mine)
        if not preparation.rows_ready():
            self._app.push_screen(self._app.preparing_screen())
        self._timer = self._app.set_interval(_PREPARED_EVERY, self._look)

    def check(self) -> None:
        """Ask quietly for a newer schedule, if the settings allow it and a day has passed."""
        from planner.workspace.conferences.asking import is_due

        session = self._app.session
        if is_due(session):
            from planner.workspace.errand import Errand

            self._checking = Errand(["update", session.schedule.conference.id])
            self._check_timer = self._app.set_interval(_CHECKED_EVERY, self._look_at_check)

    def close(self) -> None:
        """End what was begun."""
        self._end_check()
        if self._coming is not None:
            self._coming.preparation.close()

    def _updated(self, outcome: Mapping[str, Any]) -> None:
        """Go on with what an update brought, and show its report."""
        sentences, mine = outcome["sentences"], bool(outcome["mine"])
        if self.is_due():
            self.go_on(self.source(), report=sentences, mine=mine)
        else:
            self._app.lay_report(sentences, mine=mine)

    def _look(self) -> None:
        """Let the app go on as soon as the rows can be read; where they cannot, say why."""
        coming, app = self._coming, self._app
        try:
            if coming is None or not coming.preparation.rows_ready():
                return
            session = Session(app.places, coming.preparation, app.clock)
        except (ScheduleUnusable, ItineraryError) as error:
            self._give_up(str(error))
            return
        self._stop()
        # Not by this timer, which goes with what it belongs to: screens are taken away.
        self._coming = None
        app.call_later(app.go_on_with, session, coming)

    def _give_up(self, why: str) -> None:
        self._stop()
        if self._coming is not None:
            self._coming.preparation.close()
            self._coming = None
        if isinstance(self._app.screen, PreparingScreen):
            self._app.pop_screen()
        self._app.lay_report((why, _STAYS), mine=False)
        self._app.hand_over_keys()

    def _look_at_check(self) -> None:
        """Say what the quiet question came to."""
        errand = self._checking
        if errand is None or not errand.look():
            return
        from planner.workspace.conferences.asking import asked

        self._end_check()
        words = errand.failure or ""
        if errand.outcome is not None:
            asked(self._app.session)
            words = errand.outcome["sentences"][0]
            if self.is_due():
                self._told = True
                words = f"{words}; {self._takes_it_up}"
        self._app.say_when_quiet(words)

    def _end_check(self) -> None:
        if self._check_timer is not None:
            self._check_timer.stop()
        if self._checking is not None:
            self._checking.close()
        self._check_timer = self._checking = None

    @property
    def _takes_it_up(self) -> str:
        return f"{self._app.session.keys.key('update')} takes it up"

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
