"""What all tests share: no network, no home of the user's, a frozen clock, a small conference."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from planner.paths import Places, compiled_folder, places
from planner.schedule.compiled import compiled_path
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session

#: The schedule that ships.
ICML = Path(__file__).parents[1] / "data" / "icml2024.json"

#: A moment twelve days before ICML 2024.
MOMENT = datetime(2024, 7, 9, 8, 0, tzinfo=UTC)

# On a busy machine an example takes as long as it takes: tests assert no time.
settings.register_profile("everyday", settings.default, deadline=None)
settings.register_profile("long", settings.default, deadline=None, max_examples=1_000)
settings.load_profile("long" if os.environ.get("PLANNER_LONG") else "everyday")

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - a name, nothing is bound


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Fail every connection that would leave this machine."""

    def guarded(method: Callable[..., Any]) -> Callable[..., Any]:
        def guard(own: socket.socket, *arguments: Any) -> Any:
            # sendto has the address last, the others have nothing else.
            address = arguments[-1]
            if own.family in (socket.AF_INET, socket.AF_INET6):
                host = str(address[0])
                if not host.startswith(_LOOPBACK):
                    raise AssertionError(f"A test reached for the network: {address}")
            return method(own, *arguments)

        return guard

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_home_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep whatever a test does not place elsewhere in a folder that goes away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANNER_HOME", str(tmp_path_factory.mktemp("nobody")))
        for name in ("PLANNER_SCHEDULE", "PLANNER_DEBUG", "NO_COLOR"):
            patch.delenv(name, raising=False)
        yield


class FrozenClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime = MOMENT) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Return the moment, aware, in UTC."""
        return self.moment

    def advance(self, **by: float) -> None:
        """Go on by ``hours=1`` and the like."""
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that stands twelve days before ICML 2024."""
    return FrozenClock()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """An empty home of planner's, the one that the environment names."""
    monkeypatch.setenv("PLANNER_HOME", str(tmp_path / "home"))
    return places({"PLANNER_HOME": str(tmp_path / "home")})


@dataclass(frozen=True)
class Compiled:
    """A schedule file with its compiled form, made once for all tests."""

    source: Path
    file: Path

    def put_into(self, where: Places) -> Path:
        """Lay the compiled form where a planner whose files are at ``where`` looks for it."""
        target = compiled_path(self.source, compiled_folder(where))
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            # Nothing changes a compiled schedule in place, so one copy serves every home.
            target.hardlink_to(self.file)
        except OSError:
            shutil.copy2(self.file, target)
        return target


def garbled(compiled_schedule: bytes) -> bytes:
    """Return a compiled schedule with garbage in its rows and indexes.

    The first pages and those with the tables' definitions stay: with garbage in
    these it is compiled again at once.
    """
    size = 4096
    pages = [compiled_schedule[at : at + size] for at in range(0, len(compiled_schedule), size)]
    for number, page in enumerate(pages):
        if number >= 8 and b"CREATE " not in page:
            spoiled = bytearray(page)
            spoiled[::3] = bytes(byte ^ 0x5A for byte in page[::3])
            pages[number] = bytes(spoiled)
    return b"".join(pages)


def compiled(source: Path, folder: Path) -> Compiled:
    """Compile ``source`` into ``folder``, in a child as planner does."""
    target = compiled_path(source, folder)
    subprocess.run(
        [sys.executable, "-m", "planner.schedule.compile", str(source), str(target)], check=True
    )
    return Compiled(source, target)


@pytest.fixture(scope="session")
def icml(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The schedule that ships, compiled once for all processes that test."""
    base = tmp_path_factory.getbasetemp()
    # The processes of one run have folders side by side (pytest-xdist).
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "icml"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = compiled_path(ICML, folder)
        return Compiled(ICML, file) if file.exists() else compiled(ICML, folder)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """A conference of a handful of events, compiled."""
    folder = tmp_path_factory.mktemp("small")
    source = folder / "small.json"
    source.write_text(json.dumps(small_document()), encoding="utf-8")
    return compiled(source, folder)


@pytest.fixture(scope="session")
def five_days(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """A conference of five days that was worked out by hand, compiled."""
    from tests.five_days import document

    folder = tmp_path_factory.mktemp("five-days")
    source = folder / "five-days.json"
    source.write_text(json.dumps(document()), encoding="utf-8")
    return compiled(source, folder)


@pytest.fixture
def planned(
    home: Places, five_days: Compiled, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A session on those five days, with sixty stars and all time of one's own kept."""
    from tests.five_days import keep_own_time, star_all

    monkeypatch.setenv("PLANNER_SCHEDULE", str(five_days.source))
    five_days.put_into(home)
    opened = Session(home, Preparation(home), clock)
    assert star_all(opened) == 60
    keep_own_time(opened)
    yield opened
    opened.close()


@pytest.fixture
def session(
    home: Places, small: Compiled, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A session on the small conference, in an empty home, the clock frozen."""
    monkeypatch.setenv("PLANNER_SCHEDULE", str(small.source))
    small.put_into(home)
    preparation = Preparation(home)
    assert preparation.rows_ready()
    opened = Session(home, preparation, clock)
    yield opened
    opened.close()


def small_document() -> dict[str, Any]:
    """Return a native schedule file of two days: twins, a session, a poster without a time."""
    day = "2024-07-23"
    return {
        "format": 1,
        "conference": {
            "id": "small",
            "name": "Small 2024",
            "title": "A Small Conference",
            "start": "2024-07-23",
            "end": "2024-07-24",
            "timezone": "Europe/Vienna",
            "venue": "Hall, Vienna",
            "url": "https://small.example",
            "source": None,
        },
        "events": [
            _event("session-1", "session", "Morning session", slot=(day, "10:30", "11:30")),
            _event(
                "oral-1",
                "oral",
                "Honey for bears",
                slot=(day, "10:30", "10:45"),
                room="Hall A",
                paper="honey",
                parent="session-1",
                people=[("Ada Bär", "Institute of Bears")],
                topics=["Animals->Bears"],
            ),
            _event(
                "poster-1",
                "poster",
                "Honey for bears",
                slot=(day, "13:30", "15:00"),
                room="Hall C",
                board="12",
                paper="honey",
                people=[("Ada Bär", "Institute of Bears")],
                topics=["Animals->Bears"],
                links=[("ICML", "https://icml.cc/virtual/2024/poster/1")],
            ),
            _event("poster-2", "poster", "Re[x] close [/foo] in the meadow"),
            _event("talk-1", "talk", "Bees and l₀", slot=("2024-07-24", "09:00", "10:00")),
            _event("break-1", "break", "Lunch", slot=(day, "12:00", "13:00")),
        ],
    }


def _event(
    name: str,
    kind: str,
    title: str,
    *,
    slot: tuple[str, str, str] | None = None,
    people: list[tuple[str, str]] | None = None,
    links: list[tuple[str, str]] | None = None,
    **known: Any,
) -> dict[str, Any]:
    day, start, end = slot or (None, None, None)
    certain = "official" if slot else "unknown"
    return {
        "id": name,
        "kind": kind,
        "title": title,
        "start": f"{day}T{start}:00+02:00" if slot else None,
        "end": f"{day}T{end}:00+02:00" if slot else None,
        "day": day,
        "attendance": None,
        "room": None,
        "board": None,
        "people": [{"name": name, "affiliation": place} for name, place in people or ()],
        "topics": [],
        "topics_by": "conference" if known.get("topics") else None,
        "track": None,
        "paper": None,
        "parent": None,
        "certainty": {"slot": certain, "room": certain, "board": "unknown"},
        "abstract": None,
        "links": [{"label": label, "url": url} for label, url in links or ()],
    } | known


@dataclass(frozen=True)
class Ran:
    """What a command came to: its exit code, and what it printed where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[list[str]]:
        """The cells of each line on standard output."""
        return [line.split("\t") for line in self.out.splitlines()]

    @property
    def ids(self) -> list[str]:
        """The first cell of each line."""
        return [cells[0] for cells in self.lines]

    @property
    def sentence(self) -> str:
        """The one line on standard error, where a command failed."""
        assert "Traceback" not in self.err
        assert "fault of planner" not in self.err
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("planner: "), self.err
        return lines[0]


class Installed:
    """The installed ``planner`` as processes of their own, in one home.

    Attributes:
        environment: The whole environment of each process.
    """

    program = Path(sys.executable).with_name("planner")

    def __init__(self, where: Path, **environment: str) -> None:
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(where / "nobody"),
            "LANG": "C.UTF-8",
            "PLANNER_HOME": str(where / "home"),
        } | environment

    @property
    def places(self) -> Places:
        """Where its files are."""
        return places(self.environment)

    def run(self, *words: str | bytes, stdin: str | bytes = b"", **options: Any) -> Ran:
        """Run a command to its end; ``options`` are :func:`subprocess.run`'s."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [self.program, *words],
            input=given,
            capture_output=True,
            env=self.environment,
            timeout=60,
            **options,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def installed(tmp_path: Path, icml: Compiled) -> Installed:
    """The installed program in an empty home that has ICML 2024 compiled."""
    program = Installed(tmp_path)
    icml.put_into(program.places)
    return program
