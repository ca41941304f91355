"""The settings file: TOML, written by the attendee and only read here.

It is validated only when it has changed since it was read last; what was found
then is kept in the cache folder, so that a start without changes reads two small
files and loads no validation. A bad file never stops anything: what is wrong in
it stands at its default, and a sentence says so.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from planner import __version__
from planner.paths import Places
from planner.settings import (
    DEFAULTS,
    OwnKeys,
    Settings,
    SettingsRead,
    settings_cache_path,
    settings_path,
)

#: More than any settings file has; a larger one is another file.
MOST_BYTES = 64 * 1024

#: What tells a file from its next version.
_Stamp = list[str | int]


def read_settings(where: Places) -> SettingsRead:
    """Return the settings, validated anew if the file has changed since.

    Never raises: what cannot be read or used stands at its default.

    Args:
        where: Where planner's files are.
    """
    path = settings_path(where)
    try:
        found = os.stat(path)  # noqa: PTH116 - a start without a file pays for this alone
    except (FileNotFoundError, NotADirectoryError):
        return SettingsRead()
    except OSError as error:
        return SettingsRead(problems=(_unreadable(path, error),))
    # What is allowed may differ between two versions of planner.
    stamp: _Stamp = [__version__, str(path), found.st_size, found.st_mtime_ns]
    kept = _kept(settings_cache_path(where), stamp)
    if kept is not None:
        return kept
    # A pipe would be waited for for ever.
    if not stat.S_ISREG(found.st_mode):
        return _none_of(path, "it is no regular file")
    if found.st_size > MOST_BYTES:
        return _none_of(path, f"it has more than {MOST_BYTES // 1024} KiB")
    try:
        text = path.read_bytes()[: MOST_BYTES + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        return _none_of(path, "it is not in UTF-8")
    except OSError as error:
        return SettingsRead(problems=(_unreadable(path, error),))
    from planner.workspace.settings.check import parse_settings

    read = parse_settings(text, path)
    _keep(settings_cache_path(where), stamp, read)
    return read


def _none_of(path: Path, why: str) -> SettingsRead:
    from planner.workspace.settings.said import none_of

    return none_of(path, why)


def status_words(problems: Sequence[str], path: Path) -> str:
    """Return what is wrong in the file in so few words that a status line begins to say them.

    Args:
        problems: The sentences, at least one.
        path: The file.
    """
    first = problems[0].replace(str(path), path.name, 1)
    if len(problems) == 1:
        return first
    first = first.removeprefix(f"{path.name}, ")
    return f"{len(problems)} faults in {path.name}, see planner doctor; {first}"


def _unreadable(path: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{path} cannot be read: {reason}; every setting stands at its default."


def _kept(cache: Path, stamp: _Stamp) -> SettingsRead | None:
    """Return what was found in this version of the file, None if that is not known."""
    try:
        record = json.loads(cache.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or record.get("stamp") != stamp:
        return None
    if record.pop("sum", None) != _sum(record):
        return None
    values, problems = record.get("values"), record.get("problems")
    if not isinstance(values, dict) or values.keys() != DEFAULTS._asdict().keys():
        return None
    if not isinstance(problems, list) or not all(isinstance(each, str) for each in problems):
        return None
    own = _own_keys(values.pop("keys"))
    if own is None:
        return None
    if any(type(value) is not type(getattr(DEFAULTS, key)) for key, value in values.items()):
        return None
    return SettingsRead(Settings(**values, keys=own), tuple(problems))


def _sum(record: Mapping[str, object]) -> int:
    """Return what tells a record from one in which a byte was changed by something else."""
    import zlib

    return zlib.crc32(json.dumps(record, sort_keys=True).encode())


def _own_keys(record: object) -> OwnKeys | None:
    if not isinstance(record, dict):
        return None
    if not all(isinstance(keys, list) and _are_texts(keys) for keys in record.values()):
        return None
    return MappingProxyType({name: tuple(keys) for name, keys in record.items()})


def _are_texts(found: list[object]) -> bool:
    return all(isinstance(each, str) for each in found)


def _keep(cache: Path, stamp: _Stamp, read: SettingsRead) -> None:
    from planner.safe_write import write_whole

    record: dict[str, object] = {
        "stamp": stamp,
        "values": read.settings._asdict() | {"keys": dict(read.settings.keys)},
        "problems": list(read.problems),
    }
    record["sum"] = _sum(record)
    try:
        write_whole(cache, json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"))
    except OSError:
        # Without a cache the file is validated at each start.
        return
