"""Commands about planner itself: its keys, its files, its file format."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from planner import paths as places_of
from planner.cli.output import CommandFailed, print_json, print_table, say
from planner.keys import Keys
from planner.settings import settings_path
from planner.workspace.in_use import schedule_in_use
from planner.workspace.settings.file import read_settings


def keys(arguments: Sequence[str]) -> int:
    """``planner keys [--json]``: every command of the app with its keys, as they are set."""
    _only_json(arguments, "keys")
    read = read_settings(places_of.places(os.environ))
    commands = tuple(Keys(read.settings.keys).everywhere())
    for problem in read.problems:
        say(f"planner: {problem}")
    if "--json" in arguments:
        print_json(
            [
                {
                    "id": command.id,
                    "keys": list(command.keys),
                    "help": command.help,
                    "scopes": list(command.scopes),
                    "group": command.group,
                }
                for command in commands
            ]
        )
        return 0
    lines = [("  ".join(c.keys), c.id, ", ".join(c.scopes), c.help) for c in commands]
    if sys.stdout.isatty():
        print_table(lines)
    else:
        sys.stdout.writelines("\t".join(line) + "\n" for line in lines)
    return 0


def paths(arguments: Sequence[str]) -> int:
    """``planner paths [--json]``: where everything is kept."""
    _only_json(arguments, "paths")
    places = places_of.places(os.environ)
    schedule = schedule_in_use(places, os.environ)
    found = {
        "schedule": str(schedule),
        "itineraries": str(places.data / "itineraries"),
        "backups": str(places.data / "backups"),
        "settings": str(settings_path(places)),
        "state": str(places_of.state_path(places)),
        "seen": str(places.data / "seen"),
        "compiled schedules": str(places_of.compiled_folder(places)),
    }
    if "--json" in arguments:
        print_json(found)
    else:
        sys.stdout.writelines(f"{name}\t{path}\n" for name, path in found.items())
    return 0


def schema(arguments: Sequence[str]) -> int:
    """``planner schema``: the JSON Schema of the schedule file."""
    _only_json(arguments, "schema")
    from planner.schedule.schema import native_schema

    print_json(native_schema())
    return 0


def _only_json(arguments: Sequence[str], name: str) -> None:
    for argument in arguments:
        if argument != "--json":
            raise CommandFailed(f"{argument!r} is not known here. usage: planner {name}", code=2)
