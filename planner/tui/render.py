"""From values to strips of text: pure functions, no state, no input.

The styles are roles: what a piece of a line is. As they stand they are the
terminal's own sixteen colours; a theme (:mod:`planner.tui.themes`) gives each
role other colours where the lines are painted. Every colour only repeats what
a sign or a word says already. No text of the schedule ever meets a markup
parser here: segments hold plain strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

PLAIN = Style.null()
DIM = Style(dim=True)
STRONG = Style(bold=True)
ACCENT = Style(color="cyan")
ACCENT_STRONG = Style(color="cyan", bold=True)
CURSOR = Style(bold=True)
# These two look as ACCENT and DIM do, and are told from them by what they set: a theme lights
# the row of the cursor from its edge to the line's end or to what divides it.
EDGE = Style(color="cyan", bold=False)
DIVIDER = Style(dim=True, bold=False)
STAR = Style(color="yellow", bold=True)
WARNING = Style(color="red", bold=True)
HIT = Style(color="cyan", underline=True)
INVERSE = Style(reverse=True)

#: The widest line, in cells, whose two ends the eye still takes for one: a list without a
#: second pane is no wider, however wide the terminal is.
READABLE = 110

#: A piece of a line: its text and how it looks.
Piece = tuple[str, Style]


class Signs(NamedTuple):
    """The signs that stand for what is known of an event, each one cell wide."""

    must: str = "!"
    want: str = "★"
    maybe: str = "☆"
    no: str = "-"
    seen: str = "✓"
    clash: str = "✗"
    inferred: str = "~"
    unknown: str = "·"
    cursor: str = "▌"
    rule: str = "─"
    divider: str = "│"
    block: str = "▐"
    pin: str = "◆"
    first: str = "┐"
    middle: str = "┤"
    last: str = "┘"
    between: str = "│"
    full: str = "█"
    empty: str = "▁"
    bars: str = "▁▂▃▄▅▆▇█"
    ellipsis: str = "…"
    up: str = "↑"
    down: str = "↓"

    def level(self, level: str | None) -> str:
        """Return the sign of a star's level, a blank without one."""
        return " " if level is None else str(getattr(self, level))

    def key(self, name: str) -> str:
        """Return a key's name as the key bar shows it."""
        return {
            "escape": "esc",
            "pagedown": "PgDn",
            "pageup": "PgUp",
            "up": self.up,
            "down": self.down,
        }.get(name, name)


#: For terminals that cannot show more than ASCII.
ASCII_SIGNS = Signs(
    want="*",
    maybe="o",
    seen="v",
    clash="X",
    unknown=".",
    cursor=">",
    rule="-",
    divider="|",
    block="|",
    pin="+",
    first="\\",
    middle="|",
    last="/",
    between="|",
    full="#",
    empty=".",
    bars=".:-=+*#@",
    ellipsis="...",
    up="up",
    down="down",
)


def width_of(text: str) -> int:
    """Return the cells that ``text`` takes on a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """Return ``text`` in at most ``width`` cells, cut at its end if need be."""
    if width_of(text) <= width:
        return text
    room = width - len(ellipsis)
    if room <= 0:
        return set_cell_size(text, max(0, width))
    return set_cell_size(text, room).rstrip() + ellipsis


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Return ``text`` in exactly ``width`` cells, cut or padded at its end."""
    short = cut(text, width, ellipsis)
    return short + " " * (width - width_of(short))


def line(pieces: Iterable[Piece], width: int) -> Strip:
    """Return the pieces as one strip of exactly ``width`` cells, like ones joined."""
    segments: list[Segment] = []
    length, run, look = 0, "", PLAIN
    for text, style in pieces:
        if style is look:
            run += text
            continue
        if run:
            segments.append(Segment(run, look))
            length += width_of(run)
        run, look = text, style
    length += width_of(run)
    if length < width:
        if look is PLAIN:
            run += " " * (width - length)
        else:
            segments.append(Segment(run, look))
            run, look = " " * (width - length), PLAIN
        length = width
    if run:
        segments.append(Segment(run, look))
    strip = Strip(segments, length)
    return strip if length == width else strip.crop(0, width)


def spread(left: Sequence[Piece], right: Sequence[Piece], width: int, ellipsis: str = "…") -> Strip:
    """Return one strip with ``left`` and ``right`` at its ends; ``left`` yields first."""
    right_width = sum(width_of(text) for text, _ in right)
    pieces: list[Piece] = []
    room = max(0, width - right_width)
    for text, style in left:
        shown = cut(text, room, ellipsis)
        pieces.append((shown, style))
        room -= width_of(shown)
        if shown != text:
            break
    pieces.append((" " * max(0, room), PLAIN))
    pieces.extend(right)
    return line(pieces, width)


def row_edge(here: bool, signs: Signs) -> Piece:
    """Return what a row begins with: the cursor's sign where it stands, else a blank."""
    return (signs.cursor, EDGE) if here else (" ", PLAIN)


def rule(width: int, signs: Signs) -> Strip:
    """Return a horizontal rule."""
    return line([(signs.rule * width, DIM)], width)


def section(label: str, count: str, width: int, signs: Signs) -> Strip:
    """Return a section's header: its label, a rule, and what it holds."""
    end = f" {count} " if count else " "
    room = width - width_of(end) - 8
    name = cut(label, room, signs.ellipsis)
    gap = width - 4 - width_of(name) - 1 - width_of(end)
    return line(
        [
            (f" {signs.rule * 2} ", DIM),
            (name, ACCENT_STRONG),
            (" ", PLAIN),
            (signs.rule * max(0, gap), DIM),
            (end, DIM),
        ],
        width,
    )


def marked(text: str, spans: Sequence[tuple[int, int]], base: Style) -> list[Piece]:
    """Return ``text`` as pieces with the character ranges ``spans`` drawn as hits."""
    pieces: list[Piece] = []
    place = 0
    for start, end in spans:
        if start >= len(text):
            break
        if place < start:
            pieces.append((text[place:start], base))
        pieces.append((text[start:end], base + HIT))
        place = max(place, min(end, len(text)))
    pieces.append((text[place:], base))
    return pieces


def wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width`` cells, broken between words.

    A word wider than the line is broken inside. Line ends in ``text`` stay.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current, used = "", 0
        for word in paragraph.split():
            length = width_of(word)
            if used and used + 1 + length <= width:
                current, used = f"{current} {word}", used + 1 + length
                continue
            if used:
                lines.append(current)
            while length > width:
                head, *_ = chop_cells(word, max(1, width))
                if not head:
                    break
                lines.append(head)
                word = word[len(head) :]
                length = width_of(word)
            current, used = word, length
        lines.append(current)
    return lines


def bar(filled: int, whole: int, width: int, signs: Signs) -> str:
    """Return a bar ``width`` cells wide that shows ``filled`` of ``whole``."""
    share = min(1.0, filled / whole) if whole > 0 else 0.0
    cells = min(width, max(1, round(share * width))) if filled > 0 else 0
    return signs.full * cells + signs.empty * (width - cells)


def texts(strips: Iterable[Strip]) -> list[str]:
    """Return the plain text of strips, for tests and for copying."""
    return [strip.text.rstrip() for strip in strips]
