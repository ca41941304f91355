"""Folders to save in: which are offered, what a typed one is, and how it can be completed."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NamedTuple

#: So many entries of a folder are looked through, and so many of them offered.
_MOST_LOOKED_THROUGH = 20_000
_MOST_OFFERED = 50


class Folder(NamedTuple):
    """What a typed folder is.

    Attributes:
        path: The folder, absolute; None where the text can be none.
        words: What it is, or why it will not do, for the attendee.
        is_there: Whether it is there.
        will_do: Whether it can be saved in, once it is made where it is missing.
    """

    path: Path | None
    words: str
    is_there: bool = False
    will_do: bool = False


def short(path: Path) -> str:
    """Return a path as one would type it: what lies in one's home begins with ``~``.

    What is no text in it, and could not be typed, is shown as ``?``.
    """
    try:
        home = Path.home()
    except RuntimeError:
        return _printable(path)
    # A home that is the root would make every path one's own.
    if len(home.parts) < 2 or not path.is_relative_to(home):
        return _printable(path)
    return "~" if path == home else f"~/{_printable(path.relative_to(home))}"


def _printable(path: Path) -> str:
    return "".join(each if each.isprintable() else "?" for each in str(path))


def offered(now: Path | None, last: str | None) -> tuple[str, ...]:
    """Return the folders to offer before anything is typed, those that are there, each once.

    Args:
        now: The folder in use, None where the one that planner was started in is gone.
        last: The one that was saved in last, at whichever start.
    """
    import platformdirs

    found = [now, Path(last) if last else None]
    for place in (Path.cwd, Path.home, platformdirs.user_downloads_path):
        try:
            found.append(place())
        except (OSError, RuntimeError):
            continue
    there = dict.fromkeys(path for path in found if path is not None and _is_folder(path))
    return tuple(short(path) for path in there if str(path).isprintable())


def read_folder(text: str) -> Folder:
    """Return what a typed text names as a folder; ``~`` is one's home."""
    typed = text.strip()
    try:
        path = Path(typed).expanduser().absolute()
        path = _without_steps_up(path)
        is_there = path.exists()
        if is_there and not path.is_dir():
            return Folder(path, f"{short(path)} is a file: name a folder.")
        if is_there and not os.access(path, os.W_OK | os.X_OK):
            return Folder(path, f"{short(path)} cannot be written to: name another folder.", True)
    except RuntimeError:
        return Folder(None, f"There is no home of {typed.split('/')[0]}.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Folder(None, f"That is no folder: {reason}.")
    if is_there:
        return Folder(path, f"{short(path)} is there.", is_there=True, will_do=True)
    return Folder(path, f"There is no {short(path)} yet: enter makes it.", will_do=True)


def _without_steps_up(path: Path) -> Path:
    """Return a path without ``..``.

    Raises:
        OSError: It goes round and round by links.
    """
    if ".." not in path.parts:
        return path
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


def completions(text: str) -> tuple[str, ...]:
    """Return the folders that begin as the text does, as one would type them, each with a slash.

    Case counts only for the order. Those with a point in front come where one is typed.
    """
    typed = text.lstrip()
    if typed.startswith("~") and "/" not in typed:
        return ("~/",) if typed == "~" else ()
    before, slash, beginning = typed.rpartition("/")
    names = []
    try:
        with os.scandir(Path(before + slash).expanduser()) as entries:
            for _, entry in zip(range(_MOST_LOOKED_THROUGH), entries, strict=False):
                name = entry.name
                begins = name.casefold().startswith(beginning.casefold())
                hidden = name.startswith(".") and not beginning.startswith(".")
                # A name that cannot be typed or shown cannot be meant either.
                if begins and not hidden and name.isprintable() and _is_folder(Path(entry.path)):
                    names.append(name)
    except (OSError, ValueError, RuntimeError):
        return ()
    names.sort(key=lambda name: (not name.startswith(beginning), name.casefold(), name))
    return tuple(f"{before}{slash}{name}/" for name in names[:_MOST_OFFERED])


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
