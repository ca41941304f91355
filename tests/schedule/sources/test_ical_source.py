"""Calendar files of conferences, faithful to RFC 5545 or not."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

from planner.model import Attendance, Certainty, Event, Kind
from planner.schedule.loaded import Loaded
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.sources.fixture_files import read_bytes, read_fixture

_ENTRY = "UID:one\nDTSTART:20250611T100000\nDTEND:20250611T110000\nSUMMARY:One"


def _calendar(*entries: str, head: str = "X-WR-TIMEZONE:Europe/Vienna") -> str:
    body = "\n".join(f"BEGIN:VEVENT\n{entry}\nEND:VEVENT" for entry in entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}\n{body}\nEND:VCALENDAR\n"


def _read(text: str, **asked: Any) -> Loaded:
    return read_bytes(text.replace("\n", "\r\n").encode(), **asked)


def _by_title(title: str) -> Event:
    return next(event for event in read_fixture("hill_days.ics").events if event.title == title)


def test_the_conference_has_the_calendars_name_and_the_events_days() -> None:
    conference = read_fixture("hill_days.ics").conference

    assert (conference.id, conference.name) == ("hill-days-2025", "Hill Days 2025")
    assert (conference.start, conference.end) == (date(2025, 6, 11), date(2025, 6, 13))
    assert conference.timezone == "Europe/Berlin"


def test_an_event_is_told_whole_though_its_lines_are_broken() -> None:
    event = _by_title("Goats, sheep and the hill")

    assert str(event.start) == "2025-06-11 11:00:00+02:00"
    assert str(event.end) == "2025-06-11 11:30:00+02:00"
    assert event.room == "Amphithéâtre"
    assert event.abstract == "Why goats climb…\nAnd sheep do not.\nthey said so themselves"
    assert event.topics == ("Animals", "Hills")
    assert event.people == ()
    assert [link.url for link in event.links] == ["https://hill.example/1"]
    assert event.id.startswith("event-")


def test_floating_times_are_the_venues() -> None:
    event = _by_title("A talk in floating time")

    assert str(event.start) == "2025-06-11 13:00:00+02:00"
    assert str(event.end) == "2025-06-11 13:45:00+02:00"


def test_times_in_utc_are_told_in_the_venues_zone_and_an_end_is_not_guessed() -> None:
    event = _by_title("A talk in UTC without an end")

    assert str(event.start) == "2025-06-11 15:00:00+02:00"
    assert event.end is None


def test_of_a_whole_day_only_the_day_is_known() -> None:
    event = _by_title("Hike")

    assert (event.start, event.end, event.day) == (None, None, date(2025, 6, 12))


def test_a_series_is_so_many_events() -> None:
    events = [e for e in read_fixture("hill_days.ics").events if e.title == "Kaffeepause"]

    assert [event.id for event in events] == [
        "event-pause",
        "event-pause-20250612t1030",
        "event-pause-20250613t1030",
    ]
    assert {event.kind for event in events} == {Kind.BREAK}


def test_a_series_of_days_and_without_an_end_stays_within_a_year() -> None:
    loaded = _read(
        _calendar(_ENTRY, "UID:day\nDTSTART;VALUE=DATE:20250601\nRRULE:FREQ=DAILY\nSUMMARY:Fair")
    )

    fairs = [event for event in loaded.events if event.title == "Fair"]
    assert 150 < len(fairs) < 366
    assert len({event.id for event in fairs}) == len(fairs)


def test_a_series_without_an_end_gets_none() -> None:
    entry = "UID:a\nDTSTART:20250611T100000\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:A"
    loaded = _read(_calendar(entry))

    assert [event.end for event in loaded.events] == [None, None, None]
    assert not loaded.report.problems


def test_what_is_cancelled_stays_out_and_is_reported() -> None:
    loaded = read_fixture("hill_days.ics")

    assert "Cows" not in [event.title for event in loaded.events]
    assert ("gone", "cancelled") in [(p.id, p.why) for p in loaded.report.dropped]


def test_a_zone_that_nobody_knows_is_taken_as_the_venues_and_said_to_be_inferred() -> None:
    event = _by_title("Clocks of the hill")

    assert str(event.start) == "2025-06-12 10:00:00+02:00"
    assert event.certainty.slot is Certainty.INFERRED
    assert event.end is None


def test_what_cannot_be_read_is_reported() -> None:
    dropped = read_fixture("hill_days.ics").report.dropped

    assert [problem.id for problem in dropped] == ["gone", "never"]


def test_the_zone_is_the_calendars_else_that_of_most_of_its_times() -> None:
    times = "UID:{0}\nDTSTART;TZID={1}:20250611T100000\nSUMMARY:{0}"
    vienna, paris = times.format("a", "Europe/Vienna"), times.format("b", "Europe/Paris")

    assert _read(_calendar(vienna, paris)).conference.timezone == "Europe/Vienna"
    head = "X-WR-TIMEZONE:UTC"
    some = _read(_calendar(vienna, paris, paris.replace("UID:b", "UID:c"), head=head))
    assert some.conference.timezone == "Europe/Paris"


def test_a_zone_of_ones_own_is_read_by_its_rules() -> None:
    head = (
        "X-WR-TIMEZONE:Europe/Vienna\nBEGIN:VTIMEZONE\nTZID:Customized\nBEGIN:STANDARD\n"
        "DTSTART:19700101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE"
    )
    loaded = _read(
        _calendar("UID:a\nDTSTART;TZID=Customized:20250611T100000\nSUMMARY:A", head=head)
    )

    assert str(loaded.events[0].start) == "2025-06-11 03:00:00+02:00"


def test_times_in_utc_tell_no_zone() -> None:
    text = _calendar("UID:a\nDTSTART:20250611T100000Z\nSUMMARY:A", head="PRODID:x")

    with pytest.raises(ScheduleUnusable, match="add --timezone ZONE"):
        _read(text)
    assert _read(text, timezone="Asia/Seoul").conference.timezone == "Asia/Seoul"


@pytest.mark.parametrize(
    ("category", "title", "kind"),
    [
        ("Keynote", "Roots", Kind.INVITED_TALK),
        ("Biology", "Lunch", Kind.BREAK),
        ("Biology", "Roots", Kind.TALK),
        ("Workshop", "Roots", Kind.WORKSHOP),
    ],
)
def test_kinds(category: str, title: str, kind: Kind) -> None:
    entry = _ENTRY.replace("SUMMARY:One", f"SUMMARY:{title}\nCATEGORIES:{category}")
    event = _read(_calendar(entry)).events[0]

    assert event.kind is kind
    assert event.topics == (category,)
    assert (event.attendance is Attendance.FIXED) == (kind is Kind.WORKSHOP)


def test_an_entry_as_long_as_the_conference_is_no_talk() -> None:
    entry = _ENTRY.replace("DTEND:20250611", "DTEND:20250613")

    assert _read(_calendar(entry)).events[0].kind is Kind.OTHER


def test_a_file_of_windows_is_read() -> None:
    raw = _calendar(_ENTRY.replace("One", "Größe")).encode("cp1252")
    loaded = read_bytes(raw)

    assert loaded.events[0].title == "Größe"
    assert [problem.key for problem in loaded.report.problems] == ["text"]


class TestHostileFiles:
    """Refused in one sentence, or read in part; nothing else gets out, nothing hangs."""

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SECONDLY",
            "FREQ=MINUTELY;INTERVAL=1",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;UNTIL=99991231T235959Z",
            "FREQ=WRONG",
            "COUNT=3",
        ],
    )
    def test_rules_that_nothing_follows(self, rule: str) -> None:
        began = time.monotonic()
        loaded = _read(_calendar(_ENTRY, f"{_ENTRY}\nRRULE:{rule}".replace("UID:one", "UID:two")))

        assert loaded.events
        assert time.monotonic() - began < 20

    def test_a_series_since_the_year_one(self) -> None:
        old = _ENTRY.replace("20250611", "00010101").replace("UID:one", "UID:old")
        loaded = _read(_calendar(_ENTRY, _ENTRY.replace("one", "two"), f"{old}\nRRULE:FREQ=HOURLY"))

        assert [event.id for event in loaded.events] == ["event-one", "event-two"]
        assert [problem.id for problem in loaded.report.dropped] == ["old"]

    @pytest.mark.parametrize("year", ["0001", "9999"])
    def test_the_ends_of_all_calendars(self, year: str) -> None:
        odd = _ENTRY.replace("2025", year).replace("UID:one", "UID:two")
        loaded = _read(_calendar(_ENTRY, _ENTRY.replace("one", "three"), odd))

        assert loaded.conference.start == date(2025, 6, 11)

    @pytest.mark.parametrize("entry", ["SUMMARY:x", "DTSTART:never\nSUMMARY:x", "UID:x", ""])
    def test_nothing_sound(self, entry: str) -> None:
        with pytest.raises(ScheduleUnusable, match="no event"):
            _read(_calendar(entry))

    @pytest.mark.parametrize("method", ["METHOD:CANCEL", "METHOD:cancel"])
    def test_a_calendar_that_cancels_all(self, method: str) -> None:
        with pytest.raises(ScheduleUnusable, match="no event"):
            _read(_calendar(_ENTRY, head=f"X-WR-TIMEZONE:Europe/Vienna\n{method}"))

    def test_a_cut_file_keeps_what_is_whole(self) -> None:
        whole = _calendar(_ENTRY, _ENTRY.replace("one", "two"))

        loaded = _read(whole[: whole.rindex("SUMMARY")])

        assert [event.id for event in loaded.events] == ["event-one"]
        assert len(loaded.report.dropped) == 1

    def test_a_calendar_without_events(self) -> None:
        with pytest.raises(ScheduleUnusable, match="without events"):
            _read("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
