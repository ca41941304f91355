"""``planner``: open the app on a terminal, at the present or at a given time."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from planner.cli.output import CommandFailed, say
from planner.paths import places
from planner.workspace.preparation import Preparation
from planner.workspace.session import Clock, GivenClock, machine_clock
from planner.workspace.settings.file import read_settings

#: What draws for a page, where ``planner serve`` started the app for a browser.
_WEB_DRIVER = "textual.drivers.web_driver:WebDriver"


def open_app(arguments: Sequence[str]) -> int:
    """``planner [--at TIME]``: run the app until it is left.

    Raises:
        CommandFailed: There is no terminal, or the time cannot be read.
    """
    given = _given_time(arguments)
    # Textual draws on standard error.
    served = os.environ.get("TEXTUAL_DRIVER") == _WEB_DRIVER
    if not (served or (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty())):
        raise CommandFailed(
            "the app needs a terminal for its screen and its keys; "
            "commands such as planner search work without one (planner --help)."
        )
    where = places(os.environ)
    # The compiler, if it is needed at all, works while the app is imported.
    preparation = Preparation(where)
    try:
        clock = _clock(given, preparation)
        from planner.tui.app import run
        from planner.tui.render import ASCII_SIGNS, Signs

        settings = read_settings(where).settings
        wanted = settings.signs
        unicode = served or is_unicode() if wanted == "auto" else wanted == "unicode"
        signs = Signs() if unicode else ASCII_SIGNS
        failure = run(where, preparation, signs, clock, settings.theme)
    finally:
        preparation.close()
    if failure is not None:
        say(f"planner: {failure}")
        return 1
    return 0


def _given_time(arguments: Sequence[str]) -> str | None:
    """Return the time of ``--at TIME`` or ``--at=TIME``, None without one.

    Raises:
        CommandFailed: The words are neither.
    """
    if not arguments:
        return None
    option, equals, text = arguments[0].partition("=")
    words = [text, *arguments[1:]] if equals else list(arguments[1:])
    if option != "--at" or len(words) != 1 or not words[0].strip():
        raise CommandFailed("usage: planner --at TIME, such as '2024-07-23 10:00'", code=2)
    return words[0]


def _clock(text: str | None, preparation: Preparation) -> Clock:
    """Return the machine's clock, or one that starts at ``text`` in the venue's zone."""
    if text is None:
        return machine_clock
    from planner.cli.at_time import time_at
    from planner.schedule.store import ScheduleStore

    preparation.wait()
    store = ScheduleStore.open(preparation.compiled)
    try:
        return GivenClock(time_at(text, store))
    finally:
        store.close()


def is_unicode() -> bool:
    """Whether the terminal shows more than ASCII: a UTF-8 locale, and not the bare console.

    Python itself works in UTF-8 even where the locale is C (PEP 538, PEP 540),
    so the locale's own name is asked (POSIX, Base Definitions, section 8.2).
    """
    named = _environment_at_start()
    name = next(filter(None, map(named.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    is_utf8 = "utf8" in name.lower().replace("-", "")
    return is_utf8 and os.environ.get("TERM") != "linux"


def _environment_at_start() -> Mapping[str, str]:
    """Return the environment as it was given: Python sets LC_CTYPE in its own copy (PEP 538)."""
    try:
        content = Path("/proc/self/environ").read_bytes()
    except OSError:
        return os.environ
    pairs = (os.fsdecode(entry).partition("=") for entry in content.split(b"\0") if entry)
    return {name: value for name, _, value in pairs}
