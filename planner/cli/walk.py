"""The walk through the posters from the shell, and notes about events."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.cli.arguments import readable, split_query_arguments
from planner.cli.identify import named_event
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, print_rows, print_table, say
from planner.export.rows import JsonObject, row_record
from planner.workspace.poster_slot import PosterSlot
from planner.workspace.walk import Walks
from planner.workspace.wording import day_words, span

if TYPE_CHECKING:
    from planner.itinerary.walk import Stop
    from planner.model import Level
    from planner.workspace.session import Session

_WALK = "walk [SLOT] [--json]"
_NOTE = "note ID TEXT"
_SIGNS = {"must": "!", "want": "*", "maybe": "o", None: " "}


def walk(arguments: Sequence[str]) -> int:
    """``planner walk [SLOT] [--json]``: every slot that holds starred posters, or those named."""
    given = split_query_arguments(arguments, flags=("--json",), valued=())
    wanted = " ".join(map(readable, given.words)).strip()
    with opened() as session:
        walks = Walks(session)
        if wanted:
            slots = _named(walks, wanted)
        else:
            slots = [slot for slot in walks.slots().slots if slot.walk(session.now).stops]
        if "--json" in given.options:
            print_json([_record(slot, session) for slot in slots])
            return 0
        for slot in slots:
            _print(slot, session)
        hanging = len(walks.slots().without_time)
        if hanging:
            posters = "poster has" if hanging == 1 else "posters have"
            say(f"{hanging:,} starred {posters} no time known.")
        elif not any(slot.stops for slot in slots):
            say("No starred poster hangs here; planner star ID stars one.")
    return 0


def note(arguments: Sequence[str]) -> int:
    """``planner note ID TEXT``: keep a note about an event; an empty TEXT takes it off."""
    words = list(arguments)
    if words and words[0] == "--":
        words = words[1:]
    if len(words) < 2:
        what = "note takes an event and a text" if words else "no event was named"
        raise CommandFailed(f"{what}; an empty text takes the note off. usage: planner {_NOTE}", 2)
    name, *texts = map(readable, words)
    with opened() as session:
        event = named_event(session, name)
        say(f"{session.decisions.note(event, ' '.join(texts)).sentence}.")
    return 0


def _named(walks: Walks, wanted: str) -> list[PosterSlot]:
    """Return the slots that the words name.

    Raises:
        CommandFailed: They name none.
    """
    slots = walks.named(wanted)
    if not slots:
        raise CommandFailed(
            f"{wanted!r} is no poster session and no time of one; write part of its title, "
            "'tue 13:30' or 2024-07-23T13:30. planner walk lists those with stars."
        )
    return slots


def _record(slot: PosterSlot, session: Session) -> JsonObject:
    return {
        "slot": {
            "start": slot.start.isoformat(),
            "end": slot.end.isoformat(),
            "session": slot.session,
        },
        "free_minutes": slot.free_minutes,
        "stops": [
            {**row_record(stop.event, _own_level(stop)), "visited": stop.visited}
            for stop in slot.walk(session.now).stops
        ],
    }


def _own_level(stop: Stop) -> Level | None:
    """Return the level of the star that is on the poster itself, not on its talk."""
    return None if stop.by_talk else stop.level


def _print(slot: PosterSlot, session: Session) -> None:
    """Print a slot: with headings for eyes, the events alone for a program."""
    first, later = slot.walk(session.now)
    if not sys.stdout.isatty():
        print_rows(session.reading.rows_of([stop.event for stop in first + later]))
        return
    when = f"{day_words(slot.start.date())} {span(slot.start, slot.end)}"
    where = f"  {slot.room}" if slot.room else ""
    print(f"{slot.name}  {when}{where}  {slot.minutes_left(session.now)} min, board order")
    print_table([_cells(stop) for stop in first])
    if later:
        print("  if time is left")
        print_table([_cells(stop) for stop in later])


def _cells(stop: Stop) -> tuple[str, str, str, str, str]:
    event = stop.event
    seen = "v" if stop.visited else " "
    return seen, _SIGNS[stop.level], event.board or "?", event.id, event.title
