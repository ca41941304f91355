"""What the link screen writes to a real terminal: a hyperlink, and the clipboard."""

from __future__ import annotations

import base64
import re

from tests.terminal.conftest import Start

READY = "/ search"


def test_the_link_is_a_hyperlink_and_copied_by_the_terminal(start: Start) -> None:
    terminal = start()
    terminal.wait_for(READY)
    terminal.press("j", "o")
    terminal.wait_for("y copy link")
    # OSC 8 with its parameters, then the address in printable ASCII.
    terminal.wait_for_output("\x1b]8;")
    found = re.search(r"\x1b\]8;[^;]*;(https://[!-~]+)\x1b\\", terminal.output)
    assert found is not None
    terminal.press("y")
    terminal.wait_for(f"Copied {found[1]}"[:60])
    encoded = base64.b64encode(found[1].encode()).decode()
    terminal.wait_for_output(f"\x1b]52;c;{encoded}")
