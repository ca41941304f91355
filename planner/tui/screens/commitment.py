"""The overlay in which one keeps time for something of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import COMMITMENT
from planner.tui.render import DIM, Signs, line
from planner.tui.screens.typed_line import TypedLineScreen
from planner.workspace.decisions import Outcome
from planner.workspace.session import Session
from planner.workspace.typed.span import Span
from planner.workspace.typed.time import Unreadable, read_block, read_span
from planner.workspace.wording import DAYS, day_words, time_words


class CommitmentScreen(TypedLineScreen):
    """A time and what it is for, in plain words.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        day: The day that is meant where none is typed.
        done: Called with the outcome, when the overlay is gone.
    """

    scope: ClassVar[str] = COMMITMENT

    def __init__(
        self,
        session: Session,
        signs: Signs,
        size: Size,
        day: date | None,
        done: Callable[[Outcome], None],
    ) -> None:
        super().__init__(session, signs, size)
        self._day = day
        self._done = done

    def title_lines(self, width: int) -> list[Strip]:
        """Return what is asked for."""
        return [line([(" Time of your own", DIM)], width), Strip.blank(width)]

    def understood(self) -> tuple[str, bool]:
        """Return when it is, and what."""
        if not self.editor.text.strip():
            return "Type when it is, and what", False
        found = self._read()
        if isinstance(found, Unreadable):
            return found.message, False
        away = "   (away from the conference)" if found.away else ""
        return f"{time_words(found.start, found.end)}  {found.title}{away}", True

    def hints(self) -> list[str]:
        """Return examples on a day of the conference."""
        days = self.session.schedule.days()
        day = self._day or days[len(days) // 2]
        name = DAYS[day.weekday()].lower()
        return [
            f"For example: {name} 14-15 my poster",
            f"or: lunch with Ada {name} 12:30-13:30",
            f"or: away until {name} noon",
        ]

    def do_keep_own(self) -> None:
        """Keep the time, and go back."""
        if not self.editor.text.strip():
            self.close()
            return
        found = self._read()
        if isinstance(found, Unreadable) or found.end is None:
            self.say(self.understood()[0])
            return
        try:
            outcome = self.session.decisions.block(
                found.title, found.start, found.end, away=found.away
            )
        except ValueError as error:
            self.say(str(error))
            return
        self.close()
        self._done(outcome)

    def _read(self) -> Span | Unreadable:
        """Read the line; without a day in it, it is about the day that is shown."""
        schedule, now = self.session.schedule, self.session.now
        days, zone, text = schedule.days(), schedule.zone, self.editor.text
        found = read_block(text, days, zone, now)
        if isinstance(found, Span) or isinstance(read_span(text, days, zone, now), Span):
            return found
        if self._day is not None:
            dated = read_block(f"{day_words(self._day)} {text}", days, zone, now)
            if isinstance(dated, Span) and not dated.whole_days:
                return dated
        return found
