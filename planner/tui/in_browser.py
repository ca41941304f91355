"""What differs where the app is shown in a browser: files are downloaded, and tabs are closed."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp

#: Seconds between two looks whether the server is still there.
_SERVED_EVERY = 2.0


def deliver(app: PlannerApp, name: str, content: bytes) -> None:
    """Have the browser download a file.

    Args:
        app: The app, drawn by the web driver; the terminal's cannot do this (Textual 8.2.8).
        name: The file's name, without a folder.
        content: All that it holds.
    """
    app.deliver_binary(
        io.BytesIO(content),
        save_directory=os.sep,
        save_filename=name,
        mime_type="application/octet-stream",
    )


def leave_with_server(app: PlannerApp) -> None:
    """Let the app leave when the server that started it is gone, however it went."""
    server = os.getppid()

    def look() -> None:
        if os.getppid() != server:
            app.leave()

    app.set_interval(_SERVED_EVERY, look)
