"""Where planner's files are. Nothing is made or read here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from planner.digest import hexadecimal

_APPLICATION = "planner"
_SLUG_LENGTH = 40
#: The conference that ships, and its file.
BUNDLED_ID = "icml2024"
_BUNDLED = "icml2024.json"


class Places(NamedTuple):
    """The folders for what must be kept, what is set, and what can be made again."""

    data: Path
    config: Path
    cache: Path


def places(environ: Mapping[str, str]) -> Places:
    """Return the folders to use.

    Args:
        environ: The environment. ``PLANNER_HOME``, unless empty, names one
            folder that holds all three; else the platform's own folders hold.
    """
    home = environ.get("PLANNER_HOME")
    if home:
        root = Path(home).expanduser().absolute()
        return Places(root / "data", root / "config", root / "cache")

    import platformdirs

    return Places(
        platformdirs.user_data_path(_APPLICATION),
        platformdirs.user_config_path(_APPLICATION),
        platformdirs.user_cache_path(_APPLICATION),
    )


def conference_file_name(conference_id: str) -> str:
    """Return a file name without suffix that is this conference's alone.

    It is ``<slug>-<8 hex digits of the id's SHA-256>``; the slug is made of
    ``a-z``, ``0-9`` and ``-``, so that no id can lead out of its folder.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", conference_id.lower())[:_SLUG_LENGTH].strip("-")
    digest = hexadecimal(conference_id.encode("utf-8", "surrogatepass"))
    return f"{slug or 'conference'}-{digest[:8]}"


def itinerary_path(where: Places, conference_id: str) -> Path:
    """Return the database of what the attendee decided at one conference."""
    return where.data / "itineraries" / f"{conference_file_name(conference_id)}.db"


def backup_folder(where: Places, conference_id: str) -> Path:
    """Return the folder of one conference's automatic backups, plan files by day."""
    return where.data / "backups" / conference_file_name(conference_id)


def compiled_folder(where: Places) -> Path:
    """Return the folder of the compiled schedules, all of which can be made again."""
    return where.cache / "schedules"


def state_path(where: Places) -> Path:
    """Return the file that says where the app was left."""
    return where.data / "state.json"


def seen_path(where: Places, conference_id: str) -> Path:
    """Return the file that says what one conference's saved searches found when last looked at."""
    return where.data / "seen" / f"{conference_file_name(conference_id)}.json"


def sync_path(where: Places, conference_id: str, address: str) -> Path:
    """Return the file that says what planner put into one calendar on a server.

    Args:
        where: Planner's folders.
        conference_id: The conference whose entries they are.
        address: The calendar's, as :func:`planner.export.caldav_account.calendar_address` gives it.
    """
    digest = hexadecimal(address.encode("utf-8", "surrogatepass"))
    return where.data / "sync" / f"{conference_file_name(conference_id)}-{digest[:16]}.json"


def conferences_folder(where: Places) -> Path:
    """Return the folder of the schedules that were imported or updated, each with its story."""
    return where.data / "conferences"


def kept_schedule(where: Places, conference_id: str) -> Path:
    """Return the native file of one conference's schedule, as imported or updated."""
    return conferences_folder(where) / f"{conference_file_name(conference_id)}.json"


def story_path(where: Places, conference_id: str) -> Path:
    """Return the file that says where one conference's kept schedule came from."""
    return conferences_folder(where) / f"{conference_file_name(conference_id)}.story.json"


def in_use_path(where: Places) -> Path:
    """Return the file that names the conference in use."""
    return where.data / "in-use.json"


def bundled_schedule() -> Path:
    """Return the schedule that ships: the wheel's, else the one of the checkout."""
    package = Path(__file__).parent
    installed = package / "data" / _BUNDLED
    return installed if installed.is_file() else package.parent / "data" / _BUNDLED
