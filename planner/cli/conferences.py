"""Commands for conferences: which there are, one more, another one, a newer one, one less."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from planner.cli.arguments import split_query_arguments
from planner.cli.output import CommandFailed, print_json, print_table, say
from planner.paths import Places, places
from planner.workspace.conferences import library
from planner.workspace.conferences.library import LibraryError, Shelved
from planner.workspace.in_use import conference_in_use
from planner.workspace.wording import dates_words

_IMPORT = "import FILE|URL [--as ID] [--timezone ZONE] [--json]"
_UPDATE = "update [FILE] [--force] [--json]"


def conferences(arguments: Sequence[str]) -> int:
    """``planner conferences [--json]``: what can be used, the latest first."""
    if [word for word in arguments if word != "--json"]:
        raise CommandFailed("usage: planner conferences [--json]", code=2)
    shelf = library.conferences(_places())
    if "--json" in arguments:
        print_json([_record(each) for each in shelf])
        return 0
    rows = [
        (
            "*" if each.in_use else " ",
            each.id,
            each.conference.name,
            dates_words(each.conference),
            each.conference.timezone,
            _size(each),
        )
        for each in shelf
    ]
    if sys.stdout.isatty():
        print_table(rows)
    else:
        sys.stdout.writelines("\t".join(row[1:]) + "\n" for row in rows)
    return 0


def use(arguments: Sequence[str]) -> int:
    """``planner use ID``: work on another conference from now on."""
    name = _one(arguments, "use ID")
    with _explained():
        chosen = library.use(_places(), name)
    say(f"In use: {chosen.conference.name}, {dates_words(chosen.conference)}.")
    if os.environ.get("PLANNER_SCHEDULE"):
        say("planner: PLANNER_SCHEDULE names another file, which goes before it; unset it.")
    return 0


def remove(arguments: Sequence[str]) -> int:
    """``planner remove ID``: its schedule goes, what was decided there stays."""
    name = _one(arguments, "remove ID")
    with _explained():
        say(f"{library.remove(_places(), name)}.")
    return 0


def import_conference(arguments: Sequence[str]) -> int:
    """``planner import FILE|URL [--as ID] [--timezone ZONE]``: another conference, then in use."""
    given = split_query_arguments(arguments, ("--json",), ("--as", "--timezone"))
    if len(given.words) != 1:
        raise CommandFailed(f"usage: planner {_IMPORT}", code=2)
    from planner.workspace.conferences.importing import Work, import_schedule
    from planner.workspace.conferences.telling import import_words

    place = given.words[0]
    with _explained(), _progress() as progress:
        brought = import_schedule(
            _places(),
            place,
            given.options.get("--as"),
            given.options.get("--timezone"),
            Work(progress),
        )
    with _explained():
        library.use(_places(), brought.conference.id)
    for line in import_words(brought):
        say(line)
    if "--json" in given.options:
        print_json(
            {
                "id": brought.conference.id,
                "events": brought.events,
                "scheduled": brought.scheduled,
                "kinds": {kind.value: count for kind, count in brought.by_kind},
                "days": {day.isoformat(): count for day, count in brought.by_day},
                "dropped": [str(problem) for problem in brought.dropped],
                "noted": [str(problem) for problem in brought.noted],
            }
        )
    return 0


def update(arguments: Sequence[str]) -> int:
    """``planner update [FILE] [--force]``: what a newer schedule says, merged into this one."""
    given = split_query_arguments(arguments, ("--json", "--force"), ())
    if len(given.words) > 1:
        raise CommandFailed(f"usage: planner {_UPDATE}", code=2)
    from planner.workspace.conferences.importing import Work
    from planner.workspace.conferences.telling import update_words
    from planner.workspace.conferences.updating import take_up, update_schedule
    from planner.workspace.session import machine_clock

    where = _places()
    with _explained(), _progress() as progress:
        updated = update_schedule(
            where,
            conference_in_use(where),
            given.words[0] if given.words else None,
            Work(progress),
            force="--force" in given.options,
        )
        progress("compiling", 0, None)
        meant = take_up(where, updated, machine_clock)
    for line in update_words(updated, meant):
        say(line)
    if "--json" in given.options:
        print_json(_updated_record(updated, meant))
        return 0
    from planner.schedule.changes import sentence

    for change in meant.mine:
        event = change.after or change.before
        title = event.title if event else change.event_id
        zone = _zone(updated.shelved)
        print(f"{change.event_id}\t{sentence(change, zone)}\t{title}")
    return 0


def _updated_record(updated: Any, meant: Any) -> dict[str, Any]:  # noqa: ANN401 - Updated, Consequences
    from planner.schedule.changes import What, sentence

    zone = _zone(updated.shelved)
    names = {What.CANCELLED: "removed"}
    record: dict[str, Any] = {
        names.get(what, what.value): [
            change.event_id for change in updated.changes if change.what is what
        ]
        for what in What
    }
    record["mine"] = [
        {
            "id": change.event_id,
            "what": names.get(change.what, change.what.value),
            "title": (change.after or change.before).title,
            "sentence": sentence(change, zone),
        }
        for change in meant.mine
    ]
    return record | {"gift": meant.gift}


def _zone(shelved: Shelved) -> Any:  # noqa: ANN401 - a ZoneInfo
    from zoneinfo import ZoneInfo

    return ZoneInfo(shelved.conference.timezone)


def _record(each: Shelved) -> dict[str, Any]:
    conference = each.conference
    return {
        "id": each.id,
        "name": conference.name,
        "start": conference.start.isoformat(),
        "end": conference.end.isoformat(),
        "timezone": conference.timezone,
        "days_to_go": (conference.start - date.today()).days,  # noqa: DTZ011 - days, roughly
        "events": each.events,
        "scheduled": each.scheduled,
        "in_use": each.in_use,
        "bundled": each.bundled,
        "updated": each.kept_at.isoformat() if each.kept_at else None,
    }


def _size(each: Shelved) -> str:
    return f"{each.events:,} events" if each.events is not None else "comes with planner"


def _one(arguments: Sequence[str], usage: str) -> str:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise CommandFailed(f"usage: planner {usage}", code=2)
    return arguments[0]


def _places() -> Places:
    return places(os.environ)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the library and the fetch say into the command's failure."""
    try:
        yield
    except LibraryError as error:
        raise CommandFailed(str(error)) from error
    except Exception as error:
        if type(error).__name__ == "FetchFailed":
            raise CommandFailed(str(error)) from error
        raise


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """Show on a terminal what is being done; the line is wiped at the end."""
    shown = sys.stderr.isatty()

    def tell(what: str, done: int, of: int | None) -> None:
        if not shown:
            return
        amount = f" {done / 1e6:.1f}" + (f" of {of / 1e6:.1f} MB" if of else " MB")
        print(f"\r\x1b[K{what}{amount if done else ''} ...", end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
