"""``planner alike``: events like one, or like what is starred, each with what it shares."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from planner.cli.arguments import split_query_arguments, whole_number
from planner.cli.identify import named, named_event
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, print_rows, say
from planner.export.rows import row_record
from planner.schedule.search import NotReady
from planner.workspace.alike import NO_STARS, has_stars, nothing_alike, question, shared_words

_USAGE = "alike [ID] [--limit N] [--json]"
_LIMIT = 20


def alike(arguments: Sequence[str]) -> int:
    """``planner alike [ID] [--limit N] [--json]``: without an ID more like the stars.

    Each line ends with the words and the topic shared. In JSON a row has
    ``shared``: ``{"words": [...], "topic": ...}``. Exit 1 where nothing is starred.
    """
    given = split_query_arguments(arguments, flags=("--json",), valued=("--limit",))
    limit = whole_number("--limit", given.options.get("--limit", str(_LIMIT)))
    names = named(given.words, _USAGE) if given.words else []
    if len(names) > 1:
        raise CommandFailed(f"alike takes one event. usage: planner {_USAGE}", code=2)
    with opened() as session:
        event = named_event(session, names[0]) if names else None
        if event is None and not has_stars(session):
            raise CommandFailed(f"{NO_STARS}; planner star ID stars.")
        found = question(session, event.id if event else None, limit)(session.schedule)
        if isinstance(found, NotReady):
            raise CommandFailed(found.message)
        rows = session.reading.rows([each.number for each in found])
        if "--json" in given.options:
            print_json(
                [
                    row_record(row.event, row.own_level)
                    | {"shared": {"words": list(each.words), "topic": each.topic}}
                    for row, each in zip(rows, found, strict=True)
                ]
            )
            return 0
        print_rows(rows, [shared_words(each) for each in found])
        if not rows and sys.stdout.isatty():
            say(f"{nothing_alike(event)}.")
    return 0
