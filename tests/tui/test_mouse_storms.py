"""Clicks that come faster than what they close goes away."""

from __future__ import annotations

import pytest
from textual import events
from textual.widget import Widget

from planner.paths import Places
from planner.tui.screens.base import PlannerScreen
from planner.workspace.fault import kept_reports
from tests.tui.conftest import OpenApp, settled


def click_on(widget: Widget, x: int, y: int) -> events.Click:
    """Return a click as a terminal sends it, with a burst of others behind it."""
    place = widget.region.offset
    return events.Click(widget, x, y, 0, 0, 1, False, False, False, place.x + x, place.y + y)


@pytest.mark.parametrize("opens", ["help", "palette", "theme", "export", "filter", "density"])
async def test_a_burst_of_clicks_closes_what_lies_on_top_and_nothing_else(
    open_app: OpenApp, where: Places, opens: str
) -> None:
    async with open_app() as screen:
        browse = screen.app.browse
        for at_foot in (False, True):
            browse.act(opens)
            await settled(screen.pilot)
            top = screen.app.screen
            assert isinstance(top, PlannerScreen)
            assert top is not browse
            widget, x, y = top.head, 70, 0
            if at_foot:
                widget, x, y = top.foot, screen.lines[-1].rindex("esc"), top.foot.size.height - 1
            for _ in range(3):
                widget.post_message(click_on(widget, x, y))
            await settled(screen.pilot)
            assert screen.app.screen is browse
            assert not screen.app.is_leaving
    assert kept_reports(where) == []
