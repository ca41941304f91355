"""``planner export``: the starred events, or a query's, as a file or on standard output."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from planner.cli.arguments import QueryArguments, split_query_arguments, whole_number
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, say
from planner.cli.read import found, text_of
from planner.safe_write import write_whole
from planner.workspace import exporting
from planner.workspace.exporting import CalendarOptions, Exported
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.wording import counted

_USAGE = "export ical|html|markdown|csv|json|bibtex [-o FILE] [QUERY...]"
_FORMATS = ("ical", "html", "markdown", "csv", "json", "bibtex")


def export(arguments: Sequence[str]) -> int:
    """``planner export FORMAT [-o FILE] [QUERY...]``.

    Of ``ical`` also ``--utc``, ``--alarm N``, ``--posters each``, ``--unscheduled``, and
    ``--blocks`` for the commitments that were typed.

    Exit 1 where there is nothing to export.
    """
    given = split_query_arguments(
        arguments,
        flags=("--utc", "--unscheduled", "--blocks"),
        valued=("-o", "--alarm", "--posters"),
    )
    if not given.words or given.words[0] not in _FORMATS:
        said = f"There is no format {given.words[0]!r}. " if given.words else ""
        raise CommandFailed(f"{said}usage: planner {_USAGE}", code=2)
    options = _calendar_options(given)
    form, *words = given.words
    with opened() as session:
        rows = found(session, words, None) if words else exporting.starred_rows(session)
        blocks = form == "ical" and options.blocks and session.itinerary().commitments
        if not rows and not blocks:
            what = "no event matches" if words else "nothing is starred; planner star ID stars"
            raise CommandFailed(f"there is nothing to export: {what}.")
        exported = _exported(session, rows, form, options, text_of(words))
    if exported.no_papers:
        left_out = counted(exported.no_papers, "event")
        say(f"{left_out} left out: only papers have references.")
        if not exported.written:
            raise CommandFailed("there is nothing to export: none of them is a paper.")
    if exported.without_time and not options.unscheduled:
        left_out = counted(exported.without_time, "event")
        say(f"{left_out} without a time left out; --unscheduled lists them in an entry.")
    if exported.written == 0 and not options.unscheduled:
        raise CommandFailed("there is nothing to export: no time is known of what was chosen.")
    target = given.options.get("-o", "-")
    if target == "-":
        sys.stdout.buffer.write(exported.content)
        return 0
    path = write_to(Path(target).expanduser(), exported.content)
    say(f"Wrote {exported.words} to {path}.")
    return 0


def _exported(
    session: Session, rows: Sequence[Row], form: str, options: CalendarOptions, text: str
) -> Exported:
    if form == "ical":
        return exporting.calendar(session, rows, options)
    if form == "markdown":
        return exporting.markdown(session, rows, text)
    if form == "html":
        return exporting.html_page(session, rows, text)
    if form == "csv":
        return exporting.csv_table(session, rows)
    if form == "bibtex":
        return exporting.bibtex(session, rows)
    return exporting.json_rows(rows)


def write_to(path: Path, content: bytes, mode: int = 0o644) -> Path:
    """Write ``content`` to what ``path`` leads to, and return ``path``.

    A device or a pipe is written to, never replaced; so is what a link points at.
    A file gets the permissions ``mode``.

    Raises:
        CommandFailed: It cannot be written.
    """
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.write(content)
        else:
            write_whole(target, content, mode=mode)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandFailed(f"{path} cannot be written: {reason}. Name another file.") from error
    return path


def _calendar_options(given: QueryArguments) -> CalendarOptions:
    posters = given.options.get("--posters", "slot")
    if posters not in ("slot", "each"):
        raise CommandFailed(f"--posters takes slot or each, not {posters!r}.", code=2)
    alarm = given.options.get("--alarm")
    return CalendarOptions(
        posters="each" if posters == "each" else "slot",
        unscheduled="--unscheduled" in given.options,
        utc="--utc" in given.options,
        alarm=None if alarm is None else whole_number("--alarm", alarm),
        blocks="--blocks" in given.options,
    )
