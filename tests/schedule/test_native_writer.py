"""A native file as it is written reads back as the same schedule."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.native_writer import native_document
from planner.schedule.sources.native import parse_native, read_native
from tests.conftest import ICML, small_document


def test_the_schedule_that_ships_comes_back_event_for_event() -> None:
    shipped = read_native(ICML)
    written = native_document(shipped.conference, shipped.events)
    again = parse_native(written, "again")
    assert again.conference == shipped.conference
    assert again.events == shipped.events
    assert again.report.problems == []
    assert native_document(again.conference, again.events) == written


def test_every_key_is_present_and_an_event_takes_a_line() -> None:
    small = parse_native(json.dumps(small_document()).encode(), "small")
    written = native_document(small.conference, small.events).decode()
    assert len(written.splitlines()) == len(small.events) + 4
    document = json.loads(written)
    assert document["events"][0].keys() == small_document()["events"][0].keys()


@given(st.text(min_size=1).filter(lambda text: any(c.isprintable() and c != " " for c in text)))
def test_whatever_a_title_holds_the_file_is_sound(title: str) -> None:
    document = small_document()
    document["events"][0]["title"] = title
    try:
        small = parse_native(json.dumps(document).encode(), "small")
    except UnicodeError:
        return
    again = parse_native(native_document(small.conference, small.events), "again")
    assert again.events == small.events
