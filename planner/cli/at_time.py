"""The time of ``--at``, read in one way wherever it is given."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

from planner.cli.output import CommandFailed
from planner.schedule.store import ScheduleStore


def time_at(text: str, schedule: ScheduleStore) -> datetime:
    """Return the moment that ``text`` says, aware, in the venue's zone.

    Args:
        text: ``tue 10:30``, ``2024-07-23 10:30`` and the like, or as programs write
            it (RFC 3339); without an offset it is the venue's time.
        schedule: The schedule of the conference in use.

    Raises:
        CommandFailed: It is no time; wrong usage.
    """
    if "T" in text:
        # As programs write it; people's own words take longer to read.
        with contextlib.suppress(ValueError, OverflowError):
            given = datetime.fromisoformat(text)
            return (given if given.tzinfo else given.replace(tzinfo=schedule.zone)).astimezone(
                schedule.zone
            )
    from planner.workspace.typed.time import Unreadable, read_moment

    found = read_moment(text, schedule.days(), schedule.zone, datetime.now(UTC))
    if isinstance(found, Unreadable):
        raise CommandFailed(found.message, code=2)
    return found
