"""Compile a schedule file: ``python -m planner.schedule.compile SOURCE TARGET``.

The app starts this as a child process, so that neither the JSON nor pydantic
ever enters its own memory. The rows are put into place first, then the same
file with the full-text index: each time a whole file takes the place of the
one before, so a reader is never kept waiting and never sees half of anything,
and two processes that do it at once both succeed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from planner.model import ATTENDANCE_BY_KIND, Attendance, Event, Kind
from planner.record import conference_record, event_record
from planner.schedule import layout
from planner.schedule.arrange import Arrangement, Heading, arrange
from planner.schedule.border import Loaded
from planner.schedule.sources.native import parse_native, read_limited
from planner.schedule.store import is_compiled
from planner.schedule.text import fold
from planner.schedule.unusable import CacheUnwritable, ScheduleUnusable
from planner.schedule.words import WORD

_ABANDONED_AFTER_SECONDS = 3600
#: Shorter ends of words are not worth an entry: three letters find, two flood.
_SHORTEST_INSIDE = 3
_SHOWN_ON_PAPER = frozenset({Kind.POSTER, Kind.SPOTLIGHT, Kind.ORAL})


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    size: int
    mtime_ns: int
    digest: str


def compile_schedule(source: Path, target: Path) -> None:
    """Compile the native schedule file ``source`` into the database ``target``.

    When this returns, the schedule is in place with its index; until then
    ``target`` may already hold the rows alone. Does nothing if ``target`` is
    complete and made from the same content.

    Raises:
        ScheduleUnusable: nothing can be read from ``source``; ``target`` stays.
        CacheUnwritable: the folder of ``target`` cannot be written to.
    """
    try:
        stat = source.stat()
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise ScheduleUnusable(f"{source} cannot be read: {reason}. Check the file.") from error
    content = read_limited(source)
    origin = _Source(source, stat.st_size, stat.st_mtime_ns, hashlib.sha256(content).hexdigest())
    if is_compiled(target, origin.digest):
        return
    loaded = parse_native(content, str(source))
    del content
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        with _working_file(target) as (work, ready):
            _write_rows(work, loaded, origin)
            if is_compiled(target, origin.digest):
                return
            shutil.copyfile(work, ready)
            ready.replace(target)
            _write_index(work, arrange(loaded.events))
            work.replace(target)
    except (OSError, sqlite3.OperationalError) as error:
        raise CacheUnwritable(
            f"The folder {target.parent} cannot keep the compiled schedule ({error}). "
            "Make room or make it writable."
        ) from error


def main(arguments: list[str]) -> int:
    """Compile by command; return 0, or 1 (schedule unusable), 2 (usage), 3 (cache unwritable)."""
    if len(arguments) != 2:
        print("usage: python -m planner.schedule.compile SOURCE TARGET", file=sys.stderr)
        return 2
    try:
        compile_schedule(Path(arguments[0]), Path(arguments[1]))
    except ScheduleUnusable as error:
        print(error, file=sys.stderr)
        return 1
    except CacheUnwritable as error:
        print(error, file=sys.stderr)
        return 3
    return 0


@contextlib.contextmanager
def _working_file(target: Path) -> Iterator[tuple[Path, Path]]:
    """Give two new names beside ``target``, and leave nothing under them."""
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    work = Path(name)
    ready = work.with_suffix(".rows.part")
    try:
        yield work, ready
    finally:
        for path in (work, ready):
            path.unlink(missing_ok=True)


def _sweep(target: Path) -> None:
    """Remove what an interrupted compilation of the same schedule left long ago."""
    for path in target.parent.glob(f"{target.name}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER_SECONDS:
                path.unlink()


def _database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    # Nobody else knows the file yet, and it can be made again.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def _write_rows(path: Path, loaded: Loaded, source: _Source) -> None:
    arranged = arrange(loaded.events)
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

    connection = _database(path)
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
        _write_topics(connection, arranged)
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


def _write_topics(connection: sqlite3.Connection, arranged: Arrangement) -> None:
    topics: dict[str, int] = {}
    for event in arranged.events:
        for topic in event.topics:
            topics[topic] = topics.get(topic, 0) + 1
    connection.executemany("INSERT INTO topic VALUES (?, ?)", topics.items())


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
            (axis, n, h.label, h.kind and h.kind.value, h.start, h.end, h.day)
            + (firsts[n], *counts[n])
            for n, h in enumerate(headings)
        ),
    )


def _write_meta(
    connection: sqlite3.Connection, loaded: Loaded, source: _Source, arranged: Arrangement
) -> None:
    events = arranged.events
    scheduled, papers = _coverage(events)
    kinds: dict[str, int] = {}
    for event in events:
        kinds[event.kind.value] = kinds.get(event.kind.value, 0) + 1
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


def _inside(folded_title: str) -> str:
    """Return the ends of the title's words, each behind a mark, so a prefix finds them."""
    return " ".join(
        {
            layout.INSIDE + word[cut:]
            for word in WORD.findall(folded_title)
            for cut in range(1, len(word) - _SHORTEST_INSIDE + 1)
        }
    )


def _write_index(path: Path, arranged: Arrangement) -> None:
    with_poster = {oral for oral in arranged.oral if oral}

    def rows() -> Iterator[tuple[object, ...]]:
        for index, event in enumerate(arranged.events):
            searched = _searched(event)
            twin = layout.TALK_OF_POSTER if index + 1 in with_poster else ""
            if arranged.oral[index]:
                twin = layout.POSTER_OF_TALK
            yield index + 1, *searched, _inside(searched[0]), twin

    connection = _database(path)
    with contextlib.closing(connection):
        connection.execute("BEGIN")
        connection.execute(layout.INDEX)
        connection.executemany(layout.ADD, rows())
        connection.execute("UPDATE meta SET value = 1 WHERE name = 'indexed'")
        connection.execute("COMMIT")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
