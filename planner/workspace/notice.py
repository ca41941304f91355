"""What is said shortly before something begins for which one must be there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Attendance, Commitment, Event
from planner.workspace.wording import until_words

if TYPE_CHECKING:
    from planner.workspace.session import Session

#: An event or commitment by its id, and when it begins: moved, it is told again.
Told = tuple[str, datetime]


class Notice(NamedTuple):
    """That something begins soon.

    ``lead`` is how soon, such as ``in 10 min: ``; ``title`` gives way where there
    is no room for all; ``place`` is where, and how many more begin soon; ``walk``
    is the way there. ``tells`` is all that is told by it.
    """

    lead: str
    title: str
    place: str
    walk: str
    tells: frozenset[Told]

    @property
    def words(self) -> str:
        """The whole sentence."""
        return f"{self.lead}{self.title}{self.place}{self.walk}"


def notice(
    events: Sequence[Event],
    commitments: Iterable[Commitment],
    now: datetime,
    minutes: int,
    told: Collection[Told] = (),
    walk_minutes: int = 0,
) -> Notice | None:
    """Return what begins within some minutes and was not told yet, None for nothing.

    Told are the events that one attends from their start, and commitments but for time
    away from the conference: ``in 10 min: Chain of Code, Hall A1 (walk 5 min from Hall B)``.
    The walk is from where something chosen is on.

    Args:
        events: The chosen events as they are met.
        commitments: Time of the attendee's own.
        now: The present moment, aware.
        minutes: How long before its start something is told; 0 for never.
        told: What was told before.
        walk_minutes: Minutes from one room to another.
    """
    if minutes <= 0:
        return None
    held: list[Event | Commitment] = [
        event for event in events if event.attended is Attendance.FIXED
    ]
    held += [each for each in commitments if not each.away]
    # By instants: two times of one zone would be compared as the clocks on the wall.
    now = now.astimezone(UTC)
    until = now + timedelta(minutes=minutes)
    due = [
        (start, isinstance(each, Commitment), each.title, each.id, each)
        for each in held
        if each.start is not None and now < (start := each.start.astimezone(UTC)) <= until
        if (each.id, start) not in told
    ]
    if not due:
        return None
    due.sort(key=lambda item: item[:4])
    start, *_, first = due[0]
    room = first.room if isinstance(first, Event) else None
    here = _room_of_what_is_on(events, now)
    place = f", {room}" if room else ""
    if len(due) > 1:
        place += f", and {len(due) - 1} more"
    walk = ""
    if room and here and here != room and walk_minutes:
        walk = f" (walk {walk_minutes} min from {here})"
    tells = frozenset((name, moment) for moment, _, _, name, _ in due)
    return Notice(f"in {until_words(start, now)}: ", first.title, place, walk, tells)


def notice_now(session: Session, told: Collection[Told]) -> Notice | None:
    """Return what a session's attendee must be told now, None for nothing."""
    settings, chosen = session.settings, session.reading.chosen
    conference, now = session.schedule.conference, session.now
    ahead = (now + timedelta(minutes=settings.notice_minutes)).date()
    # Days before and after, nothing that is starred can begin, and need not be read.
    near = conference.start <= ahead and now.date() <= conference.end + timedelta(days=1)
    return notice(
        chosen.attended if near else (),
        chosen.commitments,
        now,
        settings.notice_minutes,
        told,
        settings.walk_minutes,
    )


def _room_of_what_is_on(events: Iterable[Event], now: datetime) -> str | None:
    """Return the room in which one is: of what began last, and rather of what one sits through."""
    found = [
        (event.attended is Attendance.FIXED, event.start.astimezone(UTC), event.room)
        for event in events
        if event.room and event.start and event.end and event.start <= now < event.end
        if event.attended in (Attendance.FIXED, Attendance.DROP_IN)
    ]
    return max(found)[2] if found else None
