"""The sites' files with anything at all in their fields: nothing but one sentence may come out."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.schedule.loaded import Loaded
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources import abstracts_file, downloads, paper_copilot, virtual_site
from planner.schedule.unusable import ScheduleUnusable
from tests.schedule.sources.fixture_files import FIXTURES, read_fixture

PROGRAMME = "icml-2026-orals-posters.json"
FILES: tuple[tuple[Source, str], ...] = (
    (virtual_site.SOURCE, PROGRAMME),
    (virtual_site.SOURCE, "neurips-2023-orals-posters.json"),
    (abstracts_file.SOURCE, "icml-2026-abstracts.json"),
    (downloads.SOURCE, "icml-2026-downloads.json"),
    (paper_copilot.SOURCE, "icml2024_papers.json"),
)
DOCUMENTS = {name: json.loads((FIXTURES / name).read_bytes()) for _, name in FILES}
NUMBER = st.one_of(st.integers(), st.floats(), st.just(10**400), st.just(-1))
TEXT = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "0001-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "2026-07-07T25:00:00+09:00",
            "2026-07-07 10:00+0900",
            "2026-07-07T10:00:00",
            "/virtual/0000/-/1",
            "https://[/virtual/2026/poster/1",
            "https://openreview.net/forum?id=",
            "$\\frac{$",
            "\\" * 50,
            "&#1114112;&#xd800;",
            "{{{{",
            "\ud800",
            "x" * 100_000,
            "<" * 1000,
        ]
    ),
)
VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBER, TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
BASE: Loaded = read_fixture(PROGRAMME)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = enumerate(value) if isinstance(value, list) else ()
    if isinstance(value, dict):
        inner = value.items()  # type: ignore[assignment]
    return [path, *(found for key, each in inner for found in places(each, (*path, key)))]


PLACES = {name: places(document)[1:] for name, document in DOCUMENTS.items()}


def damaged(name: str, data: st.DataObject) -> Any:
    document = copy.deepcopy(DOCUMENTS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        *path, last = data.draw(st.sampled_from(PLACES[name]))
        holder = document
        with suppress(KeyError, IndexError, TypeError):
            for key in path:
                holder = holder[key]
            if data.draw(st.booleans()):
                holder[last] = data.draw(VALUE)
            else:
                del holder[last]
    return document


@settings(max_examples=300)
@given(st.sampled_from(FILES), st.sampled_from([None, BASE]), st.data())
def test_whatever_a_field_holds_the_rest_is_read_or_one_sentence_says_why_not(
    file: tuple[Source, str], base: Loaded | None, data: st.DataObject
) -> None:
    source, name = file
    content = Content(json.dumps(damaged(name, data)).encode())

    if not source.recognises(content):
        return
    try:
        loaded = source.read(content, Asked(name, timezone="Asia/Seoul", base=base))
    except ScheduleUnusable as error:
        why = str(error)
    else:
        why = f"{name} is read"
        assert loaded.events
        assert all(str(problem) for problem in loaded.report.problems)
        assert len({event.id for event in loaded.events}) == len(loaded.events)
    assert name in why
    assert "\n" not in why


@given(VALUE)
def test_no_source_takes_anything_for_its_own_without_reading_it(value: Any) -> None:
    content = Content(json.dumps(value).encode())

    assert not any(source.recognises(content) for source, _ in FILES)


def test_a_title_repeated_ten_thousand_times_costs_no_time() -> None:
    events = [
        {"id": number, "name": "Rivers", "eventtype": "Poster", "authors": ["Ada Brook"]}
        for number in range(1, 10_001)
    ]

    loaded = virtual_site.SOURCE.read(
        Content(json.dumps(events).encode()), Asked(PROGRAMME, timezone="Asia/Seoul")
    )

    assert len(loaded.events) == len(events)
