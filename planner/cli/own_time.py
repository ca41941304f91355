"""What the attendee knows or decides of an event: its time, how long they stay, a pin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from planner.cli.arguments import readable, split_query_arguments
from planner.cli.decide import decide_on
from planner.cli.identify import named, named_events
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, say

if TYPE_CHECKING:
    from planner.model import Event
    from planner.workspace.session import Session

_USAGE = "when ID TIME [--board N]"
_LEAVE = "leave ID TIME"


def when(arguments: Sequence[str]) -> int:
    """``planner when ID TIME [--board N]``: give an event a time that one knows.

    TIME is ``1`` to ``6`` for a poster session, ``3 #503`` with the board,
    ``#503`` for the board alone, ``wed 13:30-15:00``, or the conference's own
    line pasted; ``--forget`` takes the time off.
    """
    given = split_query_arguments(arguments, flags=("--forget",), valued=("--board",))
    forget = "--forget" in given.options
    name, *words = given.words or ("",)
    text = " ".join(map(readable, words)).strip()
    board = given.options.get("--board")
    if not name or bool(text) == forget or (forget and board is not None):
        also = "planner when ID --forget"
        raise CommandFailed(
            f"when takes an event and a time. usage: planner {_USAGE}, or {also}", 2
        )
    names = named([name], _USAGE)
    with opened() as session:
        events = named_events(session, names)
        if forget:
            say(f"{session.decisions.forget_time(events).sentence}.")
            return 0
        from planner.itinerary.effective import disagreement
        from planner.workspace.typed.time import Unreadable, read_slot
        from planner.workspace.wording import disagreement_words

        schedule, sessions = session.schedule, session.reading.poster_sessions
        # Several events have no time in common that a board alone could keep.
        one = events[0] if len(events) == 1 else None
        known = one and (session.itinerary().own_times.get(one.id) or one)
        days, zone = schedule.days(), schedule.zone
        found = read_slot(text, sessions, days, zone, session.now, known)
        if isinstance(found, Unreadable):
            raise CommandFailed(found.message, code=2)
        try:
            outcome = session.decisions.set_time(
                events, found.start, found.end, readable(board) if board else found.board
            )
        except ValueError as error:
            raise CommandFailed(str(error), code=2) from error
        say(f"{outcome.sentence}.")
        own_times = session.itinerary().own_times
        for event in events:
            # The programme's word counts where it has one.
            if differs := disagreement(event, own_times.get(event.id)):
                say(f"{event.id}: {disagreement_words(differs)}.")
    return 0


def leave(arguments: Sequence[str]) -> int:
    """``planner leave ID TIME``: leave an event before its end.

    TIME is a moment inside the event, ``11:00`` or ``fri 11:00``; ``--forget``
    stays to the end.
    """
    given = split_query_arguments(arguments, flags=("--forget",), valued=())
    forget = "--forget" in given.options
    name, *words = given.words or ("",)
    text = " ".join(map(readable, words)).strip()
    if not name or bool(text) == forget:
        also = "planner leave ID --forget"
        raise CommandFailed(
            f"leave takes an event and a time. usage: planner {_LEAVE}, or {also}", 2
        )
    names = named([name], _LEAVE)
    with opened() as session:
        (event,) = named_events(session, names)
        until = None if forget else _moment_within(session, event, text)
        try:
            outcome = session.decisions.leave(session.reading.chosen.as_met(event), until)
        except ValueError as error:
            raise CommandFailed(str(error), code=2) from error
        say(f"{outcome.sentence}.")
    return 0


def mine(arguments: Sequence[str]) -> int:
    """``planner mine ID...``: say that one presents events."""
    return decide_on("mine ID...", arguments, lambda to, events: to.present(events, mine=True))


def unmine(arguments: Sequence[str]) -> int:
    """``planner unmine ID...``: say that one does not."""
    return decide_on("unmine ID...", arguments, lambda to, events: to.present(events, mine=False))


def pin(arguments: Sequence[str]) -> int:
    """``planner pin ID...``: make every suggestion keep events."""
    return decide_on("pin ID...", arguments, lambda to, events: to.pin(events, pinned=True))


def unpin(arguments: Sequence[str]) -> int:
    """``planner unpin ID...``: let suggestions choose again."""
    return decide_on("unpin ID...", arguments, lambda to, events: to.pin(events, pinned=False))


def _moment_within(session: Session, event: Event, text: str) -> datetime:
    """Return the moment that a text says, on the event's day if it says none."""
    from planner.workspace.typed.time import Unreadable, read_moment

    schedule = session.schedule
    days, zone, now = schedule.days(), schedule.zone, session.now
    start = session.reading.chosen.as_met(event).start
    found = read_moment(f"{start:%Y-%m-%d} {text}", days, zone, now) if start else None
    if not isinstance(found, datetime):
        found = read_moment(text, days, zone, now)
    if isinstance(found, Unreadable):
        raise CommandFailed(found.message, code=2)
    return found
