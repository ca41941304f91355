"""Which conference is in use: what the attendee chose, else the one that ships."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from planner import paths
from planner.safe_write import write_whole

#: What tells a schedule file from its next state: path, size, nanoseconds of its time.
Stamp = tuple[Path, int, int]


def schedule_in_use(places: paths.Places, environ: Mapping[str, str]) -> Path:
    """Return the schedule file to use.

    ``PLANNER_SCHEDULE`` names it; else it is the kept schedule of the
    conference in use; where there is none (never updated, or gone), the one
    that ships.

    Args:
        places: Where planner's files are.
        environ: The environment.
    """
    named = environ.get("PLANNER_SCHEDULE")
    if named:
        return Path(named).expanduser().absolute()
    kept = paths.kept_schedule(places, conference_in_use(places))
    return kept if _is_there(kept) else paths.bundled_schedule()


def conference_in_use(places: paths.Places) -> str:
    """Return the id of the conference in use: the chosen one while it is there, else what ships."""
    try:
        said = json.loads(paths.in_use_path(places).read_bytes())
    except (OSError, ValueError, RecursionError):
        return paths.BUNDLED_ID
    chosen = said.get("conference") if isinstance(said, dict) else None
    if isinstance(chosen, str) and _is_there(paths.kept_schedule(places, chosen)):
        return chosen
    return paths.BUNDLED_ID


def way_on_without(places: paths.Places, source: Path) -> str | None:
    """Return what to do where the kept schedule in use turns out to be broken.

    Args:
        places: Where planner's files are.
        source: The schedule file to use.

    Returns:
        A sentence, None for a schedule that planner does not keep.
    """
    conference_id = conference_in_use(places)
    if source != paths.kept_schedule(places, conference_id):
        return None
    again = "" if conference_id == paths.BUNDLED_ID else " and planner import brings it in again"
    return f"planner remove {conference_id} takes it away{again}; what you decided stays."


def keep_in_use(places: paths.Places, conference_id: str) -> None:
    """Use this conference from the next start on.

    Raises:
        OSError: It cannot be kept; what was in use stays so.
    """
    content = json.dumps({"conference": conference_id}).encode()
    write_whole(paths.in_use_path(places), content)


def _is_there(path: Path) -> bool:
    """Whether ``path`` is a file; one in a folder that may not be read is not there."""
    try:
        return path.is_file()
    except OSError:
        return False


def stamp_of(source: Path) -> Stamp | None:
    """Return a schedule file's stamp, None if the file cannot be looked at."""
    try:
        stat = source.stat()
    except OSError:
        return None
    return source, stat.st_size, stat.st_mtime_ns
