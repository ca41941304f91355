"""Planner with a clock that can be moved: ``python -m tests.faults.program FILE WORD...``.

FILE holds by how many seconds the program's clock is ahead of the machine's. It
is read again whenever planner asks for the time, so that the clock can jump
while the app is open.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.workspace import session


def main() -> int:
    """Move the clock, and run planner with the words that follow."""
    ahead, *words = sys.argv[1:]

    def moved() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(Path(ahead).read_text()))

    # Others have taken the function by now, so it is changed where it stands.
    session.machine_clock.__code__ = _asking.__code__
    session.__dict__["_moved"] = moved
    from planner.cli.main import main as planner

    return planner(words)


def _asking() -> datetime:
    return _moved()  # type: ignore[name-defined,no-any-return] # noqa: F821


if __name__ == "__main__":
    raise SystemExit(main())
