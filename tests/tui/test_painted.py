"""What is painted, and when nothing may be."""

from __future__ import annotations

from tests.tui.conftest import OpenApp


async def test_nothing_is_painted_once_the_app_is_left(open_app: OpenApp) -> None:
    async with open_app() as screen:
        browse = screen.app.browse
        detail = browse.detail
        await screen.press("q")
    detail.repaint_now()
    browse.itinerary_moved()
