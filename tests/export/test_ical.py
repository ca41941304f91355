"""The iCalendar file, read back by the icalendar library and looked at byte by byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.calendar_values import Entry
from planner.export.ical import calendar_bytes
from planner.model import Conference

VIENNA = ZoneInfo("Europe/Vienna")
DATED = datetime(2024, 7, 1, 12, 0, tzinfo=UTC)
ICML = Conference(
    "icml2024", "ICML 2024", "T", date(2024, 7, 21), date(2024, 7, 27), "Europe/Vienna"
)
TALK = Entry(
    uid="oral-1@icml2024.planner",
    start=datetime(2024, 7, 24, 10, 30, tzinfo=VIENNA),
    end=datetime(2024, 7, 24, 10, 45, tzinfo=VIENNA),
    summary="Chain of Code",
    location="Hall A2, Messe Wien",
    description="Ada; Bo\nNote: x",
    url="https://openreview.net/forum?id=x",
    category="invited talk",
    is_tentative=False,
    is_transparent=False,
    decided=DATED - timedelta(days=1),
    posters=("oral-1",),
)
DAY = replace(TALK, uid="day@icml2024.planner", start=date(2024, 7, 24), end=None)


def written(
    *entries: Entry, utc: bool = False, alarm: int | None = None, **sequences: int
) -> bytes:
    return calendar_bytes(ICML, entries, sequences, dated=DATED, utc=utc, alarm=alarm)


def lines(*entries: Entry, utc: bool = False, alarm: int | None = None) -> list[str]:
    return written(*entries, utc=utc, alarm=alarm).decode().replace("\r\n ", "").split("\r\n")


def read(content: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def test_a_timed_entry_line_by_line() -> None:
    content = lines(TALK)
    event = content[content.index("BEGIN:VEVENT") :]
    assert event == [
        "BEGIN:VEVENT",
        "SUMMARY:Chain of Code",
        "DTSTART;TZID=Europe/Vienna:20240724T103000",
        "DTEND;TZID=Europe/Vienna:20240724T104500",
        "DTSTAMP:20240701T120000Z",
        "UID:oral-1@icml2024.planner",
        "SEQUENCE:0",
        "CATEGORIES:invited talk",
        "DESCRIPTION:Ada\\; Bo\\nNote: x",
        "LAST-MODIFIED:20240701T120000Z",
        "LOCATION:Hall A2\\, Messe Wien",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://openreview.net/forum?id=x",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_calendar_names_itself_and_is_no_message() -> None:
    content = lines(TALK)
    assert content[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//planner//Conference planner//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:ICML 2024",
    ]
    assert not any(line.startswith("METHOD") for line in content)


def test_one_time_zone_of_the_conferences_year() -> None:
    content = lines(TALK, DAY)
    begin, end = content.index("BEGIN:VTIMEZONE"), content.index("END:VTIMEZONE")
    assert content.count("BEGIN:VTIMEZONE") == 1
    assert content[begin + 1 : end] == [
        "TZID:Europe/Vienna",
        *("BEGIN:STANDARD", "DTSTART:20240101T000000", "TZNAME:CET"),
        *("TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD"),
        *("BEGIN:DAYLIGHT", "DTSTART:20240331T020000", "TZNAME:CEST"),
        *("TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT"),
        *("BEGIN:STANDARD", "DTSTART:20241027T030000", "TZNAME:CET"),
        *("TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Vienna",
        "America/Chicago",
        "Asia/Seoul",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "Europe/Dublin",
    ],
)
def test_the_time_zone_holds_for_every_hour_of_the_year(name: str) -> None:
    zone = ZoneInfo(name)
    conference = replace(ICML, timezone=name)
    content = calendar_bytes(conference, [], {}, dated=DATED)
    (component,) = icalendar.Calendar.from_ical(content).walk("VTIMEZONE")
    onsets = sorted(
        (
            part.decoded("DTSTART") - part.decoded("TZOFFSETFROM"),
            part.decoded("TZOFFSETTO"),
        )
        for part in component.subcomponents
    )
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    while moment.year == 2024:
        naive = moment.replace(tzinfo=None)
        offset = [to for onset, to in onsets if onset <= naive][-1]
        assert moment.astimezone(zone).utcoffset() == offset, moment
        moment += timedelta(hours=1)


def test_a_conference_over_new_year_has_both_years() -> None:
    conference = replace(ICML, start=date(2024, 12, 27), end=date(2025, 1, 2))
    content = calendar_bytes(conference, [], {}, dated=DATED).decode()
    assert "DTSTART:20241027T030000" in content
    assert "DTSTART:20250330T020000" in content


def test_in_utc_there_is_no_time_zone_at_all() -> None:
    content = lines(TALK, utc=True)
    assert "DTSTART:20240724T083000Z" in content
    assert "DTEND:20240724T084500Z" in content
    assert not any("TZID" in line or "VTIMEZONE" in line for line in content)


def test_a_conference_that_keeps_utc_is_written_so() -> None:
    content = calendar_bytes(replace(ICML, timezone="UTC"), [TALK], {}, dated=DATED)
    assert b"DTSTART:20240724T083000Z" in content
    assert b"VTIMEZONE" not in content


def test_the_times_read_back_are_the_same_instants() -> None:
    for utc in (False, True):
        event = read(written(TALK, utc=utc))
        assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (TALK.start, TALK.end)


def test_an_unknown_end_is_not_written() -> None:
    assert not any(
        line.startswith(("DTEND", "DURATION")) for line in lines(replace(TALK, end=None))
    )


def test_an_all_day_entry_is_a_date() -> None:
    content = lines(replace(DAY, is_transparent=True), alarm=10)
    assert "DTSTART;VALUE=DATE:20240724" in content
    assert "DTEND;VALUE=DATE:20240725" in content
    assert "TRANSP:TRANSPARENT" in content
    assert "BEGIN:VALARM" not in content


def test_a_tentative_entry_says_so() -> None:
    assert "STATUS:TENTATIVE" in lines(replace(TALK, is_tentative=True))


def test_alarms_are_there_on_request_alone() -> None:
    assert "BEGIN:VALARM" not in lines(TALK)
    content = lines(TALK, alarm=10)
    alarm = content[content.index("BEGIN:VALARM") : content.index("END:VALARM")]
    assert alarm[1:] == ["ACTION:DISPLAY", "DESCRIPTION:Chain of Code", "TRIGGER:-PT10M"]


def test_the_stamp_is_the_newest_decision_when_that_is_later() -> None:
    content = lines(replace(TALK, decided=DATED + timedelta(hours=1, microseconds=5)))
    assert "DTSTAMP:20240701T130000Z" in content
    assert "LAST-MODIFIED:20240701T130000Z" in content


def test_the_sequence_is_the_one_given() -> None:
    content = calendar_bytes(ICML, [TALK], {TALK.uid: 3}, dated=DATED)
    assert b"\r\nSEQUENCE:3\r\n" in content


def test_writing_twice_gives_the_same_bytes() -> None:
    assert written(TALK, DAY, alarm=5) == written(TALK, DAY, alarm=5)


_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\;,:\n\"' Nnréö长标题🧪👩‍🔬"),
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    ),
    max_size=400,
)


def _unescaped(text: str) -> str:
    """Undo the escapes as RFC 5545 section 3.3.11 has them, one after the other."""
    found, escaped = [], False
    for character in text:
        if escaped:
            found.append("\n" if character in "nN" else character)
        elif character != "\\":
            found.append(character)
        escaped = character == "\\" and not escaped
    return "".join(found)


@given(text=_TEXT)
def test_any_text_comes_back_from_lines_of_at_most_75_octets(text: str) -> None:
    content = written(replace(TALK, summary=text, description=text, location=text or None))
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()
    unfolded = content.replace(b"\r\n ", b"").decode().split("\r\n")
    for name in ("SUMMARY:", "DESCRIPTION:", "LOCATION:"):
        value = next((line for line in unfolded if line.startswith(name)), name)
        assert _unescaped(value.removeprefix(name)) == text


@given(text=_TEXT.filter(lambda text: "\\" not in text))
def test_the_library_reads_the_same_text(text: str) -> None:
    event = read(written(replace(TALK, summary=text, description=text)))
    assert str(event["SUMMARY"]) == text
    assert str(event.get("DESCRIPTION", "")) == text


def test_a_backslash_before_a_letter_stays_one() -> None:
    assert "SUMMARY:NP \\\\Nabla \\\\new" in lines(replace(TALK, summary=r"NP \Nabla \new"))
