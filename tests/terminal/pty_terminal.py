"""A program on a terminal of its own, and the screen that it draws there, read with pyte."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

#: How long anything may take before a test fails: only a hung program takes so long.
PATIENCE = 30.0

#: Keys by the registry's names, as a terminal sends them.
KEYS: Mapping[str, bytes] = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "space": b" ",
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "backspace": b"\x7f",
    **{f"ctrl+{letter}": bytes([ord(letter) & 31]) for letter in "abcdefghijklmnopqrstuvwxyz"},
}

#: Sequences that pyte would print: keyboard modes (CSI > ... u, CSI < u), XTVERSION and its like.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1bP.*?\x1b\\")

_SGR = re.compile(r"\x1b\[([0-9;:]*)m")


class Terminal:
    """A program started on a terminal, as its session's leader.

    Args:
        command: The program and its arguments.
        environment: Its whole environment.
        columns: The terminal's width in cells.
        lines: Its height.
        folder: Where the program is started.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        environment: Mapping[str, str],
        columns: int = 80,
        lines: int = 24,
        folder: Path | None = None,
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unseen = b""
        #: All that the program wrote, as text.
        self.output = ""
        self._master, slave = pty.openpty()
        self._size(columns, lines)
        self._before = termios.tcgetattr(slave)
        own_terminal = os.ttyname(slave)

        def take_terminal() -> None:
            # A session's leader gets the first terminal that it opens as its own.
            os.close(os.open(own_terminal, os.O_RDWR))

        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={"TERM": "xterm-256color", **environment},
            cwd=folder,
            start_new_session=True,
            preexec_fn=take_terminal,
        )
        #: Kept open, so that what the program leaves in the terminal's settings can be read.
        self._slave = slave

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def text(self) -> str:
        """What the screen shows, line by line, without blanks at the ends."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, *keys: str) -> None:
        """Press keys by name (``"escape"``), or type what is no key's name."""
        for key in keys:
            os.write(self._master, KEYS.get(key) or key.encode())

    def wait_for(self, *wanted: str | Callable[[str], bool]) -> str:
        """Read until the screen shows every text wanted; return what it shows.

        Raises:
            AssertionError: It never did, or the program ended.
        """

        def seen() -> bool:
            shown = self.text
            return all(w in shown if isinstance(w, str) else w(shown) for w in wanted)

        self._read_until(seen, f"{wanted} on the screen")
        return self.text

    def wait_for_output(self, wanted: str) -> None:
        """Read until the program has written ``wanted``, on the screen or not."""
        self._read_until(lambda: wanted in self.output, f"{wanted!r} in the output")

    def wait_for_end(self) -> int:
        """Read until the program has ended; return its exit code, negative for a signal."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"The program did not end:\n{self.text}"
            self._read(0.02)
        while self._read(0.0):
            pass
        return self.process.returncode

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size; the program is told by SIGWINCH."""
        self._screen.resize(lines, columns)
        self._size(columns, lines)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def hang_up(self) -> None:
        """Close the terminal, as a window or a connection that goes away."""
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def is_restored(self) -> bool:
        """Whether the terminal is as it was: main screen, cursor shown, line mode, no mouse."""
        after = termios.tcgetattr(self._slave)
        modes: dict[str, bool] = {}
        for numbers, switch in re.findall(r"\x1b\[\?([0-9;]+)([hl])", self.output):
            for number in numbers.split(";"):
                modes[number] = switch == "h"
        left_on = {mode for mode in ("1049", "1000", "1003", "1006", "2004") if modes.get(mode)}
        return not left_on and modes.get("25", True) and after[:4] == self._before[:4]

    def colours(self) -> set[int]:
        """Return the SGR numbers of all colours asked for: 30-38, 40-48, 90-97, 100-107."""
        found: set[int] = set()
        for parameters in _SGR.findall(self.output):
            numbers = [int(number or 0) for number in re.split("[;:]", parameters)]
            while numbers:
                number = numbers.pop(0)
                if 30 <= number <= 38 or 40 <= number <= 48 or 90 <= number <= 107:
                    found.add(number)
                if number in (38, 48, 58):
                    del numbers[: 2 if numbers[:1] == [5] else 4]
        return found

    def close(self) -> None:
        """End the program and all that it started."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for handle in (self._master, self._slave):
            if handle >= 0:
                os.close(handle)
        self._master = self._slave = -1

    def _size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _read_until(self, seen: Callable[[], bool], wanted: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not seen():
            ended = self.process.poll() is not None
            if not self._read(0.05) and ended and not seen():
                raise AssertionError(f"The program ended; not seen: {wanted}\n{self.text}")
            assert time.monotonic() < deadline, f"Not seen: {wanted}\n{self.text}"

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self.output += self._decoder.decode(data)
        data = self._unseen + data
        # A sequence can be cut in two by a read: what has no end yet waits for it.
        cut = data.rfind(b"\x1b")
        ended = cut < 0 or re.match(rb"\x1b(\[[0-9;:<>=?$ ]*[@-~]|[^\[P])", data[cut:])
        self._unseen = b"" if ended else data[cut:]
        whole = data if ended else data[:cut]
        # pyte has one screen alone: a terminal's other one is blank when it is entered.
        entered = whole.replace(b"\x1b[?1049h", b"\x1b[?1049h\x1b[2J\x1b[H")
        shown = _UNKNOWN_TO_PYTE.sub(b"", entered)
        self._stream.feed(shown.decode("utf-8", "replace"))
        return bool(data)
