"""Where one stands in the table of density, what is unfolded and scrolled: a frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.schedule.density import Column, Density, Line

#: The first columns of the table: the names, then what a line finds in all.
NAME, TOTAL, FIRST = 0, 1, 2


@dataclass(frozen=True, slots=True)
class DensityCursor:
    """A cell of a table of density, and which areas are unfolded.

    ``line`` counts the lines shown, the one of all topics first; ``column`` is
    :data:`NAME`, :data:`TOTAL`, or from :data:`FIRST` on one of the table's.
    ``top`` is the first line in view below the one of all topics, which stays.
    """

    table: Density
    unfolded: frozenset[str] = frozenset()
    line: int = 0
    column: int = FIRST
    top: int = 1
    height: int = 1

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown: all topics, the areas, and the topics of unfolded areas."""
        shown = [self.table.all]
        area = ""
        for line in self.table.lines:
            if line.depth == 0:
                area = line.topic
            if line.depth == 0 or area in self.unfolded:
                shown.append(line)
        return tuple(shown)

    @property
    def here(self) -> Line:
        """The line under the cursor."""
        return self.lines[self.line]

    @property
    def slot(self) -> Column | None:
        """The table's column under the cursor, None on a name or a total."""
        return self.table.columns[self.column - FIRST] if self.column >= FIRST else None

    @property
    def rows(self) -> int:
        """How many rows the cell under the cursor stands for."""
        return self.here.total if self.column < FIRST else self.here.cells[self.column - FIRST]

    def has_topics(self, line: Line) -> bool:
        """Tell whether a line is an area with topics below it, or stands for all areas."""
        lines = self.table.lines
        if line is self.table.all:
            return any(each.depth for each in lines)
        place = lines.index(line) + 1
        return line.depth == 0 and place < len(lines) and lines[place].depth > 0

    def is_unfolded(self, line: Line) -> bool:
        """Tell whether the topics of an area are shown, of all areas for the line of all."""
        if line is self.table.all:
            return self.unfolded >= self._areas
        return line.topic in self.unfolded

    @property
    def _areas(self) -> frozenset[str]:
        return frozenset(line.topic for line in self.table.lines if self.has_topics(line))

    def by(self, lines: int = 0, columns: int = 0) -> DensityCursor:
        """Return the cursor moved, kept inside the table."""
        line = max(0, min(len(self.lines) - 1, self.line + lines))
        column = max(NAME, min(FIRST + len(self.table.columns) - 1, self.column + columns))
        return replace(self, line=line, column=column).sized(self.height)

    def turned(self) -> DensityCursor:
        """Return the cursor with its line's topics unfolded, or folded; on all topics all."""
        if self.here is self.table.all:
            unfolded = frozenset() if self.is_unfolded(self.here) else self._areas
            return replace(self, unfolded=unfolded).sized(self.height)
        return replace(self, unfolded=self.unfolded ^ {self.here.topic}).sized(self.height)

    def on(self, table: Density) -> DensityCursor:
        """Return the cursor on another table, on the same topic, and column if there is one."""
        moved = replace(self, table=table, line=0)
        topics = [line.topic for line in moved.lines]
        line = topics.index(self.here.topic) if self.here.topic in topics else 0
        column = self.column
        if self.slot is not None:
            slots = [each.condition for each in table.columns]
            known = self.slot.condition in slots
            column = FIRST + slots.index(self.slot.condition) if known else FIRST
        return replace(moved, line=line, column=column).by()

    def sized(self, height: int) -> DensityCursor:
        """Return the cursor with its line in view among ``height`` lines, all topics' included."""
        room = max(1, height - 1)
        top = min(self.top, max(1, len(self.lines) - room))
        if self.line > 0:
            top = max(min(top, self.line), self.line - room + 1)
        return replace(self, top=max(1, top), height=max(1, height))
