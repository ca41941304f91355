"""The second half of compiling: the full-text index of a schedule."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from planner.model import Event
from planner.schedule import layout
from planner.schedule.arrange import Arrangement
from planner.schedule.names_writer import write_names
from planner.schedule.rows_writer import new_database
from planner.schedule.text import fold
from planner.schedule.words import WORD

#: Shorter ends of words are not worth an entry: three letters find, two flood.
_SHORTEST_INSIDE = 3


def _searched(event: Event) -> tuple[str, str, str, str, str]:
    """Return the folded text of each searched field; a mark keeps names apart."""
    between = f" {layout.BETWEEN} "
    affiliations = dict.fromkeys(p.affiliation for p in event.people if p.affiliation)
    return (
        fold(event.title),
        fold(between.join(person.name for person in event.people)),
        fold(between.join(event.topics)),
        fold(between.join(affiliations)),
        fold(event.abstract or ""),
    )


def _inside(folded_title: str) -> str:
    """Return the ends of the title's words, each behind a mark, so a prefix finds them."""
    return " ".join(
        {
            layout.INSIDE + word[cut:]
            for word in WORD.findall(folded_title)
            for cut in range(1, len(word) - _SHORTEST_INSIDE + 1)
        }
    )


def write_index(path: Path, arranged: Arrangement) -> None:
    """Write the index of ``arranged`` into its database ``path`` and say that it is there."""
    with_poster = {oral for oral in arranged.oral if oral}

    def twin(index: int) -> str:
        if arranged.oral[index]:
            return layout.POSTER_OF_TALK
        return layout.TALK_OF_POSTER if index + 1 in with_poster else ""

    def rows() -> Iterator[tuple[object, ...]]:
        for index, event in enumerate(arranged.events):
            searched = _searched(event)
            yield index + 1, *searched, _inside(searched[0]), twin(index)

    connection = new_database(path)
    with contextlib.closing(connection):
        connection.execute("BEGIN")
        for statement in layout.INDEX:
            connection.execute(statement)
        connection.execute(
            "INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (layout.INDEX_MEMORY,)
        )
        connection.executemany(layout.ADD, rows())
        titles = [(fold(event.title), twin(n)) for n, event in enumerate(arranged.events)]
        connection.executemany(layout.ADD_TITLE, ((n, *row) for n, row in enumerate(titles, 1)))
        in_time = sorted(zip(arranged.by_time, titles, strict=True))
        connection.executemany(
            layout.ADD_TITLE_BY_TIME, ((rank + 1, *title) for rank, title in in_time)
        )
        write_names(connection, arranged)
        connection.execute("UPDATE meta SET value = 1 WHERE name = 'indexed'")
        connection.execute("COMMIT")
