"""Density in the app: a table of topics by day or session, whose cells filter Browse."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.density import NO_TIME, Column, Density, Line
from planner.schedule.query import Qualifier
from planner.tui.density_cursor import FIRST, NAME, TOTAL, DensityCursor
from planner.tui.render import ASCII_SIGNS, Signs, texts
from planner.tui.widgets.density_table import cell_words, paint_density
from tests.tui.conftest import OpenApp, Screenful, settled


async def open_density(screen: Screenful) -> None:
    await screen.press("d")
    await settled(screen.pilot)


async def test_areas_by_day_with_sums_and_a_bar_for_each_cell(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_density(screen)
        assert screen.lines[2].startswith(" Topics by day: all events")
        assert screen.lines[3].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "no"]
        everything = screen.lines[5].split()
        assert everything[:3] == ["▌", "All", "2,689"]
        assert everything[-1] == "2,623"
        assert screen.lines[6].split()[:5] == ["+", "Deep", "Learning", "843", "7█"]


async def test_enter_on_a_cell_filters_browse_to_what_it_counts(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_density(screen)
        await screen.press("j", "l")
        assert screen.status.startswith("Deep Learning, Tue 23 Jul: 6 found")
        await screen.press("enter")
        assert '/topic:"Deep Learning" day:2024-07-23' in screen.lines[2]
        assert "6 found" in screen.lines[2]


async def test_the_column_without_a_time_filters_to_that(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_density(screen)
        await screen.press(*["l"] * 9)
        await screen.press("enter")
        assert "/-is:scheduled" in screen.lines[2]
        assert "2,623 found" in screen.lines[2]


async def test_enter_on_a_name_unfolds_its_topics_and_folds_them(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await open_density(screen)
        await screen.press("j", "h", "h", "enter")
        assert screen.lines[7].strip().startswith("Large Language Models")
        assert "folds" in screen.status
        await screen.press("enter")
        assert "Large Language Models" not in screen.text
        await screen.press("k", "enter")
        assert "- Applications" in screen.text
        await screen.press("j", "j", "enter")
        assert "Large Language Models" in screen.lines[2]


async def test_w_turns_to_sessions_and_back(open_app: OpenApp) -> None:
    async with open_app(size=(120, 40)) as screen:
        await screen.press("slash")
        await screen.type("kind:oral")
        await screen.press("enter")
        await open_density(screen)
        await screen.press("w")
        await settled(screen.pilot)
        assert screen.lines[4].split() == ["all", *["10:30", "16:30"] * 3, "time"]
        assert screen.lines[5].split()[:2] == ["Oral", "1"]
        await screen.press("enter")
        assert '/kind:oral session:"Oral 1"' in screen.lines[2]


async def test_escape_leaves_browse_as_it_was(open_app: OpenApp) -> None:
    async with open_app() as screen:
        before = screen.lines[:-2]
        await open_density(screen)
        await screen.press("j", "l", "escape")
        assert screen.lines[:3] == before[:3]


async def test_a_query_that_finds_nothing_says_so(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("slash")
        await screen.type("xyzzyx")
        await screen.press("enter")
        await open_density(screen)
        assert "Nothing is found; esc goes back." in screen.text
        await screen.press("j", "enter", "escape")
        assert "/xyzzyx" in screen.text


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_it_fits_and_needs_no_more_than_ascii(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size=size, signs=ASCII_SIGNS) as screen:
        await open_density(screen)
        await screen.press("h", "h", "enter", "G", "w")
        await settled(screen.pilot)
        await screen.press(*["l"] * 15)
        assert "no" in screen.lines[3].split()
        assert "\n".join(screen.lines).isascii()


def table_of(lines: list[tuple[str, int, tuple[int, ...]]], columns: int) -> Density:
    days = [date(2024, 7, 1 + n) for n in range(columns)]
    heads = [Column(Qualifier("day", (day.isoformat(),)), day=day) for day in days]
    made = [Line(topic, topic, depth, cells, sum(cells)) for topic, depth, cells in lines]
    sums = tuple(sum(line.cells[at] for line in made) for at in range(columns))
    return Density("day", tuple(heads), Line("", "All", 0, sums, sum(sums)), tuple(made))


@st.composite
def tables(draw: st.DrawFn) -> Density:
    columns = draw(st.integers(1, 12))
    depths = draw(st.lists(st.integers(0, 1), max_size=15))
    row = st.tuples(*[st.integers(0, 3000)] * columns)
    lines = [(f"T{n}", depth if n else 0, draw(row)) for n, depth in enumerate(depths)]
    return table_of(lines, columns)


MOVES = st.lists(
    st.one_of(st.just("turn"), st.tuples(st.integers(-20, 20), st.integers(-20, 20))), max_size=20
)


@given(tables(), tables(), MOVES, st.integers(40, 200), st.integers(6, 50), st.booleans())
def test_the_cursor_is_always_in_view_and_on_a_cell(
    table: Density,
    other: Density,
    moves: list[str | tuple[int, int]],
    width: int,
    height: int,
    ascii_: bool,
) -> None:
    cursor = DensityCursor(table).sized(height - 2)
    for move in moves:
        cursor = cursor.turned() if isinstance(move, str) else cursor.by(*move)
        assert 0 <= cursor.line < len(cursor.lines)
        assert NAME <= cursor.column < FIRST + len(table.columns)
        strips = paint_density(cursor, ASCII_SIGNS if ascii_ else Signs(), width, height)
        assert len(strips) <= height
        assert all(strip.cell_length == width for strip in strips)
        marked = [strip for strip in strips if any(s.style and s.style.reverse for s in strip)]
        assert len(marked) == 1
        assert marked[0].text.startswith(">" if ascii_ else "▌")
    moved = cursor.on(other)
    assert 0 <= moved.line < len(moved.lines)
    assert NAME <= moved.column < FIRST + len(other.columns)


def test_bars_measure_the_timed_cells_of_areas_and_of_topics_apart() -> None:
    table = table_of([("A", 0, (8, 4)), ("B", 1, (2, 1)), ("C", 0, (1, 0))], 2)
    cursor = DensityCursor(table, unfolded=frozenset("A"))
    lines = texts(paint_density(cursor, Signs(), 60, 10))
    assert lines[3].split() == ["-", "A", "12", "8█", "4▄"]
    assert lines[4].split() == ["B", "3", "2█", "1▄"]
    assert lines[5].split() == ["C", "1", "1▁"]


def test_what_has_no_time_has_no_bar_and_outweighs_none() -> None:
    table = table_of([("A", 0, (2, 800))], 2)
    table = table._replace(columns=(table.columns[0], Column(NO_TIME)))
    lines = texts(paint_density(DensityCursor(table), Signs(), 60, 10))
    assert lines[3].split() == ["A", "802", "2█", "800"]


def test_a_cell_is_said_in_words() -> None:
    cursor = DensityCursor(table_of([("A", 0, (8, 4))], 2))
    assert cell_words(cursor) == "All topics, Mon 1 Jul: 8 found"
    below = cursor.by(1, TOTAL - FIRST)
    assert cell_words(below) == "A: 12 found"
