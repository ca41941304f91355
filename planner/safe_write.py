"""Files written whole, and folders that only their owner can read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def make_folder(folder: Path) -> None:
    """Make ``folder`` and the parents that are missing, each for its owner alone.

    Folders that exist keep the permissions that they have.

    Raises:
        OSError: A folder cannot be made, or a file stands in the way.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def write_whole(path: Path, content: bytes, *, mode: int = PRIVATE_FILE) -> None:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one.

    The bytes go to a temporary file in the same folder, are flushed to the
    disk, and only then take the name: neither a crash nor a full disk leaves
    half a file.

    Args:
        path: The file to write; its folder is made when it is missing.
        content: Everything that the file shall hold.
        mode: The new file's permissions.

    Raises:
        OSError: The file cannot be written; a file that was there is unchanged.
    """
    make_folder(path.parent)
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".planner-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where the file system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
