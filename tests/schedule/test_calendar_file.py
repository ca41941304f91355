"""Calendar files taken apart, however damaged they are."""

from __future__ import annotations

import pytest

from planner.schedule.calendar_file import NotACalendar, calendar_text, entries, text_of

_TWO = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20250611T100000\r\nSUMMARY:A\r\n"
    "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nDTSTART:20250611T110000\r\nSUMMARY:B\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


def _uids(text: str) -> list[str]:
    return [uid for uid, _ in entries(text)]


def test_a_line_folded_within_a_character_is_whole_again() -> None:
    raw = "SUMMARY:Amphithéâtre".encode()
    cut = raw.index(b"\xa9")

    assert calendar_text(raw[:cut] + b"\r\n " + raw[cut:]) == ("SUMMARY:Amphithéâtre\r\n", None)


def test_a_line_that_is_no_content_line_belongs_to_the_one_before() -> None:
    text, fault = calendar_text(b"DESCRIPTION:one\ntwo: three\r\rUID:a\n")

    assert text == "DESCRIPTION:one\r\n \\ntwo: three\r\nUID:a\r\n"
    assert fault is None


@pytest.mark.parametrize(
    ("raw", "text", "is_faulty"),
    [
        ("SUMMARY:ö".encode("utf-16"), "SUMMARY:ö", False),
        ("\ufeffSUMMARY:ö".encode(), "SUMMARY:ö", False),
        ("SUMMARY:ö".encode("cp1252"), "SUMMARY:ö", True),
        ("SUMMARY:öäü".encode() + b"\xff", "SUMMARY:öäü\ufffd", True),
    ],
)
def test_encodings(raw: bytes, text: str, is_faulty: bool) -> None:
    found, fault = calendar_text(raw)

    assert found.strip() == text
    assert bool(fault) == is_faulty


def test_a_bad_line_outside_costs_no_entry() -> None:
    assert _uids(_TWO.replace("BEGIN:VEVENT", "END:NOTHING\r\nBEGIN:VEVENT", 1)) == ["a", "b"]


def test_a_zone_with_a_name_too_long_for_any_file_costs_its_entry_alone() -> None:
    long = _TWO.replace("DTSTART:20250611T10", f"DTSTART;TZID={'x' * 300}:20250611T10")

    assert "b" in _uids(long)


def test_of_a_file_that_is_cut_off_what_is_whole_stays() -> None:
    assert _uids(_TWO[: _TWO.index("SUMMARY:B")]) == ["", "a"]


def test_entries_without_a_uid_stand_for_themselves() -> None:
    found = dict(entries(_TWO.replace("UID:a\r\n", "").replace("UID:b\r\n", "")))

    assert [text_of(each[0], "SUMMARY") for each in found.values()] == ["A", "B"]


def test_what_is_no_calendar_is_refused() -> None:
    with pytest.raises(NotACalendar):
        list(entries("<html>"))
