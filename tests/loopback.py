"""A web server on this machine for tests, whose every answer a test can spoil."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answering(BaseHTTPRequestHandler):
    """One request, handed to the server's answer for its path."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Let the path's answer write to the connection; one that has none is a 404."""
        self.server.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            self.server.answers.get(self.path, status(404))(self)

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002
        """Say nothing."""


#: Writes status, headers and body of one answer.
Answer = Callable[[Answering], None]


class Server(ThreadingHTTPServer):
    """The server; ``answers`` by path, and what was ``asked``: paths with their headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        #: Set at the end, so that no answer that waits outlives its test.
        self.over = threading.Event()

    def at(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.server_port}{path}"


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Serve until left."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """Answer with a status, headers (``retry_after`` is ``Retry-After``) and a body."""

    def answer(to: Answering) -> None:
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        to.send_response(code)
        for name, value in ({"Content-Length": str(len(body))} | named).items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)

    return answer


def found(body: bytes, **headers: str) -> Answer:
    """Answer with a file."""
    return status(200, body, **headers)


def redirect(location: str, code: int = 302) -> Answer:
    """Lead on to another address."""
    return status(code, location=location)


def marked(body: bytes, etag: str, modified: str) -> Answer:
    """Answer with a file, or that it has not changed (RFC 9110, section 13.2.2)."""

    def answer(to: Answering) -> None:
        known = to.headers.get("If-None-Match")
        same = known == etag if known else to.headers.get("If-Modified-Since") == modified
        if same:
            to.send_response(304)
            to.end_headers()
        else:
            found(body, etag=etag, last_modified=modified)(to)

    return answer


def in_turn(*answers: Answer) -> Answer:
    """Give one answer after the other, the last for ever."""
    left = list(answers)

    def answer(to: Answering) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(to)

    return answer


def cut(body: bytes, after: int, **headers: str) -> Answer:
    """Announce a file and break off in its middle."""

    def answer(to: Answering) -> None:
        to.send_response(200)
        for name, value in ({"content_length": str(len(body))} | headers).items():
            to.send_header(name.replace("_", "-").title(), value)
        to.end_headers()
        to.wfile.write(body[:after])

    return answer


def endless(piece: bytes) -> Answer:
    """Send the same piece again and again, a hundred times a second, until the test is over."""

    def answer(to: Answering) -> None:
        to.send_response(200)
        to.end_headers()
        while not to.server.over.wait(0.01):
            to.wfile.write(piece)
            to.wfile.flush()

    return answer
