"""Opening an itinerary that is damaged, newer, foreign, locked, unwritable or full."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.itinerary import database
from planner.itinerary.facts import VISITED, Wish, mark_value
from planner.itinerary.store import ItineraryError, ItineraryStore

NOW = datetime(2024, 7, 20, 8, 0, tzinfo=UTC)
NOBODY = 65534


def opened(
    path: Path, conference_id: str = "icml2024", backups: Path | None = None
) -> ItineraryStore:
    return ItineraryStore.open(path, conference_id, UTC, lambda: NOW, backups)


def visit(store: ItineraryStore, *keys: str) -> None:
    assert store.decide("visit", [Wish(VISITED, key, mark_value(NOW)) for key in keys])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An itinerary with one visited event, closed."""
    file = tmp_path / "itineraries" / "icml2024-0123abcd.db"
    with opened(file) as store:
        visit(store, "poster-1")
    return file


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("2024-07-18", "2024-07-19"):
        (folder / f"plan-{day}.json").write_bytes(b"{}")
    return folder


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: b"this is no database" * 100,
        lambda content: content[: len(content) // 2],
        lambda content: content[:4096] + b"\xff" * (len(content) - 4096),
        lambda content: b"\0" * len(content),
        lambda content: content[:100],
    ],
    ids=["text", "cut in half", "overwritten", "zeros", "header alone"],
)
def test_a_damaged_file_is_set_aside_whole(path: Path, backups: Path, harm: object) -> None:
    assert callable(harm)
    damaged = harm(path.read_bytes())
    path.write_bytes(damaged)
    with opened(path, backups=backups) as store:
        assert store.set_aside is not None
        assert store.set_aside.parent == path.parent
        assert store.set_aside.name.startswith("icml2024-0123abcd.damaged-20")
        assert store.set_aside.read_bytes() == damaged
        assert store.latest_backup == backups / "plan-2024-07-19.json"
        assert store.notice is not None
        assert str(store.set_aside) in store.notice
        assert str(store.latest_backup) in store.notice
        assert store.read().visited == {}
        visit(store, "poster-2")
    with opened(path) as again:
        assert again.notice is None
        assert set(again.read().visited) == {"poster-2"}


def test_the_log_of_a_damaged_file_goes_with_it(path: Path) -> None:
    path.write_bytes(b"")
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"what was decided last")
    with opened(path) as store:
        assert store.set_aside is not None
        kept = store.set_aside.with_name(store.set_aside.name + "-wal")
        assert kept.read_bytes() == b"what was decided last"


def test_damage_twice_in_a_second_takes_two_names(path: Path) -> None:
    names = set()
    for _ in range(2):
        path.write_bytes(b"rubbish" * 100)
        with opened(path) as store:
            names.add(store.set_aside)
    assert len(names) == 2
    assert all(name is not None and name.exists() for name in names)


def test_another_sqlite_file_in_its_place_is_set_aside(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE bookmarks (url TEXT)")
    foreign.close()
    with opened(path) as store:
        assert store.set_aside is not None


def test_processes_that_meet_the_same_damage_set_it_aside_once(path: Path) -> None:
    path.write_bytes(b"rubbish" * 1000)
    script = (
        "import sys; from datetime import *; from pathlib import Path\n"
        "from planner.itinerary.facts import *; from planner.itinerary.store import *\n"
        "now = datetime(2024, 7, 20, tzinfo=UTC)\n"
        "with ItineraryStore.open(Path(sys.argv[1]), 'icml2024', UTC, lambda: now) as store:\n"
        "    store.decide('visit', [Wish('visited', sys.argv[2], mark_value(now))])\n"
    )
    names = [f"poster-{number}" for number in range(5)]
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in names
    ]
    assert [process.wait(timeout=60) for process in processes] == [0] * len(names)
    assert len(list(path.parent.glob("*.damaged-*.db"))) == 1
    with opened(path) as store:
        assert set(store.read().visited) == set(names)


def test_damage_that_another_process_has_set_aside_meanwhile_is_left_to_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"rubbish" * 1000)
    locked = fcntl.flock

    def meanwhile(handle: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", locked)
        with opened(path) as other:
            visit(other, "poster-2")
        locked(handle, operation)

    monkeypatch.setattr(fcntl, "flock", meanwhile)
    with opened(path) as store:
        assert set(store.read().visited) == {"poster-2"}
    assert len(list(path.parent.glob("*.damaged-*.db"))) == 1


@pytest.mark.parametrize("is_there", [True, False], ids=["empty", "gone"])
def test_a_lost_file_is_told_when_there_is_a_backup(
    path: Path, backups: Path, is_there: bool
) -> None:
    path.unlink()
    if is_there:
        path.touch()
    with opened(path, backups=backups) as store:
        assert store.notice is not None
        assert "plan-2024-07-19.json" in store.notice
        assert store.set_aside is None
        assert store.refusal is None


def test_a_newer_format_is_refused_untouched(path: Path) -> None:
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE meta SET value = '2' WHERE key = 'format'")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(ItineraryError, match="update planner"):
        opened(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_another_conferences_itinerary_is_refused_untouched(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ItineraryError, match="belongs to the conference 'icml2024'"):
        opened(path, "neurips2024")
    assert path.read_bytes() == before


def test_a_lock_held_too_long_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with opened(path) as store:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(ItineraryError, match="locked by another program"):
            visit(store, "poster-2")
        holder.execute("ROLLBACK")
        holder.close()
        visit(store, "poster-2")
        assert set(store.read().visited) == {"poster-1", "poster-2"}


def test_a_file_in_place_of_the_folder_leaves_an_empty_itinerary(tmp_path: Path) -> None:
    (tmp_path / "itineraries").write_bytes(b"")
    with opened(tmp_path / "itineraries" / "icml2024.db") as store:
        assert store.read().visited == {}
        assert store.refusal is not None
        with pytest.raises(ItineraryError, match="Nothing can be kept in"):
            visit(store, "poster-1")
        assert store.read().visited == {}


def test_once_the_reason_is_gone_decisions_are_kept_again(tmp_path: Path) -> None:
    obstacle = tmp_path / "itineraries"
    obstacle.write_bytes(b"")
    with opened(obstacle / "icml2024.db") as store:
        with pytest.raises(ItineraryError):
            visit(store, "poster-1")
        version = store.version()
        obstacle.unlink()
        visit(store, "poster-1")
        assert store.refusal is None
        assert store.version() > version
        assert set(store.read().visited) == {"poster-1"}


def test_once_the_reason_is_gone_what_was_there_is_seen_again(path: Path) -> None:
    folder = path.parent
    moved = folder.rename(folder.with_name("elsewhere"))
    folder.write_bytes(b"")
    with opened(path) as store:
        assert store.read().visited == {}
        folder.unlink()
        moved.rename(folder)
        assert store.decide("again", [Wish(VISITED, "poster-1", mark_value(NOW))]) is None
        assert set(store.read().visited) == {"poster-1"}


@pytest.fixture
def foreign_folder() -> Iterator[Path]:
    """A folder where a user without privileges can read and cannot write."""
    folder = Path(tempfile.mkdtemp(prefix="planner-test-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def without_privileges() -> Iterator[None]:
    """The superuser may write everywhere, so the test gives the privilege up for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


def _read_only_copy(path: Path, folder: Path) -> Path:
    for file in path.parent.iterdir():
        copy = folder / file.name
        copy.write_bytes(file.read_bytes())
        copy.chmod(0o444)
    folder.chmod(0o555)
    return folder / path.name


def test_a_read_only_home_is_still_read(
    path: Path, foreign_folder: Path, request: pytest.FixtureRequest
) -> None:
    copy = _read_only_copy(path, foreign_folder)
    request.getfixturevalue("without_privileges")
    with opened(copy) as store:
        assert set(store.read().visited) == {"poster-1"}
        assert [decision.label for decision in store.history()] == ["visit"]
        assert store.sequences({"a": "x"}) == {"a": 0}
        with pytest.raises(ItineraryError, match="make the file and its folder writable"):
            visit(store, "poster-2")
        assert set(store.read().visited) == {"poster-1"}


def test_a_read_only_home_shows_what_only_the_log_holds(
    path: Path, foreign_folder: Path, request: pytest.FixtureRequest
) -> None:
    with opened(path) as writer:
        visit(writer, "poster-2")
        path.with_name(path.name + "-shm").unlink()
        copy = _read_only_copy(path, foreign_folder)
    request.getfixturevalue("without_privileges")
    with opened(copy) as store:
        assert set(store.read().visited) == {"poster-1", "poster-2"}


def test_a_damaged_file_in_a_read_only_home_is_told(
    path: Path, foreign_folder: Path, request: pytest.FixtureRequest
) -> None:
    path.write_bytes(b"rubbish" * 1000)
    copy = _read_only_copy(path, foreign_folder)
    request.getfixturevalue("without_privileges")
    with opened(copy) as store:
        assert store.notice is not None
        assert "cannot be read" in store.notice
        assert store.read().visited == {}


_FULL_DISK = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from planner.itinerary.facts import Wish, note_value
from planner.itinerary.store import ItineraryError, ItineraryStore

now = datetime(2024, 7, 20, tzinfo=UTC)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with ItineraryStore.open(Path(sys.argv[1]), "icml2024", UTC, lambda: now) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    kept = 0
    try:
        for number in range(1_000):
            store.decide("note", [Wish("note", str(number), note_value("x" * 3_000, now))])
            kept += 1
    except ItineraryError as error:
        assert len(store.read().notes) == kept, (len(store.read().notes), kept)
        print(kept)
        print(error)
"""


def test_a_disk_that_takes_no_more_loses_only_the_decision_that_says_so(path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(path)], capture_output=True, text=True, check=True
    )
    kept, sentence = said.stdout.splitlines()
    assert "disk" in sentence
    assert 0 < int(kept) < 1_000
    with opened(path) as store:
        assert len(store.read().notes) == int(kept)
        visit(store, "poster-2")
