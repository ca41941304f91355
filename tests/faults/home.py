"""A home of planner's that can be broken and laid out anew, and the program in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from planner.paths import Places, itinerary_path, kept_schedule, places
from tests.conftest import Ran
from tests.faults.conference import CONFERENCE, schedule_bytes
from tests.terminal.pty_terminal import Terminal

#: A start that goes wrong takes less than this; a program that hangs takes for ever.
PATIENCE_SECONDS = 60.0

_PROGRAM = (sys.executable, "-m", "tests.faults.program")
_ROOT = Path(__file__).parents[2]


class Home:
    """One folder with planner's files, the invented conference imported and in use.

    Args:
        root: A folder of its own, for the home and what lies beside it.
        source: The address that an update asks, None where there is none.
    """

    def __init__(self, root: Path, source: str | None = None) -> None:
        self.root = root
        self.folder = root / "home"
        self.outside = root / "outside"
        self.outside.mkdir(parents=True)
        self._laid_out = root / "laid-out"
        #: A file that moves the program's clock: the seconds it is ahead.
        self.clock_file = root / "clock"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(root / "nobody"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(_ROOT),
            "TMPDIR": str(self._made(root / "tmp")),
            "PLANNER_HOME": str(self.folder),
        }
        self.first = self._written("first.json", schedule_bytes(source=source))
        self.later = self._written("later.json", schedule_bytes(later=True, source=source))
        self.other = self._written("other.json", schedule_bytes("other2024"))
        done = self.run("import", str(self.first))
        if done.code:
            raise RuntimeError(done.err)
        self.run("search", "--limit", "1")
        self.keep_layout()

    @property
    def places(self) -> Places:
        """Where planner's files are."""
        return places(self.environment)

    @property
    def itinerary(self) -> Path:
        """The database of what was decided."""
        return itinerary_path(self.places, CONFERENCE)

    @property
    def schedule(self) -> Path:
        """The kept schedule of the conference in use."""
        return kept_schedule(self.places, CONFERENCE)

    def keep_layout(self) -> None:
        """Let :meth:`lay_out` come back to the home as it is now."""
        shutil.rmtree(self._laid_out, ignore_errors=True)
        shutil.copytree(self.folder, self._laid_out, symlinks=True)

    def lay_out(self) -> None:
        """Make the home what it was at the beginning, at the same place and of the same age."""
        for folder in (self.folder, self.outside):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._laid_out, self.folder, symlinks=True)
        self.outside.mkdir()
        self.clock_file.unlink(missing_ok=True)

    def set_clock(self, seconds: int) -> None:
        """Let the program's clock be ahead by as many seconds, from its next look on."""
        # Whole: the open app may look at it at any moment.
        written = self.clock_file.with_suffix(".new")
        written.write_text(str(seconds))
        written.replace(self.clock_file)

    def run(
        self, *words: str, before: Sequence[str] = (), stdin: bytes = b"", **environment: str
    ) -> Ran:
        """Run a command to its end."""
        done = subprocess.run(
            [*before, *self._command(words)],
            input=stdin,
            capture_output=True,
            env=self.environment | environment,
            cwd=self.outside,
            timeout=PATIENCE_SECONDS,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def run_and_kill(self, words: Sequence[str], moment: Callable[[], None]) -> Ran:
        """Run a command and kill it (SIGKILL) when ``moment`` returns; its end may be earlier."""
        child = subprocess.Popen(
            self._command(words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
            cwd=self.outside,
            start_new_session=True,
        )
        moment()
        kill_all_of(child)
        out, err = child.communicate(timeout=PATIENCE_SECONDS)
        return Ran(child.returncode, out.decode(), err.decode())

    def open_app(
        self, *words: str, columns: int = 100, lines: int = 30, before: Sequence[str] = ()
    ) -> Terminal:
        """Open the app on a terminal of its own, and wait until its list is there."""
        terminal = self.begin_app(*words, columns=columns, lines=lines, before=before)
        try:
            terminal.wait_for("★ ", "quit")
        except BaseException:
            terminal.close()
            raise
        return terminal

    def begin_app(
        self, *words: str, columns: int = 100, lines: int = 30, before: Sequence[str] = ()
    ) -> Terminal:
        """Begin to open the app."""
        command = [*before, *self._command(words)]
        return Terminal(command, self.environment, columns, lines, self.outside)

    def _command(self, words: Sequence[str]) -> list[str]:
        """Return the installed program, or the one whose clock can be moved where it is moved."""
        if self.clock_file.exists():
            return [*_PROGRAM, str(self.clock_file), *words]
        return [str(Path(sys.executable).with_name("planner")), *words]

    def _written(self, name: str, content: bytes) -> Path:
        path = self.root / name
        path.write_bytes(content)
        return path

    def _made(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def kill_all_of(child: subprocess.Popen[bytes]) -> None:
    """Kill a program and all that it started, as a machine does that loses its power."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        # Its children are told with it; what they hold open is let go a moment later.
        time.sleep(0.01)
