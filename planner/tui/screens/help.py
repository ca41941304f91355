"""The help: what one can do here and on which keys, and the words of the first start."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import HELP
from planner.tui.first_start import card
from planner.tui.render import ACCENT_STRONG, DIM, PLAIN, Signs, line, wrapped
from planner.tui.screens.base import PlannerScreen
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
    """Shows what can be done on the screen below, and what cannot and why; movement keys scroll.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        below: The screen that the help is about.
    """

    scope: ClassVar[str] = HELP

    def __init__(self, session: Session, signs: Signs, size: Size, below: PlannerScreen) -> None:
        super().__init__(session, signs, size)
        self._below = below

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the part of the help that is scrolled into view."""
        strips = self._lines(width)
        return self.in_view(strips, height)

    def _lines(self, width: int) -> list[Strip]:
        strips: list[Strip] = []
        keys = self.session.keys
        known = keys.in_scope(self._below.active_scope())
        for group, commands in groupby(known, key=lambda command: command.group):
            strips.append(line([(f" {group}", ACCENT_STRONG)], width))
            for command in commands:
                on = "  ".join(command.keys) or keys.key(command.id, self._below.scope)
                strips += _entry(on, command.help, width, self._below.why_not(command.id))
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


def _entry(
    keys: str, words: str, width: int, why_not: str = "", *, keys_width: int = _KEYS_WIDTH
) -> list[Strip]:
    """Return keys and what they do, the words wrapped beside the keys.

    Where they do nothing now they stand back, and below them it says why.
    """
    room = max(10, width - keys_width - 4)
    first, *rest = wrapped(words, room)
    style = DIM if why_not else PLAIN
    strips = [line([(f"   {keys:<{keys_width}}", style), (first, DIM)], width)]
    below = [(more, DIM) for more in rest]
    below += [(more, PLAIN) for more in wrapped(f"Not now: {why_not}", room) if why_not]
    return strips + [line([(" " * (keys_width + 3), PLAIN), piece], width) for piece in below]
