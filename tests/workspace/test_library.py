"""The conferences on the shelf: which there are, which is in use, and how one goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner import paths
from planner.paths import Places, bundled_schedule, in_use_path, kept_schedule, story_path
from planner.schedule.unusable import ScheduleUnusable
from planner.workspace.conferences.importing import import_schedule
from planner.workspace.conferences.library import LibraryError, conferences, remove, shelved, use
from planner.workspace.in_use import conference_in_use, keep_in_use, schedule_in_use
from planner.workspace.preparation import Preparation
from tests.conftest import small_document


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(small_document()), encoding="utf-8")
    return path


def test_at_first_there_is_the_one_that_ships_and_it_is_in_use(home: Places) -> None:
    (bundled,) = conferences(home)
    assert (bundled.id, bundled.in_use, bundled.bundled) == ("icml2024", True, True)
    assert schedule_in_use(home, {}) == bundled_schedule()


def test_an_import_stands_beside_it(home: Places, source: Path) -> None:
    brought = import_schedule(home, str(source))
    assert (brought.events, brought.scheduled, brought.source) == (6, 5, "native")
    by_id = {each.id: each for each in conferences(home)}
    assert by_id.keys() == {"icml2024", "small"}
    assert (by_id["small"].events, by_id["small"].scheduled) == (6, 5)
    assert not by_id["small"].in_use


def test_use_is_kept_and_says_what_it_is(home: Places, source: Path) -> None:
    import_schedule(home, str(source))
    assert use(home, "small 2024").conference.name == "Small 2024"
    assert conference_in_use(home) == "small"
    assert schedule_in_use(home, {}) == kept_schedule(home, "small")
    assert [each.id for each in conferences(home) if each.in_use] == ["small"]


def test_the_environment_goes_before_it(home: Places, source: Path) -> None:
    assert schedule_in_use(home, {"PLANNER_SCHEDULE": str(source)}) == source


def test_a_name_that_is_not_there_is_refused_with_the_nearest(home: Places) -> None:
    with pytest.raises(LibraryError, match="Did you mean icml2024"):
        shelved(home, "icml2042")


def test_the_same_conference_is_not_brought_in_twice(home: Places, source: Path) -> None:
    import_schedule(home, str(source))
    with pytest.raises(LibraryError, match=r"here already.*planner update"):
        import_schedule(home, str(source))
    assert (
        import_schedule(home, str(source), conference_id="small-two").conference.id == "small-two"
    )


@pytest.mark.parametrize("name", ["../small", "Small", "", "a" * 81, "a b"])
def test_an_unsound_id_is_refused(home: Places, source: Path, name: str) -> None:
    with pytest.raises(LibraryError, match="is no id"):
        import_schedule(home, str(source), conference_id=name)
    assert not paths.conferences_folder(home).exists()


def test_remove_takes_the_schedule_and_its_story_and_falls_back(home: Places, source: Path) -> None:
    import_schedule(home, str(source))
    use(home, "small")
    itinerary = paths.itinerary_path(home, "small")
    itinerary.parent.mkdir(parents=True)
    itinerary.write_bytes(b"kept")
    said = remove(home, "small")
    assert str(itinerary) in said
    assert itinerary.exists()
    assert not kept_schedule(home, "small").exists()
    assert not story_path(home, "small").exists()
    assert conference_in_use(home) == "icml2024"


def test_what_ships_cannot_be_removed(home: Places) -> None:
    with pytest.raises(LibraryError, match="comes with planner"):
        remove(home, "icml2024")
    assert bundled_schedule().exists()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"conference": 7}', b"\xff\xfe", b"[" * 9999]
)
def test_a_damaged_choice_is_the_one_that_ships(home: Places, content: bytes) -> None:
    keep_in_use(home, "small")
    in_use_path(home).write_bytes(content)
    assert conference_in_use(home) == "icml2024"


def test_a_conference_in_use_whose_file_is_gone_is_the_one_that_ships(home: Places) -> None:
    keep_in_use(home, "gone")
    assert schedule_in_use(home, {}) == bundled_schedule()
    assert [each.in_use for each in conferences(home)] == [True]


def test_files_of_others_in_the_folder_are_no_conferences(home: Places, source: Path) -> None:
    import_schedule(home, str(source))
    folder = paths.conferences_folder(home)
    (folder / "notes.json").write_bytes(source.read_bytes())
    (folder / "torn.json").write_bytes(b'{"format": 1, "conference": {"id":')
    assert {each.id for each in conferences(home)} == {"icml2024", "small"}


def test_a_story_that_is_damaged_costs_only_its_numbers(home: Places, source: Path) -> None:
    import_schedule(home, str(source))
    story_path(home, "small").write_bytes(b'{"events": 1}')
    small = shelved(home, "small")
    assert small.events is None
    assert small.kept_at is not None


def test_a_file_that_is_no_schedule_leaves_nothing_behind(home: Places, tmp_path: Path) -> None:
    from planner.schedule.unusable import ScheduleUnusable

    other = tmp_path / "letter.txt"
    other.write_text("Dear all,")
    with pytest.raises(ScheduleUnusable, match=r"letter\.txt is no schedule that planner can read"):
        import_schedule(home, str(other))
    assert not paths.conferences_folder(home).exists()


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b'{"conference": {"id": 3'])
def test_a_broken_schedule_says_how_to_go_on_and_can_be_removed(
    home: Places, source: Path, content: bytes
) -> None:
    import_schedule(home, str(source))
    use(home, "small")
    kept = kept_schedule(home, "small")
    kept.write_bytes(content)
    preparation = Preparation(home)
    with pytest.raises(ScheduleUnusable, match="planner remove small takes it away"):
        preparation.wait()
    preparation.close()
    assert "what you decided there stays" in remove(home, "small")
    assert not kept.exists()
    assert conference_in_use(home) == "icml2024"
    import_schedule(home, str(source))
