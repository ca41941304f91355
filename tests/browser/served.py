"""A running ``planner serve``, and requests to it as any program of this machine makes them."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
from pathlib import Path
from typing import Self

from tests.conftest import Installed


class Served:
    """``planner serve`` on some free port, ended with the ``with`` block.

    Attributes:
        address: The address that it printed, with its token.
        host: Address and port, as a request's Host names them.
        said: What it printed at its end.
    """

    def __init__(self, installed: Installed, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [installed.program, "serve", *words],
            env=installed.environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said = ""
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        found = re.search(r"http://(127\.0\.0\.1:(\d+))/\?token=(\S+)", line)
        assert found is not None, line
        self.address, self.host, self.token = found.group(), found[1], found[3]
        self.port = int(found[2])
        #: The path below which everything lies, for a browser that came with the token.
        self.home = self.ask(f"/?token={self.token}").getheader("Location") or ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.said = "".join(self.process.communicate(timeout=20))

    @property
    def cookie(self) -> str:
        """The cookie of a browser that came with the token."""
        return f"planner-{self.port}={self.token}"

    def ask(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """Return the answer to a request; ``Host`` is right unless another one is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(
            "GET", path, headers={"Host": self.host, "Connection": "close"} | headers
        )
        answer = connection.getresponse()
        if answer.status != http.client.SWITCHING_PROTOCOLS:
            answer.read()
        connection.close()
        return answer
