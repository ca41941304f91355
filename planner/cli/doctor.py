"""``planner doctor``: whether what planner stands on is well, for a question or a report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from shutil import get_terminal_size

from planner.cli.output import CommandFailed, print_json
from planner.paths import places
from planner.workspace.doctor import checks


def doctor(arguments: Sequence[str]) -> int:
    """``planner doctor [--json]``: exit 1 if anything is not well."""
    if [word for word in arguments if word != "--json"]:
        raise CommandFailed("usage: planner doctor [--json]", code=2)
    size = get_terminal_size() if sys.stdout.isatty() else None
    found = list(checks(places(os.environ), os.environ, size))
    if "--json" in arguments:
        print_json([check._asdict() for check in found])
    else:
        width = max(len(check.name) for check in found)
        for check in found:
            print(f"{'ok ' if check.well else 'BAD'}  {check.name:<{width}}  {check.words}")
    return 0 if all(check.well for check in found) else 1
