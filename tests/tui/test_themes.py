"""The themes: every role legible on its ground, and one look on every screen."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Ground

from planner.settings import THEME_NAMES, settings_path
from planner.tui import render
from planner.tui.render import (
    ACCENT,
    DIM,
    DIVIDER,
    EDGE,
    INVERSE,
    PLAIN,
    READABLE,
    STAR,
    WARNING,
)
from planner.tui.screens.themes import ThemesScreen
from planner.tui.themes import THEMES, Theme, ThemeFilter, words_of
from planner.tui.widgets.painted import Painted
from tests.tui.conftest import OpenApp, Screenful

NOTHING = Ground(0, 0, 0)
ROLES = [value for value in vars(render).values() if isinstance(value, Style)]
INKS = ("text", "quiet", "accent", "star", "warning")


def shown(theme: Theme, *segments: Segment) -> list[Style]:
    """Return the looks that a theme gives to the segments of a line."""
    looks = [segment.style for segment in ThemeFilter(theme).apply(list(segments), NOTHING)]
    return [look for look in looks if look is not None]


def rgb(color: Color | None, *, of_256: bool = False) -> tuple[int, int, int]:
    assert color is not None
    return (color.downgrade(ColorSystem.EIGHT_BIT) if of_256 else color).get_truecolor()


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: tuple[int, int, int]) -> float:
    red, green, blue = map(_linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("of_256", [False, True], ids=["truecolor", "256 colours"])
@pytest.mark.parametrize("name", THEMES)
def test_every_role_is_legible_on_its_ground_and_in_the_row_of_the_cursor(
    name: str, of_256: bool
) -> None:
    wanted = 7.0 if name == "high-contrast" else 4.5
    theme = THEMES[name]
    for role, inverse in itertools.product(ROLES, (PLAIN, INVERSE)):
        for before in (DIVIDER, EDGE):
            *_, look = shown(theme, Segment(" ", before), Segment("words", role + inverse))
            ratio = contrast(rgb(look.color, of_256=of_256), rgb(look.bgcolor, of_256=of_256))
            assert ratio >= wanted, (role, before, ratio)
            assert not look.dim


@pytest.mark.parametrize("of_256", [False, True], ids=["truecolor", "256 colours"])
@pytest.mark.parametrize("name", THEMES)
def test_the_row_of_the_cursor_and_the_roles_can_be_told_apart(name: str, of_256: bool) -> None:
    theme = THEMES[name]
    colors = [rgb(Color.parse(getattr(theme, ink)), of_256=of_256) for ink in INKS]
    assert len(set(colors)) == len(INKS)
    grounds = [rgb(Color.parse(each), of_256=of_256) for each in (theme.background, theme.row)]
    assert contrast(*grounds) >= 1.15


#: How deuteranopia and protanopia see linear red, green and blue: Machado, Oliveira and
#: Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009).
SEEN = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}


@pytest.mark.parametrize("seen", SEEN)
def test_the_colour_blind_theme_is_told_apart_without_red_or_green(seen: str) -> None:
    theme = THEMES["colour-blind"]
    labs = {ink: _lab(_as_seen(rgb(Color.parse(getattr(theme, ink))), SEEN[seen])) for ink in INKS}
    for one, other in itertools.combinations(INKS, 2):
        distance = sum((a - b) ** 2 for a, b in zip(labs[one], labs[other], strict=True)) ** 0.5
        # Just noticeable is 2.3 (CIE 1976); these are told apart at a glance.
        assert distance >= 20, (one, other, distance)


def _as_seen(
    color: tuple[int, int, int], matrix: Iterable[tuple[float, float, float]]
) -> list[float]:
    linear = [_linear(part) for part in color]
    return [min(1.0, max(0.0, sum(map(float.__mul__, row, linear)))) for row in matrix]


def _lab(linear: list[float]) -> tuple[float, float, float]:
    """Return linear sRGB as CIE L*a*b*, D65."""
    red, green, blue = linear
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def test_a_theme_keeps_what_is_no_colour() -> None:
    link = Style(color="cyan", underline=True, link="https://icml.cc")
    (look,) = shown(THEMES["light"], Segment("paper", link))
    assert (look.underline, look.link) == (True, link.link)
    (look,) = shown(THEMES["light"], Segment("x", WARNING))
    assert look.bold


def test_what_has_a_ground_of_its_own_stays_as_it_is() -> None:
    code = Style(color="bright_white", bgcolor="black")
    assert shown(THEMES["light"], Segment("▀", code)) == [code]


def test_the_row_is_lit_from_its_edge_to_what_divides_the_line() -> None:
    theme = THEMES["dark"]
    line = [Segment("a", PLAIN), Segment("▌", EDGE), Segment("b", DIM), Segment("c", STAR)]
    line += [Segment("│", DIVIDER), Segment("d", ACCENT), Segment("e", None)]
    grounds = [look.bgcolor.name for look in shown(theme, *line) if look.bgcolor]
    assert grounds == [theme.background] + [theme.row] * 3 + [theme.background] * 3


def test_every_theme_of_the_settings_is_there() -> None:
    assert set(THEME_NAMES) == {"terminal", *THEMES}
    assert all(len(words_of(name)) <= 42 for name in THEME_NAMES)


@pytest.fixture
def colourful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all colours."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


def grounds(screen: Screenful) -> set[str]:
    """Return what lies under all cells of the screen, as it goes to the terminal."""
    found = set()
    for strip in screen.app.screen._compositor.render_strips():
        assert strip.cell_length == screen.app.size.width
        for segment in strip:
            ground = segment.style.bgcolor if segment.style else None
            found.add(ground.name if ground else "none")
    return found


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50), (30, 6)])
@pytest.mark.usefixtures("colourful")
async def test_the_ground_fills_every_cell_of_every_screen(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as screen:
        screen.app.wear("light")
        ground, row = THEMES["light"].background, THEMES["light"].row
        for key in ("1", "2", "3", "4", "5", "question_mark", "escape", "1", "f"):
            await screen.press(key)
            assert grounds(screen) <= {ground, row}, key
            assert ground in grounds(screen)


@pytest.mark.usefixtures("colourful")
async def test_a_key_that_is_painted_at_once_is_painted_in_the_theme(open_app: OpenApp) -> None:
    async with open_app() as screen:
        screen.app.wear("dark")
        await screen.press("j", "j", "J")
        for widget in screen.app.screen.query(Painted):
            for strip in widget.render_lines(widget.size.region):
                assert all(segment.style and segment.style.bgcolor for segment in strip)


@pytest.mark.usefixtures("colourful")
async def test_the_terminals_own_look_has_nothing_to_pass_through(open_app: OpenApp) -> None:
    async with open_app() as screen:
        assert not screen.app.get_line_filters()
        assert grounds(screen) <= {"default", "none"}
        screen.app.wear("dark")
        screen.app.wear("terminal")
        await screen.press()
        assert not screen.app.get_line_filters()
        assert grounds(screen) <= {"default", "none"}


@pytest.mark.usefixtures("colourful")
async def test_the_list_shows_each_theme_and_enter_keeps_one(open_app: OpenApp) -> None:
    async with open_app() as screen:
        path = settings_path(screen.app.places)
        await screen.press("W", "down", "j")
        assert isinstance(screen.app.screen, ThemesScreen)
        assert screen.cursor_line.split()[1] == "light"
        assert THEMES["light"].background in grounds(screen)
        assert not path.exists()
        await screen.press("enter")
        assert THEMES["light"].background in grounds(screen)
        assert screen.status == "Theme light, from now on; it stands in settings.toml"
        assert path.read_text() == 'theme = "light"\n'
        await screen.press("W")
        assert screen.cursor_line.split()[:2] == ["▌✓", "light"]


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
@pytest.mark.usefixtures("colourful")
async def test_esc_goes_back_to_the_theme_before(open_app: OpenApp, key: str) -> None:
    async with open_app() as screen:
        await screen.press("W", "h", "i", key)
        assert screen.app.theme_name == "terminal"
        assert grounds(screen) <= {"default", "none"}
        assert not settings_path(screen.app.places).exists()


@pytest.mark.usefixtures("colourful")
async def test_a_screen_below_is_in_the_new_theme_too(open_app: OpenApp) -> None:
    async with open_app() as screen:
        await screen.press("2", "W", "down", "enter")
        await screen.press("1")
        assert grounds(screen) <= set(THEMES["dark"][1:3])


@pytest.mark.usefixtures("colourful")
async def test_a_settings_file_with_a_mistake_stays_and_the_theme_holds_for_this_run(
    open_app: OpenApp,
) -> None:
    async with open_app() as screen:
        path = settings_path(screen.app.places)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("theme = \n")
        await screen.press("W", "down", "enter")
        assert screen.status.startswith("Theme dark, for this run: ")
        assert screen.app.theme_name == "dark"
        assert path.read_text() == "theme = \n"


@pytest.mark.parametrize("given", [{"NO_COLOR": "1"}, {"TERM": "linux", "COLORTERM": ""}])
@pytest.mark.usefixtures("colourful")
async def test_without_colours_or_with_sixteen_a_theme_is_the_terminals(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    async with open_app() as screen:
        screen.app.wear("light")
        assert grounds(screen) <= {"default", "none"}
        await screen.press("W")
        assert "a theme needs 256" in screen.status


@pytest.mark.parametrize("keys", [("W",), ("e",), ("colon",), ("L",), ("a",)])
async def test_no_list_is_stretched_over_a_wide_terminal(
    open_app: OpenApp, keys: tuple[str, ...]
) -> None:
    async with open_app(size=(200, 50)) as screen:
        await screen.press(*keys)
        assert max(map(len, screen.lines[2:-2])) <= READABLE
