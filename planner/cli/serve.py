"""``planner serve``: the app in a browser on this machine, and on no other.

The extra ``web`` brings what it needs (textual-serve). It listens on the
loopback address alone, and asks each request for three things: the ``Host`` that
was printed, so that no foreign name can be made to point here (DNS rebinding);
for what comes from a page, this origin, so that no foreign page can open a
WebSocket; and the token of the printed address, so that no other user of the
machine can.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Sequence

from planner.cli.output import CommandFailed, say

ADDRESS = "127.0.0.1"
_USAGE = "usage: planner serve [--port N]"
#: Taken unless another one is asked for, or another program has it.
_PORT = 8000


def serve(arguments: Sequence[str]) -> int:
    """``planner serve [--port N]``: serve the app until ctrl+c.

    Raises:
        CommandFailed: The extra is missing, the port is taken, or the words are others.
    """
    port = _port(arguments)
    try:
        from planner.cli.web_server import WebServer
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("planner"):
            raise
        raise CommandFailed(
            "planner serve needs an extra part: pip install 'conference-planner[web]'."
        ) from missing
    listening = _listen(port)
    server = WebServer(ADDRESS, listening.getsockname()[1])
    say(f"planner is at {server.url}")
    say("Only this machine can reach it, with that address alone; ctrl+c ends it.")
    server.run(listening)
    return 0


def _port(arguments: Sequence[str]) -> int | None:
    """Return the port of ``--port N`` or ``--port=N``, None without one.

    Raises:
        CommandFailed: The words are others, or it is no port.
    """
    words = [part for word in arguments for part in word.split("=", 1)]
    if not words:
        return None
    if words[0] in ("--host", "--address"):
        raise CommandFailed(
            f"planner serve listens on {ADDRESS} only: your notes are nobody else's. From another "
            f"machine: ssh -L {_PORT}:{ADDRESS}:{_PORT} HOST planner serve --port {_PORT}",
            code=2,
        )
    if len(words) != 2 or words[0] != "--port":
        raise CommandFailed(_USAGE, code=2)
    if not (words[1].isascii() and words[1].isdigit() and 1024 <= int(words[1]) <= 65535):
        raise CommandFailed(f"{words[1]!r} is no port: give one from 1024 to 65535.", code=2)
    return int(words[1])


def _listen(port: int | None) -> socket.socket:
    """Return a socket on the loopback address, on any free port where none was asked for.

    Raises:
        CommandFailed: The port that was asked for is taken.
    """
    with contextlib.suppress(OSError):
        return socket.create_server((ADDRESS, port or _PORT))
    if port is not None:
        raise CommandFailed(f"port {port} is taken by another program: give another --port.")
    return socket.create_server((ADDRESS, 0))
