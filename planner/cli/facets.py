"""Counts from the shell: what a query's events have in common, and where they lie."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.cli.arguments import readable, split_query_arguments
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, colour, print_json
from planner.schedule.query import Qualifier, Query, QueryError, from_arguments
from planner.schedule.search import NotReady, View
from planner.workspace.counting import density_question, facets_question
from planner.workspace.facet_words import HEADINGS, column_head, column_words, value_words
from planner.workspace.session import Session

if TYPE_CHECKING:
    from planner.schedule.density import By, Density, Line
    from planner.schedule.facets import Facet

_PLAIN = View(order="time", merged=False)
#: Cells of a topic's name beside its counts, and the fewest of a column.
_LEAST_NAME, _MOST_NAME = 24, 40
_LEAST_COLUMN = {"day": 4, "session": 6}


def facets(arguments: Sequence[str]) -> int:
    """``planner facets [QUERY...] [--json]``: every event counts, as in ``planner search``."""
    given = split_query_arguments(arguments, flags=("--json",), valued=())
    with opened() as session:
        query = _query(session, given.words)
        found = facets_question(session, query, _PLAIN)(session.schedule)
    if not found:
        raise CommandFailed(NotReady().message)
    if "--json" in given.options:
        print_json([_facet_record(facet) for facet in found])
    elif not sys.stdout.isatty():
        for name, values in found:
            for value in values:
                print(f"{Qualifier(name, (value.value,))}\t{value.rows}")
    else:
        _print_facets(found)
    return 0


def density(arguments: Sequence[str]) -> int:
    """``planner density [QUERY...] [--by day|session] [--json]``: topics by day or session."""
    given = split_query_arguments(arguments, flags=("--json",), valued=("--by",))
    by = _by(given.options.get("--by", "day"))
    with opened() as session:
        query = _query(session, given.words)
        found = density_question(session, query, _PLAIN, by)(session.schedule)
    if found is None:
        raise CommandFailed(NotReady().message)
    if "--json" in given.options:
        print_json(_density_record(found))
    elif not sys.stdout.isatty():
        print("\t".join(["", *map(column_words, found.columns), "all"]))
        for line in (*found.lines, found.all):
            print("\t".join([line.topic, *map(str, line.cells), str(line.total)]))
    else:
        _print_density(found)
    return 0


def _query(session: Session, words: Sequence[str]) -> Query:
    """Return what the words ask for.

    Raises:
        CommandFailed: They are no query; the sentence says where and why.
    """
    text = from_arguments([readable(word) for word in words])
    query = session.reading.parse(text)
    if isinstance(query, QueryError):
        raise CommandFailed(f"{query.message} (at {text[query.start : query.end]!r})", code=2)
    return query


def _by(word: str) -> By:
    if word == "day":
        return "day"
    if word == "session":
        return "session"
    raise CommandFailed(f"--by takes day or session, not {word!r}.", code=2)


def _facet_record(facet: Facet) -> dict[str, object]:
    return {
        "name": facet.name,
        "values": [
            {
                "value": value.value,
                "label": value_words(facet.name, value),
                "count": value.rows,
                "query": str(Qualifier(facet.name, (value.value,))),
            }
            for value in facet.values
        ],
    }


def _density_record(found: Density) -> dict[str, object]:
    def record(line: Line) -> dict[str, object]:
        query = str(Qualifier("topic", (line.topic,))) if line.topic else ""
        return {
            "topic": line.topic or None,
            "depth": line.depth,
            "query": query,
            "cells": list(line.cells),
            "total": line.total,
        }

    return {
        "by": found.by,
        "columns": [
            {
                "label": column_words(column),
                "query": str(column.condition),
                "day": column.day.isoformat() if column.day else None,
                "start": column.start.isoformat() if column.start else None,
                "end": column.end.isoformat() if column.end else None,
            }
            for column in found.columns
        ],
        "rows": [record(line) for line in found.lines],
        "all": record(found.all),
    }


def _print_facets(found: Sequence[Facet]) -> None:
    from rich.cells import set_cell_size

    room = max(20, min(60, shutil.get_terminal_size().columns - 10))
    for facet in found:
        if facet.values:
            print(_strong(HEADINGS[facet.name]))
        for value in facet.values:
            label = "  " * (value.depth + 1) + value_words(facet.name, value)
            print(f"{set_cell_size(label, room)} {value.rows:>7,}")


def _print_density(found: Density) -> None:
    """Print the table, its columns in blocks that fit the terminal's width."""
    from rich.cells import cell_len, set_cell_size

    lines = (*found.lines, found.all)
    heads = [*map(column_head, found.columns), ("", "all", "")]
    cells = [[*line.cells, line.total] for line in lines]
    parts = (0, 1, 2) if found.by == "session" else (0, 1)
    widths = [
        max(_LEAST_COLUMN[found.by], len(head[1]), *(len(f"{line[at]:,}") for line in cells)) + 2
        for at, head in enumerate(heads)
    ]
    labels = ["  " * line.depth + line.label for line in lines]
    columns = shutil.get_terminal_size().columns
    room = max(_LEAST_NAME, columns - sum(widths))
    name = min(_MOST_NAME, room, max(map(cell_len, labels)))
    first = 0
    while first < len(heads):
        stop = first + 1
        while stop < len(heads) and name + sum(widths[first : stop + 1]) <= columns:
            stop += 1
        block = range(first, stop)
        for part in parts:
            words = (f"{heads[at][part][: widths[at] - 2]:>{widths[at]}}" for at in block)
            print(" " * name + _strong("".join(words)))
        for label, counts in zip(labels, cells, strict=True):
            shown = label
            if cell_len(label) > name:
                shown = set_cell_size(label, name - 1).rstrip() + "…"
            numbers = (f"{f'{counts[at]:,}' if counts[at] else '':>{widths[at]}}" for at in block)
            print(set_cell_size(shown, name) + "".join(numbers))
        first = stop
        if first < len(heads):
            print()


def _strong(words: str) -> str:
    return f"\x1b[1m{words}\x1b[0m" if colour() else words
