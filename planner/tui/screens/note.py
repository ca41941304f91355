"""The overlay in which one writes a note about an event."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import NOTE
from planner.model import Event
from planner.tui.line_editor import LineEditor
from planner.tui.render import DIM, INVERSE, PLAIN, STRONG, Piece, Signs, line, width_of, wrapped
from planner.tui.screens.overlay import OverlayScreen
from planner.workspace.session import Session

#: A typed or pasted note never grows beyond this many characters.
MOST_CHARACTERS = 10_000


class NoteScreen(OverlayScreen):
    """One line of text that grows over several lines of the screen; Enter keeps it.

    A note of several paragraphs, from a plan file or a command, keeps them.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        event: What the note is about. Where only another showing of its paper
            has a note, it is that note which is edited.
    """

    scope: ClassVar[str] = NOTE

    def __init__(self, session: Session, signs: Signs, size: Size, event: Event) -> None:
        super().__init__(session, signs, size)
        notes = session.itinerary().notes
        showings = [event, *session.schedule.twins(event)] if notes else [event]
        self._event = next((each for each in showings if each.id in notes), event)
        note = notes.get(self._event.id)
        text = note.text if note else ""
        self._had_note = note is not None
        self._editor = LineEditor(text, len(text))

    def typed_text(self) -> str:
        """Return the note, where it is another one now."""
        note = self.session.itinerary().notes.get(self._event.id)
        return self._editor.text if self._editor.text != (note.text if note else "") else ""

    def typed(self, key: str, character: str | None) -> None:
        """Edit the note."""
        if character and character.isprintable():
            self._insert(character)
            return
        editor = self._editor.key(key, None)
        if editor is not None:
            self._editor = editor
            self.list.repaint_now()

    def on_paste(self, event: events.Paste) -> None:
        """Put what was pasted into the note, its lines joined."""
        event.stop()
        # A terminal pastes line ends as carriage returns.
        self._insert(" ".join(event.text[:MOST_CHARACTERS].split()))

    def do_keep_note(self) -> None:
        """Keep the note, and go back; an empty one is taken off."""
        outcome = self.session.decisions.note(self._event, self._editor.text)
        self.close()
        self.planner.say(outcome.sentence)

    def do_close(self) -> None:
        """Go back, the note as it was."""
        self.close()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the event's title, the note as it is typed, and what Enter does."""
        inner = max(10, width - 2)
        title = wrapped(self._event.title, inner)[:2]
        strips = [line([(f" {each}", DIM)], width) for each in title] + [Strip.blank(width)]
        room = max(1, height - len(strips) - 2)
        rows = rows_of(self._editor.text, inner - 1)
        at = next(
            number
            for number, (start, _) in reversed(list(enumerate(rows)))
            if start <= self._editor.cursor
        )
        first = max(0, at + 1 - room)
        strips += [
            line([(" ", PLAIN), *self._pieces(start, end, number == at)], width)
            for number, (start, end) in enumerate(rows[first : first + room], first)
        ]
        strips += [Strip.blank(width), line([(f" {self._consequence()}", DIM)], width)]
        return strips[:height]

    def _insert(self, text: str) -> None:
        editor = self._editor
        clean = "".join(char for char in text if char.isprintable())
        clean = clean[: max(0, MOST_CHARACTERS - len(editor.text))]
        whole = editor.text[: editor.cursor] + clean + editor.text[editor.cursor :]
        self._editor = LineEditor(whole, editor.cursor + len(clean))
        self.list.repaint_now()

    def _pieces(self, start: int, end: int, has_cursor: bool) -> list[Piece]:
        text, cursor = self._editor.text, self._editor.cursor
        shown = text[start:end].rstrip("\n") + " "
        if not has_cursor:
            return [(shown, STRONG)]
        place = min(cursor - start, len(shown) - 1)
        return [
            (shown[:place], STRONG),
            (shown[place], STRONG + INVERSE),
            (shown[place + 1 :], STRONG),
        ]

    def _consequence(self) -> str:
        keys = self.session.keys
        if self._editor.text.strip():
            return f"{keys.at_start('keep_note')} keeps this note, Esc leaves things as they were"
        if self._had_note:
            return f"{keys.at_start('keep_note')} takes the note off, Esc leaves it"
        return f"Type the note; {keys.key('keep_note')} keeps it, esc goes back"


def rows_of(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each line of a text begins and ends that is broken at ``width`` cells.

    The lines are broken behind blanks and hold all of the text, so that every
    place in it is on exactly one line; a word wider than a line is broken
    inside. There always is a line, and one after a line end.
    """
    rows: list[tuple[int, int]] = []
    start, used, behind_blank = 0, 0, 0
    for place, char in enumerate(text):
        if char == "\n":
            rows.append((start, place + 1))
            start, used, behind_blank = place + 1, 0, place + 1
            continue
        cells = width_of(char)
        if used + cells > width and char != " ":
            end = behind_blank if behind_blank > start else place
            rows.append((start, end))
            start, used = end, width_of(text[end:place])
        used += cells
        if char == " ":
            behind_blank = place + 1
    rows.append((start, len(text)))
    return rows
