"""What the shells and the workspace pass around: a row of a list, and the detail of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from planner.model import Event, Level, Star


class Row(NamedTuple):
    """An event as a list shows it.

    ``star`` may be on the event or on its twin, since a paper's two showings
    are one row. ``event`` is as the attendee meets it; ``own_time`` says that
    its time is theirs and no source's, ``mine`` that they present it.
    ``visited`` says that the event was seen, or another showing of its paper.
    ``leaves`` is when they leave it, None if they stay to its end.
    ``parent`` is looked up only where the event's own start is unknown.
    ``cancelled``: the schedule no longer holds the event.
    """

    number: int
    event: Event
    star: Star | None
    hidden: bool
    visited: bool
    parent: Event | None
    declined: bool = False
    own_time: bool = False
    mine: bool = False
    leaves: datetime | None = None
    cancelled: bool = False

    @property
    def level(self) -> Level | None:
        """The level of the row's star, if it has one."""
        return self.star.level if self.star else None

    @property
    def own_level(self) -> Level | None:
        """The level of the star that is on this very event, not on its twin."""
        return self.star.level if self.star and self.star.event_id == self.event.id else None


class Detail(NamedTuple):
    """An event with all that belongs to it.

    ``possible`` says in words when the paper's poster may hang, if it has no time; ``children``
    are the event's own items in time order.
    """

    row: Row
    twins: tuple[Event, ...]
    parent: Event | None
    children: tuple[Event, ...]
    note: str | None
    possible: str
