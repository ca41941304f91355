"""A Pilot that waits as long as there is something to do, and not a frame longer.

Textual's own wait (``textual._wait``) looks at the processor every 20 ms and
calls the app idle when little was used: two such looks for every key, and two
more for a pause, in which nothing happens any more. Here the event loop itself
says whether anything is left to run.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from textual._context import active_app

from planner.tui.app import PlannerApp

#: Seconds: a timer that is due within them is waited for, as Textual's wait would have.
_SOON = 0.02
#: Seconds between two looks at the thread beside the event loop, and how often it is looked at.
_LOOK, _LOOKS = 0.002, 10
#: Seconds of the processor within these looks, from which on the thread counts as at work.
_AT_WORK = 0.0002
#: Seconds after which a frame is drawn, in place of a sixtieth, and what waits for a rest
#: of the keys begins, in place of a twentieth.
_FRAME, _REST = 0.001, 0.005


async def wait_until_quiet(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait until nothing is ready to run in the event loop, nor soon will be.

    A question beside the event loop is waited for as long as it uses the
    processor: one that a test holds back is not.

    Args:
        min_sleep: Seconds to wait in any case.
        max_sleep: Seconds after which it is given up.
    """
    began = time.monotonic()
    soon = began + _SOON
    if min_sleep:
        await asyncio.sleep(min_sleep)
    while time.monotonic() - began < max_sleep:
        await asyncio.sleep(0)
        if _is_ready():
            continue
        due = _next_timer()
        if due is not None and due <= soon:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        elif not await _is_answering():
            return


def _is_ready() -> bool:
    loop: Any = asyncio.get_running_loop()
    return bool(loop._ready)


def _next_timer() -> float | None:
    loop: Any = asyncio.get_running_loop()
    return min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=None)


async def _is_answering() -> bool:
    app = active_app.get(None)
    session = app._session if isinstance(app, PlannerApp) else None
    if session is None or session.aside.idle:
        return False
    before = time.process_time() - time.thread_time()
    for _ in range(_LOOKS):
        await asyncio.sleep(_LOOK)
        if session.aside.idle:
            return True
    return time.process_time() - time.thread_time() - before > _AT_WORK


def wait_no_longer(patch: pytest.MonkeyPatch) -> None:
    """Have every Pilot wait like this, and screens draw and ask at once what soon they would."""
    patch.setattr("textual.app.wait_for_idle", wait_until_quiet)
    patch.setattr("textual.pilot.wait_for_idle", wait_until_quiet)
    patch.setattr("textual.screen.UPDATE_PERIOD", _FRAME)
    patch.setattr("planner.tui.screens.browse.COUNT_AFTER", _REST)
    patch.setattr("planner.tui.screens.list_screen.TELL_AFTER", _REST)
