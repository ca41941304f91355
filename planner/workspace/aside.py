"""Questions answered beside the event loop, by a thread with a schedule store of its own.

Counting, comparing and completing may take longer than a frame; a key must
never wait for them. Only the newest question of a kind is worth an answer.
"""

from __future__ import annotations

import contextvars
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from planner.schedule.store import ScheduleStore
from planner.schedule.unusable import NotCompiled

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

#: Seconds for which the thread may hold the interpreter while a key waits for it. With
#: Python's own 5 ms a letter is painted up to that much later, often several times.
_SHARED_EVERY = 0.0005
#: Seconds that closing waits for a question which cannot be interrupted.
_PATIENCE = 2.0


class _Asked(NamedTuple):
    """A question with where its answer goes."""

    kind: str
    question: Callable[[ScheduleStore], Any]
    answer: Callable[[Any], None]
    loop: asyncio.AbstractEventLoop
    context: contextvars.Context


class Aside:
    """Asks a compiled schedule in a thread, which begins with the first question.

    Args:
        compiled: The compiled schedule.

    Attributes:
        fault: Called in the event loop with what a question raised; unless
            set, the event loop's own handler is told.
    """

    def __init__(self, compiled: Path) -> None:
        self._compiled = compiled
        self._waiting: dict[str, _Asked] = {}
        self._running: _Asked | None = None
        self._store: ScheduleStore | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._changed = threading.Condition()
        self.fault: Callable[[Exception], None] = _raised

    def ask(
        self, kind: str, question: Callable[[ScheduleStore], T], answer: Callable[[T], None]
    ) -> None:
        """Have ``question`` answered; a newer one of the same ``kind`` takes its place.

        Called in the event loop, in which ``answer`` will be called as well.
        There is no answer to a question that was replaced, and none while the
        compiled schedule cannot be opened.

        Args:
            kind: What the question is about, such as ``kinds``.
            question: Called in the thread with the thread's own store; it must
                touch nothing that the event loop changes.
            answer: Called with what the question returned.
        """
        # Whoever asks runs an event loop; the command line never does, nor loads one.
        from asyncio import get_running_loop

        asked = _Asked(kind, question, answer, get_running_loop(), contextvars.copy_context())
        with self._changed:
            if self._closed:
                return
            self._waiting.pop(kind, None)
            self._waiting[kind] = asked
            if self._running is not None and self._running.kind == kind:
                self._interrupt()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="aside", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    @property
    def idle(self) -> bool:
        """Whether no question waits or is being answered."""
        with self._changed:
            return not self._waiting and self._running is None

    def close(self) -> None:
        """Give up what is being asked, and end the thread."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._interrupt()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _interrupt(self) -> None:
        if self._store is not None:
            self._store.connection.interrupt()

    def _work(self) -> None:
        sys.setswitchinterval(_SHARED_EVERY)
        while (asked := self._next()) is not None:
            try:
                self._answer(asked)
            except NotCompiled:
                # The cache is gone; what is asked next may find it again.
                continue
            except Exception as error:
                if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                    self._again(asked)
                else:
                    self._tell(asked, self.fault, error)
        if self._store is not None:
            self._store.close()

    def _next(self) -> _Asked | None:
        """Wait for a question and return it, None when all is over."""
        with self._changed:
            self._running = None
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                return None
            self._running = self._waiting.pop(next(iter(self._waiting)))
            return self._running

    def _answer(self, asked: _Asked) -> None:
        if self._store is None:
            self._store = ScheduleStore.open(self._compiled)
        found = asked.question(self._store)
        with self._changed:
            outdated = self._closed or asked.kind in self._waiting
        if not outdated:
            self._tell(asked, asked.answer, found)

    def _again(self, asked: _Asked) -> None:
        """Ask again what was interrupted for the sake of another question."""
        with self._changed:
            if not self._closed:
                self._waiting.setdefault(asked.kind, asked)

    def _tell(self, asked: _Asked, listener: Callable[[Any], None], what: object) -> None:
        def tell() -> None:
            if not self._closed:
                listener(what)

        try:
            asked.loop.call_soon_threadsafe(tell, context=asked.context)
        except RuntimeError:
            # The loop has ended, and whoever asked with it.
            return


def _raised(error: Exception) -> None:
    raise error
