"""The compiled schedule: made once, made again when it must be, read without its source."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.model import Kind
from planner.schedule.compile import compile_schedule, main
from planner.schedule.compiled import compiled_path, is_fresh
from planner.schedule.store import ScheduleStore
from planner.schedule.unusable import CacheUnwritable, NotCompiled, ScheduleUnusable
from tests.schedule.schedule_files import raw_event

EVENTS = [
    raw_event("poster-2", "Beta", topics=["A->B"], paper="p2", track="position"),
    raw_event("oral-1", "Alpha", "oral", topics=["A->B"], paper="p1"),
    raw_event("poster-1", "Alpha", topics=["A->B"], paper="p1"),
    raw_event("workshop-1", "Shop", "workshop", start="2024-07-23T09:00:00+02:00", room="Hall A1"),
    raw_event("talk-2", "Late", "talk", parent="workshop-1", start="2024-07-23T11:00:00+02:00"),
    raw_event("talk-1", "Early", "talk", parent="workshop-1", start="2024-07-23T10:00:00+02:00"),
    raw_event("talk-3", "Some time", "talk", parent="workshop-1"),
]


def test_events_come_back_as_they_were(open_schedule: Any) -> None:
    store = open_schedule(EVENTS)
    event = store.event("workshop-1")
    assert event.title == "Shop"
    assert event.start.isoformat() == "2024-07-23T09:00:00+02:00"
    assert event.start.tzinfo == store.zone
    assert store.event("nobody") is None
    numbers = [store.number(id_) for id_ in ("talk-1", "poster-2", "talk-1")]
    assert store.ids(numbers) == ["talk-1", "poster-2", "talk-1"]
    assert [event.id for event in store.events(numbers)] == ["talk-1", "poster-2", "talk-1"]


def test_relatives(open_schedule: Any) -> None:
    store = open_schedule(EVENTS)
    assert [twin.id for twin in store.twins(store.event("poster-1"))] == ["oral-1"]
    assert store.twins(store.event("workshop-1")) == []
    assert [child.id for child in store.children("workshop-1")] == ["talk-1", "talk-2", "talk-3"]
    assert store.parent(store.event("talk-1")).id == "workshop-1"
    assert store.parent(store.event("poster-1")) is None


def test_the_frame(open_schedule: Any) -> None:
    store = open_schedule(EVENTS)
    assert store.conference.name == "Conf"
    assert store.days() == (date(2024, 7, 22), date(2024, 7, 23), date(2024, 7, 24))
    assert store.counts()[Kind.TALK] == 3
    assert store.topics() == {"A->B": 3}
    assert store.indexed


def test_a_paper_has_a_time_when_its_poster_has_one(open_schedule: Any) -> None:
    start = "2024-07-23T09:00:00+02:00"
    store = open_schedule(
        [
            raw_event("poster-1", "A", paper="a", start=start),
            raw_event("oral-1", "A", "oral", paper="a"),
            raw_event("poster-2", "B", paper="b"),
            raw_event("oral-2", "B", "oral", paper="b", start=start),
            raw_event("oral-3", "C", "oral", start=start),
            raw_event("talk-1", "D", "talk", start=start),
        ]
    )
    assert store.coverage() == (2, 3)


def test_the_shipped_schedule_knows_the_time_of_two_percent(shipped: ScheduleStore) -> None:
    assert shipped.coverage() == (47, 2634)
    assert sum(shipped.counts().values()) == shipped.size


@pytest.mark.parametrize(
    "url",
    [
        "https://openreview.net/forum?id=bJbSbJskOS",
        "http://www.openreview.net/pdf?id=bJbSbJskOS",
        "https://icml.cc/virtual/2024/poster/33646/",
    ],
)
def test_an_address_leads_to_its_event(shipped: ScheduleStore, url: str) -> None:
    assert "poster-33646" in shipped.linked(url)


def test_the_page_of_an_event_leads_to_that_showing_first(shipped: ScheduleStore) -> None:
    assert shipped.linked("https://icml.cc/virtual/2024/poster/33646")[0] == "poster-33646"
    assert shipped.linked("https://icml.cc/virtual/2024/poster/1") == ()


def compiled(source: Path) -> Path:
    target = compiled_path(source, source.parent / "cache")
    compile_schedule(source, target)
    return target


def test_files_of_the_same_name_have_compiled_forms_of_their_own(tmp_path: Path) -> None:
    one = compiled_path(tmp_path / "a" / "conf.json", tmp_path)
    other = compiled_path(tmp_path / "b" / "conf.json", tmp_path)
    assert one != other
    assert one.parent == other.parent == tmp_path


def test_a_compiled_schedule_is_fresh_until_its_source_changes(write_schedule: Any) -> None:
    source = write_schedule(EVENTS)
    target = compiled_path(source, source.parent)
    assert not is_fresh(source, target)
    compile_schedule(source, target)
    assert is_fresh(source, target)
    write_schedule(EVENTS[:-1])
    assert not is_fresh(source, target)


def test_a_touched_source_renews_the_stamp_and_nothing_else(
    write_schedule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_schedule(EVENTS)
    target = compiled(source)
    with_first_date = ScheduleStore.open(target)
    os.utime(source, ns=(1, 10**18))
    assert is_fresh(source, target)
    monkeypatch.setattr("hashlib.file_digest", None)
    assert is_fresh(source, target), "the second look must not read the content"
    again = ScheduleStore.open(target)
    assert again.dated == with_first_date.dated
    with_first_date.close()
    again.close()


def test_a_change_of_the_same_length_is_noticed(write_schedule: Any) -> None:
    source = write_schedule(EVENTS)
    target = compiled(source)
    source.write_text(source.read_text().replace("Beta", "Zeta"))
    os.utime(source, ns=(1, 10**18))
    assert not is_fresh(source, target)
    compile_schedule(source, target)
    store = ScheduleStore.open(target)
    event = store.event("poster-2")
    assert event is not None
    assert event.title == "Zeta"
    store.close()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lose_the_last_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def fill_with_garbage(path: Path) -> None:
    path.write_bytes(b"garbage" * 1000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, lose_the_last_page, fill_with_garbage, empty, Path.unlink])
def test_a_damaged_compiled_schedule_is_made_again(write_schedule: Any, damage: Any) -> None:
    source = write_schedule(EVENTS)
    target = compiled(source)
    damage(target)
    assert not is_fresh(source, target)
    with pytest.raises(NotCompiled):
        ScheduleStore.open(target)
    compile_schedule(source, target)
    store = ScheduleStore.open(target)
    assert store.indexed
    store.close()


def test_another_layout_is_made_again(write_schedule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_schedule(EVENTS)
    target = compiled(source)
    monkeypatch.setattr("planner.schedule.layout.VERSION", -1)
    assert not is_fresh(source, target)
    with pytest.raises(NotCompiled):
        ScheduleStore.open(target)


def test_an_unusable_source_leaves_the_compiled_schedule_alone(write_schedule: Any) -> None:
    source = write_schedule(EVENTS)
    target = compiled(source)
    before = target.read_bytes()
    source.write_text('{"format": 1, "conf')
    with pytest.raises(ScheduleUnusable):
        compile_schedule(source, target)
    assert target.read_bytes() == before


def test_a_cache_that_takes_no_file_is_told_apart(write_schedule: Any, tmp_path: Path) -> None:
    source = write_schedule(EVENTS)
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file")
    with pytest.raises(CacheUnwritable, match="cannot keep the compiled schedule"):
        compile_schedule(source, in_the_way / "conf.db")


def test_nothing_but_the_compiled_schedule_stays_in_the_cache(write_schedule: Any) -> None:
    target = compiled(write_schedule(EVENTS))
    assert list(target.parent.iterdir()) == [target]


def test_two_processes_at_once_both_succeed(write_schedule: Any, tmp_path: Path) -> None:
    source = write_schedule(
        [raw_event(f"poster-{n}", f"Paper {n} on learning") for n in range(400)]
    )
    target = tmp_path / "cache" / "conf.db"
    command = [sys.executable, "-m", "planner.schedule.compile", str(source), str(target)]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    for process in started:
        assert process.communicate()[1] == b""
        assert process.returncode == 0
    store = ScheduleStore.open(target)
    assert store.indexed
    assert store.frequency('"learning"') == 400
    assert store.size == 400
    store.close()
    assert list(target.parent.iterdir()) == [target]


def test_the_rows_are_there_before_the_index_which_is_taken_over_when_it_comes(
    write_schedule: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_schedule(EVENTS)
    target = tmp_path / "conf.db"
    seen: list[ScheduleStore] = []
    write_index: Any = vars(sys.modules["planner.schedule.compile"])["write_index"]

    def look_then_write(*arguments: Any) -> None:
        store = ScheduleStore.open(target)
        assert not store.indexed
        assert store.event("oral-1") is not None
        seen.append(store)
        write_index(*arguments)

    monkeypatch.setattr("planner.schedule.compile.write_index", look_then_write)
    compile_schedule(source, target)
    assert seen[0].indexed
    assert seen[0].frequency('"alpha"') == 2
    seen[0].close()


def test_the_command_says_in_a_sentence_why_not(
    write_schedule: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "conf.db"
    assert main([str(tmp_path / "none.json"), str(target)]) == 1
    assert "none.json cannot be read" in capsys.readouterr().err
    assert main(["one"]) == 2
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert main([str(write_schedule(EVENTS)), str(blocked / "conf.db")]) == 3
    assert main([str(write_schedule(EVENTS)), str(target)]) == 0


def test_a_warm_start_imports_nothing_heavy() -> None:
    code = (
        "import sys, planner.schedule.search, planner.schedule.facets\n"
        "heavy = {'pydantic', 'textual', 'rich', 'rapidfuzz', 'dateutil', 'pylatexenc',"
        " 'planner.schedule.border', 'planner.schedule.compile'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.replace("'", '"')) == []


def test_a_damaged_row_leaves_nothing_open(write_schedule: Any, tmp_path: Path) -> None:
    source, target = write_schedule(EVENTS), tmp_path / "compiled.db"
    compile_schedule(source, target)
    connection = sqlite3.connect(target)
    with connection:
        connection.execute("UPDATE record SET json = '{' WHERE number = 1")
    connection.close()
    store = ScheduleStore.open(target)
    try:
        store.events([1, 2, 3])
    except ValueError as error:
        store.close()
        # The rows that were not read yet go with the error, and must not ask the database.
        del error
    gc.collect()
