"""What is painted, and when nothing may be."""

from __future__ import annotations

from planner.paths import Places, compiled_folder
from planner.tui.app import PlannerApp
from planner.tui.render import Signs
from planner.workspace.preparation import Preparation
from tests.conftest import Compiled
from tests.tui.conftest import MOMENT, OpenApp


async def test_nothing_is_painted_once_the_app_is_left(open_app: OpenApp) -> None:
    async with open_app() as screen:
        browse = screen.app.browse
        detail = browse.detail
        await screen.press("q")
    detail.repaint_now()
    browse.itinerary_moved()


async def test_two_ticks_at_once_open_browse_once(where: Places, small: Compiled) -> None:
    for compiled in compiled_folder(where).iterdir():
        compiled.unlink()
    preparation = Preparation(where, small.source)
    app = PlannerApp(where, preparation, Signs(), lambda: MOMENT)
    try:
        async with app.run_test() as pilot:
            preparation.wait()
            app._look_for_rows()
            app._look_for_rows()
            await pilot.pause()
            assert app.screen is app.browse
    finally:
        app.close_session()
