"""Where the measuring takes place: a folder with conferences, compiled once, and fresh homes."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import synthetic
from benchmarks.terminal import Screen, Terminal, child_environment
from planner import paths
from planner.model import Event
from planner.schedule.compile import compile_schedule
from planner.schedule.compiled import compiled_path
from planner.schedule.store import ScheduleStore

PLANNER = str(Path(sys.executable).with_name("planner"))
MINIMAL = (sys.executable, str(Path(__file__).with_name("minimal_app.py")))
FZF = shutil.which("fzf")


@dataclass
class Stage:
    """What the measuring modules share.

    Attributes:
        folder: For everything that is written.
        sizes: The sizes of the synthetic conferences to measure.
        rounds: How often each side is measured.
        draw: Shuffles the rounds; from a fixed seed.
    """

    folder: Path
    sizes: tuple[int, ...]
    rounds: int
    draw: random.Random

    def __post_init__(self) -> None:
        self._conferences: dict[int, SyntheticConference] = {}
        self._homes = 0

    def conference(self, size: int) -> SyntheticConference:
        """Return the synthetic conference of a size, written and compiled at its first use."""
        if size not in self._conferences:
            print(f"... preparing the synthetic conference of {size:,} events", file=sys.stderr)
            self._conferences[size] = SyntheticConference(self.folder, size)
        return self._conferences[size]

    def empty_home(self) -> Path:
        """Return a new folder for PLANNER_HOME."""
        self._homes += 1
        home = self.folder / f"home-{self._homes}"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        return home

    def home(self, size: int) -> dict[str, str]:
        """Return the environment of a planner that has the conference compiled and no star."""
        conference, home = self.conference(size), self.empty_home()
        compiled = paths.compiled_folder(paths.places({"PLANNER_HOME": str(home)}))
        compiled.mkdir(parents=True)
        (compiled / conference.compiled.name).hardlink_to(conference.compiled)
        return child_environment(
            {"PLANNER_HOME": str(home), "PLANNER_SCHEDULE": str(conference.source)}
        )

    def shuffled(self, *sides: str) -> list[str]:
        """Return the sides in a random order, for one round."""
        return self.draw.sample(sides, len(sides))


class SyntheticConference:
    """A synthetic conference on the disk, as a file and compiled."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.words = f"{size:,} synthetic"
        self.source = synthetic.write(folder, size)
        self.compiled = compiled_path(self.source, folder / "compiled")
        # In a child, so that its memory is not kept by the one that measures.
        subprocess.run(
            [
                *(sys.executable, "-m", compile_schedule.__module__),
                *(str(self.source), str(self.compiled)),
            ],
            check=True,
        )

    @cached_property
    def store(self) -> ScheduleStore:
        """The compiled schedule, opened for reading."""
        return ScheduleStore.open(self.compiled)

    def events(self) -> list[Event]:
        """Return all events."""
        return self.store.events(range(1, self.size + 1))


def app(environment: dict[str, str]) -> Terminal:
    """Start planner and wait until it shows its rows and has settled."""
    terminal = Terminal([PLANNER], environment)
    terminal.wait_for(lambda: any(b"to choose from" in data for _, data in terminal.reads))
    terminal.settle(0.5)
    return terminal


@dataclass(frozen=True)
class BrowseLayout:
    """Where on the screen Browse's search bar and list are; the detail is beside it."""

    bar: int
    top: int
    bottom: int
    width: int

    @classmethod
    def found_on(cls, screen: Screen) -> BrowseLayout:
        """Find it on a screen that shows Browse.

        Raises:
            RuntimeError: The screen does not show Browse.
        """
        lines = screen.lines()
        for y, text in enumerate(lines):
            if "to choose from" in text or " found" in text:
                width = text.find("│") if "│" in text else len(text)
                # The kinds stand below the bar; status and keys are the last two lines.
                return cls(y, y + 2, len(lines) - 2, width)
        raise RuntimeError("The screen does not show Browse:\n" + "\n".join(lines))

    def results(self, screen: Screen) -> tuple[str, ...]:
        """Return the search bar with its count, and the list's lines."""
        rows = (self.bar, *range(self.top, self.bottom))
        return tuple(screen.line(y, 0, self.width) for y in rows)
