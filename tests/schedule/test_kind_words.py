"""Words of other programmes, and the kinds they stand for."""

from __future__ import annotations

import pytest

from planner.model import Kind
from planner.schedule.kind_words import WORDS, kind_named, kind_of_title, known_kind
from planner.schedule.text import fold


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("keynote", Kind.INVITED_TALK),
        ("Keynotes", Kind.INVITED_TALK),
        ("lightning_talk", Kind.TALK),
        ("Long talk (45 minutes)", Kind.TALK),
        ("Rust devroom", Kind.TALK),
        ("Workshop (2h)", Kind.WORKSHOP),
        ("Workshop on Causality", Kind.WORKSHOP),
        ("Affinity Workshop", Kind.AFFINITY),
        ("Poster Session 3", Kind.SESSION),
        ("Spotlight Poster", Kind.SPOTLIGHT),
        ("Expo Talk Panel", Kind.TALK),
        ("Expo Demonstration", Kind.DEMO),
        ("BoF (45 minutes)", Kind.SOCIAL),
        ("Town Hall", Kind.TALK),
        ("Kaffeepause", Kind.BREAK),
        ("Déjeuner", Kind.BREAK),
        ("Registration Desk", Kind.OTHER),
    ],
)
def test_known_words(words: str, kind: Kind) -> None:
    assert kind_named(words, Kind.DEMO if kind is not Kind.DEMO else Kind.TALK) is kind


@pytest.mark.parametrize("words", [None, "", "  ", "Distributions", "{{ event.type }}", "45 min"])
def test_unknown_words_name_nothing(words: str | None) -> None:
    assert known_kind(words) is None
    assert kind_named(words, Kind.TALK) is Kind.TALK
    assert kind_named(words, Kind.OTHER) is Kind.OTHER


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Lunch", Kind.BREAK),
        ("Coffee break (Hall A)", Kind.BREAK),
        ("Afternoon break", Kind.BREAK),
        ("Keynote: Ada Lovelace", Kind.INVITED_TALK),
        ("Registration", Kind.OTHER),
    ],
)
def test_a_title_that_is_no_more_than_a_name_tells_the_kind(title: str, kind: Kind) -> None:
    assert kind_of_title(title, Kind.TALK) is kind


@pytest.mark.parametrize(
    "title",
    ["Lunch with the kernel developers", "How to break a coffee machine", "Demos of the 1990s", ""],
)
def test_a_title_about_something_tells_nothing(title: str) -> None:
    assert kind_of_title(title, Kind.TALK) is Kind.TALK


def test_the_table_holds_each_word_once_and_as_it_is_looked_up() -> None:
    words = [word for each in WORDS.values() for word in each]
    assert len(words) == len(set(words))
    assert all(" ".join(fold(word).split()) == word for word in words)
