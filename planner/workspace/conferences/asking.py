"""Whom a conference is asked for news: the host of its address, and when it was asked last."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from planner import paths
from planner.model import Conference

if TYPE_CHECKING:
    from planner.workspace.session import Session

#: The app asks by itself at most so often, and only where the settings allow it.
ASK_EVERY = timedelta(days=1)


def host_of(conference: Conference) -> str:
    """Return the host that is asked for a newer schedule, an empty string where none is known."""
    source = conference.source or ""
    return source.partition("//")[2].partition("/")[0].rpartition("@")[2]


def is_due(session: Session) -> bool:
    """Whether the app may ask by itself now: the settings allow it, and a day has passed.

    Args:
        session: The session whose conference would be asked for.
    """
    if not session.settings.daily_check or os.environ.get("PLANNER_SCHEDULE"):
        return False
    conference = session.schedule.conference
    if not host_of(conference):
        return False
    try:
        at = paths.story_path(session.places, conference.id).stat().st_mtime
    except OSError:
        return True
    return datetime.now(UTC) - datetime.fromtimestamp(at, UTC) > ASK_EVERY


def asked(session: Session) -> None:
    """Keep that the conference was asked for now, also where nothing was new."""
    story = paths.story_path(session.places, session.schedule.conference.id)
    try:
        os.utime(story)
    except OSError:
        return
