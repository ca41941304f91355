"""The entry point: which command, on which session, and what its failure prints.

Exit codes: 0 done, 1 could not (one sentence on standard error), 2 wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence

from planner import __version__
from planner.cli.output import CommandFailed, forget_output, ready_streams, say

Arguments = Sequence[str]


def main(arguments: Arguments | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: The words behind ``planner``; those of the process unless given.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    ready_streams()
    try:
        code = _run(words)
        sys.stdout.flush()
    except CommandFailed as failure:
        say(f"planner: {failure}")
        return failure.code
    except BrokenPipeError:
        # Whoever read our output has gone; that is no fault, and nothing more can be said.
        forget_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _failure(error)
    return code


def _run(words: list[str]) -> int:
    if words and words[0] in ("-h", "--help", "help"):
        print(help_text())
        return 0
    if words and words[0] == "--version":
        print(f"planner {__version__}")
        return 0
    if not words or words[0].partition("=")[0] == "--at":
        # Hardly anything that a start makes is garbage; the app lets the collector run again.
        gc.disable()
        from planner.cli.open_app import open_app

        return open_app(words)
    # The app needs no word of them.
    from planner.cli.command_lines import ASKED_BY_SHELLS, COMMAND_LINES

    name, *rest = words
    line = ASKED_BY_SHELLS if name == "complete" else COMMAND_LINES.get(name)
    if line is None:
        raise CommandFailed(unknown_command(name), code=2)
    before_end = rest[: rest.index("--")] if "--" in rest else rest
    if "--help" in before_end or "-h" in before_end:
        print("usage: planner " + "\n       planner ".join(line.forms) + f"\n\n{line.help}.")
        return 0
    import importlib

    # Hardly anything that an import makes is garbage, and all of it lives to the end.
    gc.disable()
    run: Callable[[Arguments], int] = getattr(importlib.import_module(line.module), line.function)
    gc.freeze()
    gc.enable()
    return run(rest)


def help_text() -> str:
    """Return what ``planner --help`` prints."""
    from planner.cli.command_lines import COMMAND_LINES

    width = max(len(line.usage) for line in COMMAND_LINES.values())
    lines = [
        "usage: planner [--at TIME]      open the app",
        "       planner COMMAND ...      one of these:",
        "",
        *(f"  {line.usage:<{width}}  {line.help}" for line in COMMAND_LINES.values()),
        "",
        'A query is words, "a phrase", -not, and kind: day: from: topic: is: with values,',
        "such as  planner search kind:oral topic:theory -survey is:scheduled",
        "PLANNER_HOME=DIR keeps all of planner's files under DIR.",
    ]
    return "\n".join(lines)


def unknown_command(name: str) -> str:
    """Return the sentence for a command that there is not, with the nearest that there is."""
    from difflib import get_close_matches

    from planner.cli.command_lines import COMMAND_LINES

    near = get_close_matches(name, COMMAND_LINES, n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return f"There is no command {name!r}.{meant} planner --help lists them."


def _failure(error: Exception) -> int:
    """Say in a sentence what went wrong, known or not."""
    from planner.itinerary.failure import ItineraryError
    from planner.paths import places
    from planner.schedule.unusable import CacheUnwritable, ScheduleUnusable
    from planner.workspace.fault import damaged_schedule, fault_report

    if os.environ.get("PLANNER_DEBUG"):
        raise error
    if isinstance(error, ItineraryError | ScheduleUnusable | CacheUnwritable):
        say(f"planner: {error}")
    elif isinstance(error, OSError):
        forget_output()
        reason = error.strerror or str(error)
        where = error.filename or "the output"
        say(f"planner: {where} cannot be used: {reason}. Make room, or use another place.")
    elif damage := damaged_schedule(places(os.environ), error):
        say(f"planner: {damage}; the same command again makes it anew.")
    else:
        say(f"planner: {fault_report(places(os.environ), error, ended='the command')}")
    return 1
