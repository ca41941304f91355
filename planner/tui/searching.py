"""A search bar's state: what is typed there, and the query that it makes."""

from __future__ import annotations

from planner.schedule.qualifiers import quoted
from planner.schedule.query import Query, QueryError
from planner.tui.line_editor import LineEditor
from planner.workspace.session import Session


class Searching:
    """What a list with a search bar is narrowed by. Knows nothing of Textual.

    Args:
        session: The session.

    Attributes:
        editor: The bar.
        query: The query that the bar's text made last.
        problem: The error of the text as it stands; the query stays as it was.
        typing: Whether one is in the bar.
        query_before: The text that Esc in the bar brings back.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.editor = LineEditor()
        self.query = Query()
        self.problem: QueryError | None = None
        self.typing = False
        self.query_before = ""

    def start_typing(self) -> None:
        """Go to the search bar; Esc there brings this query back."""
        self.typing = True
        self.query_before = self.editor.text
        # What is typed now is a word of its own, not the end of one from last time.
        text = self.editor.text
        spaced = self.editor.end().insert(" ") if text and not text.endswith(" ") else self.editor
        self.editor = spaced.end()

    def take_bar(self, editor: LineEditor) -> bool:
        """Take the bar as it stands now; whether it makes another query."""
        changed = editor.text != self.editor.text
        self.editor = editor
        if not changed:
            return False
        before, self.problem = self.query, None
        self._parse()
        return self.query != before

    def resume_bar(self, text: str) -> None:
        """Have a text from last time in the bar."""
        self.editor = LineEditor.of(text)
        self._parse()

    def mended(self) -> LineEditor | None:
        """Return the bar with its mistake replaced by what may be meant, None where nothing may."""
        problem, text = self.problem, self.editor.text
        if problem is None or not problem.suggestions:
            return None
        meant = problem.suggestions[0]
        if text[problem.start : problem.end].endswith(":"):
            meant += ":"
        elif not meant.startswith('"'):
            meant = quoted(meant)
        before = text[: problem.start] + meant
        return LineEditor(before + text[problem.end :], len(before))

    def _parse(self) -> None:
        parsed = self.session.reading.parse_bar(self.editor.text)
        if isinstance(parsed, QueryError):
            self.problem = parsed
        else:
            self.query = parsed
