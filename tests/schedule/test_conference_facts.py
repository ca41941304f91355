"""What a foreign file tells of its conference by the way."""

from __future__ import annotations

from datetime import date

import pytest

from planner.schedule.conference_facts import conference_days, conference_id, day_of


@pytest.mark.parametrize(
    ("acronym", "title", "year", "made"),
    [
        ("debconf23", "DebConf 23", 2023, "debconf23"),
        ("36C3", "36th Congress", 2019, "36c3"),
        (None, "FOSDEM 2023", 2023, "fosdem-2023"),
        (None, "Días del Río", 2024, "dias-del-rio-2024"),
        ("", "../../etc", None, "etc"),
        (None, None, 2024, "conference-2024"),
    ],
)
def test_the_id_is_the_acronyms_else_the_titles(
    acronym: str | None, title: str | None, year: int | None, made: str
) -> None:
    assert conference_id(acronym, title, year) == made


def test_a_title_without_latin_letters_has_an_id_of_its_own() -> None:
    ids = {conference_id(None, title, 2024) for title in ("会議", "学会")}

    assert len(ids) == 2
    assert all(each.startswith("conference-") for each in ids)


def test_the_files_word_counts_if_it_is_sound() -> None:
    days = [date(2024, 5, 2), date(2024, 5, 4)]

    assert conference_days(("2024-05-01", "2024-05-05T00:00"), days) == (
        date(2024, 5, 1),
        date(2024, 5, 5),
    )
    for unsound in [("2024-05-05", "2024-05-01"), ("0001-01-01", "9999-12-31"), (None, "x")]:
        assert conference_days(unsound, days) == (date(2024, 5, 2), date(2024, 5, 4))


def test_a_day_far_from_the_others_is_none_of_the_conference() -> None:
    days = [date(1, 1, 1), date(2024, 5, 2), date(2024, 5, 4), date(9999, 12, 31)]

    assert conference_days((None, None), days) == (date(2024, 5, 2), date(2024, 5, 4))


def test_without_any_day_nothing_tells() -> None:
    assert conference_days((None, None), []) is None
    assert day_of("2024-13-01") is day_of("20240501") is day_of(None) is None
