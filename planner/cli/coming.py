"""``planner now`` and ``planner next``: where to be, by the venue's clock.

Kept light: it is asked on the way from one room to the next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from planner.cli.arguments import whole_number
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
    """``planner next [--at TIME] [--json]``: all that begins together at the next start.

    ``--line`` says it in one line of at most ``--width`` characters. Where nothing is to come,
    or not ``--within`` so many minutes, that prints nothing at all and exits 1.
    """
    return _look("next", arguments, coming, "Nothing of yours is to come that has a time.")


def _look(name: str, arguments: Sequence[str], look: _Look, nothing: str) -> int:
    options = _options(name, arguments)
    text, as_json, as_line = options.get("--at"), "--json" in options, "--line" in options
    with glance(places(os.environ), _present, quiet=as_line) as (schedule, itinerary, notice):
        if notice:
            say(f"planner: {notice}")
        at = time_at(text, schedule) if text is not None else _present().astimezone(schedule.zone)
        chosen = Chosen(schedule, itinerary)
        items = look(chosen.attended, chosen.commitments, at)
        if as_line:
            return _print_line(items, at, options)
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


def _print_line(
    items: Sequence[Event | Commitment], at: datetime, options: Mapping[str, str]
) -> int:
    from planner.cli.prompt_line import LEAST_WIDTH, WIDTH, prompt_line

    width = whole_number("--width", options.get("--width", str(WIDTH)), LEAST_WIDTH)
    if "--within" in options:
        latest = at + timedelta(minutes=whole_number("--within", options["--within"]))
        items = [each for each in items if each.start is not None and each.start <= latest]
    if not items:
        return 1
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(prompt_line(items, at, width, "…" if is_utf8 else "..."))
    return 0


def _options(name: str, arguments: Sequence[str]) -> dict[str, str]:
    """Return the options, those without a value with an empty text.

    Raises:
        CommandFailed: There is anything else.
    """
    flags, valued = {"--json"}, {"--at"}
    if name == "next":
        flags, valued = flags | {"--line"}, valued | {"--width", "--within"}
    options: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        option, equals, value = word.partition("=")
        if word in flags:
            options[word] = ""
        elif option in valued and (equals or rest):
            options[option] = value if equals else rest.pop(0)
        else:
            raise _unusable(name, f"{word!r} is not known here.")
    if {"--width", "--within"} & options.keys() and "--line" not in options:
        raise _unusable(name, "--width and --within belong to --line.")
    if {"--json", "--line"} <= options.keys():
        raise _unusable(name, "--json and --line exclude each other.")
    return options


def _unusable(name: str, what: str) -> CommandFailed:
    more = " [--line [--width N] [--within MINUTES]]" if name == "next" else ""
    return CommandFailed(f"{what} usage: planner {name} [--at TIME] [--json]{more}", code=2)


def _present() -> datetime:
    return datetime.now(UTC)
