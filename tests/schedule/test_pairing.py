"""Which events show the same paper."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from planner.model import Kind
from planner.schedule.pairing import Showing, papers_of

TITLE = "How Otters Learn to Count"


def poster(number: int = 1, title: str = TITLE, **values: object) -> Showing:
    return Showing(f"poster-{number}", Kind.POSTER, title, **values)  # type: ignore[arg-type]


def oral(number: int = 9, title: str = TITLE, **values: object) -> Showing:
    return Showing(f"oral-{number}", Kind.ORAL, title, **values)  # type: ignore[arg-type]


def test_related_events_are_twins_named_after_their_poster() -> None:
    paired = papers_of([oral(title="Otters, Counting", related=("poster-1",)), poster()])

    assert paired == {"oral-9": "poster-1", "poster-1": "poster-1"}


def test_the_known_id_of_one_twin_names_both() -> None:
    paired = papers_of([oral(related=("poster-1",)), poster(paper="otTers4242")])

    assert paired == {"oral-9": "otTers4242", "poster-1": "otTers4242"}


def test_a_paper_alone_keeps_its_known_id_and_has_no_other_name() -> None:
    assert papers_of([poster(1, "A", paper="otTers4242"), poster(2, "B")]) == {
        "poster-1": "otTers4242"
    }


def test_the_same_known_id_makes_twins_whatever_their_titles() -> None:
    paired = papers_of([poster(paper="x" * 10), oral(title="Another name", paper="x" * 10)])

    assert set(paired.values()) == {"x" * 10}
    assert len(paired) == 2


def test_title_and_authors_make_twins_without_regard_to_case_and_accents() -> None:
    paired = papers_of(
        [
            poster(people=("José Brook", "Li Reed")),
            oral(title=TITLE.upper(), people=("Jose Brook",)),
        ]
    )

    assert len(paired) == 2


def test_a_title_alone_makes_twins_of_one_oral_and_one_poster() -> None:
    assert len(papers_of([poster(people=("Ada Brook",)), oral()])) == 2
    assert papers_of([poster(1), poster(2)]) == {}
    assert papers_of([poster(1), poster(2), oral()]) == {}


def test_other_authors_make_another_paper_of_the_same_title() -> None:
    assert papers_of([poster(people=("Ada Brook",)), oral(people=("Li Reed",))]) == {}


def test_different_known_ids_are_never_twins() -> None:
    one = poster(people=("Ada Brook",), paper="a" * 10, mark="m")
    other = oral(people=("Ada Brook",), paper="b" * 10, mark="m", related=("poster-1",))

    assert papers_of([one, other]) == {"poster-1": "a" * 10, "oral-9": "b" * 10}


def test_related_posters_of_other_titles_are_neighbours_not_twins() -> None:
    assert papers_of([poster(1, related=("poster-2",)), poster(2, "Geese in Line")]) == {}


def test_a_mark_joins_the_showings_of_a_paper_but_not_everything() -> None:
    assert len(papers_of([poster(mark="5f1c"), oral(title="Otters", mark="5f1c")])) == 2
    assert papers_of(poster(number, f"Paper {number}", mark="same") for number in range(50)) == {}


def test_what_shows_no_paper_is_not_paired() -> None:
    talk = Showing("invited-talk-3", Kind.INVITED_TALK, TITLE, paper="otTers4242")

    assert papers_of([talk, Showing("talk-4", Kind.TALK, TITLE)]) == {}


@given(st.lists(st.integers(0, 30), unique=True), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(numbers: list[int], shuffled: random.Random) -> None:
    showings = [
        each
        for number in numbers
        for each in (
            poster(number, f"Paper {number // 3}", people=(f"Author {number}",)),
            oral(number, f"Paper {number // 3}", people=(f"Author {number}",)),
        )
    ]
    other = showings.copy()
    shuffled.shuffle(other)

    assert papers_of(showings) == papers_of(other)
