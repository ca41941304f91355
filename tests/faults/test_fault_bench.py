"""The fault bench: a few injections, and how it counts."""

from __future__ import annotations

import pytest

from tests.faults.__main__ import main
from tests.faults.reader import OnDisk
from tests.faults.table import Tally, row
from tests.faults.told import Told, note, star, undo


def test_nothing_is_lost_between_windows(capsys: pytest.CaptureFixture[str]) -> None:
    # All parts take longer than tests may: python -m tests.faults runs them, here and in CI.
    assert main(["--few", "--only", "windows", "--seed", "1"]) == 0, capsys.readouterr().out


def _told() -> Told:
    told = Told()
    for act in (star("poster-1"), note("poster-1", "by the door"), star("poster-2"), undo()):
        told.begin(act)
        told.confirm()
    return told


_FACTS = {("star", "poster-1"): "want", ("note", "poster-1"): "by the door"}


def test_what_is_on_the_disk_as_confirmed_is_not_lost() -> None:
    assert _told().lost(OnDisk(_FACTS, ("",) * 3, 1, _FACTS, sound=True)) == 0
    assert _told().made == 4


def test_the_decision_under_way_may_be_there_or_not() -> None:
    told = _told()
    told.begin(star("poster-3"))
    assert told.lost(OnDisk(_FACTS, ("",) * 3, 1, _FACTS, sound=True)) == 0
    with_it = {**_FACTS, ("star", "poster-3"): "want"}
    assert told.lost(OnDisk(with_it, ("",) * 4, 1, with_it, sound=True)) == 0
    # But not half of it.
    assert told.lost(OnDisk(with_it, ("",) * 3, 1, _FACTS, sound=True)) == 1


def test_what_is_missing_changed_or_refused_and_there_is_lost() -> None:
    told = _told()
    less = {("star", "poster-1"): "want"}
    assert told.lost(OnDisk(less, ("",) * 3, 1, less, sound=True)) == 1
    other = {**_FACTS, ("star", "poster-1"): "must"}
    assert told.lost(OnDisk(other, ("",) * 3, 1, other, sound=True)) == 1
    told.begin(star("poster-4"))
    told.refuse()
    more = {**_FACTS, ("star", "poster-4"): "want"}
    assert told.lost(OnDisk(more, ("",) * 4, 1, more, sound=True)) == 1


def test_a_loss_is_a_row_that_did_not_hold() -> None:
    tally = Tally("kill -9")
    tally.count(3, 0, "here")
    assert tally.held
    tally.count(3, 1, "there")
    assert not tally.held
    assert "1 lost: there" in row(tally)
