"""What a sync has to do, entry by entry: pure, from the plan, the record and the server.

Only what stands in the record is ever overwritten or removed, and only while
the server holds it as planner put it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from planner.export.caldav import Held
from planner.export.calendar_values import Entry
from planner.schedule.text import clean
from planner.workspace.sync.record import Kept


class What(StrEnum):
    """What is to be done with an entry, or why nothing is."""

    ADD = "add"
    MOVE = "move"
    CHANGE = "change"
    AGAIN = "add again"
    ADOPT = "take over"
    REMOVE = "remove"
    #: Nothing is done: it is as planned.
    KEEP = "keep"
    #: Nothing is done: it is gone from the plan and from the server.
    FORGET = "forget"
    #: Nothing is done: the attendee changed it on the server.
    CHANGED_THERE = "changed there"
    #: Nothing is done: the attendee removed it on the server.
    REMOVED_THERE = "removed there"
    #: Nothing is done: there is an entry with its UID that planner has no record of.
    NOT_OURS = "not ours"


_WRITES = frozenset({What.ADD, What.MOVE, What.CHANGE, What.AGAIN, What.REMOVE})
#: What is left as it is on the server against the plan.
LEFT = frozenset({What.CHANGED_THERE, What.REMOVED_THERE, What.NOT_OURS})


class Wanted(NamedTuple):
    """An entry of the plan, its bytes as a calendar object, and their digest.

    ``utc`` says whether its times are in UTC, which the digest does not tell.
    """

    entry: Entry
    content: bytes
    digest: str
    utc: bool = False


class Step(NamedTuple):
    """One entry with what is to be done; what is None is not there."""

    what: What
    uid: str
    wanted: Wanted | None
    kept: Kept | None
    held: Held | None

    @property
    def writes(self) -> bool:
        """Whether the server is asked to change something; what is taken over may differ."""
        if self.what is What.ADOPT and self.wanted and self.held:
            return self.wanted.digest != self.held.content.digest
        return self.what in _WRITES

    @property
    def summary(self) -> str:
        """The entry's title: the plan's, else the server's, else its UID."""
        if self.wanted:
            return self.wanted.entry.summary
        return clean(self.held.content.summary if self.held else "") or self.uid

    @property
    def start(self) -> datetime | date | None:
        """When it begins: by the plan, else by the server; None where neither has it."""
        if self.wanted:
            return self.wanted.entry.start
        return self.held.content.start if self.held else None

    @property
    def end(self) -> datetime | date | None:
        """When it ends, as :attr:`start`."""
        if self.wanted:
            return self.wanted.entry.end
        return self.held.content.end if self.held else None


def steps(
    wanted: Mapping[str, Wanted],
    record: Mapping[str, Kept],
    held: Mapping[str, Held],
    *,
    force: bool = False,
    adopt: bool = False,
) -> list[Step]:
    """Return what is to be done with each entry, removals first.

    Args:
        wanted: The plan's entries by UID.
        record: What planner put before, by UID.
        held: What the server holds of this conference's, by UID.
        force: Whether what the attendee changed or removed on the server gives way.
        adopt: Whether entries that planner wrote, but has no record of, count as its own.
    """
    found = []
    for uid in sorted({*wanted, *record}):
        here, kept, there = wanted.get(uid), record.get(uid), held.get(uid)
        what = (
            _removal(kept, there, force) if here is None else _what(here, kept, there, force, adopt)
        )
        found.append(Step(what, uid, here, kept, there))
    found.sort(key=lambda step: (step.wanted is not None, _moment(step.start), step.uid))
    return found


def _removal(kept: Kept | None, there: Held | None, force: bool) -> What:
    if kept is None or there is None:
        return What.FORGET
    return What.REMOVE if force or _is_untouched(kept, there) else What.CHANGED_THERE


def _what(here: Wanted, kept: Kept | None, there: Held | None, force: bool, adopt: bool) -> What:
    if there is None:
        if kept is None or kept.digest is None:
            return What.ADD
        changed = force or here.entry.fingerprint != kept.fingerprint
        return What.AGAIN if changed else What.REMOVED_THERE
    if kept is None and not (adopt and there.content.is_planners):
        return What.NOT_OURS
    if here.digest == there.content.digest:
        if kept and here.utc != kept.utc:
            # The same moment in another way of writing it: nobody else asked for that.
            return What.CHANGE
        return What.KEEP if kept else What.ADOPT
    if kept is None:
        return What.ADOPT
    if not force and not _is_untouched(kept, there):
        return What.CHANGED_THERE
    is_same = here.digest == kept.digest and here.utc == kept.utc
    if is_same and kept.etag is not None and kept.etag == there.etag:
        # The server writes it down in another way, and nobody has touched it since.
        return What.KEEP
    is_moved = (here.entry.start, here.entry.end) != (there.content.start, there.content.end)
    return What.MOVE if is_moved and isinstance(here.entry.start, datetime) else What.CHANGE


def _is_untouched(kept: Kept, there: Held) -> bool:
    """Whether the server holds what planner put, also where the mark moved or never came back."""
    known = {kept.digest, kept.intended} - {None}
    same_mark = kept.etag is not None and kept.etag == there.etag
    return same_mark or there.content.digest in known


def _moment(start: datetime | date | None) -> str:
    return "" if start is None else start.isoformat()
