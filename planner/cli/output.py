"""What the command line prints: JSON, tables on a terminal, lines for other programs."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from planner.model import Commitment, Event, Level
    from planner.workspace.rows import Row

_UNKNOWN_TIME = "no time known"
#: The fewest cells of a table's last column, which holds the titles, and of one that is cut for it.
_LEAST_LAST, _LEAST_CUT = 18, 8
#: Where an event's time stands among its cells; half a time says nothing, so it is never cut.
_WHEN = 2
#: C0 but tab and line feed, C1, and what changes the direction of writing.
_STEERING = dict.fromkeys(
    {*range(32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {9, 10}, "?"
)
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
    """Print a sentence on standard error; one that nobody can take is dropped.

    What would steer a terminal, such as an escape in a file's name, is shown as ``?``.
    """
    try:
        print(sentence.translate(_STEERING), file=sys.stderr, flush=True)
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


def print_rows(rows: Iterable[Row], below: Sequence[str] = ()) -> None:
    """Print events: a table on a terminal, else ``id TAB when TAB where TAB title`` lines.

    What is to be said of each event stands below it in a table, else it is a
    cell of its own at the line's end.
    """
    print_cells(
        [cells_of(row.event, row.own_level, row.parent, row.own_time) for row in rows], below
    )


def print_cells(cells: Sequence[tuple[str, ...]], below: Sequence[str] = ()) -> None:
    """Print lines of cells, the first of them a sign, as :func:`print_rows` prints events."""
    if not sys.stdout.isatty():
        ends = [(words,) for words in below] if below else [()] * len(cells)
        lines = (line[1:] + end for line, end in zip(cells, ends, strict=True))
        sys.stdout.writelines("\t".join(line) + "\n" for line in lines)
        return
    print_table(cells, below, whole=_WHEN)


def print_table(
    cells: Sequence[Sequence[str]], below: Sequence[str] = (), *, whole: int | None = None
) -> None:
    """Print columns aligned for the terminal, the last one cut at its width.

    Args:
        cells: The lines, each of as many cells.
        below: A line of words for each line of cells, or none.
        whole: The place of a column that is never cut.
    """
    from shutil import get_terminal_size

    from rich.cells import cell_len, set_cell_size

    if not cells:
        return
    columns = len(cells[0])
    widths = [max(cell_len(line[column]) for line in cells) for column in range(columns - 1)]
    room = get_terminal_size().columns - sum(widths) - 2 * (columns - 1)
    least = min(_LEAST_LAST, max(cell_len(line[-1]) for line in cells))
    # Long values must not push the last column off the screen; the first two are ids or signs.
    middle = [place for place in range(2, columns - 1) if place != whole]
    for place in sorted(middle or range(columns - 1), key=lambda each: -widths[each]):
        if room < least:
            cut = min(least - room, max(0, widths[place] - _LEAST_CUT))
            widths[place], room = widths[place] - cut, room + cut
    room = max(8, room)
    bold, plain = ("\x1b[1m", "\x1b[0m") if colour() else ("", "")
    for index, line in enumerate(cells):
        padded = [
            set_cell_size(_shortened(text, width), width)
            for text, width in zip(line, widths, strict=False)
        ]
        last = _shortened(line[-1], room)
        sys.stdout.write(f"{'  '.join(padded)}  {bold}{last}{plain}\n")
        if below:
            columns = get_terminal_size().columns - 4
            sys.stdout.write(f"   {set_cell_size(below[index], columns).rstrip()}\n")


def _shortened(text: str, width: int) -> str:
    """Return ``text`` cut at ``width`` cells, with a mark where something is left out."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def colour() -> bool:
    """Whether standard output takes colour: a terminal, and ``NO_COLOR`` is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def commitment_cells(commitment: Commitment) -> tuple[str, str, str, str]:
    """Return a commitment's cells: id, time, whether it is away, title."""
    from planner.workspace.wording import time_words

    where = "away" if commitment.away else "-"
    return commitment.id, time_words(commitment.start, commitment.end), where, commitment.title


def cells_of(
    event: Event, level: Level | None, parent: Event | None, own_time: bool = False
) -> tuple[str, ...]:
    """Return an event's cells: the sign of its star, id, time, place, title.

    Args:
        event: The event.
        level: The level of the star that is on it, None without one.
        parent: The event that it belongs to, for one that has no start.
        own_time: Whether its time is the attendee's own.
    """
    from planner.workspace.wording import place_words, slot_words

    when = slot_words(event, parent) or _UNKNOWN_TIME
    if event.is_scheduled and event.certainty.slot == "inferred":
        when = f"~{when}"
    when = f"{when} (yours)" if own_time else when
    return _SIGNS[level], event.id, when, place_words(event) or "-", event.title
