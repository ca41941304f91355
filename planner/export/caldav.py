"""One calendar on a CalDAV server: what of ours it holds, one entry put, one taken away.

Five requests of WebDAV and CalDAV (RFC 4918, RFC 4791) are all that it takes.
Every answer is foreign: it is capped while it streams, its XML may declare no
entities, no redirect is followed, and no entry outside of the calendar is ever
named in a request. Entries are written and removed under conditions (RFC 9110
section 13), so that nobody's change in between is lost.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from planner import __version__
from planner.export.calendar_object import CalendarObject, read_object
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
_CALDAV = "{urn:ietf:params:xml:ns:caldav}"
_STATE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>'
)
_ENTRIES = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    "<D:prop><D:getetag/><C:calendar-data/></D:prop>"
    '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
    '<C:prop-filter name="UID"><C:text-match collation="i;octet">{ending}</C:text-match>'
    "</C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
)
_CREATE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
    "<D:displayname>{name}</D:displayname></D:prop></D:set></C:mkcalendar>"
)


class CaldavFailed(Exception):  # noqa: N818 - the word says what happened
    """A calendar could not be read or written; the message is a sentence that names it."""


class EntryTaken(CaldavFailed):
    """Somebody else changed the entry meanwhile, or put another under its UID."""


class Password:
    """A password that no message, log or repr shows.

    Args:
        text: The password.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Password(...)"

    def reveal(self) -> str:
        """Return the password itself."""
        return self._text


class Held(NamedTuple):
    """An entry as the server holds it.

    Attributes:
        address: Where it lies, a whole address inside the calendar.
        etag: The server's mark of its present state, None if it gave none.
        content: What it says.
    """

    address: str
    etag: str | None
    content: CalendarObject


class _Answer(NamedTuple):
    status: int
    reason: str
    etag: str | None
    location: str | None
    challenge: str
    body: bytes


def calendar_address(text: str) -> str:
    """Return the address of a calendar in the one form that it is known by.

    Args:
        text: What was typed: https, or http on this machine.

    Raises:
        CaldavFailed: It is no such address, or holds a name or password.
    """
    try:
        parts = urlsplit(text.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
        parts.path.encode("ascii")
    except ValueError:
        scheme, host, port, parts = "", None, None, urlsplit("")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        # The address itself is not repeated: it holds what nobody else may read.
        raise CaldavFailed(
            "A calendar's address holds no name and no password: give the name with --user, keep "
            "the password in the keyring or in PLANNER_CALDAV_PASSWORD."
        )
    shown = clean(text)[:300]
    if scheme not in ("http", "https") or not host or any(map(str.isspace, parts.path)):
        raise CaldavFailed(f"{shown} is no calendar's address; give one that begins with https.")
    if scheme == "http" and not _is_this_machine(host):
        raise CaldavFailed(
            f"{shown} would send your password unprotected; give the address with https."
        )
    if parts.query or parts.fragment:
        raise CaldavFailed(f"{shown} is no calendar's address; leave out what follows ? or #.")
    if port == {"http": 80, "https": 443}[scheme]:
        port = None
    name = f"[{host}]" if ":" in host else host
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return urlunsplit((scheme, f"{name}:{port}" if port else name, path, "", ""))


def host_of(address: str) -> str:
    """Return a calendar's server as ``host`` or ``host:port``."""
    return urlsplit(address).netloc


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class CalendarOnServer:
    """One calendar, by requests that each stand for themselves; blocks, so never on an event loop.

    Proxies and certificates that the environment names hold, except for this
    machine's own addresses. A server's certificate is always verified.

    Args:
        address: As :func:`calendar_address` gives it.
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
            raise self._failed(
                "the proxy or the certificates that the environment names cannot be used",
                "Set them right",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def is_there(self) -> bool:
        """Tell whether the calendar exists (RFC 4918 section 9.1).

        Raises:
            CaldavFailed: It cannot be told, or there is something else.
        """
        answer = self._ask("PROPFIND", self.address, _STATE, Depth="0")
        if answer.status in (404, 410):
            return False
        self._expect(answer, 207)
        if not any(kind.tag == f"{_CALDAV}calendar" for kind in self._kinds(answer)):
            raise self._failed(
                "that is no calendar", "Give the address of a calendar, or a new one with --create"
            )
        return True

    def create(self, name: str) -> None:
        """Make the calendar (RFC 4791 section 5.3.1), called ``name``.

        Raises:
            CaldavFailed: The server does not make it.
        """
        body = _CREATE.format(name=escape(clean(name), quote=False))
        answer = self._ask("MKCALENDAR", self.address, body)
        if answer.status == 409:
            raise self._failed("the folder that it would lie in is missing", "Make that one first")
        self._expect(answer, 200, 201)

    def entries(self, ending: str) -> dict[str, Held]:
        """Return the entries whose UID ends in ``ending``, by UID (RFC 4791 section 7.8).

        Raises:
            CaldavFailed: The server does not tell.
        """
        body = _ENTRIES.format(ending=escape(ending, quote=False))
        answer = self._ask("REPORT", self.address, body, Depth="1")
        self._expect(answer, 207)
        found = {}
        for response in self._xml(answer).iter(f"{_DAV}response"):
            address = self._inside(response.findtext(f"{_DAV}href") or "")
            data = next(response.iter(f"{_CALDAV}calendar-data"), None)
            content = read_object(data.text) if data is not None and data.text else None
            if address and content and content.uid.endswith(ending):
                etag = next(response.iter(f"{_DAV}getetag"), None)
                found[content.uid] = Held(address, _etag(None if etag is None else etag.text), content)
        return found

    def entry(self, address: str) -> Held | None:
        """Return the entry at an address of this calendar, None if there is none.

        Raises:
            CaldavFailed: The server does not tell.
        """
        inside = self._inside(address)
        if inside is None:
            return None
        answer = self._ask("GET", inside)
        if answer.status in (404, 410):
            return None
        self._expect(answer, 200)
        content = read_object(answer.body)
        return Held(inside, answer.etag, content) if content else None

    def address_of(self, uid: str) -> str:
        """Return where a new entry is put: a name that is made of its UID alone."""
        return f"{self.address}{quote(uid, safe='')}.ics"

    def put(self, address: str, content: bytes, before: Held | None) -> str | None:
        """Put an entry in the place of ``before``, None for one that is not there yet.

        Returns:
            The mark of its new state, None if the server gave none.

        Raises:
            EntryTaken: It is no longer as ``before``, or its UID stands elsewhere.
            CaldavFailed: The server does not take it.
        """
        conditions = {"If-None-Match": "*"} if before is None else _unchanged(before)
        answer = self._ask(
            "PUT",
            address,
            content,
            **{"Content-Type": "text/calendar; charset=utf-8", **conditions},
        )
        # A UID that stands elsewhere is a failed precondition too (RFC 4791 section 5.3.2.1).
        if answer.status in (409, 412) or b"no-uid-conflict" in answer.body:
            raise EntryTaken(f"{self._shown} has another entry in its place.")
        self._expect(answer, 200, 201, 204)
        return answer.etag

    def remove(self, held: Held) -> None:
        """Take an entry away; one that is no longer there is no fault.

        Raises:
            EntryTaken: It is no longer as ``held``.
            CaldavFailed: The server keeps it.
        """
        answer = self._ask("DELETE", held.address, **_unchanged(held))
        if answer.status in (404, 410):
            return
        if answer.status in (409, 412):
            raise EntryTaken(f"{self._shown} has another entry in its place.")
        self._expect(answer, 200, 202, 204)

    @property
    def _shown(self) -> str:
        return clean(self.address)[:300]

    def _inside(self, href: str) -> str | None:
        """Return the address that the server names, None if it lies outside of the calendar."""
        try:
            address = urljoin(self.address, href)
            parts, own = urlsplit(address), urlsplit(self.address)
            port = parts.port
        except ValueError:
            return None
        if port == {"http": 80, "https": 443}.get(parts.scheme):
            parts = parts._replace(netloc=parts.netloc.rpartition(":")[0])
        path, folder = unquote(parts.path), unquote(own.path)
        name = path.removeprefix(folder)
        if (parts.scheme, parts.netloc) != (own.scheme, own.netloc) or name == path:
            return None
        is_name = name not in ("", ".", "..") and "/" not in name
        return urlunsplit((*parts[:3], "", "")) if is_name else None

    def _ask(self, method: str, address: str, body: str | bytes = b"", **headers: str) -> _Answer:
        import httpx

        content = body.encode() if isinstance(body, str) else body
        if isinstance(body, str):
            headers["Content-Type"] = "application/xml; charset=utf-8"
        again = "Try again later; what was done stays done"
        try:
            with self._client.stream(method, address, content=content, headers=headers) as response:
                return self._read(response)
        except httpx.TimeoutException as error:
            raise self._failed("the server does not answer", again) from error
        except httpx.ProxyError as error:
            raise self._failed("the proxy refuses", again) from error
        except httpx.ConnectError as error:
            if "CERTIFICATE" in str(error):
                why = "its server cannot prove who it is (certificate)"
                raise self._failed(why, "Ask whoever runs it") from error
            why = "its server cannot be reached (is this machine online?)"
            raise self._failed(why, again) from error
        except httpx.TransportError as error:
            raise self._failed("the connection breaks off", again) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise self._failed("that is no address", "Look at how it is written") from error

    def _read(self, response: httpx.Response) -> _Answer:
        deadline = time.monotonic() + OVERALL
        content = bytearray()
        for piece in response.iter_raw():
            content += piece
            if len(content) > MAX_BYTES:
                what = "Use a calendar of its own"
                raise self._failed(f"it answers more than {MAX_BYTES >> 20} MiB", what)
            if time.monotonic() > deadline:
                raise self._failed(f"it takes more than {OVERALL:.0f} seconds", "Try again later")
        return _Answer(
            response.status_code,
            clean(response.reason_phrase)[:40],
            _etag(response.headers.get("ETag")),
            response.headers.get("Location"),
            response.headers.get("WWW-Authenticate", ""),
            bytes(content),
        )

    def _expect(self, answer: _Answer, *statuses: int) -> None:
        """Raise what an answer's status means unless it is one of those."""
        code = answer.status
        if code in statuses:
            return
        if code == 401:
            if answer.challenge and "basic" not in answer.challenge.lower():
                raise self._failed(
                    "its server wants another kind of sign-in than by name and password",
                    "See whether it has passwords for single apps",
                )
            raise self._failed(
                f"its server does not take the name {clean(self._user)[:80]!r} with this password",
                "Look at --user, and at the password in the keyring or in PLANNER_CALDAV_PASSWORD",
            )
        if 300 <= code < 400:
            onto = clean(answer.location or "elsewhere")[:300]
            raise self._failed(f"it leads on to {onto}", "Give that address if you trust it")
        what = {
            403: ("its server forbids it", "See whether you may write there"),
            404: ("it is no longer there", "--create makes it anew"),
            405: ("its server does not do that there", "Look at the address"),
            507: ("its server has no room left", "Make room there"),
        }.get(code)
        why, way_out = what or (f"its server answers {code} {answer.reason}".rstrip(), "Try later")
        raise self._failed(why, way_out)

    def _kinds(self, answer: _Answer) -> list[Element]:
        return [each for kind in self._xml(answer).iter(f"{_DAV}resourcetype") for each in kind]

    def _xml(self, answer: _Answer) -> Element:
        from xml.etree.ElementTree import ParseError

        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        try:
            root: Element = fromstring(answer.body, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            why = "what answers there is no calendar server"
            raise self._failed(why, "Look at the address") from error
        return root

    def _failed(self, why: str, way_out: str) -> CaldavFailed:
        return CaldavFailed(f"{self._shown} cannot be synced: {why}. {way_out}.")


def _unchanged(held: Held) -> Mapping[str, str]:
    """Return the condition that an entry is as it was; weak marks cannot be one (RFC 9110 13.1.1)."""
    return {} if held.etag is None or held.etag.startswith("W/") else {"If-Match": held.etag}


def _etag(text: str | None) -> str | None:
    """Return a mark that can be sent back, None for what is none."""
    text = (text or "").strip()
    return text if text and len(text) < 500 and text.isascii() and text.isprintable() else None
