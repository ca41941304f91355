"""Events as a table of comma-separated values for spreadsheets.

RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180): CRLF ends a record, every cell
is quoted, a line break stands inside a quoted cell alone. In UTF-8 with a byte
order mark, by which Excel knows the encoding. No cell begins a formula, as OWASP
advises (https://owasp.org/www-community/attacks/CSV_Injection): an apostrophe
stands before it, and before what would begin one where a semicolon or a tab is
taken to end a cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import NamedTuple

from planner.export.links import best_first
from planner.export.rows import row_record
from planner.model import Event, Level
from planner.schedule.text import clean, clean_text_block

#: Of these a spreadsheet makes a formula; the wide ones where Chinese or Japanese is written.
_FORMULA = "=+\\-@＝＋－＠"
_BEGINNING = re.compile(rf"^(?=\s*[{_FORMULA}\t\r\n])")
_INSIDE = re.compile(rf"(?<=[;\t])(?=\"*[{_FORMULA}])")
_COLUMNS = (
    *("id", "kind", "title", "start", "end", "day", "room", "board", "people", "topics", "track"),
    *("paper", "parent", "attendance", "certainty_slot", "certainty_room", "certainty_board"),
    *("starred", "note", "link"),
)


class CsvEvent(NamedTuple):
    """An event as a line of the table, with its star's level and the attendee's note."""

    event: Event
    level: Level | None
    note: str | None


def csv_table(events: Iterable[CsvEvent]) -> bytes:
    """Return the table: a line of names, and a line for each event in the order given.

    The columns are the keys of ``planner search --json``, each fact's certainty
    in a column of its own, and after them the note and the best link. Several
    people or topics are parted by ``; ``. What is unknown is empty. Times are
    RFC 3339 with the venue's offset.
    """
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for each in events:
        record = row_record(each.event, each.level)
        certainty = record.pop("certainty")
        record |= {f"certainty_{fact}": sure for fact, sure in certainty.items()}
        record["link"] = next((link.url for link in best_first(each.event.links)), None)
        note = _mere_text(clean_text_block(each.note or ""))
        table.writerow(note if name == "note" else _cell(record[name]) for name in _COLUMNS)
    # A lone surrogate, which no text that was cleaned holds, must not lose the others.
    return out.getvalue().encode("utf-8-sig", "replace")


def _cell(value: str | list[str] | None) -> str:
    """Return a value as a cell of one line, several parted by semicolons."""
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    return _mere_text(clean(value or ""))


def _mere_text(words: str) -> str:
    return _INSIDE.sub("'", _BEGINNING.sub("'", words))
