"""Bringing in another conference: a file or an address, and what it may lack."""

from __future__ import annotations

from typing import ClassVar

from planner.commands import IMPORT
from planner.tui.line_editor import LineEditor
from planner.tui.screens.errand import ErrandScreen

_MOST_ZONES = 8


class ImportScreen(ErrandScreen):
    """Asks what to bring in: a file or an address, and only if needed a time zone and an id."""

    scope: ClassVar[str] = IMPORT
    labels: ClassVar[tuple[str, ...]] = ("file or address", "time zone", "id")

    def question(self) -> list[str]:
        """Return what is asked."""
        return ["Bring in another conference"]

    def hints(self) -> list[str]:
        """Return what the line is for, and of a zone the names that begin or hold what is typed."""
        if self.field == 0:
            enter = self.session.keys.at_start("start_import")
            return [
                "A file, or an https address: schedule.xml or .json of pretalx and frab, a "
                "virtual site's JSON, an .ics, planner's own.",
                f"{enter} brings it in; the other lines are needed only where the file lacks them.",
            ]
        if self.field == 2:
            return ["The name of its files here, such as icml2026; empty takes the schedule's own."]
        names = self._zones()
        if not names:
            return ["No time zone has this in its name; type the city, such as vienna."]
        if not self.text(1):
            return ["Where the venue is, such as Europe/Vienna; only where the file lacks it."]
        return [f"{self.session.keys.key('next_field')} completes:", *names]

    def do_next_field(self) -> None:
        """Complete the time zone, else go to the next line."""
        names = self._zones() if self.field == 1 and self.text(1) else []
        if names and self.text(1) != names[0]:
            self.put(LineEditor.of(names[0]))
            return
        self._go(self.field + 1)

    def do_previous_field(self) -> None:
        """Go to the line before."""
        self._go(self.field - 1)

    def do_start_import(self) -> None:
        """Bring the conference in."""
        place, zone, name = (self.text(field) for field in range(3))
        if not place:
            self._go(0)
            self.say("Type a file or an address first")
            return
        self.start(["import", place, name, zone])

    def failed(self, failure: str) -> None:
        """Say why, and go to the line that mends it."""
        zone_asked, id_asked = "--timezone" in failure, "--as" in failure
        if zone_asked:
            self._go(1)
            completes = f"{self.session.keys.key('next_field')} completes"
            failure = failure.replace("add --timezone ZONE", f"type it below, {completes}")
        elif id_asked:
            self._go(2)
            failure = failure.replace("--as ID brings", "another id brings")
        self.failure = failure

    def _zones(self) -> list[str]:
        """Return the names of zones that hold what is typed, those that begin so first."""
        from zoneinfo import available_timezones

        wanted = self.text(1).casefold().replace(" ", "_")
        places = [name for name in available_timezones() if "/" in name and name[:3] != "Etc"]
        found = [name for name in places if wanted in name.casefold()]

        def rank(name: str) -> tuple[bool, bool, str]:
            whole, city = name.casefold(), name.casefold().rpartition("/")[2]
            return not city.startswith(wanted), not whole.startswith(wanted), name

        return sorted(found, key=rank)[:_MOST_ZONES]

    def _go(self, field: int) -> None:
        self.field = field % len(self.labels)
        self.repaint_all()
