"""A list in sections: the cursor stays in view, headers stick, nothing is void below the end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.tui.scroll import Scroll


@st.composite
def scrolls(draw: st.DrawFn) -> Scroll:
    sizes = draw(st.lists(st.integers(1, 9), max_size=8))
    starts = tuple(sum(sizes[:index]) for index in range(len(sizes)))
    height = draw(st.integers(2, 12))
    return Scroll(starts, sum(sizes), height)


def in_view(scroll: Scroll) -> bool:
    line = scroll.line_of(scroll.cursor)
    first = scroll.top + (1 if scroll.starts else 0)
    return first <= line < scroll.top + scroll.height


@given(scrolls(), st.lists(st.integers(-20, 20), max_size=15))
def test_the_cursor_is_always_in_view_below_the_header_that_sticks(
    scroll: Scroll, steps: list[int]
) -> None:
    for step in steps:
        scroll = scroll.by(step)
        if scroll.count:
            assert 0 <= scroll.cursor < scroll.count
            assert in_view(scroll)


@given(scrolls())
def test_lines_are_rows_and_headers_and_each_row_has_one(scroll: Scroll) -> None:
    lines = range(scroll.count + len(scroll.starts))
    rows = [scroll.row_at(line) for line in lines]
    assert [row for row in rows if row is not None] == list(range(scroll.count))
    assert [scroll.line_of(row) for row in range(scroll.count)] == [
        line for line in lines if rows[line] is not None
    ]


@given(scrolls(), st.integers(-50, 50))
def test_no_line_stays_empty_while_rows_are_scrolled_away(scroll: Scroll, step: int) -> None:
    moved = scroll.by(step)
    lines = moved.count + len(moved.starts)
    assert moved.top == 0 or moved.top + moved.height <= lines


def test_the_next_section_starts_under_its_header_at_the_top() -> None:
    scroll = Scroll((0, 5, 30), 60, 10).section(1)
    assert scroll.cursor == 5
    assert scroll.line_of(5) == scroll.top + 1
    assert scroll.section(1).cursor == 30


def test_back_goes_to_the_start_of_the_section_and_then_to_the_one_before() -> None:
    scroll = Scroll((0, 5, 30), 60, 10).to(33)
    assert scroll.section(-1).cursor == 30
    assert scroll.section(-1).section(-1).cursor == 5


def test_a_list_of_nothing_has_nowhere_to_go() -> None:
    empty = Scroll((), 0, 5)
    assert empty.by(1).cursor == 0
    assert empty.section(1).cursor == 0
    assert empty.by(-empty.page_rows).top == 0
