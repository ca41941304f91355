"""The search field edits as a shell line does: checked against a plain string model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.tui.line_editor import MOST_CHARACTERS, LineEditor

PLAIN = st.text(alphabet="abc de+#:\"'", max_size=12)
KEYS = st.sampled_from(
    ["left", "right", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k"]
)


def model(text: str, cursor: int, step: str) -> tuple[str, int]:
    """The same edit on a plain string and an index."""
    before, after = text[:cursor], text[cursor:]
    if step == "left":
        return text, max(0, cursor - 1)
    if step == "right":
        return text, min(len(text), cursor + 1)
    if step == "home":
        return text, 0
    if step == "end":
        return text, len(text)
    if step == "backspace":
        return before[:-1] + after, max(0, cursor - 1)
    if step == "delete":
        return before + after[1:], cursor
    if step == "ctrl+w":
        stripped = before.rstrip()
        kept = stripped[: stripped.rfind(" ") + 1]
        return kept + after, len(kept)
    if step == "ctrl+u":
        return after, 0
    if step == "ctrl+k":
        return before, cursor
    return before + step + after, cursor + len(step)


@given(st.lists(st.one_of(PLAIN.filter(bool), KEYS), max_size=20))
def test_every_edit_does_what_it_does_to_a_plain_string(steps: list[str]) -> None:
    editor, text, cursor = LineEditor(), "", 0
    for step in steps:
        edited = editor.key(step, None)
        editor = edited if edited is not None else editor.insert(step)
        text, cursor = model(text, cursor, step)
        assert (editor.text, editor.cursor) == (text, cursor)


@given(st.text(), st.lists(KEYS, max_size=30))
def test_no_text_and_no_key_puts_the_cursor_outside_the_line(text: str, keys: list[str]) -> None:
    editor = LineEditor().insert(text)
    for key in keys:
        edited = editor.key(key, None)
        assert edited is not None
        editor = edited
        assert 0 <= editor.cursor <= len(editor.text) <= MOST_CHARACTERS


@given(st.text())
def test_only_printable_characters_enter_the_line(text: str) -> None:
    line = LineEditor().insert(text).text
    assert all(char.isprintable() or char == "\u200d" for char in line)


@pytest.mark.parametrize(
    "cluster",
    ["e\u0301", "\U0001f469\u200d\U0001f52c", "\U0001f44d\U0001f3fd", "\u2764\ufe0f", "漢"],
    ids=["accent", "joined emoji", "skin tone", "variation", "wide"],
)
def test_what_looks_like_one_character_is_one_step(cluster: str) -> None:
    editor = LineEditor().insert(f"a{cluster}")
    assert editor.delete_left().text == "a"
    assert editor.left().cursor == 1
    assert editor.left().delete_right().text == "a"


def test_a_paste_brings_its_first_line_and_no_more() -> None:
    assert LineEditor().insert("\nlevels of\tagi\nsecond line").text == "levels of agi"


def test_a_paste_of_a_megabyte_is_cut() -> None:
    assert len(LineEditor().insert("x" * 1_000_000).text) == MOST_CHARACTERS


def test_words_are_crossed_and_deleted_whole() -> None:
    editor = LineEditor.of("reward model  learning")
    assert editor.delete_word().text == "reward model  "
    assert editor.delete_word().delete_word().text == "reward "
    assert editor.word_left().cursor == 14
    assert editor.home().word_right().cursor == 6


def test_a_key_that_edits_nothing_is_left_to_others() -> None:
    assert LineEditor().key("f5", None) is None
    assert LineEditor().key("ctrl+x", "\x18") is None
