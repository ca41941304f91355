"""The entry point: which command, on which session, and what its failure prints.

Exit codes: 0 done, 1 could not (one sentence on standard error), 2 wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from planner import __version__
from planner.cli.output import CommandFailed, forget_output, ready_streams, say

Arguments = Sequence[str]


class CommandLine(NamedTuple):
    """One command of the command line: how to call it, what it does, where it lives."""

    usage: str
    help: str
    module: str
    function: str


def _command(usage: str, help_: str, module: str, function: str = "") -> CommandLine:
    name = usage.split(maxsplit=1)[0]
    return CommandLine(usage, help_, f"planner.cli.{module}", function or name)


#: Every command in the order of the help. Modules are imported when they are called.
COMMAND_LINES: dict[str, CommandLine] = {
    line.usage.split(maxsplit=1)[0]: line
    for line in (
        _command("search [QUERY...] [--limit N] [--json]", "Find events", "read"),
        _command("facets [QUERY...] [--json]", "What one may filter by, with counts", "facets"),
        _command(
            "density [QUERY...] [--by day|session] [--json]",
            "Topics by day or by session, with counts",
            "facets",
        ),
        _command(
            "alike [ID] [--limit N] [--json]",
            "Events like one, or like your stars, and what they share",
            "alike",
        ),
        _command("show ID [--json]", "Everything known of one event", "read"),
        _command("star ID... [--must|--maybe]", "Star events; - reads ids from stdin", "decide"),
        _command("unstar ID...", "Take stars off", "decide"),
        _command("hide ID...", "Leave events out of lists", "decide"),
        _command("unhide ID...", "Bring hidden events back", "decide"),
        _command("visit ID...", "Mark events as seen", "decide"),
        _command("unvisit ID...", "Take the marks off", "decide"),
        _command(
            "triage [QUERY...] [--limit N] [--json]",
            "What is undecided, most like your stars first",
            "triage",
        ),
        _command("decline ID...", "Say no to events; nothing is hidden", "triage"),
        _command("undecline ID...", "Take the no off", "triage"),
        _command(
            "searches [save|remove] [NAME] [QUERY...]",
            "Your saved searches: what is new in them; run, save or remove one",
            "searches",
        ),
        _command("note ID TEXT", "Write a note about an event; an empty text takes it off", "walk"),
        _command(
            "walk [SLOT] [--json]", "Your posters, slot by slot, in the order of boards", "walk"
        ),
        _command("agenda [--day DAY] [--json]", "Your starred events by day", "read"),
        _command("clashes [--json]", "What you cannot attend both, or is a tight walk", "clashes"),
        _command(
            "suggest [--apply] [--json]",
            "The best choice that fits, with what goes and why",
            "suggest",
        ),
        _command("now [--at TIME] [--json]", "What of yours is on", "coming"),
        _command("next [--at TIME] [--json]", "What of yours begins next, and where", "coming"),
        _command(
            "when ID TIME [--board N]",
            "Give an event a time you know; --forget takes it off",
            "own_time",
        ),
        _command("leave ID TIME", "Leave an event early; --forget stays to its end", "own_time"),
        _command("mine ID...", "Events that you present", "own_time"),
        _command("unmine ID...", "Events that you don't", "own_time"),
        _command("pin ID...", "Events that every suggestion must keep", "own_time"),
        _command("unpin ID...", "Let suggestions choose again", "own_time"),
        _command(
            "block TITLE --from TIME --to TIME [--away]",
            'Keep time for yourself; "fri 14-15 my poster" will do',
            "blocks",
        ),
        _command("unblock ID...", "Give that time back", "blocks"),
        _command("blocks [--json]", "Time of your own", "blocks"),
        _command("busy FILE.ics", "Take over when your calendar says you are busy", "blocks"),
        _command(
            "export ical|html|markdown|csv|json|bibtex [-o FILE] [QUERY...]",
            "Your starred events, or a query's, as a file; is:visited is the trip report",
            "export",
        ),
        _command(
            "sync URL --user NAME [--apply] [--json]",
            "Keep a calendar on a CalDAV server as your plan is; at first only say how",
            "sync",
        ),
        _command(
            "import FILE|URL [--as ID] [--timezone ZONE] [--json]",
            "Bring in another conference, and use it",
            "conferences",
            "import_conference",
        ),
        _command("conferences [--json]", "The conferences there are", "conferences"),
        _command("use ID", "Work on another conference", "conferences"),
        _command("remove ID", "Remove a conference; your decisions stay", "conferences"),
        _command(
            "update [FILE] [--force] [--json]",
            "Ask for a newer schedule and merge it; FILE is one you downloaded",
            "conferences",
        ),
        _command(
            "plan save|load|compare FILE|-",
            "Share a plan as a file, or with - as a line for a chat; merge one; compare several",
            "plan",
        ),
        _command("undo", "Take back the newest decision", "decide"),
        _command("redo", "Make the undone decision again", "decide"),
        _command("history [--json]", "What you decided, newest first", "decide"),
        _command("keys [--json]", "The app's keys", "about"),
        _command(
            "doctor [--json]",
            "Whether terminal, folders, schedule and itinerary are well",
            "doctor",
        ),
        _command("paths [--json]", "Where planner's files are", "about"),
        _command("schema", "The schedule file's JSON Schema", "about"),
    )
}


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
    name, *rest = words
    line = COMMAND_LINES.get(name)
    if line is None:
        raise CommandFailed(unknown_command(name), code=2)
    before_end = rest[: rest.index("--")] if "--" in rest else rest
    if "--help" in before_end or "-h" in before_end:
        print(f"usage: planner {line.usage}\n\n{line.help}.")
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

    near = get_close_matches(name, COMMAND_LINES, n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return f"There is no command {name!r}.{meant} planner --help lists them."


def _failure(error: Exception) -> int:
    """Say in a sentence what went wrong, known or not."""
    from planner.itinerary.database import ItineraryError
    from planner.paths import places
    from planner.schedule.unusable import CacheUnwritable, ScheduleUnusable
    from planner.workspace.fault import damaged_schedule

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
        kind = type(error).__name__
        say(
            f"planner: a fault of planner's own, {kind}: {error}. Nothing you decided is lost; "
            "PLANNER_DEBUG=1 shows where it happened."
        )
    return 1
