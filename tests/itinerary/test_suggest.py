"""A suggestion is the best choice there is, and says why the others are left."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.itinerary.clashes import clashes
from planner.itinerary.suggest import Suggestion, suggest
from planner.itinerary.suggest_stretch import Choice, Stretch
from planner.model import Attendance, Commitment, Event, Kind, Level
from tests.itinerary.suggestion_cases import Case, random_case, seeded, week_case

VIENNA = ZoneInfo("Europe/Vienna")
MUST, WANT, MAYBE = Level.MUST, Level.WANT, Level.MAYBE

#: All of the random itineraries, or a fifth of them in the everyday run.
CASES = 300 if os.environ.get("PLANNER_LONG") else 60


def clock(time: str) -> datetime:
    """Return a time on Tuesday 23 July, or ``24 10:30`` on another day of that month."""
    day, hours = time.split() if " " in time else ("23", time)
    return datetime.fromisoformat(f"2024-07-{day}T{hours}").replace(tzinfo=VIENNA)


def event(
    name: str,
    slot: str,
    kind: Kind = Kind.TALK,
    *,
    room: str | None = None,
    paper: str | None = None,
    parent: str | None = None,
    board: str | None = None,
    attendance: Attendance | None = None,
) -> Event:
    """Return an event with a slot such as ``10:30-11:00``, ``10:30-`` or none."""
    start, _, end = slot.partition("-")
    return Event(
        name, kind, name.title(), start=clock(start) if start else None,
        end=clock(end) if end else None, room=room, paper=paper, parent=parent, board=board,
        attendance=attendance,
    )  # fmt: skip


def posters(count: int, slot: str, name: str = "p", parent: str | None = None) -> list[Event]:
    return [event(f"{name}{n:02}", slot, Kind.POSTER, parent=parent) for n in range(count)]


def block(slot: str, *, away: bool = False, title: str = "Lunch with Ada") -> Commitment:
    start, _, end = slot.partition("-")
    return Commitment("block-1", title, clock(start), clock(end), away)


def suggestion(
    events: Iterable[Event],
    levels: dict[str, Level] | None = None,
    commitments: Collection[Commitment] = (),
    *,
    pins: Collection[str] = (),
    mine: Collection[str] = (),
    above: Iterable[Event] = (),
    walk_minutes: int = 5,
) -> Suggestion:
    """Return the suggestion for events that are all wanted, unless ``levels`` says otherwise."""
    by_id = {one.id: one for one in events}
    stars = dict.fromkeys(by_id, WANT) | (levels or {})
    return suggest(
        stars, by_id, tuple(commitments), pins=pins, mine=mine,
        above={one.id: one for one in (*by_id.values(), *above)}, walk_minutes=walk_minutes,
    )  # fmt: skip


def why(found: Suggestion) -> dict[str, str]:
    return {left.id: left.why for left in (*found.drop, *found.unplanned)}


def test_what_collides_with_nothing_is_attended_in_the_order_of_time() -> None:
    found = suggestion([event("b", "11:00-12:00"), event("a", "10:00-11:00")])
    assert found == Suggestion(("a", "b"), (), (), 20)


def test_nothing_starred_suggests_nothing() -> None:
    assert suggest({}, {}) == Suggestion((), (), (), 0)


def test_a_must_is_worth_more_than_nine_wanted_and_a_want_more_than_nine_perhaps() -> None:
    nine = [event(f"n{n}", f"{10 + n}:00-{11 + n}:00") for n in range(9)]
    must = event("must", "10:00-19:00")
    assert suggestion([must, *nine], {"must": MUST}).attend == ("must",)
    ten = [*nine, event("n9", "19:00-20:00")]
    long = event("must", "10:00-20:00")
    assert len(suggestion([long, *ten], {"must": MUST}).attend) == 10


def test_the_best_is_found_where_taking_the_worthiest_first_fails() -> None:
    events = [event("a", "10:00-11:00"), event("b", "10:30-11:30"), event("c", "11:00-12:00")]
    found = suggestion(events)
    assert found.attend == ("a", "c")
    assert why(found) == {"b": "overlaps A and C, worth 20 against 10"}


def test_of_equal_worth_more_events_are_suggested() -> None:
    many = [event(f"n{n}", f"{10 + n}:00-{11 + n}:00") for n in range(10)]
    found = suggestion([event("a", "10:00-20:00"), *many], {"a": MUST})
    assert (len(found.attend), found.worth) == (10, 100)


def test_of_as_many_those_that_start_earlier_then_those_of_smaller_id() -> None:
    assert suggestion([event("a", "10:30-11:30"), event("b", "10:00-11:00")]).attend == ("b",)
    assert suggestion([event("b", "10:00-11:00"), event("a", "10:00-11:30")]).attend == ("a",)


def test_rooms_apart_need_the_walk_between() -> None:
    first = event("a", "10:00-11:00", room="Hall A")
    second = event("b", "11:04-12:00", room="Hall B")
    found = suggestion([first, second])
    assert found.attend == ("a",)
    assert why(found) == {
        "b": "the walk from Hall A to Hall B takes 5 min and A ends at 11:00, worth 10 against 10"
    }
    assert suggestion([first, second], walk_minutes=4).attend == ("a", "b")
    assert suggestion([first, replace(second, room="Hall A")]).attend == ("a", "b")
    assert suggestion([first, replace(second, room=None)]).attend == ("a", "b")


def test_an_event_never_excludes_what_it_holds_however_far_above() -> None:
    tutorial = event("t", "09:00-12:00", Kind.TUTORIAL)
    part = event("part", "09:00-10:00", Kind.SESSION, parent="t")
    item = event("item", "09:30-10:00", parent="part")
    assert suggestion([tutorial, item], above=[part]).attend == ("t", "item")


def test_as_many_posters_as_fit_into_their_slot() -> None:
    session = event("s", "11:30-13:00", Kind.SESSION)
    found = suggestion(posters(20, "11:30-13:00", parent="s"), {"p19": MUST}, above=[session])
    assert len(found.attend) == 18
    assert "p19" in found.attend
    assert found.worth == 270
    assert why(found) == {
        "p17": "S is full: 18 of 18 posters fit",
        "p18": "S is full: 18 of 18 posters fit",
    }


def test_a_talk_within_the_slot_costs_posters_and_is_weighed_against_them() -> None:
    talk = event("talk", "12:15-13:00")
    found = suggestion([talk, *posters(18, "11:30-13:00")], {"talk": MUST})
    assert len(found.attend) == 10
    assert why(found)["p09"] == "11:30-13:00 is full beside Talk: 9 of 9 posters fit"
    found = suggestion([talk, *posters(18, "11:30-13:00")])
    assert len(found.attend) == 18
    assert why(found) == {"talk": "takes the time of 9 posters, worth 90 against 10"}


def test_slots_that_overlap_share_their_time() -> None:
    events = [*posters(12, "10:00-11:00", "a"), *posters(12, "10:30-11:30", "b")]
    found = suggestion(events)
    assert len(found.attend) == 18
    assert len(suggestion(events[:12]).attend) == 12
    assert why(found)["b11"] == "10:00-11:30 is full: 18 of 18 posters fit"


def test_a_demo_takes_ten_minutes_a_social_none() -> None:
    slot = "11:30-12:00"
    demos = [event(f"d{n}", slot, Kind.DEMO) for n in range(4)]
    found = suggestion([*demos, event("s", slot, Kind.SOCIAL)])
    assert found.attend == ("d0", "d1", "d2", "s")
    assert why(found) == {"d3": "11:30-12:00 is full: 30 of 30 min are taken, it needs 10"}


def test_a_social_is_left_only_if_all_of_its_time_is_taken() -> None:
    social = event("s", "19:00-21:00", Kind.SOCIAL)
    dinner = event("dinner", "18:00-21:00")
    found = suggestion([social, dinner], {"dinner": MUST})
    assert why(found) == {"s": "Dinner takes all of its time, worth 100 against 10"}
    assert len(suggestion([social, event("early", "18:00-20:55")]).attend) == 2


def test_one_showing_of_a_paper_is_enough() -> None:
    oral = event("oral-1", "10:30-10:45", Kind.ORAL, paper="x", room="Hall A")
    poster = event("poster-1", "13:30-15:00", Kind.POSTER, paper="x", board="503")
    found = suggestion([oral, poster])
    assert (found.attend, found.worth) == (("oral-1",), 10)
    assert why(found) == {"poster-1": "its oral is at 10:30, Hall A: kept instead"}


def test_a_talk_that_overlaps_a_better_one_is_seen_at_its_poster() -> None:
    oral = event("oral-1", "10:30-10:45", Kind.ORAL, paper="x")
    keynote = event("keynote", "10:00-11:00", Kind.INVITED_TALK)
    poster = event("poster-1", "13:30-15:00", Kind.POSTER, paper="x", board="503")
    found = suggestion([oral, keynote, poster], {"keynote": MUST})
    assert found.attend == ("keynote", "poster-1")
    assert why(found) == {
        "oral-1": "overlaps Keynote, worth 100 against 10; "
        "its poster is at 13:30, board 503: kept instead"
    }
    later = replace(poster, start=clock("24 13:30"), end=clock("24 15:00"))
    found = suggestion([oral, keynote, later], {"keynote": MUST})
    assert why(found)["oral-1"].endswith("its poster is at Wed 13:30, board 503: kept instead")


def test_a_twin_gives_its_place_to_a_poster_that_would_not_have_fitted() -> None:
    oral = event("oral-1", "09:00-09:15", Kind.ORAL, paper="x")
    full = posters(19, "11:30-13:00")
    full[0] = replace(full[0], paper="x")
    found = suggestion([oral, *full])
    assert (len(found.attend), found.worth) == (19, 190)


def test_a_commitment_is_taken_and_named() -> None:
    found = suggestion([event("a", "12:30-13:30")], None, [block("12:00-13:00")])
    assert found.attend == ()
    assert why(found) == {"a": "overlaps Lunch with Ada, your own time"}
    found = suggestion(posters(18, "12:00-13:30"), None, [block("12:00-13:00")])
    assert len(found.attend) == 6
    assert why(found)["p06"] == "12:00-13:30 is full beside Lunch with Ada: 6 of 6 posters fit"
    found = suggestion(posters(1, "12:00-13:00"), None, [block("11:00-14:00")])
    assert why(found) == {"p00": "Lunch with Ada takes all of its time"}


def test_what_lies_in_time_away_is_left_for_that() -> None:
    away = block("09:00-12:00", away=True)
    events = [
        event("talk", "11:30-12:30"),
        event("workshop", "09:00-11:00", Kind.WORKSHOP),
        *posters(1, "10:00-11:00"),
        *posters(1, "11:00-13:00", "later"),
    ]
    found = suggestion(events, None, [away])
    assert found.attend == ("later00",)
    assert why(found) == dict.fromkeys(("workshop", "p00", "talk"), "you are away then")


def test_pins_are_taken_and_everything_else_works_around_them() -> None:
    events = [event("a", "10:00-11:00"), event("b", "10:30-11:30")]
    found = suggestion(events, {"b": MUST}, pins=["a"])
    assert found.attend == ("a",)
    assert why(found) == {"b": "overlaps A, which you pinned"}


def test_pins_that_collide_are_both_taken_and_nothing_is_said_of_it() -> None:
    events = [event("a", "10:00-11:00"), event("b", "10:30-11:30"), event("c", "11:00-12:00")]
    found = suggestion(events, None, [block("10:00-10:30")], pins=["a", "b"])
    assert (found.attend, found.worth) == (("a", "b"), 20)
    assert why(found) == {"c": "overlaps B, which you pinned"}
    twins = [replace(one, paper="x") for one in events[:2]]
    assert suggestion(twins, pins=["a", "b"]).attend == ("a", "b")


def test_more_pinned_posters_than_fit_leave_room_for_nothing_else_in_their_slot() -> None:
    full = posters(20, "11:30-13:00")
    early = posters(7, "11:00-13:00", "early")
    talk = event("talk", "12:00-12:15")
    pins = [one.id for one in full]
    found = suggestion([*full, *early, talk], {"talk": MUST}, pins=pins)
    # The half hour before is theirs, and no minute more.
    assert set(found.attend) == {*pins, *(one.id for one in early[:6])}
    assert why(found)["talk"] == "takes the time of 5 posters, which you pinned"
    assert why(suggestion([*full, *posters(1, "11:30-13:00", "q")], pins=pins)) == {
        "q00": "11:30-13:00 is full: 20 posters pinned, 18 fit"
    }


def test_a_pinned_poster_keeps_its_time_from_a_talk() -> None:
    events = [event("talk", "10:00-11:00"), *posters(1, "10:00-11:00")]
    found = suggestion(events, {"talk": MUST}, pins=["p00"])
    assert found.attend == ("p00",)
    assert why(found) == {"talk": "takes the time of P00, which you pinned"}


def test_what_the_attendee_presents_takes_its_whole_slot() -> None:
    own = event("own", "11:30-13:00", Kind.POSTER, paper="x", board="7")
    talk = event("talk", "12:00-12:30")
    oral = event("oral", "09:00-09:15", Kind.ORAL, paper="x")
    found = suggestion([own, talk, oral, *posters(2, "11:30-13:00")], {"talk": MUST}, mine=["own"])
    assert found.attend == ("own",)
    assert why(found) == {
        "oral": "its poster is at 11:30, board 7: kept instead",
        "talk": "overlaps Own, which you present",
        "p00": "Own takes all of its time",
        "p01": "Own takes all of its time",
    }


def test_what_the_attendee_presents_without_a_star_is_attended_and_worth_nothing() -> None:
    own = event("own", "11:30-13:00", Kind.POSTER)
    assert suggest({}, {"own": own}, mine=["own"]) == Suggestion(("own",), (), (), 0)


def test_what_has_no_slot_or_no_end_is_not_planned() -> None:
    events = [event("no-time", ""), event("no-end", "10:00-"), event("poster", "", Kind.POSTER)]
    found = suggestion(events, pins=["no-end"], mine=["poster"])
    assert (found.attend, found.drop, found.worth) == ((), (), 0)
    assert [tuple(left) for left in found.unplanned] == [
        ("no-end", "its end is not known"),
        ("no-time", "no time known"),
        ("poster", "no time known"),
    ]


def test_what_holds_others_and_what_clashes_with_nothing_is_not_planned() -> None:
    events = [
        event("workshop", "09:00-17:00", Kind.WORKSHOP),
        event("coffee", "10:00-10:30", Kind.BREAK),
        event("talk", "10:00-11:00"),
    ]
    found = suggestion(events)
    assert (found.attend, found.worth) == (("talk",), 10)
    assert why(found) == {
        "workshop": "it holds others; choose among them",
        "coffee": "it clashes with nothing; go as you like",
    }
    assert suggestion(events, pins=["workshop"]).attend == ("workshop", "talk")
    short = replace(events[0], attendance=Attendance.FIXED)
    assert suggestion([short, events[2]], {"workshop": MUST}).attend == ("workshop",)


def test_a_star_whose_event_is_gone_is_not_planned() -> None:
    assert why(suggest({"gone": MUST}, {})) == {"gone": "it is no longer in the schedule"}


def test_summer_time_ends_within_a_slot() -> None:
    night = [
        replace(
            one,
            start=datetime(2024, 10, 27, 2, 0, tzinfo=VIENNA),
            end=datetime(2024, 10, 27, 3, 0, tzinfo=VIENNA),
        )
        for one in posters(30, "02:00-03:00")
    ]
    assert len(suggestion(night).attend) == 24


def test_a_fraction_of_a_minute_is_of_no_use() -> None:
    def odd(one: Event) -> Event:
        assert one.end
        return replace(one, end=one.end - timedelta(seconds=1))

    assert len(suggestion(map(odd, posters(20, "11:30-13:00"))).attend) == 17


def test_twins_that_drop_in_at_slots_of_their_own_are_settled_in_a_few_sweeps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # From prices of nothing it took hundreds of sweeps, and ten seconds.
    draw, sweeps = seeded(3), []
    held: dict[str, Event] = {}
    for paper in range(30):
        for name, least in ((f"a{paper:02}", 10), (f"b{paper:02}", 20)):
            start = clock("10:00") + timedelta(minutes=draw.randrange(400))
            end = start + timedelta(minutes=draw.randint(least, 60))
            held[name] = Event(name, Kind.DEMO, name, start=start, end=end, paper=str(paper))
    stars = {name: draw.choice(list(Level)) for name in held}
    swept = Stretch.best

    def counted(self: Stretch, weights: Sequence[int]) -> Choice:
        sweeps.append(weights)
        return swept(self, weights)

    monkeypatch.setattr(Stretch, "best", counted)
    found = suggest(stars, held)
    assert len(found.attend) == 30
    assert len(sweeps) < 40
    assert {held[name].paper for name in found.attend} == {str(paper) for paper in range(30)}


@pytest.fixture(scope="session")
def solver() -> ModuleType:
    """OR-tools' solver, which brings numpy and pandas: only for those who ask for it."""
    from tests.itinerary import suggestion_by_solver

    return suggestion_by_solver


@pytest.mark.parametrize("seed", range(CASES))
def test_the_worth_is_the_solvers_on_random_itineraries(solver: ModuleType, seed: int) -> None:
    case = random_case(seeded(seed), 60)
    assert case.suggested().worth == solver.worth_by_solver(case)


@pytest.mark.parametrize("seed", range(CASES // 15))
def test_ties_are_settled_as_the_solver_settles_them(solver: ModuleType, seed: int) -> None:
    case = random_case(seeded(1_000 + seed), 40)
    assert set(case.suggested().attend) == solver.chosen_by_solver(case)


@pytest.mark.parametrize("seed", range(CASES // 20))
def test_the_worth_is_the_solvers_on_a_week_of_two_hundred_stars(
    solver: ModuleType, seed: int
) -> None:
    case = week_case(seeded(seed))
    assert case.suggested().worth == solver.worth_by_solver(case)


_SEEDS = st.integers(0, 2**32)
_cases = st.builds(lambda seed, stars: random_case(seeded(seed), stars), _SEEDS, st.integers(1, 40))


@given(_cases, _SEEDS)
def test_the_order_of_what_is_given_does_not_matter(case: Case, seed: int) -> None:
    assert case.shuffled(seeded(seed)).suggested() == case.suggested()


@given(_cases, _SEEDS)
def test_the_worth_never_falls_when_a_star_is_raised(case: Case, seed: int) -> None:
    name = seeded(seed).choice(sorted(case.stars))
    higher = {MAYBE: WANT}.get(case.stars[name], MUST)
    raised = case._replace(stars={**case.stars, name: higher})
    assert raised.suggested().worth >= case.suggested().worth


@given(_cases)
def test_every_star_is_either_attended_or_left_with_a_reason(case: Case) -> None:
    found = case.suggested()
    left = [one.id for one in (*found.drop, *found.unplanned)]
    assert sorted([*found.attend, *left]) == sorted(case.events)
    assert all(one.why for one in (*found.drop, *found.unplanned))


@given(_cases)
def test_nothing_that_is_suggested_clashes_unless_it_is_pinned_or_ones_own(case: Case) -> None:
    case = case._replace(mine=frozenset())
    found = case.suggested()
    attended = [case.events[name] for name in found.attend]
    for clash in clashes(attended, case.above, case.walk_minutes, case.commitments):
        for one in (clash.a, clash.b):
            assert isinstance(one, Commitment) or one.id in case.pins


@settings(max_examples=40)
@given(_SEEDS)
def test_no_other_choice_is_better_by_the_tie_rule(seed: int) -> None:
    """Few enough events to look at every choice there is."""
    draw = seeded(seed)
    events = {}
    for n in range(draw.randint(1, 8)):
        start = clock("09:00") + timedelta(minutes=10 * draw.randrange(8))
        events[f"e{draw.randrange(100):02}{n}"] = Event(
            f"e{n}", Kind.TALK, "T", start=start, end=start + timedelta(minutes=30),
            paper=draw.choice((None, "x", "y")),
        )  # fmt: skip
    events = {name: replace(one, id=name) for name, one in events.items()}
    stars = {name: draw.choice((WANT, MAYBE)) for name in events}

    def rank(names: tuple[str, ...]) -> tuple[int, int, list[float], list[str]]:
        worth = sum({WANT: 10, MAYBE: 1}[stars[name]] for name in names)
        starts = sorted(one.start.timestamp() for name in names if (one := events[name]).start)
        return (-worth, -len(names), starts, sorted(names))

    def allowed(names: tuple[str, ...]) -> bool:
        some = [events[name] for name in names]
        papers = [one.paper for one in some if one.paper]
        return len(set(papers)) == len(papers) and not clashes(some, {})

    every = [names for k in range(len(events) + 1) for names in combinations(events, k)]
    best = min(filter(allowed, every), key=rank)
    assert sorted(suggest(stars, events).attend) == sorted(best)
