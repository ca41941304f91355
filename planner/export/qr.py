"""QR codes (ISO/IEC 18004) as lines of text, by way of segno."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

#: Rows of modules, each True where it is dark; without the quiet zone around.
Modules = tuple[tuple[bool, ...], ...]

#: How many light modules stand around a code. The standard asks for four; what reads a
#: screen is content with one.
MOST_QUIET, LEAST_QUIET = 4, 1


class NoCode(ValueError):  # noqa: N818 - the message is the sentence to show
    """A text is too long for any QR code."""


class Drawing(NamedTuple):
    """How light modules are drawn: a whole one, and its halves if a character can hold two.

    ``across`` is how many cells a module is wide. Without halves a module is as
    high as a line and hence two cells wide, about as wide as it is high.
    """

    full: str
    upper: str = ""
    lower: str = ""

    @property
    def across(self) -> int:
        """How many cells a module is wide."""
        return 1 if self.upper else 2

    @property
    def down(self) -> int:
        """How many modules a line holds, one above the other."""
        return 2 if self.upper else 1


HALF_BLOCKS = Drawing("█", "▀", "▄")
ASCII = Drawing("#")


def modules_of(text: str) -> Modules:
    """Return the code of a text in the smallest version that holds it.

    The error correction is the strongest that needs no larger version.

    Raises:
        NoCode: No version holds so much.
    """
    import segno

    try:
        code = segno.make_qr(text, error="l", boost_error=True)
    except segno.DataOverflowError as error:
        raise NoCode("The text is too long for a QR code.") from error
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def least_size(modules: Modules, drawing: Drawing) -> tuple[int, int]:
    """Return how many cells wide and how many lines high a code is at least."""
    across = len(modules) + 2 * LEAST_QUIET
    return across * drawing.across, -(-across // drawing.down)


def drawn(modules: Modules, drawing: Drawing, width: int, height: int) -> list[str]:
    """Return a code as lines of equal width: light modules as blocks, dark ones as blanks.

    It is meant for light letters on a dark ground. As much of the quiet zone is
    drawn as there is room for.

    Args:
        modules: The code.
        drawing: What modules are drawn with.
        width: The cells that there are.
        height: The lines that there are.

    Returns:
        The lines, none where the code does not fit.
    """
    least_width, least_height = least_size(modules, drawing)
    if width < least_width or height < least_height:
        return []
    side = len(modules)
    beside = min(MOST_QUIET, (width // drawing.across - side) // 2)
    around = min(2 * MOST_QUIET, height * drawing.down - side)
    # An odd number of rows would leave half a line dark below.
    around -= (side + around) % drawing.down
    above = (around + 1) // 2
    rows = list(_framed(modules, beside, above, around - above))
    if drawing.down == 1:
        glyphs = {False: drawing.full * drawing.across, True: " " * drawing.across}
        return ["".join(glyphs[dark] for dark in row) for row in rows]
    halves = {
        (False, False): drawing.full,
        (False, True): drawing.upper,
        (True, False): drawing.lower,
        (True, True): " ",
    }
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(halves[both] for both in zip(*pair, strict=True)) for pair in pairs]


def _framed(modules: Modules, beside: int, above: int, below: int) -> Iterator[Iterable[bool]]:
    empty = [False] * (len(modules) + 2 * beside)
    yield from [empty] * above
    for row in modules:
        yield [*([False] * beside), *row, *([False] * beside)]
    yield from [empty] * below
