"""``planner now`` and ``planner next``: where to be, by the venue's clock.

Kept light: it is asked on the way from one room to the next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from planner.cli.at_time import time_at
from planner.cli.output import (
    CommandFailed,
    cells_of,
    commitment_cells,
    print_cells,
    print_json,
    say,
)
from planner.export.rows import commitment_row, row_record
from planner.itinerary.coming import coming, going_on
from planner.model import Commitment, Event
from planner.paths import places
from planner.workspace.chosen import Chosen
from planner.workspace.glance import glance

_Look = Callable[[Sequence[Event], Sequence[Commitment], datetime], list[Event | Commitment]]


def now(arguments: Sequence[str]) -> int:
    """``planner now [--at TIME] [--json]``: what is starred, presented or blocked, and on."""
    return _look("now", arguments, going_on, "Nothing of yours is on.")


def next(arguments: Sequence[str]) -> int:  # noqa: A001 - the command's own name
    """``planner next [--at TIME] [--json]``: all that begins together at the next start."""
    return _look("next", arguments, coming, "Nothing of yours is to come that has a time.")


def _look(name: str, arguments: Sequence[str], look: _Look, nothing: str) -> int:
    text, as_json = _options(name, arguments)
    with glance(places(os.environ), _present) as (schedule, itinerary, notice):
        if notice:
            say(f"planner: {notice}")
        at = time_at(text, schedule) if text is not None else _present().astimezone(schedule.zone)
        chosen = Chosen(schedule, itinerary)
        items = look(chosen.attended, chosen.commitments, at)
        stars = itinerary.stars
        levels = {each.id: star.level for each in items if (star := stars.get(each.id))}
        if as_json:
            rows = [
                row_record(each, levels.get(each.id))
                if isinstance(each, Event)
                else commitment_row(each)
                for each in items
            ]
            print_json({"at": at.isoformat(), "items": rows})
            return 0
        own_times = chosen.own_times if itinerary.own_times else ()
        print_cells(
            [
                cells_of(each, levels.get(each.id), schedule.parent(each), each.id in own_times)
                if isinstance(each, Event)
                else (" ", *commitment_cells(each))
                for each in items
            ]
        )
        if not items and sys.stdout.isatty():
            say(nothing)
    return 0


def _options(name: str, arguments: Sequence[str]) -> tuple[str | None, bool]:
    """Return the text of ``--at`` and whether ``--json`` was given.

    Raises:
        CommandFailed: There is anything else.
    """
    text, as_json = None, False
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        option, equals, value = word.partition("=")
        if word == "--json":
            as_json = True
        elif option == "--at" and (equals or rest):
            text = value if equals else rest.pop(0)
        else:
            usage = f"planner {name} [--at TIME] [--json]"
            raise CommandFailed(f"{word!r} is not known here. usage: {usage}", code=2)
    return text, as_json


def _present() -> datetime:
    return datetime.now(UTC)
