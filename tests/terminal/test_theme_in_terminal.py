"""A theme in a real terminal: chosen there, kept, and there again at the next start."""

from __future__ import annotations

from tests.terminal.conftest import Start

READY = "/ search"


def test_a_chosen_theme_is_there_at_the_next_start_in_the_terminals_256_colours(
    start: Start,
) -> None:
    colours = {"TERM": "xterm-256color", "COLORTERM": ""}
    terminal = start(**colours)
    terminal.wait_for(READY)
    # The nearest of the 256 to the light theme's background.
    assert "48;5;231m" not in terminal.output
    terminal.press("W", "j", "j")
    terminal.wait_for_output("48;5;231m")
    terminal.press("enter")
    terminal.wait_for("Theme light, from now on")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    again = start(**colours)
    again.wait_for(READY)
    assert "48;5;231m" in again.output
