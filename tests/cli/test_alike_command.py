"""``planner alike``: events like one, and like the stars."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run


def test_alike_prints_rows_that_end_with_what_is_shared(run: Run) -> None:
    ran = run("alike", "poster-34535")
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.lines) == 20
    assert {len(cells) for cells in ran.lines} == {5}
    assert all("shares " in cells[4] for cells in ran.lines)
    assert not {"poster-34535", "oral-35525"} & set(ran.ids)


def test_alike_as_json_is_rows_with_the_words_and_the_topic(run: Run) -> None:
    found = run("alike", "poster-34535", "--json", "--limit", "3").json
    assert len(found) == 3
    (row,) = run("search", "--json", f'"{found[0]["title"]}"', f"kind:{found[0]['kind']}").json
    assert row.items() <= found[0].items()
    for each in found:
        assert set(each["shared"]) == {"words", "topic"}
        assert each["shared"]["words"]
        text = " ".join([each["title"], *each["topics"]])
        assert all(word in text for word in each["shared"]["words"])
        assert each["shared"]["topic"] in (None, *each["topics"])


def test_a_link_names_the_event_too(run: Run) -> None:
    by_link = run("alike", "https://icml.cc/virtual/2024/poster/34535").ids
    assert by_link == run("alike", "poster-34535").ids


def test_a_poster_and_its_talk_have_the_same_like(run: Run) -> None:
    poster, talk = run("show", "poster-33646", "--json").json, run("alike", "poster-33646").ids
    assert poster["twins"] == ["oral-35508"]
    assert not {"poster-33646", "oral-35508"} & set(talk)


def test_without_an_id_it_is_like_the_stars(run: Run) -> None:
    run("star", "poster-34535", "--must")
    ran = run("alike", "--limit", "5")
    assert ran.code == 0
    assert ran.ids == run("alike", "poster-34535", "--limit", "5").ids


def test_without_an_id_and_a_star_it_says_what_to_do(run: Run) -> None:
    ran = run("alike")
    assert (ran.code, ran.out) == (1, "")
    assert "planner star ID" in ran.sentence


def test_hidden_events_and_noes_are_no_suggestions(run: Run) -> None:
    first, second, third = run("alike", "poster-34535", "--limit", "3").ids
    run("hide", first)
    run("decline", second)
    assert run("alike", "poster-34535", "--limit", "1").ids == [third]


@pytest.mark.parametrize("words", [("poster-34535", "poster-33646"), ("--loud",)])
def test_it_takes_one_event(run: Run, words: tuple[str, ...]) -> None:
    ran = run("alike", *words)
    assert ran.code == 2
    assert "planner alike [ID]" in ran.err


def test_an_unknown_event_names_the_nearest(run: Run) -> None:
    ran = run("alike", "demo-tacticaj")
    assert ran.code == 1
    assert "demo-tacticai" in ran.sentence


def test_where_nothing_is_alike_the_list_is_empty(run_small: Run) -> None:
    ran = run_small("alike", "poster-2", "--json")
    assert (ran.code, ran.json, ran.err) == (0, [], "")
