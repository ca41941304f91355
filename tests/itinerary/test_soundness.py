"""What SQLite takes for sound and is not: changed bytes inside values, a log without its end."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.itinerary.facts import NOTE, VISITED, Wish, mark_value, note_value
from planner.itinerary.store import ItineraryStore

NOW = datetime(2024, 7, 20, 8, 0, tzinfo=UTC)


def opened(path: Path) -> ItineraryStore:
    return ItineraryStore.open(path, "icml2024", UTC, lambda: NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An itinerary with three decisions, one of them undone, closed."""
    file = tmp_path / "icml2024-0123abcd.db"
    with opened(file) as store:
        store.decide("note", [Wish(NOTE, "poster-1", note_value("ask about figure 3", NOW))])
        store.decide("visit", [Wish(VISITED, "poster-2", mark_value(NOW))])
        store.decide("visit", [Wish(VISITED, "poster-3", mark_value(NOW))])
        store.undo()
    return file


def _change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET value = replace(value, 'figure', 'fxgure')",
        "UPDATE fact SET key = 'poster-7' WHERE key = 'poster-2'",
        "UPDATE fact SET value = '{' WHERE key = 'poster-2'",
        "UPDATE fact SET value = X'FFFE' WHERE key = 'poster-2'",
        "DELETE FROM fact WHERE key = 'poster-2'",
        "UPDATE decision SET undone = 0 WHERE undone = 1",
        "UPDATE decision SET at = 'yesterday' WHERE number = 1",
    ],
)
def test_facts_that_the_history_contradicts_are_set_aside(path: Path, statement: str) -> None:
    _change(path, statement)
    with opened(path) as store:
        assert store.set_aside is not None


def test_a_line_of_the_history_that_cannot_be_read_costs_no_fact(path: Path) -> None:
    _change(path, "UPDATE decision SET changes = '[' WHERE number = 2")
    with opened(path) as store:
        assert store.set_aside is None
        assert store.read().visited.keys() == {"poster-2"}


def test_a_table_whose_name_is_no_text_any_more_is_damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"CREATE TABLE fact", b"CREATE TABLE fa\xa4t"))
    with opened(path) as store:
        assert store.set_aside is not None


def test_a_column_of_another_name_is_damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"label TEXT", b"lxbel TEXT"))
    with opened(path) as store:
        assert store.set_aside is not None


@pytest.fixture
def killed(path: Path, tmp_path: Path) -> Path:
    """The itinerary as a killed app leaves it: three more decisions stand in the log alone."""
    left = tmp_path / "left" / path.name
    left.parent.mkdir()
    with opened(path) as store:
        for number in (4, 5, 6):
            store.decide("visit", [Wish(VISITED, f"poster-{number}", mark_value(NOW))])
        for suffix in ("", "-wal", "-shm"):
            shutil.copy(f"{path}{suffix}", left.parent)
    return left


def test_a_log_that_is_whole_is_read_without_a_word(killed: Path) -> None:
    with opened(killed) as store:
        assert store.notice is None
        assert store.read().visited.keys() == {f"poster-{number}" for number in (2, 4, 5, 6)}


@pytest.mark.parametrize("harm", ["byte", "cut", "header"])
def test_a_log_without_its_end_is_said_and_copied(killed: Path, harm: str) -> None:
    log = killed.with_name(f"{killed.name}-wal")
    content = bytearray(log.read_bytes())
    if harm == "cut":
        del content[-100:]
    else:
        content[-100 if harm == "byte" else 17] ^= 1
    log.write_bytes(content)
    with opened(killed) as store:
        assert store.notice is not None
        assert "what was decided last is missing" in store.notice
        (copy,) = killed.parent.glob("*.damaged-*.db-wal")
        assert copy.read_bytes() == bytes(content)
        assert "poster-2" in store.read().visited
        assert store.decide("visit", [Wish(VISITED, "poster-9", mark_value(NOW))])
    with opened(killed) as again:
        assert again.notice is None
        assert "poster-9" in again.read().visited
