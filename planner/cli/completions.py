"""``planner completions``: the script that makes a shell complete planner's commands on Tab.

The scripts know nothing but how to ask ``planner complete``, so they need not be made again
when planner has learnt a new command.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from planner.cli.output import CommandFailed

#: The shells that have a script.
SHELLS = ("bash", "zsh", "fish")


def completions(arguments: Sequence[str]) -> int:
    """``planner completions bash|zsh|fish``: print the script; its head says where to put it."""
    if len(arguments) != 1 or arguments[0] not in SHELLS:
        raise CommandFailed("usage: planner completions bash|zsh|fish", code=2)
    sys.stdout.write(script(arguments[0]))
    return 0


def script(shell: str) -> str:
    """Return the completion script of one of the shells."""
    path = Path(__file__).parent / "shells" / f"planner.{shell}"
    return path.read_text(encoding="utf-8")
