"""Times that people type or paste: read as they are meant, or answered by a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model import Event, Kind, OwnTime
from planner.workspace.typed.span import Span
from planner.workspace.typed.time import Unreadable, read_block, read_moment, read_slot, read_span
from planner.workspace.wording import day_words, short_slot, slot_words, time_words

VIENNA = ZoneInfo("Europe/Vienna")
#: ICML 2024, Sunday to Saturday.
DAYS = [date(2024, 7, 21) + timedelta(days=n) for n in range(7)]
BEFORE = datetime(2024, 7, 9, 10, tzinfo=VIENNA)
MONDAY = datetime(2024, 7, 22, 15, 0, tzinfo=VIENNA)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=VIENNA)


def moment(text: str, now: datetime = MONDAY, *, ending: bool = False) -> datetime | Unreadable:
    return read_moment(text, DAYS, VIENNA, now, ending=ending)


def span(text: str, now: datetime = MONDAY) -> Span:
    found = read_span(text, DAYS, VIENNA, now)
    assert isinstance(found, Span), found
    return found


def refusal(text: str, now: datetime = MONDAY) -> str:
    found = read_span(text, DAYS, VIENNA, now)
    assert isinstance(found, Unreadable), found
    return found.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wed 13:30", at(24, 13, 30)),
        ("Wednesday, 13.30", at(24, 13, 30)),
        ("on wed at 13h30", at(24, 13, 30)),
        ("WED 1:30 P.M.", at(24, 13, 30)),
        ("wed 1:30pm", at(24, 13, 30)),
        ("wed 12am", at(24)),
        ("wed 12pm", at(24, 12)),
        ("wed noon", at(24, 12)),
        ("25 jul 9am", at(25, 9)),
        ("jul 25 9am", at(25, 9)),
        ("July 25th, 9 am", at(25, 9)),
        ("the 25th 9:00", at(25, 9)),
        ("25.7. 9:00", at(25, 9)),
        ("25.07.2024 9:00", at(25, 9)),
        ("tomorrow noon", at(23, 12)),
        ("today 18:00", at(22, 18)),
        ("18:00", at(22, 18)),
        ("tue", at(23)),
        ("now", MONDAY),
        ("2024-07-26T14:00", at(26, 14)),
        ("2024-07-26 14:00", at(26, 14)),
        ("2024-07-26T14:00:00+02:00", at(26, 14)),
        ("2024-07-26T12:00:00Z", at(26, 14)),
        ("2024-07-26T05:00:00-07:00", at(26, 14)),
        ("2024-07-26", at(26)),
        ("20240726T1400", at(26, 14)),
        ("07/26/2024 14:00", at(26, 14)),
        ("wed 24:00", at(25)),
        ("wed 11:30 a.m. CEST", at(24, 11, 30)),
        ("wed 11:30 UTC", at(24, 13, 30)),
    ],
)
def test_a_moment_is_read(text: str, expected: datetime) -> None:
    found = moment(text)
    assert isinstance(found, datetime), found
    assert (found, found.tzinfo) == (expected, VIENNA)


def test_a_day_alone_is_its_beginning_or_where_something_ends_its_end() -> None:
    assert moment("tue") == at(23)
    assert moment("tue", ending=True) == at(24)
    assert moment("tue midnight") == at(23)
    assert moment("tue midnight", ending=True) == at(24)


def test_only_a_date_with_its_year_lies_outside_the_conference() -> None:
    assert moment("2024-07-20T10:00") == at(20, 10)
    assert isinstance(moment("20 jul 10:00"), Unreadable)
    assert isinstance(moment("tomorrow", BEFORE), Unreadable)
    assert isinstance(moment("10:00", BEFORE), Unreadable)


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "?", "soon", "25:00", "wed 12:60", "wed 13pm", "wed 0am", "32 jul 10:00"),
        *(
            "30 feb 10:00",
            "2024-02-30T10:00",
            "07/08/2024 10:00",
            "thu 24 jul 10:00",
            "wed 10:00 x",
        ),
        *("wed 11:30 a.m. PDT", "2024-07-26T14:00:00+02:00/15:00", "wed 10:00-11:00", "wed " * 200),
        *("２４ jul 10:00", "2024-07-26T14:00:00+23:00"),
    ],
)
def test_what_is_no_moment_is_answered_by_a_sentence(text: str) -> None:
    found = moment(text)
    assert isinstance(found, Unreadable), found
    assert found.message.endswith(".")


@pytest.mark.parametrize(
    ("text", "start", "end", "title"),
    [
        ("fri 14-15 my poster", at(26, 14), at(26, 15), "my poster"),
        ("fri 14:00-15:30 lunch with Ada", at(26, 14), at(26, 15, 30), "lunch with Ada"),
        ("fri 14:00 – 15:30: lunch", at(26, 14), at(26, 15, 30), "lunch"),
        ("fri 14 to 15 lunch", at(26, 14), at(26, 15), "lunch"),
        ("from fri 14:00 until 15:00, lunch", at(26, 14), at(26, 15), "lunch"),
        ("25 jul 9am-10", at(25, 9), at(25, 10), ""),
        ("tomorrow 12-13 lunch", at(23, 12), at(23, 13), "lunch"),
        ("14-15 call", at(22, 14), at(22, 15), "call"),
        ("fri 11-1pm x", at(26, 11), at(26, 13), "x"),
        ("fri 1-3pm x", at(26, 13), at(26, 15), "x"),
        ("fri 11am-1 x", at(26, 11), at(26, 13), "x"),
        ("fri 9-noon x", at(26, 9), at(26, 12), "x"),
        ("fri noon-1 x", at(26, 12), at(26, 13), "x"),
        ("fri 22-1 party", at(26, 22), at(27, 1), "party"),
        ("fri 10pm-1 party", at(26, 22), at(27, 1), "party"),
        ("sat 23:00-midnight x", at(27, 23), at(28), "x"),
        ("mon 14 - tue 12 trip", at(22, 14), at(23, 12), "trip"),
        ("mon-tue course", at(22), at(24), "course"),
        ("22-24 jul course", at(22), at(25), "course"),
        ("fri course", at(26), at(27), "course"),
        ("lunch with Ada fri 13-14", at(26, 13), at(26, 14), "lunch with Ada"),
        ("fri my poster 14-15", at(26, 14), at(26, 15), "my poster"),
        ("fri 14-15 IST talk", at(26, 14), at(26, 15), "IST talk"),
        ("fri 14-15 sun bathing", at(26, 14), at(26, 15), "sun bathing"),
    ],
)
def test_a_span_is_read_with_its_title(
    text: str, start: datetime, end: datetime, title: str
) -> None:
    found = span(text)
    assert (found.start, found.end, found.title, found.away) == (start, end, title, False)


@pytest.mark.parametrize(
    ("text", "start", "end", "title"),
    [
        ("away until tue noon", MONDAY, at(23, 12), "away"),
        ("away until tue noon: museum", MONDAY, at(23, 12), "museum"),
        ("away from thu 15:00", at(25, 15), at(28), "away"),
        ("away after thu 15:00", at(25, 15), at(28), "away"),
        ("away from thu 15:00 to fri 9:00", at(25, 15), at(26, 9), "away"),
        ("away fri 14-18 museum", at(26, 14), at(26, 18), "museum"),
        ("Away mon-tue", at(22), at(24), "away"),
        ("wed away", at(24), at(25), "away"),
    ],
)
def test_time_away_is_read(text: str, start: datetime, end: datetime, title: str) -> None:
    found = span(text)
    assert (found.start, found.end, found.title, found.away) == (start, end, title, True)


def test_before_the_conference_one_is_away_from_its_first_day() -> None:
    assert span("away until tue noon", BEFORE).start == at(21)


@pytest.mark.parametrize(
    ("line", "start", "end", "room", "board"),
    [
        (
            "Wed 24 Jul 1:30 p.m. - 3 p.m. Hall C 4-9 #503",
            at(24, 13, 30), at(24, 15), "Hall C 4-9", "503",
        ),
        ("Tue 23 Jul 11:30 a.m. CEST — 1 p.m. CEST", at(23, 11, 30), at(23, 13), None, None),
        ("Tue 23 Jul 11:30 a.m. – 1 p.m. CEST", at(23, 11, 30), at(23, 13), None, None),
        ("Wed, Jul 24, 2024 • 1:30 PM – 3:00 PM", at(24, 13, 30), at(24, 15), None, None),
        ("Wed 24 Jul 11:30 a.m. UTC - 1 p.m. Foyer", at(24, 13, 30), at(24, 15), "Foyer", None),
        ("wed 13:30-15:00 board 12", at(24, 13, 30), at(24, 15), None, "12"),
        ("wed 13:30 Foyer, #B-12", at(24, 13, 30), None, "Foyer", "B-12"),
    ],
)  # fmt: skip
def test_the_conferences_own_line_is_read(
    line: str, start: datetime, end: datetime | None, room: str | None, board: str | None
) -> None:
    found = span(line)
    assert (found.start, found.end, found.room, found.board) == (start, end, room, board)


def test_a_pasted_line_in_another_zone_is_not_taken_for_the_venues_time() -> None:
    assert "PDT" in refusal("Tue 23 Jul 2:30 a.m. PDT — 4 a.m. PDT")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fri 15-14 x", "ends before it starts"),
        ("fri 14-14 x", "ends before it starts"),
        ("fri 25-26 x", "25:00"),
        ("thu 26 jul 14-15 x", "26 Jul is a Fri"),
        ("1 aug 14-15 x", "1 Aug is not a day of the conference, Sun 21 Jul to Sat 27 Jul"),
        ("2025-07-24 14-15 x", "24 Jul 2025 is not"),
        ("3 posters", "no time that can be read. Type fri 14:00-15:30"),
        ("away", "away until tue noon"),
        ("away until sun", "ends before it starts"),
        ("away mon 15-14", "ends before it starts"),
        ("", "Type a time"),
    ],
)
def test_what_is_no_span_is_answered_by_a_sentence(text: str, said: str) -> None:
    assert said in refusal(text)


def test_without_a_day_and_outside_the_conference_a_day_is_asked_for() -> None:
    assert "On which day?" in refusal("14-15 call", BEFORE)


def test_the_days_around_the_conference_can_be_named_with_their_year() -> None:
    assert span("2024-07-28 10-11 train").start == at(28, 10)
    assert "is not a day of the conference" in refusal("2024-07-30 10-11 train")


def test_a_weekday_that_comes_twice_or_never_is_not_guessed() -> None:
    fortnight = [DAYS[0] + timedelta(days=n) for n in range(14)]
    found = read_span("fri 14-15 x", fortnight, VIENNA, MONDAY)
    assert isinstance(found, Unreadable)
    assert "2 days called Fri; type the date, 26 Jul" in found.message
    weekend = [date(2024, 7, 27), date(2024, 7, 28)]
    found = read_span("fri 14-15 x", weekend, VIENNA, MONDAY)
    assert isinstance(found, Unreadable)
    assert "no Fri in the conference" in found.message


def test_a_block_needs_an_end_and_a_title() -> None:
    def said(text: str) -> str:
        found = read_block(text, DAYS, VIENNA, MONDAY)
        return found.message if isinstance(found, Unreadable) else found.title

    assert said("fri 14-15 my poster") == "my poster"
    assert said("fri 14:00 my poster") == "Until when? Type the end too: fri 14:00-15:00."
    assert "What is it?" in said("fri 14-15")


# The slot of one event


SESSIONS = [
    Event("session-1", Kind.SESSION, "Poster Session 1", at(23, 11, 30), at(23, 13), room="Hall C"),
    Event("session-2", Kind.SESSION, "Poster Session 2", at(23, 13, 30), at(23, 15), room="Hall C"),
]


def slot(text: str, known: Event | OwnTime | None = None) -> Span | Unreadable:
    return read_slot(text, SESSIONS, DAYS, VIENNA, MONDAY, known)


def test_a_number_picks_a_poster_session() -> None:
    assert slot("2") == Span(at(23, 13, 30), at(23, 15), room="Hall C")
    assert slot(" 1 ") == Span(at(23, 11, 30), at(23, 13), room="Hall C")


@pytest.mark.parametrize("text", ["2 #503", "2, #503", " 2  board 503", "2 (#503)"])
def test_a_board_may_stand_behind_the_number(text: str) -> None:
    assert slot(text) == Span(at(23, 13, 30), at(23, 15), room="Hall C", board="503")


@pytest.mark.parametrize("text", ["#503", " board 503 ", "# 503"])
def test_a_board_alone_keeps_the_time_that_is_known(text: str) -> None:
    own = OwnTime("poster-1", at(23, 11, 30), None, "7", MONDAY)
    poster = Event("poster-1", Kind.POSTER, "Honey", start=at(23, 13, 30), end=at(23, 15))
    assert slot(text, own) == Span(at(23, 11, 30), None, board="503")
    assert slot(text, poster) == Span(at(23, 13, 30), at(23, 15), board="503")
    for nothing in (None, Event("poster-1", Kind.POSTER, "Honey")):
        found = slot(text, nothing)
        assert isinstance(found, Unreadable)
        assert "3 #503" in found.message


@pytest.mark.parametrize("text", ["0", "3", "3 #503", "99", "-1", "²"])
def test_a_number_of_no_session_is_no_slot(text: str) -> None:
    assert isinstance(slot(text), Unreadable)


def test_a_missing_end_is_that_of_the_session_that_starts_then() -> None:
    found = [slot(text) for text in ("tue 13:30", "tue 13:30-14:00", "tue 13:00", "wed 13:30")]
    assert [each.end for each in found if isinstance(each, Span)] == [
        at(23, 15),
        at(23, 14),
        None,
        None,
    ]


@pytest.mark.parametrize("text", ["tue", "away until tue noon", "2024-07-28 10:00"])
def test_days_and_absences_are_no_slot(text: str) -> None:
    assert isinstance(slot(text), Unreadable)


# Whatever is typed


WORDS = [
    *("mon", "tue", "fri", "sat", "today", "tomorrow", "away", "until", "from", "to", "in", "at"),
    *("14", "9", "25", "31", "2024", "2024-07-26T14:00", "24.7.", "jul", "25th", "9am", "10"),
    *("p.m.", "noon", "midnight", "CEST", "PDT", "T", "Z", "lunch", "board", "#503"),
    *("-", "–", ",", ":", "+", "/", "·"),
]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))


@given(TEXTS, st.sampled_from([BEFORE, MONDAY]))
def test_any_text_gives_a_value_or_a_sentence(text: str, now: datetime) -> None:
    for found in (
        read_moment(text, DAYS, VIENNA, now),
        read_span(text, DAYS, VIENNA, now),
        read_block(text, DAYS, VIENNA, now),
        read_slot(text, SESSIONS, DAYS, VIENNA, now),
    ):
        if isinstance(found, Unreadable):
            assert found.message.strip()
            assert "\n" not in found.message
        elif isinstance(found, Span):
            assert DAYS[0] - timedelta(days=1) <= found.start.date() <= DAYS[-1] + timedelta(days=1)
            assert found.end is None or found.end.astimezone(UTC) > found.start.astimezone(UTC)
        else:
            assert found.tzinfo is not None


QUARTERS = st.integers(0, 7 * 96 - 1)


@given(QUARTERS, st.integers(1, 120), st.sampled_from([BEFORE, MONDAY]))
def test_what_is_printed_is_read_back(quarter: int, length: int, now: datetime) -> None:
    start = at(21) + timedelta(minutes=15 * quarter)
    end = start + timedelta(minutes=15 * length)
    if end.date() > DAYS[-1]:
        end = start + timedelta(minutes=15)
    event = Event("oral-1", Kind.ORAL, "A", start, end)
    if end.date() <= DAYS[-1]:
        for words in (slot_words(event), time_words(start, end)):
            found = read_span(words, DAYS, VIENNA, now)
            assert isinstance(found, Span), (words, found)
            assert (found.start, found.end) == (start, end), words
    for words in (short_slot(event), time_words(start, None)):
        assert read_moment(words, DAYS, VIENNA, now) == start
    assert read_moment(day_words(start.date()), DAYS, VIENNA, now) == at(start.day)
    assert read_moment(start.isoformat(), DAYS, VIENNA, now) == start


def test_half_known_times_as_they_are_printed_are_read_back() -> None:
    talk = Event("oral-1", Kind.ORAL, "A", parent="session-1")
    found = span(slot_words(talk, SESSIONS[0]))
    assert (found.start, found.end) == (SESSIONS[0].start, SESSIONS[0].end)
    assert moment(short_slot(talk, SESSIONS[0])) == SESSIONS[0].start
