"""The first half of compiling: a schedule's rows, orders and sections into SQLite."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from planner.model import ATTENDANCE_BY_KIND, Attendance, Event, Kind
from planner.record import conference_record, event_record
from planner.schedule import layout
from planner.schedule.arrange import Arrangement, Heading
from planner.schedule.loaded import Loaded
from planner.schedule.text import fold
from planner.schedule.words import as_needle

_SHOWN_ON_PAPER = frozenset({Kind.POSTER, Kind.SPOTLIGHT, Kind.ORAL})


@dataclass(frozen=True, slots=True)
class Source:
    """The file that is compiled: its stamp, and the SHA-256 of its content."""

    path: Path
    size: int
    mtime_ns: int
    digest: str


def new_database(path: Path) -> sqlite3.Connection:
    """Open a file of our own for writing, without the care that shared files need."""
    connection = sqlite3.connect(path, isolation_level=None)
    # Nobody else knows the file yet, and it can be made again.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def write_rows(path: Path, loaded: Loaded, arranged: Arrangement, source: Source) -> None:
    """Write all of a schedule but its full-text index into the new database ``path``."""
    numbers = arranged.number
    rooms: dict[str, int] = {}
    tracks: dict[str, int] = {}

    def code(names: dict[str, int], name: str | None) -> int | None:
        return None if name is None else names.setdefault(name, len(names) + 1)

    def rows() -> Iterator[tuple[object, ...]]:
        for index, event in enumerate(arranged.events):
            start = event.start
            yield (
                index + 1,
                event.id,
                event.kind.value,
                int(start.timestamp()) if start else None,
                int(event.end.timestamp()) if event.end else None,
                start.hour * 60 + start.minute if start else None,
                event.day.toordinal() if event.day else None,
                arranged.topic_section[index],
                arranged.time_section[index],
                arranged.by_time[index],
                arranged.plain[index],
                arranged.by_title[index],
                arranged.by_board[index],
                arranged.row[index],
                arranged.oral[index],
                event.paper,
                numbers[event.parent] if event.parent else None,
                code(rooms, event.room),
                code(tracks, event.track),
                fold(event.board).lstrip("#") if event.board else None,
                bool(event.topics),
                bool(event.abstract),
            )

    connection = new_database(path)
    with contextlib.closing(connection):
        connection.execute("BEGIN")
        for statement in layout.ROWS:
            connection.execute(statement)
        places = ",".join("?" * layout.EVENT_COLUMNS)
        connection.executemany(f"INSERT INTO event VALUES ({places})", rows())
        connection.executemany(
            "INSERT INTO record VALUES (?, ?)",
            (
                (number, json.dumps(event_record(event), ensure_ascii=False))
                for number, event in enumerate(arranged.events, 1)
            ),
        )
        connection.executemany("INSERT INTO room VALUES (?, ?)", ((n, t) for t, n in rooms.items()))
        connection.executemany(
            "INSERT INTO track VALUES (?, ?)", ((n, t) for t, n in tracks.items())
        )
        _write_groups(connection, "topic", arranged, _topics)
        _write_groups(connection, "affiliation", arranged, _affiliations, needles=True)
        _write_sections(connection, "topic", arranged.topics, arranged.topic_section, arranged)
        _write_sections(connection, "time", arranged.times, arranged.time_section, arranged)
        connection.executemany(
            "INSERT OR IGNORE INTO link VALUES (?, ?)",
            (
                (key, number)
                for number, event in enumerate(arranged.events, 1)
                for key in {layout.link_key(link.url) for link in event.links}
            ),
        )
        for statement in layout.INDEXES:
            connection.execute(statement)
        _write_meta(connection, loaded, source, arranged)
        connection.execute("COMMIT")


def _topics(event: Event) -> Iterable[str]:
    return event.topics


def _affiliations(event: Event) -> Iterable[str]:
    return (person.affiliation for person in event.people if person.affiliation)


def _write_groups(
    connection: sqlite3.Connection,
    table: str,
    arranged: Arrangement,
    names_of: Callable[[Event], Iterable[str]],
    *,
    needles: bool = False,
) -> None:
    """Write the names of which an event can have several, and which event has which."""
    codes: dict[str, int] = {}
    events: Counter[int] = Counter()
    pairs = []
    for number, event in enumerate(arranged.events, 1):
        of_event = {codes.setdefault(name, len(codes) + 1) for name in names_of(event)}
        events.update(of_event)
        pairs += [(code, number) for code in sorted(of_event)]
    connection.executemany(
        f"INSERT INTO {table} VALUES (?, ?, ?{', ?' if needles else ''})",
        (
            (code, name, events[code], *([as_needle(name)] if needles else []))
            for name, code in codes.items()
        ),
    )
    connection.executemany(f"INSERT INTO event_{table} VALUES (?, ?)", sorted(pairs))


def _write_sections(
    connection: sqlite3.Connection,
    axis: str,
    headings: list[Heading],
    section_of: list[int],
    arranged: Arrangement,
) -> None:
    """Write the sections with what they hold when nothing is searched or hidden."""
    counts = [[0, 0, 0, 0] for _ in headings]
    order = arranged.by_time if axis == "time" else list(range(1, len(section_of) + 1))
    firsts = [len(section_of) + 1] * len(headings)
    for index, section in enumerate(section_of):
        firsts[section] = min(firsts[section], order[index])
        scheduled = arranged.events[index].start is not None
        counts[section][0] += 1
        counts[section][1] += scheduled
        oral = arranged.oral[index]
        if arranged.row[index] and not (oral and arranged.row[oral - 1]):
            counts[section][2] += 1
            counts[section][3] += scheduled
    connection.executemany(
        "INSERT INTO section VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (axis, n, h.label, h.kind, h.start, h.end, h.day, firsts[n], *counts[n])
            for n, h in enumerate(headings)
        ),
    )


def _write_meta(
    connection: sqlite3.Connection, loaded: Loaded, source: Source, arranged: Arrangement
) -> None:
    events = arranged.events
    scheduled, papers = _coverage(events)
    kinds = Counter(event.kind.value for event in events)
    # As Browse counts: a paper's talk and poster are one row.
    listed = Counter(
        event.kind.value
        for event, is_row, oral in zip(events, arranged.row, arranged.oral, strict=True)
        if is_row and oral is None
    )
    meta = {
        "layout": layout.VERSION,
        "indexed": 0,
        "digest": source.digest,
        "source": str(source.path.resolve()),
        "size": source.size,
        "mtime_ns": source.mtime_ns,
        "dated": datetime.fromtimestamp(source.mtime_ns // 10**9, UTC).isoformat(),
        "conference": json.dumps(conference_record(loaded.conference)),
        "kinds": json.dumps(kinds),
        "listed_kinds": json.dumps(listed),
        "papers": papers,
        "papers_scheduled": scheduled,
        "problems": json.dumps([str(problem) for problem in loaded.report.problems[:1000]]),
        "dropped": len(loaded.report.dropped),
        "same_words": int(_twins_have_same_words(arranged)),
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())


def _coverage(events: list[Event]) -> tuple[int, int]:
    """Return the papers whose poster has a slot, and all papers.

    An oral paper hangs as a poster too: it counts once, by its poster's slot,
    or by its talk's if it has no poster.
    """
    papers: dict[str, tuple[bool, bool]] = {}
    for event in events:
        if event.kind in _SHOWN_ON_PAPER:
            paper = event.paper or event.id
            hanging = ATTENDANCE_BY_KIND[event.kind] is Attendance.DROP_IN
            known = papers.get(paper)
            if known is None or (hanging and not known[0]):
                papers[paper] = (hanging, event.is_scheduled)
    return sum(scheduled for _, scheduled in papers.values()), len(papers)


def _has_same_words(poster: Event, oral: Event) -> bool:
    return (
        poster.title == oral.title
        and poster.people == oral.people
        and poster.topics == oral.topics
        and poster.abstract == oral.abstract
    )


def _twins_have_same_words(arranged: Arrangement) -> bool:
    return all(
        _has_same_words(event, arranged.events[oral - 1])
        for event, oral in zip(arranged.events, arranged.oral, strict=True)
        if oral
    )
