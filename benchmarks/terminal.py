"""A real program in a real pseudo-terminal: keys in, every read of its output with its time."""

from __future__ import annotations

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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import pyte

COLUMNS, LINES = 120, 40
#: What a terminal answers: it knows synchronized output, not in-band resizing;
#: the cursor is at the top; it is a VT220. Nobody waits for a time-out.
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62c",
}
#: What pyte does not know and would draw: queries of modes, the Kitty keyboard.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[[<>=?]\d*u")

Reads = list[tuple[float, bytes]]


def child_environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """Return the environment of every measured process: the same for planner and its peers."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "TEXTUAL", "FZF_", "PLANNER_"))
        and name not in ("NO_COLOR", "COLORTERM", "COLUMNS", "LINES", "TERM_PROGRAM")
    }
    return environment | {"TERM": "xterm-256color", "LANG": "C.UTF-8"} | (extra or {})


class Terminal:
    """A program started on a terminal of 120 columns and 40 lines of its own.

    Args:
        command: The program and its arguments.
        environment: Its whole environment.
        text: A file for its standard input, for programs that take their keys
            from the terminal itself (fzf).
    """

    def __init__(
        self, command: Sequence[str], environment: dict[str, str], text: Path | None = None
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        own_terminal = os.ttyname(slave)

        def take_terminal() -> None:
            # In a session of its own, the first terminal that is opened is the controlling one.
            os.close(os.open(own_terminal, os.O_RDWR))

        stdin = slave if text is None else os.open(text, os.O_RDONLY)
        stdout = slave if text is None else subprocess.DEVNULL
        #: When the program was started, by the clock that stamps the reads.
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=stdout,
            stderr=slave,
            env=environment,
            start_new_session=True,
            preexec_fn=take_terminal,
        )
        os.close(slave)
        if text is not None:
            os.close(stdin)
        self.reads: Reads = []
        self._pending = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    def write(self, keys: bytes) -> float:
        """Press keys; return the moment before."""
        now = time.perf_counter()
        os.write(self._master, keys)
        return now

    def read(self, seconds: float) -> bool:
        """Wait for output, at most so long; keep and answer it; tell whether some came."""
        if not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise RuntimeError(f"The program ended:\n{self.last_words()}")
        self.reads.append((time.perf_counter(), data))
        self._answer(data)
        return True

    def read_for(self, seconds: float) -> None:
        """Take all output of the next ``seconds``."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def settle(self, quiet: float = 0.1, at_most: float = 60.0) -> float:
        """Read until nothing came for ``quiet`` seconds; return when the last output came."""
        end = time.perf_counter() + at_most
        while time.perf_counter() < end and self.read(quiet):
            pass
        return self.reads[-1][0] if self.reads else self.started

    def wait_for(self, seen: Callable[[], bool], at_most: float = 120.0) -> None:
        """Read until ``seen`` says so.

        Raises:
            RuntimeError: It never did.
        """
        end = time.perf_counter() + at_most
        while not seen():
            left = end - time.perf_counter()
            if left <= 0:
                raise RuntimeError(f"Not seen in {at_most:.0f} s:\n{self.last_words()}")
            self.read(left)

    def taken(self) -> Reads:
        """Return the reads so far and forget them."""
        reads, self.reads = self.reads, []
        return reads

    def last_words(self) -> str:
        """Return what the screen shows after the reads that are kept."""
        screen = Screen()
        for _, data in self.reads:
            screen.feed(data)
        return "\n".join(line.rstrip() for line in screen.lines()).strip()

    def close(self) -> None:
        """End the program, which is in a process group of its own."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._master)

    def _answer(self, data: bytes) -> None:
        asked = self._pending + data
        last = 0
        for query, answer in _ANSWERS.items():
            at = asked.find(query)
            if at >= 0:
                os.write(self._master, answer)
                last = max(last, at + len(query))
        # A query can be cut in two by a read; what was answered is not asked again.
        self._pending = asked[last:][-12:]


class Screen:
    """What the terminal shows, replayed after the measuring."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)

    def feed(self, data: bytes) -> None:
        """Take output as it was read."""
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))

    def line(self, y: int, start: int = 0, stop: int = COLUMNS) -> str:
        """Return the characters of a line, from column ``start`` to before ``stop``."""
        cells = self._screen.buffer[y]
        return "".join(cells[x].data for x in range(start, stop))

    def lines(self) -> list[str]:
        """Return all lines."""
        return [self.line(y) for y in range(LINES)]
