"""A fault of planner's own: kept as a report without the attendee's data, said in a sentence."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime

from planner import __version__
from planner.paths import Places
from planner.safe_write import write_whole


def fault_report(places: Places, error: BaseException | None) -> str:
    """Keep where an error happened, and return the sentence that says so.

    The report holds the versions and the lines of the program that led to the
    error: no values, no titles, no notes.
    """
    frames = traceback.extract_tb(error.__traceback__) if error else []
    kind = type(error).__name__ if error else "unknown"
    lines = [
        f"planner {__version__}, Python {platform.python_version()}, {platform.system()}",
        f"{kind}",
        *(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames),
    ]
    path = places.data / "reports" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
    sentence = f"a fault of planner's own ({kind}) ended the app. Nothing you decided is lost"
    try:
        write_whole(path, "\n".join(lines).encode() + b"\n")
    except OSError:
        return f"{sentence}."
    return f"{sentence}; {path} says where it happened."
