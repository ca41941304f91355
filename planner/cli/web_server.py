"""Serves the app to browsers on this machine: who may ask, and what they get.

The terminal in the page and the app's process behind it are textual-serve's
(https://github.com/Textualize/textual-serve). Its own page is not used, since it
asks another host for a font; nor is its server as it stands, which answers
whoever asks.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import logging
import secrets
import shlex
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from string import Template

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_Write = Callable[[bytes], Awaitable[None]]
_PAGE = Path(__file__).with_name("web_page.html")
#: What each browser tab runs: the app, drawing for the page.
_APP = "from planner.cli.main import main; raise SystemExit(main([]))"
#: Seconds that open tabs have at the end; the apps behind them are told to leave after that.
_GRACE = 0.5
#: No screen shows more cells; an app that drew more of them would fill the memory.
_WIDEST, _HIGHEST = 2_000, 1_000
_REFUSED = "This address is not for you. Open the one that planner serve printed.\n"


class WebServer(Server):
    """The app for browsers on this machine that know the address with its token.

    Args:
        address: The address of the socket on which it will listen.
        port: Its port.

    Attributes:
        url: The address to open; it holds the token.
    """

    def __init__(self, address: str, port: int) -> None:
        command = f"exec {shlex.quote(sys.executable)} -P -c {shlex.quote(_APP)}"
        super().__init__(command, host=address, port=port, title="planner")
        self._host = f"{address}:{port}"
        self._origin = f"http://{self._host}"
        self._token = secrets.token_urlsafe(24)
        # A cookie is sent to every port of an address (RFC 6265, section 8.5), where other users
        # may listen; but only below its path, and nobody else knows this one.
        self._home = f"/{secrets.token_urlsafe(12)}/"
        self._cookie = f"planner-{port}"
        self.url = f"{self._origin}/?token={self._token}"

    def run(self, listening: socket.socket) -> None:
        """Serve until the program is interrupted."""
        # Whatever a page sends is not for the terminal.
        log = logging.getLogger("textual-serve")
        log.addHandler(logging.NullHandler())
        log.propagate = False
        web.run_app(
            self.application(),
            sock=listening,
            print=lambda *_: None,
            access_log=None,
            shutdown_timeout=_GRACE,
        )

    def application(self) -> web.Application:
        """Return what answers requests; nothing passes that :meth:`_guarded` refuses."""
        application = web.Application(middlewares=[self._guard])
        application.add_routes(
            [
                web.get(self._home, self._page),
                web.get(f"{self._home}ws", self.handle_websocket),
                web.get(f"{self._home}download/{{key}}", self.handle_download),
                web.static(f"{self._home}static", self.statics_path),
            ]
        )
        application.on_response_prepare.append(self._forbid_others)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Answer only who asks by the right name, from the right page, with the token."""
        if request.headers.getall("Host", []) != [self._host]:
            raise web.HTTPForbidden(text=_REFUSED)
        origin = request.headers.get("Origin")
        is_socket = "Upgrade" in request.headers or request.path.endswith("/ws")
        # Browsers always name the origin of a WebSocket (RFC 6455, section 10.2).
        if origin != self._origin if is_socket else origin not in (None, self._origin):
            raise web.HTTPForbidden(text=_REFUSED)
        if request.path == "/" and self._is_token(request.query.get("token", "")):
            # The token leaves the address bar, and stays with the browser until that is closed.
            arrived = web.HTTPSeeOther(self._home)
            arrived.set_cookie(
                self._cookie, self._token, path=self._home, httponly=True, samesite="Strict"
            )
            raise arrived
        if not self._is_token(request.cookies.get(self._cookie, "")):
            raise web.HTTPForbidden(text=_REFUSED)
        if is_socket and not _is_size(request.query):
            raise web.HTTPBadRequest(text="That is no size of a terminal.\n")
        return await handler(request)

    async def _process_messages(
        self, websocket: web.WebSocketResponse, app_service: AppService
    ) -> None:
        """Hand to an app what its page sends; what no page of ours sends is passed over."""
        app_service.remote_write_bytes = _unless_gone(app_service.remote_write_bytes)
        async for message in websocket:
            if message.type is not WSMsgType.TEXT:
                continue
            match _read(message.data):
                case ["stdin", str(typed)]:
                    # Half a character, as JSON can say it, is none.
                    await app_service.send_bytes(typed.encode("utf-8", "replace"))
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await app_service.set_terminal_size(
                        min(max(1, width), _WIDEST), min(max(1, height), _HIGHEST)
                    )
                case ["ping", str() | int() | float() | None as said]:
                    await websocket.send_json(["pong", said])
                case ["focus", *_]:
                    await app_service.focus()
                case ["blur", *_]:
                    await app_service.blur()

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    async def _page(self, _: web.Request) -> web.Response:
        nonce = secrets.token_urlsafe(16)
        page = Template(_PAGE.read_text(encoding="utf-8"))
        socket_url = f"ws://{self._host}{self._home}ws"
        response = web.Response(
            text=page.substitute(nonce=nonce, socket=socket_url, home=self._home),
            content_type="text/html",
        )
        # https://www.w3.org/TR/CSP3/ The terminal writes its own style elements.
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src {self._origin}{self._home}static/js/ "
            f"'nonce-{nonce}'; "
            f"style-src {self._origin}{self._home}static/css/ 'unsafe-inline'; font-src 'self'; "
            f"img-src 'self' data:; connect-src {socket_url}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return response

    async def _forbid_others(self, _: web.Request, response: web.StreamResponse) -> None:
        """Say that no other page may hold, read or keep what is answered."""
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'")
        response.headers["Cache-Control"] = "no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"


def _unless_gone(write: _Write) -> _Write:
    """Return what writes to a tab, and takes in silence what comes when that is closed.

    An error would end the reading, and an app whose last frames nobody reads waits for ever.
    """

    async def written(content: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            await write(content)

    return written


def _is_size(query: Mapping[str, str]) -> bool:
    """Whether the columns and lines that a page asks for, if it does, can be drawn."""
    for name, most in (("width", _WIDEST), ("height", _HIGHEST)):
        asked = query.get(name, "1")
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= most):
            return False
    return True


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
