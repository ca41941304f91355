"""The zone of a foreign schedule: asked for, named, known of the series, or refused."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from planner.schedule.unusable import ScheduleUnusable
from planner.schedule.zone import BY_YEAR, EVERY_YEAR, known_zone, zone_for


def test_what_the_attendee_asks_for_wins() -> None:
    assert zone_for("Asia/Tokyo", "Europe/Vienna", "fosdem", 2023) == "Asia/Tokyo"


def test_what_the_file_names_comes_before_the_table() -> None:
    assert zone_for(None, "Europe/Vienna", "fosdem", 2023) == "Europe/Vienna"


@pytest.mark.parametrize(
    ("series", "year", "zone"),
    [
        ("FOSDEM 2023", None, "Europe/Brussels"),
        ("fosdem", 2031, "Europe/Brussels"),
        ("37C3", None, "Europe/Berlin"),
        ("36th Chaos Communication Congress", 2019, "Europe/Berlin"),
        ("icml", 2026, "Asia/Seoul"),
        ("ICML 2024", None, "Europe/Vienna"),
        ("debconf23 DebConf 23", 2023, "Asia/Kolkata"),
    ],
)
def test_a_known_conference_has_its_zone(series: str, year: int | None, zone: str) -> None:
    assert zone_for(None, None, series, year) == zone


@pytest.mark.parametrize("named", [None, "", "+02:00", "Z", "UTC+2", "GMT-05:00", "20240721"])
def test_an_offset_is_no_zone(named: str | None) -> None:
    with pytest.raises(ScheduleUnusable, match=r"does not name its time zone; add --timezone ZONE"):
        zone_for(None, named, "Unheard of", 2024)


@pytest.mark.parametrize(
    "named", ["Etc/GMT-2", "localtime", "LocalTime", "Factory", "Middle/Earth", "EST"]
)
def test_a_name_of_no_place_is_no_zone(named: str) -> None:
    with pytest.raises(ScheduleUnusable, match="is not known; add --timezone ZONE"):
        zone_for(None, named, None, None)


def test_a_year_that_the_table_lacks_is_not_guessed() -> None:
    with pytest.raises(ScheduleUnusable, match="--timezone"):
        zone_for(None, None, "icml", 1990)
    with pytest.raises(ScheduleUnusable, match="--timezone"):
        zone_for(None, None, "icml", None)


def test_a_calendar_that_says_utc_of_itself_says_less_than_the_table() -> None:
    assert zone_for(None, "UTC", "FOSDEM 2023", None) == "Europe/Brussels"
    assert zone_for(None, "UTC", "Nowhere Conf", 2023) == "UTC"


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Korea Standard Time", "Asia/Seoul"),
        ("europe/vienna", "Europe/Vienna"),
        ('"Europe/Paris"', "Europe/Paris"),
        ("/freeassociation.sourceforge.net/Europe/Paris", "Europe/Paris"),
        ("/citadel.org/20190914_1/America/Argentina/Salta", "America/Argentina/Salta"),
        ("../../etc/passwd", None),
        ("a" * 5000, None),
        ("Eur\0ope", None),
    ],
)
def test_names_of_zones_as_programs_write_them(name: str, zone: str | None) -> None:
    assert known_zone(name) == zone


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("Viena", "Europe/Vienna"), ("Europe/Parris", "Europe/Paris"), ("new york", "New_York")],
)
def test_an_unknown_zone_asked_for_is_refused_with_the_nearest(asked: str, nearest: str) -> None:
    with pytest.raises(ScheduleUnusable, match=nearest):
        zone_for(asked, "Europe/Vienna", "fosdem", 2023)


def test_every_zone_of_the_tables_exists() -> None:
    for zone in EVERY_YEAR.values():
        ZoneInfo(zone)
    for years in BY_YEAR.values():
        for zone in years.values():
            ZoneInfo(zone)
