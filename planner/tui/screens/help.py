"""The help: what one can do here and on which keys, and the words of the first start."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import HELP, in_scope
from planner.tui.first_start import card
from planner.tui.render import ACCENT_STRONG, DIM, PLAIN, Signs, line, wrapped
from planner.tui.screens.scrolled import ScrolledScreen
from planner.workspace.session import Session

_KEYS_WIDTH = 16

_QUERY_EXAMPLES = (
    ("transf robot", "events with words that begin so"),
    ('"reward model"', "these words, side by side"),
    ("-survey", "without this word"),
    ("kind:oral,spotlight", "of one of these kinds"),
    ("topic:theory  topic:none", "with this in a topic, without one"),
    ("from:deepmind  author:levine", "with this affiliation, this person"),
    ("day:tue  after:14:00", "on this day, from this time on; before: and at: too"),
    ('room:"hall a1"  board:503', "in this place; session: and track: too"),
    ("is:starred  is:must", "starred; is:want, is:maybe, is:undecided too"),
    ("is:scheduled  is:hidden", "with a known start, hidden; is:visited too"),
    ("sort:title", "in another order: time, topic, title, board"),
)


class HelpScreen(ScrolledScreen):
    """Shows the keys of a scope, section by section; any movement key scrolls."""

    scope: ClassVar[str] = HELP

    def __init__(self, session: Session, signs: Signs, size: Size, about: str) -> None:
        super().__init__(session, signs, size)
        self._about = about

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the part of the help that is scrolled into view."""
        strips = self._lines(width)
        return self.in_view(strips, height)

    def _lines(self, width: int) -> list[Strip]:
        strips: list[Strip] = []
        for group, commands in groupby(in_scope(self._about), key=lambda command: command.group):
            strips.append(line([(f" {group}", ACCENT_STRONG)], width))
            for command in commands:
                strips += _entry("  ".join(command.keys), command.help, width)
        strips.append(line([(" What to type behind /", ACCENT_STRONG)], width))
        for example, meaning in _QUERY_EXAMPLES:
            strips += _entry(example, meaning, width, keys_width=26)
        strips.append(line([(" Signs", ACCENT_STRONG)], width))
        for sign, meaning in (
            (self.signs.must, "must"),
            (self.signs.want, "want"),
            (self.signs.maybe, "maybe"),
            (self.signs.no, "a no from Triage"),
            (self.signs.seen, "seen"),
            (self.signs.inferred, "a time that is inferred, not announced"),
            ("?", "behind a time: somewhere in the session that starts then"),
            (self.signs.unknown, "no time known"),
        ):
            strips += _entry(sign, meaning, width)
        strips.append(line([(" Welcome", ACCENT_STRONG)], width))
        return strips + card(self.session, width)


def _entry(keys: str, words: str, width: int, *, keys_width: int = _KEYS_WIDTH) -> list[Strip]:
    """Return keys and what they do, the words wrapped beside the keys."""
    first, *rest = wrapped(words, max(10, width - keys_width - 4))
    strips = [line([(f"   {keys:<{keys_width}}", PLAIN), (first, DIM)], width)]
    return strips + [line([(" " * (keys_width + 3), PLAIN), (more, DIM)], width) for more in rest]
