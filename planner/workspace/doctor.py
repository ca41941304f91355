"""What planner stands on, checked: terminal, versions, folders, itinerary, schedule, settings."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from planner import __version__, paths
from planner.itinerary.store import ItineraryError, ItineraryStore
from planner.schedule.compiled import compiled_path, is_fresh
from planner.schedule.store import ScheduleStore
from planner.schedule.unusable import NotCompiled
from planner.workspace.conferences.story import read_story
from planner.workspace.fault import kept_reports, reports_folder
from planner.workspace.in_use import conference_in_use, schedule_in_use
from planner.workspace.settings.file import read_settings
from planner.workspace.wording import counted, day_words

#: Fewer columns or lines than these cannot show every screen.
_LEAST = (60, 20)


class Check(NamedTuple):
    """One thing that was looked at: its name, whether it is well, and what was found."""

    name: str
    well: bool
    words: str


def checks(
    places: paths.Places, environ: Mapping[str, str], size: tuple[int, int] | None
) -> Iterator[Check]:
    """Look at everything in turn; nothing is changed, and no network is touched.

    Args:
        places: Where planner's files are.
        environ: The environment.
        size: Columns and lines of the terminal, None without one.
    """
    yield _versions()
    yield _terminal(environ, size)
    if size is not None:
        yield Check("colours", True, _colours(environ))
    for name, folder in places._asdict().items():
        yield _folder(name, folder)
    yield _schedule(places, environ)
    yield _update(places)
    yield _itinerary(places, environ)
    problems = read_settings(places).problems
    yield Check("settings", not problems, " ".join(problems) or "sound, or all at their defaults")
    yield _reports(places)


def _versions() -> Check:
    found = [f"planner {__version__}", f"Python {platform.python_version()}"]
    found += [f"{name} {_version(name)}" for name in ("textual", "pydantic", "icalendar")]
    found.append(f"SQLite {sqlite3.sqlite_version}")
    has_search = "ENABLE_FTS5" in _compile_options()
    words = ", ".join(found) + ("" if has_search else "; this SQLite has no FTS5, so no search")
    return Check("versions", has_search and sys.version_info >= (3, 11), words)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _compile_options() -> frozenset[str]:
    connection = sqlite3.connect(":memory:")
    try:
        return frozenset(row[0] for row in connection.execute("PRAGMA compile_options"))
    finally:
        connection.close()


def _terminal(environ: Mapping[str, str], size: tuple[int, int] | None) -> Check:
    term = environ.get("TERM", "")
    if size is None:
        return Check("terminal", True, "none here: commands work, the app needs one")
    named = next(filter(None, map(environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "none")
    said = [term or "TERM is not set", f"{size[0]}x{size[1]}", f"locale {named}"]
    if "utf8" not in named.lower().replace("-", ""):
        said.append("signs in ASCII")
    if environ.get("NO_COLOR"):
        said.append("no colour (NO_COLOR)")
    large_enough = size[0] >= _LEAST[0] and size[1] >= _LEAST[1]
    if not large_enough:
        said.append(f"smaller than {_LEAST[0]}x{_LEAST[1]}")
    return Check("terminal", large_enough and term not in ("", "dumb"), ", ".join(said))


def _colours(environ: Mapping[str, str]) -> str:
    if environ.get("NO_COLOR"):
        return "none (NO_COLOR is set); signs and words say the same"
    many = environ.get("COLORTERM") in ("truecolor", "24bit") or "256" in environ.get("TERM", "")
    return f"the terminal's own sixteen{', of more' if many else ''}; NO_COLOR=1 takes them off"


def _reports(places: paths.Places) -> Check:
    """Tell what was kept of planner's own faults; that is no fault of this machine."""
    found = kept_reports(places)
    if not found:
        return Check(
            "reports", True, f"none of a fault of planner's own ({reports_folder(places)})"
        )
    words = f"{counted(len(found), 'report')} of a fault of planner's own, the newest {found[0]}"
    return Check("reports", True, words)


def _folder(name: str, folder: Path) -> Check:
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    writable = os.access(there, os.W_OK) and there.is_dir()
    state = "" if folder.exists() else " (not made yet)"
    words = f"{folder}{state}" if writable else f"{folder} cannot be written: make it writable"
    return Check(f"{name} folder", writable, words)


def _schedule(places: paths.Places, environ: Mapping[str, str]) -> Check:
    source = schedule_in_use(places, environ)
    target = compiled_path(source, paths.compiled_folder(places))
    try:
        fresh = is_fresh(source, target)
    except OSError as error:
        return Check("schedule", False, f"{source} cannot be read: {error.strerror}")
    if not fresh:
        return Check("schedule", True, f"{source}, to be compiled at the next start")
    try:
        store = ScheduleStore.open(target)
    except NotCompiled:
        return Check("schedule", True, f"{source}, to be compiled at the next start")
    try:
        events = f"{store.conference.name}, {counted(store.size, 'event')}"
        index = "" if store.indexed else ", its search index not ready yet"
        return Check("schedule", True, f"{events}, {source}{index}")
    finally:
        store.close()


def _update(places: paths.Places) -> Check:
    story = read_story(paths.story_path(places, conference_in_use(places)))
    if story is None:
        return Check("last update", True, "never; planner update asks for a newer schedule")
    when: datetime = story.at
    words = f"{day_words(when.date())} {when.year}, {counted(story.scheduled, 'event')} with a time"
    return Check("last update", True, words)


def _itinerary(places: paths.Places, environ: Mapping[str, str]) -> Check:
    """Look at the itinerary without making one."""
    source = schedule_in_use(places, environ)
    target = compiled_path(source, paths.compiled_folder(places))
    try:
        schedule = ScheduleStore.open(target)
    except (NotCompiled, OSError, sqlite3.Error):
        return Check("itinerary", True, "not looked at before the schedule is compiled")
    conference, zone = schedule.conference, schedule.zone
    schedule.close()
    path = paths.itinerary_path(places, conference.id)
    if not path.exists():
        return Check("itinerary", True, f"{path}, not made yet")
    try:
        backups = paths.backup_folder(places, conference.id)
        with ItineraryStore.open(
            path, conference.id, zone, lambda: datetime.now(zone), backups
        ) as store:
            stars, mode = len(store.read().stars), store.journal_mode
            refusal = store.refusal or store.notice
    except ItineraryError as error:
        return Check("itinerary", False, str(error))
    words = f"{path}, {counted(stars, 'star')}, journal mode {mode}"
    if mode != "wal":
        words += " (no shared memory here, as on NFS: slower, as safe)"
    return Check("itinerary", refusal is None, words if refusal is None else refusal)
