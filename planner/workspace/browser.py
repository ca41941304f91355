"""Opening an address in the attendee's browser, where a screen is there for one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping

from planner.export.links import address
from planner.schedule.store import ScheduleStore

#: Seconds after which a browser that says nothing is taken for opened.
_PATIENCE = 2.0
#: In a process of its own, since browsers write on the terminal on which the app draws. One
#: that draws on the terminal itself is refused.
_OPEN = """
import os, sys, webbrowser
try:
    browser = webbrowser.get()
except webbrowser.Error:
    sys.exit(3)
name = os.path.basename(getattr(browser, "name", "") or "")
if name in ("www-browser", "links", "elinks", "lynx", "w3m"):
    sys.exit(3)
sys.exit(0 if browser.open(sys.argv[1]) else 1)
"""


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether a browser's window could be shown: not on a console, not over ssh."""
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in environ
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def browse_to(url: str, copy_key: str = "y") -> Callable[[ScheduleStore], str]:
    """Return the question to open an address, to be asked beside the event loop.

    Its answer is a sentence without a full stop that says whether it was opened.

    Args:
        url: An address of http or https; any other is refused.
        copy_key: The key that copies it instead.
    """

    def question(_: ScheduleStore) -> str:
        return opened_words(url, copy_key)

    return question


def opened_words(url: str, copy_key: str = "y") -> str:
    """Open an address in a browser, and return in words whether that was done."""
    if address(url) is None or not url.isascii():
        return "Only links of http and https are opened"
    if not has_screen(os.environ):
        return f"No browser opens here; {copy_key} copies the link"
    try:
        opening = subprocess.Popen(  # noqa: S603 - our own words, no shell
            [sys.executable, "-P", "-c", _OPEN, url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        why = error.strerror or error
        return f"No browser could be started ({why}); {copy_key} copies the link"
    try:
        code = opening.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        # Some browsers keep what started them waiting; it is left to them.
        code = 0
    if code == 0:
        return f"Opened {url}"
    if code == 3:
        return f"No browser with a window was found; {copy_key} copies the link"
    return f"The browser did not open the link; {copy_key} copies it"
