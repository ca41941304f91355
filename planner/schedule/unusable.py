"""Why a schedule cannot be used, as exceptions whose message is a sentence to act on.

They stand apart from what raises them, so that catching one imports nothing heavy.
"""

from __future__ import annotations


class ScheduleUnusable(Exception):  # noqa: N818 - the word says what happened
    """A file that no schedule can be read from; the message says what, where and what to do."""


class CacheUnwritable(Exception):  # noqa: N818 - the word says what happened
    """The folder for compiled schedules cannot be written to; use a temporary one."""


class NotCompiled(Exception):  # noqa: N818 - the word says what happened
    """There is no usable compiled schedule at a path; compile it again."""
