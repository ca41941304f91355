"""What the attendee knows or decides of an event: its time, that they present it, a pin."""

from __future__ import annotations

from collections.abc import Sequence

from planner.cli.arguments import readable, split_query_arguments
from planner.cli.identify import named, named_events
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, say

_USAGE = "when ID TIME [--board N]"


def when(arguments: Sequence[str]) -> int:
    """``planner when ID TIME [--board N]``: give an event a time that one knows.

    TIME is ``1`` to ``6`` for a poster session, ``wed 13:30-15:00``, or the
    conference's own line pasted; ``--forget`` takes the time off.
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
        from planner.workspace.typed_time import Unreadable, read_slot
        from planner.workspace.wording import disagreement_words

        schedule = session.schedule
        found = read_slot(
            text, session.reading.poster_sessions, schedule.days(), schedule.zone, session.now
        )
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


def mine(arguments: Sequence[str]) -> int:
    """``planner mine ID...``: say that one presents events."""
    return _present("mine ID...", arguments, mine=True)


def unmine(arguments: Sequence[str]) -> int:
    """``planner unmine ID...``: say that one does not."""
    return _present("unmine ID...", arguments, mine=False)


def pin(arguments: Sequence[str]) -> int:
    """``planner pin ID...``: make every suggestion keep events."""
    return _pin("pin ID...", arguments, pinned=True)


def unpin(arguments: Sequence[str]) -> int:
    """``planner unpin ID...``: let suggestions choose again."""
    return _pin("unpin ID...", arguments, pinned=False)


def _present(usage: str, words: Sequence[str], *, mine: bool) -> int:
    names = named(words, usage)
    with opened() as session:
        events = named_events(session, names)
        say(f"{session.decisions.present(events, mine=mine).sentence}.")
    return 0


def _pin(usage: str, words: Sequence[str], *, pinned: bool) -> int:
    names = named(words, usage)
    with opened() as session:
        events = named_events(session, names)
        say(f"{session.decisions.pin(events, pinned=pinned).sentence}.")
    return 0
