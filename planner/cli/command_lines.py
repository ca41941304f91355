"""The commands of the command line: how each is called, what it does, where it lives.

Plain data: the help, the manual and the completion of shells are made from it, so that none of
them can drift from the others.
"""

from __future__ import annotations

from typing import NamedTuple


class CommandLine(NamedTuple):
    """One command of the command line: how to call it, what it does, where it lives.

    ``usage`` is its line of the help. ``forms`` are the ways to call it in full, with every
    option: help on the command, the manual and completion are made from them.
    """

    usage: str
    help: str
    module: str
    function: str
    forms: tuple[str, ...]


def _command(
    usage: str, help_: str, module: str, function: str = "", forms: tuple[str, ...] = ()
) -> CommandLine:
    name = usage.split(maxsplit=1)[0]
    return CommandLine(usage, help_, f"planner.cli.{module}", function or name, forms or (usage,))


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
        _command(
            "star ID... [--must|--maybe]",
            "Star events; - reads ids from stdin",
            "decide",
            forms=("star ID... [--must|--want|--maybe]",),
        ),
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
            forms=(
                "searches [NAME] [--limit N] [--json]",
                "searches save NAME QUERY...",
                "searches remove NAME",
            ),
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
        _command(
            "next [--at TIME] [--line] [--json]",
            "What of yours begins next, and where; --line for a prompt",
            "coming",
            forms=(
                "next [--at TIME] [--json]",
                "next [--at TIME] --line [--width N] [--within MINUTES]",
            ),
        ),
        _command(
            "when ID TIME [--board N]",
            "Give an event a time you know; --forget takes it off",
            "own_time",
            forms=("when ID TIME [--board N]", "when ID --forget"),
        ),
        _command(
            "leave ID TIME",
            "Leave an event early; --forget stays to its end",
            "own_time",
            forms=("leave ID TIME", "leave ID --forget"),
        ),
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
            forms=(
                "export html|markdown|csv|json|bibtex [-o FILE] [QUERY...]",
                "export ical [-o FILE] [--utc] [--alarm N] [--posters slot|each] [--unscheduled] "
                "[--blocks] [QUERY...]",
            ),
        ),
        _command(
            "sync URL --user NAME [--apply] [--json]",
            "Keep a calendar on a CalDAV server as your plan is; at first only say how",
            "sync",
            forms=(
                "sync URL --user NAME [--apply|--dry-run] [--create] [--adopt] [--force] "
                "[--alarm N|none] [--posters slot|each] [--utc|--no-utc] [--json]",
            ),
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
            forms=(
                "plan save FILE|- [--notes] [--all]",
                "plan load FILE|LINE|- [--dry-run] [--stars] [--again] [--json]",
                "plan compare [NAME=]FILE|LINE|-... [--divide] [--without-me] [--json]",
            ),
        ),
        _command("serve [--port N]", "Open the app in a browser on this machine", "serve"),
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
        _command(
            "completions bash|zsh|fish", "A script that completes all this on Tab", "completions"
        ),
        _command("man", "The manual page; planner man | man -l -", "manual"),
    )
}

#: What the completion scripts ask; no command for people, so the help doesn't tell of it.
ASKED_BY_SHELLS = _command(
    "complete bash|zsh|fish LINE [BREAKS]", "What may stand where the cursor is", "complete"
)
