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

from planner.cli.main import help_text
from planner.commands import COMMANDS, LISTS
from planner.model import Level
from planner.paths import places
from planner.tui.app import PlannerApp
from planner.tui.render import Signs
from planner.workspace.session import Preparation, Session

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
MOMENT = datetime(2024, 7, 12, 9, 0, tzinfo=UTC)

#: What the pictures' attendee has starred.
STARS = {
    Level.MUST: ("oral-35486", "tutorial-35223"),
    Level.WANT: ("poster-33646", "oral-35451", "workshop-29953", "poster-34535", "poster-32858"),
    Level.MAYBE: ("demo-tacticai", "poster-34686", "poster-33206"),
}
#: Each picture: its name, its size, and the keys that lead to it.
PICTURES = {
    "browse": ((100, 30), ("slash", *"world models", "enter", "down")),
    "plan": ((100, 24), ("2", "right", "right")),
    "filter": ((100, 30), ("slash", *"diffusion", "enter", "f", "down", "enter")),
    "triage": ((100, 24), ("4", "space", "x", "j", "S")),
}

KEY_SCOPES = {
    "browse": "Browse",
    "plan": "Plan",
    "walk": "Walk",
    "triage": "Triage",
    "search": "search bar",
}


def key_table() -> str:
    """Return the keys of the lists as a Markdown table."""
    rows = ["| keys | what | where |", "| --- | --- | --- |"]
    for command in COMMANDS:
        scopes = [KEY_SCOPES[scope] for scope in command.scopes if scope in KEY_SCOPES]
        if not scopes:
            continue
        where = "everywhere" if set(LISTS) <= set(command.scopes) else ", ".join(scopes)
        keys = " ".join(f"`{key}`" for key in command.keys)
        rows.append(f"| {keys} | {command.help} | {where} |")
    return "\n".join(rows)


def command_help() -> str:
    """Return what ``planner --help`` prints, as a Markdown block."""
    return f"```text\n{help_text()}\n```"


def with_parts(text: str) -> str:
    """Return a document with its generated parts, each between its two marks, made anew."""
    for name, content in (("keys", key_table()), ("commands", command_help())):
        before, opening, rest = text.partition(f"<!-- {name} -->\n")
        _, closing, after = rest.partition(f"<!-- /{name} -->")
        text = f"{before}{opening}{content}\n{closing}{after}"
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
            await _answered(app, pilot)
        picture = app.export_screenshot(title="planner")
    app.close_session()
    return picture + "\n" if not picture.endswith("\n") else picture


async def _answered(app: PlannerApp, pilot: Pilot[None]) -> None:
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
    wanted = {README: with_parts(README.read_text(encoding="utf-8"))}
    wanted |= {ROOT / "docs" / f"{name}.svg": svg for name, svg in pictures().items()}
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
