"""How long a foreign file may be read: a minute, then it is refused (DESIGN, section 10).

Every format has its limits and is read in linear time, so no sound file comes
near it; this is for the one that nobody has thought of.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from planner.schedule.unusable import ScheduleUnusable

#: Seconds that reading a file may take, and so may merging it into the schedule in hand.
LONGEST = 60.0
#: Seconds after which it is told again, should whatever was at work have taken it for its own.
_AGAIN = 0.5


class _Over(BaseException):
    """The time is over; no reader that catches every error of its file catches this."""


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _Over


@contextmanager
def within_a_minute(place: str, seconds: float | None = None) -> Iterator[None]:
    """End what is done inside when its time is over.

    An alarm does it (setitimer(2)), which only a process's main thread can
    have; in another thread, or where the system has none, nothing is limited.

    Args:
        place: The file or address, to be named in the sentence.
        seconds: How long it may take, :data:`LONGEST` unless given.

    Raises:
        ScheduleUnusable: It took longer; nothing of it is to be kept.
    """
    limit = LONGEST if seconds is None else seconds
    is_main = threading.current_thread() is threading.main_thread()
    if not (is_main and hasattr(signal, "setitimer")):
        yield
        return
    handler = signal.signal(signal.SIGALRM, _end)
    timer = (0.0, 0.0)
    try:
        try:
            timer = signal.setitimer(signal.ITIMER_REAL, limit, _AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _Over:
        raise too_slow(place, limit) from None
    finally:
        # Somebody else's alarm goes on.
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, *timer)


def too_slow(place: str, seconds: float = LONGEST) -> ScheduleUnusable:
    """Return the refusal of a file that takes longer than ``seconds``."""
    return ScheduleUnusable(
        f"{place} takes longer than {seconds:g} s to read, so it was given up and nothing "
        "changed. Get the file again, or a smaller one."
    )
