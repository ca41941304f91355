"""What is promised of whatever comes in from outside, as assertions.

Each says in its words which promise was broken; what is checked here holds for
every file that a source has read, however it was damaged or meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from planner.export.links import address
from planner.export.plan_file import Plan
from planner.model import Event, Person
from planner.schedule.border_values import is_address
from planner.schedule.limits import MAX_PEOPLE, MAX_TEXT, MAX_TITLE
from planner.schedule.loaded import Loaded
from planner.schedule.native_writer import native_document
from planner.schedule.sources.native import parse_native
from planner.schedule.text import blanked, clean, clean_text_block

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


def is_sentence(text: str, longest: int = 1_000) -> None:
    """A message stands on one line, and nothing in it steers a terminal."""
    assert text.strip(), "a message is empty"
    assert blanked(text) == text, f"a message steers the terminal: {text[:300]!r}"
    assert len(text) < longest, f"a message of {len(text):,} characters"


def is_sound(loaded: Loaded) -> None:
    """A schedule that was read keeps every promise of the native format."""
    conference = loaded.conference
    zone = ZoneInfo(conference.timezone)
    assert conference.id, "a conference without an id"
    assert timedelta() <= conference.end - conference.start <= timedelta(days=366)
    for text in (conference.id, conference.name, conference.title, conference.venue):
        _is_line(text, MAX_TITLE)
    for each in (conference.url, conference.source):
        assert each is None or is_address(each), f"no address: {each!r}"
    ids = {event.id for event in loaded.events}
    assert len(ids) == len(loaded.events), "two events have one id"
    for event in loaded.events:
        _is_event(event, zone)
        assert event.start is None or event.start.tzinfo == zone, "a time in another zone"
    if not loaded.partial:
        _has_sound_parents(loaded.events)
    for problem in loaded.report.problems:
        is_sentence(str(problem))
    for name in loaded.report.unknown_keys:
        assert blanked(name) == name, f"the name of a key steers the terminal: {name!r}"


def comes_back(loaded: Loaded) -> None:
    """What is kept of a schedule is read again as the same, with nothing to complain about."""
    again = parse_native(native_document(loaded.conference, loaded.events), "kept")
    assert again.conference == loaded.conference, "another conference comes back"
    for kept, event in zip(again.events, loaded.events, strict=True):
        assert kept == event, f"another event comes back: {event!r} is {kept!r}"
    assert not again.report.problems, str(again.report.problems[0])


def is_sound_plan(plan: Plan) -> None:
    """A plan that was read holds clean texts, sound ids and aware times."""
    assert _ID.fullmatch(plan.conference_id)
    assert plan.saved.tzinfo is not None
    for star in plan.stars:
        assert star.at.tzinfo is not None
        assert star.snapshot.id == star.event_id
        _is_snapshot(star.snapshot)
    for note in plan.notes:
        assert clean_text_block(note.text) == note.text, f"an unclean note: {note.text!r}"
    for each in plan.commitments:
        _is_line(each.title, MAX_TITLE)
        _is_line(each.calendar, MAX_TEXT)
        assert each.start < each.end
    for search in plan.searches:
        _is_line(search.name, MAX_TITLE)
        _is_line(search.query, MAX_TITLE)
    for own in plan.own_times:
        _is_line(own.board, MAX_TITLE)
        assert own.end is None or own.start < own.end
    _are_ids(note.event_id for note in plan.notes)
    _are_ids(star.event_id for star in plan.stars)
    for marks in (plan.visited, plan.hidden, plan.declined, plan.mine, plan.pins):
        _are_ids(event_id for event_id, _ in marks)
        assert all(at.tzinfo is not None for _, at in marks)


def _is_snapshot(event: Event) -> None:
    """A star's snapshot is shown as an event is, whatever else may be unknown of it."""
    _is_line(event.title, MAX_TITLE)
    for text in (event.room, event.board, event.track, event.paper, *event.topics):
        _is_line(text, MAX_TEXT)
    _are_people(event.people)
    assert all(address(link.url) == link.url for link in event.links), event.links
    assert all(moment is None or moment.tzinfo for moment in (event.start, event.end))


def _is_event(event: Event, zone: ZoneInfo) -> None:
    assert _ID.fullmatch(event.id), f"no id: {event.id!r}"
    assert event.title, f"{event.id} has no title"
    _is_line(event.title, MAX_TITLE)
    for text in (event.room, event.board, event.track, event.topics_by, event.paper):
        _is_line(text, MAX_TEXT)
    for text in event.topics:
        assert text, f"{event.id} has an empty topic"
        _is_line(text, MAX_TEXT)
    if event.abstract is not None:
        assert len(event.abstract) <= MAX_TEXT
        assert clean_text_block(event.abstract) == event.abstract, f"unclean: {event.abstract!r}"
    _are_people(event.people)
    for link in event.links:
        assert is_address(link.url), f"no address: {link.url!r}"
        _is_line(link.label, MAX_TITLE)
    for moment in (event.start, event.end):
        _is_moment(moment, zone)
    assert event.end is None or event.start is not None, "an end without a start"
    if event.start is not None:
        assert event.end is None or event.start <= event.end, "it ends before it starts"
        assert event.day is not None, "a start without a day"
        assert abs(event.day - event.start.date()) <= timedelta(days=1), "another day"


def _is_moment(moment: datetime | None, zone: ZoneInfo) -> None:
    if moment is not None:
        assert moment.utcoffset() is not None, f"no offset: {moment!r}"
        assert moment.tzinfo == zone, f"another zone: {moment!r}"
        assert 1899 < moment.year < 2201, f"beyond all calendars: {moment!r}"


def _are_people(people: tuple[Person, ...]) -> None:
    assert len(people) <= MAX_PEOPLE
    for person in people:
        assert person.name, "somebody without a name"
        _is_line(person.name, MAX_TEXT)
        _is_line(person.affiliation, MAX_TEXT)


def _has_sound_parents(events: tuple[Event, ...]) -> None:
    above = {event.id: event.parent for event in events}
    for event in events:
        seen, id_ = set(), event.parent
        while id_ is not None:
            assert id_ in above, f"{event.id} belongs to {id_}, which is not there"
            assert id_ not in seen, f"{event.id} belongs to itself"
            seen.add(id_)
            id_ = above[id_]


def _are_ids(ids: Iterable[str]) -> None:
    for id_ in ids:
        assert _ID.fullmatch(id_), f"no id: {id_!r}"


def _is_line(text: str | None, longest: int) -> None:
    if text is not None:
        assert clean(text) == text, f"unclean: {text[:300]!r}"
        assert len(text) <= longest, f"{len(text):,} characters"
