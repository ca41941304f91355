"""A list with a search bar above it: its keys, and what Tab completes there."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.geometry import Size

from planner.schedule.store import ScheduleStore
from planner.tui.completing import Completing, FoundNothing, question
from planner.tui.line_editor import LineEditor
from planner.tui.render import Signs
from planner.tui.screens.list_screen import ListScreen
from planner.tui.searching import Searching
from planner.workspace.session import Session


class SearchScreen(ListScreen):
    """A list that a query narrows; the query is typed in a bar of its own.

    ``completing`` is what Tab would put into the bar.
    """

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.completing = Completing()

    @property
    def searched(self) -> Searching:
        """The state behind the bar."""
        raise NotImplementedError

    def edit_search(self, editor: LineEditor) -> None:
        """Take the bar as it shall be, and show what it finds."""
        raise NotImplementedError

    def show_search(self) -> None:
        """Show that one is in the bar now."""
        raise NotImplementedError

    def leave_search(self, *, keep: bool) -> None:
        """Go to the list, with the bar's text kept or the query before brought back."""
        raise NotImplementedError

    def found_nothing(self) -> FoundNothing | None:
        """Return the query if it finds nothing, to be corrected."""
        raise NotImplementedError

    @property
    def offers_shown(self) -> bool:
        """Whether what Tab would do is worth a line."""
        return self.searched.typing and bool(self.completing.offers)

    def ask_offers(self) -> None:
        """Have completions and corrections found beside the event loop, where they are wanted."""
        line, nothing, known = self.searched.editor, self.found_nothing(), self.completing
        if line == known.editor and known.chosen is not None and not known.goes_on:
            # One goes through the offers; what stands in the bar is one of them.
            return
        if not line.text.strip() or not (self.searched.typing or nothing):
            self.completing = Completing(line)
        elif line != self.completing.line or nothing:
            self.session.aside.ask("offers", self._question(line, nothing), self._take_offers)

    def why_not(self, command: str) -> str:
        """Return why a command cannot be carried out now, nothing where it can."""
        if command == "recall" and not self.planner.browse.browsing.earlier:
            return "There is no earlier search yet"
        return super().why_not(command)

    def do_search(self) -> None:
        """Go to the search bar; a detail that has the whole body gives it back."""
        if self.expanded:
            self.do_open()
        self.searched.start_typing()
        self.show_search()

    do_next_pane = do_search

    def do_leave_search(self) -> None:
        """Go to the list."""
        self.leave_search(keep=True)

    def do_search_back(self) -> None:
        """Bring the query before back."""
        self.leave_search(keep=False)

    def do_clear_line(self) -> None:
        """Delete to the start of the search bar."""
        self.edit_search(self.searched.editor.delete_to_start())

    def do_clear_word(self) -> None:
        """Delete the word before the cursor of the search bar."""
        self.edit_search(self.searched.editor.delete_word())

    def do_quit_search(self) -> None:
        """Quit the app."""
        self.do_quit()

    def do_complete(self) -> None:
        """Put the first offer into the bar, then the next; without one go to the list."""
        self._complete(1)

    def do_complete_back(self) -> None:
        """Put the offer before into the bar."""
        self._complete(-1)

    def typed(self, key: str, character: str | None) -> None:
        """Edit the search bar; in the list, say where else a key works."""
        if not self.searched.typing:
            super().typed(key, character)
            return
        editor = self.searched.editor.key(key, character)
        if editor is not None:
            self.edit_search(editor)

    def on_paste(self, event: events.Paste) -> None:
        """Put the first line of a paste into the search bar."""
        event.stop()
        if not self.searched.typing:
            self.searched.start_typing()
        self.edit_search(self.searched.editor.insert(event.text))

    def take_correction(self) -> bool:
        """Search for the first correction; whether there is one."""
        if self.searched.typing or not self.completing.corrections:
            return False
        self.edit_search(LineEditor.of(self.completing.corrections[0].query))
        return True

    def _complete(self, step: int) -> None:
        line, known = self.searched.editor, self.completing
        if line not in (known.line, known.editor) or known.goes_on:
            # What was asked for is not here yet: the key's own answer cannot wait for it.
            known = self._question(line, self.found_nothing())(self.session.schedule)
        self.completing = known.turned(step)
        if self.completing.chosen is None:
            mended = self.searched.mended()
            if mended is None:
                self.leave_search(keep=True)
            else:
                self.edit_search(mended)
        else:
            self.edit_search(self.completing.editor)

    def _question(
        self, line: LineEditor, nothing: FoundNothing | None
    ) -> Callable[[ScheduleStore], Completing]:
        return question(line, nothing, complete=self.searched.typing)

    def _take_offers(self, completing: Completing) -> None:
        if completing.line == self.searched.editor and completing != self.completing:
            self.completing = completing
            self.list.repaint()
