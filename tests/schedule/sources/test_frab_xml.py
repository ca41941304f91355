"""schedule.xml as frab, pretalx, wafer and Pentabarf write it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from planner.model import Attendance, Event, Kind
from planner.schedule.loaded import Loaded
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.sources.fixture_files import read_bytes, read_fixture

_EVENT = '<event id="1"><start>10:00</start><duration>00:30</duration><title>One</title></event>'


def _document(
    events: str = _EVENT,
    conference: str = "<title>Conf 2023</title>",
    day: str = 'date="2023-05-02"',
) -> str:
    return (
        f"<schedule><conference>{conference}</conference>"
        f'<day {day}><room name="A">{events}</room></day></schedule>'
    )


def _read(document: str | bytes, timezone: str | None = "Europe/Brussels", **asked: Any) -> Loaded:
    raw = document.encode() if isinstance(document, str) else document
    return read_bytes(raw, timezone=timezone, **asked)


def _by_title(loaded: Loaded, title: str) -> Event:
    return next(event for event in loaded.events if event.title == title)


def test_the_conference_is_what_the_file_says() -> None:
    conference = read_fixture("night_camp.xml").conference

    assert (conference.id, conference.name) == ("nightcamp23", "Night Camp 2023")
    assert (conference.start, conference.end) == (date(2023, 8, 11), date(2023, 8, 12))
    assert (conference.timezone, conference.venue) == ("Europe/Vienna", "Old Mill, Graz")
    assert (conference.url, conference.source) == ("https://camp.example/2023/", None)


def test_an_event_is_told_whole() -> None:
    event = read_fixture("night_camp.xml").events[0]

    assert event.id == "event-6f1d0a52-90ab-4c3e-8c11-0c2d3e4f5a6b"
    assert (event.title, event.kind) == ("Lanterns & lights of old", Kind.TALK)
    assert (str(event.start), str(event.end)) == (
        "2023-08-11 10:00:00+02:00",
        "2023-08-11 10:45:00+02:00",
    )
    assert (event.room, event.topics) == ("Barn", ("Craft",))
    assert [person.name for person in event.people] == ["Ada Ölmüller", "Bo Li"]
    assert event.certainty.slot == event.certainty.room == "official"
    assert [(link.label, link.url) for link in event.links] == [
        ("Event page", "https://camp.example/2023/lanterns.html"),
        ("Plans", "https://lanterns.example/a%20b"),
        ("More", "https://camp.example/2023/lanterns"),
        ("Slides", "https://camp.example/slides.pdf"),
    ]


def test_subtitle_abstract_and_description_are_one_text_and_none_of_them_twice() -> None:
    assert read_fixture("night_camp.xml").events[0].abstract == (
        "How we lit the barn\n\nOil, wicks and glass. And patience.\n\n- bring a jar\n- no matches"
    )


@pytest.mark.parametrize("title", ["Songs after midnight", "Moths at the lamp"])
def test_what_begins_after_midnight_belongs_to_the_day_before(title: str) -> None:
    event = _by_title(read_fixture("night_camp.xml"), title)

    assert event.start is not None
    assert event.start.date() == date(2023, 8, 12)
    assert event.day == date(2023, 8, 11)


@pytest.mark.parametrize(
    ("day_change", "start", "begins"),
    [
        ("", "04:55", "2023-05-03"),
        ("", "05:00", "2023-05-02"),
        ("<day_change>09:00:00</day_change>", "08:30", "2023-05-03"),
        ("<day_change>00:00:00</day_change>", "00:30", "2023-05-02"),
        ("<day_change>nonsense</day_change>", "04:55", "2023-05-03"),
    ],
)
def test_the_night_ends_when_the_file_says_else_at_five(
    day_change: str, start: str, begins: str
) -> None:
    event = _read(
        _document(_EVENT.replace("10:00", start), f"<title>C 2023</title>{day_change}")
    ).events[0]

    assert event.start is not None
    assert event.start.date().isoformat() == begins
    assert event.day == date(2023, 5, 2)


def test_a_day_is_where_it_begins_at_the_venue_not_its_date_in_utc() -> None:
    day = 'date="2023-09-09" start="2023-09-09T21:30:00+00:00" end="2023-09-10T21:29:59+00:00"'
    events = _EVENT.replace("<start>", "<date>2023-09-10T04:30:00+00:00</date><start>")
    event = _read(_document(events, day=day), "Asia/Kolkata").events[0]

    assert str(event.start) == "2023-09-10 10:00:00+05:30"
    assert event.day == date(2023, 9, 10)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("00:25", 25), ("1:30:00", 90), ("01:10", 70), ("26:00", 1560), ("45", 45), ("09:00", 540)],
)
def test_durations(written: str, minutes: int) -> None:
    event = _read(_document(_EVENT.replace("00:30", written))).events[0]

    assert event.start is not None
    assert event.end is not None
    assert event.end - event.start == timedelta(minutes=minutes)


def test_beyond_a_day_pretalx_counts_days() -> None:
    event = _read(
        _document(
            _EVENT.replace("00:30", "1:02:30"),
            "<title>C</title><generator>pretalx</generator>",
        )
    ).events[0]

    assert event.start is not None
    assert event.end is not None
    assert event.end - event.start == timedelta(days=1, hours=2, minutes=30)


@pytest.mark.parametrize("written", ["00:00", "-00:30", "9999:00", "soon", "1:2:3:4"])
def test_without_a_sound_duration_the_end_is_unknown_and_reported(written: str) -> None:
    loaded = _read(_document(_EVENT.replace("00:30", written)))

    assert loaded.events[0].start is not None
    assert loaded.events[0].end is None
    assert [problem.key for problem in loaded.report.problems] == ["duration"]


def test_a_time_of_day_that_summer_time_skips_stays_a_time() -> None:
    events = _EVENT.replace("10:00", "02:30")
    day = 'date="2023-03-26"'
    loaded = _read(_document(events, "<title>C</title><day_change>00:00</day_change>", day))

    assert loaded.events[0].end is not None
    assert not loaded.report.problems


def test_without_a_guid_the_id_and_the_start_make_an_event() -> None:
    loaded = read_fixture("night_camp.xml")

    kites = [event.id for event in loaded.events if event.title == "Build a kite"]
    assert kites == ["event-8", "event-8-20230812t0900"]


def test_one_number_for_two_events_at_one_time_costs_none_of_them() -> None:
    loaded = _read(_document(_EVENT + _EVENT.replace("One", "Two")))

    assert [event.title for event in loaded.events] == ["One", "Two"]
    assert len({event.id for event in loaded.events}) == 2


def test_the_same_event_twice_is_one() -> None:
    loaded = _read(_document(_EVENT * 3))

    assert [event.id for event in loaded.events] == ["event-1"]
    assert len(loaded.report.dropped) == 2


def test_a_workshop_that_holds_nothing_is_attended_from_start_to_end() -> None:
    loaded = read_fixture("night_camp.xml")
    kite = _by_title(loaded, "Build a kite")

    assert (kite.kind, kite.attended) == (Kind.WORKSHOP, Attendance.FIXED)


def test_lunch_is_a_break_though_the_file_does_not_say() -> None:
    loaded = read_fixture("night_camp.xml")

    assert _by_title(loaded, "Lunch").kind is Kind.BREAK
    assert _by_title(loaded, "Doors close").kind is Kind.OTHER


def test_no_track_is_no_topic() -> None:
    assert _by_title(read_fixture("night_camp.xml"), "Build a kite").topics == ()


def test_what_stayed_out_is_reported_with_its_place() -> None:
    report = read_fixture("night_camp.xml").report

    assert [(problem.index, problem.key, problem.dropped) for problem in report.problems] == [
        (0, "links", False),
        (6, "duration", False),
        (7, "start", True),
    ]


def test_the_zone_is_asked_for_where_neither_file_nor_table_tells_it() -> None:
    with pytest.raises(ScheduleUnusable, match="add --timezone ZONE"):
        _read(_document(), timezone=None)


def test_fosdem_is_in_brussels_and_named_by_title_and_year() -> None:
    conference = "<title>FOSDEM 2031</title><start>2031-02-01</start><end>2031-02-02</end>"
    loaded = _read(_document(conference=conference, day='date="2031-02-01"'), timezone=None)

    assert loaded.conference.timezone == "Europe/Brussels"
    assert loaded.conference.id == "fosdem-2031"


def test_the_attendee_names_the_conference_and_an_address_is_its_source() -> None:
    loaded = _read(
        _document(), place="https://conf.example/schedule.xml", conference_id="mine-2023"
    )

    assert loaded.conference.id == "mine-2023"
    assert loaded.conference.source == "https://conf.example/schedule.xml"


def test_days_that_the_file_does_not_tell_are_those_of_its_events() -> None:
    far = _document().replace("</schedule>", "") + (
        '<day date="2023-05-03"><room name="A"><event id="2"><start>10:00</start>'
        "<title>Two</title></event></room></day>"
        '<day date="9999-01-01"><room name="A"><event id="3"><title>Far</title></event></room>'
        "</day>"
        "</schedule>"
    )
    conference = _read(far).conference

    assert (conference.start, conference.end) == (date(2023, 5, 2), date(2023, 5, 3))


def test_xhtml_inside_an_abstract_is_text_too() -> None:
    events = _EVENT.replace("</event>", "<abstract><p>a <b>b</b></p><p>c</p></abstract></event>")

    assert _read(_document(events)).events[0].abstract == "a b\n\nc"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    declared = "" if encoding.startswith("utf") else f'<?xml version="1.0" encoding="{encoding}"?>'
    document = (declared + _document(_EVENT.replace("One", "Größe"))).encode(encoding)

    assert _read(document).events[0].title == "Größe"


def test_characters_that_are_no_utf_8_or_no_xml_cost_themselves() -> None:
    document = _document(_EVENT.replace("One", "Gr\x0b&#8;n")).encode()
    loaded = _read(document.replace(b"One", b"\xf6"))

    assert loaded.events[0].title == "Gr n"
    assert [problem.key for problem in loaded.report.problems] == ["text"]


class TestHostileFiles:
    """Refused in one sentence, or read in part; nothing else gets out."""

    def test_a_billion_laughs(self) -> None:
        entities = '<!ENTITY a "ha">' + "".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
        )
        document = f"<!DOCTYPE s [{entities}]>{_document(_EVENT.replace('One', '&j;'))}"

        with pytest.raises(ScheduleUnusable, match="document type or entities"):
            _read(document)

    def test_an_external_entity(self) -> None:
        document = '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

        with pytest.raises(ScheduleUnusable, match="document type or entities"):
            _read(document + _document(_EVENT.replace("One", "&x;")))

    def test_deep_nesting(self) -> None:
        deep = "<b>" * 50_000 + "</b>" * 50_000

        with pytest.raises(ScheduleUnusable, match="nests deeper than 64"):
            _read(_document(_EVENT.replace("One", f"One{deep}")))

    def test_a_cut_is_told_with_line_and_column(self) -> None:
        with pytest.raises(ScheduleUnusable, match=r"line 1, column \d+ .*Get the file again"):
            _read(_document()[:-30])

    @pytest.mark.parametrize("encoding", ["utf-7", "no-such", "shift_jis"])
    def test_an_encoding_that_cannot_be_read(self, encoding: str) -> None:
        document = f'<?xml version="1.0" encoding="{encoding}"?>{_document()}'

        with pytest.raises(ScheduleUnusable, match=r"Save it as UTF-8|Get the file again"):
            _read(document.encode() + b"\xff")

    @pytest.mark.parametrize(
        "when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:00"]
    )
    def test_the_ends_of_all_calendars(self, when: str) -> None:
        odd = _EVENT.replace("<start>", f"<date>{when}</date><start>").replace('"1"', '"2"')
        loaded = _read(_document(_EVENT + odd))

        assert loaded.events[0].title == "One"
        assert loaded.conference.start == date(2023, 5, 2)

    def test_nothing_sound(self) -> None:
        with pytest.raises(ScheduleUnusable, match="no event"):
            _read(_document(""))

    def test_another_root(self) -> None:
        with pytest.raises(ScheduleUnusable):
            _read("<feed><schedule></schedule></feed>")
