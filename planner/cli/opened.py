"""The session that a command works on, opened and closed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from planner.cli.output import say
from planner.paths import places
from planner.workspace.session import Session


@contextmanager
def opened() -> Iterator[Session]:
    """Open the conference in use, and say what must be said on opening it."""
    session = Session.open(places(os.environ))
    try:
        if session.store.notice:
            say(f"planner: {session.store.notice}")
        for problem in session.settings_problems:
            say(f"planner: {problem}")
        yield session
    finally:
        session.close()
