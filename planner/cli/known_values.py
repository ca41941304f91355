"""The values that only the schedule or the itinerary knows, for completion in a shell.

It is asked while somebody types: what is not compiled yet is not waited for, and whatever
cannot be read offers nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from planner import paths
from planner.cli.candidates import Candidate
from planner.schedule.compiled import compiled_path, is_fresh
from planner.schedule.unusable import NotCompiled
from planner.workspace.in_use import schedule_in_use

if TYPE_CHECKING:
    from planner.model import Itinerary
    from planner.schedule.store import ScheduleStore

#: More ids are not offered one by one: their next letters are.
_MOST_IDS = 3_000
_LONGEST_ID = 80
#: The most values of one qualifier.
_MOST_VALUES = 200
#: What negates a part of a query.
_SIGNS = ("-", "!")


class KnownValues:
    """Answers from the conference in use; opened when first asked, only to be read.

    Args:
        places: Where planner's files are.
    """

    def __init__(self, places: paths.Places) -> None:
        self._places = places

    @cached_property
    def _schedule(self) -> ScheduleStore | None:
        from planner.schedule.store import ScheduleStore

        source = schedule_in_use(self._places, os.environ)
        compiled = compiled_path(source, paths.compiled_folder(self._places))
        try:
            return ScheduleStore.open(compiled) if is_fresh(source, compiled) else None
        except (NotCompiled, OSError):
            return None

    @cached_property
    def _itinerary(self) -> Itinerary | None:
        if self._schedule is None:
            return None
        conference = self._schedule.conference.id
        path = paths.itinerary_path(self._places, conference)
        from planner.itinerary.store import ItineraryError, ItineraryStore

        # Nobody is told here, so whatever must be told is left for whoever can be.
        try:
            with ItineraryStore.look(
                path, conference, self._schedule.zone, lambda: datetime.now(UTC)
            ) as store:
                return store.read()
        except ItineraryError:
            return None

    def events(self, begun: str) -> Iterator[Candidate]:
        """Yield the ids that begin so, with their titles; of too many, the next letters."""
        if self._schedule is None or not begun.isascii():
            return
        connection, begun = self._schedule.connection, begun.lower()
        bounds = (begun, f"{begun}\x7f")
        count = "SELECT count(*) FROM event WHERE id >= ? AND id < ?"
        if connection.execute(count, bounds).fetchone()[0] > _MOST_IDS:
            yield from _next_letters(connection, begun)
            return
        rows = connection.execute(
            "SELECT id, json_extract(json, '$.title') FROM event JOIN record USING (number) "
            "WHERE id >= ? AND id < ? ORDER BY id",
            bounds,
        )
        for event_id, title in rows:
            yield Candidate(event_id, title)

    def decided(self, about: str) -> Iterator[Candidate]:
        """Yield the ids of what is decided, with their titles.

        Args:
            about: ``blocks``, ``stars``, ``hidden``, ``visited``, ``declined``, ``mine``, ``pins``.
        """
        if self._itinerary is None or self._schedule is None:
            return
        if about == "blocks":
            for each in self._itinerary.commitments.values():
                yield Candidate(each.id, each.title)
            return
        for event_id in getattr(self._itinerary, about):
            event = self._schedule.event(event_id)
            yield Candidate(event_id, event.title if event else "no longer in the schedule")

    def conferences(self) -> Iterator[Candidate]:
        """Yield the conferences' ids with their names."""
        from planner.workspace.conferences import library

        for each in library.conferences(self._places):
            yield Candidate(each.id, each.conference.name)

    def searches(self) -> Iterator[Candidate]:
        """Yield the names of the saved searches with their queries."""
        if self._itinerary is not None:
            for each in self._itinerary.searches.values():
                yield Candidate(each.name, each.query)

    def slots(self) -> Iterator[Candidate]:
        """Yield the titles of the poster sessions with their times."""
        if self._schedule is not None:
            from planner.workspace.wording import slot_words

            for each in self._schedule.poster_sessions():
                yield Candidate(each.title, slot_words(each))

    def days(self) -> Iterator[Candidate]:
        """Yield the days as one types them, with their dates."""
        if self._schedule is not None:
            from planner.schedule.qualifiers import day_names

            for name, day in day_names(self._schedule.vocabulary()).items():
                yield Candidate(name, day.isoformat())

    def zones(self) -> Iterator[Candidate]:
        """Yield the names of time zones."""
        from zoneinfo import available_timezones

        yield from map(Candidate, sorted(available_timezones()))

    def query(self, word: str) -> Iterator[Candidate]:
        """Yield what a word of a query may become: a qualifier's name, or one with its value."""
        from planner.schedule.completion import MEANINGS
        from planner.schedule.qualifiers import known_name

        sign = word[:1] if word[:1] in _SIGNS else ""
        head, colon, value = word[len(sign) :].partition(":")
        name = known_name(head)
        if not colon:
            for each, meaning in MEANINGS.items():
                if each.startswith(head.lower()) and not (sign and each == "sort"):
                    yield Candidate(f"{sign}{each}:", meaning, goes_on=True)
        elif name and self._schedule is not None:
            for text, says in _values(self._schedule, name, value):
                yield Candidate(f"{sign}{head}:{text}", says)


def _next_letters(connection: sqlite3.Connection, begun: str) -> Iterator[Candidate]:
    for length in range(len(begun) + 1, _LONGEST_ID + 1):
        rows = connection.execute(
            "SELECT substr(id, 1, ?) AS letters, count(*), id FROM event WHERE id >= ? AND id < ? "
            "GROUP BY letters ORDER BY letters",
            (length, begun, f"{begun}\x7f"),
        ).fetchall()
        if len(rows) > 1:
            for letters, count, event_id in rows:
                says = f"{count:,} events" if count > 1 else "1 event"
                yield Candidate(letters, says, goes_on=letters != event_id)
            return


def _values(store: ScheduleStore, name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the values that a qualifier may have for what is typed, with what each finds.

    A value with blanks needs no quotes of the language: as one argument it counts as quoted.
    """
    from planner.schedule.completion import completions

    # A comma or a quote makes it a list or a phrase of the language, completed as in the app.
    as_typed = "," in value or '"' in value
    text = f"{name}:{value}" if as_typed else f'{name}:"{value}' if value else f"{name}:"
    for each in completions(store, text, len(text), _MOST_VALUES):
        whole = (text[: each.start] + each.text)[len(name) + 1 :]
        plain = whole.strip('"')
        if not as_typed and "," not in plain and '"' not in plain:
            whole = _short(store, name, plain)
        counted = each.aside.replace(",", "").isdecimal()
        events = "event" if each.aside == "1" else "events"
        yield whole, f"{each.aside} {events}" if counted else each.aside or each.shown


def _short(store: ScheduleStore, name: str, text: str) -> str:
    """Return the last part of a topic's path where no other topic holds its words."""
    last = text.rpartition("->")[2]
    if name != "topic" or last == text:
        return text
    from planner.schedule.words import as_needle, holds

    needle = as_needle(last)
    held = [each for each in store.vocabulary().topics.values() if holds(needle, each)]
    return last if len(held) == 1 else text
