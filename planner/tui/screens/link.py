"""An event's links: in full, as a QR code, and in a browser where one opens."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import LINK
from planner.export.links import encoded
from planner.export.qr import ASCII, HALF_BLOCKS, Drawing, NoCode, drawn, least_size, modules_of
from planner.model import Event, Link
from planner.tui.render import (
    DIM,
    DIVIDER,
    PLAIN,
    STRONG,
    Piece,
    Signs,
    cut,
    fit,
    line,
    row_edge,
    width_of,
    wrapped,
)
from planner.tui.screens.overlay import OverlayScreen
from planner.workspace.browser import browse_to, has_screen
from planner.workspace.session import Session

#: What a code's light modules are drawn in. Its colours repeat what the blocks say; on a
#: light terminal they are what makes it readable.
_CODE = Style(color="bright_white", bgcolor="black")
#: Letters have gaps, which a reader sees; where there are colours they fill them.
_ASCII_LIGHT = Style(color="bright_white", bgcolor="bright_white")
_MOST_TITLE_LINES = 3
#: With fewer cells than this no link is read with pleasure.
_LEAST_WORDS = 22


class LinkScreen(OverlayScreen):
    """The links of an event, laid over the list they were asked from.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        event: The event.
        links: Its links of http and https, at least one.
    """

    scope: ClassVar[str] = LINK

    def __init__(
        self, session: Session, signs: Signs, size: Size, event: Event, links: Sequence[Link]
    ) -> None:
        super().__init__(session, signs, size)
        self.event = event
        self.links = tuple(links)
        self.cursor = 0
        self._digit = 0

    @property
    def url(self) -> str:
        """The link under the cursor, in printable ASCII."""
        return encoded(self.links[self.cursor].url)

    def status(self) -> tuple[str, str]:
        """Return why no browser opens, where that is known."""
        opens = self.app.is_web or has_screen(os.environ)
        copies = self.session.keys.key("copy", LINK)
        return ("" if opens else f"No browser opens here; {copies} copies the link"), ""

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the links and the one in full, and beside them its code if there is room."""
        drawing = HALF_BLOCKS if not self.signs.full.isascii() else ASCII
        code, why_not = _code(self.url, drawing, width, height)
        beside = width_of(code[0]) + 1 if code else 0
        words = self._words(width - beside, height, why_not)
        if len(words) > height and code:
            # A link that is to be read in full needs the whole width.
            code, beside = [], 0
            words = self._words(width, height, "Here is no room for a QR code of it.")
        strips = []
        for number in range(max(len(words), len(code))):
            pieces = words[number] if number < len(words) else []
            if number < len(code):
                used = sum(width_of(text) for text, _ in pieces)
                pieces = [*pieces, (" " * (width - beside - used), DIVIDER)]
                pieces += _code_pieces(code[number])
            strips.append(line(pieces, width))
        return strips[:height]

    def on_key(self, event: events.Key) -> None:
        """Act upon a key, knowing which number it is if it is one."""
        character = event.character or ""
        self._digit = int(character) if character.isascii() and character.isdigit() else 0
        super().on_key(event)

    def do_down(self) -> None:
        """Go to the next link."""
        self._go(self.cursor + 1)

    def do_up(self) -> None:
        """Go to the link before."""
        self._go(self.cursor - 1)

    def do_pick_link(self) -> None:
        """Go to the link of the number that was pressed."""
        if self._digit > len(self.links):
            self.say(f"There is no link {self._digit}")
        else:
            self._go(self._digit - 1)

    def do_copy(self) -> None:
        """Copy the link, by the terminal's own clipboard (OSC 52)."""
        self.app.copy_to_clipboard(self.url)
        self.say(f"Copied {self.url}")

    def do_open_link(self) -> None:
        """Open the link in a browser, beside the event loop."""
        if self.app.is_web:
            self.app.open_url(self.url)
            self.say(f"Opened {self.url}")
            return
        if has_screen(os.environ):
            self.say("Opening ...")
        copies = self.session.keys.key("copy", LINK)
        self.session.aside.ask("browser", browse_to(self.url, copies), self._opened)

    def clicked(self, event: events.Click) -> None:
        """Go to the link that was clicked."""
        if event.widget is self.list:
            row = event.y - self._first_line
            if 0 <= row < len(self.links):
                self._go(row)

    def _opened(self, sentence: str) -> None:
        # The screen may be closed before the browser answers.
        if self.is_attached:
            self.say(sentence)
        else:
            self.planner.say(sentence)

    def _go(self, place: int) -> None:
        self.message = ""
        self.cursor = max(0, min(len(self.links) - 1, place))
        self.list.repaint_now()
        self.foot.repaint()

    def _words(self, width: int, height: int, why_not: str) -> list[list[Piece]]:
        """Return title, links, and the chosen one in full, as lines of pieces."""
        room = max(1, width - 2)
        full = [[(" ", PLAIN), (part, _linked(self.url))] for part in _parts(self.url, room)]
        ends: list[list[Piece]] = [[(f" {part}", DIM)] for part in wrapped(why_not, room)]
        title = wrapped(self.event.title, room)
        most = 1 if why_not else _MOST_TITLE_LINES
        if len(title) > most:
            last = cut(" ".join(title[most - 1 :]), room, self.signs.ellipsis)
            title = [*title[: most - 1], last]
        head: list[list[Piece]] = [[(f" {part}", STRONG)] for part in title]
        self._first_line = len(head) + 1
        lines = [*head, [], *(self._link(number, room) for number in range(len(self.links)))]
        lines += [[], *full]
        if why_not and len(lines) + 1 + len(ends) <= height:
            lines += [[], *ends]
        if len(lines) > height:
            # The link itself is what one came for.
            lines = [self._link(self.cursor, room), *full]
            self._first_line = -self.cursor
        return lines

    def _link(self, number: int, room: int) -> list[Piece]:
        here = number == self.cursor
        label = self.links[number].label or self.links[number].url
        return [
            row_edge(here, self.signs),
            (fit(f"{number + 1} {label}", room, self.signs.ellipsis), STRONG if here else PLAIN),
        ]


@cache
def _linked(url: str) -> Style:
    """Return the style of a terminal hyperlink (OSC 8), one for all the parts of a link."""
    return Style(color="cyan", underline=True, link=url)


def _parts(url: str, room: int) -> list[str]:
    return [url[start : start + room] for start in range(0, len(url), room)]


def _code(url: str, drawing: Drawing, width: int, height: int) -> tuple[list[str], str]:
    """Return a link's code as lines to stand beside it, or none and a sentence that says why."""
    try:
        modules = modules_of(url)
    except NoCode:
        return [], "The link is too long for a QR code."
    least_width, least_height = least_size(modules, drawing)
    # The link in one line is worth more than light around the code.
    most = width - _LEAST_WORDS - 1
    room = width - len(url) - 3
    lines = drawn(modules, drawing, room if least_width <= room < most else most, height)
    if lines:
        return lines, ""
    # Two lines above and two below frame each screen.
    size = f"{least_width + _LEAST_WORDS + 1}x{least_height + 4}"
    return [], f"A terminal of {size} would show it as a QR code."


def _code_pieces(text: str) -> list[Piece]:
    if not text.isascii() or not text.strip():
        return [(text, _CODE)]
    pieces: list[Piece] = []
    for each in text:
        style = _ASCII_LIGHT if each != " " else _CODE
        if pieces and pieces[-1][1] is style:
            pieces[-1] = (pieces[-1][0] + each, style)
        else:
            pieces.append((each, style))
    return pieces
