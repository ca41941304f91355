"""Several plans compared, on cases worked out by hand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from planner.itinerary.group import Member, compare, highest
from planner.model import Event, Kind, Level

VIENNA = ZoneInfo("Europe/Vienna")
MUST, WANT, MAYBE = Level.MUST, Level.WANT, Level.MAYBE


def event(name: str, kind: Kind, hour: int | None = None, paper: str | None = None) -> Event:
    start = datetime(2024, 7, 24, hour, tzinfo=VIENNA) if hour is not None else None
    end = start.replace(minute=45) if start else None
    return Event(name, kind, f"Title of {name}", start=start, end=end, paper=paper, room="Hall")


EVENTS = {
    each.id: each
    for each in (
        event("talk-1", Kind.TALK, 9),
        event("talk-2", Kind.TALK, 9),
        event("oral-1", Kind.ORAL, 10, "x"),
        event("poster-1", Kind.POSTER, 13, "x"),
        event("poster-2", Kind.POSTER, 13),
        event("poster-3", Kind.POSTER, 13),
        event("poster-4", Kind.POSTER),
    )
}


def member(name: str, attends: str, **levels: Level) -> Member:
    stars = {key.replace("_", "-"): level for key, level in levels.items()}
    return Member(name, stars, frozenset(attends.split()))


ADA = member(
    "Ada", "talk-1 poster-1 poster-4", talk_1=MUST, talk_2=MUST, poster_1=WANT, poster_4=MUST
)
BO = member("Bo", "talk-1 oral-1 poster-2", talk_1=WANT, oral_1=MUST, poster_2=WANT)
CY = member("Cy", "poster-1 poster-3", poster_1=MAYBE, poster_3=MUST)
FOUND = compare([ADA, BO, CY], EVENTS)


def test_who_covers_what_paper_by_paper_in_time_order() -> None:
    assert [(each.event.id, each.by) for each in FOUND.covered] == [
        ("talk-1", ("Ada", "Bo")),
        ("talk-2", ()),
        ("oral-1", ("Ada", "Bo", "Cy")),
        ("poster-2", ("Bo",)),
        ("poster-3", ("Cy",)),
        ("poster-4", ("Ada",)),
    ]
    assert FOUND.covered[2].levels == {"Ada": WANT, "Bo": MUST, "Cy": MAYBE}


def test_a_must_that_nobody_attends_is_uncovered() -> None:
    assert [each.event.id for each in FOUND.uncovered] == ["talk-2"]


def test_a_must_that_one_attends_is_alone() -> None:
    assert [(each.event.id, each.by) for each in FOUND.alone] == [
        ("poster-3", ("Cy",)),
        ("poster-4", ("Ada",)),
    ]


def test_members_meet_at_an_event_or_at_the_posters_of_a_slot() -> None:
    assert [
        (each.event.id if each.event else None, each.names, [one.id for one in each.common])
        for each in FOUND.meetings
    ] == [
        ("talk-1", ("Ada", "Bo"), []),
        (None, ("Ada", "Bo", "Cy"), ["poster-1"]),
    ]


def test_what_replaces_a_star_is_covered_without_a_level_of_its_own() -> None:
    instead = member("Di", "poster-1", oral_1=MUST)
    (covered,) = compare([instead], EVENTS).covered
    assert (covered.event.id, covered.by, covered.levels) == ("poster-1", ("Di",), {"Di": MUST})


def test_nobody_is_no_group() -> None:
    assert compare([], {}).covered == ()


def test_the_highest_level_counts() -> None:
    assert highest([MAYBE, MUST, WANT]) == MUST
    assert highest([]) is None
