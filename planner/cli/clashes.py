"""``planner clashes``: what one cannot attend both, and what is too close for the way between."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from planner.cli.arguments import readable
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, say
from planner.export.rows import clash_record
from planner.workspace.wording import clash_words, may_clash_words


def clashes(arguments: Sequence[str]) -> int:
    """``planner clashes [--json]``: what only may clash is said on standard error."""
    for word in arguments:
        if word != "--json":
            raise CommandFailed(
                f"{readable(word)!r} is not known here. usage: planner clashes [--json]", code=2
            )
    with opened() as session:
        found = session.reading.clashes()
        if "--json" in arguments:
            print_json([clash_record(clash) for clash in found])
            return 0
        for clash in found:
            if sys.stdout.isatty():
                print(f"{clash.a.id}  {clash.b.id}  {clash_words(clash)}")
                print(f"   {clash.a.title}\n   {clash.b.title}")
            else:
                minutes = "-" if clash.minutes is None else str(clash.minutes)
                print("\t".join((clash.a.id, clash.b.id, clash.kind, minutes)))
        for each in session.reading.may_clash():
            say(f"{each.event.id} {may_clash_words(each)}.")
        if not found and sys.stdout.isatty():
            say("Nothing clashes.")
    return 0
