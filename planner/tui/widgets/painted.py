"""A widget that paints whole lines from a pure function.

Between a key and the screen there is no layout, no message and no reactive
value: a screen changes its state, tells the widget to repaint, and the lines
are made once for the next frame. ``benchmarks/`` measures what that is worth.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

#: Given width and height in cells, the lines to show; missing ones are blank.
Paint = Callable[[int, int], list[Strip]]


class Painted(Widget):
    """Shows the lines that ``paint`` returns for the widget's size."""

    ALLOW_SELECT = False

    def __init__(self, paint: Paint, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._paint = paint
        self._lines: list[Strip] | None = None
        self._lines_size = (0, 0)

    def repaint(self) -> None:
        """Paint anew in the next frame."""
        self._lines = None
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines inside ``crop``, filtered as the app asks (no colour)."""
        width, height = self.size
        lines = self._lines
        if lines is None or self._lines_size != (width, height):
            lines = [
                strip if strip.cell_length == width else strip.adjust_cell_length(width)
                for strip in self._paint(width, height)[:height]
            ]
            lines += [Strip.blank(width)] * (height - len(lines))
            filters = self.get_line_filters()
            if filters:
                background = self.background_colors[1]
                for line_filter in filters:
                    lines = [strip.apply_filter(line_filter, background) for strip in lines]
            self._lines, self._lines_size = lines, (width, height)
        cropped = lines[crop.y : crop.bottom]
        if crop.x == 0 and crop.right >= width:
            return cropped
        return [strip.crop(crop.x, crop.right) for strip in cropped]

    def render_line(self, y: int) -> Strip:
        """Return one line, for whoever asks Textual for a single one."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]
