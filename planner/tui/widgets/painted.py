"""A widget that paints whole lines from a pure function.

Between a key and the screen there is no layout, no message and no reactive
value: a screen changes its state and tells the widget to repaint, at once or in
a frame to come. ``benchmarks/`` measures what that is worth.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.dom import NoScreen
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from planner.tui.widgets.targets import Aimed, Target

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
        self._aimed: dict[int, Aimed] = {}

    def repaint(self) -> None:
        """Paint anew in a frame to come."""
        self._lines = None
        self.refresh()

    def repaint_now(self) -> None:
        """Paint anew before this returns, only the lines that changed.

        Textual's own way leads over two messages and a timer, and what a
        screen does meanwhile delays the frame. While more keys wait, a frame
        would only be in their way, so then the usual way will do.
        """
        try:
            screen, app, size = self.screen, self.app, self.size
        except NoScreen:  # An answer from beside the event loop came while the app is being left.
            return
        waiting = app.message_queue_size + screen.message_queue_size
        before = self._lines
        unchanged = before is not None and self._lines_size == size
        if waiting or not unchanged or not screen.is_current or screen._layout_required:
            self.repaint()
            return
        lines = self._made(size.width, size.height)
        self._lines = lines
        changed = [
            Region(0, y, size.width, 1)
            for y, (old, new) in enumerate(zip(before or (), lines, strict=True))
            if old != new
        ]
        if changed:
            # Private names of Textual: a test holds that they paint.
            self._set_dirty(*changed)
            screen._compositor.update_widgets({self})
            screen._compositor_refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines inside ``crop``."""
        width, height = self.size
        lines = self._lines
        if lines is None or self._lines_size != (width, height):
            lines = self._made(width, height)
            self._lines, self._lines_size = lines, (width, height)
        cropped = lines[crop.y : crop.bottom]
        if crop.x == 0 and crop.right >= width:
            return cropped
        return [strip.crop(crop.x, crop.right) for strip in cropped]

    def target_at(self, x: int, y: int) -> Target | None:
        """Return what can be clicked at a cell of the widget."""
        found = self._aimed.get(y)
        return found.at(x) if found is not None else None

    def _made(self, width: int, height: int) -> list[Strip]:
        """Make the widget's lines, filtered as the app asks (no colour)."""
        painted = self._paint(width, height)[:height]
        self._aimed = {y: strip for y, strip in enumerate(painted) if isinstance(strip, Aimed)}
        lines = [
            strip if strip.cell_length == width else strip.adjust_cell_length(width)
            for strip in painted
        ]
        lines += [Strip.blank(width)] * (height - len(lines))
        filters = self.get_line_filters()
        if filters:
            background = self.background_colors[1]
            for line_filter in filters:
                lines = [strip.apply_filter(line_filter, background) for strip in lines]
        return lines

    def render_line(self, y: int) -> Strip:
        """Return one line, for whoever asks Textual for a single one."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]
