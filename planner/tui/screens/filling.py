"""The overlay of what fits into free time, laid over Plan: events like the stars, to star from."""

from __future__ import annotations

from textual.geometry import Size

from planner.itinerary.agenda import Gap
from planner.tui.filling_list import FillingList
from planner.tui.render import Signs
from planner.tui.screens.alike import AlikeScreen
from planner.workspace.session import Session


class FillingScreen(AlikeScreen):
    """What fits into a gap; it works as the overlay of events alike does.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        gap: The free time.
    """

    def __init__(self, session: Session, signs: Signs, size: Size, gap: Gap) -> None:
        super().__init__(session, signs, size, None)
        self.likening = FillingList(session, None, gap=gap)
