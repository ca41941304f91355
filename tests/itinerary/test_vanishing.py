"""An itinerary whose file is taken away, or replaced, under an open window."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.itinerary.facts import VISITED, Wish, mark_value
from planner.itinerary.store import ItineraryError, ItineraryStore

NOW = datetime(2024, 7, 20, 8, 0, tzinfo=UTC)


def opened(path: Path) -> ItineraryStore:
    return ItineraryStore.open(path, "icml2024", UTC, lambda: NOW)


def visit(store: ItineraryStore, number: int) -> None:
    assert store.decide("visit", [Wish(VISITED, f"poster-{number}", mark_value(NOW))])


def test_what_nobody_would_find_again_is_refused_and_kept_once_the_file_is_back(
    tmp_path: Path,
) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    path = home / "icml2024.db"
    with opened(path) as store:
        visit(store, 1)
        home.rename(away)
        with pytest.raises(ItineraryError, match=r"is gone, so nothing can be kept: put back /"):
            visit(store, 2)
        assert store.read().visited.keys() == {"poster-1"}
        assert not home.exists()
        away.rename(home)
        visit(store, 3)
    with opened(path) as again:
        assert again.read().visited.keys() == {"poster-1", "poster-3"}


def test_a_file_that_another_has_replaced_is_gone_on_with(tmp_path: Path) -> None:
    path, other = tmp_path / "icml2024.db", tmp_path / "other.db"
    with opened(other) as store:
        visit(store, 7)
    with opened(path) as store:
        visit(store, 1)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink()
        other.replace(path)
        visit(store, 2)
        assert store.read().visited.keys() == {"poster-7", "poster-2"}
    with opened(path) as again:
        assert again.read().visited.keys() == {"poster-7", "poster-2"}
