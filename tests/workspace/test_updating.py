"""An update merges; what it means to the attendee is told, kept until acknowledged, and undone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from planner.model import Level
from planner.paths import Places, kept_schedule, story_path
from planner.schedule.changes import What
from planner.schedule.unusable import ScheduleUnusable
from planner.workspace.conferences.importing import import_schedule
from planner.workspace.conferences.library import LibraryError, remove, use
from planner.workspace.conferences.story import read_story
from planner.workspace.conferences.telling import import_words, update_words
from planner.workspace.conferences.updating import Consequences, Updated, take_up, update_schedule
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session
from tests.conftest import FrozenClock, small_document

Edit = Callable[[dict[str, dict[str, Any]]], object]


def larger_document() -> dict[str, Any]:
    """Return the small conference with another talk, and a demo that has no number yet."""
    document = small_document()
    talk = document["events"][4]
    document["events"] += [
        talk | {"id": "talk-2", "title": "On nectar"},
        talk | {"id": "demo-hive", "kind": "demo", "title": "A hive at the booth"},
    ]
    return document


class Conference:
    """The small conference, imported from a file, in use, and updated from another one."""

    def __init__(self, home: Places, folder: Path, clock: FrozenClock) -> None:
        self.home = home
        self.clock = clock
        self._file = folder / "small.json"
        self.document = larger_document()
        self._write()
        import_schedule(home, str(self._file))
        use(home, "small")

    def update(
        self, edit: Edit | None = None, *, force: bool = False
    ) -> tuple[Updated, Consequences]:
        """Change the file's events by id, and update from it."""
        events = {event["id"]: event for event in deepcopy(self.document["events"])}
        if edit is not None:
            edit(events)
        self.document["events"] = list(events.values())
        self._write()
        updated = update_schedule(self.home, "small", str(self._file), force=force)
        return updated, take_up(self.home, updated, self.clock)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open the conference in use."""
        preparation = Preparation(self.home)
        preparation.wait()
        opened = Session(self.home, preparation, self.clock)
        try:
            yield opened
        finally:
            opened.close()

    def star(self, *ids: str, level: Level = Level.WANT) -> None:
        """Star events by their ids."""
        with self.session() as session:
            session.decisions.star([event for id_ in ids if (event := _event(session, id_))], level)

    def _write(self) -> None:
        self._file.write_text(json.dumps(self.document), encoding="utf-8")


def _event(session: Session, name: str) -> Any:
    return session.schedule.event(name)


@pytest.fixture
def conference(home: Places, tmp_path: Path, clock: FrozenClock) -> Conference:
    return Conference(home, tmp_path, clock)


def move(events: dict[str, dict[str, Any]], name: str, start: str, end: str) -> None:
    day = "2024-07-23"
    events[name] |= {"start": f"{day}T{start}:00+02:00", "end": f"{day}T{end}:00+02:00", "day": day}


def upheaval(events: dict[str, dict[str, Any]]) -> None:
    """Move three, rename one, cancel one, add a twin."""
    move(events, "oral-1", "11:00", "11:15")
    move(events, "poster-1", "16:00", "17:30")
    move(events, "break-1", "12:30", "13:30")
    events["session-1"]["title"] = "Session on honey"
    del events["talk-1"]
    events["poster-2"]["paper"] = "meadow"
    events["oral-2"] = events["oral-1"] | {
        "id": "oral-2",
        "title": "Re[x] close [/foo] in the meadow",
        "paper": "meadow",
    }


def test_three_moved_one_renamed_one_cancelled_and_a_twin_are_exactly_that(
    conference: Conference,
) -> None:
    starred = ("oral-1", "poster-1", "break-1", "session-1", "talk-1", "poster-2")
    conference.star(*starred)
    _, meant = conference.update(upheaval)
    assert sorted((change.event_id, change.what) for change in meant.mine) == [
        ("break-1", What.MOVED),
        ("oral-1", What.MOVED),
        ("poster-1", What.MOVED),
        ("poster-2", What.TWIN),
        ("session-1", What.RENAMED),
        ("talk-1", What.CANCELLED),
    ]
    with conference.session() as session:
        changed = {each.event.id: each.sentences for each in session.changes.changed()}
    assert changed["oral-1"] == ("moved from Tue 10:30 to Tue 11:00",)
    assert changed["session-1"] == ('renamed, was "Morning session"',)
    assert changed["talk-1"][0].startswith("cancelled; it was Wed 09:00-10:00")
    assert changed.keys() == set(starred) - {"poster-2"}


def test_is_changed_finds_them_until_each_is_acknowledged(conference: Conference) -> None:
    conference.star("oral-1", "session-1", "talk-1")
    conference.update(upheaval)
    with conference.session() as session:
        assert session.marks().changed == {"oral-1", "session-1", "talk-1"}
        (first, *_) = session.changes.changed()
        assert first.event.id == "talk-1"
        session.decisions.acknowledge([first.event])
        assert session.marks().changed == {"oral-1", "session-1"}
        session.decisions.acknowledge([_event(session, "oral-1")])
        assert session.marks().changed == {"session-1"}
    with conference.session() as again:
        assert again.marks().changed == {"session-1"}
        again.decisions.undo()
        assert again.marks().changed == {"session-1", "oral-1"}
        again.decisions.undo()
        assert again.marks().changed == {"session-1", "oral-1", "talk-1"}


def test_another_level_acknowledges_nothing(conference: Conference) -> None:
    conference.star("oral-1")
    conference.update(upheaval)
    conference.star("oral-1", level=Level.MUST)
    with conference.session() as session:
        assert session.marks().changed == {"oral-1"}


def test_a_cancelled_star_stays_with_what_was_known_of_it(conference: Conference) -> None:
    conference.star("talk-1")
    conference.update(upheaval)
    with conference.session() as session:
        assert _event(session, "talk-1") is None
        (event,) = session.reading.starred_events()
        assert (event.title, f"{event.start:%a %H:%M}") == ("Bees and l₀", "Wed 09:00")


def test_a_cancelled_poster_asks_for_no_minutes_of_its_slot(conference: Conference) -> None:
    def another(events: dict[str, dict[str, Any]]) -> None:
        events["poster-3"] = events["poster-1"] | {
            "id": "poster-3",
            "title": "Wax",
            "paper": None,
            "board": "13",
        }

    conference.update(another)
    conference.star("poster-1", "poster-3")
    conference.update(lambda events: events.pop("poster-3"))
    with conference.session() as session:
        (day,) = session.reading.agenda().days
        assert [event.id for event in day.items] == ["poster-1", "poster-3"]
        assert [budget.wanted_minutes for budget in day.budgets] == [5]


def test_the_first_times_are_a_gift_in_one_sentence(conference: Conference) -> None:
    conference.star("poster-2", "oral-1", "talk-1")
    _, meant = conference.update(lambda events: move(events, "poster-2", "13:30", "15:00"))
    assert meant.gift == "3 of your 3 stars have a time now"
    assert [change.what for change in meant.mine] == [What.SCHEDULED]
    with conference.session() as session:
        assert session.marks().changed == frozenset()
        gift = session.changes.gift()
        assert gift is not None
        assert gift.event_ids == ("poster-2",)
        session.decisions.acknowledge([_event(session, "poster-2")])
        assert session.changes.gift() is None


def test_a_time_of_ones_own_meets_the_official_one_as_a_change(conference: Conference) -> None:
    with conference.session() as session:
        poster = _event(session, "poster-2")
        start = _event(session, "poster-1").start
        session.decisions.set_time(poster, start, _event(session, "poster-1").end)
    conference.update(lambda events: move(events, "poster-2", "16:00", "17:30"))
    with conference.session() as session:
        (changed,) = session.changes.changed()
        assert changed.sentences == ("you had Tue 13:30, the programme says Tue 16:00",)
        session.decisions.acknowledge([changed.event])
        assert session.changes.changed() == ()
        assert session.itinerary().own_times == {}


def test_stars_follow_a_name_that_gets_a_number(conference: Conference) -> None:
    conference.star("demo-hive", level=Level.MUST)

    def numbered(events: dict[str, dict[str, Any]]) -> None:
        events["demo-35077"] = events.pop("demo-hive") | {"id": "demo-35077"}

    _, meant = conference.update(numbered)
    assert meant.mine == ()
    with conference.session() as session:
        assert {id_: star.level for id_, star in session.itinerary().stars.items()} == {
            "demo-35077": Level.MUST
        }
        assert session.store.history()[0].label == "Small 2024: 1 event under new ids"


def test_an_update_that_ended_before_the_stars_followed_is_made_good(
    conference: Conference, tmp_path: Path
) -> None:
    conference.star("demo-hive")
    document = larger_document()
    document["events"][-1] |= {"id": "demo-35077"}
    path = tmp_path / "numbered.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    updated = update_schedule(conference.home, "small", str(path))
    assert updated.follow == {"demo-hive": "demo-35077"}
    again = update_schedule(conference.home, "small", str(path))
    assert again.follow == updated.follow
    take_up(conference.home, again, conference.clock)
    with conference.session() as session:
        assert list(session.itinerary().stars) == ["demo-35077"]


def test_what_an_update_does_not_carry_stays(conference: Conference) -> None:
    def thin(events: dict[str, dict[str, Any]]) -> None:
        for name in ("session-1", "break-1"):
            events[name]["room"] = None
        events["poster-1"] |= {"board": None, "topics": [], "people": []}

    conference.update(thin)
    with conference.session() as session:
        poster = _event(session, "poster-1")
        assert (poster.board, poster.topics) == ("12", ("Animals->Bears",))
        assert poster.people[0].affiliation == "Institute of Bears"


def test_a_worse_file_is_refused_and_nothing_changes(conference: Conference) -> None:
    before = kept_schedule(conference.home, "small").read_bytes()

    def emptied(events: dict[str, dict[str, Any]]) -> None:
        for event in events.values():
            event |= {"start": None, "end": None, "day": None}

    with pytest.raises(ScheduleUnusable, match="--force"):
        conference.update(emptied)
    assert kept_schedule(conference.home, "small").read_bytes() == before
    conference.document = larger_document()
    conference.update(emptied, force=True)


@pytest.mark.parametrize("first", [100, 1])
def test_a_file_of_another_conference_is_refused_and_named_whatever_its_numbers(
    conference: Conference, tmp_path: Path, first: int
) -> None:
    other = larger_document()
    other["conference"] |= {"id": "other", "name": "Other 2025"}
    other["conference"] |= {"start": "2025-03-01", "end": "2025-03-02"}
    for number, event in enumerate(other["events"]):
        event |= {"id": f"talk-{number + first}", "kind": "talk", "title": f"Talk {number}"}
        event |= {"paper": None, "parent": None}
        if event["start"]:
            event |= {"day": "2025-03-01", "start": "2025-03-01T10:00:00+01:00", "end": None}
    path = tmp_path / "other.json"
    path.write_text(json.dumps(other), encoding="utf-8")
    before = kept_schedule(conference.home, "small").read_bytes()
    with pytest.raises(ScheduleUnusable, match=r"is of Other 2025, not of Small 2024.*import"):
        update_schedule(conference.home, "small", str(path))
    assert kept_schedule(conference.home, "small").read_bytes() == before


def test_a_file_that_cannot_be_read_changes_nothing(conference: Conference, tmp_path: Path) -> None:
    before = kept_schedule(conference.home, "small").read_bytes()
    torn = tmp_path / "torn.json"
    torn.write_bytes(before[: len(before) // 2])
    with pytest.raises(ScheduleUnusable):
        update_schedule(conference.home, "small", str(torn))
    assert kept_schedule(conference.home, "small").read_bytes() == before


def test_without_an_address_the_way_out_is_a_file(conference: Conference) -> None:
    with pytest.raises(LibraryError, match="planner update FILE"):
        update_schedule(conference.home, "small")


def test_the_story_tells_of_the_last_update(conference: Conference) -> None:
    conference.update(upheaval)
    story = read_story(story_path(conference.home, "small"))
    assert story is not None
    told = {each.event_id: each.sentence for each in story.changes}
    assert told["oral-1"] == "moved from Tue 10:30 to Tue 11:00"
    assert (story.events, story.scheduled) == (8, 7)


def test_what_is_told_names_the_counts(conference: Conference) -> None:
    conference.star("oral-1")
    updated, meant = conference.update(upheaval)
    (first, *_) = update_words(updated, meant)
    assert first == "Small 2024: 1 new, 1 cancelled, 3 moved, 1 renamed, 1 with another showing"
    updated, meant = conference.update()
    assert updated.added == 0
    assert update_words(updated, meant) == ["Small 2024: nothing changed"]
    assert updated.brought is not None
    assert import_words(updated.brought)[0].startswith("Small 2024 (small): 8 events from native")


def test_the_schedule_that_ships_is_the_floor(home: Places, clock: FrozenClock) -> None:
    from tests.conftest import ICML

    updated = update_schedule(home, "icml2024", str(ICML))
    assert updated.changes == ()
    assert kept_schedule(home, "icml2024").exists()
    assert remove(home, "icml2024") == (
        "ICML 2024 is again as it came with planner; your stars stay"
    )
    assert not kept_schedule(home, "icml2024").exists()
