"""More like this: which events are found, in which order, and by which words."""

from __future__ import annotations

import os
import string
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from benchmarks import likeness as left_out
from planner.schedule.alike import MOST_WORDS, Alike, alike, in_order
from planner.schedule.store import ScheduleStore
from tests.schedule.schedule_files import raw_event

OpenSchedule = Callable[..., ScheduleStore]

#: Each compiles a schedule; ``PLANNER_LONG=1`` tries many.
EXAMPLES = 200 if os.environ.get("PLANNER_LONG") else 8

TITLES = {
    "poster-1": "Diffusion on graphs",
    "poster-2": "Graph diffusion for molecules",
    "poster-3": "Graphs of molecules",
    "poster-4": "Bandits under budgets",
    "poster-5": "Budgeted bandits, revisited",
    "poster-6": "Speech without transcripts",
    "poster-7": "Sparse attention",
    "poster-8": "Kernel herding",
}


def posters() -> list[dict[str, Any]]:
    """Return the posters above, and two dozen that have nothing to do with anything."""
    return [*(raw_event(id_, title) for id_, title in TITLES.items()), *posters_of("one", 24)]


def posters_of(name: str, count: int) -> list[dict[str, Any]]:
    return [raw_event(f"poster-{name}{n}", f"{name}{n} by itself{n}") for n in range(count)]


def ids(store: ScheduleStore, found: list[Alike]) -> list[str]:
    return store.ids([each.number for each in found])


def order(store: ScheduleStore, liked: dict[str, float]) -> list[str]:
    numbers = [number for id_ in TITLES if (number := store.number(id_)) is not None]
    return store.ids(in_order(store, liked, numbers))


# Words


def test_what_shares_words_is_found_the_rarer_and_more_the_better(
    open_schedule: OpenSchedule,
) -> None:
    store = open_schedule(posters())
    assert ids(store, alike(store, {"poster-1": 1.0})) == ["poster-2", "poster-3"]


def test_the_words_shared_are_shown_as_they_stand_in_the_suggestion(
    open_schedule: OpenSchedule,
) -> None:
    store = open_schedule(posters())
    first, second = alike(store, {"poster-1": 1.0})
    assert set(first.words) == {"Graph", "diffusion"}
    assert second.words == ("Graphs",)


def test_forms_of_a_word_are_one_word(open_schedule: OpenSchedule) -> None:
    store = open_schedule(posters())
    (found,) = alike(store, {"poster-4": 1.0})
    assert ids(store, [found]) == ["poster-5"]
    assert found.words == ("bandits",)


def test_abstracts_count_and_lend_words(open_schedule: OpenSchedule) -> None:
    events = posters()
    events[0]["abstract"] = "We hum to whales, and the whales reply."
    events[5]["abstract"] = "Whales do not transcribe."
    store = open_schedule(events)
    found = alike(store, {"poster-1": 1.0})
    assert "poster-6" in ids(store, found)
    assert next(each.words for each in found if store.ids([each.number]) == ["poster-6"]) == (
        "Whales",
    )


def test_small_words_and_those_that_most_events_hold_say_nothing(
    open_schedule: OpenSchedule,
) -> None:
    events = [raw_event(f"poster-c{n}", f"Via the common {n}") for n in range(40)]
    lonely = raw_event("poster-x", "Via a lonely common road")
    store = open_schedule([*events, lonely, *posters()])
    assert alike(store, {"poster-x": 1.0}) == []


def test_where_few_have_an_abstract_the_words_of_any_abstract_say_nothing(
    open_schedule: OpenSchedule,
) -> None:
    told = [raw_event(f"poster-told{n}", f"told{n}") for n in range(24)]
    for n, event in enumerate(told):
        event["abstract"] = f"We show that it follows from tale{n}."
    told[0]["abstract"] = told[1]["abstract"] = "We show that it follows from whales."
    store = open_schedule([*told, *posters_of("mute", 150)])
    (found,) = alike(store, {"poster-told0": 1.0})
    assert (ids(store, [found]), found.words) == (["poster-told1"], ("whales",))


def test_short_names_in_capitals_are_words(open_schedule: OpenSchedule) -> None:
    more = [raw_event("poster-a", "RL for trams"), raw_event("poster-b", "When RL fails")]
    store = open_schedule([*posters(), *more])
    (found,) = alike(store, {"poster-a": 1.0})
    assert found.words == ("RL",)


def test_at_most_five_words_are_shown(open_schedule: OpenSchedule) -> None:
    title = "Alder birch cedar hazel maple rowan"
    events = [raw_event("poster-a", title), raw_event("poster-b", f"{title} again")]
    store = open_schedule([*posters(), *events])
    assert len(alike(store, {"poster-a": 1.0})[0].words) == MOST_WORDS


def test_a_word_that_many_events_hold_is_shown_only_where_there_is_no_other(
    open_schedule: OpenSchedule,
) -> None:
    events = [raw_event("poster-a", "Common alder"), raw_event("poster-b", "Alder, common")]
    often = [raw_event(f"poster-c{n}", f"Common c{n}") for n in range(10)]
    store = open_schedule([*posters(), *events, *often])
    first, *others = alike(store, {"poster-a": 1.0})
    assert first.words == ("Alder",)
    assert {each.words for each in others} == {("Common",)}


# Topics


def test_the_topic_decides_between_events_alike_in_words(open_schedule: OpenSchedule) -> None:
    events = [
        raw_event("poster-a", "Robust whistles", topics=["Music"]),
        raw_event("poster-b", "Robust vaccines", topics=["Health"]),
        raw_event("poster-c", "Robust violins", topics=["Music"]),
    ]
    store = open_schedule([*events, *posters()])
    found = alike(store, {"poster-a": 1.0})
    assert ids(store, found) == ["poster-c", "poster-b"]
    assert [each.topic for each in found] == ["Music", None]


def test_without_a_topic_of_its_own_the_nearest_vote(open_schedule: OpenSchedule) -> None:
    events = [
        raw_event("poster-a", "Robust violin strings"),
        raw_event("poster-b", "Robust vaccines", topics=["Health"]),
        raw_event("poster-c", "Robust viola", topics=["Music"]),
        raw_event("poster-d", "Violin strings of old", topics=["Music"]),
    ]
    store = open_schedule([*events, *posters()])
    assert ids(store, alike(store, {"poster-a": 1.0})) == ["poster-d", "poster-c", "poster-b"]


def test_an_own_topic_can_be_left_out_of_account(open_schedule: OpenSchedule) -> None:
    """The evaluation depends on it: what is measured must not see the label."""
    events = [
        raw_event("poster-a", "Robust violin strings", topics=["Health"]),
        raw_event("poster-b", "Robust vaccines", topics=["Health"]),
        raw_event("poster-d", "Violin strings of old", topics=["Music"]),
        raw_event("poster-c", "Robust viola", topics=["Music"]),
    ]
    store = open_schedule([*events, *posters()])
    by_votes = ids(store, alike(store, {"poster-a": 1.0}, own_topics=False))
    assert by_votes.index("poster-c") < by_votes.index("poster-b")
    with_own = ids(store, alike(store, {"poster-a": 1.0}))
    assert with_own.index("poster-b") < with_own.index("poster-c")


# What is a suggestion


def test_a_paper_is_one_suggestion_and_that_is_its_oral(open_schedule: OpenSchedule) -> None:
    talk = raw_event("oral-2", TITLES["poster-2"], "oral", paper="two")
    events = posters()
    events[1]["paper"] = "two"
    store = open_schedule([*events, talk])
    assert ids(store, alike(store, {"poster-1": 1.0})) == ["oral-2", "poster-3"]


def test_neither_what_is_liked_nor_its_twin_is_suggested(open_schedule: OpenSchedule) -> None:
    talk = raw_event("oral-2", TITLES["poster-2"], "oral", paper="two")
    events = posters()
    events[1]["paper"] = "two"
    store = open_schedule([*events, talk])
    assert set(ids(store, alike(store, {"poster-2": 1.0}))) == {"poster-1", "poster-3"}


def test_what_is_left_out_is_left_out_with_its_twin(open_schedule: OpenSchedule) -> None:
    talk = raw_event("oral-2", TITLES["poster-2"], "oral", paper="two")
    events = posters()
    events[1]["paper"] = "two"
    store = open_schedule([*events, talk])
    assert ids(store, alike(store, {"poster-1": 1.0}, without=["poster-2"])) == ["poster-3"]
    assert ids(store, alike(store, {"poster-1": 1.0}, without=["gone"])) == ["oral-2", "poster-3"]


def test_sessions_breaks_and_agenda_items_are_no_suggestions(open_schedule: OpenSchedule) -> None:
    store = open_schedule(
        [
            *posters(),
            raw_event("session-1", "Graph diffusion", "session"),
            raw_event("break-1", "Graph diffusion with coffee", "break"),
            raw_event("workshop-1", "All about speech", "workshop"),
            raw_event("talk-1", "Graph diffusion", "talk", parent="workshop-1"),
        ]
    )
    assert ids(store, alike(store, {"poster-1": 1.0})) == ["poster-2", "poster-3"]
    # But one may ask for what is like them.
    assert set(ids(store, alike(store, {"talk-1": 1.0}))) == {"poster-1", "poster-2", "poster-3"}


def test_the_limit_cuts_the_end(open_schedule: OpenSchedule) -> None:
    store = open_schedule(posters())
    assert ids(store, alike(store, {"poster-1": 1.0}, limit=1)) == ["poster-2"]
    assert alike(store, {"poster-1": 1.0}, limit=0) == []


# Several


def test_several_liked_events_count_by_their_weights(open_schedule: OpenSchedule) -> None:
    store = open_schedule(posters())
    graphs = order(store, {"poster-1": 3.0, "poster-4": 1.0})
    bandits = order(store, {"poster-1": 1.0, "poster-4": 3.0})
    assert graphs.index("poster-2") < graphs.index("poster-5")
    assert bandits.index("poster-5") < bandits.index("poster-2")


def test_what_is_unlike_keeps_its_order_and_what_is_like_a_no_comes_last(
    open_schedule: OpenSchedule,
) -> None:
    store = open_schedule(posters())
    found = order(store, {"poster-1": 2.0, "poster-4": -1.0})
    rest = ["poster-6", "poster-7", "poster-8"]
    assert [id_ for id_ in found if id_ in rest] == rest
    assert set(found[:3]) == {"poster-1", "poster-2", "poster-3"}
    assert set(found[-2:]) == {"poster-4", "poster-5"}


def test_a_no_lowers_what_is_like_it_and_hides_nothing(open_schedule: OpenSchedule) -> None:
    store = open_schedule(posters())
    without_no = alike(store, {"poster-1": 2.0})
    with_no = alike(store, {"poster-1": 2.0, "poster-3": -1.0})
    assert ids(store, without_no) == ["poster-2", "poster-3"]
    # What got the no is no suggestion; what shares the graphs with it counts less.
    assert ids(store, with_no) == ["poster-2"]
    assert with_no[0].score < without_no[0].score


def test_many_noes_do_not_drown_one_star(open_schedule: OpenSchedule) -> None:
    noes = [raw_event(f"poster-no{n}", f"Diffusion of graphs no{n}") for n in range(10)]
    store = open_schedule([*posters(), *posters_of("other", 24), *noes])
    liked = {"poster-1": 1.0, **{no["id"]: -1.0 for no in noes}}
    assert ids(store, alike(store, liked))[0] == "poster-2"


def test_noes_alone_suggest_nothing(open_schedule: OpenSchedule) -> None:
    store = open_schedule(posters())
    assert alike(store, {"poster-1": -1.0}) == []
    assert set(order(store, {"poster-1": -1.0})[-3:]) == {"poster-1", "poster-2", "poster-3"}


# Any schedule


def test_without_an_index_nothing_is_alike(open_schedule: OpenSchedule, monkeypatch: Any) -> None:
    store = open_schedule(posters())
    monkeypatch.setattr(ScheduleStore, "indexed", False)
    assert alike(store, {"poster-1": 1.0}) == []
    assert order(store, {"poster-1": 1.0}) == list(TITLES)


def test_strange_words_are_asked_for_as_words(open_schedule: OpenSchedule) -> None:
    title = 'NEAR AND "quoted" OR NOT * ^ C++ QuIP# ℓ₀ Schölkopf’s {topics} : (x'
    store = open_schedule([*posters(), raw_event("poster-a", title), raw_event("poster-b", title)])
    (found, *_) = alike(store, {"poster-a": 1.0})
    assert ids(store, [found]) == ["poster-b"]
    assert set(found.words) <= {
        "NEAR",
        "AND",
        "OR",
        "quoted",
        "NOT",
        "C++",
        "QuIP#",
        "Schölkopf",
        "topics",
        "ℓ₀",
    }


@settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(
    titles=st.lists(
        st.text(alphabet=string.ascii_letters + " +#'\"()*:ℓ₀éß¼·…-_", min_size=1, max_size=30)
        .map(str.strip)
        .filter(bool),
        min_size=1,
        max_size=8,
    ),
    topics=st.lists(st.sampled_from(["", "A", "A->B", "C"]), min_size=8, max_size=8),
    weights=st.lists(st.sampled_from([-1.0, 0.0, 1.0, 3.0]), min_size=8, max_size=8),
)
@example(titles=["¼", "A¼"], topics=[""] * 8, weights=[0.0, 1.0, *[0.0] * 6])
def test_no_schedule_is_too_strange(
    open_schedule: OpenSchedule, titles: list[str], topics: list[str], weights: list[float]
) -> None:
    store = open_schedule(
        raw_event(f"poster-{n}", title, topics=[topics[n]] if topics[n] else [])
        for n, title in enumerate(titles)
    )
    liked = {f"poster-{n}": weight for n, weight in enumerate(weights)}
    found = alike(store, liked)
    chosen = {id_ for id_, weight in liked.items() if weight}
    assert not chosen & set(ids(store, found))
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
    assert all(each.words for each in found)
    numbers = range(1, store.size + 1)
    assert sorted(in_order(store, liked, numbers)) == list(numbers)
    assert in_order(store, {}, numbers) == list(numbers)


# The schedule that ships


def test_likeness_finds_the_topic_far_more_often_than_titles_and_chance(
    shipped: ScheduleStore,
) -> None:
    found = left_out.measure(shipped, every=20)
    assert found.planner > 1.5 * found.title_bm25
    assert found.planner > 8 * found.chance


def test_a_paper_of_icml_leads_to_its_like(shipped: ScheduleStore) -> None:
    found = alike(shipped, {"poster-33551": 1.0}, limit=10)
    assert len(found) == 10
    assert all(each.words for each in found)
