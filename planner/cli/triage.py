"""Triage from the shell: what is undecided in the order of triage, and saying no."""

from __future__ import annotations

from collections.abc import Sequence

from planner.cli.arguments import readable, split_query_arguments, whole_number
from planner.cli.decide import decide_on
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, print_rows
from planner.export.rows import row_record
from planner.schedule.query import QueryError, from_arguments
from planner.schedule.search import NotReady
from planner.workspace.liking import liking
from planner.workspace.triage import ranked


def triage(arguments: Sequence[str]) -> int:
    """``planner triage [QUERY...] [--limit N] [--json]``: a paper is one row."""
    given = split_query_arguments(arguments, flags=("--json",), valued=("--limit",))
    limit = (
        whole_number("--limit", given.options["--limit"]) if "--limit" in given.options else None
    )
    text = from_arguments([readable(word) for word in given.words])
    with opened() as session:
        query = session.reading.parse(text)
        if isinstance(query, QueryError):
            raise CommandFailed(f"{query.message} (at {text[query.start : query.end]!r})", code=2)
        order = ranked(
            session.schedule,
            query,
            session.marks(),
            liking(session.itinerary()),
            now=session.now,
        )
        if isinstance(order, NotReady):
            raise CommandFailed(order.message)
        rows = session.reading.rows(order.numbers[:limit])
        if "--json" in given.options:
            print_json([row_record(row.event, row.own_level) for row in rows])
        else:
            print_rows(rows)
    return 0


def decline(arguments: Sequence[str]) -> int:
    """``planner decline ID...``: a no, with all showings of the papers."""
    return decide_on(
        "decline ID...", arguments, lambda to, events: to.decline(events, declined=True)
    )


def undecline(arguments: Sequence[str]) -> int:
    """``planner undecline ID...``: take the no off."""
    return decide_on(
        "undecline ID...", arguments, lambda to, events: to.decline(events, declined=False)
    )
