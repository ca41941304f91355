"""One setting written into the settings file, every other line and comment as it was."""

from __future__ import annotations

import re
from typing import Any

from planner.paths import Places
from planner.settings import settings_path
from planner.workspace.settings.file import MOST_BYTES

_TABLE = re.compile(r"[ \t]*\[")


class SettingNotKept(Exception):  # noqa: N818 - as ScheduleUnusable
    """The settings file could not be written; it is as it was. Its text is a sentence."""


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
        SettingNotKept: The file is no TOML, or cannot be read or written.
    """
    from planner.safe_write import PRIVATE_FILE, write_whole

    named = settings_path(where)
    try:
        path = named.resolve()
        before = path.read_bytes() if path.exists() else b""
        if len(before) > MOST_BYTES or (path.exists() and not path.is_file()):
            raise SettingNotKept(f"{named} is no settings file; write {key} into it yourself")
        mode = path.stat().st_mode & 0o777 if path.exists() else PRIVATE_FILE
        write_whole(path, text_with(before.decode("utf-8"), key, word).encode("utf-8"), mode=mode)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingNotKept(f"{named} cannot be written: {reason}") from error
    except (ValueError, RecursionError) as error:
        raise SettingNotKept(f"{named} has a mistake in it; mend that first") from error


def text_with(text: str, key: str, word: str) -> str:
    """Return a settings file's text with ``key`` set to ``word``, all else as it is.

    Raises:
        ValueError: The text is no TOML, or sets the key in an unusual way.
    """
    wanted = {**_read(text), key: word}
    # Only the line ends that TOML knows: what else a text may break at stands inside a string.
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    line_end = "\r\n" if "\r\n" in text else "\n"
    value = re.compile(rf"(\ufeff?[ \t]*{key}[ \t]*=[ \t]*)(\"[^\"\n]*\"|'[^'\n]*'|[^\s#\"']+)")
    tables = (at for at, line in enumerate(lines) if _TABLE.match(line))
    top = next(tables, len(lines))
    for at in range(top):
        if value.match(lines[at]):
            lines[at] = value.sub(rf'\g<1>"{word}"', lines[at], count=1)
            break
    else:
        if top and not lines[top - 1].endswith("\n"):
            lines[top - 1] += line_end
        lines.insert(top, f'{key} = "{word}"{line_end}')
    new_text = "".join(lines)
    if _read(new_text) != wanted:
        raise ValueError
    return new_text


def _read(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text.removeprefix("\ufeff"))
