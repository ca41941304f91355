"""What a sync does with each entry: only what planner put is touched, and only as it put it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.caldav import Held
from planner.export.calendar_object import CalendarObject
from planner.export.calendar_values import Entry
from planner.paths import places, sync_path
from planner.workspace.sync.record import (
    Form,
    Kept,
    RecordUnusable,
    SyncRecord,
    calendars,
    read_record,
    write_record,
)
from planner.workspace.sync.steps import LEFT, Wanted, What, steps

START = datetime(2024, 7, 24, 7, tzinfo=UTC)
ENTRY = Entry("a", START, None, "Bees", None, "", None, "Talk", False, False, START, ("a",))

_digests = st.sampled_from(["1", "2", "3"])
_marks = st.none() | st.sampled_from(['"x"', '"y"'])


def _wanted(uid: str, digest: str, location: str | None = None) -> Wanted:
    return Wanted(replace(ENTRY, uid=uid, location=location), b"", digest)


def _held(uid: str, digest: str, etag: str | None, is_planners: bool) -> Held:
    return Held(uid, etag, CalendarObject(uid, START, None, "", digest, is_planners))


@st.composite
def _cases(
    draw: st.DrawFn,
) -> tuple[dict[str, Wanted], dict[str, Kept], dict[str, Held]]:
    places = st.sampled_from([None, "Hall"])
    uids = st.sets(st.sampled_from("abc"))
    wanted = {uid: _wanted(uid, draw(_digests), draw(places)) for uid in draw(uids)}
    record = {
        uid: Kept(
            uid,
            _wanted(uid, "", draw(places)).entry.fingerprint,
            draw(_marks),
            draw(st.none() | _digests),
            draw(st.none() | _digests),
        )
        for uid in draw(uids)
    }
    held = {
        uid: _held(uid, draw(_digests), draw(_marks), draw(st.booleans())) for uid in draw(uids)
    }
    return wanted, record, held


@given(_cases())
def test_nothing_is_overwritten_that_is_not_as_planner_put_it(
    case: tuple[dict[str, Wanted], dict[str, Kept], dict[str, Held]],
) -> None:
    wanted, record, held = case
    found = steps(wanted, record, held)
    assert {step.uid for step in found} == {*wanted, *record}
    for step in found:
        if step.held and step.writes:
            assert step.kept
            same = step.kept.etag is not None and step.kept.etag == step.held.etag
            known = step.held.content.digest in (step.kept.digest, step.kept.intended)
            assert same or known
        if step.what is What.REMOVE:
            assert step.wanted is None
        if step.what is What.KEEP:
            assert step.wanted
            assert step.held


@given(_cases())
def test_force_and_adopt_leave_only_what_planner_never_wrote(
    case: tuple[dict[str, Wanted], dict[str, Kept], dict[str, Held]],
) -> None:
    for step in steps(*case, force=True, adopt=True):
        if step.what in LEFT:
            assert step.what is What.NOT_OURS
            assert step.kept is None
            assert step.held
            assert not step.held.content.is_planners


@given(_cases())
def test_what_is_done_leaves_nothing_to_do(
    case: tuple[dict[str, Wanted], dict[str, Kept], dict[str, Held]],
) -> None:
    wanted, record, held = case
    for step in steps(wanted, record, held, force=True, adopt=True):
        if step.what in LEFT:
            continue
        record.pop(step.uid, None)
        if step.wanted is None:
            held.pop(step.uid, None)
        else:
            digest = step.wanted.digest
            record[step.uid] = Kept(step.uid, step.wanted.entry.fingerprint, '"z"', digest)
            held[step.uid] = _held(step.uid, digest, '"z"', True)
    again = steps(wanted, record, held)
    assert {step.what for step in again} <= {What.KEEP, What.NOT_OURS}


# The record


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = Kept("https://x/a", "f", '"1"', "d", None, utc=True)
    record = SyncRecord("ada", {"a": kept}, Form("each", True, 10))
    write_record(tmp_path / "sync" / "one.json", record, "https://x/")
    assert read_record(tmp_path / "sync" / "one.json") == record


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"format": "1"}',
        b'{"format": 1, "user": 1, "entries": {}}',
        b'{"format": 1, "user": "ada", "entries": []}',
    ],
)
def test_a_record_that_is_not_sound_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one.json").write_bytes(content)
    assert read_record(tmp_path / "one.json") is None


def test_an_unsound_entry_of_a_record_costs_only_itself(tmp_path: Path) -> None:
    write_record(tmp_path / "a", SyncRecord("ada", {"a": Kept("x", "f"), "b": Kept("x", "f")}), "x")
    content = (tmp_path / "a").read_bytes().replace(b'"fingerprint": "f"', b'"fingerprint": 1', 1)
    (tmp_path / "a").write_bytes(content)
    record = read_record(tmp_path / "a")
    assert record is not None
    assert set(record.entries) == {"b"}


def test_a_newer_planners_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes(b'{"format": 2, "user": "ada", "entries": {}}')
    with pytest.raises(RecordUnusable, match="newer planner"):
        read_record(tmp_path / "one.json")


@pytest.mark.parametrize(
    "form", ["1", "{}", '{"posters": "all", "utc": 1, "alarm": true}', '{"alarm": -5}']
)
def test_an_unsound_form_is_the_plainest(tmp_path: Path, form: str) -> None:
    content = f'{{"format": 1, "user": "ada", "entries": {{}}, "form": {form}}}'
    (tmp_path / "one.json").write_text(content, encoding="utf-8")
    assert read_record(tmp_path / "one.json") == SyncRecord("ada")


def test_a_conferences_calendars_are_those_of_its_records(tmp_path: Path) -> None:
    where = places({"PLANNER_HOME": str(tmp_path)})
    assert calendars(where, "icml2024") == []
    for conference, address in (
        *(("icml2024", "https://b/"), ("icml2024", "https://a/"), ("other", "https://c/")),
    ):
        write_record(sync_path(where, conference, address), SyncRecord("ada"), address)
    # A copy under another name, and what is no record, are nobody's.
    folder = sync_path(where, "icml2024", "").parent
    (folder / "copy.json").write_bytes(sync_path(where, "icml2024", "https://a/").read_bytes())
    (folder / "odd.json").write_text("[]", encoding="utf-8")
    assert calendars(where, "icml2024") == ["https://a/", "https://b/"]


def test_the_same_moments_in_another_way_of_writing_are_put_again() -> None:
    wanted = {"a": _wanted("a", "1")._replace(utc=True)}
    held = {"a": _held("a", "1", '"x"', True)}
    record = {"a": Kept("a", ENTRY.fingerprint, '"x"', "1")}
    assert [step.what for step in steps(wanted, record, held)] == [What.CHANGE]
    record["a"] = record["a"]._replace(utc=True)
    assert [step.what for step in steps(wanted, record, held)] == [What.KEEP]


def test_there_is_none_at_first(tmp_path: Path) -> None:
    assert read_record(tmp_path / "one.json") is None
