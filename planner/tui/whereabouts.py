"""Where one is: the screens of the open conference, which of them is shown, and how all is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from planner import paths
from planner.tui.screens.base import PlannerScreen
from planner.workspace.left_off import LeftOff, TriageLeft, WalkLeft, write_left_off

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp
    from planner.tui.screens.plan import PlanScreen
    from planner.tui.screens.triage import TriageScreen
    from planner.tui.screens.walk import WalkScreen

#: The screens that lie over Browse and have a name of their own there, the topmost first.
_OVER_BROWSE = ("changes", "triage", "walk", "plan")
#: The screens that stay when another one is shown; each belongs to one session.
_STAYING = ("browse", *_OVER_BROWSE, "group")


class Whereabouts:
    """Goes from screen to screen, keeps where one is, and leads back there at the next start.

    Args:
        app: The app; Browse of its session is made.
        left_off: Where the conference was left, None if it was never open.
    """

    def __init__(self, app: PlannerApp, left_off: LeftOff | None) -> None:
        self._app = app
        self._left_off = left_off
        #: The screen to which Esc leads from the one that is shown.
        self.back = "browse"

    def screens(self) -> Iterator[Screen[None]]:
        """Yield the screens that stay when another one is shown, as far as they were made."""
        app = self._app
        return (app.get_screen(name) for name in _STAYING if app.is_screen_installed(name))

    def show(self, name: str, back: str = "browse") -> None:
        """Go to Browse, or lay another screen over it.

        Args:
            name: One of ``browse``, ``plan``, ``walk``, ``triage`` and ``changes``.
            back: The one of them to which Esc leads from there.
        """
        app = self._app
        if name == self._shown():
            return
        self.back = back
        if name == "browse":
            app.pop_screen()
            return
        if not app.is_screen_installed(name):
            app.install_screen(self._made(name), name)
        if app.screen is app.browse:
            app.push_screen(name)
        else:
            app.switch_screen(name)

    def show_group(self) -> None:
        """Lay the comparison of several plans over the screen; its plans stay for the next time."""
        app = self._app
        if not app.is_screen_installed("group"):
            from planner.tui.screens.group import GroupScreen

            app.install_screen(GroupScreen(app.session, app.signs, app.size), "group")
        app.push_screen("group")

    def resume(self, *, again: bool) -> None:
        """Go to the screen that was left.

        Args:
            again: Whether the conference was open just now, with another schedule.
        """
        app, left = self._app, self._left_off
        if left is None or left.screen not in _OVER_BROWSE:
            return
        self.show(left.screen)
        conference = app.session.schedule.conference
        # During the conference the plan opens on today, whatever one looked at last.
        during = conference.start <= app.session.today <= conference.end
        if left.screen == "plan" and left.plan_day and (again or not during):
            self._plan.planning.open_on(left.plan_day)

    def keep(self) -> None:
        """Keep where the app is, for the next start."""
        session, browsing = self._app.session, self._app.browse.browsing
        row = browsing.current()
        left = LeftOff(
            session.schedule.conference.id,
            screen=self._shown(),
            query=browsing.editor.text,
            order=browsing.view.order,
            event_id=row.event.id if row else None,
            plan_day=self._plan_day(),
            earlier=tuple(browsing.earlier),
            triage=self._triage_left(),
            walk=self._walk_left(),
        )
        write_left_off(paths.state_path(session.places), left)

    async def leave(self, instead: Screen[None]) -> None:
        """Take all screens of the session away, and show another one."""
        app = self._app
        while len(app.screen_stack) > 1:
            await app.pop_screen()
        # Screens are made for one session, but one must always be left. The app's first
        # screen lacks what a switch takes away: a private name of Textual; a test holds it.
        if not app.screen._result_callbacks:
            app.screen._push_result_callback(app.screen, None)
        await app.switch_screen(instead)
        for name in _STAYING:
            if app.is_screen_installed(name):
                screen = app.get_screen(name)
                app.uninstall_screen(name)
                await screen.remove()

    def _made(self, name: str) -> PlannerScreen:
        """Return a new screen of those that lie over Browse."""
        app, left = self._app, self._left_off
        if name == "triage":
            from planner.tui.screens.triage import TriageScreen

            page = left.triage if left else TriageLeft()
            return TriageScreen(app.session, app.signs, app.size, page)
        if name == "walk":
            from planner.tui.screens.walk import WalkScreen

            place = left.walk if left else WalkLeft()
            return WalkScreen(app.session, app.signs, app.size, place)
        if name == "changes":
            from planner.tui.screens.changes import ChangesScreen

            return ChangesScreen(app.session, app.signs, app.size)
        from planner.tui.screens.plan import PlanScreen

        return PlanScreen(app.session, app.signs, app.size)

    def _shown(self) -> str:
        """Return the name of the screen that one is on, whatever lies over it."""
        app = self._app
        made = (name for name in _OVER_BROWSE if app.is_screen_installed(name))
        return next((name for name in made if app.get_screen(name) in app.screen_stack), "browse")

    @property
    def _plan(self) -> PlanScreen:
        return cast("PlanScreen", self._app.get_screen("plan"))

    def _plan_day(self) -> str | None:
        """Return the day that is open in Plan, None where Plan was not looked at."""
        if not self._app.is_screen_installed("plan"):
            return self._left_off.plan_day if self._left_off else None
        pages, index = self._plan.planning.pages, self._plan.planning.page_index
        day = pages[index].day if pages else None
        return day.isoformat() if day else None

    def _triage_left(self) -> TriageLeft:
        """Return where triage is, or where it was left before if it was not looked at."""
        if self._app.is_screen_installed("triage"):
            return cast("TriageScreen", self._app.get_screen("triage")).left()
        return self._left_off.triage if self._left_off else TriageLeft()

    def _walk_left(self) -> WalkLeft:
        """Return where the walk is, or where it was left before if it was not looked at."""
        if self._app.is_screen_installed("walk"):
            return cast("WalkScreen", self._app.get_screen("walk")).left()
        return self._left_off.walk if self._left_off else WalkLeft()
