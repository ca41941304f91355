"""Makes the parts of the documents that must not drift: pictures, key table, command help.

``python docs/make.py`` writes them; ``python docs/make.py --check`` only says
whether they are as they would be written, and exits 1 if not. The pictures show
the real app on the real schedule, at a fixed moment and in a fixed size.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from planner.cli.command_lines import COMMAND_LINES
from planner.cli.forms import option_names
from planner.cli.main import help_text
from planner.cli.manual import manual_page
from planner.cli.option_words import option_words
from planner.commands import BY_ID, COMMANDS, LISTS, Command
from planner.model import Level
from planner.paths import places
from planner.tui.app import PlannerApp
from planner.tui.render import Signs
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
#: All that is written for people, the README first.
DOCUMENTS = (
    README,
    *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *(ROOT / name / "README.md" for name in ("benchmarks", "data")),
)

MOMENT = datetime(2024, 7, 12, 9, 0, tzinfo=UTC)
#: What the pictures' attendee has starred: little, so that each thing is seen.
STARS = {
    Level.MUST: ("oral-35486", "tutorial-35223", "poster-33551"),
    Level.WANT: (
        *("poster-33646", "oral-35451", "workshop-29953", "poster-34535", "poster-32858"),
        *("oral-35521", "oral-35559", "poster-34248"),
    ),
    Level.MAYBE: ("demo-tacticai", "poster-34686", "poster-33206"),
}
#: Each picture: its name, its size, and the keys that lead to it.
PICTURES = {
    "browse": ((100, 30), ("slash", *"world models", "enter", "down")),
    "plan": ((130, 24), ("2", "right")),
    "suggestion": ((100, 24), ("2", "right", "equals_sign")),
    "walk": ((100, 24), ("3", "right", "right", "right", "space")),
    "link": ((100, 26), ("slash", *"rectified flow", "enter", "o")),
    "filter": ((100, 30), ("slash", *"diffusion", "enter", "f", "down", "enter")),
    "triage": ((100, 24), ("4", "space", "x", "j", "S")),
}

#: What the README's table of keys names, in its order: enough for a first hour.
ESSENTIAL_KEYS = (
    *("search", "down", "up", "next_section", "star", "must", "maybe", "open", "filter", "alike"),
    *("plan", "suggest", "walk", "triage", "export", "link", "undo", "back", "quit"),
)
#: What the README's list of commands names, in the order of ``planner --help``.
ESSENTIAL_COMMANDS = (
    *("search", "show", "star", "agenda", "clashes", "suggest", "walk", "next", "export"),
    *("plan", "sync", "import", "update", "doctor"),
)
#: The places where keys work, in the words of the documents.
KEY_SCOPES = {
    "browse": "Browse",
    "plan": "Plan",
    "walk": "Walk",
    "triage": "Triage",
    "changes": "Changes",
    "alike": "More like this",
    "density": "Density",
    "conferences": "Conferences",
    "suggestion": "Suggestion",
    "link": "Links",
    "help": "Help",
    "report": "Report",
    "export": "Export",
    "folder": "folder of an export",
    "fault": "when planner itself fails",
    "search": "search bar",
    "stand": "Walk's bar",
    "choice": "choices",
    "filter": "Filter",
    "saved": "Saved searches",
    "naming": "name of a search",
    "note": "note",
    "own_time": "time of an event",
    "commitment": "own time",
    "group": "Compare",
    "update": "question of an update",
    "import": "import",
    "working": "while it works",
}


def essential_keys() -> str:
    """Return the keys for a first hour as a Markdown table."""
    rows = ["| key | what it does |", "| --- | --- |"]
    rows += [f"| {_keys(BY_ID[name])} | {BY_ID[name].help} |" for name in ESSENTIAL_KEYS]
    return "\n".join(rows)


def all_keys() -> str:
    """Return all keys as Markdown tables by group, with the ids of their commands."""
    parts = []
    for group in dict.fromkeys(command.group for command in COMMANDS):
        rows = ["| keys | what | where | id |", "| --- | --- | --- | --- |"]
        rows += [
            f"| {_keys(each)} | {each.help} | {_where(each)} | `{each.id}` |"
            for each in COMMANDS
            if each.group == group
        ]
        parts.append("\n".join([f"## {group}", "", *rows]))
    return "\n\n".join(parts)


def _keys(command: Command) -> str:
    # A bar ends a cell of a table, in code as well.
    return " ".join(f"`{key}`".replace("|", "\\|") for key in command.keys) or "none"


def _where(command: Command) -> str:
    """Return the places where a command's keys work; those with a list are everywhere."""
    lists = set(LISTS) <= set(command.scopes)
    others = [KEY_SCOPES.get(each, each) for each in command.scopes if not lists]
    return "everywhere" if lists else ", ".join(others)


def command_help() -> str:
    """Return what ``planner --help`` prints, as a Markdown block."""
    return f"```text\n{help_text()}\n```"


def command_forms() -> str:
    """Return every way to call each command, as a Markdown block."""
    forms = (form for line in COMMAND_LINES.values() for form in line.forms)
    return "\n".join(["```text", *(f"planner {form}" for form in forms), "```"])


def option_table() -> str:
    """Return all options as a Markdown table: which, of which commands, what each does."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, line in COMMAND_LINES.items():
        for option in option_names(line.forms):
            found.setdefault((option, option_words(name, option)), []).append(f"`{name}`")
    rows = ["| option | of | what it does |", "| --- | --- | --- |"]
    rows += [f"| `{key[0]}` | {' '.join(of)} | {key[1]} |" for key, of in sorted(found.items())]
    return "\n".join(rows)


def command_list() -> str:
    """Return the commands for a first hour as a Markdown table."""
    rows = ["| command | what it does |", "| --- | --- |"]
    rows += [f"| `planner {name}` | {COMMAND_LINES[name].help} |" for name in ESSENTIAL_COMMANDS]
    return "\n".join(rows)


def with_parts(text: str) -> str:
    """Return a document with its generated parts, each between its two marks, made anew."""
    parts = {
        "essential keys": essential_keys,
        "keys": all_keys,
        "essential commands": command_list,
        "commands": command_help,
        "forms": command_forms,
        "options": option_table,
    }
    for name, made in parts.items():
        before, opening, rest = text.partition(f"<!-- {name} -->\n")
        _, closing, after = rest.partition(f"<!-- /{name} -->")
        if closing:
            text = f"{before}{opening}{made()}\n{closing}{after}"
    return text


def pictures() -> dict[str, str]:
    """Return the pictures as SVG by name."""
    with tempfile.TemporaryDirectory() as folder:
        where = places({"PLANNER_HOME": folder})
        session = Session.open(where, lambda: MOMENT)
        for level, ids in STARS.items():
            found = [session.schedule.event(event_id) for event_id in ids]
            session.decisions.star([event for event in found if event is not None], level)
        session.close()
        return {
            name: asyncio.run(_picture(folder, size, keys))
            for name, (size, keys) in PICTURES.items()
        }


async def _picture(folder: str, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    where = places({"PLANNER_HOME": folder})
    app = PlannerApp(where, Preparation(where), Signs(), lambda: MOMENT)
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
            await answered(app, pilot)
        picture = app.export_screenshot(title="planner")
    app.close_session()
    return picture + "\n" if not picture.endswith("\n") else picture


async def answered(app: PlannerApp, pilot: Pilot[None]) -> None:
    """Wait for what was asked beside the event loop."""
    await pilot.pause()
    while not app.session.aside.idle:
        await asyncio.sleep(0.005)
    await pilot.pause()


def _words(document: str) -> str:
    """Return what a document says: a picture's text, since its drawing is the library's."""
    if not document.startswith("<svg"):
        return document
    return "\n".join(re.findall(r">([^<>]*\S[^<>]*)</text>", document))


def main(arguments: list[str]) -> int:
    """Write what is out of date, or with ``--check`` name it and exit 1."""
    wanted = {path: with_parts(path.read_text(encoding="utf-8")) for path in DOCUMENTS}
    wanted |= {ROOT / "docs" / f"{name}.svg": svg for name, svg in pictures().items()}
    wanted[ROOT / "docs" / "planner.1"] = manual_page()
    stale = [
        path
        for path, content in wanted.items()
        if not path.exists() or _words(path.read_text(encoding="utf-8")) != _words(content)
    ]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is out of date; run python docs/make.py")
        else:
            path.write_text(wanted[path], encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    os.environ.pop("NO_COLOR", None)
    sys.exit(main(sys.argv[1:]))
