"""Bytes that something else has changed: in the itinerary, and in every other file of a home."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from planner.paths import backup_folder, compiled_folder, in_use_path, seen_path, state_path
from planner.paths import story_path as story_of
from planner.settings import settings_path
from tests.faults.conference import CONFERENCE
from tests.faults.home import Home
from tests.faults.reader import Facts, OnDisk, read_itinerary, said
from tests.faults.table import Bench, Tally

_LENGTHS = (1, 4, 64, 512, 4096, 20_000)
_DAY_SECONDS = 86_400


def faults(bench: Bench) -> Iterable[Tally]:
    """Damage the itinerary, its log, and the files beside it."""
    home = Home(bench.scratch / "damaged")
    whole = _decide_for_two_days(home)
    home.keep_layout()
    yield _itinerary(bench, home, whole)
    _leave_a_log(home)
    yield _log(bench, home, read_itinerary_copied(home))
    yield from _others(bench, Home(bench.scratch / "others"))


def _decide_for_two_days(home: Home) -> OnDisk:
    """Decide on a day, and on the next one: its first decision makes the backup."""
    home.set_clock(-_DAY_SECONDS)
    for number in range(1, 21):
        home.run("star", f"poster-{number}", "--must")
    for number in range(1, 7):
        home.run("note", f"poster-{number}", f"by the door {number}")
    home.set_clock(0)
    for number in range(21, 27):
        home.run("star", f"poster-{number}")
    home.run("visit", "poster-1")
    home.run("undo")
    home.clock_file.unlink()
    return read_itinerary(home.itinerary)


def _itinerary(bench: Bench, home: Home, whole: OnDisk) -> Tally:
    tally = Tally("bytes damaged in the itinerary")
    size, silent, aside = home.itinerary.stat().st_size, 0, 0
    times = bench.times(50, 500)
    for number in range(times):
        home.lay_out()
        length = bench.random.choice(_LENGTHS)
        # In turn over the whole file, so that every page is met.
        at = min(number * size // times + bench.random.randrange(size // times), size - length)
        where = _damage(home.itinerary, max(at, 0), length, bench.random)
        told = _start_again(tally, home, whole, where)
        aside, silent = aside + told, silent + (not told)
    tally.remarks.append(f"{aside} set aside and said so; {silent} harmed no decision")
    return tally


def _log(bench: Bench, home: Home, whole: OnDisk) -> Tally:
    tally = Tally("bytes damaged in the itinerary's log (-wal)")
    log = _log_of(home.itinerary)
    size, aside, times = log.stat().st_size, 0, bench.times(20, 200)
    for number in range(times):
        home.lay_out()
        length = bench.random.choice(_LENGTHS[:4])
        at = min(number * size // times + bench.random.randrange(size // times), size - length)
        where = _damage(log, at, length, bench.random)
        aside += _start_again(tally, home, whole, where)
    tally.remarks.append(f"{aside} copied and said so; {times - aside} harmed no decision")
    return tally


def _damage(path: Path, at: int, length: int, random: Random) -> str:
    """Change a range of bytes, or cut the file there, and return what was done."""
    content = bytearray(path.read_bytes())
    way = random.choices(("other bytes", "zeros", "cut"), weights=(6, 3, 1))[0]
    if way == "cut":
        del content[at:]
    else:
        for place in range(at, min(at + length, len(content))):
            content[place] = content[place] ^ random.randrange(1, 256) if way[0] == "o" else 0
    path.write_bytes(content)
    return f"{path.name}: {way}, {length} at {at}"


def _start_again(tally: Tally, home: Home, whole: OnDisk, where: str) -> bool:
    """Start, restore what is offered, and count; return whether damage was said."""
    damaged = {path.read_bytes() for path in _with_log(home.itinerary) if path.exists()}
    backed_up = _backed_up(home)
    started = home.run("search", "is:starred")
    tally.expect(started.code == 0, f"{where}: {started.err.strip()}")
    tally.expect("Traceback" not in started.err + started.out, f"{where}: a traceback")
    aside = [*home.itinerary.parent.glob("*.damaged-*.db*")]
    if not aside:
        there = _readable(home.itinerary)
        lost = sum(there.get(place) != value for place, value in whole.facts.items())
        tally.count(len(whole.told), lost, f"{where}, unsaid: {started.err.strip()}")
        return False
    tally.expect("was damaged" in started.err, f"{where}: set aside without a word")
    kept = {path.read_bytes() for path in aside if not path.name.endswith("-shm")}
    tally.expect(kept <= damaged, f"{where}: what was set aside was changed")
    offered = re.search(r"planner plan load (\S+\.json)", started.err)
    tally.expect(offered is not None, f"{where}: no backup was offered")
    if offered:
        loaded = home.run("plan", "load", offered[1])
        tally.expect(loaded.code == 0, f"{where}: the backup could not be loaded: {loaded.err}")
    facts = read_itinerary(home.itinerary).facts
    # Only what was decided since the backup may be missing, and nothing may be another.
    lost = sum(facts.get(place) != value for place, value in backed_up.items())
    tally.count(len(whole.told), lost, f"{where}: not as in the backup")
    return True


def _backed_up(home: Home) -> Facts:
    """Return what the latest backup holds, read without planner."""
    latest = sorted(backup_folder(home.places, CONFERENCE).glob("plan-*.json"))[-1]
    plan = json.loads(latest.read_bytes())
    found = {("star", each["id"]): each["level"] for each in plan["stars"]}
    found |= {("note", each["id"]): each["text"] for each in plan.get("notes", ())}
    return found


def _readable(path: Path) -> Facts:
    """Return the facts that can be read, whatever the others are."""
    found: dict[tuple[str, str], str] = {}
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        try:
            rows = connection.execute("SELECT field, key, value FROM fact").fetchall()
        except (sqlite3.Error, UnicodeDecodeError):  # Its words on damage can be damaged, too.
            return found
    for row in rows:
        with contextlib.suppress(ValueError, AttributeError):
            field, key, text = (cell.decode() for cell in row)
            found[field, key] = said(json.loads(text))
    return found


def _leave_a_log(home: Home) -> None:
    """Decide eight times while a reader holds the file, so that all of it stays in the log."""
    home.lay_out()
    reader = sqlite3.connect(home.itinerary, isolation_level=None)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM fact").fetchone()
        for number in range(40, 48):
            home.run("star", f"poster-{number}")
        # What a killed program leaves: the log, and the index of the log.
        index = home.itinerary.with_name(f"{home.itinerary.name}-shm")
        copies = [(path, path.read_bytes()) for path in (*_with_log(home.itinerary), index)]
    finally:
        reader.close()
    for path, content in copies:
        path.write_bytes(content)
    home.keep_layout()


def read_itinerary_copied(home: Home) -> OnDisk:
    """Return what the itinerary with its log holds, and leave both as they are."""
    folder = home.root / "copied"
    folder.mkdir(exist_ok=True)
    for path in _with_log(home.itinerary):
        shutil.copy(path, folder)
    return read_itinerary(folder / home.itinerary.name)


def _with_log(path: Path) -> Sequence[Path]:
    return (path, _log_of(path))


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _others(bench: Bench, home: Home) -> Iterable[Tally]:
    """Damage each file that is not the itinerary: it costs itself, and no decision."""
    home.run("star", "poster-1", "poster-2", "--must")
    home.run("searches", "save", "bears", "topic:bears")
    home.run("searches", "bears")
    settings = settings_path(home.places)
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("walk_minutes = 7\n")
    home.run("search", "--limit", "1")
    with home.open_app() as terminal:
        terminal.press("j", "q")
        terminal.wait_for_end()
    home.keep_layout()
    whole = read_itinerary(home.itinerary)
    (compiled,) = compiled_folder(home.places).glob("*.db")
    files = {
        "settings.toml": settings,
        "the compiled schedule": compiled,
        "the kept schedule": home.schedule,
        "the kept schedule's story": story_of(home.places, CONFERENCE),
        "in-use.json": in_use_path(home.places),
        "what searches found before (seen)": seen_path(home.places, CONFERENCE),
        "where the app was left (state.json)": state_path(home.places),
        "the cached settings": home.places.cache / "settings.json",
        "the backup": sorted(backup_folder(home.places, CONFERENCE).glob("*.json"))[-1],
    }
    for name, path in files.items():
        tally = Tally(f"bytes damaged in {name}")
        tally.expect(path.exists(), f"there is no {path.name} to damage")
        for _ in range(bench.times(4, 40) if path.exists() else 0):
            home.lay_out()
            size = path.stat().st_size
            at = bench.random.randrange(size)
            where = _damage(path, at, bench.random.choice((1, 64, 4096, size)), bench.random)
            _go_on(tally, home, where)
            held = read_itinerary(home.itinerary)
            lost = len(whole.told) - len(held.told) + (whole.facts != held.facts)
            tally.count(len(whole.told), lost, where)
        yield tally


def _go_on(tally: Tally, home: Home, where: str) -> None:
    """Start: all is well, or one sentence says what is wrong and a second start or a way on is."""
    for attempt in range(2):
        started = home.run("search", "is:starred")
        words = started.err.strip()
        tally.expect("Traceback" not in words, f"{where}: a traceback")
        tally.expect("fault of planner's own" not in words, f"{where}: {words}")
        if started.code == 0:
            return
        tally.expect(started.err.count("\n") == 1, f"{where}: not one sentence: {words}")
        if attempt == 0:
            continue
        # The way on that the sentence names: the schedule goes, and comes in again.
        tally.expect(f"planner remove {CONFERENCE}" in words, f"{where}: no way on: {words}")
        removed = home.run("remove", CONFERENCE)
        tally.expect(removed.code == 0, f"{where}: {removed.err.strip()}")
        imported = home.run("import", str(home.first))
        tally.expect(imported.code == 0, f"{where}: {imported.err.strip()}")
        again = home.run("search", "is:starred")
        tally.expect(
            again.ids == ["poster-1", "poster-2"], f"{where}: no way on: {again.err.strip()}"
        )
