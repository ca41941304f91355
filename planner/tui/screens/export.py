"""The export dialogue: which format, how much of it, and where the file goes."""

from __future__ import annotations

import contextlib
import re
import stat
from pathlib import Path
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import EXPORT
from planner.itinerary.store import ItineraryError
from planner.paths import state_path
from planner.safe_write import write_whole
from planner.tui.render import DIM, STRONG, Signs, line, spread, width_of
from planner.tui.screens.overlay import Choice, ChoiceScreen
from planner.workspace import exporting
from planner.workspace.exporting import CalendarOptions, Exported
from planner.workspace.folders import short
from planner.workspace.left_off import folder_left, keep_folder
from planner.workspace.session import Session
from planner.workspace.sync.record import calendars
from planner.workspace.wording import counted

#: By so many bytes an earlier export is known again.
_BEGINNING = 48
_WRITTEN_ON = (".md", ".bib", ".csv")


class ExportScreen(ChoiceScreen):
    """Lists the formats with what each would hold; Enter writes the file where one stands."""

    scope: ClassVar[str] = EXPORT
    title_words: ClassVar[str] = "Export what you starred as"
    letters_move: ClassVar[bool] = True

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        self._calendars = calendars(session.places, session.schedule.conference.id)
        super().__init__(session, signs, size)

    def status(self) -> tuple[str, str]:
        """Return what to do first where nothing is starred."""
        if self.session.itinerary().stars:
            return "", ""
        key = self.session.keys.key("want")
        return f"Nothing is starred yet; {key} in a list stars an event", ""

    def do_folder(self) -> None:
        """Ask for another folder to save in."""
        if self.app.is_web:
            self.say("The file goes to your browser's downloads")
            return
        from planner.tui.screens.folder import FolderScreen

        last = folder_left(state_path(self.session.places))
        self.planner.lay(FolderScreen, self._folder(), last, self._folder_chosen)

    def paint_above(self, width: int) -> list[Strip]:
        """Return where the file goes, and which key changes that."""
        if self.app.is_web:
            return [line([(" To your browser's downloads", DIM)], width)]
        folder, key = self._folder(), self.session.keys.key("folder")
        words = short(folder) if folder else "the folder that planner was started in, which is gone"
        aside = f" {key}: another folder "
        room = width - width_of(aside) - len(" In ") - 1
        where = _ending(words, room, self.signs.ellipsis)
        return [spread([(" In ", DIM), (where, STRONG)], [(aside, DIM)], width)]

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
                f"Calendar: {timed} with a time, {without} without",
                aside=calendar,
                why_not=no_time,
            ),
            Choice(
                "whole calendar",
                f"Calendar: {timed} with a time, and a list of {without} without",
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
        if not without:
            del found[1]
        if self._calendars:
            from planner.export.caldav_account import host_of

            where = ", ".join(dict.fromkeys(map(host_of, self._calendars)))
            found.append(Choice("sync", f"Your calendar at {where}: as your plan is", "sync"))
        return found

    def choose(self, choice: Choice) -> None:
        """Write the file, and say where it is; or make the calendar on a server as the plan is."""
        if choice.value == "sync":
            self.close()
            self.planner.sync()
            return
        if self.app.is_web:
            self._download(choice)
            return
        folder = self._folder()
        if folder is None:
            self.do_folder()
            return
        try:
            exported = self._exported(choice.value)
            path = _free(folder / choice.aside, exported.content)
            write_whole(path, exported.content, mode=0o644)
        except (OSError, ItineraryError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            key = self.session.keys.at_start("folder")
            self.say(f"Not written: {reason}. {key} takes another folder.")
            return
        keep_folder(state_path(self.session.places), str(folder))
        copied = ""
        if str(path).isprintable():  # Else its name is no text, and cannot be pasted anywhere.
            self.app.copy_to_clipboard(str(path))
            copied = " (path copied)"
        self.close()
        said = f"Wrote {exported.words} to "
        room = self.size.width - width_of(said) - len(copied) - 2
        # The file's name is what one looks for.
        where = _ending(short(path), room, self.signs.ellipsis)
        self.planner.say(f"{said}{where}{copied}")

    def _download(self, choice: Choice) -> None:
        """Have the browser save the file where it saves all that one downloads."""
        from planner.tui.in_browser import deliver

        try:
            exported = self._exported(choice.value)
        except ItineraryError as error:
            self.say(f"Not downloaded: {error}")
            return
        deliver(self.planner, choice.aside, exported.content)
        self.close()
        self.planner.say(f"The browser downloads {exported.words} as {choice.aside}")

    def _folder(self) -> Path | None:
        """Return the folder in use: the one chosen since the start, else the one of the start."""
        with contextlib.suppress(OSError):
            return self.planner.folder or Path.cwd()
        return None

    def _folder_chosen(self, folder: Path) -> None:
        self.planner.folder = folder
        self.repaint_all()

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


def _ending(text: str, width: int, ellipsis: str) -> str:
    """Return ``text`` in at most ``width`` cells, cut at its beginning if need be."""
    cut = text
    while cut and width_of(cut) + len(ellipsis) > width:
        cut = cut[1:]
    return text if width_of(text) <= width else f"{ellipsis}{cut}"


def _free(path: Path, content: bytes) -> Path:
    """Return ``path``, or one with a number where a file stands that is not an earlier export.

    A page or references may have been written on since, so only the very same
    content gives way there.
    """
    beginning = len(content) + 1 if path.suffix in _WRITTEN_ON else _BEGINNING
    free = path
    for number in range(2, 1000):
        with contextlib.suppress(FileNotFoundError):
            if _beginning_of(free, beginning) != content[:beginning]:
                free = path.with_stem(f"{path.stem}_{number}")
                continue
        break
    return free


def _beginning_of(path: Path, size: int) -> bytes | None:
    """Return the first bytes of a file, None for what is no file: a pipe would be waited for."""
    if not stat.S_ISREG(path.stat().st_mode):
        return None
    with path.open("rb") as file:
        return file.read(size)


def _file_name(conference_id: str) -> str:
    """Return a conference's id as the beginning of a file's name, which leads nowhere else."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", conference_id).strip(".-")[:80] or "conference"
