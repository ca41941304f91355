"""Saved searches: their names, what they find, and what of it is new."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.model import Level
from planner.paths import Places, seen_path
from planner.schedule.search import View
from planner.workspace.searches import PLAIN, Counted, counting, looking, news
from planner.workspace.searches_seen import (
    MOST_IDS,
    MOST_SEARCHES,
    Seen,
    SeenSearches,
    read_seen,
    write_seen,
)
from planner.workspace.session import Session
from tests.conftest import FrozenClock, small_document

#: Opens the small conference with posters of these titles besides, as after an update.
Updated = Callable[..., Session]


@pytest.fixture
def updated(
    tmp_path: Path, home: Places, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Updated]:
    opened: list[Session] = []
    source = tmp_path / "small.json"
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))

    def open_with(*titles: str, room: str = "Hall A") -> Session:
        document = small_document()
        for number, title in enumerate(titles):
            extra = {**document["events"][3], "id": f"poster-extra-{number}", "title": title}
            document["events"].append(extra)
        document["events"][1]["room"] = room
        source.write_text(json.dumps(document), encoding="utf-8")
        while opened:
            opened.pop().close()
        opened.append(Session.open(home, clock))
        return opened[-1]

    yield open_with
    for session in opened:
        session.close()


def save(session: Session, name: str, query: str) -> None:
    session.decisions.save_search(name, query)
    looking(session, name)(session.schedule)


def numbers(session: Session, view: View = PLAIN) -> list[tuple[str, int | None, int]]:
    found = counting(session, view)(session.schedule)
    return [(each.search.name, each.found, each.new) for each in found]


def told(session: Session) -> list[tuple[str, int]]:
    return [(each.search.name, each.new) for each in news(session)(session.schedule)]


# Deciding


def test_a_saved_search_is_one_decision_with_one_undo(session: Session) -> None:
    outcome = session.decisions.save_search("  bears ", "honey  kind:poster")
    assert (outcome.sentence, outcome.changed) == ("Search saved: bears", True)
    saved = session.itinerary().searches["bears"]
    assert (saved.name, saved.query, saved.at) == ("bears", "honey kind:poster", session.clock())
    assert session.decisions.undo().sentence == "Undone: search saved: bears"
    assert session.itinerary().searches == {}
    session.decisions.redo()
    assert list(session.itinerary().searches) == ["bears"]


def test_a_name_that_is_taken_is_replaced_and_an_undo_brings_the_first_back(
    session: Session,
) -> None:
    session.decisions.save_search("bears", "honey")
    assert session.decisions.save_search("bears", "meadow").sentence == "Search replaced: bears"
    assert session.decisions.save_search("bears", "meadow").changed is False
    session.decisions.undo()
    assert session.itinerary().searches["bears"].query == "honey"


def test_a_removed_search_comes_back_with_an_undo(session: Session) -> None:
    session.decisions.save_search("bears", "honey")
    assert session.decisions.forget_search("bears").sentence == "Search removed: bears"
    assert session.itinerary().searches == {}
    session.decisions.undo()
    assert session.itinerary().searches["bears"].query == "honey"
    assert session.decisions.forget_search("no such").changed is False


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        (" \x07 ", "honey", "needs a name"),
        ("x" * 61, "honey", "at most 60 characters, this one has 61"),
        ("bears", " \n", "no search to save"),
        ("bears", "x" * 501, "at most 500 characters"),
    ],
)
def test_what_cannot_be_saved_is_refused_with_a_sentence(
    session: Session, name: str, query: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        session.decisions.save_search(name, query)
    assert session.itinerary().searches == {}


# Counting


def test_searches_are_counted_by_name_as_the_command_line_counts(session: Session) -> None:
    save(session, "Two", "honey")
    save(session, "one", "kind:talk")
    assert numbers(session) == [("one", 1, 0), ("Two", 2, 0)]


def test_browse_counts_a_paper_once(session: Session) -> None:
    save(session, "bears", "honey")
    assert numbers(session, View(merged=True)) == [("bears", 1, 0)]


def test_a_search_that_the_schedule_no_longer_understands_says_why(updated: Updated) -> None:
    save(updated(), "hall", 'room:"hall a"')
    session = updated(room="Cellar")
    (counted,) = counting(session, PLAIN)(session.schedule)
    assert (counted.found, counted.new) == (None, 0)
    assert 'There is no room "hall a"' in counted.problem
    assert looking(session, "hall")(session.schedule) == 0
    assert numbers(updated()) == [("hall", 1, 0)]


# What is new


def test_events_that_an_update_brought_are_new_until_one_looks(updated: Updated) -> None:
    save(updated(), "honey", "honey")
    session = updated("More honey", "Honey again")
    assert numbers(session) == [("honey", 4, 2)]
    assert numbers(session) == [("honey", 4, 2)]
    assert looking(session, "honey")(session.schedule) == 2
    assert numbers(session) == [("honey", 4, 0)]


def test_what_two_updates_brought_adds_up(updated: Updated) -> None:
    save(updated(), "honey", "honey")
    updated("More honey")
    assert numbers(updated("More honey", "Honey again")) == [("honey", 4, 2)]


def test_what_one_decides_oneself_is_no_news(updated: Updated) -> None:
    session = updated()
    save(session, "starred", "is:starred")
    save(session, "all", "kind:poster")
    event = session.schedule.event("poster-1")
    assert event is not None
    session.decisions.star([event], Level.WANT)
    assert numbers(session) == [("all", 2, 0), ("starred", 1, 0)]


def test_a_hidden_event_brought_back_is_no_news(updated: Updated) -> None:
    session = updated()
    event = session.schedule.event("poster-2")
    assert event is not None
    session.decisions.hide([event], hidden=True)
    save(session, "posters", "kind:poster")
    assert numbers(session) == [("posters", 1, 0)]
    session.decisions.hide([event], hidden=False)
    assert numbers(updated("Another")) == [("posters", 3, 1)]


def test_another_query_under_the_name_begins_anew(updated: Updated) -> None:
    save(updated(), "mine", "honey")
    session = updated("More honey")
    session.decisions.save_search("mine", "kind:poster")
    assert numbers(session) == [("mine", 3, 0)]


def test_a_search_removed_and_brought_back_still_knows_what_was_seen(updated: Updated) -> None:
    save(updated(), "honey", "honey")
    session = updated("More honey")
    session.decisions.forget_search("honey")
    save(session, "other", "kind:talk")
    session.decisions.forget_search("other")
    session.decisions.undo()
    session.decisions.undo()
    session.decisions.undo()
    assert numbers(session) == [("honey", 3, 1)]


def test_news_are_told_once_for_a_schedule(updated: Updated) -> None:
    session = updated()
    save(session, "honey", "honey")
    save(session, "talks", "kind:talk")
    assert told(session) == []
    session = updated("More honey")
    assert told(session) == [("honey", 1)]
    assert told(session) == []
    assert numbers(session) == [("honey", 3, 1), ("talks", 1, 0)]


def test_nothing_is_computed_or_written_while_the_schedule_is_the_same(
    updated: Updated, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = updated()
    save(session, "honey", "honey")
    told(session)
    file = seen_path(session.places, "small")
    stamp = file.stat().st_mtime_ns

    def never(*_arguments: object) -> Counted:
        raise AssertionError("looked")

    monkeypatch.setattr("planner.schedule.search.ids", never)
    assert told(session) == []
    assert file.stat().st_mtime_ns == stamp


def test_a_search_from_elsewhere_begins_with_what_it_finds(updated: Updated) -> None:
    session = updated()
    session.decisions.save_search("honey", "honey")
    assert told(session) == []
    assert told(updated("More honey")) == [("honey", 1)]


# The file


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"{}", b"\xff", b"[" * 99_999, b'{"digest": 1, "searches": [1, {}]}'),
        b'{"searches": [{"name": "honey", "query": "honey", "digest": "x", "ids": [1]}]}',
        b'{"searches": {"honey": 1}}',
    ],
)
def test_a_broken_file_costs_nothing_but_the_number(updated: Updated, content: bytes) -> None:
    save(updated(), "honey", "honey")
    session = updated("More honey")
    seen_path(session.places, "small").write_bytes(content)
    assert numbers(session) == [("honey", 3, 0)]
    assert told(session) == []


def test_a_folder_that_takes_no_file_costs_nothing_but_the_number(session: Session) -> None:
    folder = seen_path(session.places, "small").parent
    folder.write_text("in the way")
    save(session, "honey", "honey")
    assert numbers(session) == [("honey", 2, 0)]


def test_the_file_says_what_was_written(tmp_path: Path) -> None:
    seen = SeenSearches("d").with_search("ü", Seen.of("q", "e", ["b", "a"]))
    seen = seen.with_search("large", Seen.of("q", "e", [str(n) for n in range(MOST_IDS + 1)]))
    write_seen(tmp_path / "deep" / "seen.json", seen)
    read = read_seen(tmp_path / "deep" / "seen.json")
    assert read == seen
    assert read.searches["large"].ids is None


def test_the_file_keeps_the_latest_looks() -> None:
    seen = SeenSearches()
    for number in range(MOST_SEARCHES + 5):
        seen = seen.with_search(str(number), Seen("q", "d", frozenset()))
    seen = seen.with_search("5", Seen("q", "d", frozenset("a")))
    assert len(seen.searches) == MOST_SEARCHES
    assert list(seen.searches)[-1] == "5"
    assert "4" not in seen.searches
