"""An app that is driven through all its screens, and what it wrote to its terminal taken apart."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from pathlib import Path

from tests.terminal.pty_terminal import Terminal

#: Keys that lead through every screen and overlay, and do there what can be done.
ROUND = (
    *("j", "j", "space", "S", "m", "enter", "J", "escape", "a", "j", "escape", "A", "escape"),
    *("f", "tab", "j", "escape", "d", "down", "escape", "F", "escape", "/", "one", "tab"),
    *("tab", "enter", "escape", "/", "topic:o", "tab", "enter", "escape", "w", "w", "i", "note"),
    *("enter", "escape", "T", "escape", "o", "down", "escape", "y", "e", "escape", "u", "ctrl+r"),
    *("2", "j", "enter", "escape", "=", "escape", "n", "b", "c", "escape", "p", "]", "C"),
    *("escape", "3", "space", "j", "/", "1", "enter", "escape", "enter", "escape", "4", "j"),
    *("x", "S", "enter", "escape", "5", "escape", "1", "G", "g", "x", "x", "?", "escape", ":"),
    *("pl", "escape", "1"),
)

#: Whatever begins with an escape: a control sequence, a string, two signs.
_SEQUENCE = re.compile(
    "\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|[PX^_].*?\x1b\\\\|[ -/]*[0-~])",
    re.DOTALL,
)
#: What planner and Textual write, whatever they show: styles, places, erasing, modes, the
#: keyboard's protocol, the pointer's shape, links to addresses of ASCII, what ``y`` copied.
_OURS = re.compile(
    r"\x1b\[[0-9;]*[mHJK]|\x1b\[\?[0-9;]+[hl]|\x1b\[\?[0-9;]+\$p|\x1b\[[<>=]?[0-9;]*u|\x1b\[[cn]"
    r"|\x1b\]22;[a-z-]+\x07|\x1b\]8;(?:id=[0-9-]+)?;(?:https?://[!-~]+)?\x1b\\"
    r"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
)


class Driven(Terminal):
    """A program on a terminal that is given a key when it has said all it has to say."""

    def settle(self, quiet: float = 0.03, most: float = 20.0) -> None:
        """Read until the program has been silent for ``quiet`` seconds, ``most`` at most."""
        end = time.monotonic() + most
        while time.monotonic() < end and self._read(quiet):
            pass

    def wait_for_start(self) -> None:
        """Read until the app's first screen stands, or the program has ended."""
        end = time.monotonic() + 20
        while "\x1b[?1049h" not in self.output and self.process.poll() is None:
            assert time.monotonic() < end, "The app did not start."
            self._read(0.05)
        self.settle(0.15)

    def go(self, *keys: str) -> None:
        """Press keys one by one, each when the one before has been answered."""
        for key in keys:
            self.press(key)
            self.settle()
            assert self.process.poll() is None, f"ended by {key!r}: {self.output[-2000:]}"

    def send(self, raw: bytes) -> None:
        """Send bytes, as fast as the program takes them, and read what it answers."""
        os.set_blocking(self._master, False)
        end = time.monotonic() + 60
        while raw:
            assert time.monotonic() < end, f"{len(raw):,} bytes were not taken"
            try:
                raw = raw[os.write(self._master, raw[:4096]) :]
            except BlockingIOError:
                self._read(0.01)
        os.set_blocking(self._master, True)

    def leave(self) -> int:
        """Quit, and return the exit code."""
        self.settle()
        for _ in range(8):
            # Each closes what lies on top; one too many would meet the shell's line mode.
            self.press("ctrl+c")
            self._read(2.0)
            self.settle(0.1)
            left = self.output.rfind("\x1b[?1049l") > self.output.rfind("\x1b[?1049h")
            if left or self.process.poll() is not None:
                break
        return self.wait_for_end()

    def memory(self) -> int:
        """Return the most memory that the program had at any time, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+)", status)
        assert found is not None
        return int(found[1]) // 1024


def foreign(output: str) -> list[str]:
    """Return what was written to a terminal that nobody but a schedule can have put there."""
    sequences = [each for each in _SEQUENCE.findall(output) if not _OURS.fullmatch(each)]
    return sequences + sorted(steering(_SEQUENCE.sub("", output).replace("\r", "")))


def steering(text: str) -> set[str]:
    """Return the characters of a text that steer a terminal or the eye, but tabs and line feeds.

    Joiners are letters of some scripts, and stay where they join something.
    """
    return {
        character
        for character in text
        if not character.isprintable() and character not in "\t\n\u200c\u200d"
    }


def lines_of(texts: Iterable[str]) -> str:
    """Return texts as a program reads them, one a line."""
    return "".join(f"{text}\n" for text in texts)
