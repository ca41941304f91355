"""Events as they are met: an own time fills what is unknown, the programme's word counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from planner.itinerary.effective import apart, as_met, disagreement, gives_time, leaves_early
from planner.model import (
    Attendance,
    Certainty,
    Commitment,
    Event,
    FactCertainty,
    Kind,
    OwnTime,
)

VIENNA = ZoneInfo("Europe/Vienna")
POSTER = Event("poster-1", Kind.POSTER, "Honey for bears")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=VIENNA)


TUESDAY = at(23, 13, 30)


def own(
    start: datetime = TUESDAY, end: datetime | None = None, board: str | None = None
) -> OwnTime:
    return OwnTime("poster-1", start, end, board, datetime(2024, 7, 1, tzinfo=UTC))


def official(slot: Certainty = Certainty.OFFICIAL) -> Event:
    certainty = FactCertainty(slot, Certainty.UNKNOWN, slot)
    return replace(POSTER, start=at(24, 11, 30), end=at(24, 13), board="503", certainty=certainty)


def test_an_own_time_fills_what_is_not_known_and_nobody_vouches_for_it() -> None:
    met = as_met(POSTER, own(end=at(23, 15), board="12"))
    assert (met.start, met.end, met.day, met.board) == (
        at(23, 13, 30),
        at(23, 15),
        date(2024, 7, 23),
        "12",
    )
    assert met.certainty.slot is Certainty.UNKNOWN
    assert gives_time(POSTER, own())
    assert disagreement(POSTER, own()) is None


def test_without_an_own_time_an_event_is_as_it_is() -> None:
    assert as_met(POSTER, None) is POSTER
    assert not gives_time(POSTER, None)
    assert disagreement(POSTER, None) is None


@pytest.mark.parametrize("certainty", [Certainty.OFFICIAL, Certainty.REPORTED])
def test_the_programmes_word_wins_and_the_two_disagree(certainty: Certainty) -> None:
    event = official(certainty)
    assert as_met(event, own(board="12")) == event
    assert not gives_time(event, own())
    assert disagreement(event, own()) == (event, own())


def test_an_inferred_time_gives_way() -> None:
    event = official(Certainty.INFERRED)
    met = as_met(event, own(board="12"))
    assert (met.start, met.end, met.board) == (at(23, 13, 30), None, "12")
    assert disagreement(event, own(board="12")) is None


def test_what_agrees_is_no_disagreement() -> None:
    event = official()
    assert disagreement(event, own(at(24, 11, 30))) is None
    assert disagreement(event, own(at(24, 11, 30), at(24, 13), "#503")) is None
    same_instant = datetime(2024, 7, 24, 9, 30, tzinfo=UTC)
    assert disagreement(event, own(same_instant)) is None


def test_another_board_or_another_end_is_a_disagreement() -> None:
    event = official()
    assert disagreement(event, own(at(24, 11, 30), board="504"))
    assert disagreement(event, own(at(24, 11, 30), at(24, 12)))


def test_a_board_is_filled_in_beside_an_official_time() -> None:
    event = replace(official(), board=None)
    met = as_met(event, own(at(24, 11, 30), board="12"))
    assert (met.start, met.board) == (event.start, "12")
    assert met.certainty.slot is Certainty.OFFICIAL


def test_an_end_that_the_programme_does_not_know_is_filled_in() -> None:
    event = replace(official(), end=None)
    assert as_met(event, own(at(24, 11, 30), at(24, 13))).end == at(24, 13)
    assert as_met(event, own(at(24, 12), at(24, 13))).end is None


def test_a_day_that_the_programme_knows_is_not_overruled() -> None:
    event = replace(POSTER, day=date(2024, 7, 24))
    assert as_met(event, own()) == event
    assert disagreement(event, own())
    assert as_met(event, own(at(24, 9))).start == at(24, 9)


def test_the_session_at_that_time_gives_room_and_parent() -> None:
    session = Event("session-2", Kind.SESSION, "Poster Session 2", room="Hall C")
    met = as_met(POSTER, own(), session=session)
    assert (met.room, met.parent) == ("Hall C", "session-2")
    elsewhere = replace(POSTER, room="Foyer", parent="session-9")
    met = as_met(elsewhere, own(), session=session)
    assert (met.room, met.parent) == ("Foyer", "session-9")


@pytest.mark.parametrize("kind", list(Kind))
def test_what_one_presents_is_attended_from_start_to_end(kind: Kind) -> None:
    event = replace(POSTER, kind=kind)
    assert as_met(event, None, mine=True).attended is Attendance.FIXED


def test_met_twice_is_met_once() -> None:
    met = as_met(POSTER, own(board="12"), mine=True)
    assert as_met(met, own(board="12"), mine=True) == met


# Time away


def talk(name: str, start: datetime, end: datetime | None) -> Event:
    return Event(name, Kind.TALK, name, start=start, end=end)


AWAY = Commitment("block-1", "museum", at(23, 10), at(23, 14), away=True)


def test_what_lies_wholly_in_time_away_is_apart() -> None:
    inside, to_the_end = talk("a", at(23, 10), at(23, 11)), talk("b", at(23, 13), at(23, 14))
    across, after = talk("c", at(23, 13), at(23, 14, 30)), talk("d", at(23, 14), at(23, 15))
    met = apart([inside, to_the_end, across, after], [AWAY])
    assert met == ((across, after), (inside, to_the_end))


def test_a_commitment_that_is_not_away_parts_nothing() -> None:
    inside = talk("a", at(23, 10), at(23, 11))
    assert apart([inside], [AWAY._replace(away=False)]).away == ()


def test_what_one_presents_is_never_apart() -> None:
    inside = talk("a", at(23, 10), at(23, 11))
    assert apart([inside], [AWAY], mine={"a"}).met == (inside,)


def test_half_known_times_are_apart_where_all_that_is_possible_lies_inside() -> None:
    session = Event("s", Kind.SESSION, "S", start=at(23, 10), end=at(23, 11))
    within = Event("a", Kind.ORAL, "A", parent="s")
    that_day = Event("b", Kind.ORAL, "B", day=date(2024, 7, 23))
    unknown = Event("c", Kind.POSTER, "C")
    events = [within, that_day, unknown]
    assert apart(events, [AWAY], above={"s": session}).away == (within,)
    whole_day = AWAY._replace(start=at(23, 0), end=at(24, 0))
    assert apart(events, [whole_day], above={"s": session}).away == (within, that_day)


def test_a_point_in_time_lies_inside_but_not_at_the_end() -> None:
    assert apart([talk("a", at(23, 10), None)], [AWAY]).away
    assert not apart([talk("a", at(23, 14), None)], [AWAY]).away


TALK = Event("talk-1", Kind.TALK, "Bees", at(24, 10), at(24, 11))


@pytest.mark.parametrize("end", [at(24, 11), None])
def test_what_is_left_early_ends_when_one_leaves(end: datetime | None) -> None:
    met = as_met(replace(TALK, end=end), None, until=at(24, 10, 30))
    assert (met.start, met.end) == (at(24, 10), at(24, 10, 30))


@pytest.mark.parametrize("until", [at(24, 10), at(24, 9), at(24, 11), at(24, 12), at(23, 10, 30)])
def test_what_has_moved_away_from_the_moment_is_attended_whole(until: datetime) -> None:
    assert not leaves_early(TALK, until)
    assert as_met(TALK, None, until=until) is TALK


def test_neither_a_poster_nor_what_one_presents_is_left_early() -> None:
    assert as_met(official(), None, until=at(24, 12)) == official()
    assert as_met(TALK, None, mine=True, until=at(24, 10, 30)) == TALK
    assert as_met(replace(TALK, start=None), None, until=at(24, 10, 30)).end == TALK.end
