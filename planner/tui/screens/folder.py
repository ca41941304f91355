"""The overlay in which one says where to save: in a typed folder, or one that is offered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import FOLDER
from planner.tui.line_editor import LineEditor
from planner.tui.render import DIM, Signs, line
from planner.tui.screens.typed_line import TypedLineScreen
from planner.workspace.folders import Folder, completions, offered, read_folder, short
from planner.workspace.session import Session

#: So many ways to complete stand under the line.
_MOST_SHOWN = 8


class FolderScreen(TypedLineScreen):
    """One line for a folder; Tab turns through those offered, or those that begin as typed.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        now: The folder in use, which an empty line keeps; None where there is none.
        last: The one that was saved in last.
        chosen: Called with the folder, which is there, when the overlay is gone.
    """

    scope: ClassVar[str] = FOLDER

    def __init__(
        self,
        session: Session,
        signs: Signs,
        size: Size,
        now: Path | None,
        last: str | None,
        chosen: Callable[[Path], None],
    ) -> None:
        super().__init__(session, signs, size)
        self._now = now
        self._chosen = chosen
        self._offered = offered(now, last)
        #: What can be turned through, which of them stands in the line, and as which text.
        self._ways = self._offered
        self._way = -1
        self._turned: str | None = None
        self._looked: tuple[str, Folder] | None = None

    def title_lines(self, width: int) -> list[Strip]:
        """Return what is asked."""
        return [line([(" Save in which folder?", DIM)], width), Strip.blank(width)]

    def understood(self) -> tuple[str, bool]:
        """Return what the folder is, as far as the disk has said so."""
        text = self.editor.text.strip()
        if not text:
            if self._now is None:
                return "The folder that planner was started in is gone: type another one", False
            return f"Enter keeps {short(self._now)}", True
        if self._looked is None or self._looked[0] != text:
            return self.signs.ellipsis, False
        return self._looked[1].words, self._looked[1].will_do

    def hints(self) -> list[str]:
        """Return what Tab turns through, and what can be typed."""
        ways = self._ways[:_MOST_SHOWN]
        more = len(self._ways) - len(ways)
        shown = [*ways, *([f"and {more} more"] if more else [])]
        key = self.session.keys.key("next_folder")
        how = f"Type a folder; {key} completes it, ~ is your home."
        if not self.editor.text or self._ways is self._offered:
            how = f"{how} Or {key} takes:"
        return [how, *(f"  {way}" for way in shown)]

    def typed(self, key: str, character: str | None) -> None:
        """Edit the line, and ask what it names."""
        before = self.editor
        super().typed(key, character)
        if self.editor != before:
            self._ask()

    def on_paste(self, event: events.Paste) -> None:
        """Put a pasted folder into the line, its blanks as they are."""
        event.stop()
        # Else the handler of the class above would put it there once more.
        event.prevent_default()
        self.editor = self.editor.insert(event.text.strip())
        self._ask()
        self.list.repaint_now()

    def do_next_folder(self) -> None:
        """Complete what is typed, again for the next way."""
        self._turn(1)

    def do_previous_folder(self) -> None:
        """Go back to the way before."""
        self._turn(-1)

    def do_keep_folder(self) -> None:
        """Take the folder, made first where it is missing."""
        text = self.editor.text.strip()
        folder = read_folder(text or (str(self._now) if self._now else ""))
        if (not text and self._now is None) or folder.path is None or not folder.will_do:
            self.say(folder.words if text else self.understood()[0])
            return
        if not folder.is_there:
            try:
                folder.path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                why = error.strerror or "it cannot be made"
                self.say(f"{short(folder.path)} cannot be made: {why}. Name another folder.")
                return
        self.close()
        self._chosen(folder.path)

    def _turn(self, step: int) -> None:
        text = self.editor.text
        # A single way stands there whole: the next is what lies in it.
        if text != self._turned or len(self._ways) == 1:
            self._ways = completions(text) if text.strip() else self._offered
            self._way = -1 if step > 0 else 0
        if not self._ways:
            self.say("No folder begins so")
            return
        self._way = (self._way + step) % len(self._ways)
        self._turned = self._ways[self._way]
        self.editor = LineEditor.of(self._turned)
        self._ask()
        self.list.repaint_now()

    def _ask(self) -> None:
        """Ask the disk, which may be slow, beside the keys."""
        text, turned = self.editor.text.strip(), self.editor.text == self._turned
        whole = self.editor.text

        def question(_store: object) -> tuple[Folder, tuple[str, ...]]:
            return read_folder(text), () if turned else completions(whole)

        def answer(found: tuple[Folder, tuple[str, ...]]) -> None:
            if self.editor.text != whole:
                return
            self._looked = (text, found[0])
            if not turned:
                self._ways = found[1] if text else self._offered
                self._way = -1
            self.list.repaint()

        self.session.aside.ask("folder", question, answer)
