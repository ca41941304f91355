"""Brings a conference in from a file or an address, with a report of what came and what not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from planner import paths
from planner.model import Conference, Event, Kind
from planner.safe_write import write_whole
from planner.schedule.fetch import Held, fetch
from planner.schedule.fetch_failure import FetchFailed
from planner.schedule.ids import is_id
from planner.schedule.loaded import Loaded, Problem
from planner.schedule.merge import merge
from planner.schedule.native_writer import native_document
from planner.schedule.source import Asked, Content
from planner.schedule.sources import read_by, read_schedule, source_of
from planner.schedule.sources.native import read_limited
from planner.schedule.unusable import ScheduleUnusable
from planner.workspace.conferences.library import LibraryError, conferences
from planner.workspace.conferences.reading_time import within_a_minute
from planner.workspace.conferences.story import Origin, Story, write_story


class Work(NamedTuple):
    """How long work tells where it is, and learns that it is no longer wanted.

    ``progress`` is called with what is being done, how much of it is done and
    of how much (None: not known; bytes while fetching); ``cancelled`` is asked
    now and then, and once it is true the work ends with
    :class:`~planner.schedule.fetch_failure.Cancelled`, everything as it was.
    """

    progress: Callable[[str, int, int | None], None] = lambda _what, _done, _of: None
    cancelled: Callable[[], bool] = lambda: False


class Brought(NamedTuple):
    """What an import or an update read: counts, and all that did not come in as it stood.

    ``by_kind`` and ``by_day`` count events, ``scheduled`` those with a start;
    ``beside`` are sentences about files that belong to the schedule.
    ``partial``: the file only adds to events that were there.
    """

    conference: Conference
    source: str
    events: int
    scheduled: int
    by_kind: tuple[tuple[Kind, int], ...]
    by_day: tuple[tuple[date, int], ...]
    dropped: tuple[Problem, ...]
    noted: tuple[Problem, ...]
    beside: tuple[str, ...] = ()
    partial: bool = False


class Arrived(NamedTuple):
    """What came from a place: a schedule, by which source, and the server's word on it."""

    loaded: Loaded
    source: str
    origin: Origin
    beside: tuple[str, ...] = ()


def import_schedule(
    places: paths.Places,
    place: str,
    conference_id: str | None = None,
    timezone: str | None = None,
    work: Work | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Brought:
    """Bring a conference in, and keep its schedule beside the others.

    Args:
        places: Where planner's files are.
        place: A file, or an http or https address.
        conference_id: The id it shall have, None for the file's own.
        timezone: The venue's IANA zone, where the file does not name it.
        work: Told of the progress, and asked whether to go on.
        now: Gives the present moment, aware, in UTC.

    Returns:
        What came in and what did not.

    Raises:
        ScheduleUnusable: Nothing in the file can be used; nothing was kept.
        LibraryError: The id is unsound or taken, or the schedule cannot be kept.
        FetchFailed: The address cannot be fetched.
        Cancelled: It was no longer wanted.
    """
    if conference_id is not None and not is_id(conference_id):
        raise LibraryError(
            f"{conference_id!r} is no id: use a-z, 0-9, '.', '_' and '-', such as icml2026."
        )
    try:
        arrived = arrive(place, Asked(place, conference_id, timezone), work or Work())
    except FetchFailed as error:
        raise error.with_way_out("planner import FILE") from error
    assert arrived is not None  # noqa: S101 - nothing was held that could be unchanged
    conference = arrived.loaded.conference
    if any(known.id == conference.id for known in conferences(places)):
        raise LibraryError(
            f"{conference.id} is here already. planner update {place} merges a newer schedule "
            "into it; --as ID brings it in as another conference."
        )
    if work is not None:
        work.progress("keeping", 0, None)
    keep(places, arrived.loaded.conference, arrived.loaded.events, _first_story(arrived, now()))
    return brought(arrived)


def arrive(place: str, asked: Asked, work: Work, held: Held | None = None) -> Arrived | None:
    """Read a schedule from a file or an address, with the files that belong to it.

    Args:
        place: A file, or an http or https address.
        asked: What is known besides.
        work: Told of the progress, and asked whether to go on.
        held: The server's word on what was fetched last, None for a first time.

    Returns:
        What came, None if it is not newer than what is held.

    Raises:
        ScheduleUnusable: Nothing in it can be used.
        FetchFailed: The address cannot be fetched.
        Cancelled: It was no longer wanted.
    """
    if not _is_online(place):
        work.progress("reading", 0, None)
        with within_a_minute(place):
            # A pipe that nobody writes to is waited for too.
            content = Content(read_limited(Path(place).expanduser()))
            source = source_of(content, place)
            loaded = read_by(source, content, asked)
        return Arrived(loaded, source.name, _origin(place, None, None, loaded))
    fetched = fetch(place, held, _fetching(work), work.cancelled)
    if fetched is None:
        return None
    work.progress("reading", 0, None)
    content = Content(fetched.content)
    with within_a_minute(place):
        source = source_of(content, place)
        loaded = read_by(source, content, asked)
    origin = _origin(place, fetched.etag, fetched.modified, loaded)
    beside: list[str] = []
    for address in source.companions(place):
        loaded = _joined(loaded, address, work, beside)
    return Arrived(loaded, source.name, origin, tuple(beside))


def brought(arrived: Arrived) -> Brought:
    """Return the report of what came."""
    loaded = arrived.loaded
    kinds = Counter(event.kind for event in loaded.events)
    days = Counter(event.day for event in loaded.events if event.day is not None)
    report = loaded.report
    return Brought(
        loaded.conference,
        arrived.source,
        len(loaded.events),
        sum(event.is_scheduled for event in loaded.events),
        tuple((kind, kinds[kind]) for kind in Kind if kinds[kind]),
        tuple(sorted(days.items())),
        tuple(report.dropped),
        tuple(problem for problem in report.problems if not problem.dropped),
        arrived.beside,
        loaded.partial,
    )


def keep(
    places: paths.Places, conference: Conference, events: Iterable[Event], story: Story
) -> None:
    """Keep a schedule with its story, each file whole or not at all.

    Raises:
        LibraryError: They cannot be written; what was there stays.
    """
    path = paths.kept_schedule(places, conference.id)
    try:
        # The schedule first: a story without its schedule would tell of what is not there.
        write_whole(path, native_document(conference, events))
        write_story(paths.story_path(places, conference.id), story)
    except OSError as error:
        raise LibraryError(
            f"{path} cannot be written: {error.strerror}. Make room or make its folder writable."
        ) from error


def _is_online(place: str) -> bool:
    """Whether a place is an http or https address, not a file."""
    return place.lower().startswith(("http://", "https://"))


def _first_story(arrived: Arrived, at: datetime) -> Story:
    loaded = arrived.loaded
    return Story(
        loaded.conference,
        len(loaded.events),
        sum(event.is_scheduled for event in loaded.events),
        at,
        MappingProxyType({arrived.source: arrived.origin}),
    )


def _origin(place: str, etag: str | None, modified: str | None, loaded: Loaded) -> Origin:
    return Origin(place, etag, modified, frozenset(event.id for event in loaded.events))


def _joined(loaded: Loaded, address: str, work: Work, beside: list[str]) -> Loaded:
    """Return a schedule with what a file that belongs to it adds; one that fails is told."""
    try:
        fetched = fetch(address, None, _fetching(work), work.cancelled)
        assert fetched is not None  # noqa: S101 - nothing was held that could be unchanged
        work.progress("reading", 0, None)
        asked = Asked(address, base=loaded)
        with within_a_minute(address):
            addition = read_schedule(Content(fetched.content), asked)
            merged = merge(loaded, addition, frozenset())
    except (FetchFailed, ScheduleUnusable) as error:
        beside.append(f"without {address}: {error}")
        return loaded
    beside.append(f"{address}: {len(addition.events):,} events")
    return Loaded(merged.conference, merged.events, loaded.report, loaded.partial)


def _fetching(work: Work) -> Callable[[int, int | None], None]:
    return lambda done, of: work.progress("fetching", done, of)
