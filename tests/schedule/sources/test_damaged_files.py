"""Damaged files of every format: read in part or refused in one sentence, and never slowly.

300 in the everyday run; ``PLANNER_LONG=1`` tries 10,000.
"""

from __future__ import annotations

import os
import time
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.schedule.loaded import Loaded
from planner.schedule.source import Asked, Content
from planner.schedule.sources import sources
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.sources.fixture_files import FIXTURES, read_fixture

_FILES = {path.name: path.read_bytes() for path in sorted(FIXTURES.iterdir()) if path.is_file()}
_EXAMPLES = 10_000 if os.environ.get("PLANNER_LONG") else 300
#: Seconds that one small file may take at most, on a machine that does much else.
_LONGEST = 20.0

#: What hostile and careless programs write into files.
_PIECES = st.sampled_from(
    [
        b"", b"\0", b"\xff\xfe", b"\xc3", b"\r\n ", b"\n", b'"', b"{", b"]", b"<", b"</event>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"<b>" * 100, b"[" * 100, b"\\ud800",
        b"null", b"-1", b"1e999", b"9999-12-31T23:59:59+00:00", b"0001-01-01T00:00:00Z", b"25:61",
        b"99999999999999999999", b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n", b"RRULE:FREQ=DAILY\r\n",
        b";TZID=Nowhere", b"RRULE:FREQ=HOURLY;BYDAY=MO\r\n",
    ]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A fixture's name with its bytes after one to four accidents."""
    name = draw(st.sampled_from(sorted(_FILES)))
    content = bytearray(_FILES[name])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 400))
        accident = draw(st.sampled_from(["flip", "cut", "drop", "repeat", "move", "put"]))
        slice_ = bytes(content[start : start + length])
        if accident == "flip" and start < len(content):
            content[start] ^= draw(st.integers(1, 255))
        elif accident == "cut":
            del content[start:]
        elif accident == "drop":
            del content[start : start + length]
        elif accident == "repeat":
            content[start:start] = slice_ * draw(st.integers(1, 3))
        elif accident == "move":
            place = draw(st.integers(0, len(content)))
            content[place:place] = slice_
        else:
            content[start : start + draw(st.integers(0, 12))] = draw(_PIECES)
    return name, bytes(content)


@lru_cache(maxsize=1)
def _in_hand() -> Loaded:
    """A schedule to be updated, whose events some of the fixtures only add to."""
    return read_fixture("icml-2026-orals-posters.json")


@pytest.mark.parametrize("name", sorted(_FILES))
def test_every_fixture_is_recognised_by_one_source_alone(name: str) -> None:
    content = Content(_FILES[name])

    assert len([source.name for source in sources() if source.recognises(content)]) == 1


@settings(
    max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(damaged(), st.sampled_from([None, "Europe/Vienna"]), st.booleans())
def test_a_damaged_file_is_read_in_part_or_refused(
    file: tuple[str, bytes], timezone: str | None, is_update: bool
) -> None:
    name, raw = file
    content = Content(raw)
    base = _in_hand() if is_update else None
    began = time.monotonic()
    for source in sources():
        if not source.recognises(content):
            continue
        said = ""
        try:
            loaded = source.read(content, Asked(name, timezone=timezone, base=base))
        except ScheduleUnusable as error:
            said = str(error)
        if said:
            assert name in said or "timezone" in said
            assert "\n" not in said
            continue
        assert loaded.events
        assert len({event.id for event in loaded.events}) == len(loaded.events)
        assert loaded.conference.start <= loaded.conference.end
    assert time.monotonic() - began < _LONGEST
