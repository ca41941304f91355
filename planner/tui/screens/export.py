"""The export dialogue: which format, how much of it, and where the file goes."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import ClassVar

from planner.itinerary.store import ItineraryError
from planner.safe_write import write_whole
from planner.tui.screens.overlay import Choice, ChoiceScreen
from planner.workspace import exporting
from planner.workspace.exporting import CalendarOptions, Exported
from planner.workspace.wording import counted


class ExportScreen(ChoiceScreen):
    """Lists the formats with what each would hold; Enter writes the file where one stands."""

    title_words: ClassVar[str] = "Export what you starred as"

    def choices(self) -> list[Choice]:
        """Return the formats, each with its file and its counts."""
        conference_id = self.session.schedule.conference.id
        calendar, json = f"{conference_id}-plan.ics", f"{conference_id}-plan.json"
        rows = exporting.starred_rows(self.session)
        timed = sum(row.event.is_scheduled or row.event.day is not None for row in rows)
        without = len(rows) - timed
        nothing = "" if rows else "nothing is starred yet"
        no_time = nothing or ("" if timed else "none of them has a time")
        found = [
            Choice(
                "calendar",
                f"Calendar file: {timed} with a time, {without} without left out",
                aside=calendar,
                why_not=no_time,
            ),
            Choice(
                "whole calendar",
                f"Calendar file: {timed} with a time, and one entry that lists {without} without",
                aside=calendar,
                why_not=nothing,
            ),
            Choice(
                "json",
                f"JSON for programs: all {counted(len(rows), 'star')}",
                aside=json,
                why_not=nothing,
            ),
        ]
        return found if without else [found[0], found[2]]

    def choose(self, choice: Choice) -> None:
        """Write the file, and say where it is."""
        try:
            exported = self._exported(choice.value)
            path = _free(Path.cwd() / choice.aside, exported.content)
            write_whole(path, exported.content, mode=0o644)
        except (OSError, ItineraryError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self.say(f"Not written: {reason}. Start planner in a folder you can write to.")
            return
        self.app.copy_to_clipboard(str(path))
        self.close()
        self.planner.say(f"Wrote {exported.words} to {path} (path copied)")

    def _exported(self, form: str) -> Exported:
        rows = exporting.starred_rows(self.session)
        if form == "json":
            return exporting.json_rows(rows)
        options = CalendarOptions(unscheduled=form == "whole calendar")
        return exporting.calendar(self.session, rows, options)


def _free(path: Path, content: bytes) -> Path:
    """Return ``path``, or one with a number where a file stands that is not an earlier export."""
    beginning = content[:48]
    for number in range(2, 1000):
        with contextlib.suppress(FileNotFoundError):
            if path.read_bytes()[: len(beginning)] != beginning:
                path = path.with_stem(f"{path.stem.rsplit('_', 1)[0]}_{number}")
                continue
        break
    return path
