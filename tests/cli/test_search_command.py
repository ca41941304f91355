"""``planner search``: what is found, in which form, and what is option and what is query."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run

ROW_KEYS = [
    *("id", "kind", "title", "start", "end", "day", "room", "board", "people", "topics"),
    *("track", "paper", "parent", "attendance", "certainty", "starred"),
]


def test_json_is_one_value_with_the_documented_keys_in_every_row(run: Run) -> None:
    ran = run("search", "kind:oral", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.json) == 144
    assert all(list(row) == ROW_KEYS for row in ran.json)


def test_a_row_says_what_is_known_and_null_where_nothing_is(run: Run) -> None:
    (row,) = run("search", "board:503", "--json").json
    assert row["id"] == "poster-34535"
    assert row["start"] == "2024-07-24T11:30:00+02:00"
    assert row["end"] == "2024-07-24T13:00:00+02:00"
    assert row["day"] == "2024-07-24"
    assert row["room"] == "Hall C 4-9"
    assert row["attendance"] == "drop_in"
    assert set(row["certainty"]) == {"slot", "room", "board"}
    assert all(isinstance(name, str) for name in row["people"])
    assert row["starred"] is None
    (row,) = run("search", "genie generative", "kind:poster", "--json").json
    assert (row["start"], row["end"], row["day"], row["room"]) == (None, None, None, None)


def test_the_booth_demos_are_found_at_their_booth(run: Run) -> None:
    rows = run("search", "kind:demo", "--json").json
    at_deepmind = {row["id"] for row in rows if row["room"] == "Google DeepMind booth"}
    assert at_deepmind == {"demo-tacticai", "demo-learnlm", "demo-gemini-nano"}


def test_an_affiliation_finds_its_papers(run: Run) -> None:
    rows = run("search", "from:deepmind", "kind:oral,poster,spotlight", "--json").json
    assert len({row["paper"] for row in rows}) == 87
    assert len(run("search", "from:deepmind", "--json").json) == 99


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("levels of agi", "Levels of AGI for Operationalizing Progress"),
        ("open-endedness superhuman", "Open-Endedness is Essential"),
        ("stop regressing classification", "Stop Regressing"),
        ("distributional successor", "A Distributional Analogue to the Successor"),
        ("nash learning human feedback", "Nash Learning from Human Feedback"),
        ("differentially private public pretraining", "Considerations for Differentially Private"),
        ("videopoet", "VideoPoet"),
        ("genie interactive environments", "Genie: Generative Interactive Environments"),
        ("magiclens", "MagicLens"),
        ("women in machine learning", "Women in Machine Learning"),
    ],
)
def test_what_an_attendee_types_finds_it_among_the_first_three(
    run: Run, words: str, title: str
) -> None:
    rows = run("search", words, "--json").json
    assert any(title in row["title"] for row in rows[:3])


def test_without_a_query_every_event_is_found_and_none_is_left_off(run: Run) -> None:
    everything = run("search").ids
    assert len(everything) == len(set(everything)) == 3103
    assert len(run("search", "--json").json) == 3103
    assert len(run("search", "").ids) == 3103


def test_a_line_is_id_when_where_and_title_between_tabs(run: Run) -> None:
    (cells,) = run("search", "board:503").lines
    assert cells[0] == "poster-34535"
    assert cells[1] == "Wed 24 Jul 11:30-13:00"
    assert cells[2] == "Hall C 4-9, board 503"
    assert cells[3].startswith("Scaling Rectified Flow Transformers")
    assert {len(cells) for cells in run("search").lines} == {4}


def test_no_hits_are_an_empty_list_and_no_failure(run: Run) -> None:
    ran = run("search", "zzzqqq", "--json")
    assert (ran.code, ran.out, ran.err) == (0, "[]\n", "")
    ran = run("search", "zzzqqq")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_what_may_be_meant_is_said_beside_the_empty_result(run: Run) -> None:
    said = "Did you mean reinforcement (308 found)?\n"
    ran = run("search", "reinforcment")
    assert (ran.code, ran.out, ran.err) == (0, "", said)
    ran = run("search", "reinforcment", "--json")
    assert (ran.code, ran.out, ran.err) == (0, "[]\n", said)
    ran = run("search", "diffusion", "kind:affinity")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Did you mean diffusion (134 found) or kind:affinity (3 found)?\n"


def test_nothing_else_is_meant_where_a_limit_or_hiding_leaves_nothing(run: Run) -> None:
    assert run("search", "reinforcement", "--limit", "0").err == ""
    (id_,) = run("search", "board:503").ids
    run("hide", id_)
    ran = run("search", "board:503")
    assert (ran.out, ran.err) == ("", "0, and 1 hidden; is:hidden finds those.\n")


def test_signs_alone_are_no_query(run: Run) -> None:
    ran = run("search", "???")
    assert ran.code == 2
    assert "There is no letter or digit to look for" in ran.sentence


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "--limit", "5", "kind:oral", "reinforcement"),
        ("kind:oral", "--limit=5", "reinforcement", "--json"),
        ("kind:oral", "reinforcement", "--json", "--limit", "5"),
    ],
)
def test_options_stand_anywhere(run: Run, words: tuple[str, ...]) -> None:
    rows = run("search", *words).json
    assert len(rows) == 5
    assert {row["kind"] for row in rows} == {"oral"}


def test_words_with_a_leading_dash_are_query(run: Run) -> None:
    without = set(run("search", "language", "-models").ids)
    assert without
    assert without == set(run("search", "language").ids) - set(run("search", "models").ids)
    assert run("search", "-kind:poster,spotlight", "from:deepmind").code == 0
    # No such option: text, and text it stays.
    assert run("search", "--unknown", "genie").code == 0


def test_two_dashes_end_the_options(run: Run) -> None:
    ran = run("search", "--limit", "1", "genie", "--", "-json")
    assert (ran.code, ran.ids) == (0, ["oral-35508"])
    ran = run("search", "genie", "--", "--json")
    assert ran.code == 0
    assert not ran.out.startswith("[")
    ran = run("search", "--", "genie", "-h")
    assert ran.code == 0
    assert not ran.out.startswith("usage")


def test_a_qualifier_with_blanks_in_one_argument_counts_as_quoted(run: Run) -> None:
    together = run("search", "topic:large language models").ids
    assert together == run("search", 'topic:"large language models"').ids
    assert len(together) > 100
    assert run("search", "room:hall a1", "kind:oral").ids
    assert run("search", "-topic:large language models", "kind:oral").ids


def test_arguments_are_joined_by_blanks(run: Run) -> None:
    assert run("search", "stop", "regressing").ids == run("search", "stop regressing").ids


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--limit",), "--limit needs a value"),
        (("--limit", "many"), "whole number"),
        (("--limit", "-3"), "whole number"),
        (("kidn:oral",), "kind:"),
        (("kind:orall",), "oral"),
        (("day:2023-01-01x",), "day"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    ran = run("search", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.sentence


def test_a_limit_of_none_shows_none(run: Run) -> None:
    assert run("search", "genie", "--limit", "0", "--json").json == []


def test_hidden_events_are_left_out_and_counted_on_standard_error(run: Run) -> None:
    run("hide", "poster-33646", "oral-35508")
    ran = run("search", "genie", "generative", "--json")
    assert ran.json == []
    assert "0, and 2 hidden" in ran.err
    ran = run("search", "--limit", "1")
    assert len(ran.lines) == 1
    assert "3,101, and 2 hidden" in ran.err
    assert sorted(run("search", "is:hidden").ids) == ["oral-35508", "poster-33646"]


def test_a_star_is_said_of_its_own_event_not_of_the_twin(run: Run) -> None:
    run("star", "poster-33646", "--must")
    rows = run("search", "genie generative", "--json").json
    assert {row["id"]: row["starred"] for row in rows} == {
        "poster-33646": "must",
        "oral-35508": None,
    }
    assert run("search", "is:starred").ids == ["poster-33646"]


def test_a_pasted_link_finds_its_event(run: Run) -> None:
    assert "poster-33646" in run("search", "https://icml.cc/virtual/2024/poster/33646").ids


def test_accents_are_folded_and_words_are_prefixes(run: Run) -> None:
    assert run("search", "author:scholkopf").ids == run("search", "author:Schölkopf").ids
    assert set(run("search", "transformer").ids) < set(run("search", "transf").ids)
