"""What the app looks for by itself: foreign decisions, the next minute, news, a finished index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.commands import LISTS
from planner.settings import settings_path
from planner.tui.screens.base import PlannerScreen
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp
    from planner.workspace.notice import Notice, Told
    from planner.workspace.searches import Counted

#: Seconds between two looks; each costs microseconds.
LOOK_EVERY = 0.5


class Lookout:
    """Looks twice a second for what no key brought about, and shows or says it.

    Args:
        app: The app; its session is open.
        version: The version of the itinerary that the screens show.

    Attributes:
        notice: What begins soon, to be said for a minute.
    """

    def __init__(self, app: PlannerApp, version: int) -> None:
        self._app = app
        self._version = version
        self.notice: Notice | None = None
        self._told: set[Told] = set()
        #: The minute of the clock that the screens show; 0 before the first look.
        self._minute = 0
        self._news_due = True
        #: What is said once nothing else stands in the status line.
        self._news = ""
        if app.session.settings_problems:
            self._tell_settings()
        self._timer = app.set_interval(LOOK_EVERY, self.look)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def say_when_quiet(self, message: str) -> None:
        """Say in the status line what nobody asked for, once nothing else stands there."""
        self._news = message

    def look(self) -> None:
        """Look once."""
        app = self._app
        if not app.is_running:  # Leaving: the screens are being taken apart.
            return
        if app.browse.browsing.waiting:
            self._look_for_index()
        self._look_for_news()
        app.renewing.tell()
        self._look_at_clock()
        self._look_for_decisions()

    def _look_for_decisions(self) -> None:
        """Show what another window or a command decided meanwhile."""
        version = self._app.session.version()
        if version != self._version:
            self._version = version
            for screen in self._app.screen_stack:
                if isinstance(screen, PlannerScreen):
                    screen.itinerary_moved()

    def _look_at_clock(self) -> None:
        """Show the time anew, once a minute."""
        minute = int(self._app.clock().timestamp()) // 60
        if minute == self._minute:
            return
        self._look_ahead(at_start=self._minute == 0)
        self._minute = minute
        if isinstance(self._app.screen, PlannerScreen):
            self._app.screen.minute_passed()

    def _look_ahead(self, *, at_start: bool) -> None:
        """Say for a minute what begins soon, once, wherever one is."""
        from planner.workspace.notice import notice_now

        app = self._app
        before, self.notice = self.notice, notice_now(app.session, self._told)
        screen = app.screen
        if self.notice is not None:
            self._told |= self.notice.tells
            if app.session.settings.bell:
                app.bell()
            if isinstance(screen, PlannerScreen) and not at_start:
                # What happened before is known by now; this is not.
                screen.message = ""
        if isinstance(screen, PlannerScreen) and self.notice is not before:
            screen.foot.repaint()

    def _look_for_index(self) -> None:
        """Search as soon as the index is there, or say why it will not come."""
        app = self._app
        failure = app.preparation.index_failure()
        if app.session.schedule.indexed:
            app.browse.itinerary_moved()
        elif failure is not None:
            app.say(f"No search in this run: {failure}")

    def _look_for_news(self) -> None:
        """Ask once what saved searches find in a new schedule, and say it where nothing is said."""
        session, browse = self._app.session, self._app.browse
        if self._news and not browse.message:
            browse.say(self._news)
            self._news = ""
        if not (self._news_due and session.schedule.indexed):
            return
        self._news_due = False
        if session.itinerary().searches:
            from planner.workspace.searches import news

            session.aside.ask("news", news(session), self._tell_news)

    def _tell_news(self, found: list[Counted]) -> None:
        key = self._app.session.keys.key("saved")
        if len(found) == 1:
            one = found[0]
            self._news = (
                f"Saved search {one.search.name} has {counted(one.new, 'new event')}: {key}"
            )
        elif found:
            self._news = f"{len(found)} saved searches have new events: {key}"

    def _tell_settings(self) -> None:
        """Say what in the settings file is not in use, where nothing graver is said."""
        from planner.workspace.settings.file import status_words

        app, screen = self._app, self._app.screen
        words = status_words(app.session.settings_problems, settings_path(app.places))
        is_free = isinstance(screen, PlannerScreen) and screen.scope in LISTS and not screen.message
        if is_free and not app.session.store.notice:
            app.say(words)
        else:
            self._news = words
