"""One setting written into the settings file, every other line and comment as it was."""

from __future__ import annotations

import contextlib
import re
import stat
from typing import Any

from planner.paths import Places
from planner.settings import settings_path
from planner.workspace.settings.file import MOST_BYTES

_TABLE = re.compile(r"\ufeff?[ \t]*\[")
#: So many places are tried for the line; a sound file takes the first or second.
_MOST_WAYS = 20
#: Who may write, whoever it is.
_WRITABLE = 0o222


class SettingNotKept(Exception):  # noqa: N818 - as ScheduleUnusable
    """The settings file could not be written; it is as it was. Its text is a sentence."""


class Unusual(ValueError):  # noqa: N818 - what is unusual is no error of the file's
    """A text sets a key where no line is seen to."""


def keep_setting(where: Places, key: str, word: str) -> None:
    """Write ``key = "word"`` into the settings file, and nothing else anew.

    The line that sets the key has its value exchanged; where there is none, one
    is put before the first table, at the file's end if it has no table (TOML 1.0,
    toml.io/en/v1.0.0). What comes out is read once more: unless it says the same
    as before but for this key, nothing is written. The file is replaced whole; a
    link to it stays a link.

    Args:
        where: Where planner's files are.
        key: A setting that is a word.
        word: Its new value, of letters and hyphens.

    Raises:
        SettingNotKept: The file is no TOML, or cannot be read or written, or was made
            read-only.
    """
    from planner.safe_write import PRIVATE_FILE, write_whole

    named = settings_path(where)
    try:
        path = named.resolve()
        before, mode = b"", PRIVATE_FILE
        if path.exists():
            found = path.stat()
            # A pipe would be waited for for ever.
            if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
                raise SettingNotKept(f"{named} is no settings file; write {key} into it yourself")
            before, mode = path.read_bytes(), stat.S_IMODE(found.st_mode)
            if not mode & _WRITABLE:
                raise SettingNotKept(f"{named} is read-only; write {key} into it yourself")
        write_whole(path, text_with(before.decode("utf-8"), key, word).encode("utf-8"), mode=mode)
    except Unusual as error:
        line = f'{key} = "{word}"'
        raise SettingNotKept(
            f"{named} sets {key} in an unusual way; write {line} yourself"
        ) from error
    except (ValueError, RecursionError) as error:
        raise SettingNotKept(f"{named} has a mistake in it; mend that first") from error
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingNotKept(f"{named} cannot be written: {reason}") from error


def text_with(text: str, key: str, word: str) -> str:
    """Return a settings file's text with ``key`` set to ``word``, all else as it is.

    Raises:
        Unusual: The text is TOML, but sets the key where no line is seen to.
        ValueError: It is no TOML.
    """
    wanted = {**_read(text), key: word}
    # Only the line ends that TOML knows: what else a text may break at stands inside a string.
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    line_end = "\r\n" if "\r\n" in text else "\n"
    value = re.compile(rf"(\ufeff?[ \t]*{key}[ \t]*=[ \t]*)(\"[^\"\n]*\"|'[^'\n]*'|[^\s#\"']+)")
    # Inside a text of many lines a line may look like the key's, and one of a list like a table.
    ways = []
    for at, line in enumerate(lines):
        if value.match(line):
            ways.append(
                [*lines[:at], value.sub(rf'\g<1>"{word}"', line, count=1), *lines[at + 1 :]]
            )
    for top in (*(at for at, line in enumerate(lines) if _TABLE.match(line)), len(lines)):
        before = lines[:top]
        if before and not before[-1].endswith("\n"):
            before[-1] += line_end
        begins = "\ufeff" if not before and text.startswith("\ufeff") else ""
        after = [line.removeprefix(begins) for line in lines[top:]]
        ways.append([*before, f'{begins}{key} = "{word}"{line_end}', *after])
    for way in ways[:_MOST_WAYS]:
        new_text = "".join(way)
        with contextlib.suppress(ValueError):
            if _read(new_text) == wanted:
                return new_text
    raise Unusual


def _read(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text.removeprefix("\ufeff"))
