"""Events as a table for spreadsheets: RFC 4180, and no cell that is more than text."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.csv import CsvEvent, csv_table
from planner.export.rows import row_record
from planner.model import Event, Kind, Level, Link, Person

VIENNA = ZoneInfo("Europe/Vienna")
EVENT = Event(
    "oral-1",
    Kind.ORAL,
    'Honey, and "bees"',
    datetime(2024, 7, 23, 10, 30, tzinfo=VIENNA),
    room="Hall A",
    people=(Person("Ada Bär"), Person("Bela")),
    links=(Link("ICML", "https://icml.cc/1"), Link("PMLR", "https://proceedings.mlr.press/v1/")),
)
FORMULAS = "=+-@＝＋－＠\t\r"


def table(*events: CsvEvent) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_table(events).decode("utf-8-sig"), newline="")))


def one(title: str, note: str | None = None) -> dict[str, str]:
    names, cells = table(CsvEvent(Event("talk-1", Kind.TALK, title), None, note))
    return dict(zip(names, cells, strict=True))


def test_a_line_of_names_then_a_line_an_event_in_the_order_given() -> None:
    names, first, second = table(
        CsvEvent(EVENT, Level.MUST, "Ask\nAda"), CsvEvent(Event("b", Kind.TALK, "Bees"), None, None)
    )
    told = dict(zip(names, first, strict=True))
    assert told["title"] == EVENT.title
    assert told["start"] == "2024-07-23T10:30:00+02:00"
    assert (told["day"], told["end"], told["board"]) == ("2024-07-23", "", "")
    assert told["people"] == "Ada Bär; Bela"
    assert (told["starred"], told["note"]) == ("must", "Ask\nAda")
    assert told["link"] == "https://proceedings.mlr.press/v1/"
    assert (told["attendance"], told["certainty_slot"]) == ("fixed", "unknown")
    assert second[:3] == ["b", "talk", "Bees"]


def test_the_columns_are_the_keys_of_a_row_then_note_and_link() -> None:
    (names,) = table()
    keys = [name for name in row_record(EVENT, None) if name != "certainty"]
    certainty = ["certainty_slot", "certainty_room", "certainty_board"]
    assert [name for name in names if name not in certainty] == [*keys, "note", "link"]
    assert names.index("certainty_slot") + 2 == names.index("certainty_board")


def test_it_is_rfc_4180_in_utf8_with_a_mark() -> None:
    content = csv_table([CsvEvent(EVENT, None, None)])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2
    assert content.endswith(b"\r\n")
    assert b'"Honey, and ""bees"""' in content


@pytest.mark.parametrize("sign", FORMULAS.strip())
def test_no_cell_begins_a_formula(sign: str) -> None:
    assert one(f"{sign}1+1")["title"] == f"'{sign}1+1"
    assert one(f" \t{sign}1")["title"] == f"'{sign}1"
    assert one("Bees", f"{sign}1")["note"] == f"'{sign}1"
    # Where a semicolon ends a cell, this would begin one.
    assert one(f"Bees;{sign}1")["title"] == f"Bees;'{sign}1"
    assert one(f"2 {sign} 1")["title"] == f"2 {sign} 1"


@given(st.text(), st.text())
def test_any_text_stays_in_its_cell_and_is_no_formula(title: str, note: str) -> None:
    told = one(title, note)
    assert len(told) == 20
    for cell in told.values():
        assert not cell.startswith(tuple(FORMULAS))
        assert not any(f";{sign}" in cell for sign in FORMULAS)
    assert "\n" not in told["title"]
    assert not set(told["note"]) & set("\r\0\t")
