"""The mouse in a real terminal, in the bytes that one sends (xterm's SGR mode, 1006)."""

from __future__ import annotations

from tests.terminal.conftest import Start


def _click(text: str, words: str) -> str:
    """Return a press and a release on the first cell of words on the screen."""
    lines = text.splitlines()
    row = next(number for number, line in enumerate(lines) if words in line)
    place = f"{lines[row].index(words) + 1};{row + 1}"
    return f"\x1b[<0;{place}M\x1b[<0;{place}m"


def test_screens_keys_and_kinds_are_clicked_and_the_wheel_moves(start: Start) -> None:
    terminal = start()
    terminal.wait_for("/ search", "tutorial 12")
    terminal.press(_click(terminal.text, "2 Plan"))
    terminal.wait_for("Nothing is starred yet")
    terminal.press(_click(terminal.text, "1 Browse"))
    terminal.wait_for("tutorial 12")
    terminal.press("\x1b[<65;10;10M")
    terminal.wait_for(lambda text: "▌" not in text.splitlines()[5])
    terminal.press(_click(terminal.text, "tutorial 12"))
    terminal.wait_for("kind:tutorial", "12 found")
    terminal.press(_click(terminal.text, "? help"))
    terminal.wait_for("esc back")
    terminal.press(_click(terminal.text, "esc back"))
    terminal.wait_for("kind:tutorial")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
