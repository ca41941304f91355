"""An attendee's own calendar: what makes them busy, whatever wrote the file."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.workspace import busy
from planner.workspace.busy import Busy, NotACalendar, read_busy

VIENNA = ZoneInfo("Europe/Vienna")
DAYS = [date(2024, 7, 21) + timedelta(days=n) for n in range(7)]


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=VIENNA)


def file_of(*entries: str, head: str = "") -> bytes:
    """Return a calendar file; the lines of an entry come without BEGIN and END."""
    body = "".join(f"BEGIN:VEVENT\n{entry.strip()}\nEND:VEVENT\n" for entry in entries)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def entry(slot: str, *lines: str, uid: str = "1") -> str:
    return "\n".join([f"UID:{uid}", "SUMMARY:call", *slot.split(" "), *lines])


def read(content: bytes) -> Busy:
    return read_busy(content, "work.ics", DAYS, VIENNA, "icml2024")


def times(content: bytes) -> list[tuple[datetime, datetime]]:
    return [(each.start, each.end) for each in read(content).commitments]


CALL = entry("DTSTART:20240723T080000Z DTEND:20240723T090000Z")


def test_an_entry_becomes_a_commitment_of_the_file() -> None:
    (found,) = read(file_of(CALL)).commitments
    assert (found.title, found.start, found.end) == ("call", at(23, 10), at(23, 11))
    assert (found.away, found.calendar) == (False, "work.ics")
    assert found.start.tzinfo is VIENNA
    assert found.id.startswith("busy-")
    assert len(found.id) == len("busy-") + 12
    assert read(file_of(CALL)).commitments == (found,)


@pytest.mark.parametrize(
    "slot",
    [
        "DTSTART:20240723T100000 DTEND:20240723T110000",
        "DTSTART;TZID=Europe/Vienna:20240723T100000 DTEND;TZID=Europe/Vienna:20240723T110000",
        "DTSTART;TZID=W.(_)Europe(_)Standard(_)Time:20240723T100000 DURATION:PT1H",
        "DTSTART;TZID=America/Chicago:20240723T030000 DURATION:PT1H",
        "DTSTART:20240723T080000Z DURATION:PT60M",
    ],
)
def test_times_are_read_in_every_form_and_floating_ones_are_the_venues(slot: str) -> None:
    content = file_of(entry(slot).replace("(_)", " "), head="X-WR-TIMEZONE:America/New_York\n")
    assert times(content) == [(at(23, 10), at(23, 11))]


def test_a_zone_of_the_files_own_is_understood() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:My zone\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    slot = "DTSTART;TZID=My(_)zone:20240723T170000 DURATION:PT1H"
    assert times(file_of(entry(slot).replace("(_)", " "), head=zone)) == [(at(23, 10), at(23, 11))]


@pytest.mark.parametrize(
    "lines",
    [
        ("STATUS:CANCELLED",),
        ("TRANSP:TRANSPARENT",),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE",),
    ],
)
def test_what_is_cancelled_or_free_takes_no_time(lines: tuple[str, ...]) -> None:
    found = read(file_of(entry("DTSTART:20240723T080000Z DURATION:PT1H", *lines)))
    assert (found.commitments, found.skipped) == ((), 0)
    assert read(file_of(CALL, head="METHOD:CANCEL\n")).commitments == ()


def test_what_is_tentative_takes_time() -> None:
    assert times(file_of(entry("DTSTART:20240723T080000Z DURATION:PT1H", "STATUS:TENTATIVE")))


def test_a_whole_day_is_busy_only_if_it_says_so_and_is_time_away() -> None:
    day = "DTSTART;VALUE=DATE:20240723 DTEND;VALUE=DATE:20240725"
    assert read(file_of(entry(day))).commitments == ()
    for word in ("TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"):
        (found,) = read(file_of(entry(day, word))).commitments
        assert (found.start, found.end, found.away) == (at(23), at(25), True)
    alone = entry("DTSTART;VALUE=DATE:20240723", "TRANSP:OPAQUE")
    assert times(file_of(alone)) == [(at(23), at(24))]


def test_what_lasts_as_long_as_the_conference_is_the_journey_there() -> None:
    journey = entry("DTSTART;VALUE=DATE:20240720 DTEND;VALUE=DATE:20240729", "TRANSP:OPAQUE")
    found = read(file_of(journey))
    assert (found.commitments, found.whole) == ((), 1)


def test_what_planner_exported_is_no_commitment() -> None:
    own = CALL.replace("UID:1", "UID:oral-1@icml2024.planner")
    found = read(file_of(own, CALL.replace("UID:1", "UID:oral-1@icml2025.planner")))
    assert (len(found.commitments), found.own) == (1, 1)


def test_only_the_days_around_the_conference_are_taken() -> None:
    days = [
        entry(f"DTSTART:{day}T100000 DURATION:PT1H", uid=day)
        for day in ("20240719", "20240720", "20240728", "20240729", "20250723")
    ]
    assert [start.day for start, _ in times(file_of(*days))] == [20, 28]


def test_what_takes_no_time_is_no_commitment() -> None:
    found = read(file_of(entry("DTSTART:20240723T100000")))
    assert (found.commitments, found.skipped) == ((), 0)


# Recurring entries


def test_a_weekly_call_is_taken_at_the_hour_it_has_then() -> None:
    slot = "DTSTART;TZID=America/New_York:20240102T090000 DURATION:PT30M"
    content = file_of(entry(slot, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH"))
    assert times(content) == [
        (at(23, 15), at(23, 15, 30)),
        (at(25, 15), at(25, 15, 30)),
    ]


def test_exceptions_and_additions_count() -> None:
    series = entry(
        "DTSTART:20240715T100000 DURATION:PT1H",
        *("RRULE:FREQ=DAILY;COUNT=10", "EXDATE:20240721T100000,20240722T100000"),
        "RDATE:20240726T180000",
    )
    assert [start for start, _ in times(file_of(series))] == [
        at(20, 10),
        at(23, 10),
        at(24, 10),
        at(26, 18),
    ]


def test_a_moved_occurrence_stands_where_it_was_moved_and_a_cancelled_one_nowhere() -> None:
    series = entry("DTSTART:20240722T100000Z DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")
    moved = entry("DTSTART:20240723T140000Z DURATION:PT1H", "RECURRENCE-ID:20240723T100000Z")
    cancelled = entry(
        "DTSTART:20240724T100000Z DURATION:PT1H",
        *("RECURRENCE-ID:20240724T100000Z", "STATUS:CANCELLED"),
    )
    assert times(file_of(series, moved, cancelled)) == [
        (at(22, 12), at(22, 13)),
        (at(23, 16), at(23, 17)),
    ]


def test_the_newest_of_an_entrys_versions_counts() -> None:
    old, new = CALL, entry("DTSTART:20240724T080000Z DURATION:PT1H", "SEQUENCE:2")
    assert times(file_of(new, old)) == [(at(24, 10), at(24, 11))]


def test_each_occurrence_has_an_id_of_its_own() -> None:
    series = entry("DTSTART:20240701T100000 DURATION:PT1H", "RRULE:FREQ=DAILY")
    found = read(file_of(series)).commitments
    assert len(found) == len({each.id for each in found}) == 9


# Files that are not as they should be


@pytest.mark.parametrize(
    "broken",
    [
        entry("DTSTART:yesterday"),
        "UID:2\nSUMMARY:no start",
        entry("DTSTART;TZID=Middle/Earth:20240723T100000 DURATION:PT1H"),
        entry("DTSTART:20240723T100000Z DTEND:20240723T090000Z"),
        entry("DTSTART:20240723T100000 DURATION:PT1H", "RRULE:FREQ=SOMETIMES"),
        entry("DTSTART:20240723T100000 DURATION:PT1H", "RRULE:FREQ=SECONDLY"),
        entry("DTSTART:20240723T100000 DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"),
        entry("DTSTART:19700101T100000 DURATION:PT1H", "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"),
        entry(
            "DTSTART:20240723T100000 DURATION:PT1H",
            "RRULE:FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))),
        ),
    ],
)
def test_a_broken_entry_costs_itself_alone_and_is_counted(broken: str) -> None:
    found = read(file_of(broken.replace("UID:1", "UID:2"), CALL))
    assert [each.start for each in found.commitments] == [at(23, 10)]
    assert found.skipped == 1


def test_a_bad_line_between_entries_does_not_fail_the_file() -> None:
    content = file_of(CALL).replace(b"BEGIN:VEVENT", b"nonsense\r\nBEGIN:VEVENT")
    assert times(content) == [(at(23, 10), at(23, 11))]


def test_a_file_in_an_old_encoding_or_with_a_mark_at_its_start_is_read() -> None:
    assert times(file_of(CALL.replace("call", "caf\xe9")).decode().encode("latin-1"))
    assert times(b"\xef\xbb\xbf" + file_of(CALL))
    assert times(file_of(CALL).replace(b"\r\n", b"\n"))


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"%PDF-1.4 BEGIN:VCALENDAR", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"\x00" * 99],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(NotACalendar, match="no calendar file"):
        read(content)


def test_a_file_too_large_is_refused() -> None:
    with pytest.raises(NotACalendar, match="larger than 10 MiB"):
        read(b"x" * (busy.MOST_BYTES + 1))


def test_more_than_is_kept_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy, "MOST_OCCURRENCES", 3)
    found = read(file_of(entry("DTSTART:20240701T100000 DURATION:PT1H", "RRULE:FREQ=DAILY")))
    assert (len(found.commitments), found.is_cut) == (3, True)


def test_what_would_take_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy, "LONGEST_WORK", -1.0)
    series = entry("DTSTART:20240701T100000 DURATION:PT1H", "RRULE:FREQ=DAILY")
    found = read(file_of(series, CALL.replace("UID:1", "UID:2")))
    assert (len(found.commitments), found.skipped) == (1, 1)


def test_titles_are_one_clean_line() -> None:
    long = CALL.replace("call", "a\\nb \u202e\u001b[31m" + "x" * 500)
    (found,) = read(file_of(long)).commitments
    assert found.title.startswith("a b [31mxxx")
    assert len(found.title) <= 200
    (untitled,) = read(file_of(CALL.replace("SUMMARY:call\n", ""))).commitments
    assert untitled.title == "busy"


LINES = st.sampled_from(
    [
        *("DTSTART:20240723T100000Z", "DTEND:20240723T110000Z", "DTSTART;VALUE=DATE:20240723"),
        *("DURATION:PT1H", "DURATION:-P1D", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY;COUNT=-1"),
        *("RDATE:20240724T100000", "EXDATE;VALUE=DATE:20240723", "RECURRENCE-ID:20240723"),
        *("DTSTART;TZID=X:2024", "DTEND;VALUE=DATE:20240101", "UID:1", "UID:", "SEQUENCE:x"),
        *("TRANSP:OPAQUE", "STATUS:", "BEGIN:VALARM", "END:VALARM", "nonsense", ";:;", "SUMMARY:a"),
    ]
)


@given(st.lists(st.lists(LINES, max_size=6), max_size=4))
def test_no_file_does_more_than_be_refused(entries: list[list[str]]) -> None:
    found = Busy(())
    with contextlib.suppress(NotACalendar):
        found = read(file_of(*("\n".join(lines) for lines in entries)))
    for each in found.commitments:
        assert each.start < each.end
        assert each.start < at(29)
        assert each.end > at(20)
