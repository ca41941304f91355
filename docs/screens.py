"""Pictures of every screen in every theme and size, to be looked at; none of them is kept.

``python docs/screens.py FOLDER`` makes an SVG of each, and for each screen a sheet
(HTML, and PNG where there is a Chromium) with all its pictures beside each other.
``--theme T``, ``--size WxH`` and ``--only NAME``, each as often as wanted, make fewer.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

if not __package__:  # Run as a script, from wherever.
    sys.path.insert(0, str(Path(__file__).parent.parent))

from textual import events

from docs.attendee import BEFORE, DURING, live, plan_of_ada, see_changes
from docs.make import answered
from planner.paths import Places, compiled_folder, places
from planner.settings import THEME_NAMES
from planner.tui.app import PlannerApp
from planner.tui.render import ASCII_SIGNS, Signs
from planner.tui.themes import THEMES
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session

SIZES = ((60, 20), (80, 24), (120, 40))
#: Whose home a picture is taken in: of one who has decided nothing, much, or met an update.
FRESH, LIVELY, CHANGED = "fresh", "lively", "changed"
#: Ada's plan is pasted where this stands among the keys.
ADA = "<Ada's plan>"
#: What Rich draws its window in.
_WINDOW = 'fill="#292929"'


class View(NamedTuple):
    """A screen in a state: the keys that lead there, in whose home, and when.

    A key longer than one character that is none of Textual's names is pasted.
    """

    keys: tuple[str, ...] = ()
    home: str = LIVELY
    at: datetime = BEFORE
    size: tuple[int, int] | None = None
    signs: Signs = Signs()


def _search(words: str, *keys: str) -> tuple[str, ...]:
    return ("slash", f"paste {words}", "enter", *keys)


_WED = ("2", "right", "right")
VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "first-start": View(home=FRESH),
        "preparing": View(("preparing",), home=FRESH),
        "too-small": View(size=(30, 8)),
        "browse-by-topic": View(("w", "w", "g", "j", "j", "j")),
        "browse-by-time": View(("w", "g", "right_square_bracket", "j", "j")),
        "browse-starred": View(_search("is:starred", "j")),
        "browse-during": View(_search("is:starred", "j"), at=DURING),
        "browse-ascii": View(_search("is:starred", "j"), signs=ASCII_SIGNS),
        "search": View(("slash", "paste diffusion")),
        "search-completion": View(("slash", "paste author:lev", "tab")),
        "search-slip": View(("slash", "paste day:tusday")),
        "search-nothing": View(("slash", "paste transfomer zzz")),
        "detail": View(_search("is:must kind:oral", "enter")),
        "detail-signs": View(_search("ℓ₀", "enter")),
        "filter": View(("f", "down", "down")),
        "density": View(("d", "down", "right", "right", "right")),
        "density-sessions": View(("d", "w", "down", "right")),
        "saved": View(("F",)),
        "naming": View((*_search("bandits"), "F", "enter")),
        "alike": View(_search("is:must kind:oral", "a")),
        "alike-stars": View(("A",)),
        "plan": View(_WED),
        "plan-clash": View(("2", "right")),
        "plan-during": View(("2",), at=DURING),
        "plan-no-time": View(("2", *("right",) * 7)),
        "plan-empty": View(("2",), home=FRESH),
        "ways-out": View(("2", "n", "enter")),
        "suggestion": View(("2", "equals_sign")),
        "commitment": View(("2", "c", "paste fri 14-15 my poster")),
        "own-time": View((*_search("is:maybe kind:poster"), "T", "paste 3 #503")),
        "walk": View(("3", "right", "j"), at=DURING),
        "walk-stand": View(("3", "right", "slash", "7"), at=DURING),
        "walk-empty": View(("3",), home=FRESH),
        "triage": View(("4", "space", "x", "j", "S")),
        "triage-empty": View(("4",), home=FRESH),
        "changes": View(("5",), home=CHANGED),
        "changes-empty": View(("5",), home=FRESH),
        "export": View(("e",)),
        "folder": View(("e", "tab")),
        "link": View(_search("is:must kind:oral", "o")),
        "note": View(_search("is:must has:note kind:poster", "i")),
        "group": View(("C", ADA)),
        "group-divided": View(("C", ADA, "tab")),
        "group-empty": View(("C",)),
        "conferences": View(("L",)),
        "update-question": View(("R",)),
        "import": View(("L", "i", "paste /home/ada/schedule.xml")),
        "palette": View(("colon",)),
        "help": View(("question_mark",)),
        "help-plan": View(("2", "question_mark")),
        "themes": View(("W", "down")),
    }
)
#: Names of keys that Textual has, beside those of one character.
_NAMED = frozenset(
    (
        *("slash", "enter", "escape", "space", "tab", "down", "up", "left", "right", "colon"),
        *("question_mark", "equals_sign", "left_square_bracket", "right_square_bracket"),
    )
)


def homes(folder: Path) -> dict[str, Places]:
    """Make the homes in which pictures are taken, the schedule compiled in each."""
    made = {name: places({"PLANNER_HOME": str(folder / name)}) for name in (FRESH, LIVELY, CHANGED)}
    for name, where in made.items():
        if name != FRESH:
            shutil.copytree(compiled_folder(made[FRESH]), compiled_folder(where))
        session = Session.open(where, lambda: BEFORE)
        if name != FRESH:
            live(session)
        if name == CHANGED:
            see_changes(session)
        session.close()
    return made


async def pictures(
    view: View, where: Places, size: tuple[int, int], themes: Sequence[str]
) -> dict[str, str]:
    """Return the pictures of a view as SVG, by theme.

    Args:
        view: What to show.
        where: The attendee's home.
        size: The terminal's size in cells.
        themes: The themes' names.
    """
    app = PlannerApp(where, Preparation(where), view.signs, lambda: view.at)
    shown = {}
    async with app.run_test(size=view.size or size) as pilot:
        for key in view.keys:
            if key == "preparing":
                await app.push_screen(app.preparing_screen())
            elif len(key) == 1 or key in _NAMED:
                await pilot.press(key)
            else:
                text = plan_of_ada(app.session) if key == ADA else key.removeprefix("paste ")
                app.screen.post_message(events.Paste(text))
            await answered(app, pilot)
        for name in themes:
            app.wear(name)
            await answered(app, pilot)
            shown[name] = _in_its_window(app.export_screenshot(title=name), name)
    app.close_session()
    return shown


def _in_its_window(svg: str, theme: str) -> str:
    """Return a picture whose window is the theme's ground, with no font from elsewhere."""
    before, _, rest = svg.partition("@font-face")
    svg = before + rest[rest.rindex("format(") :].partition("}")[2] if rest else svg
    return svg.replace(_WINDOW, f'fill="{THEMES[theme].background}"') if theme in THEMES else svg


def sheet(name: str, files: Mapping[tuple[str, tuple[int, int]], Path]) -> str:
    """Return a page with the pictures of a screen: a row for each theme, a column a size."""
    rows: dict[str, list[str]] = {}
    for (theme, (width, _)), path in files.items():
        image = f'<img src="{html.escape(path.name)}" style="width:{width * 8}px">'
        rows.setdefault(theme, []).append(image)
    body = "\n".join(f"<h2>{theme}</h2><div>{''.join(row)}</div>" for theme, row in rows.items())
    return (
        f'<!doctype html><meta charset="utf-8"><title>{name}</title><style>'
        "html{overflow:hidden}body{margin:8px;background:#777;width:max-content}"
        "h1,h2{margin:4px;font:bold 14px sans-serif;color:#fff}img{margin:4px;vertical-align:top}"
        f"</style><h1>{name}</h1>\n{body}\n"
    )


def make(
    folder: Path,
    themes: Sequence[str] = THEME_NAMES,
    sizes: Sequence[tuple[int, int]] = SIZES,
    names: Sequence[str] = (),
) -> Iterator[Path]:
    """Make the pictures and sheets; yield each sheet.

    Args:
        folder: Where they go.
        themes: The themes' names.
        sizes: The sizes in cells.
        names: The views, all without one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        homes(Path(temporary))
        for name in names or VIEWS:
            view, files = VIEWS[name], {}
            for size in (view.size,) if view.size else sizes:
                # What one picture decides is not to be seen in the next.
                home = Path(temporary) / "now"
                shutil.copytree(Path(temporary) / view.home, home)
                where = places({"PLANNER_HOME": str(home)})
                for theme, svg in asyncio.run(pictures(view, where, size, themes)).items():
                    path = folder / f"{name}-{theme}-{size[0]}x{size[1]}.svg"
                    path.write_text(svg, encoding="utf-8")
                    files[theme, size] = path
                shutil.rmtree(home)
            page = folder / f"{name}.html"
            by_theme = dict(sorted(files.items(), key=lambda each: themes.index(each[0][0])))
            page.write_text(sheet(name, by_theme), encoding="utf-8")
            yield page


def photograph(pages: Iterable[Path]) -> None:
    """Make a PNG of each page as it comes, where there is a Chromium, and name it."""
    from tests.browser.chromium import chromium, program

    if program() is None:
        for page in pages:
            print(page)
        return
    with tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as browser:
        for page in pages:
            browser.open(page)
            wide, high = browser.run("[document.body.offsetWidth+16,document.body.offsetHeight+16]")
            browser.look(wide, high, touch=False)
            shown = page.with_suffix(".png")
            shown.write_bytes(browser.picture())
            print(shown, flush=True)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def main(arguments: Sequence[str]) -> int:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", action="append", choices=THEME_NAMES)
    parser.add_argument("--size", action="append", type=_size, metavar="WxH")
    parser.add_argument("--only", action="append", choices=tuple(VIEWS), metavar="NAME")
    given = parser.parse_args(arguments)
    sizes = given.size or SIZES
    photograph(make(given.folder, given.theme or THEME_NAMES, sizes, given.only or ()))
    return 0


if __name__ == "__main__":
    os.environ.pop("NO_COLOR", None)
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    sys.exit(main(sys.argv[1:]))
