"""A look at an itinerary: for a prompt and for Tab, where nobody is told what there is to tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.itinerary.database import beside
from planner.itinerary.facts import VISITED, Wish, mark_value
from planner.itinerary.store import ItineraryError, ItineraryStore

NOW = datetime(2024, 7, 20, 8, 0, tzinfo=UTC)


def opened(path: Path) -> ItineraryStore:
    return ItineraryStore.open(path, "icml2024", UTC, lambda: NOW)


def look(path: Path) -> ItineraryStore:
    return ItineraryStore.look(path, "icml2024", UTC, lambda: NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An itinerary with one visited event, closed."""
    file = tmp_path / "itineraries" / "icml2024-0123abcd.db"
    with opened(file) as store:
        store.decide("visit", [Wish(VISITED, "poster-1", mark_value(NOW))])
    return file


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_look_reads_what_is_decided_and_leaves_nothing_behind(path: Path) -> None:
    before = contents(path.parent)
    with look(path) as store:
        assert set(store.read().visited) == {"poster-1"}
    assert contents(path.parent) == before


def test_a_look_sees_what_an_open_window_has_only_in_its_log(path: Path) -> None:
    with opened(path) as window:
        window.decide("visit", [Wish(VISITED, "poster-2", mark_value(NOW))])
        with look(path) as store:
            assert set(store.read().visited) == {"poster-1", "poster-2"}


def test_where_there_is_none_none_is_made(tmp_path: Path) -> None:
    with look(tmp_path / "itineraries" / "none.db") as store:
        assert not store.read().visited
    assert list(tmp_path.iterdir()) == []


def _overwrite(path: Path) -> None:
    path.write_bytes(b"this is no database" * 100)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def _empty_beside_its_log(path: Path) -> None:
    with opened(path) as window:
        window.decide("visit", [Wish(VISITED, "poster-2", mark_value(NOW))])
        log = beside(path, "-wal").read_bytes()
    path.write_bytes(b"")
    beside(path, "-wal").write_bytes(log)


@pytest.mark.parametrize("harm", [_overwrite, _cut, _empty_beside_its_log])
def test_what_is_damaged_stays_where_it_is(path: Path, harm: Callable[[Path], None]) -> None:
    harm(path)
    before = contents(path.parent)
    with pytest.raises(ItineraryError, match="is damaged: start planner again"):
        look(path)
    assert contents(path.parent) == before
    with opened(path) as store:
        assert store.set_aside is not None
