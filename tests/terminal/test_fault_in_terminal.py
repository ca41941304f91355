"""A fault of planner's own on a real terminal: never a traceback, always a clean terminal."""

from __future__ import annotations

import sys

import pytest

from planner.workspace.fault import kept_reports
from tests.conftest import Installed
from tests.terminal.conftest import Start

_SCRIPT = """
import sys
def broken(*arguments, **more):
    raise ValueError("a secret")
{patch}
from planner.cli.main import main
sys.exit(main(sys.argv[2:]))
"""
_KEY = "from planner.tui.screens.browse import BrowseScreen as broken_one"
_KEY += "\nbroken_one.do_must = broken"
_READER = "from textual.drivers.linux_driver import LinuxDriver"
_READER += "\nLinuxDriver.run_input_thread = broken"
_APOLOGY = "import planner.tui.screens.fault\nplanner.tui.screens.fault.FaultScreen = broken"
_SESSION = "import planner.workspace.session\nplanner.workspace.session.Reading = broken"


def _python(*patches: str) -> tuple[str, ...]:
    return (sys.executable, "-c", _SCRIPT.format(patch="\n".join(patches)))


def test_one_is_apologised_to_goes_on_and_may_quit(start: Start, installed: Installed) -> None:
    terminal = start(before=_python(_KEY))
    terminal.wait_for("to choose from")
    terminal.press("s")
    terminal.wait_for("★ 1")
    terminal.press("S")
    terminal.wait_for("Sorry: something went wrong", "Nothing you decided is lost")
    terminal.press("enter")
    terminal.wait_for("Went on after a mistake", "★ 1")
    terminal.press("S")
    terminal.wait_for("Sorry: something went wrong")
    terminal.press("q")
    assert terminal.wait_for_end() == 1
    assert terminal.is_restored()
    assert "a secret" not in terminal.output
    assert "Traceback" not in terminal.output
    assert "Sorry, a fault of planner's own (ValueError)" in terminal.text
    assert len(kept_reports(installed.places)) == 2


@pytest.mark.parametrize(
    ("patches", "keys"), [((_READER,), ""), ((_KEY, _APOLOGY), "S"), ((_SESSION,), "")]
)
def test_what_cannot_show_a_screen_leaves_a_sentence_and_a_clean_terminal(
    start: Start, installed: Installed, patches: tuple[str, ...], keys: str
) -> None:
    terminal = start(before=_python(*patches))
    if keys:
        terminal.wait_for("to choose from")
        terminal.press(keys)
    assert terminal.wait_for_end() == 1
    assert terminal.is_restored()
    assert "a secret" not in terminal.output
    assert "Traceback" not in terminal.output
    # The sentence is longer than a line.
    shown = terminal.text.replace("\n", "").replace(" ", "")
    assert "Sorry,afaultofplanner'sown" in shown
    assert "Nothingyoudecidedislost" in shown
    assert kept_reports(installed.places)
