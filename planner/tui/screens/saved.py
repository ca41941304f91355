"""The saved searches: open one, save the search in the bar under a name, remove one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import NAMING, SAVED
from planner.model import SavedSearch
from planner.schedule.query import Query
from planner.tui.browsing import Browsing
from planner.tui.line_editor import LineEditor
from planner.tui.render import (
    DIM,
    PLAIN,
    WARNING,
    Piece,
    Signs,
    line,
    spread,
    wrapped,
)
from planner.tui.screens.overlay import Choice, ChoiceScreen, OverlayScreen
from planner.tui.widgets.typed_text import typed_text
from planner.workspace.search_words import proposed_name, search_name
from planner.workspace.searches import Counted, counting, in_order, looking
from planner.workspace.session import Session
from planner.workspace.wording import counted

_SAVE, _NOTHING, _SAVED = "save", "nothing", "saved:"


class SavedScreen(ChoiceScreen):
    """Lists the saved searches with what they find; Enter runs one in Browse.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        browsing: Browse's state, whose search is saved and which runs one.
        changed: Called when Browse has something else to show.
    """

    scope: ClassVar[str] = SAVED
    title_words: ClassVar[str] = "Saved searches"

    def __init__(
        self,
        session: Session,
        signs: Signs,
        size: Size,
        browsing: Browsing,
        changed: Callable[[], None],
    ) -> None:
        self._browsing = browsing
        self._changed = changed
        self._counted: Mapping[SavedSearch, Counted] = {}
        super().__init__(session, signs, size)

    def on_mount(self) -> None:
        """Have the searches counted."""
        question = counting(self.session, self._browsing.view)
        self.session.aside.ask("saved searches", question, self._show_counts)

    def choices(self) -> list[Choice]:
        """Return the search in the bar, unless it is saved, and the saved ones by name."""
        searches = in_order(self.session.itinerary().searches.values())
        active = present_text(self._browsing)
        found = [self._choice(search, active) for search in searches]
        if active and all(search.query != active for search in searches):
            slip = "mend the search first" if self._browsing.problem is not None else ""
            found.insert(0, Choice(_SAVE, f"Save this search: {active}", why_not=slip))
        if not found:
            keys = self.session.keys
            how = f"search with {keys.key('search')}, then {keys.key('saved')} saves it"
            found.append(Choice(_NOTHING, "No search is saved yet", why_not=how))
        return found

    def choose(self, choice: Choice) -> None:
        """Run a saved search in Browse, or ask for the name of the one in the bar."""
        self.close()
        if choice.value == _SAVE:
            query = self._browsing.query
            self.planner.lay(NameScreen, present_text(self._browsing), query)
            return
        search = self._search(choice)
        if search is not None:
            self._run(search)

    def do_remove_search(self) -> None:
        """Remove the saved search under the cursor."""
        search = self._search(self.current())
        if search is None:
            self.say("No saved search is under the cursor")
            return
        outcome = self.session.decisions.forget_search(search.name)
        self.told(outcome)
        self.say(f"{outcome.sentence}; esc and {self.session.keys.key('undo')} bring it back")

    def itinerary_moved(self) -> None:
        """Show what is saved now, here or in another window, and count it."""
        self.refresh_choices()
        super().itinerary_moved()
        self.on_mount()

    def status(self) -> tuple[str, str]:
        """Return the query under the cursor in full, or why it cannot be run."""
        search = self._search(self.current())
        if search is None:
            return "", ""
        known = self._counted.get(search)
        return (known.problem if known and known.problem else search.query), ""

    def _choice(self, search: SavedSearch, active: str) -> Choice:
        known = self._counted.get(search)
        if known is None:
            aside = ""
        elif known.found is None:
            aside = "cannot be run"
        else:
            aside = f"{known.new:,} new   {known.found:,}" if known.new else f"{known.found:,}"
        return Choice(
            f"{_SAVED}{search.name}",
            search.name,
            aside=aside,
            on=search.query == active,
            quiet=search.query,
        )

    def _search(self, choice: Choice | None) -> SavedSearch | None:
        if choice is None or not choice.value.startswith(_SAVED):
            return None
        return self.session.itinerary().searches.get(choice.value.removeprefix(_SAVED))

    def _run(self, search: SavedSearch) -> None:
        browsing, planner = self._browsing, self.planner
        # One that is no query any more stays in the bar to be mended; Esc there leads back.
        browsing.start_typing()
        browsing.search_for(search.query)
        if browsing.problem is None:
            browsing.stop_typing(keep=True)
        self._changed()

        def say_new(new: int) -> None:
            if new:
                planner.say(f"{search.name}: {counted(new, 'new event')} since you last looked")

        question = looking(self.session, search.name)
        self.session.aside.ask(f"seen {search.name}", question, say_new)

    def _show_counts(self, found: list[Counted]) -> None:
        if self.is_attached:
            self._counted = {each.search: each for each in found}
            self.refresh_choices()
            self.repaint_all()


class NameScreen(OverlayScreen):
    """Asks for the name under which a search is saved, and saves it.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        text: The search's text.
        query: What it means, to propose a name of its words.
    """

    scope: ClassVar[str] = NAMING

    def __init__(self, session: Session, signs: Signs, size: Size, text: str, query: Query) -> None:
        super().__init__(session, signs, size)
        self._text = text
        self._editor = LineEditor.of(proposed_name(query))

    def typed(self, key: str, character: str | None) -> None:
        """Edit the name."""
        editor = self._editor.key(key, character)
        if editor is not None:
            self._editor = editor
            self.repaint_all()

    def on_paste(self, event: events.Paste) -> None:
        """Put the first line of a paste into the name."""
        event.stop()
        self._editor = self._editor.insert(event.text)
        self.repaint_all()

    def do_save_search(self) -> None:
        """Save the search under the name; what it finds now is seen."""
        try:
            outcome = self.session.decisions.save_search(self._editor.text, self._text)
        except ValueError as error:
            self.say(str(error))
            return
        name = search_name(self._editor.text)
        self.session.aside.ask(f"seen {name}", looking(self.session, name), lambda _new: None)
        self.close()
        self.planner.say(outcome.sentence)

    def do_close(self) -> None:
        """Go back without saving."""
        self.close()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the name as it is typed, what Enter does, and the search."""
        label = " Name: "
        typed: list[Piece] = [(label, DIM), *typed_text(self._editor, width - len(label) - 2)]
        strips = [spread(typed, [], width, self.signs.ellipsis), Strip.blank(width)]
        words, style = self._consequence()
        strips += [line([(f" {each}", style)], width) for each in wrapped(words, width - 2)]
        strips.append(Strip.blank(width))
        strips += [line([(f" {each}", DIM)], width) for each in wrapped(self._text, width - 2)]
        return strips[:height]

    def _consequence(self) -> tuple[str, Style]:
        try:
            name = search_name(self._editor.text)
        except ValueError as error:
            return str(error), WARNING
        enter = self.session.keys.at_start("save_search", NAMING)
        taken = self.session.itinerary().searches.get(name)
        if taken is not None:
            instead = "saves in place of the search that has this name"
            return f"{enter} {instead}: {taken.query}", PLAIN
        return f"{enter} saves this search:", PLAIN


def present_text(browsing: Browsing) -> str:
    """Return the text of the search in the bar, without what is still to be typed."""
    text = browsing.editor.text.strip()
    unfinished = browsing.problem is None and browsing.session.reading.parse(text) != browsing.query
    return str(browsing.query) if unfinished else text
