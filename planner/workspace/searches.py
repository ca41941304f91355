"""Saved searches: how many events each finds, and how many of those are new.

New is what a search finds now and did not find when it was last looked at, in
another state of the schedule. What it found then is kept in a file of the
conference, which is a convenience: a file that cannot be read or written costs
nothing but that number.

A question here is put to a schedule store, the session's own or that of the
thread beside the event loop, since a look at many searches takes a while.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planner import paths
from planner.model import SavedSearch
from planner.schedule import search
from planner.schedule.query import Query, QueryError, parse
from planner.schedule.search import NotReady, View
from planner.schedule.store import ScheduleStore
from planner.workspace.searches_seen import Seen, SeenSearches, read_seen, write_seen

if TYPE_CHECKING:
    from planner.workspace.session import Session

#: Every event is counted, as the command line lists them.
PLAIN = View(order="time", merged=False)
#: What was seen is kept of hidden events too: to bring one back is no news.
_EVERYTHING = View(order="time", merged=False, show_hidden=True)


class Counted(NamedTuple):
    """A saved search with how many events it finds, and how many of them are new.

    ``found`` is None where the search cannot be run now, and ``problem`` says why:
    the schedule no longer knows something that the query names, or its index is
    still being made.
    """

    search: SavedSearch
    found: int | None
    new: int = 0
    problem: str = ""


def in_order(searches: Iterable[SavedSearch]) -> list[SavedSearch]:
    """Return saved searches by name, large and small letters alike."""
    return sorted(searches, key=lambda each: (each.name.casefold(), each.name))


def counting(session: Session, view: View) -> Callable[[ScheduleStore], list[Counted]]:
    """Return the question how much each saved search finds in ``view``, by name.

    Nothing is written: to be counted is not to be looked at.
    """
    searches, run = in_order(session.itinerary().searches.values()), _Run.of(session)

    def counted(store: ScheduleStore) -> list[Counted]:
        kept = read_seen(run.path)
        return [run.counted(store, each, view, kept) for each in searches]

    return counted


def looking(session: Session, name: str) -> Callable[[ScheduleStore], int]:
    """Return what makes all that a saved search finds seen, and tells how much of it was new."""
    each, run = session.itinerary().searches.get(name), _Run.of(session)

    def look(store: ScheduleStore) -> int:
        if each is None:
            return 0
        kept = read_seen(run.path)
        new = run.counted(store, each, PLAIN, kept).new
        write_seen(run.path, run.looked_at(store, each, kept))
        return new

    return look


def news(session: Session) -> Callable[[ScheduleStore], list[Counted]]:
    """Return the question which saved searches find something new in a new schedule.

    It is answered once for each state of the schedule: asked again, it finds the
    schedule's digest in the file, looks no further and names none. A search
    that was never looked at begins with what it finds now.
    """
    searches, run = in_order(session.itinerary().searches.values()), _Run.of(session)

    def told(store: ScheduleStore) -> list[Counted]:
        kept = read_seen(run.path)
        is_new = kept.digest != store.digest
        begun = [each for each in searches if kept.of(each) is None]
        if not store.indexed or not (is_new or begun):
            return []
        counted = [run.counted(store, each, PLAIN, kept) for each in searches] if is_new else []
        now = kept._replace(digest=store.digest)
        for each in begun:
            now = run.looked_at(store, each, now)
        if now != kept:
            write_seen(run.path, now)
        return [each for each in counted if each.new]

    return told


class _Run(NamedTuple):
    """What a question needs of the session, taken while the event loop stands still."""

    path: Path
    ids: Callable[[ScheduleStore, Query, View], list[str] | NotReady]

    @classmethod
    def of(cls, session: Session) -> _Run:
        path = paths.seen_path(session.places, session.schedule.conference.id)
        marks, now = session.marks(), session.now
        return cls(path, lambda store, query, view: search.ids(store, query, marks, view, now))

    def counted(
        self, store: ScheduleStore, each: SavedSearch, view: View, kept: SeenSearches
    ) -> Counted:
        found = self._found(store, each, view)
        if isinstance(found, str):
            return Counted(each, None, problem=found)
        before = kept.of(each)
        # In the same schedule nothing is new, whatever was starred or has begun since.
        if before is None or before.ids is None or before.digest == store.digest:
            return Counted(each, len(found))
        return Counted(each, len(found), new=len(set(found) - before.ids))

    def looked_at(
        self, store: ScheduleStore, each: SavedSearch, kept: SeenSearches
    ) -> SeenSearches:
        """Return ``kept`` with what a search finds now; as it is if that cannot be run."""
        found = self._found(store, each, _EVERYTHING)
        if isinstance(found, str):
            return kept
        return kept.with_search(each.name, Seen.of(each.query, store.digest, found))

    def _found(self, store: ScheduleStore, each: SavedSearch, view: View) -> list[str] | str:
        """Return the ids of what a search finds, or why it cannot be run."""
        query = parse(each.query, store.vocabulary())
        if isinstance(query, QueryError):
            return query.message
        found = self.ids(store, query, view)
        return found.message if isinstance(found, NotReady) else found
