"""``planner searches``: the saved searches by name, what each finds and what of it is new."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from planner.cli.arguments import readable, split_query_arguments, whole_number
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, print_rows, print_table, say
from planner.cli.read import found_by
from planner.export.rows import row_record
from planner.model import SavedSearch
from planner.schedule.query import QueryError, from_arguments
from planner.schedule.text import clean
from planner.workspace.searches import PLAIN, Counted, counting, looking
from planner.workspace.session import Session

_USAGE = "usage: planner searches [NAME | save NAME QUERY... | remove NAME] [--limit N] [--json]"


def searches(arguments: Sequence[str]) -> int:
    """``planner searches [NAME | save NAME QUERY... | remove NAME] [--limit N] [--json]``."""
    verb, *rest = arguments or [""]
    with opened() as session:
        # A search may have the name of a verb: alone, the word then means the search.
        if verb in ("save", "remove") and (rest or verb not in session.itinerary().searches):
            return _save(session, rest) if verb == "save" else _remove(session, rest)
        given = split_query_arguments(arguments, flags=("--json",), valued=("--limit",))
        as_json = "--json" in given.options
        if given.words:
            limit = given.options.get("--limit")
            number = None if limit is None else whole_number("--limit", limit)
            return _run(session, _saved(session, given.words), number, as_json=as_json)
        if "--limit" in given.options:
            raise CommandFailed(f"--limit needs the name of a search. {_USAGE}", code=2)
        return _list(session, as_json=as_json)


def _list(session: Session, *, as_json: bool) -> int:
    counted = counting(session, PLAIN)(session.schedule)
    if as_json:
        print_json([_record(each) for each in counted])
        return 0
    for each in counted:
        if each.problem:
            say(f"planner: {each.search.name}: {each.problem}")
    if not counted:
        say("No search is saved; planner searches save NAME QUERY... saves one.")
    lines = [_cells(each) for each in counted]
    if sys.stdout.isatty():
        print_table(
            [(name, f"{found:>5} found", f"{new} new", query) for name, query, found, new in lines]
        )
    else:
        sys.stdout.writelines("\t".join(line) + "\n" for line in lines)
    return 0


def _run(session: Session, search: SavedSearch, limit: int | None, *, as_json: bool) -> int:
    try:
        rows = found_by(session, search.query, limit)
    except CommandFailed as failure:
        raise CommandFailed(f"the search {search.name!r} cannot be run: {failure}") from failure
    new = looking(session, search.name)(session.schedule)
    if as_json:
        print_json([row_record(row.event, row.own_level) for row in rows])
    else:
        print_rows(rows)
    if new:
        say(f"{new:,} new since you last looked.")
    return 0


def _save(session: Session, arguments: Sequence[str]) -> int:
    given = split_query_arguments(arguments, flags=(), valued=())
    name, *words = given.words or ("",)
    text = from_arguments([readable(word) for word in words])
    if not text.strip():
        raise CommandFailed(f"save takes a name and a query. {_USAGE}", code=2)
    query = session.reading.parse(text)
    if isinstance(query, QueryError):
        raise CommandFailed(f"{query.message} (at {text[query.start : query.end]!r})", code=2)
    try:
        outcome = session.decisions.save_search(readable(name), text)
    except ValueError as error:
        raise CommandFailed(str(error), code=2) from error
    looking(session, clean(readable(name)))(session.schedule)
    say(f"{outcome.sentence}.")
    return 0


def _remove(session: Session, arguments: Sequence[str]) -> int:
    given = split_query_arguments(arguments, flags=(), valued=())
    if not given.words:
        raise CommandFailed(f"remove takes the name of a search. {_USAGE}", code=2)
    outcome = session.decisions.forget_search(_saved(session, given.words).name)
    say(f"{outcome.sentence}.")
    return 0


def _saved(session: Session, words: Sequence[str]) -> SavedSearch:
    """Return the saved search of a name, which may come without quotes and in any case.

    Raises:
        CommandFailed: There is none.
    """
    saved = session.itinerary().searches
    name = clean(" ".join(map(readable, words)))
    if name in saved:
        return saved[name]
    alike = [each for each in saved if each.casefold() == name.casefold()]
    if len(alike) == 1:
        return saved[alike[0]]
    from difflib import get_close_matches

    near = alike or get_close_matches(name, saved, n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    raise CommandFailed(f"there is no saved search {name!r}.{meant} planner searches lists them.")


def _cells(counted: Counted) -> tuple[str, str, str, str]:
    found = "-" if counted.found is None else f"{counted.found}"
    return counted.search.name, counted.search.query, found, f"{counted.new}"


def _record(counted: Counted) -> dict[str, object]:
    return {
        "name": counted.search.name,
        "query": counted.search.query,
        "found": counted.found,
        "new": counted.new,
        "problem": counted.problem or None,
    }
