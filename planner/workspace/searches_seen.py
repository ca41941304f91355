"""The file of one conference that says what its saved searches found when last looked at."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from planner.model import SavedSearch
from planner.safe_write import write_whole

#: A search that finds more events than this has no number of new ones.
MOST_IDS = 10_000
#: Searches kept, removed ones among them, so that an undo brings back what was seen too.
MOST_SEARCHES = 200


class Seen(NamedTuple):
    """What a search found when it was last looked at.

    ``query`` is the text it had then, ``digest`` the schedule's; ``ids`` are
    those of the events, None where they were too many to be kept.
    """

    query: str
    digest: str
    ids: frozenset[str] | None

    @classmethod
    def of(cls, query: str, digest: str, ids: Collection[str]) -> Seen:
        """Return what a search with this text found in the schedule of ``digest``."""
        return cls(query, digest, frozenset(ids) if len(ids) <= MOST_IDS else None)


class SeenSearches(NamedTuple):
    """What was seen by the searches' names, the latest look last.

    ``digest`` is that of the schedule whose new events were told already.
    """

    digest: str = ""
    searches: Mapping[str, Seen] = MappingProxyType({})

    def of(self, search: SavedSearch) -> Seen | None:
        """Return what was seen of a search, None if its query was never looked at."""
        seen = self.searches.get(search.name)
        return seen if seen is not None and seen.query == search.query else None

    def with_search(self, name: str, seen: Seen) -> SeenSearches:
        """Return this with what was seen of one search, the oldest looks dropped if too many."""
        others = {each: old for each, old in self.searches.items() if each != name}
        kept = [*others.items(), (name, seen)][-MOST_SEARCHES:]
        return self._replace(searches=MappingProxyType(dict(kept)))


def read_seen(path: Path) -> SeenSearches:
    """Return what the file says; what it does not say soundly counts as never seen."""
    try:
        record = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return SeenSearches()
    if not isinstance(record, dict):
        return SeenSearches()
    digest, searches = record.get("digest"), record.get("searches")
    read = (_seen(each) for each in searches) if isinstance(searches, list) else ()
    found = dict(each for each in read if each is not None)
    return SeenSearches(digest if isinstance(digest, str) else "", MappingProxyType(found))


def write_seen(path: Path, seen: SeenSearches) -> None:
    """Keep what was seen, if the disk lets us."""
    record = {
        "digest": seen.digest,
        "searches": [
            {
                "name": name,
                "query": each.query,
                "digest": each.digest,
                "ids": None if each.ids is None else sorted(each.ids),
            }
            for name, each in seen.searches.items()
        ],
    }
    try:
        write_whole(path, json.dumps(record).encode())
    except OSError:
        return


def _seen(record: Any) -> tuple[str, Seen] | None:  # noqa: ANN401 - whatever the file holds
    if not isinstance(record, dict):
        return None
    name, query, digest = (record.get(key) for key in ("name", "query", "digest"))
    ids = record.get("ids")
    if not (isinstance(name, str) and isinstance(query, str) and isinstance(digest, str)):
        return None
    if ids is None:
        return name, Seen(query, digest, None)
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        return None
    return name, Seen(query, digest, frozenset(ids))
