"""Where planner's files are."""

from __future__ import annotations

import string
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from planner.paths import (
    Places,
    backup_folder,
    bundled_schedule,
    compiled_folder,
    itinerary_path,
    places,
    state_path,
)

HERE = Places(Path("/d"), Path("/c"), Path("/k"))


def test_planner_home_holds_everything(tmp_path: Path) -> None:
    assert places({"PLANNER_HOME": str(tmp_path)}) == Places(
        tmp_path / "data", tmp_path / "config", tmp_path / "cache"
    )


def test_a_relative_home_is_made_absolute() -> None:
    assert places({"PLANNER_HOME": "here"}).data == Path.cwd() / "here" / "data"


def test_without_a_home_the_platform_says_where() -> None:
    for environ in ({}, {"PLANNER_HOME": ""}):
        assert places(environ).data.name == "planner"
        assert places(environ).data.is_absolute()


def test_a_conference_has_an_itinerary_and_backups_of_its_own() -> None:
    path = itinerary_path(HERE, "icml2024")
    assert path == Path("/d/itineraries/icml2024-4b0d872e.db")
    assert backup_folder(HERE, "icml2024") == Path("/d/backups/icml2024-4b0d872e")
    assert itinerary_path(HERE, "ICML 2024") != path
    assert itinerary_path(HERE, "") != itinerary_path(HERE, "/")


@given(st.text())
def test_no_conference_id_leads_out_of_the_folder(conference_id: str) -> None:
    path = itinerary_path(HERE, conference_id)
    assert path.parent == Path("/d/itineraries")
    assert set(path.stem) <= set(string.ascii_lowercase + string.digits + "-")
    assert 8 < len(path.name) <= 60


def test_a_long_id_gives_a_short_name() -> None:
    assert len(itinerary_path(HERE, "x" * 10_000).name) <= 60


@given(st.text(alphabet="/.\\\0~ ", max_size=10))
def test_nor_does_one_made_of_nothing_but_mischief(conference_id: str) -> None:
    assert itinerary_path(HERE, conference_id).stem.startswith("conference-")


def test_the_other_places_are_where_they_belong() -> None:
    assert compiled_folder(HERE) == Path("/k/schedules")
    assert state_path(HERE) == Path("/d/state.json")
    assert bundled_schedule().name == "icml2024.json"
