"""A headless Chromium, spoken to over a pipe by the Chrome DevTools Protocol.

https://chromedevtools.github.io/devtools-protocol/ With ``--remote-debugging-pipe``
the browser reads commands at its file descriptor 3 and answers at 4, each a JSON
object that a NUL ends. No port is opened, and nothing but the browser is needed.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    *("--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--no-first-run"),
    *("--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-extensions", "--mute-audio"),
    # Whatever would leave this machine finds no address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_FRAME = "Network.webSocketFrameReceived"
#: What xterm.js warns of on a busy machine: a frame took longer than it had planned.
_BUSY = "task queue exceeded allotted deadline"
#: So long, in seconds, the browser may take for an answer.
_PATIENCE = 30.0


def program() -> str | None:
    """Return the browser's path, None where there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


class Chromium:
    """A browser with a profile of its own, ended with the ``with`` block.

    Attributes:
        requests: The addresses that were asked for, in order.
        errors: What was thrown, refused by the page's policy, or logged as an error.
    """

    def __init__(self, folder: Path) -> None:
        found = program()
        assert found is not None, "No Chromium is installed."
        self._number = 0
        self._rest = b""
        self._events: list[dict[str, Any]] = []
        self._target = ""
        self.requests: list[str] = []
        self.errors: list[str] = []
        to_read, self._to = os.pipe()
        self._of, to_write = os.pipe()
        # The descriptors 3 and 4 are given by a shell, since Python's own may be those already.
        script = f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}'
        self._process = subprocess.Popen(
            ["bash", "-c", script, found, *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
            pass_fds=(to_read, to_write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        page = self._send("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self._send("Target.attachToTarget", {"targetId": page, "flatten": True})
        self._target = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._write("Browser.close", {})
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._to)
        os.close(self._of)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the answer to a command about the page."""
        return self._send(method, parameters)

    def open(self, path: Path) -> None:
        """Load a file, or load it again, and wait until it stands."""
        self._load("Page.navigate", url=path.as_uri())

    def visit(self, address: str) -> None:
        """Load an address of this machine, and wait until it stands."""
        self._load("Page.navigate", url=address)

    def press(self, key: str, text: str = "") -> None:
        """Press a key by the name that the DOM gives it; ``text`` is what it types."""
        code = {"Enter": 13, "Escape": 27}.get(key, ord(text.upper()) if text else 0)
        given = {"key": key, "text": text, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", **given)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def frames(self, seconds: float) -> Iterator[bytes]:
        """Yield what WebSockets of the page receive in bytes, for at most so many seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            # An answer lets every event that came before it be read.
            self.run("0")
            for message in [each for each in self._events if each["method"] == _FRAME]:
                self._events.remove(message)
                response = message["params"]["response"]
                if response["opcode"] == 2:
                    yield base64.b64decode(response["payloadData"])
            yield b""

    def reload(self) -> None:
        """Load the page anew."""
        self._load("Page.reload")

    def run(self, expression: str) -> Any:
        """Return what an expression of JavaScript comes to in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.call("Input.insertText", text=text)

    def look(self, width: int, height: int, *, dark: bool = False, touch: bool = True) -> None:
        """Show the page at a size in CSS pixels, light or dark."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=touch,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self) -> bytes:
        """Return what is shown as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def pdf(self) -> bytes:
        """Return the page as it is printed, on the paper that its style names."""
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(answer["data"])

    def _load(self, method: str, **parameters: Any) -> None:
        self._events.clear()
        self.call(method, **parameters)
        self._await(lambda event: event["method"] == "Page.loadEventFired")

    def _send(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        number = self._write(method, parameters)
        answer = self._await(lambda message: message.get("id") == number)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _write(self, method: str, parameters: dict[str, Any]) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._target:
            message["sessionId"] = self._target
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data) :]
        return self._number

    def _await(self, is_wanted: Any) -> dict[str, Any]:
        for message in self._events:
            if is_wanted(message):
                return message
        for message in self._messages():
            self._note(message)
            if is_wanted(message):
                return message
        raise AssertionError("The browser ended.")

    def _messages(self) -> Iterator[dict[str, Any]]:
        until = time.monotonic() + _PATIENCE
        while True:
            while b"\0" in self._rest:
                message, self._rest = self._rest.split(b"\0", 1)
                yield json.loads(message)
            ready, _, _ = select.select([self._of], [], [], max(0, until - time.monotonic()))
            if not ready:
                raise AssertionError(f"The browser gave no answer in {_PATIENCE:.0f} s.")
            data = os.read(self._of, 1 << 16)
            if not data:
                return
            self._rest += data

    def _note(self, message: dict[str, Any]) -> None:
        method, given = message.get("method"), message.get("params", {})
        if method is None:
            return
        message.setdefault("method", method)
        self._events.append(message)
        if method == "Network.requestWillBeSent":
            self.requests.append(given["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(str(given["exceptionDetails"]))
        elif method == "Log.entryAdded" and given["entry"]["level"] == "error":
            self.errors.append(given["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and given["type"] in ("error", "warning"):
            self.errors += [said for said in [str(given["args"])] if _BUSY not in said]


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """Run a browser whose profile lies in ``folder``."""
    with Chromium(folder) as browser:
        yield browser
