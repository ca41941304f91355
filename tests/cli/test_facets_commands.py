"""``facets`` and ``density``: counts that are what ``search`` then finds."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run


def test_each_line_is_a_query_with_what_it_finds(run: Run) -> None:
    ran = run("facets", "kind:workshop")
    assert (ran.code, ran.err) == (0, "")
    counts = dict(ran.lines)
    assert counts["kind:workshop"] == "30"
    assert counts["kind:oral"] == "144"
    for query in ("kind:tutorial", "day:2024-07-26", 'topic:"Deep Learning"'):
        kind = () if query.startswith("kind") else ("kind:workshop",)
        assert len(run("search", query, *kind).lines) == int(counts[query])


def test_facets_as_json_have_values_labels_and_queries(run: Run) -> None:
    found = {facet["name"]: facet["values"] for facet in run("facets", "--json").json}
    assert list(found) == ["kind", "day", "is", "topic", "session", "room", "track", "from"]
    assert found["kind"][0] == {
        "value": "oral",
        "label": "oral",
        "count": 144,
        "query": "kind:oral",
    }
    assert found["day"][0]["label"] == "Mon 22 Jul"
    assert {value["query"] for value in found["topic"]} >= {
        'topic:"Deep Learning->Large Language Models"',
        "topic:none",
    }


def test_stars_count_in_facets(run: Run) -> None:
    run("star", "poster-33646", "--must")
    counts = dict(run("facets").lines)
    assert (counts["is:must"], counts["is:starred"]) == ("1", "1")


@pytest.mark.parametrize("by", ["day", "session"])
def test_each_cell_is_what_its_queries_find(run: Run, by: str) -> None:
    found = run("density", "kind:oral", "--by", by, "--json").json
    assert found["by"] == by
    for row in (found["rows"][0], found["all"]):
        topic = [row["query"]] if row["query"] else []
        assert row["total"] == len(run("search", "kind:oral", *topic).lines)
        for column, count in list(zip(found["columns"], row["cells"], strict=True))[::3]:
            assert count == len(run("search", "kind:oral", column["query"], *topic).lines)


def test_density_for_a_program_is_a_table_with_a_head(run: Run) -> None:
    head, *lines = run("density", "kind:oral").lines
    assert head == ["", "Tue 23 Jul", "Wed 24 Jul", "Thu 25 Jul", "no time", "all"]
    assert lines[0][0] == "Deep Learning"
    assert lines[-1][0] == ""
    assert lines[-1][-1] == "144"
    assert {len(line) for line in lines} == {len(head)}


def test_what_finds_nothing_is_no_error(run: Run) -> None:
    assert run("density", "xyzzyx", "--json").json["rows"] == []
    assert run("facets", "xyzzyx").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("density", "--by", "room"), "--by takes day or session"),
        (("density", "--by"), "--by needs a value"),
        (("facets", "kind:orak"), "did you mean kind:oral?"),
    ],
)
def test_a_slip_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert said in ran.sentence
    assert not ran.out


def test_on_a_terminal_both_are_tables(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    facets = run("facets", "kind:oral").out.splitlines()
    assert facets[0] == "Kind"
    assert facets[1].split() == ["oral", "144"]
    table = run("density", "kind:oral", "--by", "session").out.splitlines()
    assert all(len(line) <= 60 for line in table)
    assert table[2].split()[:4] == ["Oral", "1", "Oral", "2"]
