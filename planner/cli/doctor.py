"""``planner doctor``: whether what planner stands on is well, for a question or a report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from shutil import get_terminal_size

from planner.cli.output import CommandFailed, print_json
from planner.paths import places
from planner.workspace.doctor import Check, checks
from planner.workspace.settings.file import read_settings


def doctor(arguments: Sequence[str]) -> int:
    """``planner doctor [--json]``: exit 1 if anything is not well."""
    if [word for word in arguments if word != "--json"]:
        raise CommandFailed("usage: planner doctor [--json]", code=2)
    size = get_terminal_size() if sys.stdout.isatty() else None
    where = places(os.environ)
    found = list(checks(where, os.environ, size))
    found.append(_signs(read_settings(where).settings.signs))
    if "--json" in arguments:
        print_json([check._asdict() for check in found])
    else:
        width = max(len(check.name) for check in found)
        for check in found:
            print(f"{'ok ' if check.well else 'BAD'}  {check.name:<{width}}  {check.words}")
    return 0 if all(check.well for check in found) else 1


def _signs(wanted: str) -> Check:
    """Show the signs as the app would draw them, to be looked at."""
    from planner.cli.open_app import is_unicode
    from planner.tui.render import ASCII_SIGNS, Signs

    signs = Signs() if (is_unicode() if wanted == "auto" else wanted == "unicode") else ASCII_SIGNS
    shown = (
        *(signs.must, signs.want, signs.maybe, signs.seen, signs.clash, signs.inferred),
        *(signs.unknown, signs.cursor, signs.pin, signs.full, signs.empty, signs.rule),
    )
    look = 'boxes or overlaps? set signs = "ascii"' if signs is not ASCII_SIGNS else "in ASCII"
    return Check("signs", True, f"{' '.join(shown)}  {look}")
