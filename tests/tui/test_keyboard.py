"""What the terminal sends, decoded: any bytes, and pastes without escapes in them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.tui.keyboard import Decoder

BEGINS, ENDS = "\x1b[200~", "\x1b[201~"

PIECES = st.lists(
    st.sampled_from(["a", "ä", "\x1b", "\x1b[", "\x1b[2", "00~", "\x1b[A", BEGINS, ENDS, "01~"]),
    max_size=12,
).map("".join)


def whole(sent: str) -> str:
    """Return what is to come of a text, worked out on all of it at once."""
    before, begins, behind = sent.partition(BEGINS)
    if not begins:
        return before
    pasted, ends, rest = behind.partition(ENDS)
    return before + begins + pasted.replace("\x1b", "") + ends + (whole(rest) if ends else "")


def decoded(sent: bytes, *cuts: int) -> str:
    decoder = Decoder()
    places = sorted({0, len(sent), *(cut % (len(sent) + 1) for cut in cuts)})
    pieces = [sent[start:end] for start, end in pairwise(places)]
    return "".join(decoder.decode(piece) for piece in pieces) + decoder.decode(b"", True)


@given(PIECES, st.lists(st.integers(0, 99), max_size=6))
def test_however_it_is_cut_the_same_comes_out(sent: str, cuts: list[int]) -> None:
    assert decoded(sent.encode(), *cuts) == whole(sent)


@given(st.text(alphabet="aä\x1b[20~AO", max_size=20), st.lists(st.integers(0, 99), max_size=6))
def test_what_is_typed_comes_at_once_and_as_it_is(sent: str, cuts: list[int]) -> None:
    decoder = Decoder()
    if BEGINS not in sent:
        assert "".join(decoder.decode(sign.encode()) for sign in sent) == sent
        assert decoded(sent.encode(), *cuts) == sent


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (b"caf\xe9 \xff", "caf\ufffd \ufffd"),
        (b"\x1b[200~one\x1b[31mtwo\x1b\x1b[201~\x1b[A", f"{BEGINS}one[31mtwo{ENDS}\x1b[A"),
        (b"\x1b[201~\x1b", f"{ENDS}\x1b"),
        (b"\x1b[200~\x1b[200~a\x1b[201~", f"{BEGINS}[200~a{ENDS}"),
    ],
)
def test_bytes_and_what_becomes_of_them(sent: bytes, text: str) -> None:
    assert decoded(sent) == text
