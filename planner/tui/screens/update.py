"""Asking the open conference for a newer schedule, or taking a file that was downloaded."""

from __future__ import annotations

from typing import ClassVar

from planner.commands import UPDATE
from planner.tui.screens.errand import ErrandScreen
from planner.workspace.conferences.asking import host_of


class UpdateScreen(ErrandScreen):
    """Asks whether to ask the conference for a newer schedule, or to take a file."""

    scope: ClassVar[str] = UPDATE
    labels: ClassVar[tuple[str, ...]] = ("file or address",)

    def question(self) -> list[str]:
        """Return whom to ask, and that nothing decided is lost."""
        conference = self.session.schedule.conference
        host = host_of(conference)
        if host:
            return [f"Ask {host} for a newer schedule? Your stars stay."]
        return [
            f"{conference.name} names no address to ask.",
            "Type a file that you downloaded in a browser. Your stars stay.",
        ]

    def hints(self) -> list[str]:
        """Return what Enter does."""
        enter = self.session.keys.key("start_update")
        if not host_of(self.session.schedule.conference):
            return [f"A file or an https address; {enter} reads it, esc leaves all as it is."]
        typed = "reads what you typed" if self.text(0) else "asks once"
        return [
            f"{self.session.keys.at_start('start_update')} {typed}, esc leaves all as it is.",
            "Nothing else is ever sent. Or type a file that you downloaded in a browser.",
        ]

    def do_start_update(self) -> None:
        """Ask the conference, or take the file."""
        conference = self.session.schedule.conference
        if not self.text(0) and not host_of(conference):
            self.say("Type a file that you downloaded, or esc goes back")
            return
        self.start(["update", conference.id, self.text(0)])

    def failed(self, failure: str) -> None:
        """Say why, and the way that is always left."""
        way = "Or download it in a browser and type the file here."
        cancelled = failure.startswith("Cancelled")
        has_way = "browser" in failure or cancelled or self.text(0)
        self.failure = failure if has_way else f"{failure} {way}"
