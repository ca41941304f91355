"""A link as a QR code in text: what a real reader makes of the lines that are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.qr import ASCII, HALF_BLOCKS, Drawing, NoCode, drawn, least_size, modules_of
from tests.qr_reader import read_back

URL = "https://icml.cc/virtual/2024/poster/33646"
DRAWINGS = pytest.mark.parametrize("drawing", [HALF_BLOCKS, ASCII], ids=["blocks", "ascii"])


@DRAWINGS
@pytest.mark.parametrize("is_tight", [True, False], ids=["least", "roomy"])
def test_a_reader_reads_the_link(drawing: Drawing, is_tight: bool, tmp_path: Path) -> None:
    modules = modules_of(URL)
    width, height = least_size(modules, drawing) if is_tight else (300, 100)
    assert read_back(drawn(modules, drawing, width, height), tmp_path) == URL


@pytest.mark.parametrize("length", [20, 60, 100, 180])
def test_a_reader_reads_longer_links_too(length: int, tmp_path: Path) -> None:
    url = f"https://example.org/{'talk-' * 40}"[:length]
    assert read_back(drawn(modules_of(url), HALF_BLOCKS, 200, 50), tmp_path) == url


def test_the_link_of_a_paper_fits_beside_its_words_on_sixty_columns() -> None:
    # Twenty lines less two above and two below.
    lines = drawn(
        modules_of("https://proceedings.mlr.press/v235/novack24a.html"), HALF_BLOCKS, 34, 16
    )
    assert len(lines) == 16
    assert {len(line) for line in lines} == {33}


@DRAWINGS
def test_what_does_not_fit_is_not_drawn(drawing: Drawing) -> None:
    modules = modules_of(URL)
    width, height = least_size(modules, drawing)
    assert drawn(modules, drawing, width - 1, height) == []
    assert drawn(modules, drawing, width, height - 1) == []


@DRAWINGS
@given(length=st.integers(1, 120), width=st.integers(0, 140), height=st.integers(0, 70))
def test_a_drawing_never_leaves_its_room_and_is_framed_by_light(
    drawing: Drawing, length: int, width: int, height: int
) -> None:
    lines = drawn(modules_of("a" * length), drawing, width, height)
    assert len(lines) <= height
    assert all(len(line) == len(lines[0]) <= width for line in lines)
    if lines:
        assert set(lines[0]) <= {drawing.full, drawing.upper}
        assert {line[0] for line in lines} == {line[-1] for line in lines} == {drawing.full}


def test_in_ascii_a_module_is_two_cells_wide() -> None:
    modules = modules_of(URL)
    assert all(line[::2] == line[1::2] for line in drawn(modules, ASCII, 100, 50))
    assert all(line.isascii() for line in drawn(modules, ASCII, 100, 50))


def test_a_text_that_no_code_holds_is_refused() -> None:
    with pytest.raises(NoCode, match="too long"):
        modules_of("a" * 5_000)
