"""``planner serve``: who is answered, and what is said where it cannot serve."""

from __future__ import annotations

import json
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.workspace.fault import kept_reports
from tests.browser.served import Served
from tests.cli.conftest import Run
from tests.conftest import Installed

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with Served(Installed(folder), folder) as running:
        yield running


def test_the_token_is_taken_once_and_kept_by_the_browser(served: Served) -> None:
    arrived = served.ask(f"/?token={served.token}")
    assert arrived.status == 303
    assert arrived.getheader("Location") == served.home
    kept = arrived.getheader("Set-Cookie") or ""
    # A cookie goes to every port of the machine; but where it may go nobody else knows.
    assert f"Path={served.home};" in f"{kept};"
    assert len(served.home) > 12
    assert kept.startswith(served.cookie)
    assert "HttpOnly" in kept
    assert "SameSite=Strict" in kept
    page = served.ask(served.home, Cookie=served.cookie)
    assert page.status == 200
    policy = page.getheader("Content-Security-Policy") or ""
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.getheader("Referrer-Policy") == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=no", "/?token=%C3%A4", "/ws"])
def test_nobody_is_answered_without_the_token(served: Served, path: str) -> None:
    assert served.ask(path, Origin=f"http://{served.host}").status == 403
    below = served.home + path[1:]
    assert served.ask(below, Origin=f"http://{served.host}").status == 403


@pytest.mark.parametrize("path", ["static/js/textual.js", "static/", "download/0", "anything"])
def test_nothing_else_is_given_away_without_it_either(served: Served, path: str) -> None:
    for below in (f"/{path}", served.home + path):
        assert served.ask(below).status == 403
        assert served.ask(below, Cookie=f"planner-{served.port}=no").status == 403


@pytest.mark.parametrize("name", ["evil.example", "localhost", "127.0.0.1.evil.example", "[::1]"])
def test_a_name_that_was_made_to_point_here_is_refused(served: Served, name: str) -> None:
    asked = {"Host": f"{name}:{served.port}", "Cookie": served.cookie}
    assert served.ask(served.home, **asked).status == 403
    assert served.ask(f"/?token={served.token}", **asked).status == 403
    assert (
        served.ask(f"{served.home}ws", Origin=f"http://{served.host}", **asked, **UPGRADE).status
        == 403
    )


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", ""])
def test_a_foreign_page_opens_no_socket(served: Served, origin: str) -> None:
    foreign = {"Origin": origin} if origin else {}
    assert served.ask(f"{served.home}ws", Cookie=served.cookie, **foreign, **UPGRADE).status == 403
    if origin:
        assert served.ask(served.home, Cookie=served.cookie, **foreign).status == 403


def test_folders_are_not_listed_nor_left(served: Served) -> None:
    for path in ("static/", "static/js/", "static/../server.py", "static/%2e%2e/server.py"):
        assert served.ask(served.home + path, Cookie=served.cookie).status in (403, 404)
    assert served.ask(f"{served.home}download/0", Cookie=served.cookie).status == 404


def test_only_the_loopback_address_listens(served: Served) -> None:
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", served.port)) != 0


def _opened(served: Served) -> socket.socket:
    """Open a tab's WebSocket, and wait until its app draws."""
    own = {"Host": served.host, "Cookie": served.cookie, "Origin": f"http://{served.host}"}
    lines = [f"{name}: {value}" for name, value in (own | UPGRADE).items()]
    tab = socket.create_connection(("127.0.0.1", served.port), timeout=30)
    tab.sendall(
        "\r\n".join([f"GET {served.home}ws?width=80&height=24 HTTP/1.1", *lines, "", ""]).encode()
    )
    received = b""
    while b"to choose from" not in received:
        part = tab.recv(1 << 16)
        assert part, received
        received += part
    assert received.startswith(b"HTTP/1.1 101")
    return tab


def _send(tab: socket.socket, message: object) -> None:
    """Send a page's message as one frame (RFC 6455, section 5.2), masked with zeros."""
    content = json.dumps(message).encode()
    tab.sendall(b"\x81\xfe" + len(content).to_bytes(2, "big") + bytes(4) + content)


@pytest.mark.parametrize("asked", ["width=1000000000", "height=0", "width=-1", "width=%C2%B2"])
def test_a_size_that_no_screen_has_is_refused(served: Served, asked: str) -> None:
    own = {"Cookie": served.cookie, "Origin": f"http://{served.host}"}
    assert served.ask(f"{served.home}ws?{asked}", **own, **UPGRADE).status == 400


def test_what_no_page_sends_changes_nothing(served: Served) -> None:
    with _opened(served) as tab:
        for width, height in ((None, None), ("a", "b"), (10**9, 10**9), (-5, 0), (80.5, 24)):
            _send(tab, ["resize", {"width": width, "height": height}])
        odd: list[object] = [
            {},
            [],
            5,
            ["stdin", None],
            ["stdin", "\ud83d"],
            ["resize", {}],
            ["no"],
        ]
        for message in odd:
            _send(tab, message)
        _send(tab, ["resize", {"width": 80, "height": 24}])
        _send(tab, ["ping", "still there"])
        received = b""
        while b"still there" not in received:
            part = tab.recv(1 << 16)
            assert part, received[-2000:]
            received = received[-20:] + part


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_tab_closed_while_its_app_draws_much_leaves_no_app(served: Served) -> None:
    with _opened(served) as tab:
        (app,) = _children(served.process.pid)
        _send(tab, ["resize", {"width": 2000, "height": 1000}])
        _wait_until_idle(app)  # In the midst of it: nobody reads what it draws.
    until = time.monotonic() + 10
    while app.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not app.exists()


def _wait_until_idle(process: Path) -> None:
    """Wait until a process has used no processor for half a second, after it used some."""
    before, since, begun = -1, time.monotonic(), _used(process)
    while (used := _used(process)) != before or time.monotonic() - since < 0.5 or used == begun:
        if used != before:
            before, since = used, time.monotonic()
        time.sleep(0.02)


def _used(process: Path) -> int:
    """Return a process's time in user and system mode, in clock ticks (proc(5))."""
    fields = (process / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _children(pid: int) -> list[Path]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [Path("/proc") / child for child in told.split()]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_app_leaves_with_its_server(
    installed: Installed, tmp_path: Path, ending: signal.Signals
) -> None:
    with Served(installed, tmp_path) as running, _opened(running):
        (app,) = _children(running.process.pid)
        running.process.send_signal(ending)
        running.process.wait(20)
        until = time.monotonic() + 20
        while app.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert not app.exists()
    assert "Traceback" not in running.said
    assert kept_reports(installed.places) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--port", "80"), "'80' is no port"),
        (("--port", "x"), "'x' is no port"),
        (("--host", "::"), "listens on 127.0.0.1 only"),
        (("--port",), "usage: planner serve [--port N]"),
    ],
)
def test_other_words_are_wrong_usage(run: Run, words: tuple[str, ...], sentence: str) -> None:
    ran = run("serve", *words)
    assert ran.code == 2
    assert sentence in ran.sentence


def test_a_port_that_is_taken_is_said(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        ran = run("serve", f"--port={other.getsockname()[1]}")
    assert ran.code == 1
    assert "is taken by another program" in ran.sentence


def test_without_the_extra_it_says_how_to_get_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "planner.cli.web_server", raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    ran = run("serve")
    assert ran.code == 1
    assert "pip install 'conference-planner[web]'" in ran.sentence
