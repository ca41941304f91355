"""Plans handed over: what leaves for others, how a plan is named, and what a group comes to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.export.plan_file import Plan
from planner.export.plan_line import plan_line
from planner.model import Itinerary, Level, OwnTime, Star
from planner.workspace.plans.comparing import MOST_STARS, YOU, comparing, itinerary_of, unique
from planner.workspace.plans.group_words import divided_words, division_sections, part_text
from planner.workspace.plans.sharing import (
    PlanError,
    for_others,
    given,
    given_in,
    load,
    load_question,
    read_given,
    saved_file,
)
from planner.workspace.session import Session
from tests.conftest import FrozenClock

AT = datetime(2024, 7, 1, tzinfo=UTC)


def plan_of(session: Session, **levels: Level) -> Itinerary:
    """Return an itinerary of stars: ``poster_1=Level.MUST``."""
    stars = {}
    for key, level in levels.items():
        event = session.schedule.event(key.replace("_", "-"))
        assert event is not None
        stars[event.id] = Star(event.id, level, AT, event)
    return Itinerary("small", stars, {}, {}, {})


def test_nothing_about_a_hidden_event_is_for_others(session: Session) -> None:
    events = [session.schedule.event(name) for name in ("poster-1", "poster-2", "talk-1")]
    known = [event for event in events if event is not None]
    session.decisions.star(known, Level.MUST)
    session.decisions.pin(known, pinned=True)
    session.decisions.leave(known[2], datetime(2024, 7, 24, 7, 30, tzinfo=UTC))
    session.decisions.note(known[0], "secret")
    session.decisions.hide(known[2:], hidden=True)
    shown = for_others(session.itinerary())
    for decided in (shown.stars, shown.pins):
        assert set(decided) == {"poster-1", "poster-2"}
    assert [*shown.leaving, *shown.hidden, *shown.notes] == []
    assert set(for_others(session.itinerary(), notes=True).notes) == {"poster-1"}
    assert b"talk-1" not in saved_file(session)
    assert b"secret" in saved_file(session, everything=True)


@pytest.mark.parametrize(
    ("argument", "name"),
    [("ada-plan.json", "ada-plan"), ("Ada=ada-plan.json", "Ada"), ("./a=b/c.json", "c")],
)
def test_a_file_is_named_by_what_stands_before_it_or_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a=b").mkdir()
    for path in ("ada-plan.json", "a=b/c.json"):
        (tmp_path / path).write_text('{"kind": "plan"}', encoding="utf-8")
    assert given(argument) == [(name, b'{"kind": "plan"}')]


def test_a_file_may_hold_lines_as_a_chat_saved_them(tmp_path: Path) -> None:
    line = plan_line("small", {"poster-1": Level.MUST}, AT)
    path = tmp_path / "chat.txt"
    path.write_text(f"\ufeffAda={line}\nand\nBo={line}\n", encoding="utf-8")
    found = given(str(path))
    assert [each.name for each in found] == ["Ada", "Bo"]


def test_names_are_cleaned_and_no_two_alike() -> None:
    line = plan_line("small", {}, AT)
    (one,) = given_in("A\x1b[31m" + "a" * 100, line)
    assert one.name.isprintable()
    assert len(one.name) <= 40
    assert unique(["Ada", "", "Ada", "you", "you", ""]) == [
        *("Ada", "plan 2", "Ada 2", "you", "you 2", "plan 6"),
    ]


def test_loading_is_one_decision_and_undone_at_once(session: Session, clock: FrozenClock) -> None:
    line = plan_line("small", {"poster-1": Level.MUST, "talk-1": Level.WANT}, AT)
    found = read_given(given_in("Ada", line)[0], session.schedule)
    question = load_question(found, session.schedule, clock())
    assert question(session.store.held()).sentence == "Plan loaded from Ada: 2 added"
    outcome, loading = load(session, question)
    assert outcome.sentence == loading.sentence
    assert set(session.itinerary().stars) == {"poster-1", "talk-1"}
    assert load(session, question)[0].changed is False
    session.decisions.undo()
    assert session.itinerary().stars == {}


def test_a_time_that_one_knows_counts_for_all(session: Session) -> None:
    zone = session.schedule.zone
    start = datetime(2024, 7, 23, 16, 0, tzinfo=zone)
    own = OwnTime("poster-2", start, start + timedelta(hours=1), "7", AT)
    ada = plan_of(session, poster_2=Level.MUST)._replace(own_times={"poster-2": own})
    bo = plan_of(session, poster_2=Level.WANT)
    found = comparing([("Ada", ada), ("Bo", bo)])(session.schedule)
    (meeting,) = found.comparison.meetings
    assert (meeting.start, meeting.names) == (start, ("Ada", "Bo"))
    (slot,) = found.division
    assert (slot.start, slot.shares[0].name) == (start, "Ada")


def test_who_presents_a_poster_is_busy_and_others_come_to_see_it(session: Session) -> None:
    ada = plan_of(session, poster_1=Level.MUST)._replace(mine={"poster-1": AT})
    bo = plan_of(session, poster_1=Level.MUST)
    for plans in ([("Ada", ada), ("Bo", bo)], [("Bo", bo), ("Ada", ada)]):
        (slot,) = comparing(plans)(session.schedule).division
        assert [share.name for share in slot.shares] == ["Bo"]
        assert slot.free["Ada"] == 0


def test_ones_own_part_is_text_for_a_chat(session: Session) -> None:
    mine = plan_of(session, poster_1=Level.MUST)
    bo = plan_of(session, poster_2=Level.MUST)
    division = comparing([(YOU, mine), ("Bo", bo)])(session.schedule).division
    assert part_text(division, YOU, "Small 2024") == (
        "My posters at Small 2024, divided with Bo\n"
        "\nTue 23 Jul 13:30-15:00\n  #12  Honey for bears\n"
    )
    assert part_text(division, "Cy", "Small 2024") == ""
    assert divided_words(division) == "2 posters, you: 1, Bo: 1"
    assert [each.heading for each in division_sections(division)] == [
        "Tue 23 Jul 13:30-15:00",
        "no time known",
    ]


def test_what_is_no_group_is_not_compared() -> None:
    none = Itinerary("small", {}, {}, {}, {})
    with pytest.raises(PlanError, match="leave some out"):
        comparing([("Ada", none)] * 51)
    star = {str(number): None for number in range(MOST_STARS + 1)}
    with pytest.raises(PlanError, match="Ada holds 5,001 stars"):
        comparing([("Ada", none._replace(stars=star))])  # type: ignore[arg-type]


def test_a_plan_is_an_itinerary() -> None:
    assert itinerary_of(Plan("small", AT, (), (), (), ())) == Itinerary("small", {}, {}, {}, {})
