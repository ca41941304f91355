"""A shell's line is cut as the shell would, and what goes into it comes out unharmed."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cli.shell_line import Typed, cut, for_bash, is_breaking, one_line

#: The characters at which bash breaks words unless told otherwise.
BREAKS = " \t\n\"'><=;|&(:"

_MEANING = (
    *("$HOME", "$$", "${a}", "$(echo a)", "`echo a`", "$'a'", "!!", "!a", "~", "~root", "{a,b}"),
    *("*", "?", "[a]", "a;b", "a&b", "a|b", "<a", ">a", "#a", "\\", '"', "'", " ", "=", ":", ","),
)
_WORDS = (
    st.lists(
        st.one_of(
            st.sampled_from(_MEANING),
            st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=3),
        ),
        min_size=1,
        max_size=6,
    )
    .map("".join)
    .filter(bool)
)


@pytest.mark.parametrize(
    ("line", "before", "text", "kept", "quote"),
    [
        ("planner ", ["planner"], "", "", ""),
        ("planner  show po", ["planner", "show"], "po", "", ""),
        ("planner search topic:lar", ["planner", "search"], "topic:lar", "topic:", ""),
        ('planner search topic:"lar l', ["planner", "search"], "topic:lar l", "topic:", '"'),
        ("planner search 'topic:lar", ["planner", "search"], "topic:lar", "", "'"),
        (r"planner search topic:lar\ l", ["planner", "search"], "topic:lar l", "topic:", ""),
        (r"planner search topic\:lar", ["planner", "search"], "topic:lar", "", ""),
        ('planner note a "b c" d', ["planner", "note", "a", "b c"], "d", "", ""),
        ("planner search $(ls) `x", ["planner", "search", "$(ls)"], "`x", "", ""),
        ("planner note ''", ["planner", "note"], "", "", ""),
        ("planner x\\", ["planner"], "x", "", ""),
    ],
)
def test_a_line_is_cut_as_bash_cuts_it(
    line: str, before: list[str], text: str, kept: str, quote: str
) -> None:
    words, typed = cut(line, BREAKS.replace("(", ""))
    assert words == before
    assert typed == Typed(text, kept, quote)


@given(st.lists(_WORDS, min_size=1, max_size=8), st.sampled_from(["", '"', "'"]))
def test_bash_takes_a_word_as_it_is_whatever_it_holds(words: list[str], quote: str) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    put = [text for word in words if (text := for_bash(word, Typed("", "", quote))) is not None]
    kept = [word for word in words if for_bash(word, Typed("", "", quote)) is not None]
    line = " ".join(f"{quote}{text}{quote}" for text in put)
    done = subprocess.run(
        [bash, "--norc", "-O", "failglob", "-c", f"printf '%s\\0' {line}"],
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split("\0")[:-1] == (kept or [""])
    assert quote or kept == words


@given(_WORDS)
def test_what_is_put_into_a_line_is_cut_out_of_it_again(word: str) -> None:
    put = for_bash(word, Typed(""))
    assert cut(f"planner {put} ") == (["planner", word], Typed(""))


def test_only_what_follows_the_kept_part_is_given_to_bash() -> None:
    assert for_bash("topic:a b", Typed("topic:a", "topic:")) == r"a\ b"
    assert for_bash("room:a", Typed("topic:a", "topic:")) is None


@pytest.mark.parametrize("sign", ["\n", "\x1b", "\x00", "\x85", "\u2028", "\ud800"])
def test_what_would_break_a_line_never_gets_into_one(sign: str) -> None:
    assert is_breaking(f"a{sign}b")
    assert for_bash(f"a{sign}b", Typed("")) is None
    assert one_line(f"a{sign}b") == "a b"
