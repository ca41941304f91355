"""What does not work in the plan, in words."""

from __future__ import annotations

from planner.workspace.problems import clash_question, problems, star_words
from planner.workspace.session import Session
from tests.five_days import event_of


def words(session: Session, name: str) -> str:
    sentence = problems(session).clash_sentence(name)
    return sentence.words if sentence else ""


def test_a_clash_says_with_what_how_long_and_the_best_way_out(planned: Session) -> None:
    assert words(planned, "oral-3") == (
        "clash, 15 min, with Bees. Way out: its poster, Thu 13:30, board 309"
    )
    # The other one's showing is a way out for this one too.
    assert words(planned, "oral-2") == (
        "clash, 15 min, with Cells and 1 other. Way out: the other's poster, Thu 13:30, board 309"
    )


def test_a_tight_walk_says_how_many_minutes_it_lacks(planned: Session) -> None:
    # Leaving Honey five minutes early costs least.
    assert words(planned, "oral-1") == "tight, 5 min short before Bees. Way out: leave at 10:40"
    (clash,) = problems(planned).clashes_of("oral-1")
    planned.decisions.leave(event_of(planned, "oral-1"), problems(planned).ways_out(clash)[0].until)
    assert words(planned, "oral-1") == ""


def test_the_worst_of_several_is_told_and_the_others_are_counted(planned: Session) -> None:
    # Bounds: 30 min with Causes, 30 with the rehearsal; Swarms: 30, 30 and 15.
    assert " and 1 other. " in words(planned, "tutorial-2")
    assert " and 2 others. " in words(planned, "item-3")


def test_what_works_has_no_words(planned: Session) -> None:
    assert words(planned, "oral-4") == ""
    assert star_words(planned, problems(planned).showings(event_of(planned, "oral-3"))[0]) == ""


def test_at_the_moment_of_starring_it_is_told_with_the_poster(planned: Session) -> None:
    expected = "Clashes with Bees for 15 min; its poster is Thu 13:30"
    assert star_words(planned, event_of(planned, "oral-3")) == expected
    assert star_words(planned, event_of(planned, "talk-2")) == "Clashes with Flight for 60 min"
    tight = "Tight: 5 min short for the walk to Bees"
    assert star_words(planned, event_of(planned, "oral-1")) == tight


def test_the_question_is_about_the_stars_when_it_was_asked(planned: Session) -> None:
    asked = clash_question(planned, "oral-3")
    planned.decisions.unstar(["oral-2"])
    found = asked(planned.schedule)
    assert found is not None
    assert found.title == "Bees"
    assert star_words(planned, event_of(planned, "oral-3")) == ""
