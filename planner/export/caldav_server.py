"""One request to a CalDAV server, and its answer: capped, timed, never redirected.

Every answer is foreign: it is capped while it streams, its XML may declare no
entities, and no redirect is followed, so that nobody else is ever shown the
password.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from planner import __version__
from planner.export.caldav_account import CaldavFailed, Password
from planner.schedule.text import clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import httpx

#: Seconds without an answer, and for one answer altogether.
SILENCE = 10.0
OVERALL = 60.0
#: The largest answer that is read, in bytes.
MAX_BYTES = 64 << 20

_DAV = "{DAV:}"


class Answer(NamedTuple):
    """An answer as it came; ``etag``, ``location`` and ``challenge`` are its headers."""

    status: int
    reason: str
    etag: str | None
    location: str | None
    challenge: str
    body: bytes


class Server:
    """A server that one signs in at; its requests block, so never on an event loop.

    Proxies and certificates that the environment names hold, except for this
    machine's own addresses. A server's certificate is always verified.

    Args:
        address: The calendar that messages name, as
            :func:`planner.export.caldav_account.calendar_address` gives it.
        user: The name to sign in with.
        password: Its password.
        transport: What carries the requests, by default the network.
    """

    def __init__(
        self,
        address: str,
        user: str,
        password: Password,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        import httpx

        self.address = address
        self._user = user
        self._password = password
        self._is_basic = True
        try:
            self._client = httpx.Client(
                transport=transport,
                auth=httpx.BasicAuth(user, password.reveal()),
                follow_redirects=False,
                timeout=SILENCE,
                trust_env=urlsplit(address).scheme == "https",
                headers={
                    "User-Agent": f"conference-planner/{__version__}",
                    # Nothing that would have to be unpacked, so that nothing bursts.
                    "Accept-Encoding": "identity",
                },
            )
        except (ValueError, ImportError, OSError) as error:
            raise self.failed(
                "the proxy or the certificates that the environment names cannot be used",
                "Set them right",
            ) from error

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    @property
    def shown(self) -> str:
        """The calendar's address as messages show it."""
        return clean(self.address)[:300]

    def ask(self, method: str, address: str, body: str | bytes = b"", **headers: str) -> Answer:
        """Return the server's answer, whatever its status.

        Args:
            method: Of HTTP, WebDAV or CalDAV.
            address: What it is about.
            body: Text is XML; bytes are whatever the headers say.
            headers: Further ones by name.

        Raises:
            CaldavFailed: There is no whole answer.
        """
        content = body.encode() if isinstance(body, str) else body
        if isinstance(body, str):
            headers["Content-Type"] = "application/xml; charset=utf-8"
        answer = self._carry(method, address, content, headers)
        challenge = answer.challenge.lower()
        wants_digest = "digest" in challenge and "basic" not in challenge
        if answer.status == 401 and wants_digest and self._is_basic:
            self._sign_in_by_digest()
            answer = self._carry(method, address, content, headers)
        return answer

    def _sign_in_by_digest(self) -> None:
        """Go on as a server wants that takes no password as it is (RFC 7616)."""
        import httpx

        self._is_basic = False
        self._client.auth = httpx.DigestAuth(self._user, self._password.reveal())

    def _carry(
        self, method: str, address: str, content: bytes, headers: Mapping[str, str]
    ) -> Answer:
        import httpx

        again = "Try again later; what was done stays done"
        try:
            with self._client.stream(method, address, content=content, headers=headers) as response:
                return self._read(response)
        except httpx.TimeoutException as error:
            raise self.failed("the server does not answer", again) from error
        except httpx.ProxyError as error:
            raise self.failed("the proxy refuses", again) from error
        except httpx.ConnectError as error:
            if "CERTIFICATE" in str(error):
                why = "its server cannot prove who it is (certificate)"
                raise self.failed(why, "Ask whoever runs it") from error
            if "SSL" in str(error):
                why = "its server does not speak https there"
                raise self.failed(why, "Look at the address") from error
            why = "its server cannot be reached (is this machine online?)"
            raise self.failed(why, again) from error
        except httpx.TransportError as error:
            raise self.failed("the connection breaks off", again) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise self.failed("that is no address", "Look at how it is written") from error

    def _read(self, response: httpx.Response) -> Answer:
        deadline = time.monotonic() + OVERALL
        content = bytearray()
        for piece in response.iter_raw():
            content += piece
            if len(content) > MAX_BYTES:
                what = "Use a calendar of its own"
                raise self.failed(f"it answers more than {MAX_BYTES >> 20} MiB", what)
            if time.monotonic() > deadline:
                raise self.failed(f"it takes more than {OVERALL:.0f} seconds", "Try again later")
        return Answer(
            response.status_code,
            clean(response.reason_phrase)[:40],
            mark(response.headers.get("ETag")),
            response.headers.get("Location"),
            response.headers.get("WWW-Authenticate", ""),
            bytes(content),
        )

    def expect(self, answer: Answer, *statuses: int) -> None:
        """Let an answer with one of these statuses pass.

        Raises:
            CaldavFailed: It has another, in words.
        """
        code = answer.status
        if code in statuses:
            return
        if code == 401:
            kinds = answer.challenge.lower()
            if kinds and "basic" not in kinds and "digest" not in kinds:
                raise self.failed(
                    "its server wants another kind of sign-in than by name and password",
                    "See whether it has passwords for single apps",
                )
            raise self.failed(
                f"its server does not take the name {clean(self._user)[:80]!r} with this password",
                "Look at --user, and at the password in the keyring or in PLANNER_CALDAV_PASSWORD",
            )
        if 300 <= code < 400:
            onto = clean(answer.location or "elsewhere")[:300]
            raise self.failed(f"it leads on to {onto}", "Give that address if you trust it")
        what = {
            403: ("its server forbids it", "See whether you may write there"),
            404: ("it is no longer there", "--create makes it anew"),
            409: ("it is no longer there", "--create makes it anew"),
            405: ("its server does not do that there", "Look at the address"),
            507: ("its server has no room left", "Make room there"),
        }.get(code)
        why, way_out = what or (f"its server answers {code} {answer.reason}".rstrip(), "Try later")
        raise self.failed(why, way_out)

    def kinds(self, answer: Answer) -> list[Element]:
        """Return what an answer says its resource is (RFC 4918 section 15.9)."""
        return [each for kind in self.xml(answer).iter(f"{_DAV}resourcetype") for each in kind]

    def xml(self, answer: Answer) -> Element:
        """Return an answer's body as XML.

        Raises:
            CaldavFailed: It is none, or declares entities.
        """
        from xml.etree.ElementTree import ParseError

        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        try:
            root: Element = fromstring(answer.body, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            why = "what answers there is no calendar server"
            raise self.failed(why, "Look at the address") from error
        return root

    def failed(self, why: str, way_out: str) -> CaldavFailed:
        """Return the failure that names the calendar, why, and the way out."""
        return CaldavFailed(f"{self.shown} cannot be synced: {why}. {way_out}.")


def mark(text: str | None) -> str | None:
    """Return a mark that can be sent back, None for what is none."""
    text = (text or "").strip()
    return text if text and len(text) < 500 and text.isascii() and text.isprintable() else None
