"""What the command line prints: JSON, tables on a terminal, lines for other programs."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from planner.workspace.wording import place_words, slot_words

if TYPE_CHECKING:
    from planner.workspace.reading import Row

_UNKNOWN_TIME = "no time known"
#: The fewest cells of a table's last column, which holds the titles.
_LEAST_LAST = 24
_SIGNS = {"must": "!", "want": "*", "maybe": "o", None: " "}


class CommandFailed(Exception):  # noqa: N818 - a sentence for the user, not a fault of ours
    """A command could not do what was asked; the message is the sentence to print.

    Args:
        sentence: What happened, where, and what to do.
        code: The exit code: 1 could not, 2 wrong usage.
    """

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """Print a sentence on standard error; one that nobody can take is dropped."""
    try:
        print(sentence, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _forget(sys.stderr)


def ready_streams() -> None:
    """Make the standard streams take any text, and stand in for those that are closed.

    A closed stream's number would else be given to the next file that is
    opened, and what is printed would land there.
    """
    with contextlib.suppress(OSError):
        while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(handle)
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for the whole run
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    # What another locale cannot say is shown as "?"; a byte that is no text is read as one sign.
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def forget_output() -> None:
    """Drop what standard output could not take, so that leaving does not try again."""
    _forget(sys.stdout)


def _forget(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print one JSON value, and nothing else, on standard output."""
    # Where the locale is not UTF-8, escapes keep every character of the value.
    escaped = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    json.dump(value, sys.stdout, ensure_ascii=escaped, indent=2 if sys.stdout.isatty() else None)
    sys.stdout.write("\n")


def print_rows(rows: Iterable[Row]) -> None:
    """Print events: a table on a terminal, else ``id TAB when TAB where TAB title`` lines."""
    cells = [_cells(row) for row in rows]
    if not sys.stdout.isatty():
        sys.stdout.writelines("\t".join(line[1:]) + "\n" for line in cells)
        return
    print_table(cells)


def print_table(cells: Sequence[Sequence[str]]) -> None:
    """Print columns aligned for the terminal, the last one cut at its width."""
    from rich.cells import cell_len, set_cell_size

    if not cells:
        return
    columns = len(cells[0])
    widths = [max(cell_len(line[column]) for line in cells) for column in range(columns - 1)]
    room = shutil.get_terminal_size().columns - sum(widths) - 2 * (columns - 1)
    if room < _LEAST_LAST:
        # One long value must not push the last column off the screen.
        widest = widths.index(max(widths[2:], default=max(widths)))
        widths[widest] = max(8, widths[widest] - (_LEAST_LAST - room))
        room = shutil.get_terminal_size().columns - sum(widths) - 2 * (columns - 1)
    room = max(8, room)
    bold, plain = ("\x1b[1m", "\x1b[0m") if colour() else ("", "")
    for line in cells:
        padded = [set_cell_size(text, width) for text, width in zip(line, widths, strict=False)]
        last = line[-1]
        if cell_len(last) > room:
            last = set_cell_size(last, room - 1).rstrip() + "…"
        sys.stdout.write(f"{'  '.join(padded)}  {bold}{last}{plain}\n")


def colour() -> bool:
    """Whether standard output takes colour: a terminal, and ``NO_COLOR`` is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    event = row.event
    when = slot_words(event, row.parent) or _UNKNOWN_TIME
    if event.is_scheduled and event.certainty.slot == "inferred":
        when = f"~{when}"
    return _SIGNS[row.own_level], event.id, when, place_words(event) or "-", event.title
