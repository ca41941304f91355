"""An update in the installed app: from a server of this machine to a change taken note of."""

from __future__ import annotations

import json

from tests.conftest import Installed, small_document
from tests.loopback import found, serving
from tests.terminal.conftest import Start


def test_a_star_that_moves_is_told_acknowledged_and_known_at_the_next_start(
    start: Start, installed: Installed
) -> None:
    with serving() as server:
        document = small_document()
        document["conference"]["source"] = server.at("/small.json")
        server.answers["/small.json"] = found(json.dumps(document).encode())
        assert installed.run("import", server.at("/small.json")).code == 0
        assert installed.run("star", "poster-1").code == 0
        poster = next(event for event in document["events"] if event["id"] == "poster-1")
        poster |= {
            "day": "2024-07-24",
            "start": "2024-07-24T13:30:00+02:00",
            "end": "2024-07-24T15:00:00+02:00",
        }
        server.answers["/small.json"] = found(json.dumps(document).encode())

        terminal = start("--at", "2024-07-09 10:00")
        terminal.wait_for("to choose from", "5 Changes")
        terminal.press("R")
        terminal.wait_for("Ask 127.0.0.1", "Your stars stay")
        terminal.press("enter")
        terminal.wait_for("Small 2024: 1 moved", "5 shows what changed for you")
        terminal.press("enter")
        terminal.wait_for("5 Changes 1", "to choose from")
        terminal.press("5")
        terminal.wait_for("moved from Tue 13:30 to Wed 13:30")
        terminal.press("space")
        terminal.wait_for("Nothing changed.", "Change acknowledged: Honey for bears")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert terminal.is_restored()

    again = start("--at", "2024-07-09 10:00")
    shown = again.wait_for("Nothing changed.", "★ 1")
    assert "5 Changes 1" not in shown
