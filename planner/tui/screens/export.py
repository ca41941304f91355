"""The export dialogue: which format, how much of it, and where the file goes."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import ClassVar

from planner.itinerary.store import ItineraryError
from planner.safe_write import write_whole
from planner.tui.screens.overlay import Choice, ChoiceScreen
from planner.workspace import exporting
from planner.workspace.exporting import CalendarOptions, Exported
from planner.workspace.wording import counted

#: By so many bytes an earlier export is known again.
_BEGINNING = 48
_WRITTEN_ON = (".md", ".bib", ".csv")


class ExportScreen(ChoiceScreen):
    """Lists the formats with what each would hold; Enter writes the file where one stands."""

    title_words: ClassVar[str] = "Export what you starred as"
    letters_move: ClassVar[bool] = True

    def choices(self) -> list[Choice]:
        """Return the formats, each with its file and its counts."""
        name = _file_name(self.session.schedule.conference.id)
        calendar, json = f"{name}-plan.ics", f"{name}-plan.json"
        rows = exporting.starred_rows(self.session)
        timed = sum(row.event.is_scheduled or row.event.day is not None for row in rows)
        without = len(rows) - timed
        nothing = "" if rows else "nothing is starred yet"
        no_time = nothing or ("" if timed else "none of them has a time")
        papers = exporting.papers_among(rows)
        seen = len(exporting.seen_rows(self.session))
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
                "html",
                f"HTML for phone and paper: {counted(len(rows), 'star')} by day",
                aside=f"{name}-plan.html",
                why_not=nothing,
            ),
            Choice(
                "csv",
                f"CSV for spreadsheets: {counted(len(rows), 'star')}",
                aside=f"{name}-plan.csv",
                why_not=nothing,
            ),
            Choice(
                "json",
                f"JSON for programs: all {counted(len(rows), 'star')}",
                aside=json,
                why_not=nothing,
            ),
            Choice(
                "markdown",
                f"Page in Markdown: {counted(len(rows), 'star')} by day",
                aside=f"{name}-plan.md",
                why_not=nothing,
            ),
            Choice(
                "report",
                f"Trip report in Markdown: {seen} seen",
                aside=f"{name}-trip-report.md",
                why_not="" if seen else "nothing is marked as seen yet",
            ),
            Choice(
                "bibtex",
                f"References in BibTeX: {counted(papers, 'paper')}",
                aside=f"{name}-papers.bib",
                why_not=nothing or ("" if papers else "none of them is a paper"),
            ),
        ]
        return found if without else [found[0], *found[2:]]

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
        if form == "report":
            rows = exporting.seen_rows(self.session)
            return exporting.markdown(self.session, rows, "is:visited")
        rows = exporting.starred_rows(self.session)
        if form == "markdown":
            return exporting.markdown(self.session, rows)
        if form == "html":
            return exporting.html_page(self.session, rows)
        if form == "csv":
            return exporting.csv_table(self.session, rows)
        if form == "bibtex":
            return exporting.bibtex(self.session, rows)
        if form == "json":
            return exporting.json_rows(rows)
        options = CalendarOptions(unscheduled=form == "whole calendar")
        return exporting.calendar(self.session, rows, options)


def _free(path: Path, content: bytes) -> Path:
    """Return ``path``, or one with a number where a file stands that is not an earlier export.

    A page or references may have been written on since, so only the very same
    content gives way there.
    """
    beginning = len(content) + 1 if path.suffix in _WRITTEN_ON else _BEGINNING
    free = path
    for number in range(2, 1000):
        with contextlib.suppress(FileNotFoundError):
            if free.read_bytes()[:beginning] != content[:beginning]:
                free = path.with_stem(f"{path.stem}_{number}")
                continue
        break
    return free


def _file_name(conference_id: str) -> str:
    """Return a conference's id as the beginning of a file's name, which leads nowhere else."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", conference_id).strip(".-")[:80] or "conference"
