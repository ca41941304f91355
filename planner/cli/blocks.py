"""Time of the attendee's own: ``block``, ``unblock``, ``blocks`` and ``busy``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from planner.cli.arguments import readable, split_query_arguments
from planner.cli.identify import named
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, commitment_cells, print_json, print_table, say
from planner.export.rows import commitment_record
from planner.model import Commitment
from planner.workspace.session import Session
from planner.workspace.wording import counted

_USAGE = "block TITLE --from TIME --to TIME [--away]"


def block(arguments: Sequence[str]) -> int:
    """``planner block TITLE --from TIME --to TIME [--away]``, or all in words of one's own.

    ``planner block "fri 14-15 my poster"`` says the same as the options. The
    new id goes to standard output.
    """
    given = split_query_arguments(arguments, flags=("--away",), valued=("--from", "--to"))
    text = " ".join(map(readable, given.words)).strip()
    if not text:
        raise CommandFailed(
            'block needs a time and a title: planner block "fri 14-15 my poster", '
            f"or planner {_USAGE}",
            code=2,
        )
    with opened() as session:
        away = "--away" in given.options
        if "--from" in given.options or "--to" in given.options:
            title = text
            start = _moment(session, given.options.get("--from"), "--from")
            end = _moment(session, given.options.get("--to"), "--to", ending=True)
        else:
            title, start, end, is_away = _in_words(session, text)
            away = away or is_away
        try:
            outcome = session.decisions.block(title, start, end, away=away)
        except ValueError as error:
            raise CommandFailed(str(error), code=2) from error
        say(f"{outcome.sentence}.")
        for commitment_id in outcome.commitment_ids:
            print(commitment_id)
    return 0


def unblock(arguments: Sequence[str]) -> int:
    """``planner unblock ID...``: give the time back; the id is that of ``planner blocks``."""
    names = named(arguments, "unblock ID...")
    with opened() as session:
        known = session.itinerary().commitments
        for name in names:
            if name not in known:
                raise CommandFailed(f"there is no block {name!r}; planner blocks lists them.")
        say(f"{session.decisions.unblock(names).sentence}.")
    return 0


def blocks(arguments: Sequence[str]) -> int:
    """``planner blocks [--json]``: the blocks, and the busy times of calendar files."""
    for word in arguments:
        if word != "--json":
            raise CommandFailed(
                f"{readable(word)!r} is not known here. usage: planner blocks [--json]", code=2
            )
    with opened() as session:
        commitments = session.reading.chosen.commitments
        if "--json" in arguments:
            print_json([commitment_record(each) for each in commitments])
            return 0
        print_commitments(commitments)
        if not commitments:
            say('Nothing is blocked; planner block "fri 14-15 my poster" keeps time for yourself.')
    return 0


def busy(arguments: Sequence[str]) -> int:
    """``planner busy FILE.ics``: take over a calendar's busy times; again replaces them."""
    given = split_query_arguments(arguments, flags=(), valued=())
    if len(given.words) != 1:
        raise CommandFailed("busy takes one file. usage: planner busy FILE.ics", code=2)
    path = Path(given.words[0]).expanduser()
    from planner.workspace.busy import MOST_BYTES, NotACalendar, read_busy

    try:
        with path.open("rb") as file:
            # One byte more tells that there is too much of it.
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.") from error
    with opened() as session:
        schedule = session.schedule
        name = readable(path.name)
        try:
            found = read_busy(content, name, schedule.days(), schedule.zone, schedule.conference.id)
        except NotACalendar as error:
            raise CommandFailed(f"{readable(str(path))}: {error}") from error
        outcome = session.decisions.take_busy(name, found.commitments)
    say(f"{outcome.sentence}.")
    if found.skipped:
        say(f"{counted(found.skipped, 'entry', 'entries')} could not be read and was left out.")
    if found.own:
        say(f"{counted(found.own, 'entry', 'entries')} that planner exported left out.")
    if found.whole:
        say(f"{counted(found.whole, 'entry', 'entries')} as long as the conference left out.")
    if found.is_cut:
        say(f"The file holds more; {len(found.commitments):,} are kept.")
    return 0


def print_commitments(commitments: Sequence[Commitment]) -> None:
    """Print commitments: a table on a terminal, else ``id TAB when TAB - TAB title`` lines."""
    cells = [commitment_cells(each) for each in commitments]
    if sys.stdout.isatty():
        print_table([(" ", *line) for line in cells])
    else:
        sys.stdout.writelines("\t".join(line) + "\n" for line in cells)


def _moment(session: Session, text: str | None, option: str, *, ending: bool = False) -> datetime:
    from planner.workspace.typed.time import Unreadable, read_moment

    if text is None:
        raise CommandFailed(f"{option} TIME is missing. usage: planner {_USAGE}", code=2)
    schedule = session.schedule
    found = read_moment(readable(text), schedule.days(), schedule.zone, session.now, ending=ending)
    if isinstance(found, Unreadable):
        raise CommandFailed(f"{option}: {found.message}", code=2)
    return found


def _in_words(session: Session, text: str) -> tuple[str, datetime, datetime, bool]:
    from planner.workspace.typed.time import Unreadable, read_block

    schedule = session.schedule
    found = read_block(text, schedule.days(), schedule.zone, session.now)
    if isinstance(found, Unreadable):
        raise CommandFailed(found.message, code=2)
    assert found.end is not None  # noqa: S101 - for the type checker, by read_block
    return found.title, found.start, found.end, found.away
