"""The least that a Textual app can be: what planner's start and memory are measured against."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class MinimalApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield Static("Nothing but this line")


if __name__ == "__main__":
    MinimalApp().run()
