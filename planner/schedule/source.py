"""What every source of schedules offers: recognise a file by its content, and read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from planner.schedule.loaded import Loaded


class Content:
    """A foreign file's bytes, looked at by every source but decoded and parsed only once.

    Args:
        raw: The bytes, at most :data:`~planner.schedule.limits.MAX_BYTES`.
    """

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @property
    def head(self) -> bytes:
        """The first 4096 bytes without blanks and byte order mark before them."""
        return self.raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()

    @cached_property
    def json(self) -> Any:  # noqa: ANN401 - whatever the file holds
        """The JSON value that the file holds, None if it holds none."""
        if self.head[:1] not in (b"{", b"["):
            return None
        try:
            return json.loads(self.raw.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return None


class Asked(NamedTuple):
    """What is known besides the file itself.

    ``place`` names the file or address in messages, and may tell a series and
    a year. ``conference_id`` and ``timezone`` (an IANA name) are the
    attendee's word, None where they gave none. ``base`` is the schedule in
    hand that the file is going to be merged into, None for an import.
    """

    place: str
    conference_id: str | None = None
    timezone: str | None = None
    base: Loaded | None = None


def _no_companions(address: str) -> tuple[str, ...]:
    return ()


class Source(NamedTuple):
    """One format of schedule file.

    Attributes:
        name: As in reports and in the documentation: ``frab XML``.
        recognises: Tells from the content alone whether it has this format;
            never raises, reads no more than it must.
        read: Returns the schedule and a report of what stayed out; raises
            :class:`~planner.schedule.unusable.ScheduleUnusable` with one
            sentence if nothing in it can be used. A source that only adds to
            events of ``Asked.base`` returns those events with
            ``Loaded.partial`` set.
        companions: Given the address of such a file, those of files that
            belong to it and may be missing (abstracts beside a schedule).
    """

    name: str
    recognises: Callable[[Content], bool]
    read: Callable[[Content, Asked], Loaded]
    companions: Callable[[str], tuple[str, ...]] = _no_companions
