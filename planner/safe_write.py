"""Files written whole, and folders that only their owner can read."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_BEGINS, _ENDS = ".planner-", ".part"


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
    half a file. What a killed program left behind in the folder is removed.

    Args:
        path: The file to write; its folder is made when it is missing.
        content: Everything that the file shall hold.
        mode: The new file's permissions.

    Raises:
        OSError: The file cannot be written; a file that was there is unchanged.
    """
    make_folder(path.parent)
    handle, temporary = begin_file(path.parent, _BEGINS, _ENDS)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            # Still open: once it is closed, another program may take it for left behind.
            temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)
    remove_unfinished(path.parent)


def begin_file(folder: Path, begins: str, ends: str) -> tuple[int, Path]:
    """Make a new file under a name of its own, for its owner alone.

    As long as the handle is open, :func:`remove_abandoned` leaves the file
    alone; a program that is killed lets go of it.

    Args:
        folder: Where to make it.
        begins: How its name begins.
        ends: How its name ends.

    Returns:
        The open handle, and the file's path.

    Raises:
        OSError: No file can be made there.
    """
    import tempfile

    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=begins, suffix=ends)
        with contextlib.suppress(OSError):  # Without locks nobody removes anything.
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        # Taken for left behind in the moment before the lock.
        os.close(handle)


def remove_unfinished(folder: Path) -> None:
    """Remove what programs that were killed in :func:`write_whole` left in ``folder``."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - every start does it; names are all it needs
    except OSError:
        return
    for name in names:
        if name.startswith(_BEGINS) and name.endswith(_ENDS):
            remove_abandoned(folder / name)


def remove_abandoned(path: Path, *beside: Path) -> None:
    """Remove a file that :func:`begin_file` made, unless the program that made it still runs.

    Args:
        path: The file.
        beside: Other files that belong to it, removed with it.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # It may have taken its last name since it was looked for.
        if os.path.samestat(os.fstat(handle), path.lstat()):
            for each in (*beside, path):
                each.unlink(missing_ok=True)
    except OSError:
        return
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where the file system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
