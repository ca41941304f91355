"""The folder of automatic backups: one plan file a day, the newest ten kept.

What stands in the files is not known here; names and days are.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date
from pathlib import Path

KEPT = 10

_NAME = re.compile(r"plan-\d{4}-\d{2}-\d{2}\.json", re.ASCII)


def backup_path(folder: Path, day: date) -> Path:
    """Return the file of one day's backup, whether or not it is there."""
    return folder / f"plan-{day.isoformat()}.json"


def backups(folder: Path, today: date) -> list[Path]:
    """Return the backups in ``folder``, oldest day first; none when it cannot be read.

    One of a day that is yet to come was made while the clock was wrong, so it
    counts as older than all others.
    """
    try:
        found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return []
    name_today = backup_path(folder, today).name
    return sorted(found, key=lambda path: (path.name <= name_today, path.name))


def latest(folder: Path, today: date) -> Path | None:
    """Return the newest day's backup, or None."""
    found = backups(folder, today)
    return found[-1] if found else None


def is_due(folder: Path, day: date) -> bool:
    """Whether ``day`` has no backup yet."""
    return not backup_path(folder, day).exists()


def rotate(folder: Path, today: date, keep: int = KEPT) -> None:
    """Remove the oldest backups so that at most ``keep`` (at least one) are left.

    Files of other names are left alone; one that cannot be removed stays.
    """
    for path in backups(folder, today)[: -max(keep, 1)]:
        with contextlib.suppress(OSError):
            path.unlink()
