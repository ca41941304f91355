"""Searching: what is found, in which order, in which sections, and what is left out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.model import Kind, Level
from planner.schedule.compile import compile_schedule
from planner.schedule.facets import kinds
from planner.schedule.query import Qualifier, Query, Term, parse
from planner.schedule.search import Marks, NotReady, Result, View, ids, marked, run
from planner.schedule.store import ScheduleStore
from planner.schedule.vocabulary import Vocabulary
from planner.schedule.words import words
from tests.schedule.schedule_files import raw_event

PLAIN = View("time", merged=False)
BROWSE = View("topic", merged=True)
BY_TIME = View("time", merged=True)
NOBODY = Marks()
TUESDAY = "2024-07-23T"


def query_of(store: ScheduleStore, text: str) -> Query:
    query = parse(text, store.vocabulary())
    assert isinstance(query, Query), query
    return query


def search(
    store: ScheduleStore,
    text: str = "",
    view: View = PLAIN,
    marks: Marks = NOBODY,
    now: datetime | None = None,
) -> Result:
    result = run(store, query_of(store, text), marks, view, now)
    assert not isinstance(result, NotReady)
    return result


def found(
    store: ScheduleStore,
    text: str = "",
    view: View = PLAIN,
    marks: Marks = NOBODY,
    now: datetime | None = None,
) -> list[str]:
    result = search(store, text, view, marks, now)
    return store.ids(result.numbers(0, result.count))


def slot(start: str, end: str | None = None) -> dict[str, Any]:
    return {
        "start": f"{TUESDAY}{start}:00+02:00",
        "end": f"{TUESDAY}{end}:00+02:00" if end else None,
        "day": "2024-07-23",
    }


@pytest.fixture
def hall(open_schedule: Any) -> ScheduleStore:
    """A small conference with everything that searching tells apart."""
    levine = [{"name": "Sergey Levine", "affiliation": "UC Berkeley"}]
    scholkopf = [
        {"name": "Bernhard Schölkopf", "affiliation": "MPI Tübingen"},
        {"name": "Ada Deep", "affiliation": "Google DeepMind"},
    ]
    rl: dict[str, Any] = {"topics": ["Reinforcement Learning->Deep RL"]}
    llm: dict[str, Any] = {
        "topics": ["Deep Learning->Large Language Models", "Theory->Batch/Offline, Bayes"]
    }
    store: ScheduleStore = open_schedule(
        [
            raw_event(
                "poster-a", "OpenMoE in C++", board="10", paper="a", **rl, **slot("11:30", "13:00")
            ),
            raw_event(
                "oral-a", "OpenMoE in C++", "oral", paper="a", **rl, **slot("10:30", "10:45")
            ),
            raw_event(
                "poster-b",
                "Transformers learn",
                board="9",
                people=levine,
                **llm,
                **slot("11:30", "13:00"),
                room="Hall A10",
            ),
            raw_event(
                "spotlight-c",
                "On $ℓ₀$ norms",
                "spotlight",
                people=scholkopf,
                topics=llm["topics"],
                abstract="We learn quickly.",
            ),
            raw_event(
                "poster-d",
                "Zebra",
                track="position",
                links=[{"label": "x", "url": "https://openreview.net/forum?id=dddd"}],
            ),
            raw_event(
                "session-1", "Poster Session 1", "session", **slot("11:30", "13:00"), room="Hall A1"
            ),
            raw_event("session-10", "Poster Session 10", "session"),
            raw_event("poster-e", "Yak", parent="session-1"),
            raw_event("workshop-1", "Workshop on moe", "workshop", day="2024-07-24"),
            raw_event("talk-1", "Agenda item about zebra", "talk", parent="workshop-1"),
            raw_event("break-1", "Coffee", "break", **slot("23:30")),
        ]
    )
    return store


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("transf", {"poster-b"}),
        ("TRANSFORMERS LEARN", {"poster-b"}),
        ("scholkopf", {"spotlight-c"}),
        ("Schölkopf", {"spotlight-c"}),
        ("l0", {"spotlight-c"}),
        ("ℓ₀", {"spotlight-c"}),
        ("c++", {"poster-a", "oral-a"}),
        ("learn quickly", {"spotlight-c"}),
        ('"learn quickly"', {"spotlight-c"}),
        ('"quickly learn"', set()),
        ('"transformers lear"', set()),
        ('"transformers lear', {"poster-b"}),
        ('"schölkopf ada"', set()),
        ("batch/off", {"poster-b", "spotlight-c"}),
        ("zebra -agenda", {"poster-d"}),
        ("-zebra kind:talk,poster", {"poster-a", "poster-b", "poster-e"}),
        ("moe", {"poster-a", "oral-a", "workshop-1"}),
        ("mo -models", {"workshop-1"}),
        ("nmo moe", {"poster-a", "oral-a"}),
        ("kind:oral", {"oral-a"}),
        ("topic:rl", {"poster-a", "oral-a"}),
        ('topic:"batch/offline, bayes"', {"poster-b", "spotlight-c"}),
        ("topic:none kind:poster", {"poster-d", "poster-e"}),
        ("topic:none,rl kind:poster", {"poster-a", "poster-d", "poster-e"}),
        ("-topic:none,rl", {"poster-b", "spotlight-c"}),
        ("author:levine", {"poster-b"}),
        ('author:"sergey lev"', {"poster-b"}),
        ("-author:levine,schölkopf kind:poster,spotlight", {"poster-a", "poster-d", "poster-e"}),
        ("from:deepmind", {"spotlight-c"}),
        ("author:deepmind", set()),
        ('room:"hall a1"', {"session-1"}),
        ('session:"poster session 1"', {"session-1", "poster-e"}),
        ("track:position", {"poster-d"}),
        ("board:10", {"poster-a"}),
        ("board:#9", {"poster-b"}),
        ("is:scheduled kind:poster", {"poster-a", "poster-b"}),
        ("-is:scheduled kind:poster", {"poster-d", "poster-e"}),
        ("day:tue kind:oral", {"oral-a"}),
        ("day:24", {"workshop-1"}),
        ("-day:tue kind:oral,workshop", {"workshop-1"}),
        ("before:11:30", {"oral-a"}),
        ("after:11:30 kind:poster", {"poster-a", "poster-b"}),
        ("at:10:44", {"oral-a"}),
        ("at:10:45", set()),
        ('at:"tue 11:30"', {"poster-a", "poster-b", "session-1"}),
        ("at:12:00 kind:poster", {"poster-a", "poster-b"}),
        ("at:23:30", {"break-1"}),
        ("at:23:31", set()),
        ('at:"tue 13:00"', set()),
        ("-before:23:00 kind:oral,break,session", {"break-1", "session-10"}),
        ("before:tue", set()),
        ("after:tue kind:oral", {"oral-a"}),
        ("has:abstract", {"spotlight-c"}),
        ("https://openreview.net/pdf?id=dddd", {"poster-d"}),
        ("https://openreview.net/pdf?id=nope", set()),
    ],
)  # fmt: skip
def test_what_is_found(hall: ScheduleStore, text: str, ids: set[str]) -> None:
    assert set(found(hall, text)) == ids
    result = search(hall, text)
    assert result.count == len(ids)


@pytest.mark.parametrize(
    "text",
    ['"', '""', "NEAR(a b)", "a AND b OR NOT c", "*", "a*", "{title}: x", "(", "title:x y)", "'--",
     "\x00", "a\x00b", "^a", "+", "#", "a + b", "\ud800", "\ue002", "%", "-", "…", "-*"],
)  # fmt: skip
def test_no_text_is_an_order_to_the_engine(hall: ScheduleStore, text: str) -> None:
    query = parse(text, hall.vocabulary())
    if isinstance(query, Query):
        result = run(hall, query, NOBODY, BROWSE)
        assert not isinstance(result, NotReady)
        assert len(result.numbers(0, 100)) == result.count


def test_now_is_the_venues(hall: ScheduleStore) -> None:
    noon = datetime(2024, 7, 23, 10, 0, tzinfo=UTC)
    assert set(found(hall, "at:now kind:poster", now=noon)) == {"poster-a", "poster-b"}
    assert set(found(hall, "after:now", now=noon)) == {"break-1"}
    assert set(found(hall, "is:over", now=noon)) == {"oral-a"}
    late = datetime(2024, 7, 23, 22, 30, tzinfo=UTC)
    assert "workshop-1" in found(hall, "day:today", now=late)
    assert "workshop-1" not in found(hall, "is:over", now=late)


def test_the_plain_order_is_time_board_title_then_what_has_no_slot(hall: ScheduleStore) -> None:
    assert found(hall) == [
        *("oral-a", "poster-b", "poster-a", "session-1", "break-1"),
        *("spotlight-c", "poster-e", "poster-d", "talk-1", "workshop-1", "session-10"),
    ]


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("board", ["poster-b", "poster-a"]),
        ("title", ["poster-a", "poster-b"]),
        ("time", ["poster-b", "poster-a"]),
    ],
)
def test_sort_names_another_order(hall: ScheduleStore, order: str, ids: list[str]) -> None:
    assert found(hall, f"kind:poster is:scheduled sort:{order}") == ids
    assert found(hall, f"kind:poster is:scheduled sort:{order}", BROWSE) == ids


def test_tiers_by_the_fields_that_hold_all_words(open_schedule: Any) -> None:
    person = [{"name": "Graph Deep", "affiliation": "Graph Lab"}]
    store = open_schedule(
        [
            raw_event("inside", "Hypergraphs deep"),
            raw_event("anywhere", "E", abstract="deep graph"),
            raw_event("affiliation", "Deep D", people=[{"name": "X", "affiliation": "Graph Lab"}]),
            raw_event("topics", "C", topics=["Deep Learning->Graph Networks"]),
            raw_event("people", "B", people=person),
            raw_event("title", "Graphs, deep"),
        ]
    )
    for view in (PLAIN, BROWSE, BY_TIME):
        result = search(store, "graph deep", view)
        ids = ["title", "people", "topics", "affiliation", "anywhere", "inside"]
        assert store.ids(result.numbers(0, 9)) == ids
        labels = ["title", "people", "topics", "affiliation", "anywhere", "inside words"]
        assert [section.label for section in result.sections] == labels
        assert [section.first_row for section in result.sections] == list(range(6))
        assert [result.section_at(row) for row in range(6)] == list(result.sections)


def test_inside_a_small_tier_what_says_it_oftener_and_shorter_comes_first(
    open_schedule: Any,
) -> None:
    store = open_schedule(
        [
            raw_event("a", "A long title that only mentions genie near its very end"),
            raw_event("b", "Genie, genie"),
            *(raw_event(f"z{n}", f"Other {n}") for n in range(9)),
        ]
    )
    assert found(store, "genie") == ["b", "a"]


def test_a_large_tier_stands_in_the_order_without_words(open_schedule: Any) -> None:
    count = 600
    events = [
        raw_event(
            f"p{n:03}",
            f"Learning {count - n:03}" + " learning" * (n % 3),
            topics=["T"],
            **slot(f"{10 + n % 7}:00"),
        )
        for n in range(count)
    ]
    store = open_schedule(events)
    for view in (PLAIN, BROWSE, BY_TIME):
        everything = found(store, "", view)
        assert found(store, "learning", view) == everything
        result = search(store, "learning", view)
        for row in (0, 1, 299, 599):
            number = store.number(everything[row])
            assert number is not None
            assert result.index(number) == row
        assert store.ids(search(store, "learning", view).numbers(590, 700)) == everything[590:]


def test_behind_a_large_tier_the_next_holds_only_its_own(open_schedule: Any) -> None:
    people = [{"name": "Lear Learning", "affiliation": None}]
    store = open_schedule(
        [
            *(raw_event(f"p{n}", f"Learning {n}", people=people) for n in range(510)),
            raw_event("by-name", "Other", people=people),
        ]
    )
    for view in (PLAIN, BROWSE, BY_TIME):
        result = search(store, "learning", view)
        assert [(s.label, s.count) for s in result.sections] == [("title", 510), ("people", 1)]
        assert store.ids(result.numbers(509, 511))[-1] == "by-name"
        assert result.index(store.number("by-name") or 0) == 510


def test_topics_stand_by_size_in_browse_and_by_name_on_the_command_line(
    open_schedule: Any,
) -> None:
    store = open_schedule(
        [
            raw_event("a", "A", topics=["Applications->Physics"]),
            raw_event("t1", "T1", topics=["Theory->Bandits"]),
            raw_event("t2", "T2", topics=["Theory->Online"]),
            raw_event("t3", "T3", topics=["Theory->Online"]),
            raw_event("none", "N"),
            raw_event("o", "O", "oral", topics=["Theory->Bandits"]),
            raw_event("t4", "T4", topics=["Theory->Online"]),
        ]
    )
    assert found(store, "", BROWSE) == ["t2", "t3", "t4", "o", "t1", "a", "none"]
    assert found(store, "", PLAIN) == ["a", "o", "t1", "t2", "t3", "t4", "none"]


def test_twins_in_one_result_are_one_row_in_browse(hall: ScheduleStore) -> None:
    for text in ("openmoe", "openmoe kind:oral,poster", "c++ day:tue", "topic:rl", "nmoe"):
        assert found(hall, text, BROWSE) == ["oral-a"], text
    assert found(hall, "openmoe kind:poster", BROWSE) == ["poster-a"]
    assert found(hall, "topic:rl board:10", BROWSE) == ["poster-a"]
    assert "poster-a" not in found(hall, "", BROWSE)


def test_twins_with_different_words_are_told_apart(open_schedule: Any) -> None:
    store = open_schedule(
        [
            raw_event("oral-1", "Same", "oral", paper="a"),
            raw_event("poster-1", "Same", paper="a", abstract="quantum"),
        ]
    )
    assert found(store, "quantum", BROWSE) == ["poster-1"]
    assert found(store, "same", BROWSE) == ["oral-1"]
    assert found(store, "-quantum", BROWSE) == ["oral-1"]


def test_sessions_breaks_and_agendas_are_rows_only_when_asked_for(hall: ScheduleStore) -> None:
    ids = set(found(hall, "", BROWSE))
    assert ids == {"oral-a", "poster-b", "spotlight-c", "poster-d", "poster-e", "workshop-1"}
    assert "talk-1" in found(hall, "zebra", BROWSE)
    assert found(hall, "kind:break", BROWSE) == ["break-1"]
    starred = Marks(stars={"talk-1": Level.WANT}, version=1)
    assert found(hall, "is:starred", BROWSE, starred) == ["talk-1"]


def test_sections_by_topic_and_by_time(hall: ScheduleStore) -> None:
    sections = search(hall, "", BROWSE).sections
    assert [(s.label, s.kind, s.count, s.scheduled) for s in sections] == [
        ("Deep Learning->Large Language Models", None, 2, 1),
        ("Reinforcement Learning->Deep RL", None, 1, 1),
        ("No topic", Kind.POSTER, 2, 0),
        ("No topic", Kind.WORKSHOP, 1, 0),
    ]
    by_time = search(hall, "", BY_TIME).sections
    shown = [(s.start and f"{s.start:%H:%M}", s.day and s.day.day, s.count) for s in by_time]
    assert shown == [("10:30", 23, 1), ("11:30", 23, 2), (None, 24, 1), (None, None, 2)]


def test_hidden_events_are_left_out_and_counted(hall: ScheduleStore) -> None:
    marks = Marks(hidden=frozenset({"poster-d", "talk-1", "gone"}), version=1)
    plain = search(hall, "zebra", PLAIN, marks)
    assert (plain.count, plain.hidden) == (0, 2)
    assert found(hall, "zebra is:hidden", PLAIN, marks) == found(hall, "zebra")
    assert search(hall, "kind:poster", PLAIN, marks).hidden == 1
    assert search(hall, "", BROWSE, marks).hidden == 1
    shown = search(hall, "zebra", View("time", merged=False, show_hidden=True), marks)
    assert (shown.count, shown.hidden) == (2, 0)


def test_where_a_talk_is_hidden_its_poster_stands_in(hall: ScheduleStore) -> None:
    marks = Marks(hidden=frozenset({"oral-a"}), version=1)
    for text in ("", "openmoe", "topic:rl"):
        result = search(hall, text, BROWSE, marks)
        assert "poster-a" in found(hall, text, BROWSE, marks)
        assert "oral-a" not in found(hall, text, BROWSE, marks)
        assert result.hidden == 0
        assert sum(section.count for section in result.sections) == result.count


def test_what_was_decided_can_be_asked(hall: ScheduleStore) -> None:
    marks = Marks(
        stars={"oral-a": Level.MUST, "poster-b": Level.MAYBE},
        visited=frozenset({"poster-d"}),
        noted=frozenset({"poster-e"}),
        version=1,
    )
    assert found(hall, "is:starred", PLAIN, marks) == ["oral-a", "poster-b"]
    assert found(hall, "is:must,maybe", PLAIN, marks) == ["oral-a", "poster-b"]
    assert found(hall, "is:want", PLAIN, marks) == []
    assert found(hall, "is:visited", PLAIN, marks) == ["poster-d"]
    assert found(hall, "has:note", PLAIN, marks) == ["poster-e"]
    assert found(hall, "is:undecided kind:poster", PLAIN, marks) == ["poster-a", "poster-e"]
    assert "poster-a" not in found(hall, "is:undecided", BROWSE, marks)
    with_note = Marks(stars={"oral-a": Level.WANT}, noted=frozenset({"poster-a"}), version=2)
    assert "poster-a" not in found(hall, "is:undecided", BROWSE, with_note)
    assert "poster-b" not in found(hall, "-is:starred", PLAIN, marks)


def test_marks_are_renewed_when_they_change(hall: ScheduleStore) -> None:
    first = Marks(stars={"oral-a": Level.WANT}, version=1)
    assert found(hall, "is:starred", PLAIN, first) == ["oral-a"]
    second = Marks(stars={"poster-b": Level.WANT}, version=2)
    assert found(hall, "is:starred", PLAIN, second) == ["poster-b"]
    assert found(hall, "is:starred", PLAIN, NOBODY) == []


def test_kinds_are_counted_without_their_own_qualifier(hall: ScheduleStore) -> None:
    counts = kinds(hall, query_of(hall, "kind:oral topic:none,rl,language"), NOBODY, BROWSE)
    assert counts == {Kind.ORAL: 1, Kind.SPOTLIGHT: 1, Kind.POSTER: 3, Kind.WORKSHOP: 1}
    assert list(counts) == [kind for kind in Kind if kind in counts]


def test_words_wait_for_the_index_and_never_answer_wrongly(
    write_schedule: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Result | NotReady] = []
    target = tmp_path / "conf.db"

    def look(*_: object) -> None:
        store = ScheduleStore.open(target)
        texts = ("alpha", "-alpha", "author:x", "kind:poster", "")
        answers.extend(run(store, query_of(store, text), NOBODY, BROWSE) for text in texts)
        assert kinds(store, query_of(store, "alpha"), NOBODY, BROWSE) == {}
        store.close()

    monkeypatch.setattr("planner.schedule.compile.write_index", look)
    compile_schedule(write_schedule([raw_event("poster-1", "Alpha")]), target)
    assert [isinstance(answer, NotReady) for answer in answers] == [True, True, True, False, False]


LETTERS = st.lists(st.sampled_from(["deep", "graph", "moe", "openmoe", "a"]), max_size=3)


@st.composite
def schedules(draw: st.DrawFn) -> list[dict[str, Any]]:
    events = []
    for n in range(draw(st.integers(1, 8))):
        text: dict[str, Any] = {
            "title": " ".join(draw(LETTERS)) or "x",
            "people": [{"name": " ".join(draw(LETTERS)) or "x", "affiliation": None}],
            "topics": [" ".join(draw(LETTERS)) or "x"],
        }
        start = draw(st.sampled_from([None, "10:00", "11:00"]))
        when = slot(start) if start else {}
        events.append(raw_event(f"poster-{n}", paper=f"p{n}", **text, **when))
        if draw(st.booleans()):
            title = draw(st.sampled_from([text["title"], "deep"]))
            events.append(
                raw_event(f"oral-{n}", kind="oral", paper=f"p{n}", **{**text, "title": title})
            )
    return events


def tier_of(event: dict[str, Any], query: list[str]) -> int | None:
    """Return the tier of an event by reading it, as DESIGN has it."""
    fields = [event["title"], event["people"][0]["name"], event["topics"][0]]
    held: list[str] = []
    for tier, field in enumerate(fields):
        held += words(field)
        if all(any(word.startswith(part) for word in held) for part in query):
            return tier
    titles = words(event["title"])
    inside = [
        any(word.startswith(part) for word in held)
        or (len(part) > 2 and any(part in word for word in titles))
        for part in query
    ]
    return 5 if all(inside) else None


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    schedules(),
    LETTERS.filter(bool),
    st.sets(st.integers(0, 7)),
    st.sampled_from(["", "oral", "poster"]),
)
def test_search_agrees_with_reading_every_event(
    open_schedule: Any,
    events: list[dict[str, Any]],
    query: list[str],
    hidden: set[int],
    kind: str,
) -> None:
    store = open_schedule(events)
    marks = Marks(hidden=frozenset(f"oral-{n}" for n in hidden), version=1)
    text = " ".join(query) + (f" kind:{kind}" if kind else "")
    tiers = {e["id"]: tier_of(e, query) for e in events if not kind or e["kind"] == kind}
    hits = {id_: tier for id_, tier in tiers.items() if tier is not None}
    seen = {id_: tier for id_, tier in hits.items() if id_ not in marks.hidden}

    plain = found(store, text, PLAIN, marks)
    assert sorted(plain) == sorted(seen)
    assert [seen[id_] for id_ in plain] == sorted(seen.values())
    assert search(store, text, PLAIN, marks).hidden == len(hits) - len(seen)

    rows = {
        i
        for i in seen
        if i.replace("poster", "oral") == i or i.replace("poster", "oral") not in seen
    }
    for view in (BROWSE, BY_TIME):
        result = search(store, text, view, marks)
        ids = store.ids(result.numbers(0, result.count))
        assert sorted(ids) == sorted(rows)
        assert sum(section.count for section in result.sections) == result.count
        assert [result.index(store.number(id_) or 0) for id_ in ids] == list(range(len(ids)))
        assert (
            sum(kinds(store, query_of(store, text), marks, view).values()) == result.count or kind
        )


def test_the_shipped_schedule_by_topic(shipped: ScheduleStore) -> None:
    result = search(shipped, "", BROWSE)
    assert result.count == 2689
    counts = kinds(shipped, query_of(shipped, ""), NOBODY, BROWSE)
    assert counts == {
        Kind.ORAL: 144,
        Kind.SPOTLIGHT: 191,
        Kind.POSTER: 2299,
        Kind.TUTORIAL: 12,
        Kind.WORKSHOP: 30,
        Kind.DEMO: 4,
        Kind.INVITED_TALK: 6,
        Kind.AFFINITY: 3,
    }
    assert sum(section.count for section in result.sections) == 2689
    assert len(found(shipped, "from:deepmind")) == 99


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("levels of agi", "Position: Levels of AGI"),
        ("open-endedness superhuman", "Position: Open-Endedness is Essential"),
        ("stop regressing classification", "Stop Regressing"),
        ("distributional successor", "A Distributional Analogue to the Successor"),
        ("nash learning human feedback", "Nash Learning from Human Feedback"),
        ("differentially private public pretraining", "Position: Considerations for Different"),
        ("videopoet", "VideoPoet"),
        ("genie interactive environments", "Genie: Generative Interactive Environments"),
        ("magiclens", "MagicLens"),
        ("women in machine learning", "Women in Machine Learning"),
    ],
)
def test_a_paper_is_found_by_what_one_remembers_of_it(
    shipped: ScheduleStore, text: str, title: str
) -> None:
    for view in (PLAIN, BROWSE, BY_TIME):
        first = shipped.events(search(shipped, text, view).numbers(0, 3))
        assert any(event.title.startswith(title) for event in first)


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("Transformers transform", "transf", ["Transf", "transf"]),
        ("Bernhard Schölkopf", "scholkopf", ["Schölkopf"]),
        ("On ℓ₀ norms", "l0", ["ℓ₀"]),
        ("OpenMoE", "moe", ["MoE"]),
        ("OpenMoE", "mo", []),
        ("Open-Endedness matters", "open-endedness", ["Open-Endedness"]),
        ("deep and deeper", '"deep"', ["deep"]),
        ("deep learning", "-deep kind:oral", []),
        ("ﬁne", "fin", ["ﬁn"]),
        ("a (b) c++", "c++", ["c++"]),
        ("deep deep", "deep de", ["deep", "deep"]),
    ],
)
def test_hits_are_marked_where_they_stand(text: str, query: str, hits: list[str]) -> None:
    parsed = parse(query, Vocabulary())
    assert isinstance(parsed, Query)
    assert [text[start:end] for start, end in marked(text, parsed)] == hits


@given(st.text(max_size=30), st.text(max_size=12))
def test_marked_spans_lie_in_the_text_in_order(text: str, word: str) -> None:
    spans = marked(text, Query((Term(word),)))
    flat = [offset for span in spans for offset in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("view", [PLAIN, BROWSE, View("time", merged=False, show_hidden=True)])
@pytest.mark.parametrize(
    "text", ["", "levine", "-levine", 'kind:poster,oral "deep', "is:hidden", "sort:title", "zzz"]
)
def test_the_ids_alone_are_those_of_the_result(hall: ScheduleStore, text: str, view: View) -> None:
    marks = Marks(hidden=frozenset(hall.all_ids()[:2]), version=1)
    assert sorted(ids(hall, query_of(hall, text), marks, view)) == sorted(
        found(hall, text, view, marks)
    )


def test_values_are_marked_only_in_the_field_they_ask_for() -> None:
    query = Query(qualifiers=(Qualifier("author", ("Levin", "a b")), Qualifier("from", ("mpi",))))
    assert marked("Sergey Levine", query, "author") == [(7, 12)]
    assert marked("Sergey Levine", query, "from") == []
    assert marked("Sergey Levine", query) == []
    assert marked("Clevin A. Bo", query, "author") == [(7, 11)]
    assert (
        marked("levin", Query(qualifiers=(Qualifier("author", ("levin",), True),)), "author") == []
    )
