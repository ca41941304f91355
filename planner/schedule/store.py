"""The compiled schedule, opened for reading: SQLite, rebuilt whenever its source changes.

Nothing here imports JSON's validation or the compiler; a warm start reads one
small table and the rows of a page.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from planner.model import Conference, Event, Kind
from planner.record import conference_from_record, event_from_record
from planner.schedule import layout
from planner.schedule.compiled import connect, read_meta
from planner.schedule.unusable import NotCompiled

if TYPE_CHECKING:
    from planner.schedule.vocabulary import Vocabulary

_KEPT_EVENTS = 512
_KEPT_FREQUENCIES = 256
_KEPT_NUMBERS = 2_048


class ScheduleStore:
    """A compiled schedule, read-only. Open one with :meth:`open`, in the thread that uses it.

    Events have numbers, from 1 in the order by topic, which hold only for this
    compilation; ids are for ever.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, meta: dict[str, Any]) -> None:
        self._path = path
        self.conference: Conference = conference_from_record(json.loads(meta["conference"]))
        self.zone = ZoneInfo(self.conference.timezone)
        self.digest: str = meta["digest"]
        self.dated: datetime = datetime.fromisoformat(meta["dated"])
        self._events: dict[int, Event] = {}
        self._vocabulary: Vocabulary | None = None
        self._headings: dict[str, list[sqlite3.Row]] = {}
        self._frequencies: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._adopt(connection, meta)

    def _adopt(self, connection: sqlite3.Connection, meta: dict[str, Any]) -> None:
        #: For the modules of this floor alone; the temporary schema is the search's.
        self.connection = connection
        self.bound: object = None
        self._index_words: list[str] = []
        self._meta = meta
        self._file = _identity(self._path)

    @classmethod
    def open(cls, path: Path) -> ScheduleStore:
        """Open the compiled schedule at ``path``.

        Raises:
            NotCompiled: there is none, or it is damaged or of another layout.
        """
        if not path.is_file():
            raise NotCompiled(f"There is no compiled schedule at {path}; compile it first.")
        connection: sqlite3.Connection | None = None
        try:
            connection = connect(path)
            return cls(path, connection, read_meta(connection))
        except (sqlite3.Error, NotCompiled, KeyError, TypeError, ValueError) as error:
            if connection is not None:
                connection.close()
            raise NotCompiled(
                f"The compiled schedule at {path} cannot be used; compile it again."
            ) from error

    def close(self) -> None:
        """Close the database; the store cannot be used afterwards."""
        self.connection.close()

    @property
    def indexed(self) -> bool:
        """Whether the full-text index is there; looks for it as long as it is not."""
        if self._meta["indexed"] != 1:
            self._look_for_index()
        return bool(self._meta["indexed"] == 1)

    def _look_for_index(self) -> None:
        """Take over the file that stands at the path now, if it is the same schedule indexed."""
        if _identity(self._path) == self._file:
            return
        try:
            connection = connect(self._path)
            meta = read_meta(connection)
        except (sqlite3.Error, NotCompiled):
            return
        if meta["digest"] != self.digest or meta["indexed"] != 1:
            connection.close()
            return
        self.connection.close()
        self._adopt(connection, meta)

    @property
    def size(self) -> int:
        """How many events there are, every showing counted."""
        return sum(self.counts().values())

    @property
    def same_words(self) -> bool:
        """Whether every oral is found by exactly the words that find its poster."""
        return bool(self._meta["same_words"])

    @cached_property
    def abstracts(self) -> int:
        """How many events have an abstract."""
        row = self.connection.execute("SELECT count(*) FROM event WHERE has_abstract")
        return int(row.fetchone()[0])

    @cached_property
    def has_abstracts(self) -> bool:
        """Whether any event has an abstract."""
        row = self.connection.execute("SELECT EXISTS (SELECT 1 FROM event WHERE has_abstract)")
        return bool(row.fetchone()[0])

    @property
    def problems(self) -> tuple[str, ...]:
        """What stayed out when the source was read, at most 1,000 sentences."""
        return tuple(json.loads(self._meta["problems"]))

    def number(self, id: str) -> int | None:  # noqa: A002 - the model's own word
        """Return the number of the event with this id."""
        # With every decision each star is looked up; numbers hold as long as the store is open.
        known = self._numbers.get(id)
        if known is not None:
            return known
        row = self.connection.execute("SELECT number FROM event WHERE id = ?", (id,)).fetchone()
        if row is None:
            return None
        if len(self._numbers) >= _KEPT_NUMBERS:
            self._numbers.clear()
        self._numbers[id] = row[0]
        return int(row[0])

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """Return the ids of events, in the order of their numbers as given."""
        found = dict(self._rows_of("SELECT number, id FROM event WHERE number IN", numbers))
        return [found[number] for number in numbers]

    def event(self, id: str) -> Event | None:  # noqa: A002 - the model's own word
        """Return the event with this id."""
        number = self.number(id)
        return None if number is None else self.events([number])[0]

    def events(self, numbers: Sequence[int]) -> list[Event]:
        """Return events, in the order of their numbers as given."""
        kept = self._events
        missing = [number for number in numbers if number not in kept]
        if missing:
            if len(kept) + len(missing) > _KEPT_EVENTS:
                kept = {n: kept[n] for n in numbers if n in kept}
            rows = self._rows_of("SELECT number, json FROM record WHERE number IN", missing)
            kept.update((n, event_from_record(json.loads(text), self.zone)) for n, text in rows)
            self._events = kept if len(kept) <= _KEPT_EVENTS else {}
        return [kept[number] for number in numbers]

    def _rows_of(self, select: str, numbers: Sequence[int]) -> Iterator[Any]:
        for first in range(0, len(numbers), 500):
            some = numbers[first : first + 500]
            rows = self.connection.execute(f"{select} ({','.join('?' * len(some))})", some)
            # At once: rows that a damaged one breaks off would be closed after the database.
            yield from rows.fetchall()

    def _events_where(self, condition: str, *values: object) -> list[Event]:
        numbers = [
            row[0]
            for row in self.connection.execute(
                f"SELECT number FROM event WHERE {condition}", values
            )
        ]
        return self.events(numbers)

    def twins(self, event: Event) -> list[Event]:
        """Return the other events of the same paper."""
        if event.paper is None:
            return []
        return self._events_where("paper = ? AND id <> ? ORDER BY number", event.paper, event.id)

    def children(self, id: str) -> list[Event]:  # noqa: A002 - the model's own word
        """Return the events whose parent this one is, by start, those without one last."""
        number = self.number(id)
        return self._events_where("parent = ? ORDER BY start IS NULL, start, plain", number)

    def parent(self, event: Event) -> Event | None:
        """Return the event that ``event`` belongs to."""
        return self.event(event.parent) if event.parent else None

    def linked(self, url: str) -> tuple[str, ...]:
        """Return the ids of the events that an address leads to, best first.

        It may be one of an event's links, in any of the forms that the site has
        for the same page, or the conference site's own page of the event.
        """
        key = layout.link_key(url)
        rows = self.connection.execute(
            "SELECT id FROM link JOIN event USING (number) WHERE key = ? ORDER BY number", (key,)
        )
        ids = [row[0] for row in rows]
        forum = key.removeprefix("openreview.net/")
        if not ids and forum != key:
            ids = [
                row[0]
                for row in self.connection.execute(
                    "SELECT id FROM event WHERE paper = ? ORDER BY number", (forum,)
                )
            ]
        page = re.search(r"/([a-z-]+)/(\d+)$", key)
        if page and self.number(f"{page[1]}-{page[2]}") is not None:
            own = f"{page[1]}-{page[2]}"
            ids = [own, *(id_ for id_ in ids if id_ != own)]
        return tuple(ids)

    def days(self) -> tuple[date, ...]:
        """Return the days of the conference, first to last."""
        length = (self.conference.end - self.conference.start).days + 1
        return tuple(self.conference.start + timedelta(days=n) for n in range(length))

    def counts(self) -> dict[Kind, int]:
        """Return how many events of each kind there are, every showing counted."""
        return {Kind(kind): count for kind, count in json.loads(self._meta["kinds"]).items()}

    def listed_counts(self) -> dict[Kind, int]:
        """Return how many rows of each kind Browse has before anything is asked for."""
        return {Kind(kind): n for kind, n in json.loads(self._meta["listed_kinds"]).items()}

    def coverage(self) -> tuple[int, int]:
        """Return how many papers have a slot, and how many papers there are.

        A paper counts once, by its poster's slot, or by its talk's if it has no
        poster.
        """
        return self._meta["papers_scheduled"], self._meta["papers"]

    @property
    def mostly_scheduled(self) -> bool:
        """Whether at least half of the papers have a slot, as of a conference without papers."""
        with_slot, papers = self.coverage()
        return with_slot * 2 >= papers

    def all_ids(self) -> list[str]:
        """Return every event's id."""
        return [row[0] for row in self.connection.execute("SELECT id FROM event")]

    def poster_sessions(self) -> list[Event]:
        """Return the events that posters belong to, in time order."""
        return self._events_where(
            "number IN (SELECT parent FROM event WHERE kind IN ('poster', 'spotlight')) "
            "ORDER BY by_time"
        )

    def topics(self) -> dict[str, int]:
        """Return the topics as the source writes them, with the number of their events."""
        return dict(self.connection.execute("SELECT name, events FROM topic ORDER BY name"))

    def frequency(self, expression: str) -> int:
        """Return how many events an expression of the index finds; remembered."""
        if expression not in self._frequencies:
            if len(self._frequencies) > _KEPT_FREQUENCIES:
                self._frequencies.clear()
            row = self.connection.execute(
                "SELECT count(*) FROM words WHERE words MATCH ?", (expression,)
            ).fetchone()
            self._frequencies[expression] = row[0]
        return self._frequencies[expression]

    def index_words(self) -> list[str]:
        """Return the folded words of the index, those of most events first; kept."""
        if not self._index_words and self.indexed:
            rows = self.connection.execute("SELECT text FROM word ORDER BY number")
            self._index_words = [word for (word,) in rows]
        return self._index_words

    def headings(self, axis: str) -> list[sqlite3.Row]:
        """Return the sections of the axis ``topic`` or ``time`` in order, as they were compiled."""
        if axis not in self._headings:
            cursor = self.connection.cursor()
            cursor.row_factory = sqlite3.Row
            cursor.execute("SELECT * FROM section WHERE axis = ? ORDER BY place", (axis,))
            self._headings[axis] = cursor.fetchall()
        return self._headings[axis]

    def vocabulary(self) -> Vocabulary:
        """Return what a query may name in this schedule."""
        if self._vocabulary is None:
            # Only a query needs it; a look at the plan does not.
            from planner.schedule.vocabulary import read_vocabulary

            self._vocabulary = read_vocabulary(self.connection, self.days())
        return self._vocabulary


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
