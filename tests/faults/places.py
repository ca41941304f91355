"""Places that go bad: a full disk, a home that may not be written, is gone, or loses its cache."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from planner.paths import compiled_folder
from tests.bad_places import powerless
from tests.conftest import Ran
from tests.faults.conference import title
from tests.faults.home import Home
from tests.faults.reader import read_itinerary
from tests.faults.table import Bench, Tally
from tests.faults.told import Act, Told, star
from tests.terminal.pty_terminal import Terminal

_DISK_KILOBYTES = 16 * 1024
_PAGE = 4096
#: What a refused decision may say; each sentence goes on with what to do.
_REFUSALS = (
    *("The disk is full", "Nothing can be kept in", "No space left", "is gone, so nothing"),
    *("The disk failed", "cannot be written", "cannot be used"),
)
_NEW_NAMESPACE = 0x00020000  # CLONE_NEWNS of unshare(2)


def faults(bench: Bench) -> Iterable[Tally]:
    """Spoil the disk, the home, its permissions and its cache."""
    with _small_disk(bench.scratch / "disk") as disk:
        if disk is not None:
            home = Home(disk / "here")
            yield _full_for_commands(bench, home, disk / "ballast")
            yield _full_for_the_app(bench, home, disk / "ballast")
    home = Home(bench.scratch / "places")
    yield _limited_files(bench, home)
    yield _read_only_for_commands(bench, home)
    yield _permissions_taken_away(bench, home)
    yield _moved_away(bench, home)
    yield _replaced(bench, home)
    yield _cache_spoiled(bench, home)


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[Path | None]:
    """Mount a small disk that only this program and its children see; None where none may be."""
    folder.mkdir()
    options = f"size={_DISK_KILOBYTES}k"
    alone = ctypes.CDLL(None).unshare(_NEW_NAMESPACE) == 0
    mounts = (
        ["mount", "--make-rprivate", "/"],
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
    )
    if not alone or any(subprocess.run(each, capture_output=True).returncode for each in mounts):
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


def _fill(ballast: Path, left: int) -> None:
    """Fill the disk with a file, but for so many bytes."""
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"\0" * _PAGE):
            pass
    os.truncate(ballast, max(0, ballast.stat().st_size - left))


def _full_for_commands(bench: Bench, home: Home, ballast: Path) -> Tally:
    tally = Tally("disk full, then room again: commands")
    for _ in range(bench.times(12, 100)):
        home.lay_out()
        told = Told()
        left = _PAGE * bench.random.randrange(0, 24)
        _command(tally, home, told, star("poster-90"))
        _fill(ballast, left)
        for number in range(1, 6):
            _command(tally, home, told, star(f"poster-{number}"), may_fail=True)
        ballast.unlink()
        _command(tally, home, told, star("poster-80"))
        on_disk = read_itinerary(home.itinerary)
        tally.expect(on_disk.sound, f"{left} bytes left: integrity_check")
        tally.count(told.made, told.lost(on_disk), f"{left} bytes left")
    return tally


def _full_for_the_app(bench: Bench, home: Home, ballast: Path) -> Tally:
    tally = Tally("disk full, then room again: the app")
    for _ in range(bench.times(4, 40)):
        home.lay_out()
        told = Told()
        left = _PAGE * bench.random.randrange(0, 24)
        with home.open_app() as terminal:
            _press_star(terminal, told, "poster-90")
            _fill(ballast, left)
            for number in range(1, 5):
                _press_star(terminal, told, f"poster-{number}")
            ballast.unlink()
            kept = _press_star(terminal, told, "poster-80")
            tally.expect(kept, f"{left} bytes left: refused when there was room again")
        tally.count(told.made, told.lost(read_itinerary(home.itinerary)), f"{left} bytes left")
    return tally


def _limited_files(bench: Bench, home: Home) -> Tally:
    tally = Tally("files that cannot grow any further (RLIMIT_FSIZE)")
    if shutil.which("prlimit") is None:
        tally.remarks.append("not run: there is no prlimit")
        return tally
    for _ in range(bench.times(8, 80)):
        home.lay_out()
        told = Told()
        most = bench.random.randrange(1, 24) * _PAGE
        _command(tally, home, told, star("poster-90"))
        for number in range(1, 4):
            act = star(f"poster-{number}")
            told.begin(act)
            _judge(tally, told, home.run(*act.words, before=("prlimit", f"--fsize={most}")))
        _command(tally, home, told, star("poster-80"))
        tally.count(told.made, told.lost(read_itinerary(home.itinerary)), f"{most} bytes at most")
    return tally


def _read_only_for_commands(bench: Bench, home: Home) -> Tally:
    tally = Tally("a home that is read-only, then not any more")
    before = powerless()
    for _ in range(bench.times(4, 40)):
        home.lay_out()
        told = Told()
        _command(tally, home, told, star("poster-1"))
        _allow(home.places.data, write=False)
        act = star("poster-2")
        told.begin(act)
        done = home.run(*act.words, before=before)
        tally.expect(done.code == 1, "decided in a read-only home")
        _judge(tally, told, done)
        seen = home.run("search", "is:starred", before=before)
        tally.expect(seen.ids == ["poster-1"], f"read-only: {seen.err.strip()}")
        _allow(home.places.data, write=True)
        _command(tally, home, told, star("poster-3"))
        tally.count(told.made, told.lost(read_itinerary(home.itinerary)), "read-only")
    return tally


def _permissions_taken_away(bench: Bench, home: Home) -> Tally:
    tally = Tally("permissions taken away under the open app")
    for _ in range(bench.times(4, 40)):
        home.lay_out()
        told = Told()
        with home.open_app(before=powerless()) as terminal:
            _press_star(terminal, told, "poster-1")
            _allow(home.places.data, write=False)
            for number in (2, 3):
                _press_star(terminal, told, f"poster-{number}")
            _allow(home.places.data, write=True)
            kept = _press_star(terminal, told, "poster-4")
            tally.expect(kept, "refused when it was allowed again")
        tally.count(told.made, told.lost(read_itinerary(home.itinerary)), "permissions")
    return tally


def _moved_away(bench: Bench, home: Home) -> Tally:
    tally = Tally("a home that vanishes under the open app, and returns")
    away = home.root / "away"
    for _ in range(bench.times(4, 40)):
        home.lay_out()
        told = Told()
        with home.open_app() as terminal:
            _press_star(terminal, told, "poster-1")
            home.folder.rename(away)
            kept = _press_star(terminal, told, "poster-2")
            tally.expect(not kept, "kept in a home that is gone")
            tally.expect(not home.itinerary.exists(), "a home was made where one had gone")
            shutil.rmtree(home.folder, ignore_errors=True)
            away.rename(home.folder)
            kept = _press_star(terminal, told, "poster-3")
            tally.expect(kept, "refused when the home was back")
        tally.count(told.made, told.lost(read_itinerary(home.itinerary)), "a home moved away")
    return tally


def _replaced(bench: Bench, home: Home) -> Tally:
    tally = Tally("an itinerary replaced by its copy under the open app")
    for _ in range(bench.times(4, 40)):
        home.lay_out()
        told = Told()
        _command(tally, home, told, star("poster-1"))
        with home.open_app() as terminal:
            # As a folder that is kept the same on two machines does it.
            copy = home.root / "copy.db"
            shutil.copy(home.itinerary, copy)
            for suffix in ("-wal", "-shm"):
                home.itinerary.with_name(home.itinerary.name + suffix).unlink(missing_ok=True)
            copy.replace(home.itinerary)
            kept = [_press_star(terminal, told, f"poster-{number}") for number in (2, 3)]
            tally.expect(all(kept), "refused in the copy")
        tally.count(told.made, told.lost(read_itinerary(home.itinerary)), "a copy put in place")
    return tally


def _cache_spoiled(bench: Bench, home: Home) -> Tally:
    tally = Tally("the cache deleted or garbled under the open app")
    for number in range(bench.times(6, 60)):
        home.lay_out()
        told = Told()
        with home.open_app() as terminal:
            _press_star(terminal, told, "poster-1")
            (compiled,) = compiled_folder(home.places).glob("*.db")
            size = compiled.stat().st_size
            shutil.rmtree(home.places.cache)
            if number % 2:
                compiled.parent.mkdir(parents=True)
                compiled.write_bytes(bench.random.randbytes(size))
            kept = _press_star(terminal, told, "poster-2")
            tally.expect(kept, "refused without a cache")
            terminal.press("2")
            terminal.wait_for("quit")
        # The next start makes the cache anew, at once or when it is told to start again.
        started = home.run("search", "is:starred")
        tally.expect("Traceback" not in started.err, "a traceback")
        if started.code:
            started = home.run("search", "is:starred")
        tally.expect(sorted(started.ids) == ["poster-1", "poster-2"], started.err.strip())
        tally.count(told.made, told.lost(read_itinerary(home.itinerary)), "the cache")
    return tally


def _command(tally: Tally, home: Home, told: Told, act: Act, *, may_fail: bool = False) -> None:
    """Decide by a command, and note whether it was confirmed."""
    told.begin(act)
    done = home.run(*act.words)
    if not may_fail:
        tally.expect(done.code == 0, f"refused without need: {done.err.strip()}")
    _judge(tally, told, done)


def _judge(tally: Tally, told: Told, done: Ran) -> None:
    if done.code == 0:
        told.confirm()
        return
    told.refuse()
    words = done.err.strip()
    tally.expect(done.code == 1, f"exit code {done.code}: {words}")
    tally.expect("\n" not in words, f"not one sentence: {words}")
    tally.expect(_refuses(words), f"it said: {words}")


def _press_star(terminal: Terminal, told: Told, event_id: str) -> bool:
    """Star an event in the app, and return whether the screen confirmed it."""
    words = f"Starred as want: {title(event_id)}"
    act = star(event_id)
    number = int(event_id.removeprefix("poster-"))
    terminal.press("/", "ctrl+u", f"paper {number:03}", "enter")
    # What was said before is gone with the first key, perhaps a frame after the list.
    terminal.wait_for("1 found", title(event_id), lambda shown: not _refuses(shown))
    told.begin(act)
    terminal.press("s")
    terminal.wait_for(lambda shown: words in shown or _refuses(shown))
    if words in terminal.text:
        told.confirm()
        return True
    told.refuse()
    return False


def _refuses(shown: str) -> bool:
    return any(each in shown for each in _REFUSALS)


def _allow(folder: Path, *, write: bool) -> None:
    """Let all files in a folder be written, or none."""
    for path in (folder, *folder.rglob("*")):
        path.chmod((0o700 if path.is_dir() else 0o600) & (0o777 if write else 0o555))
