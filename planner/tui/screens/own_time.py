"""The overlay in which one gives an event a time that one knows."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from planner.commands import OWN_TIME
from planner.itinerary.effective import gives_time
from planner.model import Event, Kind
from planner.tui.render import DIM, STRONG, Signs, line, wrapped
from planner.tui.screens.typed_line import TypedLineScreen
from planner.workspace.session import Session
from planner.workspace.typed.span import Span, session_number
from planner.workspace.typed.time import Unreadable, read_slot
from planner.workspace.wording import slot_words, time_words

_HANGING = (Kind.POSTER, Kind.SPOTLIGHT)


class OwnTimeScreen(TypedLineScreen):
    """A time typed or pasted, or the number of a poster session; an empty line takes it off.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        event: Of which the time is known. The number of a poster session is the
            time of its poster, where the event is a talk that has one.
    """

    scope: ClassVar[str] = OWN_TIME

    def __init__(self, session: Session, signs: Signs, size: Size, event: Event) -> None:
        super().__init__(session, signs, size)
        self._event = event
        hanging = [twin for twin in session.schedule.twins(event) if twin.kind in _HANGING]
        self._poster = event if event.kind in _HANGING or not hanging else hanging[0]

    def title_lines(self, width: int) -> list[Strip]:
        """Return the event's title, and which time it has."""
        strips = [
            line([(f" {each}", DIM)], width)
            for each in wrapped(self._target().title, width - 2)[:2]
        ]
        scheduled = self.session.schedule.event(self._target().id) or self._target()
        known = slot_words(scheduled)
        own = self.session.itinerary().own_times.get(self._target().id)
        if own is not None:
            board = f", board {own.board}" if own.board else ""
            words = f"Your own time: {time_words(own.start, own.end)}{board}"
            strips.append(line([(f" {words}", STRONG)], width))
            if known and not gives_time(scheduled, own):
                words = f"The schedule says {known}, and its word counts"
                strips.append(line([(f" {words}", DIM)], width))
        elif known:
            strips.append(line([(f" The schedule says {known}", DIM)], width))
        return [*strips, Strip.blank(width)]

    def understood(self) -> tuple[str, bool]:
        """Return the slot that the text means."""
        if not self.editor.text.strip():
            if self._target().id in self.session.itinerary().own_times:
                return f"{self.session.keys.at_start('keep_time')} takes your own time off", True
            return "Type a time, or the number of a poster session", False
        found = self._read()
        if isinstance(found, Unreadable):
            return found.message, False
        sessions = (
            each.title
            for each in self.session.reading.poster_sessions
            if each.start == found.start and each.end == found.end
        )
        whose = "" if self._target() is self._event else "its poster, "
        board = f"board {found.board}" if found.board else ""
        words = [f"{whose}{time_words(found.start, found.end)}", next(sessions, ""), board]
        return ", ".join(filter(None, words)), True

    def hints(self) -> list[str]:
        """Return the poster sessions by number, and what else can be typed."""
        sessions = self.session.reading.poster_sessions
        numbered = [
            f"{number}  {each.title}, {time_words(each.start, each.end)}"
            for number, each in enumerate(sessions, 1)
            if each.start is not None
        ]
        pasted = (
            "With a board, 3 #503; #503 alone keeps the time. Or a time, wed 13:30-15:00 #503, "
            "or the conference's own line, pasted."
        )
        return [*numbered, pasted]

    def do_keep_time(self) -> None:
        """Keep the time, or with an empty line take it off."""
        target = self._target()
        if not self.editor.text.strip():
            outcome = self.session.decisions.forget_time(target)
        else:
            found = self._read()
            if isinstance(found, Unreadable):
                self.say(found.message)
                return
            try:
                outcome = self.session.decisions.set_time(
                    target, found.start, found.end, found.board
                )
            except ValueError as error:
                self.say(str(error))
                return
        self.close()
        self.planner.say(outcome.sentence)

    def _target(self) -> Event:
        """Return whose time it is: of a session's number the poster's, else the event's."""
        number, board = session_number(self.editor.text)
        hangs = number.isdigit() or (board is not None and not number)
        return self._poster if hangs else self._event

    def _read(self) -> Span | Unreadable:
        schedule = self.session.schedule
        sessions = self.session.reading.poster_sessions
        target = self._target()
        known = self.session.itinerary().own_times.get(target.id) or target
        days, zone = schedule.days(), schedule.zone
        return read_slot(self.editor.text, sessions, days, zone, self.session.now, known)
