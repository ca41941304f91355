"""The sync of a calendar from the app: begun by a command, done in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from planner.tui.render import width_of
from planner.workspace.errand import Errand
from planner.workspace.sync.record import calendars

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp

#: Seconds between two looks at the sync.
_LOOK_EVERY = 0.05
#: What is said where no calendar was ever synced: that needs an address and a name.
NONE_YET = "No calendar yet: planner sync URL --user NAME --apply"


class Syncing:
    """Makes the calendars that were set up on the command line as the plan is.

    Args:
        app: The app, which says in its status line what came of it.
    """

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._errand: Errand | None = None
        self._timer: Timer | None = None

    def start(self) -> None:
        """Begin to sync, unless a sync is under way or there is no calendar."""
        app = self._app
        if self._errand is not None:
            app.say("The calendar is being synced")
            return
        if not calendars(app.session.places, app.session.schedule.conference.id):
            app.say(NONE_YET)
            return
        self._errand = Errand(["sync", str(app.preparation.source)])
        self._timer = app.set_interval(_LOOK_EVERY, self._look)
        app.say(f"Syncing the calendar{app.signs.ellipsis}")

    def close(self) -> None:
        """Give up a sync that is under way; the next one goes on where it was."""
        if self._timer is not None:
            self._timer.stop()
        if self._errand is not None:
            self._errand.close()
        self._errand = self._timer = None

    def _look(self) -> None:
        errand = self._errand
        if errand is None or not errand.look():
            return
        self.close()
        sentences = [errand.failure or ""]
        if errand.outcome is not None:
            sentences = list(errand.outcome["sentences"])
        said = "; ".join(sentences)
        if width_of(said) + 2 <= self._app.size.width:
            self._app.say(said)
        else:
            # What is to be done about it stands at the end.
            self._app.lay_report(sentences, mine=False)
