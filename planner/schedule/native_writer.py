"""Writes a schedule as a native file (DESIGN, section 4)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from planner.model import Conference, Event
from planner.record import conference_record, event_record

FORMAT = 1


def native_document(conference: Conference, events: Iterable[Event]) -> bytes:
    """Return a native schedule file: UTF-8 JSON, an event to a line, every key present.

    Reading it brings the same conference and events back, and the same
    schedule always gives the same bytes.
    """
    lines = ",\n  ".join(_text(event_record(event)) for event in events)
    return (
        f'{{"format": {FORMAT},\n "conference": {_text(conference_record(conference))},\n'
        f' "events": [\n  {lines}\n ]}}\n'
    ).encode()


def _text(value: object) -> str:
    # What no encoding can hold (a lone surrogate) is a question mark, not an error.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
