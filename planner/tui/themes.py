"""The themes: which colours the roles of :mod:`planner.tui.render` have.

The theme called ``terminal`` is none: the terminal's own background and sixteen
colours, untouched. Any other one is a line filter, Textual's place for such a
thing: a line that is painted passes through it once, however it came about. A
theme gives colours alone; signs, words, bold and underline are the same in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from planner.tui.render import DIVIDER, EDGE


class Theme(NamedTuple):
    """The colours of the roles, each as ``#rrggbb``.

    ``background`` is under everything but the row of the cursor, which has
    ``row`` under it. ``text`` is what is read, ``quiet`` what stands dim beside
    it; ``accent``, ``star`` and ``warning`` are those of render's styles. ``words``
    say in which light or for whom it is made.
    """

    words: str
    background: str
    row: str
    text: str
    quiet: str
    accent: str
    star: str
    warning: str


#: By the name that the setting has. Contrasts (WCAG 2.2, 1.4.3 and 1.4.6) are held by a test,
#: also for the nearest of a terminal's 256 colours.
THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "dark": Theme(
            "soft colours on near black",
            background="#17181c",
            row="#2a2c33",
            text="#dcdee4",
            quiet="#a0a4ae",
            accent="#7cc7d8",
            star="#eec169",
            warning="#ff8f85",
        ),
        "light": Theme(
            "ink on paper, for a bright room",
            background="#fbfaf8",
            row="#e9e8e4",
            text="#23252a",
            quiet="#5a5d63",
            accent="#07596b",
            star="#8a5200",
            warning="#ab1d16",
        ),
        "high-contrast": Theme(
            "as much contrast as there is",
            background="#000000",
            row="#303030",
            text="#ffffff",
            quiet="#d0d0d0",
            accent="#6ff0ff",
            star="#ffe359",
            warning="#ffafa7",
        ),
        # Blue, yellow and vermilion of Okabe and Ito's palette (jfly.uni-koeln.de/color),
        # the last one lighter, for the sake of contrast.
        "colour-blind": Theme(
            "safe where red and green look alike",
            background="#121417",
            row="#2b2d31",
            text="#e8e8e8",
            quiet="#a8a8a8",
            accent="#56b4e9",
            star="#f0e442",
            warning="#f5793a",
        ),
    }
)

#: What the terminal's own look says of itself in a list of themes.
TERMINAL_WORDS = "your terminal's own colours"


def words_of(name: str) -> str:
    """Return what a theme is like, in a few words.

    Args:
        name: One of :data:`planner.settings.THEME_NAMES`.
    """
    return THEMES[name].words if name in THEMES else TERMINAL_WORDS


class ThemeFilter(LineFilter):
    """Gives the segments of a line a theme's colours.

    Args:
        theme: The theme.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._plain = _Looks(theme, theme.background)
        self._lit = _Looks(theme, theme.row)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in the theme's colours, a row of the cursor on its own ground.

        Args:
            segments: A line's segments, in render's styles.
            background: What Textual has under the widget; the theme has its own.
        """
        looks = self._plain
        shown = []
        for text, style, control in segments:
            if style is EDGE:
                looks = self._lit
            elif style is DIVIDER:
                looks = self._plain
            shown.append(Segment(text, looks[style], control))
        return shown


class _Looks(dict[Style | None, Style]):
    """The styles of render as they look on one ground, each made when it is first met."""

    def __init__(self, theme: Theme, ground: str) -> None:
        super().__init__()
        self._ground = RichColor.parse(ground)
        self._text = RichColor.parse(theme.text)
        self._quiet = RichColor.parse(theme.quiet)
        # By the names of the sixteen that render's styles have.
        self._inks = {
            "cyan": RichColor.parse(theme.accent),
            "yellow": RichColor.parse(theme.star),
            "red": RichColor.parse(theme.warning),
        }

    def __missing__(self, style: Style | None) -> Style:
        """Make a style's look; one with a ground of its own (a QR code) is left as it is."""
        if style is None:
            look = Style.from_color(self._text, self._ground)
        elif style.bgcolor is not None and not style.bgcolor.is_default:
            look = style
        else:
            ink = self._inks.get(style.color.name) if style.color is not None else None
            ink = ink or (self._quiet if style.dim else self._text)
            look = style + Style.from_color(ink, self._ground) + Style(dim=False)
        self[style] = look
        return look
