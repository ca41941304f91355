"""A home that cannot be read or written, or is full or garbled: nothing is lost, and it is said."""

from __future__ import annotations

import shlex
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from planner.paths import compiled_folder, itinerary_path
from tests.bad_places import on_a_small_disk, powerless
from tests.conftest import Compiled, Installed, Ran

GENIE = "poster-33646"
EVERYTHING = 3103


def _run(prefix: Sequence[str], installed: Installed, *words: str) -> Ran:
    done = subprocess.run(
        [*prefix, installed.program, *words],
        env=installed.environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def _protect(folder: Path, mode: int) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(mode)


def _database(installed: Installed) -> Path:
    return itinerary_path(installed.places, "icml2024")


def test_in_a_read_only_home_one_reads_and_a_star_says_why_not(installed: Installed) -> None:
    before = powerless()
    assert installed.run("star", GENIE).code == 0
    _database(installed).chmod(0o400)
    _protect(installed.places.data.parent, 0o555)
    try:
        ran = _run(before, installed, "search", "is:starred")
        assert (ran.code, ran.ids) == (0, [GENIE])
        ran = _run(before, installed, "star", "oral-35508")
        assert (ran.code, ran.out) == (1, "")
        assert str(_database(installed)) in ran.sentence
        assert "PLANNER_HOME" in ran.sentence
        ran = _run(before, installed, "export", "json")
        assert [row["id"] for row in ran.json] == [GENIE]
    finally:
        _protect(installed.places.data.parent, 0o755)
        _database(installed).chmod(0o600)
    assert installed.run("search", "is:starred").ids == [GENIE]
    assert installed.run("star", "oral-35508").code == 0


def test_where_no_home_can_be_made_one_still_reads(tmp_path: Path, small: Compiled) -> None:
    before = powerless()
    (tmp_path / "shut").mkdir(mode=0o555)
    home = str(tmp_path / "shut" / "home")
    installed = Installed(tmp_path, PLANNER_HOME=home, PLANNER_SCHEDULE=str(small.source))
    ran = _run(before, installed, "search", "board:12")
    assert (ran.code, ran.err) == (0, "")
    assert ran.ids == ["poster-1"]
    ran = _run(before, installed, "star", "poster-1")
    assert ran.code == 1
    assert "Permission denied" in ran.sentence


def test_an_unreadable_home_is_said_and_left_as_it_is(installed: Installed) -> None:
    before = powerless()
    assert installed.run("star", GENIE).code == 0
    installed.places.data.chmod(0o000)
    try:
        ran = _run(before, installed, "star", "oral-35508")
        assert ran.code == 1
        assert "Permission denied" in ran.err
        assert "Traceback" not in ran.err
        assert _run(before, installed, "search", "board:503").ids == ["poster-34535"]
    finally:
        installed.places.data.chmod(0o755)
    assert installed.run("search", "is:starred").ids == [GENIE]


def test_where_only_the_cache_is_read_only_a_star_is_kept(tmp_path: Path, small: Compiled) -> None:
    before = powerless()
    installed = Installed(tmp_path, PLANNER_SCHEDULE=str(small.source))
    cache = compiled_folder(installed.places)
    cache.mkdir(parents=True)
    _protect(installed.places.cache, 0o555)
    try:
        assert _run(before, installed, "star", "poster-1").code == 0
        assert _run(before, installed, "search", "is:starred").ids == ["poster-1"]
        assert list(cache.iterdir()) == []
    finally:
        _protect(installed.places.cache, 0o755)


@pytest.mark.parametrize("place", ["home", "home/data", "home/data/itineraries"])
def test_a_file_where_a_folder_must_be(tmp_path: Path, small: Compiled, place: str) -> None:
    installed = Installed(tmp_path, PLANNER_SCHEDULE=str(small.source))
    if place != "home":
        small.put_into(installed.places)
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    assert installed.run("search", "board:12").ids == ["poster-1"]
    ran = installed.run("star", "poster-1")
    assert (ran.code, ran.out) == (1, "")
    assert ran.sentence
    assert path.read_text() == "mine"


def test_a_file_where_the_cache_must_be_costs_only_time(tmp_path: Path, small: Compiled) -> None:
    installed = Installed(tmp_path, PLANNER_SCHEDULE=str(small.source))
    installed.places.cache.parent.mkdir(parents=True)
    installed.places.cache.write_text("mine")
    assert installed.run("star", "poster-1").code == 0
    assert installed.run("search", "is:starred").ids == ["poster-1"]
    assert installed.places.cache.read_text() == "mine"


# A full disk


def _on_disk(
    kilobytes: int, installed: Installed, *commands: str
) -> subprocess.CompletedProcess[str]:
    """Run shell commands where ``$HOME_`` is a disk of its own and ``planner`` the program."""
    home = Path(installed.environment["PLANNER_HOME"])
    home.mkdir(exist_ok=True)
    script = "\n".join(
        [
            f"HOME_={shlex.quote(str(home))}",
            f'planner() {{ {shlex.quote(str(installed.program))} "$@"; }}',
            *commands,
        ]
    )
    return subprocess.run(
        [*on_a_small_disk(home, kilobytes), script],
        env=installed.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_where_the_disk_has_no_room_for_the_compiled_schedule_one_still_stars(
    tmp_path: Path, five_days: Compiled
) -> None:
    kilobytes = 200
    assert five_days.file.stat().st_size > kilobytes * 1024
    done = _on_disk(
        kilobytes,
        Installed(tmp_path, PLANNER_SCHEDULE=str(five_days.source)),
        "planner star tutorial-1 || exit 9",
        "planner search is:starred",
        "ls $HOME_/cache/schedules",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\t")[0] == "tutorial-1"
    # Nothing half made is left behind.
    assert done.stdout.count("\n") == 1


def test_on_a_full_disk_a_star_is_refused_and_the_earlier_ones_stay(
    tmp_path: Path, small: Compiled
) -> None:
    done = _on_disk(
        1500,
        Installed(tmp_path, PLANNER_SCHEDULE=str(small.source)),
        "planner star poster-1 2>/dev/null || exit 9",
        "cat /dev/zero > $HOME_/filler 2>/dev/null",
        "planner star oral-1 talk-1; echo code $?",
        "planner search is:starred; echo code $?",
        "rm $HOME_/filler",
        "planner star oral-1; echo code $?",
        "planner search is:starred",
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert lines[:3] == ["code 1", "poster-1", "code 0"]
    assert lines[3] == "code 0"
    assert sorted(lines[4:]) == ["oral-1", "poster-1"]
    refusal = done.stderr.splitlines()[0]
    assert refusal.startswith("planner: ")
    assert "full" in refusal
    assert "Traceback" not in done.stderr
    assert "fault" not in done.stderr


def test_a_first_star_on_a_full_disk_is_refused(tmp_path: Path, small: Compiled) -> None:
    done = _on_disk(
        64,
        Installed(tmp_path, PLANNER_SCHEDULE=str(small.source)),
        "mkdir -p $HOME_/data/itineraries",
        "cat /dev/zero > $HOME_/filler 2>/dev/null",
        "planner star poster-1; echo code $?",
        "planner search board:12",
    )
    assert done.stdout.startswith("code 1\nposter-1\t")
    assert "Traceback" not in done.stderr
    assert "fault" not in done.stderr
    assert "planner: " in done.stderr


def test_output_to_a_full_disk_is_one_sentence(installed: Installed) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("/dev/full is needed")
    for words in (["search"], ["keys", "--json"], ["export", "json", "kind:oral"], ["schema"]):
        with full.open("wb") as sink:
            done = subprocess.run(
                [installed.program, *words],
                env=installed.environment,
                stdout=sink,
                stderr=subprocess.PIPE,
                text=True,
            )
        ran = Ran(done.returncode, "", done.stderr)
        assert ran.code == 1
        assert "No space left" in ran.sentence


# The itinerary


@pytest.mark.parametrize("content", [b"garbage" * 3000, b"SQLite format 3\0" + b"\1" * 9000])
def test_garbage_in_the_itinerary_is_set_aside_and_the_backup_named(
    installed: Installed, content: bytes
) -> None:
    assert installed.run("star", GENIE).code == 0
    database = _database(installed)
    database.write_bytes(content)
    ran = installed.run("search", "is:starred")
    assert (ran.code, ran.out) == (0, "")
    assert "set aside" in ran.sentence
    assert "backup" in ran.sentence
    (aside,) = database.parent.glob("*.damaged-*.db")
    assert aside.read_bytes() == content
    assert str(aside) in ran.sentence
    ran = installed.run("star", "oral-35508")
    assert (ran.code, len(ran.err.splitlines())) == (0, 1)


def test_a_newer_itinerary_is_refused_and_not_touched(installed: Installed) -> None:
    assert installed.run("star", GENIE).code == 0
    database = _database(installed)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = database.read_bytes()
    for words in (["search"], ["star", "oral-35508"], ["agenda", "--json"]):
        ran = installed.run(*words)
        assert (ran.code, ran.out) == (1, "")
        assert "newer planner" in ran.sentence
        assert str(database) in ran.sentence
    assert database.read_bytes() == content


def test_a_folder_where_the_itinerary_must_be(installed: Installed) -> None:
    _database(installed).mkdir(parents=True)
    ran = installed.run("star", GENIE)
    assert (ran.code, ran.out) == (1, "")
    assert str(_database(installed)) in ran.err
    assert "Traceback" not in ran.err
    assert len(installed.run("search", "--json").json) == EVERYTHING


def test_stars_of_many_commands_at_once_are_all_kept(installed: Installed) -> None:
    ids = installed.run("search", "kind:oral", "--limit", "8").ids
    running = [
        subprocess.Popen(
            [installed.program, "star", each],
            env=installed.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for each in ids
    ]
    for each in running:
        _, err = each.communicate(timeout=60)
        assert each.returncode == 0, err
    assert sorted(installed.run("search", "is:starred").ids) == sorted(ids)
    assert len(installed.run("history", "--json").json) == len(ids)
