"""The app on the real ICML 2024 schedule, at a fixed moment, driven through Textual's Pilot."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget

from planner.paths import Places, places
from planner.tui.app import PlannerApp
from planner.tui.render import Signs
from planner.tui.widgets.painted import Painted
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session
from tests.conftest import Compiled
from tests.five_days import keep_own_time, star_all
from tests.tui.quiet import wait_no_longer

#: Twelve days before the conference's first, in the morning.
MOMENT = datetime(2024, 7, 9, 8, 0, tzinfo=UTC)

_ROW = re.compile(r"[ ▌][ !★☆][ ✓](oral|spotlight|poster|tutorial|workshop|demo) ")

OpenApp = Callable[..., AbstractAsyncContextManager["Screenful"]]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until what is asked beside the event loop has been answered and painted."""
    app = pilot.app
    assert isinstance(app, PlannerApp)
    await pilot.pause()
    while not app.session.aside.idle:
        await asyncio.sleep(0.005)
    await pilot.pause()
    await pilot.pause()


class Screenful:
    """The app as a person sees it: its text, and keys to press."""

    def __init__(self, app: PlannerApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names, and wait for what they cause."""
        await self.pilot.press(*keys)
        await self.pilot.pause()
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type text into the search bar."""
        names = {" ": "space", ":": "colon", '"': "quotation_mark", ",": "comma", "-": "minus"}
        await self.press(*(names.get(char, char) for char in text))

    async def paste(self, text: str) -> None:
        """Paste a text as a terminal does: at once, where each typed letter takes a frame."""
        self.app.screen.post_message(events.Paste(text))
        await settled(self.pilot)

    @property
    def lines(self) -> list[str]:
        """The screen's lines as text, blanks at their ends left out."""
        width, height = self.app.size
        cells = [[" "] * width for _ in range(height)]
        for widget in self.app.screen.query(Painted):
            region = widget.region
            if not widget.display or not _is_shown(widget):
                continue
            for y, strip in enumerate(widget.render_lines(widget.size.region)):
                text = strip.text.ljust(region.width)
                cells[region.y + y][region.x : region.right] = list(text[: region.width])
        return ["".join(line).rstrip() for line in cells]

    @property
    def text(self) -> str:
        """The screen's text."""
        return "\n".join(self.lines)

    @property
    def status(self) -> str:
        """The status line, above the key bar."""
        return self.lines[-2].strip()

    @property
    def rows(self) -> list[str]:
        """The lines of the list that hold a title, without headers."""
        return [line for line in self.lines if _ROW.match(line)]

    @property
    def cursor_line(self) -> str:
        """The line on which the cursor stands."""
        return next((line for line in self.lines if line.startswith("▌")), "")


def _is_shown(widget: Widget) -> bool:
    return widget.region.width > 0 and widget.region.height > 0


@pytest.fixture(autouse=True, scope="session")
def _no_idle_waits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        wait_no_longer(patch)
        yield


@pytest.fixture(scope="session")
def compiled_home(tmp_path_factory: pytest.TempPathFactory, icml: Compiled) -> Path:
    """A home whose schedule is compiled, to be copied."""
    home = tmp_path_factory.mktemp("compiled")
    icml.put_into(places({"PLANNER_HOME": str(home)}))
    return home


@pytest.fixture
def where(tmp_path: Path, compiled_home: Path) -> Places:
    """Places of a fresh attendee; the schedule is compiled already."""
    shutil.copytree(compiled_home, tmp_path / "home")
    return places({"PLANNER_HOME": str(tmp_path / "home")})


@pytest.fixture
def session(where: Places) -> Iterator[Session]:
    """A session on the attendee's places, as a second window would have it."""
    with_schedule = Session.open(where, lambda: MOMENT)
    yield with_schedule
    with_schedule.close()


@pytest.fixture
def five(where: Places, five_days: Compiled, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A second window on the five days made by hand, with sixty stars and own time kept."""
    monkeypatch.setenv("PLANNER_SCHEDULE", str(five_days.source))
    five_days.put_into(where)
    opened = Session.open(where, lambda: MOMENT)
    assert star_all(opened) == 60
    keep_own_time(opened)
    yield opened
    opened.close()


@pytest.fixture
def open_app(where: Places) -> OpenApp:
    """What opens the app, in a size, with signs and at a moment; ``faults`` are to be expected."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24),
        signs: Signs | None = None,
        at: datetime = MOMENT,
        *,
        faults: bool = False,
    ) -> AsyncIterator[Screenful]:
        app = PlannerApp(where, Preparation(where), signs or Signs(), lambda: at)
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield Screenful(app, pilot)
        finally:
            app.close_session()
            if not faults and app.faults.errors:
                # What the app apologises for on the screen fails a test.
                raise app.faults.errors[0]

    return opened
