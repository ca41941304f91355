"""Cursor and scroll position of a list in sections: pure arithmetic on a frozen value.

The list's *lines* are its rows with a header line before each section. The
viewport's first line belongs to the header of the section scrolled into (it
sticks), so the cursor keeps to the lines below it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Scroll:
    """Where a list of ``count`` rows stands in a viewport of ``height`` lines.

    ``starts`` holds the first row of each section, ascending from 0; ``top``
    is the list line at the viewport's first line.
    """

    starts: tuple[int, ...] = ()
    count: int = 0
    height: int = 1
    cursor: int = 0
    top: int = 0

    def line_of(self, row: int) -> int:
        """Return the line of a row."""
        return row + bisect_right(self.starts, row)

    def section_of(self, row: int) -> int:
        """Return the index of the section that holds a row; 0 without sections."""
        return max(0, bisect_right(self.starts, row) - 1)

    def row_at(self, line: int) -> int | None:
        """Return the row on a line, None where a section's header stands or nothing."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] + middle <= line:
                low = middle + 1
            else:
                high = middle
        row = line - low
        is_header = low > 0 and self.starts[low - 1] + low - 1 == line
        return None if is_header or not 0 <= row < self.count else row

    def section_at(self, line: int) -> int:
        """Return the section to which a line belongs, be it header or row."""
        row = self.row_at(line)
        if row is None:
            row = self.row_at(line + 1)
        return self.section_of(row) if row is not None else max(0, len(self.starts) - 1)

    def to(self, row: int) -> Scroll:
        """Return the scroll with its cursor on ``row``, kept inside the list and in view."""
        cursor = max(0, min(self.count - 1, row))
        return replace(self, cursor=cursor).in_view()

    def by(self, rows: int) -> Scroll:
        """Return the scroll with its cursor moved by ``rows``."""
        return self.to(self.cursor + rows)

    @property
    def page_rows(self) -> int:
        """How far a page moves: two rows of the one before stay in view."""
        return max(1, self.height - 2)

    def section(self, step: int) -> Scroll:
        """Return the scroll at the first row of the next section (1) or the one before (-1).

        From inside a section, -1 goes to its own first row.
        """
        here = self.section_of(self.cursor)
        if not self.starts:
            return self.to(0 if step < 0 else self.count - 1)
        if step < 0 and self.cursor > self.starts[here]:
            return self.to(self.starts[here])._header_on_top()
        target = max(0, min(len(self.starts) - 1, here + step))
        return self.to(self.starts[target])._header_on_top()

    def sized(self, height: int) -> Scroll:
        """Return the scroll in a viewport of another height."""
        return replace(self, height=max(1, height)).in_view()

    def in_view(self) -> Scroll:
        """Return the scroll with the cursor's line in the viewport and no void below the end."""
        line = self.line_of(self.cursor)
        first = 1 if self.starts and self.height > 1 else 0
        lines = self.count + len(self.starts)
        top = min(self.top, max(0, lines - self.height), line - first)
        top = max(top, line - self.height + 1, 0)
        return replace(self, top=top)

    def _header_on_top(self) -> Scroll:
        line = self.line_of(self.cursor)
        return replace(self, top=max(0, line - 1)).in_view()
