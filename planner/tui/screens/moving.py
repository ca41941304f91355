"""The movement keys of whatever has rows, one of them under the cursor or on top."""

from __future__ import annotations

from typing import ClassVar

from textual import events

#: More rows than any list has: moving by as many ends at the first or the last one.
_ALL = 1_000_000


class Moving:
    """Movement by row, half page, page, and to both ends.

    A screen that has rows says how it moves and how high its page is; it keeps
    to its first and its last row by itself.
    """

    def move_by(self, rows: int) -> None:
        """Move by ``rows``, up where that is negative, and show it."""
        raise NotImplementedError

    def page_rows(self) -> int:
        """Return how many rows a page has, at least 1."""
        raise NotImplementedError

    def do_down(self) -> None:
        """Go a row down."""
        self.move_by(1)

    def do_up(self) -> None:
        """Go a row up."""
        self.move_by(-1)

    def do_page_down(self) -> None:
        """Go a page down."""
        self.move_by(self.page_rows())

    def do_page_up(self) -> None:
        """Go a page up."""
        self.move_by(-self.page_rows())

    def do_half_down(self) -> None:
        """Go half a page down."""
        self.move_by(max(1, self.page_rows() // 2))

    def do_half_up(self) -> None:
        """Go half a page up."""
        self.move_by(-max(1, self.page_rows() // 2))

    def do_first(self) -> None:
        """Go to the first row."""
        self.move_by(-_ALL)

    def do_last(self) -> None:
        """Go to the last row."""
        self.move_by(_ALL)

    #: How far a notch of the wheel moves.
    wheel_rows: ClassVar[int] = 1

    def wheel(self, _event: events.MouseEvent, step: int) -> None:
        """Move with the wheel: 1 is on, -1 is back."""
        self.move_by(step * self.wheel_rows)

    # The same from a line in which one types, where letters are no commands.

    def do_list_down(self) -> None:
        """Go a row down."""
        self.do_down()

    def do_list_up(self) -> None:
        """Go a row up."""
        self.do_up()

    def do_choice_down(self) -> None:
        """Go a line down."""
        self.do_down()

    def do_choice_up(self) -> None:
        """Go a line up."""
        self.do_up()

    def do_choice_page_down(self) -> None:
        """Go a page down."""
        self.do_page_down()

    def do_choice_page_up(self) -> None:
        """Go a page up."""
        self.do_page_up()
