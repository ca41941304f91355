"""What the attendee may set, each with its default.

Plain data: the file is read in :mod:`planner.workspace.settings.file`, what is allowed
stands in :mod:`planner.workspace.settings.check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from planner.paths import Places

#: The attendee's own keys, by the id of the command.
OwnKeys = Mapping[str, tuple[str, ...]]

NO_OWN_KEYS: OwnKeys = MappingProxyType({})
#: The terminal's own background and sixteen colours.
TERMINAL = "terminal"
#: The looks there are.
THEME_NAMES = (TERMINAL, "dark", "light", "high-contrast", "colour-blind")


class Settings(NamedTuple):
    """The settings in use; what is not set stands at its default.

    ``walk_minutes`` is the way from one room to another, ``poster_minutes`` the
    time that a poster wants and ``demo_minutes`` that of a demo;
    ``notice_minutes`` is how long before an event the app says so, 0 for never,
    and ``bell`` whether the terminal rings with it. ``signs`` is ``auto``,
    ``unicode`` or ``ascii``, ``theme`` one of :data:`THEME_NAMES`; ``daily_check``
    lets the app ask once a day whether the programme has changed. ``keys`` are the
    attendee's own keys, by the id of the command (:mod:`planner.keys`).
    """

    walk_minutes: int = 5
    poster_minutes: int = 5
    demo_minutes: int = 10
    notice_minutes: int = 10
    bell: bool = False
    signs: str = "auto"
    theme: str = "terminal"
    daily_check: bool = False
    keys: OwnKeys = NO_OWN_KEYS


DEFAULTS = Settings()


class SettingsRead(NamedTuple):
    """The settings in use, and a sentence for each thing in the file that is not in use."""

    settings: Settings = DEFAULTS
    problems: tuple[str, ...] = ()


def settings_path(where: Places) -> Path:
    """Return the file in which the attendee sets what is set."""
    return where.config / "settings.toml"


def settings_cache_path(where: Places) -> Path:
    """Return the file that keeps the validated settings; it can be made again."""
    return where.cache / "settings.json"
