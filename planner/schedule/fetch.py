"""Fetching a schedule file from its address: politely, within limits, and never by surprise."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from planner import __version__
from planner.schedule.fetch_failure import (
    Cancelled,
    FetchFailed,
    failed,
    refuse_unsafe,
    shown,
    transport_words,
    untrusted,
)
from planner.schedule.limits import MAX_BYTES
from planner.schedule.text import clean

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS = 5
#: Seconds without an answer, and for everything together, retries and waits included.
SILENCE = 10.0
OVERALL = 60.0
#: Seconds to wait before the second, third and fourth attempt.
PAUSES = (0.5, 1.0, 2.0)
#: The longest that a server may ask us to wait, in seconds.
LONGEST_WAIT = 10.0


class Held(NamedTuple):
    """How the server marked the file that is in hand: ETag and Last-Modified, to the letter."""

    etag: str | None = None
    modified: str | None = None


class Fetched(NamedTuple):
    """A file as it came.

    Attributes:
        content: Its bytes, decompressed, at most :data:`~planner.schedule.limits.MAX_BYTES`.
        address: Where it was found in the end, after redirects.
        etag: The server's ``ETag``, None if it gave none.
        modified: The server's ``Last-Modified`` as it stood, None if it gave none.
    """

    content: bytes
    address: str
    etag: str | None
    modified: str | None


def _no_progress(received: int, total: int | None) -> None:
    pass


def _never() -> bool:
    return False


def fetch(
    address: str,
    held: Held | None = None,
    progress: Callable[[int, int | None], None] = _no_progress,
    cancelled: Callable[[], bool] = _never,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    limit: int = MAX_BYTES,
    transport: httpx.BaseTransport | None = None,
) -> Fetched | None:
    """Return the file at ``address``, None if it is still the one in hand.

    Blocks for at most about a minute; to be called beside the event loop.
    Proxies and certificates named in the environment (``HTTPS_PROXY``,
    ``SSL_CERT_FILE``) hold; the server's certificate is always verified.

    Args:
        address: An http or https address.
        held: How the file in hand was marked when it was fetched; the server
            is asked for it only if it changed since (RFC 9110, section 13).
        progress: Called with the bytes received so far, as they travelled,
            and how many there will be, None if the server did not say.
        cancelled: Asked between pieces and before every wait.
        clock: Seconds that only go forward.
        sleep: Waits for so many seconds.
        limit: The largest file in bytes, before and after decompression.
        transport: What carries the requests, by default the network.

    Raises:
        FetchFailed: The file is not to be had.
        Cancelled: ``cancelled`` said so.
    """
    import httpx

    errand = _Errand(address, held or Held(), progress, cancelled, clock, sleep, limit)
    refuse_unsafe(address, None, address)
    try:
        client = httpx.Client(
            transport=transport,
            follow_redirects=False,
            headers={
                "User-Agent": f"conference-planner/{__version__}",
                "Accept": "application/json, application/xml, text/calendar, */*;q=0.5",
                # Only what can be unpacked piece by piece, so that no piece bursts.
                "Accept-Encoding": "gzip",
            },
        )
    except (ValueError, ImportError, OSError) as error:
        why = "the proxy or the certificates that the environment names cannot be used"
        raise errand.failed(why) from error
    with client:
        for pause in (*PAUSES, None):
            try:
                return errand.run(client)
            except _TryAgain as again:
                if pause is None:
                    raise errand.failed(again.why) from again.__cause__
                errand.wait(pause if again.seconds is None else again.seconds, again.why)
    raise AssertionError("the last attempt returns or raises")


class _TryAgain(Exception):  # noqa: N818 - what to do, not what went wrong
    """An attempt failed in a way that may pass; ``seconds``: the wait that the server asks for."""

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.seconds = seconds


class _Errand:
    """A fetch with what all its attempts share: the time it may take, and whom to tell."""

    def __init__(
        self,
        address: str,
        held: Held,
        progress: Callable[[int, int | None], None],
        cancelled: Callable[[], bool],
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        limit: int,
    ) -> None:
        self.address = address
        self.held = held
        self.progress = progress
        self.cancelled = cancelled
        self.clock = clock
        self.sleep = sleep
        self.limit = limit
        self.deadline = clock() + OVERALL

    def run(self, client: httpx.Client) -> Fetched | None:
        """Follow the address through its redirects to a file, None if that has not changed."""
        import httpx

        address = self.address
        for _ in range(MAX_REDIRECTS + 1):
            self.check()
            try:
                # Each step may use what is left of the whole time, so that none outlives it.
                left = min(SILENCE, max(0.1, self.deadline - self.clock()))
                with client.stream(
                    "GET", address, headers=self.conditions(), timeout=left
                ) as response:
                    if response.status_code == httpx.codes.NOT_MODIFIED:
                        if self.conditions():
                            return None
                        raise self.failed("the server says it has not changed, but none is here")
                    if not response.has_redirect_location:
                        self.refuse_status(response)
                        return Fetched(
                            self.body(response),
                            address,
                            response.headers.get("ETag"),
                            response.headers.get("Last-Modified"),
                        )
                    address = self.redirected(address, response.headers["Location"])
            except httpx.TimeoutException as error:
                raise _TryAgain("the server does not answer") from error
            except httpx.ProxyError as error:
                raise self.failed("the proxy refuses") from error
            except httpx.TransportError as error:
                if untrusted(error):
                    why = "its server cannot prove who it is (certificate)"
                    raise self.failed(why) from error
                raise _TryAgain(transport_words(error)) from error
            except (httpx.InvalidURL, UnicodeError) as error:
                raise self.failed("that is no address, or leads on to none") from error
        raise self.failed(f"it leads on through more than {MAX_REDIRECTS} other addresses")

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the file only if it changed (RFC 9110, section 13.1)."""
        asked = {"If-None-Match": self.held.etag, "If-Modified-Since": self.held.modified}
        return {
            name: value
            for name, value in asked.items()
            if value and value.isascii() and value.isprintable()
        }

    def redirected(self, address: str, location: str) -> str:
        try:
            target = urljoin(address, location)
            refuse_unsafe(target, address, self.address)
        except ValueError as error:
            raise self.failed("it leads on to what is no address") from error
        return target

    def refuse_status(self, response: httpx.Response) -> None:
        code = response.status_code
        why = f"the server answers {code} {clean(response.reason_phrase)[:40]}".rstrip()
        if code == 429 or code >= 500:
            asked = _seconds(response.headers.get("Retry-After"))
            if asked is not None and asked > LONGEST_WAIT:
                raise self.failed(f"{why} and asks to come back in {asked:,.0f} seconds")
            if asked is None and code == 429:
                raise self.failed(why)
            raise _TryAgain(why, asked)
        if code != 200:
            raise self.failed(why)

    def body(self, response: httpx.Response) -> bytes:
        """Return the file's bytes, unpacked, counting both forms of them as they come."""
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip"):
            raise self.failed(
                f"it comes packed as {clean(encoding)[:40]!r}, which was not asked for"
            )
        announced = response.headers.get("Content-Length", "")
        total = int(announced) if announced.isascii() and announced.isdecimal() else None
        if total is not None and total > self.limit:
            raise self.too_large()
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in encoding else None
        content = bytearray()
        received = 0
        for piece in response.iter_raw():
            self.check()
            received += len(piece)
            try:
                # One byte more than may come tells that there is more.
                content += (
                    piece
                    if unpack is None
                    else unpack.decompress(piece, self.limit + 1 - len(content))
                )
            except zlib.error as error:
                raise _TryAgain("the file comes garbled") from error
            if max(received, len(content)) > self.limit:
                raise self.too_large()
            self.progress(received, total)
        if unpack is not None and not unpack.eof:
            raise _TryAgain("the file breaks off")
        return bytes(content)

    def wait(self, seconds: float, why: str) -> None:
        """Wait, in steps short enough for a cancel to be felt at once."""
        if self.clock() + seconds > self.deadline:
            raise self.failed(why)
        while seconds > 0:
            self.check()
            step = min(seconds, 0.1)
            self.sleep(step)
            seconds -= step

    def check(self) -> None:
        if self.cancelled():
            raise Cancelled(f"{shown(self.address)} was not fetched: cancelled.")
        if self.clock() > self.deadline:
            raise self.failed(f"it takes more than {OVERALL:.0f} seconds")

    def too_large(self) -> FetchFailed:
        return FetchFailed(
            f"{shown(self.address)} cannot be fetched: it is larger than "
            f"{self.limit / (1 << 20):,.0f} MiB, more than planner reads; ask for a smaller file."
        )

    def failed(self, why: str) -> FetchFailed:
        return failed(self.address, why)


def _seconds(retry_after: str | None) -> float | None:
    """Return how long a server asks to wait (RFC 9110, section 10.2.3), None if it does not say."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
